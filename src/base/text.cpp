#include "base/text.h"

#include <fmt/format.h>
#include <algorithm>
#include <optional>

namespace nnshape {
namespace {

// Optimal string alignment: an insertion, a deletion, a substitution and a swap of neighbours each count 1.
size_t distance(std::string_view a, std::string_view b) {
    std::vector<size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (size_t j = 1; j <= b.size(); ++j) {
            size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

// Removes the first word from a list and returns it.
std::string_view take_word(std::string_view& list) {
    size_t end = std::min(list.find(' '), list.size());
    std::string_view word = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    return word;
}

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter; }

}  // namespace

std::string with_commas(int64_t number) {
    std::string digits = std::to_string(number);
    int first = number < 0 ? 1 : 0;
    for (int place = static_cast<int>(digits.size()) - 3; place > first; place -= 3) {
        digits.insert(static_cast<size_t>(place), 1, ',');
    }
    return digits;
}

std::string with_unit(int64_t number) {
    if (number < 1000) return std::to_string(number);
    int64_t size = 1000;
    for (std::string_view units = "kMGTPE";; units.remove_prefix(1), size *= 1000) {
        int64_t tenth = size / 10;
        int64_t tenths = number / tenth + (number % tenth >= tenth / 2 ? 1 : 0);
        if (tenths < 10'000 || units.size() == 1) {
            return fmt::format("{}.{} {}", tenths / 10, tenths % 10, units.substr(0, 1));
        }
    }
}

std::string folded(std::string_view word) {
    std::string out;
    for (char letter : word) {
        if (letter != '_' && letter != '-') out += lower(letter);
    }
    return out;
}

bool are_same_folded(std::string_view one, std::string_view other) {
    auto next = [](std::string_view& word) -> std::optional<char> {
        while (!word.empty() && (word[0] == '_' || word[0] == '-')) word.remove_prefix(1);
        if (word.empty()) return std::nullopt;
        char letter = lower(word[0]);
        word.remove_prefix(1);
        return letter;
    };
    while (true) {
        auto letter = next(one);
        if (letter != next(other)) return false;
        if (!letter) return true;
    }
}

bool contains_word(std::string_view list, std::string_view word) {
    while (!list.empty()) {
        if (take_word(list) == word) return true;
    }
    return false;
}

int find_word(std::string_view list, std::string_view word) {
    for (int number = 0; !list.empty(); ++number) {
        if (are_same_folded(take_word(list), word)) return number;
    }
    return -1;
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
    constexpr size_t longest = 64;  // a longer word is not a misspelling, and the search takes the square of its length
    if (word.size() > longest) return {};
    std::string plain = folded(word);
    std::string_view best;
    size_t least = std::max<size_t>(1, plain.size() / 3) + 1;
    for (std::string_view candidate : candidates) {
        if (candidate.empty() || candidate.size() > longest) continue;
        size_t steps = distance(plain, folded(candidate));
        if (steps < least && steps < std::max(plain.size(), candidate.size())) {
            least = steps;
            best = candidate;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
    std::string_view name = nearest(word, candidates);
    return name.empty() ? std::string() : fmt::format("did you mean `{}`?", name);
}

std::vector<std::string_view> words_of(std::string_view list) {
    std::vector<std::string_view> words;
    while (!list.empty()) words.push_back(take_word(list));
    return words;
}

std::string enumerate(const std::vector<std::string_view>& words, std::string_view last) {
    std::string out;
    for (size_t index = 0; index < words.size(); ++index) {
        if (index > 0 && index + 1 == words.size()) {
            out += fmt::format(" {} ", last);
        } else if (index > 0) {
            out += ", ";
        }
        out += words[index];
    }
    return out;
}

std::string counted(int64_t number, std::string_view noun) {
    return fmt::format("{} {}{}", with_commas(number), noun, number == 1 ? "" : "s");
}

}  // namespace nnshape

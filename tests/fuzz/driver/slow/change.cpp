#include <algorithm>
#include <vector>

#include "fuzz/driver/slow/grammar.h"

// Random changes of a spec: of its lines, its words and its letters.
namespace nnshape::fuzz {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
    Lines lines;
    for (size_t begin = 0; begin < text.size();) {
        size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

std::string text_of(const Lines& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

// A run of letters, or of digits, or one sign.
struct Piece {
    size_t begin, end;
};

int class_of(char letter) {
    if (letter >= '0' && letter <= '9') return 1;
    bool is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
    return is_letter ? 2 : 0;
}

std::vector<Piece> pieces_of(const std::string& text) {
    std::vector<Piece> pieces;
    for (size_t at = 0; at < text.size();) {
        size_t end = at + 1;
        while (class_of(text[at]) != 0 && end < text.size() && class_of(text[end]) == class_of(text[at])) ++end;
        pieces.push_back({at, end});
        at = end;
    }
    return pieces;
}

class Changer {
  public:
    Changer(Random& random, std::string text, const std::string& other)
        : random_(random), text_(std::move(text)), other_(other) {}

    std::string run() {
        for (size_t changes = 1 + random_.below(4); changes > 0; --changes) {
            if (text_.empty()) text_ = random_spec(random_);
            random_.once_in(2) ? change_lines() : change_pieces();
        }
        return std::move(text_);
    }

  private:
    void change_lines() {
        Lines lines = lines_of(text_);
        if (lines.empty()) return;
        size_t first = random_.below(lines.size()), second = random_.below(lines.size());
        if (second < first) std::swap(first, second);
        auto begin = lines.begin() + static_cast<std::ptrdiff_t>(first);
        auto end = lines.begin() + static_cast<std::ptrdiff_t>(second) + 1;
        switch (random_.below(7)) {
            case 0: lines.erase(begin); break;
            case 1: lines.erase(begin, end); break;
            case 2: std::swap(lines[first], lines[second]); break;
            case 3: lines.insert(begin, 1 + random_.below(60), std::string(lines[second])); break;
            case 4: wrap(lines, first, second); break;
            case 5: take_from_other(lines, first); break;
            default: repeat_block(lines, first, second); break;
        }
        text_ = text_of(lines);
    }

    void wrap(Lines& lines, size_t first, size_t second) {
        constexpr std::string_view heads[] = {"repeat 3 {",  "repeat 99 {",    "repeat 999 {",    "repeat 4999 {",
                                              "freeze {",    "add {",          "concat {",        "path {",
                                              "define d9 {", "define d8(n) {", "repeat n=1,2,3 {"};
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(second) + 1, "}");
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(first), std::string(random_.one_of(heads)));
    }

    void take_from_other(Lines& lines, size_t place) {
        Lines others = lines_of(other_.starts_with("--") ? random_spec(random_) : other_);
        if (others.empty()) return;
        size_t first = random_.below(others.size());
        size_t count = 1 + random_.below(others.size() - first);
        auto begin = others.begin() + static_cast<std::ptrdiff_t>(first);
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(place), begin,
                     begin + static_cast<std::ptrdiff_t>(count));
    }

    void repeat_block(Lines& lines, size_t first, size_t second) {
        Lines block(lines.begin() + static_cast<std::ptrdiff_t>(first),
                    lines.begin() + static_cast<std::ptrdiff_t>(second) + 1);
        for (size_t times = 1 + random_.below(20); times > 0 && lines.size() < 2000; --times) {
            lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(first), block.begin(), block.end());
        }
    }

    void change_pieces() {
        auto pieces = pieces_of(text_);
        Piece one = random_.one_of(pieces), two = random_.one_of(pieces);
        std::string word = text_.substr(two.begin, two.end - two.begin);
        switch (random_.below(7)) {
            case 0: return static_cast<void>(text_.replace(one.begin, one.end - one.begin, word));
            case 1: return static_cast<void>(text_.insert(one.begin, word));
            case 2: return static_cast<void>(text_.erase(one.begin, one.end - one.begin));
            case 3: return repeat_pieces(pieces);
            case 4: return change_number(pieces);
            case 5: return number_words(pieces);
            default: text_[random_.below(text_.size())] = random_.one_of(std::string_view(" \n{};:=$,x\"0a_-#"));
        }
    }

    // `+1` or `,a` many times.
    void repeat_pieces(const std::vector<Piece>& pieces) {
        size_t first = random_.below(pieces.size());
        size_t last = std::min(pieces.size() - 1, first + random_.below(6));
        std::string part = text_.substr(pieces[first].begin, pieces[last].end - pieces[first].begin);
        std::string many;
        for (size_t times = 1 + random_.below(random_.once_in(2) ? 8 : 400); times > 0; --times) many += part;
        text_.insert(pieces[first].begin, many);
    }

    void change_number(const std::vector<Piece>& pieces) {
        constexpr std::string_view numbers[] = {"0",          "1",
                                                "2",          "3",
                                                "5",          "7",
                                                "8",          "17",
                                                "63",         "64",
                                                "100",        "255",
                                                "997",        "1000",
                                                "2999",       "4999",
                                                "9998",       "65537",
                                                "1048576",    "99999999",
                                                "4294967297", "9223372036854775807"};
        for (int tries = 0; tries < 20; ++tries) {
            Piece one = random_.one_of(pieces);
            if (class_of(text_[one.begin]) != 1) continue;
            text_.replace(one.begin, one.end - one.begin, random_.one_of(numbers));
            return;
        }
    }

    // Makes every occurrence of a word another word, with a number after it.
    void number_words(const std::vector<Piece>& pieces) {
        Piece one = random_.one_of(pieces);
        if (class_of(text_[one.begin]) != 2) return;
        std::string word = text_.substr(one.begin, one.end - one.begin);
        size_t number = 0;
        for (size_t at = text_.find(word); at != std::string::npos && number < 400; at = text_.find(word, at)) {
            std::string numbered = word + std::to_string(++number);
            text_.replace(at, word.size(), numbered);
            at += numbered.size();
        }
    }

    Random& random_;
    std::string text_;
    const std::string& other_;
};

}  // namespace

std::string changed_spec(Random& random, const std::string& spec, const std::string& other) {
    return Changer(random, spec, other).run();
}

}  // namespace nnshape::fuzz

#include "query/diff/alignment.h"

#include <algorithm>
#include <unordered_map>

namespace nnshape {
namespace {

using Items = std::span<const uint32_t>;
using Matches = std::vector<Match>;

// Where a stretch of both sequences begins, and its items there.
struct Stretch {
    Items old_items, new_items;
    uint32_t old_first = 0, new_first = 0;

    Match at(int64_t old_place, int64_t new_place) const {
        return {old_first + static_cast<uint32_t>(old_place), new_first + static_cast<uint32_t>(new_place)};
    }
};

// How far into both sequences an alignment got.
struct Reached {
    size_t olds, news;
};

// Myers, "An O(ND) Difference Algorithm and Its Variations", 1986: furthest[k] is how far into the old items one gets
// on the diagonal k = old − new with so many edits. Each round's are kept for the way back.
class Myers {
  public:
    explicit Myers(const Stretch& stretch) : stretch_(stretch) {}

    // Adds the matches up to the end of both, or up to where one gets furthest with this many edits.
    Reached run(int64_t most, Matches& matches) {
        auto old_count = static_cast<int64_t>(stretch_.old_items.size());
        auto new_count = static_cast<int64_t>(stretch_.new_items.size());
        for (int64_t edits = 0; edits <= most; ++edits) {
            rounds_.emplace_back(static_cast<size_t>(edits) + 1);
            for (int64_t diagonal = -edits; diagonal <= edits; diagonal += 2) {
                int64_t old_place = slide(begin_of(edits, diagonal), diagonal);
                furthest(edits, diagonal) = old_place;
                bool ends = old_place >= old_count && old_place - diagonal >= new_count;
                if (ends) return way_back(edits, diagonal, matches);
            }
        }
        return partial(most, matches);
    }

  private:
    // The way to where most of both is behind. One that can still end with the fewest edits never leaves the sequences.
    Reached partial(int64_t edits, Matches& matches) {
        auto old_count = static_cast<int64_t>(stretch_.old_items.size());
        auto new_count = static_cast<int64_t>(stretch_.new_items.size());
        int64_t best = -1, best_diagonal = 0;
        for (int64_t diagonal = -edits; diagonal <= edits; diagonal += 2) {
            int64_t old_place = furthest(edits, diagonal), new_place = old_place - diagonal;
            bool inside = old_place <= old_count && new_place <= new_count;
            if (!inside || old_place + new_place <= best) continue;
            best = old_place + new_place;
            best_diagonal = diagonal;
        }
        return way_back(edits, best_diagonal, matches);
    }

    int64_t& furthest(int64_t edits, int64_t diagonal) {
        return rounds_[static_cast<size_t>(edits)][static_cast<size_t>((diagonal + edits) / 2)];
    }

    // Whether the last edit on the way to a diagonal was an addition, from the diagonal above.
    bool comes_of_addition(int64_t edits, int64_t diagonal) {
        if (diagonal == -edits) return true;
        return diagonal != edits && furthest(edits - 1, diagonal - 1) < furthest(edits - 1, diagonal + 1);
    }

    int64_t begin_of(int64_t edits, int64_t diagonal) {
        if (edits == 0) return 0;
        bool added = comes_of_addition(edits, diagonal);
        return added ? furthest(edits - 1, diagonal + 1) : furthest(edits - 1, diagonal - 1) + 1;
    }

    int64_t slide(int64_t old_place, int64_t diagonal) const {
        auto alike = [&] {
            int64_t new_place = old_place - diagonal;
            return old_place < static_cast<int64_t>(stretch_.old_items.size()) &&
                   new_place < static_cast<int64_t>(stretch_.new_items.size()) &&
                   stretch_.old_items[static_cast<size_t>(old_place)] ==
                       stretch_.new_items[static_cast<size_t>(new_place)];
        };
        while (alike()) ++old_place;
        return old_place;
    }

    Reached way_back(int64_t edits, int64_t diagonal, Matches& matches) {
        int64_t end = furthest(edits, diagonal);
        Reached reached{static_cast<size_t>(end), static_cast<size_t>(end - diagonal)};
        auto first = static_cast<std::ptrdiff_t>(matches.size());
        for (; edits >= 0; --edits) {
            int64_t begin = begin_of(edits, diagonal);
            for (int64_t place = furthest(edits, diagonal) - 1; place >= begin; --place) {
                matches.push_back(stretch_.at(place, place - diagonal));
            }
            if (edits > 0) diagonal += comes_of_addition(edits, diagonal) ? 1 : -1;
        }
        std::reverse(matches.begin() + first, matches.end());
        return reached;
    }

    const Stretch& stretch_;
    std::vector<std::vector<int64_t>> rounds_;  // by edits, then by every second diagonal
};

// How often an item stands in a sequence, and where last.
struct Occurrence {
    uint32_t count = 0;
    uint32_t place = 0;
};

std::unordered_map<uint32_t, Occurrence> occurrences_of(Items items) {
    std::unordered_map<uint32_t, Occurrence> found;
    for (uint32_t place = 0; place < items.size(); ++place) {
        Occurrence& occurrence = found[items[place]];
        ++occurrence.count;
        occurrence.place = place;
    }
    return found;
}

// The longest rising run of new places, by the old ones' order.
Matches rising(const Matches& pairs) {
    constexpr uint32_t none = UINT32_MAX;
    std::vector<uint32_t> ends;  // by length, the pair with the least new place that a run of it ends in
    std::vector<uint32_t> before(pairs.size(), none);
    for (uint32_t index = 0; index < pairs.size(); ++index) {
        auto end = std::lower_bound(ends.begin(), ends.end(), pairs[index].new_place,
                                    [&](uint32_t one, uint32_t place) { return pairs[one].new_place < place; });
        if (end != ends.begin()) before[index] = *(end - 1);
        end == ends.end() ? ends.push_back(index) : static_cast<void>(*end = index);
    }
    Matches run;
    for (uint32_t index = ends.empty() ? none : ends.back(); index != none; index = before[index]) {
        run.push_back(pairs[index]);
    }
    std::reverse(run.begin(), run.end());
    return run;
}

// The items that stand once on both sides.
Matches unique_matches(const Stretch& stretch) {
    auto olds = occurrences_of(stretch.old_items), news = occurrences_of(stretch.new_items);
    Matches pairs;
    for (uint32_t place = 0; place < stretch.old_items.size(); ++place) {
        uint32_t item = stretch.old_items[place];
        if (olds[item].count == 1 && news[item].count == 1) pairs.push_back(stretch.at(place, news[item].place));
    }
    return rising(pairs);
}

void align(Stretch stretch, bool may_split, Matches& matches);

// Aligns what stands before, between and behind matches that hold.
void align_between(const Stretch& stretch, const Matches& fixed, Matches& matches) {
    uint32_t old_next = 0, new_next = 0;
    auto align_up_to = [&](uint32_t old_end, uint32_t new_end) {
        align({stretch.old_items.subspan(old_next, old_end - old_next),
               stretch.new_items.subspan(new_next, new_end - new_next), stretch.old_first + old_next,
               stretch.new_first + new_next},
              false, matches);
    };
    for (const Match& match : fixed) {
        uint32_t old_place = match.old_place - stretch.old_first, new_place = match.new_place - stretch.new_first;
        align_up_to(old_place, new_place);
        matches.push_back(match);
        old_next = old_place + 1;
        new_next = new_place + 1;
    }
    align_up_to(static_cast<uint32_t>(stretch.old_items.size()), static_cast<uint32_t>(stretch.new_items.size()));
}

// Edits in one go: fewer where the sequences are so long that their product would take long.
int64_t edits_for(const Stretch& stretch) {
    constexpr int64_t most_steps = 200'000'000;
    auto length = static_cast<int64_t>(stretch.old_items.size() + stretch.new_items.size());
    return std::clamp<int64_t>(most_steps / length, 16, most_edits);
}

// Too many edits are first spared by what is unique, and then made in goes that each get as far as they can.
void align_core(Stretch stretch, bool may_split, Matches& matches) {
    while (!stretch.old_items.empty() && !stretch.new_items.empty()) {
        Matches some;
        Reached reached = Myers(stretch).run(edits_for(stretch), some);
        bool ends = reached.olds == stretch.old_items.size() && reached.news == stretch.new_items.size();
        Matches unique = ends || !may_split ? Matches() : unique_matches(stretch);
        if (!unique.empty()) return align_between(stretch, unique, matches);
        may_split = false;
        matches.insert(matches.end(), some.begin(), some.end());
        stretch = {stretch.old_items.subspan(reached.olds), stretch.new_items.subspan(reached.news),
                   stretch.old_first + static_cast<uint32_t>(reached.olds),
                   stretch.new_first + static_cast<uint32_t>(reached.news)};
    }
}

// What both begin and end with is theirs in any case.
void align(Stretch stretch, bool may_split, Matches& matches) {
    auto& [olds, news, old_first, new_first] = stretch;
    while (!olds.empty() && !news.empty() && olds.front() == news.front()) {
        matches.push_back(stretch.at(0, 0));
        olds = olds.subspan(1);
        news = news.subspan(1);
        ++old_first;
        ++new_first;
    }
    size_t ending = 0;
    while (ending < std::min(olds.size(), news.size()) &&
           olds[olds.size() - 1 - ending] == news[news.size() - 1 - ending]) {
        ++ending;
    }
    olds = olds.first(olds.size() - ending);
    news = news.first(news.size() - ending);
    align_core(stretch, may_split, matches);
    for (size_t place = 0; place < ending; ++place) {
        matches.push_back(
            stretch.at(static_cast<int64_t>(olds.size() + place), static_cast<int64_t>(news.size() + place)));
    }
}

}  // namespace

std::vector<Match> common_subsequence(std::span<const uint32_t> old_items, std::span<const uint32_t> new_items) {
    Matches matches;
    align({old_items, new_items}, true, matches);
    return matches;
}

}  // namespace nnshape

#include "query/diff/anchors.h"

#include <algorithm>
#include <unordered_map>

namespace nnshape {
namespace {

// The number of times that an item occurs in a sequence, and its last place.
struct Occurrence {
    uint32_t count = 0;
    uint32_t place = 0;
};

std::unordered_map<uint32_t, Occurrence> occurrences_of(std::span<const uint32_t> items) {
    std::unordered_map<uint32_t, Occurrence> found;
    for (uint32_t place = 0; place < items.size(); ++place) {
        Occurrence& occurrence = found[items[place]];
        ++occurrence.count;
        occurrence.place = place;
    }
    return found;
}

// The longest subsequence whose new places increase. The old places of `matches` increase.
std::vector<Match> longest_increasing(const std::vector<Match>& matches) {
    constexpr uint32_t none = UINT32_MAX;
    std::vector<uint32_t> ends;  // ends[n]: the last match of the run of n + 1 matches that ends at the least new place
    std::vector<uint32_t> before(matches.size(), none);
    for (uint32_t index = 0; index < matches.size(); ++index) {
        auto end = std::lower_bound(ends.begin(), ends.end(), matches[index].new_place,
                                    [&](uint32_t one, uint32_t place) { return matches[one].new_place < place; });
        if (end != ends.begin()) before[index] = *(end - 1);
        end == ends.end() ? ends.push_back(index) : static_cast<void>(*end = index);
    }
    std::vector<Match> run;
    for (uint32_t index = ends.empty() ? none : ends.back(); index != none; index = before[index]) {
        run.push_back(matches[index]);
    }
    std::reverse(run.begin(), run.end());
    return run;
}

}  // namespace

std::vector<Match> anchors_of(const Stretch& stretch) {
    auto olds = occurrences_of(stretch.old_items), news = occurrences_of(stretch.new_items);
    std::vector<Match> matches;
    for (uint32_t place = 0; place < stretch.old_items.size(); ++place) {
        uint32_t item = stretch.old_items[place];
        if (olds[item].count == 1 && news[item].count == 1) matches.push_back(stretch.at(place, news[item].place));
    }
    return longest_increasing(matches);
}

}  // namespace nnshape

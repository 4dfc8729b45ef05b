#include "query/diff/alignment.h"

#include <algorithm>

#include "query/diff/anchors.h"
#include "query/diff/edit_path.h"
#include "query/diff/stretch.h"

namespace nnshape {
namespace {

using Matches = std::vector<Match>;

void align(Stretch stretch, bool may_anchor, Matches& matches);

// Keeps the anchors as matches, and aligns the items before, between and after them.
void align_between(const Stretch& stretch, const Matches& anchors, Matches& matches) {
    size_t old_next = 0, new_next = 0;
    auto align_up_to = [&](size_t old_end, size_t new_end) {
        Stretch part = stretch.first(old_end, new_end).after(old_next, new_next);
        align(part, false, matches);
    };
    for (const Match& anchor : anchors) {
        size_t old_place = anchor.old_place - stretch.old_first, new_place = anchor.new_place - stretch.new_first;
        align_up_to(old_place, new_place);
        matches.push_back(anchor);
        old_next = old_place + 1;
        new_next = new_place + 1;
    }
    align_up_to(stretch.old_items.size(), stretch.new_items.size());
}

// The edit bound of one piece. The time of a piece grows with its length times its edits, so a longer piece gets fewer.
int64_t edit_bound(const Stretch& stretch) {
    constexpr int64_t most_steps = 200'000'000;
    auto length = static_cast<int64_t>(stretch.old_items.size() + stretch.new_items.size());
    return std::clamp<int64_t>(most_steps / length, 16, most_edits);
}

// Takes the shortest edit path if it needs no more edits than the bound. Otherwise aligns between anchors. Without
// anchors takes the path that covers the most items, and repeats with the items after it.
void align_differing(Stretch stretch, bool may_anchor, Matches& matches) {
    while (!stretch.empty()) {
        Matches piece;
        Covered covered = append_edit_path(stretch, edit_bound(stretch), piece);
        Stretch rest = stretch.after(covered.olds, covered.news);
        bool is_complete = rest.old_items.empty() && rest.new_items.empty();
        if (!is_complete && may_anchor) {
            Matches anchors = anchors_of(stretch);
            if (!anchors.empty()) return align_between(stretch, anchors, matches);
        }
        may_anchor = false;
        matches.insert(matches.end(), piece.begin(), piece.end());
        stretch = rest;
    }
}

// Matches the items that both sequences begin with and end with, and aligns what is between them.
void align(Stretch stretch, bool may_anchor, Matches& matches) {
    while (!stretch.empty() && stretch.old_items.front() == stretch.new_items.front()) {
        matches.push_back(stretch.at(0, 0));
        stretch = stretch.after(1, 1);
    }
    size_t olds = stretch.old_items.size(), news = stretch.new_items.size();
    while (olds > 0 && news > 0 && stretch.old_items[olds - 1] == stretch.new_items[news - 1]) {
        --olds;
        --news;
    }
    align_differing(stretch.first(olds, news), may_anchor, matches);
    for (; olds < stretch.old_items.size(); ++olds, ++news) {
        matches.push_back(stretch.at(static_cast<int64_t>(olds), static_cast<int64_t>(news)));
    }
}

}  // namespace

std::vector<Match> common_subsequence(std::span<const uint32_t> old_items, std::span<const uint32_t> new_items) {
    Matches matches;
    align({old_items, new_items}, true, matches);
    return matches;
}

}  // namespace nnshape

#include "query/diff/edit_path.h"

#include <algorithm>

namespace nnshape {
namespace {

// A path moves through a grid of old and new places. A removal increases the old place, an addition the new place, and
// a match both. The diagonal is the old place minus the new place, so a match stays on its diagonal. For each number of
// edits and each diagonal the search keeps the furthest old place that a path reaches.
class EditPath {
  public:
    explicit EditPath(const Stretch& stretch)
        : stretch_(stretch),
          old_count_(static_cast<int64_t>(stretch.old_items.size())),
          new_count_(static_cast<int64_t>(stretch.new_items.size())) {}

    Covered run(int64_t most, std::vector<Match>& matches) {
        for (int64_t edits = 0; edits <= most; ++edits) {
            rounds_.emplace_back(static_cast<size_t>(edits) + 1);
            for (int64_t diagonal = -edits; diagonal <= edits; diagonal += 2) {
                int64_t old_place = end_of_matches(begin_of(edits, diagonal), diagonal);
                furthest(edits, diagonal) = old_place;
                bool is_complete = old_place >= old_count_ && old_place - diagonal >= new_count_;
                if (is_complete) return trace_back(edits, diagonal, matches);
            }
        }
        return trace_back(most, best_diagonal(most), matches);
    }

  private:
    // The diagonal whose path covers the most items. A path may leave the grid; such a path is never the shortest one.
    int64_t best_diagonal(int64_t edits) {
        int64_t most_covered = -1, best = 0;
        for (int64_t diagonal = -edits; diagonal <= edits; diagonal += 2) {
            int64_t old_place = furthest(edits, diagonal), new_place = old_place - diagonal;
            bool is_inside = old_place <= old_count_ && new_place <= new_count_;
            if (!is_inside || old_place + new_place <= most_covered) continue;
            most_covered = old_place + new_place;
            best = diagonal;
        }
        return best;
    }

    int64_t& furthest(int64_t edits, int64_t diagonal) {
        return rounds_[static_cast<size_t>(edits)][static_cast<size_t>((diagonal + edits) / 2)];
    }

    // Whether the last edit of the furthest path was an addition, which comes from the diagonal above.
    bool ends_in_addition(int64_t edits, int64_t diagonal) {
        if (diagonal == -edits) return true;
        return diagonal != edits && furthest(edits - 1, diagonal - 1) < furthest(edits - 1, diagonal + 1);
    }

    // The old place right after the last edit.
    int64_t begin_of(int64_t edits, int64_t diagonal) {
        if (edits == 0) return 0;
        bool added = ends_in_addition(edits, diagonal);
        return added ? furthest(edits - 1, diagonal + 1) : furthest(edits - 1, diagonal - 1) + 1;
    }

    // The old place after all matches that follow on the diagonal.
    int64_t end_of_matches(int64_t old_place, int64_t diagonal) const {
        while (is_match(old_place, old_place - diagonal)) ++old_place;
        return old_place;
    }

    bool is_match(int64_t old_place, int64_t new_place) const {
        return old_place < old_count_ && new_place < new_count_ &&
               stretch_.old_items[static_cast<size_t>(old_place)] == stretch_.new_items[static_cast<size_t>(new_place)];
    }

    // Follows the path from its end to its beginning, and appends its matches in increasing order.
    Covered trace_back(int64_t edits, int64_t diagonal, std::vector<Match>& matches) {
        int64_t end = furthest(edits, diagonal);
        Covered covered{static_cast<size_t>(end), static_cast<size_t>(end - diagonal)};
        auto first = static_cast<std::ptrdiff_t>(matches.size());
        for (; edits >= 0; --edits) {
            int64_t begin = begin_of(edits, diagonal);
            for (int64_t place = furthest(edits, diagonal) - 1; place >= begin; --place) {
                matches.push_back(stretch_.at(place, place - diagonal));
            }
            if (edits > 0) diagonal += ends_in_addition(edits, diagonal) ? 1 : -1;
        }
        std::reverse(matches.begin() + first, matches.end());
        return covered;
    }

    const Stretch& stretch_;
    int64_t old_count_, new_count_;
    std::vector<std::vector<int64_t>> rounds_;  // by the number of edits; each has every second diagonal
};

}  // namespace

Covered append_edit_path(const Stretch& stretch, int64_t most, std::vector<Match>& matches) {
    return EditPath(stretch).run(most, matches);
}

}  // namespace nnshape

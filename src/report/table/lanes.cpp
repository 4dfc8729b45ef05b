#include "report/table/lanes.h"

#include <algorithm>
#include <string_view>

namespace nnshape {
namespace {

struct Signs {
    std::string_view reads, apart, level, begin, begin_on, end, end_on, pass, read, read_on, cross, more;
};

constexpr Signs unicode_signs = {"●", "○", "─", "╮", "┬", "╯", "┴", "│", "┤", "•", "┼", "…"};
constexpr Signs ascii_signs = {"*", "o", "-", ".", ".", "'", "'", "|", "|", "@", "+", "..."};

constexpr uint32_t none = UINT32_MAX;

// Where a tensor is between the row that makes it and the last row that reads it.
struct Lane {
    uint32_t source = none, last = 0;  // rows
};

class LaneDrawing {
  public:
    LaneDrawing(const RowReads& reads, const Signs& signs) : reads_(reads), signs_(signs), last_(reads.size()) {
        for (uint32_t row = 0; row < reads.size(); ++row) {
            for (uint32_t read : reads[row]) {
                if (read + 1 < row) last_[read] = row;
            }
        }
    }

    std::vector<std::string> draw() {
        std::vector<std::string> texts;
        for (uint32_t row = 0; row < reads_.size(); ++row) {
            bool overflows = begin_lane(row);
            texts.push_back(text_of(row, overflows));
            for (Lane& lane : lanes_) {
                if (lane.last == row) lane = {};
            }
        }
        return texts;
    }

  private:
    // Takes the first free lane if a row further down reads this one. Returns whether there is none.
    bool begin_lane(uint32_t row) {
        if (last_[row] == 0) return false;
        auto free = std::find_if(lanes_.begin(), lanes_.end(), [](const Lane& lane) { return lane.source == none; });
        if (free == lanes_.end() && lanes_.size() == most_lanes) return true;
        if (free == lanes_.end()) free = lanes_.insert(lanes_.end(), Lane());
        *free = {row, last_[row]};
        return false;
    }

    bool reads(uint32_t row, uint32_t source) const {
        return std::find(reads_[row].begin(), reads_[row].end(), source) != reads_[row].end();
    }

    // Whether the row reads something that has no lane, as there were too many.
    bool misses_one(uint32_t row) const {
        return std::any_of(reads_[row].begin(), reads_[row].end(), [&](uint32_t read) {
            auto is_its = [&](const Lane& lane) { return lane.source == read; };
            return read + 1 < row && std::none_of(lanes_.begin(), lanes_.end(), is_its);
        });
    }

    // Whether the row begins a lane or reads it; what the row above makes needs no lane to come to this one.
    bool touches(uint32_t row, const Lane& lane) const {
        return lane.source == row || (lane.source != none && lane.source + 1 < row && reads(row, lane.source));
    }

    std::string text_of(uint32_t row, bool overflows) const {
        overflows = overflows || misses_one(row);
        size_t end = 0, touched = 0;  // one past the last lane, and one past the last that is touched
        for (size_t lane = 0; lane < lanes_.size(); ++lane) {
            if (lanes_[lane].source != none) end = lane + 1;
            if (touches(row, lanes_[lane])) touched = lane + 1;
        }
        if (overflows) touched = end = lanes_.size();
        std::string text(row > 0 && reads(row, row - 1) ? signs_.reads : signs_.apart);
        for (size_t lane = 0; lane < end; ++lane) {
            text += lane < touched ? signs_.level : " ";
            text += sign_of(row, lanes_[lane], lane < touched, lane + 1 < touched || overflows);
        }
        return overflows ? text + std::string(signs_.level) + std::string(signs_.more) : text;
    }

    // The sign of a lane in a row. `reached`: the row's line comes to it; `passed`: and goes on.
    std::string_view sign_of(uint32_t row, const Lane& lane, bool reached, bool passed) const {
        if (lane.source == none) return reached ? signs_.level : " ";
        if (lane.source == row) return passed ? signs_.begin_on : signs_.begin;
        if (!touches(row, lane)) return reached ? signs_.cross : signs_.pass;
        if (lane.last == row) return passed ? signs_.end_on : signs_.end;
        return passed ? signs_.read_on : signs_.read;
    }

    const RowReads& reads_;
    const Signs& signs_;
    std::vector<uint32_t> last_;  // by row: the last row that reads it in a lane, or 0
    std::vector<Lane> lanes_;
};

}  // namespace

std::vector<std::string> lanes_of(const RowReads& reads, bool ascii) {
    return LaneDrawing(reads, ascii ? ascii_signs : unicode_signs).draw();
}

}  // namespace nnshape

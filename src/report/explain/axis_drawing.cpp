#include "report/explain/axis_drawing.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

constexpr int64_t most_lines = 4, gap = -1;
constexpr size_t gap_width = 3;
constexpr std::string_view left_out = " … ", nothing = "   ";

class AxisDrawing {
  public:
    AxisDrawing(const AxisWindow& window, int width)
        : window_(window),
          reach_(window.reach().value()),
          rows_(window.in + window.before + window.after),
          overlapping_(divide_up(reach_, window.stride)) {
        bool whole = rows_ <= width;
        int64_t room = width - static_cast<int64_t>(gap_width);
        int64_t front = whole ? rows_ : room / 2, back = whole ? 0 : room - room / 2;
        for (int64_t row = 0; row < front; ++row) columns_.push_back(row);
        if (!whole) columns_.push_back(gap);
        for (int64_t row = rows_ - back; row < rows_; ++row) columns_.push_back(row);
    }

    std::vector<std::string> draw() {
        line([&](int64_t row) { return cell(row); }, left_out);
        if (overlapping_ <= most_lines) {
            for (int64_t turn = 0; turn < std::min(overlapping_, window_.out); ++turn) {
                windows([&](int64_t row) { return last_before(row, turn); });
            }
        } else {
            auto window = [&](int64_t which) { windows([&](int64_t) { return which; }); };
            for (int64_t which = 0; which < std::min<int64_t>(2, window_.out); ++which) window(which);
            if (window_.out > 2) window(window_.out - 1);
        }
        auto mark = [&](int64_t row) { return is_read(row) ? " " : "^"; };
        bool any =
            std::any_of(columns_.begin(), columns_.end(), [&](int64_t row) { return row != gap && !is_read(row); });
        if (any) line(mark, nothing);
        return std::move(lines_);
    }

  private:
    template <class Character>
    void line(Character character, std::string_view at_gap) {
        std::string out;
        for (int64_t row : columns_) out += row == gap ? at_gap : std::string_view(character(row));
        out.resize(out.find_last_not_of(' ') + 1);
        lines_.push_back(std::move(out));
    }

    // A line of the windows that `which` finds at a row.
    template <class Which>
    void windows(Which which) {
        line([&](int64_t row) { return part(row, which(row)); }, nothing);
    }

    std::string_view cell(int64_t row) const {
        bool real = row >= window_.before && row < window_.before + window_.in;
        return real ? "■" : "□";
    }

    // The number of the last window that begins at a row or before, among those of one line.
    int64_t last_before(int64_t row, int64_t turn) const {
        int64_t number = std::min(row / window_.stride, window_.out - 1);
        int64_t back = (number - turn) % overlapping_;
        return number - (back < 0 ? back + overlapping_ : back);
    }

    // What a window shows at a row, by the offset from its first tap.
    std::string_view part(int64_t row, int64_t number) const {
        int64_t offset = row - number * window_.stride;
        if (number < 0 || offset < 0 || offset >= reach_) return " ";
        if (reach_ == 1) return "|";
        if (offset == 0) return "[";
        if (offset == reach_ - 1) return "]";
        return window_.dilation > 1 && offset % window_.dilation == 0 ? "o" : "─";
    }

    bool is_read(int64_t row) const {
        int64_t number = std::min(row / window_.stride, window_.out - 1);
        return row - number * window_.stride < reach_;
    }

    const AxisWindow& window_;
    int64_t reach_, rows_, overlapping_;
    std::vector<int64_t> columns_;  // the row that each shows
    std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> draw_axis(const AxisWindow& window, int width) { return AxisDrawing(window, width).draw(); }

std::string unread_text(const AxisWindow& window, std::string_view noun) {
    if (window.unread == 0) {
        return fmt::format("the stride is larger than the window: {}s between windows are never read", noun);
    }
    std::string last = window.unread == 1 ? fmt::format("the last {} is", noun)
                                          : fmt::format("the last {} are", counted(window.unread, noun));
    std::string all = fmt::format("{} never read", last);
    if (window.lost == window.unread) return all;
    if (window.lost == 0) return all + (window.unread == 1 ? ", and is padding" : ", and are padding");
    return all + fmt::format(", {} of them padding", with_commas(window.unread - window.lost));
}

}  // namespace nnshape

#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "base/wrap.h"
#include "report/diff/diff.h"
#include "report/form.h"

// A difference for people: a row for each changed layer, and the totals. It is 80 columns wide unless names are long
// or the terminal is narrower.
namespace nnshape {
namespace {

constexpr int page_width = 80, gap = 2, least_words = 24;

// The colour of the rows with this marker.
std::string_view color_of(char marker) {
    switch (marker) {
        case '+': return "\x1b[32m";
        case '-': return "\x1b[31m";
        case '~': return "\x1b[33m";
        default: return "\x1b[36m";
    }
}

std::string left(std::string_view text, int width) {
    return std::string(text) + std::string(static_cast<size_t>(std::max(0, width - display_width(text))), ' ');
}

std::string right(std::string_view text, int width) {
    return std::string(static_cast<size_t>(std::max(0, width - display_width(text))), ' ') + std::string(text);
}

struct DiffRow {
    char marker;
    std::string name, params, macs;
    std::vector<std::string> words;
};

// Joins texts to lines of at most `width` columns; breaks between two texts if possible.
std::vector<std::string> lines_of(const std::vector<std::string>& words, int width) {
    std::vector<std::string> lines;
    for (size_t index = 0; index < words.size(); ++index) {
        std::string word = words[index] + (index + 1 < words.size() ? "," : "");
        if (!lines.empty() && display_width(lines.back()) + 1 + display_width(word) <= width) {
            lines.back() += " " + word;
            continue;
        }
        for (std::string& line : wrapped(word, width)) lines.push_back(std::move(line));
    }
    return lines;
}

class DiffTable {
  public:
    DiffTable(const DiffReport& report, std::string& out)
        : difference_(report.difference), color_(report.color), terminal_(report.width), out_(out) {
        const Difference& difference = report.difference;
        for (const NodeChange& change : difference.inputs) take(change);
        for (const NodeChange& change : difference.layers) take(change);
    }

    void write() {
        if (rows_.empty()) return;
        for (const DiffRow& row : rows_) {
            name_ = std::max(name_, display_width(row.name));
            params_ = std::max(params_, display_width(row.params));
            macs_ = std::max(macs_, display_width(row.macs));
        }
        int page = std::min(page_width, terminal_.value_or(page_width));
        int others = gap + name_ + gap + gap + params_;
        bool fits = !terminal_ || others + least_words + gap + macs_ <= *terminal_;
        if (!fits) macs_ = 0;
        words_ = std::max(least_words, page - others - (fits ? gap + macs_ : 0));
        append("", left("layer", name_), "change", "params", "macs");
        append_rule();
        for (const DiffRow& row : rows_) append(row);
        append_rule();
        if (!fits) out_ += "macs does not fit into this terminal; `--output FILE` writes all columns\n";
    }

  private:
    void take(const NodeChange& change) {
        auto number = [&](Figure figure) {
            NumberChange one = figure_change(difference_, change, figure);
            return one.old_number == one.new_number ? std::string() : signed_text(one);
        };
        rows_.push_back({marker_of(change), name_text(difference_, change), number(Figure::params),
                         number(Figure::macs), words_about(difference_, change)});
    }

    void append(const DiffRow& row) {
        std::string_view marker(&row.marker, 1);
        auto lines = lines_of(row.words, words_);
        append(marker, row.name, lines[0], row.params, row.macs, row.marker);
        for (size_t index = 1; index < lines.size(); ++index) append("", "", lines[index], "", "", row.marker);
    }

    void append(std::string_view marker, std::string_view name, std::string_view words, std::string_view params,
                std::string_view macs, char color = ' ') {
        std::string line =
            left(marker, gap) + left(name, name_ + gap) + left(words, words_ + gap) + right(params, params_);
        if (macs_ > 0) line += right(macs, macs_ + gap);
        line.resize(line.find_last_not_of(' ') + 1);
        bool colored = color_ && color != ' ';
        out_ += colored ? fmt::format("{}{}\x1b[0m\n", color_of(color), line) : line + "\n";
    }

    void append_rule() {
        int width = gap + name_ + gap + words_ + gap + params_ + (macs_ > 0 ? gap + macs_ : 0);
        for (int column = 0; column < width; ++column) out_ += "─";
        out_ += "\n";
    }

    const Difference& difference_;
    bool color_;
    std::optional<int> terminal_;  // its width
    std::string& out_;
    std::vector<DiffRow> rows_;
    int name_ = 5, params_ = 6, macs_ = 4,
        words_ = 0;  // widths in columns; `macs_` is 0 if it does not fit
};

void append_totals(const Difference& difference, std::string& out) {
    std::vector<std::vector<std::string>> rows{{"", "old", "new", "change", ""}};
    for (const NumberChange& total : main_totals(difference)) {
        rows.push_back({std::string(total.name), with_commas(total.old_number), with_commas(total.new_number),
                        signed_text(total), percent_text(total)});
    }
    std::vector<int> widths(rows[0].size(), 0);
    for (const auto& row : rows) {
        for (size_t column = 0; column < row.size(); ++column) {
            widths[column] = std::max(widths[column], display_width(row[column]));
        }
    }
    for (const auto& row : rows) {
        std::string line = left(row[0], widths[0]);
        for (size_t column = 1; column < row.size(); ++column) line += right(row[column], widths[column] + gap);
        line.resize(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
}

}  // namespace

void write_table(const DiffReport& report, std::string& out) {
    const Difference& difference = report.difference;
    out += title_of(difference) + "\n\n";
    if (difference.empty()) {
        out += same_text(difference) + "\n";
        return;
    }
    std::vector<ValueChange> values = values_below_title(difference);
    for (const ValueChange& change : values) {
        for (const std::string& line : wrapped(fmt::format("{}: {}", change.name, arrow_text(change)), page_width)) {
            out += line + "\n";
        }
    }
    bool has_rows = !difference.inputs.empty() || !difference.layers.empty();
    if (!values.empty() && has_rows) out += "\n";
    DiffTable(report, out).write();
    out += same_text(difference) + "\n\n";
    append_totals(difference, out);
}

}  // namespace nnshape

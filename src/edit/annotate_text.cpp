#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "edit/annotation.h"
#include "spec/text/lexer.h"

// Writes `->` as text. A statement alone on its line gets it in the column of its neighbours.
namespace nnshape {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr int widest = 60;  // a longer line does not push the arrows of its neighbours away
constexpr int tab_stop = 8;

// The column that a text of one line ends at.
int width_of(std::string_view text) {
    int column = 0;
    for (size_t tab = text.find('\t'); tab != std::string_view::npos; tab = text.find('\t')) {
        column = (column + display_width(text.substr(0, tab))) / tab_stop * tab_stop + tab_stop;
        text.remove_prefix(tab + 1);
    }
    return column + display_width(text);
}

// A line with one statement.
struct AnnotatedLine {
    size_t line;
    int column;   // of its arrow, or the first that is free for one
    Edit* arrow;  // the edit that inserts it; null if it is there already
};

class TextAnnotator {
  public:
    TextAnnotator(const Spec& spec, Edits& edits) : spec_(spec), text_(spec.source.text), edits_(edits) {
        find_lines();
        count_statements();
    }

    void write(const std::vector<Annotation>& annotations) {
        size_t first = edits_.size();
        for (const Annotation& annotation : annotations) add(annotation);
        find_arrows();
        for (size_t index = first; index < edits_.size(); ++index) find_arrow_to_come(edits_[index]);
        align();
    }

  private:
    void find_lines();
    void count_statements();
    void add(const Annotation& annotation);
    void come_in(uint32_t at, std::string what) { edits_.push_back({{at, at}, std::move(what)}); }
    void find_arrows();
    void find_arrow_to_come(Edit& edit);
    void align();
    void align_run(std::span<AnnotatedLine> run);
    bool stands_alone(uint32_t end) const;
    std::string ending_at(uint32_t at) const;
    size_t line_of(uint32_t offset) const {
        return std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin() - 1;
    }
    std::string_view before(uint32_t end) const {
        uint32_t begin = lines_[line_of(end)];
        return text_.substr(begin, end - begin);
    }

    const Spec& spec_;
    std::string_view text_;
    Edits& edits_;
    std::vector<uint32_t> lines_;       // where each begins
    std::vector<uint32_t> runs_;        // how many blank lines there are up to each
    std::vector<uint32_t> statements_;  // how many begin or end on each
    std::vector<AnnotatedLine> annotated_;
};

void TextAnnotator::find_lines() {
    uint32_t run = 0;
    for (size_t at = 0; at <= text_.size();) {
        size_t end = std::min(text_.find('\n', at), text_.size());
        run += text_.substr(at, end - at).find_first_not_of(blanks) == std::string_view::npos ? 1 : 0;
        lines_.push_back(static_cast<uint32_t>(at));
        runs_.push_back(run);
        at = end + 1;
    }
}

void TextAnnotator::count_statements() {
    statements_.resize(lines_.size());
    for (const Statement& statement : spec_.statements) {
        size_t begin = line_of(statement.span.begin), end = line_of(statement.expects_at);
        ++statements_[begin];
        if (end != begin) ++statements_[end];
    }
}

void TextAnnotator::add(const Annotation& annotation) {
    const Statement& statement = *annotation.statement;
    std::string counts;
    for (const auto& [key, count] : annotation.counts) counts += fmt::format(" {}={}", key, with_commas(count));
    std::string shape = annotation.output ? to_text(*annotation.output) : std::string();
    if (statement.expected.count == 0) {
        return come_in(statement.expects_at, fmt::format("-> {}{}{}", shape, counts, ending_at(statement.expects_at)));
    }
    const Argument& first = spec_.expected[statement.expected.first];
    if (!shape.empty()) come_in(first.key.span.begin, shape + " ");
    if (!counts.empty()) come_in(statement.expects_at, counts + ending_at(statement.expects_at));
}

// What must follow an inserted expectation: after a `}`, the next statement or a comment may follow directly.
std::string TextAnnotator::ending_at(uint32_t at) const {
    std::string_view rest = text_.substr(at);
    Token next = Lexer(rest).next();
    bool ends = next.kind == Token::Kind::end || next.kind == Token::Kind::close;
    bool blank = rest.empty() || rest[0] != '#';
    if (!ends) return is_blank(decode(rest).value) ? " ;" : " ; ";
    return blank ? "" : " ";
}

// Whether the statement that ends here is the only one on all of its lines.
bool TextAnnotator::stands_alone(uint32_t end) const {
    size_t line = line_of(end);
    if (statements_[line] != 1) return false;
    std::string_view rest = text_.substr(end, (line + 1 < lines_.size() ? lines_[line + 1] : text_.size()) - end);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    return (rest.empty() || rest[0] == '#') && before(end).find(';') == std::string_view::npos;
}

// Finds the arrows that the spec has.
void TextAnnotator::find_arrows() {
    for (const Statement& statement : spec_.statements) {
        if (statement.expected.count == 0 || !stands_alone(statement.expects_at)) continue;
        const Argument& first = spec_.expected[statement.expected.first];
        uint32_t expected = first.key.empty() ? first.value.span.begin : first.key.span.begin;
        std::string_view until = before(expected);
        size_t arrow = std::max(until.rfind("->") + 1, until.rfind("\u2192") + 1);  // npos + 1 is 0
        if (arrow > 0) annotated_.push_back({line_of(expected), width_of(until.substr(0, arrow - 1)), nullptr});
    }
}

void TextAnnotator::find_arrow_to_come(Edit& edit) {
    if (!edit.text.starts_with("->")) return;
    if (stands_alone(edit.span.begin)) {
        annotated_.push_back({line_of(edit.span.begin), width_of(before(edit.span.begin)) + 2, &edit});
    } else {
        edit.text.insert(0, " ");
    }
}

void TextAnnotator::align() {
    std::sort(annotated_.begin(), annotated_.end(),
              [](const AnnotatedLine& one, const AnnotatedLine& other) { return one.line < other.line; });
    for (auto run = annotated_.begin(); run != annotated_.end();) {
        auto end = std::find_if(run, annotated_.end(),
                                [&](const AnnotatedLine& other) { return runs_[other.line] != runs_[run->line]; });
        align_run({run, end});
        run = end;
    }
}

// Aligns lines between two blank lines: an arrow gets the column of the nearest one that the spec has, or else the
// first column that is free on all lines.
void TextAnnotator::align_run(std::span<AnnotatedLine> run) {
    int common = 0;
    for (const AnnotatedLine& line : run) {
        if (line.column <= widest) common = std::max(common, line.column);
    }
    auto is_there = [](const AnnotatedLine& line) { return !line.arrow; };
    auto above = run.end(), below = std::find_if(run.begin(), run.end(), is_there);
    for (auto line = run.begin(); line != run.end(); ++line) {
        if (line == below) {
            above = below;
            below = std::find_if(line + 1, run.end(), is_there);
            continue;
        }
        auto near = above == run.end() ? below : above;
        bool between = above != run.end() && below != run.end();
        if (between && below->line - line->line < line->line - above->line) near = below;
        int column = near == run.end() ? common : near->column;
        int width = line->column - 2;
        line->arrow->text.insert(0, static_cast<size_t>(column > width ? column - width : 2), ' ');
    }
}

}  // namespace

void write_text_annotations(const Spec& spec, const std::vector<Annotation>& annotations, Edits& edits) {
    if (!annotations.empty()) TextAnnotator(spec, edits).write(annotations);
}

}  // namespace nnshape

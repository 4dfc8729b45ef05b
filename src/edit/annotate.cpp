#include "edit/annotate.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <unordered_set>

#include "analysis/outcome.h"
#include "base/unicode.h"
#include "spec/amount.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

constexpr std::string_view output_key = "output";

constexpr decltype(&write_text_annotations) writers[] = {write_text_annotations,
                                                         write_json_annotations};  // by SpecForm

class Annotator {
  public:
    Annotator(const Network& network, const AnnotateOptions& options, const Diagnostics& diagnostics)
        : network_(network), spec_(*network.spec), options_(options) {
        for (const Diagnostic& diagnostic : diagnostics) {
            if (diagnostic.code == &code::expectation_failed) failed_.insert(diagnostic.span.begin);
        }
    }

    Edits run(const Analysis& analysis) {
        auto outcomes = outcomes_of(network_, analysis);
        auto annotate_all = [&](const std::vector<Statement>& statements) {
            for (const Statement& statement : statements) {
                auto found = outcomes.find(&statement);
                if (found != outcomes.end()) annotate(statement, found->second);
            }
        };
        annotate_all(spec_.inputs);
        annotate_all(spec_.statements);
        refresh(spec_.expect, outcome_of_totals(network_, analysis));
        writers[static_cast<size_t>(spec_.form)](spec_, missing_, edits_);
        std::stable_sort(edits_.begin(), edits_.end(),
                         [](const Edit& one, const Edit& other) { return one.span.begin < other.span.begin; });
        return std::move(edits_);
    }

  private:
    void annotate(const Statement& statement, const Outcome& outcome);
    void refresh(std::span<const Argument> expected, const Outcome& outcome);
    std::optional<std::string> refreshed(const Argument& expected, const Outcome& outcome) const;
    std::string refreshed_shape(const Literal& written, const Shape& output) const;
    std::string joined(const Literal& written, std::span<const Literal> items, std::span<const int64_t> sizes) const;
    std::string_view key_of(const Argument& expected) const {
        return expected.key.empty() ? output_key : spec_.text(expected.key);
    }

    const Network& network_;
    const Spec& spec_;
    const AnnotateOptions& options_;
    std::unordered_set<uint32_t> failed_;  // offsets of the expectations that fail
    std::vector<Annotation> missing_;
    Edits edits_;
};

void Annotator::annotate(const Statement& statement, const Outcome& outcome) {
    std::span<const Argument> expected{spec_.expected.data() + statement.expected.first, statement.expected.count};
    // A shape inside a framework's code is not an expectation that can be rewritten.
    bool of_code = statement.is_code && !expected.empty() && expected[0].value.span.begin < statement.span.end;
    refresh(expected.subspan(of_code ? 1 : 0), outcome);
    bool same_in_all_turns = outcome.output && std::all_of(options_.counts.begin(), options_.counts.end(),
                                                           [&](Figure count) { return outcome.figure(count); });
    if (!same_in_all_turns || outcome.is_input) return;
    auto expects = [&](std::string_view key) {
        return std::any_of(expected.begin(), expected.end(), [&](const Argument& one) { return key_of(one) == key; });
    };
    Annotation missing{.statement = &statement, .output = {}, .counts = {}};
    if (!expects(output_key)) missing.output = sizes_of(*outcome.output, network_.layout);
    for (Figure count : options_.counts) {
        std::string_view name = figure_names[static_cast<size_t>(count)];
        bool wanted = expected.empty() || (options_.complete && !expects(name));
        if (wanted && *outcome.figure(count) > 0) missing.counts.push_back({name, *outcome.figure(count)});
    }
    if (missing.output || !missing.counts.empty()) missing_.push_back(std::move(missing));
}

// Corrects only what fails: 62.4M, or the trailing x1 of a vector, stays.
void Annotator::refresh(std::span<const Argument> expected, const Outcome& outcome) {
    for (const Argument& one : expected) {
        bool is_blank = is_unanswered(spec_, one.value);
        if (!is_blank && failed_.count(one.value.span.begin) == 0) continue;
        if (auto text = refreshed(one, outcome)) edits_.push_back({one.value.span, std::move(*text)});
    }
}

std::optional<std::string> Annotator::refreshed(const Argument& expected, const Outcome& outcome) const {
    std::string_view key = key_of(expected);
    if (key == output_key && outcome.output) return refreshed_shape(expected.value, *outcome.output);
    auto figure = outcome.figure(key);
    if (!figure) return std::nullopt;
    if (!dialect_of(spec_).counts_have_suffixes) return fmt::format("{}", *figure);
    return amount_like(spec_.text(expected.value), *figure);
}

std::string size_like(std::string_view written, int64_t size) {
    return written.find('_') == std::string_view::npos ? fmt::format("{}", size) : amount_like(written, size);
}

// Keeps what is between the sizes of a shape if the number of sizes is the same.
std::string Annotator::refreshed_shape(const Literal& written, const Shape& output) const {
    Sizes sizes = sizes_of(output, network_.layout);
    if (written.form == Literal::Form::integer && sizes.count == 1) {
        return size_like(spec_.text(written), sizes.values[0]);
    }
    std::span<const Literal> items;
    if (written.form == Literal::Form::list) items = {spec_.items.data() + written.items.first, written.items.count};
    bool trailing_one = items.size() == 2 && sizes.count == 1 && items[1].number == 1;
    if (trailing_one) sizes.values[sizes.count++] = 1;
    if (items.size() != sizes.view().size()) return joined(written, items, sizes.view());
    std::string out;
    uint32_t at = written.span.begin;
    for (size_t index = 0; index < items.size(); ++index) {
        out += spec_.source.at({at, items[index].span.begin});
        out += size_like(spec_.text(items[index]), sizes.values[index]);
        at = items[index].span.end;
    }
    return out.append(spec_.source.at({at, written.span.end}));
}

std::string Annotator::joined(const Literal& written, std::span<const Literal> items,
                              std::span<const int64_t> sizes) const {
    const Dialect& dialect = dialect_of(spec_);
    std::string_view between = dialect.list_between;
    bool compact = spec_.source.text[written.span.begin - 1] == ':';
    if (compact && between.ends_with(' ')) between.remove_suffix(1);
    if (items.size() > 1) between = spec_.source.at({items[0].span.end, items[1].span.begin});
    return fmt::format("{}{}{}", dialect.list_begin, fmt::join(sizes, between), dialect.list_end);
}

// The inserted text without the blanks and separators at its ends.
std::string_view bare(std::string_view text) {
    constexpr std::string_view parting = " \t\r\n,;";
    size_t begin = std::min(text.find_first_not_of(parting), text.size());
    return text.substr(begin, text.find_last_not_of(parting) + 1 - begin);
}

}  // namespace

Edits annotate(const Network& network, const Analysis& analysis, const Diagnostics& diagnostics,
               const AnnotateOptions& options) {
    return Annotator(network, options, diagnostics).run(analysis);
}

std::string with_edits(std::string_view text, const Edits& edits) {
    std::string out;
    uint32_t at = 0;
    for (const Edit& edit : edits) {
        out += text.substr(at, edit.span.begin - at);
        out += edit.text;
        at = edit.span.end;
    }
    return out.append(text.substr(at));
}

void append_edits(std::string& out, const Source& source, const Edits& edits) {
    PlaceCursor places(source);
    for (const Edit& edit : edits) {
        Place place = places.at(edit.span.begin);
        out += fmt::format("{}:{}:{}: ", printable(source.name), place.line, place.column);
        bool comes_in = edit.span.begin == edit.span.end;
        out += comes_in ? fmt::format("add `{}`\n", printable(bare(edit.text)))
                        : fmt::format("`{}` becomes `{}`\n", printable(source.at(edit.span)), printable(edit.text));
    }
}

}  // namespace nnshape

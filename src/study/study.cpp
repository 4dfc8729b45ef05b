#include "study/study.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/abridge.h"
#include "base/text.h"
#include "base/unicode.h"
#include "lint/codes.h"
#include "lint/features_advice.h"
#include "lint/input_advice.h"
#include "lint/merge_advice.h"
#include "lint/rule.h"
#include "network/build.h"
#include "network/deploy.h"
#include "spec/read.h"
#include "spec/text/reader.h"
#include "spec/text/word.h"
#include "study/path_groups.h"

namespace nnshape {
namespace {

// Copies a literal of another spec; diagnostics show it at `place` in this one.
Literal take_over(Spec& spec, const Spec& other, Literal literal, Span place) {
    spec.decoded.emplace_back(other.text(literal));
    literal.span = place;
    literal.decoded = static_cast<uint32_t>(spec.decoded.size() - 1);
    std::vector<Literal> items;
    for (uint32_t index = 0; index < literal.items.count; ++index) {
        items.push_back(take_over(spec, other, other.items[literal.items.first + index], place));
    }
    literal.items.first = static_cast<uint32_t>(spec.items.size());
    spec.items.insert(spec.items.end(), items.begin(), items.end());
    return literal;
}

// Reads the value of `--set` as the text form does.
Literal literal_of_set(Spec& spec, const std::string& value, Span place) {
    if (value == "true" || value == "false") {
        return {.form = Literal::Form::boolean, .span = place, .number = value == "true"};
    }
    Spec written;
    written.source.text = value;
    Literal literal = literal_of(written, {Token::Kind::word, {0, static_cast<uint32_t>(value.size())}});
    return take_over(spec, written, literal, place);
}

// The `let` of this name. Null if there is none, which is reported.
Argument* find_let(Spec& spec, std::string_view name, Diagnostics& diagnostics) {
    auto let = std::find_if(spec.lets.begin(), spec.lets.end(),
                            [&](const Argument& one) { return spec.text(one.key) == name; });
    if (let != spec.lets.end()) return &*let;
    std::vector<std::string_view> names;
    for (const Argument& other : spec.lets) names.push_back(spec.text(other.key));
    std::string near = did_you_mean(name, names);
    std::string help = names.empty() ? "it has none" : fmt::format("it has {}", enumerate(names));
    diagnostics.push_back(
        {&code::bad_value, fmt::format("the spec has no `let {}`", printable(name)), near.empty() ? help : near, {}});
    return nullptr;
}

void override_lets(Spec& spec, const StudyOptions& options, Diagnostics& diagnostics) {
    for (const SetValue& set : options.sets) {
        Argument* let = find_let(spec, set.name, diagnostics);
        if (let) let->value = literal_of_set(spec, set.value, let->key.span);
    }
    if (!options.changed_lets) return;
    const Spec& changes = *options.changed_lets;
    for (const Argument& change : changes.lets) {
        Argument* let = find_let(spec, changes.text(change.key), diagnostics);
        if (let) let->value = take_over(spec, changes, change.value, let->key.span);
    }
}

// Whether each error of reading is in a statement that is known to be broken. Any other may have hidden a layer.
bool is_read_whole(const Spec& spec, const Diagnostics& diagnostics) {
    std::vector<Span> broken;
    for (auto statements : {std::span(spec.inputs), std::span(spec.statements)}) {
        for (const Statement& statement : statements) {
            if (statement.broken) broken.push_back(statement.span);
        }
    }
    auto begins_before = [](const Span& one, const Span& other) { return one.begin < other.begin; };
    std::sort(broken.begin(), broken.end(), begins_before);
    for (size_t index = 1; index < broken.size(); ++index) {  // up to the end of the longest that begins before
        broken[index].end = std::max(broken[index].end, broken[index - 1].end);
    }
    return std::all_of(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& diagnostic) {
        if (diagnostic.severity() != Severity::error) return true;
        auto next = std::upper_bound(broken.begin(), broken.end(), diagnostic.span, begins_before);
        return next != broken.begin() && std::prev(next)->end >= diagnostic.span.end;
    });
}

// Whether no mistake changes the shapes of layers that are not mistaken, as an unknown layout does.
bool is_about_parts(const Spec& spec, const StudyOptions& options, const Diagnostics& diagnostics) {
    return std::none_of(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& diagnostic) {
        const Span spans[] = {{}, spec.layout.span, spec.dtype.span, spec.weights_dtype.span};
        bool head = std::find(std::begin(spans), std::end(spans), diagnostic.span) != std::end(spans);
        bool override = !options.inputs.empty() && diagnostic.code == &code::unknown_input;
        return diagnostic.severity() == Severity::error && (head || override);
    });
}

bool has_calculated_layer(const Network& network) {
    auto is_calculated = [](const Node& node) { return node.state == State::calculated; };
    return std::any_of(network.nodes.begin() + network.input_count, network.nodes.end(), is_calculated);
}

// The span of a line of a listing.
Span span_of_line(std::string_view listing, size_t line) {
    size_t begin = 0;
    for (; line > 0; --line) begin = listing.find('\n', begin) + 1;
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(std::min(listing.find('\n', begin), listing.size()))};
}

// Reports what the importer remarked. That numbers are not accounted for is a failed check of a network that was
// calculated; everything else is a fault of its parts.
void report_remarks(Study& study, bool checks) {
    for (const ImportRemark& remark : study.imported.remarks) {
        if ((remark.code == &code::uncounted_weights) != checks) continue;
        study.diagnostics.push_back({.code = remark.code,
                                     .message = remark.message,
                                     .help = remark.help,
                                     .span = span_of_line(study.imported.listing, remark.line),
                                     .weight = remark.weight});
    }
}

// Reads a file of another program: its listing takes the place of the file's bytes.
void read_imported(const Format& format, const StudyOptions& options, Study& study) {
    Source& source = study.spec.source;
    ImportOptions import{.inputs = options.inputs, .batch_size = options.batch_size};
    Operand operand = split_operand(source.name);
    std::string entry(operand.entry);
    import.entry = entry;
    std::vector<std::pair<std::string, std::string>> sets;
    for (const SetValue& set : options.sets) sets.emplace_back(set.name, set.value);
    import.sets = sets;
    source.name = std::string(operand.path);
    if (options.beside) import.beside = [&](const std::string& name) { return options.beside(source.name, name);
};
auto imported = format.read(source.text, import);
if (!imported) {
    ImportFault& fault = imported.fault();
    study.diagnostics.push_back({&code::syntax, std::move(fault.message), std::move(fault.help), fault.span});
    if (fault.span == Span{}) source.text = {};  // messages do not quote binary lines
    return;
}
study.imported = std::move(*imported);
if (study.imported.is_quoted) source.original = source.text;
source.text = study.imported.listing;
source.origins = study.imported.origins;
if (source.text.size() > longest_text) {
    study.diagnostics.push_back({&code::too_large, "the file has too many layers", {}, {}});
    source.text = {};
} else {
    read_text(study.spec, study.diagnostics);
}
}  // namespace

// The format of another program that the spec is in, or null.
const Format* import_format(const StudyOptions& options, std::string_view bytes) {
    if (options.format) return options.format;
    return options.form ? nullptr : format_of(bytes);
}

}  // namespace nnshape

void run_study(Source source, std::string_view fallback_name, const StudyOptions& options, Study& study) {
    read_study(std::move(source), fallback_name, options, study);
    calculate_study(options, study);
}

void read_study(Source source, std::string_view fallback_name, const StudyOptions& options, Study& study) {
    study.fallback_name = fallback_name;
    study.spec.clear();
    study.diagnostics.clear();
    study.imported = {};
    study.spec.source = std::move(source);
    if (options.quickly) {
        read_json_spec(study.spec, study.diagnostics);
    } else if (const Format* format = import_format(options, study.spec.source.text)) {
        read_imported(*format, options, study);
    } else {
        read_spec(study.spec, options.form, study.diagnostics);
    }
    study.read_whole = study.diagnostics.empty() || is_read_whole(study.spec, study.diagnostics);
    report_remarks(study, false);
    study.id = study.spec.source.at(study.spec.id);
    study.understood = study.listed = study.passed_over = false;
}

void calculate_study(const StudyOptions& options, Study& study) {
    study.passed_over = false;
    if (!study.imported.has_set) override_lets(study.spec, options, study.diagnostics);
    const std::vector<InputShape> none;  // a listing has the shapes that the options give
    bool listing = !study.imported.format.empty();
    build(study.spec, {study.fallback_name, all_codes(), listing ? none : options.inputs}, study.network,
          study.diagnostics);
    check_expectation_keys(study.network, study.diagnostics);
    study.understood = !has_error(study.diagnostics);
    study.listed = study.understood || (study.read_whole && is_about_parts(study.spec, options, study.diagnostics) &&
                                        has_calculated_layer(study.network));
    if (options.deployed && study.understood) deploy(study.network);
    analyse(study.network, options.batch_size, study.analysis, study.diagnostics);
    advise_on_merges(study.network, study.diagnostics);
    advise_on_inputs(study.network, study.diagnostics);
    report_remarks(study, true);
    study.marks = {};
    if (study.understood) {
        Held held{.counts = !options.changes_lets() && !options.deployed,
                  .shapes = !options.changes_lets() && options.inputs.empty(),
                  .activation_bytes = options.batch_size == 1};
        study.marks = check_expectations(study.network, study.analysis, held, study.diagnostics);
        study.passed_over = study.marks.passed_over;
        check_limits(study.network, study.analysis, options.limits, study.diagnostics);
    }
    advise_on_features(study.network, study.diagnostics);
    lint({.network = study.network,
          .analysis = study.analysis,
          .is_whole = study.calculated(),
          .as_written = options.inputs.empty() && !options.changes_lets(),
          .notes = options.notes},
         study.diagnostics);
    if (listing) {  // the file says what its axes are
        std::erase_if(study.diagnostics, [](const Diagnostic& one) { return one.code->name == "suspect-input"; });
    }
    merge_instances(study.diagnostics);
    for (Diagnostic& diagnostic : study.diagnostics) {
        diagnostic.message = abridged(std::move(diagnostic.message));
        diagnostic.help = abridged(std::move(diagnostic.help));
    }
    sort_by_place(study.diagnostics);
    if (listing) group_by_path(study.network);  // for reports alone
}

bool is_same_network(const Study& one, const Study& other) {
    auto same_node = [&](uint32_t index) {
        const Node &a = one.network.nodes[index], &b = other.network.nodes[index];
        auto reads = one.network.reads_of(a), others = other.network.reads_of(b);
        return a.kind == b.kind && a.name == b.name &&
               std::equal(reads.begin(), reads.end(), others.begin(), others.end()) && a.output == b.output &&
               one.analysis.figures_of(index).values == other.analysis.figures_of(index).values;
    };
    if (one.network.nodes.size() != other.network.nodes.size()) return false;
    for (uint32_t index = 0; index < one.network.nodes.size(); ++index) {
        if (!same_node(index)) return false;
    }
    return one.network.outputs == other.network.outputs;
}

}  // namespace nnshape

#include "study/study.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "lint/codes.h"
#include "lint/merge_advice.h"
#include "lint/rule.h"
#include "network/build.h"
#include "spec/read.h"
#include "spec/text/word.h"

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

void override_lets(Spec& spec, const std::vector<SetValue>& sets, Diagnostics& diagnostics) {
    for (const SetValue& set : sets) {
        auto let = std::find_if(spec.lets.begin(), spec.lets.end(),
                                [&](const Argument& one) { return spec.text(one.key) == set.name; });
        if (let != spec.lets.end()) {
            let->value = literal_of_set(spec, set.value, let->key.span);
            continue;
        }
        std::vector<std::string_view> names;
        for (const Argument& other : spec.lets) names.push_back(spec.text(other.key));
        std::string near = did_you_mean(set.name, names);
        std::string help = names.empty() ? "it has none" : fmt::format("it has {}", enumerate(names));
        diagnostics.push_back({&code::bad_value,
                               fmt::format("the spec has no `let {}`", printable(set.name)),
                               near.empty() ? help : near,
                               {}});
    }
}

}  // namespace

void run_study(Source source, std::string_view fallback_name, const StudyOptions& options, Study& study) {
    study.fallback_name = fallback_name;
    study.spec.clear();
    study.diagnostics.clear();
    study.spec.source = std::move(source);
    study.spec.codes = all_codes();
    study.passed_over = false;
    if (options.quickly) {
        read_json_spec(study.spec, study.diagnostics);
    } else {
        read_spec(study.spec, options.form, study.diagnostics);
    }
    override_lets(study.spec, options.sets, study.diagnostics);
    build(study.spec, {study.fallback_name, options.inputs}, study.network, study.diagnostics);
    check_expectation_keys(study.network, study.diagnostics);
    study.understood = !has_error(study.diagnostics);
    analyse(study.network, options.batch_size, study.analysis, study.diagnostics);
    advise_on_merges(study.network, study.diagnostics);
    if (study.understood) {
        Held held{.counts = options.sets.empty(),
                  .shapes = options.sets.empty() && options.inputs.empty(),
                  .activation_bytes = options.batch_size == 1};
        study.passed_over = check_expectations(study.network, study.analysis, held, study.diagnostics);
        check_limits(study.network, study.analysis, options.limits, study.diagnostics);
    }
    lint({.network = study.network,
          .analysis = study.analysis,
          .is_whole = study.calculated(),
          .as_written = options.inputs.empty() && options.sets.empty(),
          .notes = options.notes},
         study.diagnostics);
    merge_instances(study.diagnostics);
    sort_by_place(study.diagnostics);
}

bool is_same_network(const Study& one, const Study& other) {
    auto same_node = [&](uint32_t index) {
        const Node &a = one.network.nodes[index], &b = other.network.nodes[index];
        auto reads = one.network.reads_of(a), others = other.network.reads_of(b);
        return a.kind == b.kind && a.name == b.name &&
               std::equal(reads.begin(), reads.end(), others.begin(), others.end()) && a.output == b.output &&
               one.analysis.nodes[index].figures.values == other.analysis.nodes[index].figures.values;
    };
    if (one.network.nodes.size() != other.network.nodes.size()) return false;
    for (uint32_t index = 0; index < one.network.nodes.size(); ++index) {
        if (!same_node(index)) return false;
    }
    return one.network.outputs == other.network.outputs;
}

}  // namespace nnshape

#include "cli/sweep.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <optional>

#include "base/checked.h"
#include "base/text.h"
#include "base/unicode.h"
#include "spec/spec.h"

namespace nnshape {
namespace {

using Values = std::vector<std::string>;

// A name and its values, each as the user writes it.
struct Variable {
    std::string name;
    bool is_input;
    Values values;
};

std::string too_many() {
    return fmt::format("the values make more than {} combinations; give fewer values", with_commas(most_variants));
}

std::optional<int64_t> whole_number(std::string_view text) {
    ReadInteger number = read_integer(text);
    if (number.form != Literal::Form::integer) return std::nullopt;
    return number.value;
}

// Adds the numbers of `16..128:16` or `1..5`. Returns what is wrong with the range, or an empty string.
std::string add_range(std::string_view text, size_t dots, Values& values) {
    std::string_view rest = text.substr(dots + 2);
    size_t colon = std::min(rest.find(':'), rest.size());
    auto first = whole_number(text.substr(0, dots)), last = whole_number(rest.substr(0, colon));
    auto step = colon == rest.size() ? std::optional<int64_t>(1) : whole_number(rest.substr(colon + 1));
    if (!first || !last || !step || *step < 1 || *last < *first) {
        return fmt::format("`{}` is not a range; write the smaller number first, for example `16..128:16`",
                           printable(text));
    }
    for (Checked number = *first; !number.overflowed() && number.value() <= *last; number += *step) {
        if (values.size() == most_variants) return too_many();
        values.push_back(std::to_string(number.value()));
    }
    return {};
}

// Splits a list at its commas, and ranges into their numbers. Returns what is wrong, or an empty string.
std::string add_values(std::string_view list, Values& values) {
    bool quoted = list.starts_with('"');
    while (true) {
        size_t end = quoted ? list.size() : std::min(list.find(','), list.size());
        std::string_view item = list.substr(0, end);
        size_t dots = quoted ? std::string_view::npos : item.find("..");
        if (item.empty()) return "`--set` has an empty value; remove the comma";
        if (values.size() == most_variants) return too_many();
        std::string problem;
        dots == std::string_view::npos ? values.emplace_back(item) : problem = add_range(item, dots, values);
        if (!problem.empty() || end == list.size()) return problem;
        list.remove_prefix(end + 1);
    }
}

Variable& variable_of(std::vector<Variable>& variables, std::string_view name, bool is_input) {
    auto known = std::find_if(variables.begin(), variables.end(), [&](const Variable& variable) {
        return variable.name == name && variable.is_input == is_input;
    });
    if (known != variables.end()) return *known;
    return variables.emplace_back(Variable{std::string(name), is_input, {}});
}

std::string add_set(std::string_view text, std::vector<Variable>& variables) {
    size_t equals = text.find('=');
    bool whole = equals != std::string_view::npos && equals > 0 && equals + 1 < text.size();
    if (!whole) return fmt::format("`{}` is not NAME=VALUE; for example `--set width=32`", printable(text));
    Variable& variable = variable_of(variables, text.substr(0, equals), false);
    return add_values(text.substr(equals + 1), variable.values);
}

std::string add_input(std::string_view text, std::vector<Variable>& variables) {
    if (!read_input_shape(text)) {
        return fmt::format("`{}` is not a shape; for example `--input 256x256x3`", printable(text));
    }
    size_t equals = text.rfind('=');
    bool named = equals != std::string_view::npos;
    Variable& variable = variable_of(variables, named ? text.substr(0, equals) : std::string_view(), true);
    variable.values.emplace_back(named ? text.substr(equals + 1) : text);
    return {};
}

void give(StudyOptions& options, const Variable& variable, const std::string& value) {
    if (!variable.is_input) {
        options.sets.push_back({variable.name, value});
        return;
    }
    InputShape shape = *read_input_shape(value);
    shape.name = variable.name;
    options.inputs.push_back(std::move(shape));
}

// Combines each variant with each value of one variable.
std::vector<Variant> with_each(const std::vector<Variant>& variants, const Variable& variable) {
    std::vector<Variant> all;
    for (const Variant& variant : variants) {
        for (const std::string& value : variable.values) {
            Variant& next = all.emplace_back(variant);
            give(next.options, variable, value);
            if (variable.values.size() > 1) next.values.push_back(value);
        }
    }
    return all;
}

}  // namespace

Result<Sweep, std::string> sweep_of(const StudyOptions& base, const std::vector<std::string>& sets,
                                    const std::vector<std::string>& inputs) {
    std::vector<Variable> variables;
    std::string problem;
    for (const std::string& text : sets) {
        if (problem.empty()) problem = add_set(text, variables);
    }
    for (const std::string& text : inputs) {
        if (problem.empty()) problem = add_input(text, variables);
    }
    if (!problem.empty()) return problem;
    Sweep sweep{.names = {}, .variants = {{base, {}}}};
    for (const Variable& variable : variables) {
        if (variable.values.size() > most_variants / sweep.variants.size()) return too_many();
        sweep.variants = with_each(sweep.variants, variable);
        if (variable.values.size() > 1) sweep.names.push_back(variable.name.empty() ? "input" : variable.name);
    }
    return sweep;
}

std::string label_of(const Sweep& sweep, const Variant& variant) {
    std::vector<std::string> words;
    for (size_t index = 0; index < sweep.names.size(); ++index) {
        words.push_back(fmt::format("{}={}", sweep.names[index], variant.values[index]));
    }
    return fmt::format("{}", fmt::join(words, " "));
}

void VariantDiagnostics::add(const Diagnostics& diagnostics, const std::string& label) {
    ++variants_;
    for (const Diagnostic& diagnostic : diagnostics) {
        std::string same = fmt::format("{} {} {}\n{}\n{}", diagnostic.span.begin, diagnostic.span.end,
                                       diagnostic.code->name, diagnostic.message, diagnostic.help);
        auto [place, is_new] = index_.try_emplace(std::move(same), found_.size());
        if (is_new) found_.push_back({diagnostic, {}});
        auto& labels = found_[place->second].labels;
        if (labels.empty() || labels.back() != label) labels.push_back(label);
    }
}

Diagnostics VariantDiagnostics::take() {
    constexpr size_t most_labels = 3;
    Diagnostics diagnostics;
    for (Found& found : found_) {
        Diagnostic& diagnostic = diagnostics.emplace_back(std::move(found.diagnostic));
        size_t count = found.labels.size();
        if (count == variants_) continue;
        auto end = found.labels.begin() + static_cast<ptrdiff_t>(std::min(count, most_labels));
        std::string labels = fmt::format("{}", fmt::join(found.labels.begin(), end, ", "));
        if (count > most_labels) labels += fmt::format(" and {} more", count - most_labels);
        diagnostic.message += fmt::format(" (with {})", printable(labels));
    }
    sort_by_place(diagnostics);
    *this = {};
    return diagnostics;
}

}  // namespace nnshape

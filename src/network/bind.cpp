#include "network/bind.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/unicode.h"
#include "network/convert.h"
#include "network/ignored.h"

namespace nnshape {
namespace {

using Form = Literal::Form;

enum { inputs, in, freeze, share, activation, allow };
constexpr Param common[] = {
    {.name = "inputs",
     .also = "from",
     .fallback = Fallback::none,
     .help = "the layers it reads; the one before unless given"},
    {.name = "in",
     .also = "in_channels in_features input_size num_features",
     .fallback = Fallback::none,
     .help = "the channels it must receive; checked, never needed"},
    params::flag("freeze", false, "its parameters count as frozen"),
    {.name = "share", .fallback = Fallback::none, .help = "the earlier layer whose parameters it uses again"},
    {.name = "activation", .fallback = Fallback::none, .help = "an activation without parameters, applied after it"},
    {.name = "allow", .fallback = Fallback::none, .help = "codes of warnings and notes that it silences"}};

bool is_ignored(std::string_view name) {
    for (std::string_view rest = ignored_params; !rest.empty();) {
        size_t end = std::min(rest.find(' '), rest.size());
        if (rest.substr(0, end) == name) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

bool is_padding_word(std::string_view word) {
    auto words = words_of(padding_words);
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string_view> names_of(std::span<const Param> params) {
    std::vector<std::string_view> names;
    for (const Param& param : params) {
        names.push_back(param.name);
        for (std::string_view other : words_of(param.also)) names.push_back(other);
    }
    return names;
}

class Binder {
  public:
    Binder(Spec& spec, const Environment& environment, Network& network, uint32_t node, Diagnostics& diagnostics)
        : spec_(spec),
          environment_(environment),
          network_(network),
          index_(node),
          node_(network.nodes[node]),
          diagnostics_(diagnostics),
          kind_(*node_.kind) {}

    Wiring bind() {
        Bound* bound = bound_of_statement();
        if (bound && bound->is_fixed) return bind_as(*bound);
        bound_.node = index_;
        bound_.is_fixed = true;
        take_arguments();
        check_required();
        keep_values(bound);
        if (bound && !node_.broken) *bound = bound_;
        return wiring_;
    }

  private:
    // What the statement's last layer was bound to; null for an input.
    Bound* bound_of_statement() {
        if (kind_.most_inputs == 0) return nullptr;
        network_.bound.resize(spec_.statements.size());
        return &network_.bound[static_cast<size_t>(node_.statement - spec_.statements.data())];
    }

    // As the statement's last layer, which had the same arguments.
    Wiring bind_as(const Bound& bound) {
        const Node& last = network_.nodes[bound.node];
        node_.args = last.args;
        node_.activation = last.activation;
        node_.demanded = last.demanded;
        node_.demanded_at = last.demanded_at;
        if (bound.says_frozen) node_.frozen = last.frozen;
        if (bound.from != Bound::none) wiring_.from = spec_.arguments[bound.from].value;
        if (bound.share != Bound::none) wiring_.share = spec_.arguments[bound.share].value;
        return wiring_;
    }

    void take_arguments() {
        const Range& written = node_.statement->arguments;
        for (uint32_t index = written.first; index < written.first + written.count; ++index) {
            if (index == passed_over_) continue;
            Argument argument = spec_.arguments[index];
            if (holds_expression(spec_, argument.value)) {
                bound_.is_fixed = false;
                auto value = evaluate(spec_, argument.value, environment_);
                if (!value) {
                    refuse_expression(value.problem());
                    continue;
                }
                argument.value = *value;
            }
            argument.key.empty() ? take_value(index, argument.value) : take_keyed(index, argument);
        }
    }

    void refuse_expression(const ExpressionFault& fault) {
        if (!fault.is_told()) fail(code::bad_value, fault.span, fault.message, fault.help);
        node_.broken = true;
    }

    // Puts the values into the network, or takes those of the statement's last layer where they are the same.
    void keep_values(const Bound* bound) {
        std::span<Arg> values = std::span(values_).first(kind_.params.size());
        fill_in_defaults(kind_.params, values, network_.numbers);
        if (bound && bound->node != Bound::none && is_same(values, network_.nodes[bound->node].args)) {
            node_.args = network_.nodes[bound->node].args;
            network_.numbers.resize(first_number_);
            return;
        }
        node_.args = static_cast<uint32_t>(network_.args.size());
        network_.args.insert(network_.args.end(), values.begin(), values.end());
    }

    bool is_same(std::span<const Arg> values, uint32_t kept) const {
        const int64_t* numbers = network_.numbers.data();
        return std::equal(values.begin(), values.end(), network_.args.begin() + kept, [&](const Arg& a, const Arg& b) {
            return a.written == b.written && a.form == b.form && a.count == b.count &&
                   std::equal(numbers + a.first, numbers + a.first + a.count, numbers + b.first);
        });
    }

    void fail(const Code& code, Span span, std::string message, std::string help = {}) {
        diagnostics_.push_back(about(network_, node_.scope, index_, code, span, std::move(message), std::move(help)));
        node_.broken = true;
    }

    // A value without a key: a switch of the type, or the next of its required values.
    void take_value(uint32_t index, const Literal& value) {
        bool word = value.form == Form::word && !value.quoted;
        if (word && (take_switch(index, value) || refuse_name_alone(index, value))) return;
        auto order = positionals(kind_);
        if (taken_ < order.size() && !(word && refuse_slip(value))) {
            return take(index, order[taken_++], value);
        }
        if (taken_ == order.size()) refuse_surplus(value, order);
    }

    // `stride 4`: a parameter's name without `=`.
    bool refuse_name_alone(uint32_t index, const Literal& value) {
        std::string_view word = spec_.text(value);
        bool known = find_param(kind_.params, word) >= 0 || find_param(common, word) >= 0;
        if (!known) return false;
        fail(code::syntax, value.span, fmt::format("`{}` has no `=`", word),
             fmt::format("write `{}={}`", word, value_behind(index)));
        return true;
    }

    // What stands behind an argument that lacks its `=`, for saying how to write it; that value is read over.
    std::string value_behind(uint32_t index) {
        const Range& written = node_.statement->arguments;
        if (index + 1 == written.first + written.count) return "…";
        const Argument& next = spec_.arguments[index + 1];
        std::string_view text = spec_.text(next.value);
        bool name = find_param(kind_.params, text) >= 0 || find_param(common, text) >= 0;
        if (!next.key.empty() || name) return "…";
        passed_over_ = index + 1;
        return printable(text);
    }

    // `no-bais`: a word that is nearly a switch. No word that is a value is so near to one.
    bool refuse_slip(const Literal& value) {
        std::string near = switch_near(spec_.text(value));
        if (near.empty()) return false;
        refuse_word(value, fmt::format("did you mean `{}`?", near));
        return true;
    }

    void refuse_word(const Literal& value, std::string help) {
        fail(code::unknown_parameter, value.span,
             fmt::format("`{}` is not a parameter of {}", printable(spec_.text(value)), kind_.name), std::move(help));
    }

    // The switch of the type that a word is a slip of the keyboard for, with its `no-`; else nothing.
    std::string switch_near(std::string_view word) const {
        std::vector<std::string> forms{"freeze", "no-freeze"};
        for (const Param& param : kind_.params) {
            if (param.type != ParamType::boolean) continue;
            forms.push_back(std::string(param.name));
            forms.push_back(fmt::format("no-{}", param.name));
        }
        return std::string(nearest(word, {forms.begin(), forms.end()}));
    }

    // `ceil`, `no-bias`, `freeze`
    bool take_switch(uint32_t index, const Literal& value) {
        std::string_view word = spec_.text(value);
        bool on = !(word.starts_with("no-") || word.starts_with("no_"));
        std::string_view name = on ? word : word.substr(3);
        int param = find_param(kind_.params, name);
        if (param >= 0 && kind_.params[param].type == ParamType::boolean) {
            put(index, param, value.span, {.first = on, .count = 1});  // as in `first_numbers`
            return true;
        }
        if (param < 0 && find_param(common, name) == freeze) {
            if (once(bound_.says_frozen, value.span, name)) node_.frozen = on;
            return true;
        }
        return false;
    }

    void refuse_surplus(const Literal& value, const std::vector<int>& order) {
        if (std::exchange(surplus_, true)) return;  // one complaint is enough
        std::string shown = printable(spec_.text(value));
        if (value.form == Form::word && !value.quoted) {
            std::string near = switch_near(spec_.text(value));
            if (!near.empty()) return refuse_word(value, fmt::format("did you mean `{}`?", near));
            const LayerKind* kind = find_kind(spec_.text(value)).kind;
            if (kind && kind->is_activation) return refuse_word(value, fmt::format("write `activation={}`", shown));
            if (!is_padding_word(spec_.text(value))) return refuse_word(value, {});
        }
        if (kind_.params.empty()) {
            return fail(code::bad_value, value.span, fmt::format("{} takes no value", kind_.name), "leave it out");
        }
        std::vector<std::string_view> names;
        for (int param : order) names.push_back(kind_.params[param].name);
        std::string message = fmt::format("{} takes {} ({})", kind_.name,
                                          counted(static_cast<int64_t>(names.size()), "value"), fmt::join(names, ", "));
        fail(code::bad_value, value.span, message, surplus_help(value, order));
    }

    std::string surplus_help(const Literal& value, const std::vector<int>& order) const {
        bool number = value.form != Form::word;
        if (number && kind_.params[order[0]].also.starts_with("out_")) {
            return "the channels it reads are never written there";
        }
        if (number && kind_.params[order.back()].type == ParamType::shape) return "its sizes are joined by `x`";
        std::string_view next = next_name(order, number);
        if (next.empty()) return "leave it out";
        return fmt::format("a further one needs its name, as in `{}={}`", next, printable(spec_.text(value)));
    }

    // The parameter that a surplus value was likely meant for.
    std::string_view next_name(const std::vector<int>& order, bool number) const {
        for (const Param& param : kind_.params.subspan(static_cast<size_t>(order.back()) + 1)) {
            if (number ? param.type != ParamType::boolean : param.takes_same) return param.name;
        }
        return {};
    }

    void take_keyed(uint32_t index, const Argument& argument) {
        std::string_view name = spec_.text(argument.key);
        int param = find_param(kind_.params, name);
        if (param >= 0) return take(index, param, argument.value);
        int shared = find_param(common, name);
        if (shared >= 0) return take_common(index, shared, name, argument);
        if (is_ignored(name)) return;
        refuse_unknown(name, argument.key.span);
    }

    void refuse_unknown(std::string_view name, Span span) {
        if (name == "name") {
            return fail(code::unknown_parameter, span, "`name` is no parameter in the text form",
                        "a layer's name stands in front of it, as in `C1: conv 6 5`");
        }
        auto names = names_of(kind_.params);
        for (std::string_view other : names_of(common)) names.push_back(other);
        std::string help = did_you_mean(name, names);
        if (help.empty() && !kind_.params.empty()) {
            std::vector<std::string_view> own;
            for (const Param& param : kind_.params) own.push_back(param.name);
            help = fmt::format("it takes {}", enumerate(own));
        }
        fail(code::unknown_parameter, span, fmt::format("`{}` is not a parameter of {}", printable(name), kind_.name),
             help);
    }

    void take(uint32_t index, int param, const Literal& literal) {
        auto converted = convert(spec_, kind_.params[param], literal, network_.numbers);
        const Text& key = spec_.arguments[index].key;
        if (converted) return put(index, param, key.empty() ? literal.span : key.span, *converted);
        const Misfitting& misfit = converted.problem();
        given_[static_cast<size_t>(param)] = true;
        fail(code::bad_value, misfit.span, misfit.message, misfit.help);
    }

    void put(uint32_t index, int param, Span span, Arg arg) {
        std::string_view name = kind_.params[param].name;
        if (!once(given_[static_cast<size_t>(param)], span, name)) return;
        arg.written = index;
        values_[static_cast<size_t>(param)] = arg;
    }

    // Marks something as given; the second time is an error.
    bool once(bool& given, Span span, std::string_view name) {
        if (given) fail(code::duplicate_key, span, fmt::format("`{}` is given twice", name), "remove one of the two");
        return !std::exchange(given, true);
    }

    void take_common(uint32_t index, int which, std::string_view name, const Argument& argument) {
        const Literal& value = argument.value;
        bool& given = which == freeze ? bound_.says_frozen : common_[static_cast<size_t>(which)];
        if (!once(given, argument.key.span, name)) return;
        switch (which) {
            case inputs: wiring_.from = value, bound_.from = index; break;
            case share: wiring_.share = value, bound_.share = index; break;
            case in: take_demand(name, value); break;
            case freeze: take_freeze(name, value); break;
            case activation: take_activation(value); break;
            case allow: check_codes(value); break;
        }
    }

    void take_demand(std::string_view name, const Literal& value) {
        if (value.form == Form::integer && value.number >= 1) {
            node_.demanded = value.number;
            node_.demanded_at = value.span;
            return;
        }
        fail(code::bad_value, value.span,
             fmt::format("`{}` needs the number of channels, not `{}`", name, printable(spec_.text(value))));
    }

    void take_freeze(std::string_view name, const Literal& value) {
        auto frozen = read_boolean(spec_, value);
        if (frozen) {
            node_.frozen = *frozen;
            return;
        }
        fail(code::bad_value, value.span,
             fmt::format("`{}` needs true or false, not `{}`", name, printable(spec_.text(value))));
    }

    void take_activation(const Literal& value) {
        std::string_view name = spec_.text(value);
        const LayerKind* found = value.form == Form::word ? find_kind(name).kind : nullptr;
        if (found && found->is_activation) {
            node_.activation = found;
            return;
        }
        std::vector<std::string_view> names;
        for (const LayerKind* kind : all_kinds()) {
            if (kind->is_activation) names.push_back(kind->name);
        }
        std::string help = did_you_mean(name, names);
        if (found) help = fmt::format("write `{}` as a layer of its own", found->name);
        fail(code::bad_value, value.span, fmt::format("`{}` is no activation without parameters", printable(name)),
             help);
    }

    void check_codes(const Literal& value) {
        for (const Literal& name : names_in(spec_, value)) {
            Diagnostics found;
            if (check_code(spec_, name, found)) continue;
            fail(*found[0].code, found[0].span, found[0].message, found[0].help);
        }
    }

    void check_required() {
        if (node_.broken) return;  // a value that could not be read may have been the missing one
        std::vector<std::string_view> missing;
        for (size_t param = 0; param < kind_.params.size(); ++param) {
            bool required = kind_.params[param].fallback == Fallback::required;
            if (required && !given_[param]) missing.push_back(kind_.params[param].name);
        }
        if (missing.empty()) return;
        fail(code::missing_parameter, node_.statement->type.span,
             fmt::format("{} needs `{}`", kind_.name, fmt::join(missing, "` and `")), example());
    }

    std::string example() const {
        if (spec_.form == SpecForm::text) return fmt::format("as in `{}`", kind_.example);
        return fmt::format("in the text form it is `{}`", kind_.example);
    }

    Spec& spec_;
    const Environment& environment_;
    Network& network_;
    uint32_t index_;
    Node& node_;
    Diagnostics& diagnostics_;
    const LayerKind& kind_;
    Wiring wiring_;
    size_t taken_ = 0;                   // values without a key
    uint32_t passed_over_ = UINT32_MAX;  // the argument that was read with the one before
    bool surplus_ = false;
    std::array<bool, std::size(common)> common_{};
    std::array<bool, most_params> given_{};
    std::array<Arg, most_params> values_{};
    size_t first_number_ = network_.numbers.size();
    Bound bound_;  // what this layer leaves for the statement's next
};

}  // namespace

std::vector<Literal> names_in(const Spec& spec, const Literal& literal) {
    bool many = literal.form == Form::commas || (literal.form == Form::list && spec.form == SpecForm::json);
    if (!many) return {literal};
    auto first = spec.items.begin() + literal.items.first;
    return {first, first + literal.items.count};
}

bool check_code(const Spec& spec, const Literal& name, Diagnostics& diagnostics) {
    std::string_view text = spec.text(name);
    if (find_code(text)) return true;
    std::vector<std::string_view> names;
    for (const Code* code : all_codes()) names.push_back(code->name);
    diagnostics.push_back({&code::bad_value, fmt::format("`{}` is no code of a diagnostic", printable(text)),
                           did_you_mean(text, names), name.span});
    return false;
}

Wiring bind(Spec& spec, const Environment& environment, Network& network, uint32_t node, Diagnostics& diagnostics) {
    return Binder(spec, environment, network, node, diagnostics).bind();
}

std::span<const Param> common_params() { return common; }

}  // namespace nnshape

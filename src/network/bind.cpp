#include "network/bind.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/unicode.h"
#include "layers/layer_kind.h"
#include "network/bind_advice.h"
#include "network/class_order.h"
#include "network/literal.h"
#include "network/match.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

using Form = Literal::Form;

// The values of the statement's previous layer; null for an input.
Bound* bound_of_statement(Network& network, const Node& node) {
    if (node.kind->traits.is_input) return nullptr;
    network.bound.resize(network.spec->statements.size());
    return &network.bound[static_cast<size_t>(node.statement - network.spec->statements.data())];
}

// Whether two layers of one type have the same values, written in the same places.
bool have_same_values(const Network& network, const Node& one, const Node& other) {
    const int64_t* numbers = network.numbers.data();
    auto is_same = [&](const Arg& a, const Arg& b) {
        return a.written == b.written && a.form == b.form && a.count == b.count &&
               std::equal(numbers + a.first, numbers + a.first + a.count, numbers + b.first);
    };
    auto values = network.args_of(one).values();
    return std::equal(values.begin(), values.end(), network.args_of(other).values().begin(), is_same);
}

class Binder {
  public:
    Binder(const Environment& environment, Network& network, uint32_t node, Diagnostics& diagnostics)
        : spec_(*network.spec),
          environment_(environment),
          network_(network),
          index_(node),
          node_(network.nodes[node]),
          diagnostics_(diagnostics),
          kind_(*node_.kind),
          advice_(literals_, kind_, *node_.statement) {}

    Wiring bind() {
        Bound* bound = bound_of_statement(network_, node_);
        if (bound && is_bound(*bound)) return bind_as(*bound);
        bound_.node = index_;
        bound_.environment = environment_.number;
        bound_.is_fixed = true;
        node_.args = static_cast<uint32_t>(network_.args.size());
        network_.args.resize(node_.args + kind_.params.size());
        take_arguments();
        check_required();
        fill_in_defaults(kind_.params, values(), network_.numbers);
        if (bound && bound->node != Bound::none) share_values(network_.nodes[bound->node]);
        if (bound && !node_.broken) *bound = bound_;
        return wiring_;
    }

  private:
    bool is_bound(const Bound& bound) const {
        return bound.is_fixed || (bound.environment != Bound::none && bound.environment == environment_.number);
    }

    // Reuses the values of the statement's previous layer, which had the same arguments.
    Wiring bind_as(const Bound& bound) {
        const Node& last = network_.nodes[bound.node];
        node_.args = last.args;
        node_.activation = last.activation;
        bool written = last.demanded != 0 && last.demanded_at.begin != last.statement->type.span.begin;
        if (written) node_.demanded = last.demanded, node_.demanded_at = last.demanded_at;
        if (bound.says_frozen) node_.frozen = last.frozen;
        if (bound.from != Bound::none) wiring_.from = spec_.arguments[bound.from].value;
        if (bound.share != Bound::none) wiring_.share = spec_.arguments[bound.share].value;
        if (bound.like != Bound::none) wiring_.like = spec_.arguments[bound.like].value;
        return wiring_;
    }

    std::span<Arg> values() { return std::span(network_.args).subspan(node_.args, kind_.params.size()); }

    // Drops this layer's values if the statement's last layer has the same.
    void share_values(const Node& last) {
        if (!have_same_values(network_, node_, last)) return;
        network_.args.resize(node_.args);
        network_.numbers.resize(first_number_);
        node_.args = last.args;
    }

    void take_arguments() {
        if (auto order = other_order(literals_, *node_.statement, kind_)) return refuse(std::move(*order));
        const Range& written = node_.statement->arguments;
        for (uint32_t index = written.first; index < written.first + written.count; ++index) {
            if (index == passed_over_) continue;
            Argument argument = spec_.arguments[index];
            if (holds_expression(literals_, argument.value)) {
                bound_.is_fixed = false;
                auto value = evaluate(spec_, network_.values, argument.value, environment_);
                if (!value) {
                    refuse_expression(value.fault());
                    continue;
                }
                argument.value = *value;
                if (names_layers(argument)) bound_.environment = Bound::none;  // `bind_as` takes names as written
            }
            take_argument(index, argument);
        }
    }

    bool names_layers(const Argument& argument) const {
        std::string_view key = spec_.text(argument.key);
        return key == "inputs" || key == "from" || key == "share" || key == "like";
    }

    void refuse_expression(const Fault<Span>& fault) {
        if (!fault.is_follow_on()) refuse({&code::bad_value, fault.message, fault.help, fault.where});
        node_.broken = true;
    }

    void refuse(Diagnostic problem) {
        diagnostics_.push_back(about(network_, node_.scope, index_, *problem.code, problem.span,
                                     std::move(problem.message), std::move(problem.help)));
        node_.broken = true;
    }

    void take_argument(uint32_t index, const Argument& argument) {
        ArgumentMatch found = match(literals_, kind_, argument, taken_);
        bool bare = argument.key.empty() && !found.is_switch && is_bare_word(argument.value);
        if (bare && refuse_bare(index, argument.value, found)) return;
        if (found.takes_place(argument)) ++taken_;
        switch (found.kind) {
            case ArgumentMatch::Kind::own: return take_own(index, argument, found);
            case ArgumentMatch::Kind::common: return take_common(index, argument, found);
            case ArgumentMatch::Kind::ignored:
                if (found.framework) check_fixed(argument, *found.framework);
                return;
            case ArgumentMatch::Kind::surplus: return refuse_surplus(argument.value);
            case ArgumentMatch::Kind::unknown: return refuse(advice_.unknown(argument.key));
        }
    }

    // An argument of a framework of which only one value has an equivalent.
    void check_fixed(const Argument& argument, const FrameworkArg& described) {
        if (auto misfit = advice_.misfit(argument, described, network_.layout)) refuse(std::move(*misfit));
    }

    // A word that is a name without its `=`, or a misspelt switch.
    bool refuse_bare(uint32_t index, const Literal& value, const ArgumentMatch& found) {
        if (advice_.is_name(value)) {
            bool last = index + 1 == node_.statement->arguments.first + node_.statement->arguments.count;
            const Argument* next = last ? nullptr : &spec_.arguments[index + 1];
            if (next && advice_.is_value_of_name(*next)) passed_over_ = index + 1;
            refuse(advice_.name_alone(value, next));
            return true;
        }
        auto slip = found.is_own() ? advice_.slip(value) : std::nullopt;
        if (slip) refuse(std::move(*slip));
        return slip.has_value();
    }

    void refuse_surplus(const Literal& value) {
        if (!std::exchange(surplus_, true)) refuse(advice_.surplus(value));  // reported once
    }

    void take_own(uint32_t index, const Argument& argument, const ArgumentMatch& found) {
        if (!found.is_switch) return take(index, found.param, argument.value);
        uint32_t number = found.is_on;  // as in `first_numbers`
        put(index, found.param, argument.value.span, {.first = number, .count = 1});
    }

    void take(uint32_t index, int param, const Literal& literal) {
        if (param == kind_.like) {
            wiring_.like = literal, bound_.like = index;
            return put(index, param, literal.span, {.first = 0, .count = 0});
        }
        auto read = read_literal(literals_, kind_.params[static_cast<size_t>(param)], literal, network_.numbers);
        const Text& key = spec_.arguments[index].key;
        if (read) return put(index, param, key.empty() ? literal.span : key.span, *read);
        Fault<Span>& misfit = read.fault();
        given_[static_cast<size_t>(param)] = true;
        if (kind_.traits.is_input) misfit.help = advice_.input_help(literal, std::move(misfit.help));
        refuse({&code::bad_value, misfit.message, misfit.help, misfit.where});
    }

    void put(uint32_t index, int param, Span span, Arg arg) {
        std::string_view name = kind_.params[static_cast<size_t>(param)].name;
        if (!once(given_[static_cast<size_t>(param)], span, name)) return;
        arg.written = index;
        values()[static_cast<size_t>(param)] = arg;
    }

    // Marks a key as given; the second time is an error.
    bool once(bool& given, Span span, std::string_view name) {
        if (given) refuse(given_twice(name, span));
        return !std::exchange(given, true);
    }

    void take_common(uint32_t index, const Argument& argument, const ArgumentMatch& found) {
        const Literal& value = argument.value;
        auto which = static_cast<Common>(found.param);
        std::string_view name =
            found.is_switch ? common_params()[static_cast<size_t>(found.param)].name : spec_.text(argument.key);
        bool& given = common_[static_cast<size_t>(found.param)];
        if (!once(given, found.is_switch ? value.span : argument.key.span, name)) return;
        switch (which) {
            case Common::inputs: wiring_.from = value, bound_.from = index; break;
            case Common::share: wiring_.share = value, bound_.share = index; break;
            case Common::in: take_demand(name, value); break;
            case Common::freeze: take_freeze(name, value, found); break;
            case Common::activation: take_activation(value); break;
            case Common::allow: check_codes(value); break;
        }
    }

    void take_demand(std::string_view name, const Literal& value) {
        if (kind_.most_inputs == 0) {
            return refuse({&code::bad_value, fmt::format("`{}` checks an input, and {} has none", name, kind_.name),
                           "leave it out", value.span});
        }
        if (value.form != Form::integer || value.number < 1) {
            return refuse(advice_.wrong_value(name, "the number of channels", value));
        }
        node_.demanded = value.number;
        node_.demanded_at = value.span;
    }

    void take_freeze(std::string_view name, const Literal& value, const ArgumentMatch& found) {
        bound_.says_frozen = true;
        auto frozen = found.is_switch ? found.is_on : read_boolean(literals_, value);
        if (!frozen) return refuse(advice_.wrong_value(name, "true or false", value));
        node_.frozen = *frozen;
    }

    void take_activation(const Literal& value) {
        const LayerKind* found = value.form == Form::word ? find_kind(literals_.text(value)).kind : nullptr;
        if (!found || !found->traits.is_activation) return refuse(advice_.no_activation(value, found));
        node_.activation = found;
    }

    void check_codes(const Literal& value) {
        Diagnostics found;
        for (const Literal& name : names_in(literals_, value)) check_code(network_, name, found);
        for (Diagnostic& problem : found) refuse(std::move(problem));
    }

    void check_required() {
        if (node_.broken) return;  // a value that could not be read may have been the missing one
        std::vector<std::string_view> missing;
        for (size_t param = 0; param < kind_.params.size(); ++param) {
            bool required = kind_.params[param].fallback == Fallback::required;
            if (required && !given_[param]) missing.push_back(kind_.params[param].name);
        }
        if (!missing.empty()) refuse(advice_.missing(missing, node_.statement->type.span));
    }

    const Spec& spec_;
    const Environment& environment_;
    Network& network_;
    Literals literals_ = network_.literals();
    uint32_t index_;
    Node& node_;
    Diagnostics& diagnostics_;
    const LayerKind& kind_;
    BindAdvice advice_;
    Wiring wiring_;
    size_t taken_ = 0;                   // values that took a place
    uint32_t passed_over_ = UINT32_MAX;  // the argument that was read with the one before
    bool surplus_ = false;
    std::array<bool, 6> common_{};  // given, by number
    std::array<bool, most_params> given_{};
    size_t first_number_ = network_.numbers.size();
    Bound bound_;  // for the next layer of this statement
};

}  // namespace

std::vector<Literal> names_in(const Literals& literals, const Literal& literal) {
    bool lists_are_names = dialect_of(literals.spec()).lists_are_names;
    bool many = literal.form == Form::commas || (literal.form == Form::list && lists_are_names);
    if (!many) return {literal};
    auto items = literals.items(literal);
    return {items.begin(), items.end()};
}

void check_code(const Network& network, const Literal& name, Diagnostics& diagnostics) {
    std::string_view text = network.literals().text(name);
    std::vector<std::string_view> names;
    for (const Code* code : network.codes) names.push_back(code->name);
    if (std::find(names.begin(), names.end(), text) != names.end()) return;
    diagnostics.push_back({&code::bad_value, fmt::format("`{}` is not a code of a diagnostic", printable(text)),
                           did_you_mean(text, names), name.span});
}

Wiring bind(const Environment& environment, Network& network, uint32_t node, Diagnostics& diagnostics) {
    return Binder(environment, network, node, diagnostics).bind();
}

}  // namespace nnshape

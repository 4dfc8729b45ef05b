#include "network/call.h"

#include <fmt/format.h>
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "base/unicode.h"
#include "network/bind.h"
#include "network/literal.h"
#include "network/match.h"

namespace nnshape {
namespace {

class CallBinder {
  public:
    CallBinder(Network& network, const Environment& environment, const Definition& definition, const Statement& call,
               const Binding* channels)
        : network_(network),
          spec_(*network.spec),
          environment_(environment),
          definition_(definition),
          call_(call),
          name_(spec_.text(definition.name)) {
        for (const Parameter& parameter : parameters_of(spec_, definition)) {
            names_.push_back(spec_.text(parameter.name));
            standards_.push_back(parameter.standard);
        }
        given_.resize(names_.size());
        if (channels) values_.bindings.push_back(*channels);
    }

    Result<CallValues, Diagnostics> bind() {
        for (uint32_t index = 0; index < call_.arguments.count; ++index) {
            Argument argument = spec_.arguments[call_.arguments.first + index];
            ArgumentMatch found = match(spec_, definition_, argument, taken_);
            found.kind == ArgumentMatch::Kind::common ? take_common(argument, found) : take(argument, found);
        }
        if (complete_ && problems_.empty()) fill_in();
        if (!complete_ || !problems_.empty()) return problems_;
        return values_;
    }

  private:
    void refuse(const Code& code, Span span, std::string message, std::string help = {}) {
        problems_.push_back({&code, std::move(message), std::move(help), span});
    }

    std::optional<Literal> worked_out(const Literal& literal, const Environment& environment) {
        auto value = evaluate(spec_, network_.values, literal, environment);
        if (value) return *value;
        const Fault<Span>& fault = value.fault();
        if (!fault.is_follow_on()) refuse(code::bad_value, fault.where, fault.message, fault.help);
        complete_ = false;
        return std::nullopt;
    }

    void take_common(const Argument& argument, const ArgumentMatch& found) {
        if (found.is(Common::inputs)) return once(wired_, argument, spec_.text(argument.key));  // the expander reads it
        if (found.is(Common::freeze)) return take_freeze(argument, found);
        if (found.is(Common::share)) {
            once(shared_, argument, "share");
            values_.share = worked_out(argument.value, environment_);
            return;
        }
        if (!found.is(Common::allow)) return take(argument, found);
        once(allowed_, argument, "allow");
        for (const Literal& name : names_in(spec_, argument.value)) check_code(network_, name, problems_);
    }

    void take_freeze(const Argument& argument, const ArgumentMatch& found) {
        once(froze_, argument, "freeze");
        auto truth = found.is_switch ? found.is_on : read_boolean(spec_, argument.value);
        if (truth) {
            values_.frozen = *truth;
            return;
        }
        refuse(code::bad_value, argument.value.span,
               fmt::format("`freeze` needs true or false, not `{}`", printable(spec_.text(argument.value))));
    }

    void take(const Argument& argument, const ArgumentMatch& found) {
        auto value = worked_out(argument.value, environment_);
        if (!value) return;
        if (found.takes_place(argument)) ++taken_;
        if (found.is_own()) return give(static_cast<size_t>(found.param), argument, *value);
        found.kind == ArgumentMatch::Kind::surplus ? refuse_surplus(argument) : refuse_key(argument.key, found);
    }

    void refuse_surplus(const Argument& argument) {
        size_t places = positionals(spec_, definition_).size();
        std::string takes = places == 0
                                ? std::string("no value without a name")
                                : fmt::format("{} without a name", counted(static_cast<int64_t>(places), "value"));
        refuse(code::bad_value, argument.value.span, fmt::format("{} takes {}", name_, takes), parameters_text());
    }

    void refuse_key(const Text& written, const ArgumentMatch& found) {
        std::string_view key = spec_.text(written);
        if (found.kind == ArgumentMatch::Kind::common) {
            return refuse(code::unknown_parameter, written.span, fmt::format("a call does not accept `{}`", key),
                          "write it on a layer inside the definition");
        }
        std::vector<std::string_view> missing;
        for (size_t index = 0; index < names_.size(); ++index) {
            if (!given_[index]) missing.push_back(names_[index]);
        }
        std::string near = did_you_mean(key, missing);
        refuse(code::unknown_parameter, written.span,
               fmt::format("`{}` is not a parameter of {}", printable(key), name_),
               near.empty() ? parameters_text() : near);
    }

    void give(size_t parameter, const Argument& argument, const Literal& value) {
        bool given = given_[parameter].has_value();
        once(given, argument, names_[parameter]);
        given_[parameter] = value;
        if (!holds(network_.literals(), value, Literal::Form::object)) return;
        refuse(code::bad_value, value.span, fmt::format("`{}` cannot hold an object", names_[parameter]),
               std::string(any_value));
    }

    // Marks a key as given; the second time is an error.
    void once(bool& given, const Argument& argument, std::string_view name) {
        if (!std::exchange(given, true)) return;
        refuse(code::duplicate_key, argument.key.empty() ? argument.value.span : argument.key.span,
               fmt::format("`{}` is given twice", name), "remove one of the two");
    }

    std::string parameters_text() const {
        return names_.empty() ? "it has no parameters" : fmt::format("its parameters are {}", enumerate(names_));
    }

    // Every parameter's value: the one given, or its default.
    void fill_in() {
        for (size_t index = 0; index < names_.size(); ++index) {
            if (!given_[index] && standards_[index].form == Literal::Form::nothing) {
                return refuse(code::missing_parameter, call_.type.span,
                              fmt::format("{} needs `{}`", name_, names_[index]), parameters_text());
            }
            auto value =
                given_[index] ? given_[index] : worked_out(standards_[index], {values_.bindings, environment_.lets});
            if (!value) {  // a mistake inside the definition
                for (Diagnostic& problem : problems_) problem.used_from = {call_.type.span};
                return;
            }
            values_.bindings.push_back(bind_name(spec_, network_.values, names_[index], *value));
        }
    }

    Network& network_;
    const Spec& spec_;
    const Environment& environment_;
    const Definition& definition_;
    const Statement& call_;
    std::string_view name_;
    std::vector<std::string_view> names_;
    std::vector<Literal> standards_;
    std::vector<std::optional<Literal>> given_;
    size_t taken_ = 0;  // values that took a place
    bool wired_ = false, allowed_ = false, froze_ = false, shared_ = false;
    bool complete_ = true;  // every value could be worked out
    CallValues values_;
    Diagnostics problems_;
};

}  // namespace

Result<CallValues, Diagnostics> bind_call(Network& network, const Environment& environment,
                                          const Definition& definition, const Statement& call,
                                          const Binding* channels) {
    return CallBinder(network, environment, definition, call, channels).bind();
}

}  // namespace nnshape

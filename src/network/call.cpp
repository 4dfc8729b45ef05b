#include "network/call.h"

#include <fmt/format.h>
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "base/unicode.h"
#include "network/bind.h"
#include "network/convert.h"

namespace nnshape {
namespace {

class CallBinder {
  public:
    CallBinder(Spec& spec, const Environment& environment, const Definition& definition, const Statement& call)
        : spec_(spec),
          environment_(environment),
          call_(call),
          name_(spec.text(definition.name)),
          values_in_order_(positionals(spec, definition)) {
        for (uint32_t index = 0; index < definition.parameters.count; ++index) {
            const Parameter& parameter = spec.parameters[definition.parameters.first + index];
            names_.push_back(spec.text(parameter.name));
            standards_.push_back(parameter.standard);
        }
        given_.resize(names_.size());
    }

    Result<CallValues, Diagnostics> bind() {
        for (uint32_t index = 0; index < call_.arguments.count; ++index) {
            Argument argument = spec_.arguments[call_.arguments.first + index];
            std::string_view key = spec_.text(argument.key);
            if (key == "from" || key == "inputs") {
                once(wired_, argument, key);  // where the call starts is the expander's
            } else if (key == "allow") {
                once(allowed_, argument, key);
                check_codes(argument.value);
            } else if (!take_freeze(argument)) {
                take(argument);
            }
        }
        if (complete_ && problems_.empty()) fill_in();
        if (!complete_ || !problems_.empty()) return problems_;
        return values_;
    }

  private:
    void refuse(const Code& code, Span span, std::string message, std::string help = {}) {
        problems_.push_back({&code, std::move(message), std::move(help), span});
    }

    void check_codes(const Literal& codes) {
        for (const Literal& code : names_in(spec_, codes)) check_code(spec_, code, problems_);
    }

    std::optional<Literal> worked_out(const Literal& literal, const Environment& environment) {
        auto value = evaluate(spec_, literal, environment);
        if (value) return *value;
        const ExpressionFault& fault = value.problem();
        if (!fault.is_told()) refuse(code::bad_value, fault.span, fault.message, fault.help);
        complete_ = false;
        return std::nullopt;
    }

    // `freeze`, `freeze=true` and their opposites; true where the argument was that.
    bool take_freeze(const Argument& argument) {
        const Literal& value = argument.value;
        bool bare = argument.key.empty() && value.form == Literal::Form::word && !value.quoted;
        std::string_view word = bare ? spec_.text(value) : spec_.text(argument.key);
        bool off = bare && (word == "no-freeze" || word == "no_freeze");
        if (word != "freeze" && !off) return false;
        once(froze_, argument, "freeze");
        auto truth = bare ? std::optional(!off) : read_boolean(spec_, value);
        if (truth) {
            values_.frozen = *truth;
        } else {
            refuse(code::bad_value, value.span,
                   fmt::format("`freeze` needs true or false, not `{}`", printable(spec_.text(value))));
        }
        return true;
    }

    void take(const Argument& argument) {
        auto value = worked_out(argument.value, environment_);
        if (!value) return;
        argument.key.empty() ? take_next(argument, *value) : take_named(argument, *value);
    }

    void take_next(const Argument& argument, const Literal& value) {
        if (taken_ < values_in_order_.size()) return give(values_in_order_[taken_++], argument, value);
        std::string takes =
            values_in_order_.empty()
                ? std::string("no value without a name")
                : fmt::format("{} without a name", counted(static_cast<int64_t>(values_in_order_.size()), "value"));
        refuse(code::bad_value, argument.value.span, fmt::format("{} takes {}", name_, takes), parameters_text());
    }

    void take_named(const Argument& argument, const Literal& value) {
        std::string_view key = spec_.text(argument.key);
        auto found = std::find(names_.begin(), names_.end(), key);
        if (found != names_.end()) return give(static_cast<size_t>(found - names_.begin()), argument, value);
        if (find_param(common_params(), key) >= 0) {
            return refuse(code::unknown_parameter, argument.key.span, fmt::format("a call takes no `{}`", key),
                          "write it on a layer inside the definition");
        }
        std::string near = did_you_mean(key, names_);
        refuse(code::unknown_parameter, argument.key.span,
               fmt::format("`{}` is not a parameter of {}", printable(key), name_),
               near.empty() ? parameters_text() : near);
    }

    void give(size_t parameter, const Argument& argument, const Literal& value) {
        bool given = given_[parameter].has_value();
        once(given, argument, names_[parameter]);
        given_[parameter] = value;
        if (!holds(spec_, value, Literal::Form::object)) return;
        refuse(code::bad_value, value.span, fmt::format("`{}` cannot hold an object", names_[parameter]),
               std::string(any_value));
    }

    // Marks something as given; the second time is an error.
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
            if (!value) {  // which is a mistake inside the definition
                for (Diagnostic& problem : problems_) problem.used_from = {call_.type.span};
                return;
            }
            values_.bindings.push_back(bind_name(spec_, names_[index], *value));
        }
    }

    Spec& spec_;
    const Environment& environment_;
    const Statement& call_;
    std::string_view name_;
    std::vector<std::string_view> names_;
    std::vector<Literal> standards_;
    std::vector<uint32_t> values_in_order_;
    std::vector<std::optional<Literal>> given_;
    size_t taken_ = 0;
    bool wired_ = false, allowed_ = false, froze_ = false;
    bool complete_ = true;  // every value could be worked out
    CallValues values_;
    Diagnostics problems_;
};

}  // namespace

std::vector<uint32_t> positionals(const Spec& spec, const Definition& definition) {
    std::vector<uint32_t> order;
    for (uint32_t index = 0; index < definition.parameters.count; ++index) {
        const Parameter& parameter = spec.parameters[definition.parameters.first + index];
        if (parameter.standard.form == Literal::Form::nothing) order.push_back(index);
    }
    // As of a layer type: what requires nothing takes its first parameter as a value.
    if (order.empty() && definition.parameters.count > 0) order.push_back(0);
    return order;
}

Result<CallValues, Diagnostics> bind_call(Spec& spec, const Environment& environment, const Definition& definition,
                                          const Statement& call) {
    return CallBinder(spec, environment, definition, call).bind();
}

}  // namespace nnshape

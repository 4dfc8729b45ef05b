#include "network/experts.h"

#include <fmt/format.h>
#include <optional>

#include "base/checked.h"
#include "base/text.h"
#include "base/unicode.h"
#include "network/match.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

class ExpertsReader {
  public:
    ExpertsReader(Network& network, const Environment& environment, const Statement& statement, ExpansionLog& log)
        : network_(network), spec_(*network.spec), environment_(environment), statement_(statement), log_(log) {}

    std::optional<Experts> read(const Experts& around) {
        for (const Argument& argument : arguments_of(spec_, statement_)) take(argument);
        if (good_) check();
        if (!good_) return std::nullopt;
        Checked count = Checked(around.count) * *count_, active = Checked(around.active) * *active_;
        if (!count.overflowed()) return Experts{count.value(), active.value()};  // there are at least as many as work
        refuse(code::overflow, statement_.type.span, "the number of experts overflows a 64-bit integer");
        return std::nullopt;
    }

  private:
    void take(const Argument& argument) {
        std::string_view key = spec_.text(argument.key);
        if (&argument == inputs_argument(spec_, statement_)) return;  // the expander reads it
        if (key.empty() || key == "count") return give(count_, argument, "count");
        if (key == "active") return give(active_, argument, "active");
        std::string near = did_you_mean(key, {"count", "active"});
        refuse(code::unknown_parameter, argument.key.span,
               fmt::format("`{}` is not a parameter of experts", printable(key)), near.empty() ? example() : near);
    }

    void give(std::optional<int64_t>& number, const Argument& argument, std::string_view name) {
        if (number) {
            return refuse(code::duplicate_key, argument.key.empty() ? argument.value.span : argument.key.span,
                          fmt::format("`{}` is given twice", name), "remove one of the two");
        }
        auto value = evaluate(spec_, network_.values, argument.value, environment_);
        if (!value) {
            const Fault<Span>& fault = value.fault();
            if (!fault.is_follow_on()) refuse(code::bad_value, fault.where, fault.message, fault.help);
            good_ = false;
            return;
        }
        bool is_size = value->form == Literal::Form::integer && value->number >= 1;
        if (is_size) {
            number = value->number;
            if (name == "active") active_at_ = argument.value.span;
            return;
        }
        refuse(
            code::bad_value, argument.value.span,
            fmt::format("`{}` needs a whole number from 1 on, not `{}`", name, printable(spec_.text(argument.value))));
    }

    void check() {
        if (!count_ || !active_) {
            return refuse(code::missing_parameter, statement_.type.span,
                          fmt::format("experts needs `{}`", count_ ? "active" : "count"), example());
        }
        if (*active_ <= *count_) return;
        refuse(code::bad_value, active_at_,
               fmt::format("{} of {} experts cannot be active", with_commas(*active_), with_commas(*count_)),
               "at most all of them work");
    }

    std::string example() const { return fmt::format("for example {}", dialect_of(spec_).experts); }

    void refuse(const Code& code, Span span, std::string message, std::string help = {}) {
        log_.fail(code, span, std::move(message), std::move(help));
        good_ = false;
    }

    Network& network_;
    const Spec& spec_;
    const Environment& environment_;
    const Statement& statement_;
    ExpansionLog& log_;
    std::optional<int64_t> count_, active_;
    Span active_at_;
    bool good_ = true;
};

}  // namespace

std::optional<uint32_t> add_experts(Network& network, const Environment& environment, const Statement& statement,
                                    uint32_t around, ExpansionLog& log) {
    auto experts = ExpertsReader(network, environment, statement, log).read(network.experts[around]);
    if (!experts) return std::nullopt;
    if (network.experts.back() != *experts) network.experts.push_back(*experts);
    return static_cast<uint32_t>(network.experts.size() - 1);
}

}  // namespace nnshape

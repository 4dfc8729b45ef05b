#include "rewrite/operation.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "network/match.h"
#include "spec/expression.h"
#include "spec/keywords.h"

namespace nnshape {
namespace {

using Form = Literal::Form;

// Sizes and padding with evaluated expressions; nothing if the value is not a list of numbers.
std::string numbers_text(const Network& network, const Arg& arg) {
    std::span<const int64_t> numbers{network.numbers.data() + arg.first, arg.count};
    bool pairs = arg.form == Arg::Form::pair || arg.form == Arg::Form::pairs;
    std::string out;
    for (size_t index = 0; index < numbers.size(); ++index) {
        if (index > 0) out += pairs && index % 2 == 1 ? ':' : 'x';
        out += std::to_string(numbers[index]);
    }
    return arg.form == Arg::Form::word ? std::string() : out;
}

// Writes a layer or a call as its statement in the text form.
class OperationWriter {
  public:
    /// `node` is null for the call of a definition.
    OperationWriter(const Network& network, const Statement& statement, const Node* node, bool drawn = false)
        : network_(network),
          spec_(*network.spec),
          statement_(statement),
          node_(node),
          arguments_(arguments_of(spec_, statement)),
          drawn_(drawn),
          as_written_(spec_.form == SpecForm::text && !statement.is_code) {}

    std::string write() const {
        std::string out =
            statement_.is_code && node_ ? std::string(name_of(*node_->kind)) : printable(spec_.text(statement_.type));
        std::vector<bool> done(arguments_.size());
        // In JSON and in code values have keys; in text the required values need none.
        for (int param : node_ && !as_written_ ? positionals(params_of(*node_->kind)) : std::vector<int>()) {
            auto found = std::find_if(arguments_.begin(), arguments_.end(), [&](const Argument& argument) {
                ArgumentMatch match = nnshape::match(spec_, *node_->kind, argument);
                return !argument.key.empty() && match.is_own() && match.param == param;
            });
            if (found == arguments_.end() || found->value.form == Form::boolean) break;
            auto index = static_cast<size_t>(found - arguments_.begin());
            done[index] = true;
            out += fmt::format(" {}", value(index));
        }
        for (size_t index = 0; index < arguments_.size(); ++index) {
            bool left_out = drawn_ && (is_drawn(arguments_[index]) || is_default(index));
            if (!done[index] && !left_out) out += fmt::format(" {}", argument(index));
        }
        if (node_ && node_->shares != nothing_shared && !names_share()) {
            out += fmt::format(" share={}", printable(network_.nodes[node_->shares].name));
        }
        if (node_ && node_->folded) out += " (batch_norm folded)";
        if (node_ && node_->experts != 0) {
            const Experts& experts = network_.experts_of(*node_);
            out += fmt::format(" ({} of {} experts)", experts.active, experts.count);
        }
        return out;
    }

  private:
    // Whether the layer itself says whose parameters it uses, and not a call around it.
    bool names_share() const {
        return std::any_of(arguments_.begin(), arguments_.end(),
                           [&](const Argument& argument) { return spec_.text(argument.key) == "share"; });
    }

    bool is_drawn(const Argument& argument) const {
        std::string_view key = spec_.text(argument.key);
        return key == "inputs" || key == "from" || key == "activation" || key == "allow";
    }

    // Whether an argument holds an expression whose value is the default.
    bool is_default(size_t index) const {
        if (!node_ || !holds_expression(spec_, arguments_[index].value)) return false;
        auto param = param_of(index);
        if (!param) return false;
        Args args = network_.args_of(*node_);
        const Arg& arg = args.values()[*param];
        auto is_standard = [&](int64_t number) { return number == args.params()[*param].standard[0]; };
        auto numbers = args.numbers(static_cast<int>(*param));
        return args.params()[*param].fallback == Fallback::value && arg.form != Arg::Form::word &&
               std::all_of(numbers.begin(), numbers.end(), is_standard);
    }

    std::string argument(size_t index) const {
        const Argument& argument = arguments_[index];
        if (argument.key.empty()) return value(index);
        std::string key = printable(spec_.text(argument.key));
        if (argument.value.form == Form::boolean) return (argument.value.number ? "" : "no-") + key;
        return fmt::format("{}={}", key == "inputs" ? "from" : key, value(index));
    }

    std::string value(size_t index) const {
        const Argument& argument = arguments_[index];
        std::string_view key = spec_.text(argument.key);
        bool names = key == "inputs" || key == "from" || key == "allow";
        std::string numbers = node_ && holds_expression(spec_, argument.value) ? calculated(index) : std::string();
        return numbers.empty() ? text_of(argument.value, names) : numbers;
    }

    // The parameter made of numbers that an argument gives.
    std::optional<size_t> param_of(size_t index) const {
        Args args = network_.args_of(*node_);
        uint32_t written = statement_.arguments.first + static_cast<uint32_t>(index);
        for (size_t param = 0; param < args.params().size(); ++param) {
            ParamType type = args.params()[param].type;
            bool counts = type == ParamType::integer || type == ParamType::sizes || type == ParamType::padding ||
                          type == ParamType::shape;
            if (counts && args.values()[param].written == written) return param;
        }
        return std::nullopt;
    }

    // The numbers of a value that holds an expression; nothing if it is not made of numbers.
    std::string calculated(size_t index) const {
        auto param = param_of(index);
        return param ? numbers_text(network_, network_.args_of(*node_).values()[*param]) : std::string();
    }

    // A value in the text form: `3x5`, `0:1x0:1`, or names as `a,b`. Each part may be an expression.
    std::string text_of(const Literal& literal, bool names = false) const {
        if (as_written_ && !literal.quoted) return printable(spec_.source.at(literal.span));
        if (literal.form == Form::nothing) return "-";
        if (literal.form == Form::integer) return std::to_string(literal.number);
        if (literal.form != Form::list && literal.form != Form::commas) return printable(spec_.text(literal));
        names = names || holds(spec_, literal, Form::word);
        std::string out;
        for (const Literal& item : Literals(spec_).items(literal)) {
            if (!out.empty()) out += names ? "," : "x";
            out += names ? text_of(item) : size_text(item);
        }
        return out;
    }

    // A size, or a pair of sizes. A name has braces, because an `x` may follow it.
    std::string size_text(const Literal& item) const {
        auto sides = Literals(spec_).items(item);
        if (item.form == Form::list && sides.size() == 2) {
            return fmt::format("{}:{}", size_text(sides[0]), size_text(sides[1]));
        }
        std::string text = text_of(item);
        bool name = text.starts_with('$') && is_name(std::string_view(text).substr(1));
        return name ? fmt::format("${{{}}}", text.substr(1)) : text;
    }

    const Network& network_;
    const Spec& spec_;
    const Statement& statement_;
    const Node* node_;
    std::span<const Argument> arguments_;
    bool drawn_;  // a picture draws some arguments, which are left out
    bool as_written_;
};

}  // namespace

std::string operation_of(const Network& network, const Node& node) {
    if (!node.kind) return operation_of(network, *node.statement);
    return OperationWriter(network, *node.statement, &node).write();
}

std::string operation_of(const Network& network, const Statement& call) {
    return OperationWriter(network, call, nullptr).write();
}

std::string drawn_operation_of(const Network& network, const Node& node) {
    if (!node.kind) return drawn_operation_of(network, *node.statement);
    return OperationWriter(network, *node.statement, &node, true).write();
}

std::string drawn_operation_of(const Network& network, const Statement& call) {
    return OperationWriter(network, call, nullptr, true).write();
}

}  // namespace nnshape

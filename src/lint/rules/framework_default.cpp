#include <fmt/format.h>
#include <algorithm>

#include "analysis/reading.h"
#include "base/text.h"
#include "frameworks/choose.h"
#include "frameworks/translate.h"
#include "layers/layer_kind.h"
#include "layers/value.h"
#include "lint/rule.h"
#include "network/match.h"
#include "network/place.h"
#include "spec/dialect.h"

// Finds a layer that is spelt as a framework's class, and that this framework would make with other defaults.
namespace nnshape {
namespace {

using Form = CallValue::Form;

// A class of exactly this name. Where several frameworks have it, the one that alone has a key of the statement.
std::optional<FoundClass> class_of(const Spec& spec, const Statement& statement) {
    std::string_view name = spec.text(statement.type);
    bool capital = !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
    if (!capital || statement.is_code) return std::nullopt;
    auto classes = find_classes(name);
    if (classes.size() == 1) return classes[0];
    std::optional<FoundClass> chosen;
    for (const FoundClass& one : classes) {
        auto has = [&](const FoundClass& found, std::string_view key) {
            auto arguments = found.described->arguments;
            return std::any_of(arguments.begin(), arguments.end(),
                               [&](const FrameworkArg& argument) { return argument.name == key; });
        };
        for (const Argument& argument : arguments_of(spec, statement)) {
            std::string_view key = spec.text(argument.key);
            auto others =
                std::count_if(classes.begin(), classes.end(), [&](const FoundClass& other) { return has(other, key); });
            if (!key.empty() && others == 1 && has(one, key)) chosen = one;
        }
    }
    return chosen;
}

CallValue call_value(const ParamValue& value) {
    switch (value.form) {
        case ParamValue::Form::number: return {.form = Form::integer, .number = value.number};
        case ParamValue::Form::boolean: return {.form = Form::boolean, .number = value.number};
        case ParamValue::Form::word: return {.form = Form::word, .text = std::string(value.word)};
        case ParamValue::Form::axes:
        case ParamValue::Form::pair: break;
        default: return {};
    }
    CallValue list{.form = Form::list};
    for (const ParamValue& item : value.items) list.items.push_back(call_value(item));
    return list;
}

// The constructor with the values that the statement gives.
CallValue call_of(const FoundClass& found, const Network& network, const Node& node) {
    Args args = network.args_of(node);
    CallValue call{.form = Form::call, .text = std::string(found.described->name)};
    for (const FrameworkArg& argument : found.described->arguments) {
        int param = find_param(args.params(), argument.param);
        if (param < 0 || !args.has(param)) continue;
        call.arguments.push_back({std::string(argument.name), {}, call_value(given_value(args, param))});
    }
    return call;
}

// The layer's values, which can be changed.
class Values {
  public:
    explicit Values(const Args& args) : args_(args), numbers_(first_numbers.begin(), first_numbers.end()) {
        for (size_t param = 0; param < args.params().size(); ++param) {
            values_.push_back(args.values()[param]);
            values_.back().first = static_cast<uint32_t>(numbers_.size());
            auto numbers = args.numbers(static_cast<int>(param));
            numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
        }
    }

    /// False if the value is not one that can be set.
    bool set(int param, const CallValue& value) {
        const Param& described = args_.params()[static_cast<size_t>(param)];
        Arg arg{.first = static_cast<uint32_t>(numbers_.size()), .written = 0};
        switch (value.form) {
            case Form::boolean:
            case Form::integer: numbers_.push_back(value.number); break;
            case Form::list:
                for (const CallValue& item : value.items) numbers_.push_back(item.number);
                arg.form = Arg::Form::list;
                arg.stride = 1;
                break;
            case Form::word: {
                bool padding = described.type == ParamType::padding;
                numbers_.push_back(find_word(padding ? padding_words : described.choices, value.text));
                if (padding) arg.form = Arg::Form::word;
                break;
            }
            default: return false;
        }
        arg.count = static_cast<uint16_t>(numbers_.size() - arg.first);
        values_[static_cast<size_t>(param)] = arg;
        return numbers_.back() >= 0;
    }

    Args args() const { return {args_.params(), values_.data(), numbers_.data(), args_.layout()}; }

  private:
    Args args_;
    std::vector<Arg> values_;
    std::vector<int64_t> numbers_;
};

AdvisedValue advised(const CallValue& value) {
    if (value.form == Form::boolean) return value.number != 0;
    if (value.form == Form::word) return std::string_view(value.text);
    if (value.form == Form::integer) return std::vector<int64_t>{value.number};
    std::vector<int64_t> sizes;
    for (const CallValue& item : value.items) sizes.push_back(item.number);
    return sizes;
}

Checked params_of(const LayerKind& kind, const Args& args, Inputs inputs, const Shape& output) {
    Counts counts = kind.count.numbers ? kind.count.numbers(args, inputs, output) : Counts{};
    return counts.weights + counts.biases;
}

// What the layer is under the framework's defaults, and the settings that make it so.
void compare(uint32_t index, const FoundClass& found, const Network& network, Findings& findings) {
    const Node& node = network.nodes[index];
    auto translated = translate(found, network.spec->text(node.statement->type), call_of(found, network, node));
    if (!translated || find_kind(translated->type).kind != node.kind) return;
    Values values(network.args_of(node));
    std::vector<std::string> settings;
    const Dialect& dialect = dialect_of(*network.spec);
    for (const TranslatedArgument& argument : translated->arguments) {
        int param = find_param(nnshape::params_of(*node.kind), argument.param);
        if (param < 0 || network.args_of(node).has(param)) continue;
        if (!values.set(param, argument.value)) return;
        settings.push_back(dialect.setting({argument.param, advised(argument.value)}));
    }
    if (settings.empty()) return;
    auto inputs = inputs_of(network, node);
    Inference inferred;
    if (infer(*node.kind, node.rank_suffix, values.args(), inputs, inferred)) return;
    Checked theirs = params_of(*node.kind, values.args(), inputs, inferred.output);
    Checked ours = params_of(*node.kind, network.args_of(node), inputs, node.output);
    bool is_same =
        !theirs.overflowed() && !ours.overflowed() && theirs.value() == ours.value() && inferred.output == node.output;
    if (is_same || theirs.overflowed() || ours.overflowed()) return;
    std::string both;
    for (const std::string& setting : settings) both += fmt::format("{}{}", both.empty() ? "" : " and ", setting);
    constexpr size_t furthest_layer = 4096;  // a larger network is not tried
    bool fits = network.nodes.size() > furthest_layer ||
                (node.statement->expected.count == 0 &&
                 accepts(network, {.outputs = {{index, inferred.output}}, .layout = network.layout}));
    findings.add(index, node.statement->type.span,
                 fmt::format("{} of {} would have {} parameters and an output of {}; here it has {} and {}",
                             network.spec->text(node.statement->type), found.framework->name,
                             with_commas(theirs.value()), to_text(inferred.output, network.layout),
                             with_commas(ours.value()), to_text(node.output, network.layout)),
                 fits ? fmt::format("for the same as in {} write {}", found.framework->name, both)
                      : "the layers after it do not accept that output");
}

// A line of code that two frameworks read differently.
void report_guess(uint32_t index, const Network& network, Findings& findings) {
    Span name = network.nodes[index].statement->type.span;
    if (!findings.is_first(name)) return;
    std::string_view written = network.spec->source.at(name);
    auto classes = find_classes(last_part(written));
    findings.add(index, name,
                 fmt::format("`{}` is a class of {} and of {}, which differ; it is read as {}'s", written,
                             classes[0].framework->name, classes[1].framework->name, classes[0].framework->name),
                 fmt::format("write `nn.{0}` or `layers.{0}`", written));
}

void check(const Subject& subject, Findings& findings) {
    const Network& network = subject.network;
    for (uint32_t index = network.input_count; index < network.nodes.size(); ++index) {
        const Node& node = network.nodes[index];
        if (!subject.is_calculated(index)) continue;
        if (node.statement->is_guess) report_guess(index, network, findings);
        auto found = class_of(*network.spec, *node.statement);
        if (found && findings.is_first(node.statement->type.span)) compare(index, *found, network, findings);
    }
}

}  // namespace

namespace rules {

extern const Rule framework_default;
const Rule framework_default{
    .code = {"framework-default", Severity::warning,
             "a framework's spelling of a layer that has other defaults in that framework"},
    .why =
        "A type name without parentheses has the defaults of this language, whatever framework its spelling comes "
        "from. The same class has another shape or count in the framework.",
    .example = "input 20x8\nLSTM units=16\n",
    .instead = "input 20x8\nLSTM units=16 bias=single return_sequences=false\n",
    .check = check};

}  // namespace rules
}  // namespace nnshape

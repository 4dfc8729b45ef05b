#include "layers/value.h"
#include "network/match.h"
#include "rewrite/canonical.h"
#include "rewrite/document_head.h"
#include "rewrite/value.h"
#include "spec/expression.h"

// The expanded network as a document.
namespace nnshape {
namespace {

// A ratio whose denominator is a power of ten, as a decimal with the digits that were written.
std::string decimal_text(int64_t numerator, int64_t denominator) {
    std::string digits = std::to_string(numerator);
    size_t places = std::to_string(denominator).size() - 1;
    if (places == 0) return digits;
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    return digits.insert(digits.size() - places, ".");
}

Value value_from(const ParamValue& value) {
    switch (value.form) {
        case ParamValue::Form::nothing: return {};
        case ParamValue::Form::boolean: return {Value::Form::boolean, value.number != 0 ? "true" : "false"};
        case ParamValue::Form::number: return number_value(value.number);
        case ParamValue::Form::word: return {Value::Form::word, std::string(value.word)};
        case ParamValue::Form::decimal:
            return {Value::Form::number, decimal_text(value.ratio.numerator, value.ratio.denominator)};
        case ParamValue::Form::axes:
        case ParamValue::Form::pair:
        case ParamValue::Form::shape: break;
    }
    Value all{.form = value.form == ParamValue::Form::axes   ? Value::Form::list
                      : value.form == ParamValue::Form::pair ? Value::Form::pair
                                                             : Value::Form::shape};
    for (const ParamValue& item : value.items) all.items.push_back(value_from(item));
    return all;
}

class Flat {
  public:
    explicit Flat(const Network& network) : network_(network), spec_(*network.spec) {}

    Document run() {
        Document document = document_head(network_);
        for (uint32_t index = 0; index < network_.nodes.size(); ++index) {
            bool input = index < network_.input_count;
            (input ? document.inputs : place_for(network_.nodes[index], document)).push_back(block(index));
        }
        bool last_alone = network_.outputs.size() == 1 && network_.outputs[0] + 1 == network_.nodes.size();
        for (uint32_t output : network_.outputs) {
            if (!last_alone) document.outputs.push_back(name_value(output));
        }
        return document;
    }

  private:
    // Where a layer is written: inside `experts`, which it begins unless the layer before it has.
    std::vector<Block>& place_for(const Node& node, Document& document) const {
        if (node.experts == 0) return document.layers;
        bool goes_on = &node != network_.nodes.data() && (&node - 1)->experts == node.experts;
        if (!goes_on) {
            const Experts& experts = network_.experts_of(node);
            document.layers.push_back({.kind = Statement::Kind::experts,
                                       .type = "experts",
                                       .items = {{"count", number_value(experts.count), Item::Style::keyless},
                                                 {"active", number_value(experts.active)}},
                                       .has_block = true,
                                       .span = node.statement->type.span});
        }
        return document.layers.back().inside;
    }

    Value name_value(uint32_t node) const {
        return {.form = Value::Form::word, .text = std::string(network_.nodes[node].name)};
    }

    Block block(uint32_t index) const {
        const Node& node = network_.nodes[index];
        bool unlabelled_input = index < network_.input_count && node.statement->label.empty();
        Block block{.type = std::string(name_of(*node.kind)), .span = node.statement->type.span};
        if (!unlabelled_input) block.label = node.name;
        if (node.rank_suffix >= 0) block.type += std::to_string(node.rank_suffix) + "d";
        block.expected = figure_items(spec_, *node.statement);
        take_own(node, block);
        take_wiring(index, block);
        take_common(node, block);
        return block;
    }

    // The kind's own parameters, those without a key first, the others in the order of its table.
    void take_own(const Node& node, Block& block) const {
        Args args = network_.args_of(node);
        for (size_t param = 0; param < args.params().size(); ++param) {
            int number = static_cast<int>(param);
            if (!args.has(number)) continue;
            bool is_layer = args.params()[param].type == ParamType::layer;
            Item item{std::string(args.params()[param].name),
                      is_layer ? name_value(network_.reads_of(node).back()) : value_from(given_value(args, number))};
            if (item.value.form == Value::Form::boolean) item.style = Item::Style::switch_on;
            block.items.push_back(std::move(item));
        }
        put_in_front(block.items, args.params());
    }

    // By default the input of a layer is the layer before it, or the network's only input.
    void take_wiring(uint32_t index, Block& block) const {
        if (index < network_.input_count) return;
        auto reads = network_.operands_of(network_.nodes[index]);
        bool has_before = index > network_.input_count || network_.input_count == 1;
        if (has_before && reads.size() == 1 && reads[0] + 1 == index) return;
        if (reads.empty()) return;
        Value names{.form = Value::Form::names};
        for (uint32_t read : reads) names.items.push_back(name_value(read));
        block.items.push_back({"inputs", names});
    }

    void take_common(const Node& node, Block& block) const {
        if (node.demanded != 0) block.items.push_back({"in", number_value(node.demanded)});
        if (node.frozen) {
            block.items.push_back({"freeze", {Value::Form::boolean, "true"}, Item::Style::switch_on});
        }
        if (node.shares != nothing_shared) block.items.push_back({"share", name_value(node.shares)});
        if (node.activation) {
            block.items.push_back({"activation", {Value::Form::word, std::string(name_of(*node.activation))}});
        }
        take_silent(node, block);
    }

    // Parameters that change no shape and no count: `allow`, and the ignored parameters of frameworks.
    void take_silent(const Node& node, Block& block) const {
        for (const Argument& argument : arguments_of(spec_, *node.statement)) {
            ArgumentMatch found = match(spec_, *node.kind, argument);
            if (argument.key.empty() || holds_expression(spec_, argument.value)) continue;
            if (found.is(Common::allow)) {
                Value codes = names_value(spec_, argument.value);
                if (!codes.items.empty()) block.items.push_back({"allow", codes});
            } else if (found.kind == ArgumentMatch::Kind::ignored &&
                       !holds(spec_, argument.value, Literal::Form::object)) {
                block.items.push_back({std::string(spec_.text(argument.key)), value_of(spec_, argument.value)});
            }
        }
    }

    const Network& network_;
    const Spec& spec_;
};

}  // namespace

Document flat_document(const Network& network) { return Flat(network).run(); }

}  // namespace nnshape

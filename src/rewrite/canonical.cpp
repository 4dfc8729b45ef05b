#include "rewrite/canonical.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "network/bind.h"
#include "network/match.h"
#include "rewrite/document_head.h"
#include "rewrite/value.h"
#include "spec/expression.h"

namespace nnshape {
namespace {

constexpr std::string_view kind_words[] = {"",       "path",    "repeat",
                                           "freeze", "experts", "define"};  // of a layer: its type

Item switch_item(std::string_view name, const ArgumentMatch& found, Span span) {
    Value value{.form = Value::Form::boolean, .text = found.is_on ? "true" : "false", .span = span};
    return {std::string(name), value, Item::Style::switch_on};
}

// A common parameter as an item with canonical names.
Item common_item(const Spec& spec, const ArgumentMatch& found, const Literal& literal) {
    const Param& param = common_params()[static_cast<size_t>(found.param)];
    std::string name(param.name);
    if (found.is_switch) return switch_item(name, found, literal.span);
    if (found.is(Common::inputs) || found.is(Common::allow)) return {name, names_value(spec, literal)};
    if (found.is(Common::share)) return {name, word_value(spec, literal)};
    if (found.is(Common::activation)) {
        Value value = word_value(spec, literal);
        const LayerKind* kind = value.form == Value::Form::word ? find_kind(value.text).kind : nullptr;
        if (kind) value.text = name_of(*kind);
        return {name, value};
    }
    Value value = value_of(spec, param, literal);
    bool on_or_off = value.form == Value::Form::boolean;
    return {name, value, on_or_off ? Item::Style::switch_on : Item::Style::keyed};
}

class Canonical {
  public:
    explicit Canonical(const Network& network) : network_(network), spec_(*network.spec) {}

    Result<Document, Diagnostic> run() {
        Document document = document_head(network_);
        for (const Argument& let : spec_.lets) {
            document.lets.push_back({std::string(spec_.text(let.key)), value_of(spec_, let.value)});
        }
        for (const Definition& definition : spec_.definitions) document.definitions.push_back(define(definition));
        for (const Statement& input : spec_.inputs) document.inputs.push_back(head_block(input));
        document.layers = blocks(0, static_cast<uint32_t>(spec_.statements.size()));
        auto inputs = std::stable_partition(document.layers.begin(), document.layers.end(),
                                            [](const Block& block) { return block.type != "input"; });
        document.inputs.insert(document.inputs.end(), inputs, document.layers.end());
        document.layers.erase(inputs, document.layers.end());
        for (const Literal& name : spec_.outputs) document.outputs.push_back(word_value(spec_, name));
        if (problem_) return *problem_;
        return document;
    }

  private:
    DocumentDefinition define(const Definition& definition) {
        const Statement& statement = spec_.statements[definition.statement];
        DocumentDefinition written{.name = std::string(spec_.text(definition.name))};
        for (const Parameter& parameter : parameters_of(spec_, definition)) {
            written.parameters.push_back(
                {std::string(spec_.text(parameter.name)), value_of(spec_, parameter.standard)});
        }
        written.inside = blocks(definition.statement + 1, statement.end);
        return written;
    }

    std::vector<Block> blocks(uint32_t first, uint32_t end) {
        std::vector<Block> all;
        for (uint32_t index = first; index < end; index = spec_.statements[index].end) {
            const Statement& statement = spec_.statements[index];
            if (statement.kind == Statement::Kind::define) continue;
            Block block = head_block(statement);
            if (statement.has_block) block.inside = blocks(index + 1, statement.end);
            all.push_back(std::move(block));
        }
        return all;
    }

    // A statement without the statements in its braces.
    Block head_block(const Statement& statement) {
        Block block{.kind = statement.kind, .has_block = statement.has_block, .span = statement.type.span};
        if (!statement.label.empty()) {
            block.label = spec_.text(statement.label);
            block.span = statement.label.span;
        }
        block.expected = figure_items(spec_, statement);
        block.type = kind_words[static_cast<size_t>(statement.kind)];
        refuse_objects(statement);
        if (statement.kind == Statement::Kind::layer) take_layer(statement, block);
        if (statement.kind == Statement::Kind::repeat) {
            block.items.push_back(turns_item(arguments_of(spec_, statement)[0]));
        }
        if (statement.kind == Statement::Kind::experts) take_experts(statement, block);
        leave_out_empty(block.items);
        return block;
    }

    void take_experts(const Statement& statement, Block& block) {
        for (const Argument& argument : arguments_of(spec_, statement)) {
            bool wires = &argument == inputs_argument(spec_, statement);
            std::string key(wires ? "inputs" : argument.key.empty() ? "count" : spec_.text(argument.key));
            Value value = wires ? names_value(spec_, argument.value) : value_of(spec_, argument.value);
            Item::Style style = key == "count" ? Item::Style::keyless : Item::Style::keyed;
            block.items.push_back({std::move(key), std::move(value), style});
        }
        put_in_front(block.items, std::vector<std::string_view>{"count"});
    }

    // `"allow": []` has no effect, and the text form cannot express it.
    static void leave_out_empty(std::vector<Item>& items) {
        auto is_empty = [](const Item& item) {
            return item.value.form == Value::Form::names && item.value.items.empty();
        };
        items.erase(std::remove_if(items.begin(), items.end(), is_empty), items.end());
    }

    // The number of turns, or the name of a value with its values.
    Item turns_item(const Argument& argument) const {
        std::string name(spec_.text(argument.key));
        bool named = !name.empty() && name != "times";
        if (!named) return {"times", value_of(spec_, argument.value), Item::Style::keyless};
        Value value = value_of(spec_, argument.value);
        if (value.form == Value::Form::expression) return {std::move(name), std::move(value)};
        Value values{.form = Value::Form::values, .span = value.span};
        for (const Literal& one : names_in(spec_, argument.value)) values.items.push_back(value_of(spec_, one));
        return {std::move(name), std::move(values)};
    }

    void take_layer(const Statement& statement, Block& block) {
        std::string_view type = spec_.text(statement.type);
        FoundKind found = find_kind(type);
        if (found.kind) {
            block.type = name_of(*found.kind);
            if (found.rank >= 0 && !statement.is_code) block.type += fmt::format("{}d", found.rank);
            return take_arguments(statement, *found.kind, block);
        }
        block.type = type;
        auto definition = std::find_if(spec_.definitions.begin(), spec_.definitions.end(),
                                       [&](const Definition& one) { return spec_.text(one.name) == type; });
        if (definition != spec_.definitions.end()) return take_call(statement, *definition, block);
        refuse(statement.type.span, fmt::format("`{}` is not a layer type", printable(type)), code::unknown_layer);
    }

    void take_arguments(const Statement& statement, const LayerKind& kind, Block& block) {
        size_t taken = 0;
        for (const Argument& argument : arguments_of(spec_, statement)) {
            ArgumentMatch found = match(spec_, kind, argument, taken);
            if (found.takes_place(argument)) ++taken;
            if (found.is_own()) {
                block.items.push_back(
                    own_item(params_of(kind)[static_cast<size_t>(found.param)], found, argument.value));
            } else {
                take_other(argument, found, name_of(kind), block);
            }
        }
        put_in_front(block.items, params_of(kind));
    }

    Item own_item(const Param& param, const ArgumentMatch& found, const Literal& literal) const {
        if (found.is_switch) return switch_item(param.name, found, literal.span);
        Value value = value_of(spec_, param, literal);
        bool on_or_off = value.form == Value::Form::boolean;
        return {std::string(param.name), value, on_or_off ? Item::Style::switch_on : Item::Style::keyed};
    }

    // An argument that is not for a parameter of the type or definition itself.
    void take_other(const Argument& argument, const ArgumentMatch& found, std::string_view type, Block& block) {
        if (found.kind == ArgumentMatch::Kind::surplus) return refuse_surplus(argument.value, type);
        if (found.kind == ArgumentMatch::Kind::common) {
            block.items.push_back(common_item(spec_, found, argument.value));
        } else {
            block.items.push_back({std::string(spec_.text(argument.key)), value_of(spec_, argument.value)});
        }
    }

    void take_call(const Statement& call, const Definition& definition, Block& block) {
        auto parameters = parameters_of(spec_, definition);
        size_t taken = 0;
        for (const Argument& argument : arguments_of(spec_, call)) {
            ArgumentMatch found = match(spec_, definition, argument, taken);
            if (found.takes_place(argument)) ++taken;
            if (found.is_own()) {
                std::string name(spec_.text(parameters[static_cast<size_t>(found.param)].name));
                block.items.push_back({std::move(name), value_of(spec_, argument.value)});
            } else {
                take_other(argument, found, spec_.text(definition.name), block);
            }
        }
        std::vector<std::string_view> names;
        for (uint32_t parameter : positionals(spec_, definition))
            names.push_back(spec_.text(parameters[parameter].name));
        put_in_front(block.items, names);
    }

    // A parameter without effect may be an object, and so may any parameter of a layer that is never placed.
    void refuse_objects(const Statement& statement) {
        for (const Argument& argument : arguments_of(spec_, statement)) {
            if (!holds(spec_, argument.value, Literal::Form::object)) continue;
            refuse(argument.value.span, "an object cannot be converted", code::bad_value, "remove the parameter");
        }
    }

    void refuse(Span span, std::string message, const Code& code, std::string help = {}) {
        if (!problem_) problem_ = {&code, std::move(message), std::move(help), span};
    }

    void refuse_surplus(const Literal& value, std::string_view type) {
        refuse(value.span, fmt::format("`{}` is one value too many for {}", printable(spec_.text(value)), type),
               code::bad_value, "remove it, or give it its name");
    }

    const Network& network_;
    const Spec& spec_;
    std::optional<Diagnostic> problem_;
};

}  // namespace

Result<Document, Diagnostic> canonical_document(const Network& network) { return Canonical(network).run(); }

}  // namespace nnshape

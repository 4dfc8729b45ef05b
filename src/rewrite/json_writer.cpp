#include "base/json_writer.h"
#include "base/unicode.h"
#include "rewrite/writer.h"

#include <fmt/format.h>

// Writes a document as JSON: a layer on one line, and a layer that contains others on several lines.
namespace nnshape {
namespace {

class JsonForm {
  public:
    JsonForm(std::string& out, JsonWriter::Style style) : json_(out, style) {}

    std::optional<Diagnostic> write(const Document& document) {
        bool plain = has_plain_input(document);
        json_.open_object();
        if (!document.schema.empty()) json_.key("$schema").raw(document.schema);
        if (!document.id.empty()) json_.key("id").raw(document.id);
        word("name", document.name);
        word("layout", document.layout);
        word("dtype", document.dtype);
        word("weights_dtype", document.weights_dtype);
        if (plain) items(document.inputs[0].items, "input");
        if (!document.lets.empty()) object("let", document.lets);
        definitions(document.definitions);
        json_.key("layers").open_array();
        for (const Block& input : document.inputs) {
            if (!plain) block(input);
        }
        for (const Block& layer : document.layers) block(layer);
        json_.close_array();
        list("outputs", document.outputs);
        if (!document.expect.empty()) object("expect", document.expect);
        if (!document.limit.empty()) object("limit", document.limit);
        list("allow", document.allow);
        json_.close_object();
        return problem_;
    }

  private:
    // Whether there is one input that is only a shape, so that the key `input` can hold it.
    static bool has_plain_input(const Document& document) {
        if (document.inputs.size() != 1) return false;
        const Block& input = document.inputs[0];
        return input.label.empty() && input.items.size() == 1 && input.expected.empty();
    }

    void word(std::string_view key, const std::string& text) {
        if (!text.empty()) json_.key(key).value(text);
    }

    void list(std::string_view key, const std::vector<Value>& names) {
        if (names.empty()) return;
        json_.key(key).open_row();
        for (const Value& name : names) json_.value(name.text);
        json_.close_row();
    }

    void object(std::string_view key, const std::vector<Item>& content) {
        json_.key(key).open_row_object();
        items(content);
        json_.close_row_object();
    }

    void definitions(const std::vector<DocumentDefinition>& all) {
        if (all.empty()) return;
        json_.key("define").open_object();
        for (const DocumentDefinition& definition : all) {
            json_.key(definition.name).open_object();
            if (!definition.parameters.empty()) object("parameters", definition.parameters);
            blocks("layers", definition.inside);
            json_.close_object();
        }
        json_.close_object();
    }

    void blocks(std::string_view key, const std::vector<Block>& inside) {
        json_.key(key).open_array();
        for (const Block& child : inside) block(child);
        json_.close_array();
    }

    void block(const Block& block) {
        block.has_block ? json_.open_object() : json_.open_row_object();
        json_.key("type").value(block.type);
        word("name", block.label);
        bool values = block.kind == Statement::Kind::repeat && block.items[0].style == Item::Style::keyed;
        values ? object("values", block.items) : items(block.items);
        if (!block.expected.empty()) object("expect", block.expected);
        if (block.has_block) inside(block);
        block.has_block ? json_.close_object() : json_.close_row_object();
    }

    void inside(const Block& merge) {
        bool paths = !merge.inside.empty() && merge.inside[0].kind == Statement::Kind::path;
        if (!paths) return blocks("layers", merge.inside);
        json_.key("paths").open_array();
        for (const Block& path : merge.inside) {
            json_.open_array();
            for (const Block& child : path.inside) block(child);
            json_.close_array();
        }
        json_.close_array();
    }

    void items(const std::vector<Item>& all, std::string_view key_instead = {}) {
        for (const Item& item : all) {
            json_.key(key_instead.empty() ? item.key : key_instead);
            value(item.value);
        }
    }

    void value(const Value& value, bool in_list = false) {
        switch (value.form) {
            case Value::Form::nothing: json_.null(); return;
            case Value::Form::boolean:
            case Value::Form::number: json_.raw(value.text); return;
            case Value::Form::word: return string(value);
            case Value::Form::expression: json_.value(expression(value.text)); return;
            case Value::Form::pair:
                // A pair for every axis is a string: in an array of numbers, each number belongs to one axis.
                if (in_list) return row(value);
                json_.value(side(value.items[0]) + ":" + side(value.items[1]));
                return;
            case Value::Form::list:
            case Value::Form::names:
            case Value::Form::values:
            case Value::Form::shape: return row(value);
        }
    }

    static std::string side(const Value& value) {
        return value.form == Value::Form::expression ? expression(value.text) : value.text;
    }

    // Only a `$` makes an expression of a string.
    static std::string expression(const std::string& text) {
        return text.find('$') != std::string::npos ? text : fmt::format("$({})", text);
    }

    void row(const Value& list) {
        json_.open_row();
        // A pair in an array of sizes is an array.
        for (const Value& item : list.items) value(item, list.form != Value::Form::values);
        json_.close_row();
    }

    void string(const Value& word) {
        if (word.text.find('$') != std::string::npos && !problem_) {
            problem_ = {
                &code::bad_value,
                fmt::format("`{}` cannot be written in JSON, where `$` begins an expression", printable(word.text)),
                "choose a name without it", word.span};
        }
        json_.value(word.text);
    }

    JsonWriter json_;
    std::optional<Diagnostic> problem_;
};

}  // namespace

std::optional<Diagnostic> write_json_form(const Document& document, std::string& out) {
    auto problem = JsonForm(out, JsonWriter::Style::indented).write(document);
    out += '\n';
    return problem;
}

std::optional<Diagnostic> write_compact_form(const Document& document, std::string& out) {
    auto problem = JsonForm(out, JsonWriter::Style::compact).write(document);
    out += '\n';
    return problem;
}

}  // namespace nnshape

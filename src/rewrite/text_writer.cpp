#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "rewrite/writer.h"
#include "spec/arithmetic.h"
#include "spec/keywords.h"
#include "spec/text/statement_reader.h"
#include "spec/text/word.h"

// Writes a document as text: a statement on each line, and blocks indented by two blanks.
namespace nnshape {
namespace {

bool is_truth(std::string_view word) {
    constexpr std::string_view truths[] = {"true", "false", "yes", "no"};
    return std::find(std::begin(truths), std::end(truths), folded(word)) != std::end(truths);
}

class TextForm {
  public:
    explicit TextForm(std::string& out) : out_(out) {}

    std::optional<Diagnostic> write(const Document& document) {
        if (!document.name.empty()) line(fmt::format("network {}", name(document.name, document.name_span)));
        if (!document.layout.empty()) line("layout " + document.layout);
        if (!document.dtype.empty() || !document.weights_dtype.empty()) line(dtypes(document));
        for (const Block& input : document.inputs) block(input);
        part([&] {
            for (const Item& let : document.lets) line("let " + item(let));
        });
        for (const DocumentDefinition& definition : document.definitions) part([&] { define(definition); });
        part([&] { blocks(document.layers); });
        part([&] {
            if (!document.outputs.empty()) line("outputs" + names(document.outputs));
            if (!document.expect.empty()) line("expect" + amounts(document.expect));
            if (!document.limit.empty()) line("limit" + amounts(document.limit));
            if (!document.allow.empty()) line("allow" + names(document.allow));
        });
        return problem_;
    }

  private:
    void refuse(std::string_view what, Span span, std::string help) {
        if (problem_) return;
        problem_ = {&code::bad_value, fmt::format("{} cannot be written in the text form", what), std::move(help),
                    span};
    }

    // The text form names the weights' type after the other one.
    static std::string dtypes(const Document& document) {
        std::string words = "dtype " + (document.dtype.empty() ? std::string("float32") : document.dtype);
        return document.weights_dtype.empty() ? words : words + " weights=" + document.weights_dtype;
    }

    void line(std::string_view text) { fmt::format_to(std::back_inserter(out_), "{:{}}{}\n", "", indent_, text); }

    // Precedes each part by a blank line. It never writes the first part: the inputs are.
    template <class Write>
    void part(Write write) {
        size_t begin = out_.size();
        write();
        if (out_.size() > begin) out_.insert(begin, "\n");
    }

    void define(const DocumentDefinition& definition) {
        std::string parameters;
        for (const Item& parameter : definition.parameters) {
            if (!parameters.empty()) parameters += ", ";
            bool required = parameter.value.form == Value::Form::nothing;
            parameters += required ? parameter.key : item(parameter);
        }
        bool none = definition.parameters.empty();
        std::string head = "define " + definition.name + (none ? "" : fmt::format("({})", parameters));
        braces(head, definition.inside, {});
    }

    void braces(const std::string& head, const std::vector<Block>& inside, const std::string& behind) {
        if (inside.empty()) return line(head + " { }" + behind);
        line(head + " {");
        indent_ += 2;
        blocks(inside);
        indent_ -= 2;
        line("}" + behind);
    }

    void blocks(const std::vector<Block>& all) {
        for (const Block& one : all) block(one);
    }

    void block(const Block& block) {
        std::string head = block.label.empty() ? std::string() : name(block.label, block.span, true) + ": ";
        head += block.type;
        for (const Item& one : block.items) head += " " + item(one);
        std::string expected = block.expected.empty() ? std::string() : " ->" + expectation(block.expected);
        if (!block.has_block) return line(head + expected);
        braces(head, block.inside, expected);
    }

    std::string expectation(const std::vector<Item>& expected) {
        std::string out;
        for (const Item& figure : expected) {
            out += " " + (figure.key == "output" ? value(figure.value) : amount(figure));
        }
        return out;
    }

    std::string amount(const Item& figure) {
        if (figure.key == "output") return fmt::format("output={}", value(figure.value));
        return fmt::format("{}={}", figure.key, with_commas(read_integer(figure.value.text).value));
    }

    std::string amounts(const std::vector<Item>& all) {
        std::string out;
        for (const Item& figure : all) out += " " + amount(figure);
        return out;
    }

    std::string names(const std::vector<Value>& all) {
        std::string out;
        for (const Value& one : all) out += " " + name(one.text, one.span);
        return out;
    }

    std::string item(const Item& item) {
        if (item.style == Item::Style::keyless) return value(item.value);
        std::string key = item.key == "inputs" ? "from" : name(item.key, item.value.span);
        if (item.style == Item::Style::switch_on) return (item.value.text == "true" ? "" : "no-") + key;
        return fmt::format("{}={}", key, value(item.value));
    }

    std::string value(const Value& value) {
        switch (value.form) {
            case Value::Form::nothing: return "-";
            case Value::Form::boolean:
            case Value::Form::number: return value.text;
            case Value::Form::word: return word(value);
            case Value::Form::expression: return expression(value);
            case Value::Form::pair:
                return fmt::format("{}:{}", this->value(value.items[0]), this->value(value.items[1]));
            case Value::Form::list:
            case Value::Form::names:
            case Value::Form::values:
            case Value::Form::shape: return list(value);
        }
        return {};
    }

    std::string list(const Value& list) {
        if (list.items.empty()) refuse("an empty list", list.span, "remove the parameter");
        bool words = list.form == Value::Form::names || list.form == Value::Form::values ||
                     std::any_of(list.items.begin(), list.items.end(),
                                 [](const Value& item) { return item.form == Value::Form::word; });
        std::string out;
        for (const Value& item : list.items) {
            if (!out.empty()) out += words ? "," : "x";
            bool is_name = list.form == Value::Form::names && item.form == Value::Form::word;
            out += is_name ? name(item.text, item.span) : value(item);
            // The `x` after a name would be read as a letter of the name.
            if (!words && list.items.size() > 1) out = braced(out);
        }
        return out;
    }

    // An expression, or a list up to one, with its last name in braces.
    static std::string braced(const std::string& text) {
        size_t dollar = text.rfind('$');
        bool last = dollar != std::string::npos && is_name(std::string_view(text).substr(dollar + 1));
        return last ? fmt::format("{}${{{}}}", text.substr(0, dollar), text.substr(dollar + 1)) : text;
    }

    std::string expression(const Value& expression) {
        const std::string& text = expression.text;
        bool good = std::all_of(text.begin(), text.end(), [](char letter) {
            return is_name(std::string_view(&letter, 1)) || (letter >= '0' && letter <= '9') ||
                   std::string_view("${}()+-*/%.,").find(letter) != std::string_view::npos;
        });
        bool is_one = split_at_commas(text, {0, static_cast<uint32_t>(text.size())}).size() == 1;
        good = good && is_one && (text.find('$') != std::string::npos || is_arithmetic(text));
        if (!good) refuse(fmt::format("`{}`", printable(expression.text)), expression.span, "it is not an expression");
        return expression.text;
    }

    // A string, with quotes if it would otherwise be a number, a list or a boolean.
    std::string word(const Value& word) {
        bool like_number = std::string_view("0123456789-.").find(word.text.substr(0, 1)) != std::string_view::npos;
        if (like_number || is_truth(word.text)) return quoted(word.text, word.span);
        return name(word.text, word.span);
    }

    std::string name(const std::string& text, Span span, bool is_label = false) {
        bool bare = is_plain_name(text) && text != "-" && !(is_label && is_directive(text));
        return bare ? text : quoted(text, span);
    }

    std::string quoted(const std::string& text, Span span) {
        if (text.find_first_of(std::string_view("\n\0", 2)) != std::string::npos) {
            refuse(fmt::format("`{}`", printable(text)), span, "a name is on one line");
        } else if (printable(text) != text) {
            refuse(fmt::format("`{}`", printable(text)), span, "text has no escape for it; JSON has");
        }
        std::string out = "\"";
        for (char letter : text) {
            if (letter == '"' || letter == '\\') out += '\\';
            out += letter;
        }
        return out + "\"";
    }

    std::string& out_;
    int indent_ = 0;
    std::optional<Diagnostic> problem_;
};

}  // namespace

std::optional<Diagnostic> write_text_form(const Document& document, std::string& out) {
    return TextForm(out).write(document);
}

}  // namespace nnshape

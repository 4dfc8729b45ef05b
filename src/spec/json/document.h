#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "spec/json/open_statements.h"
#include "spec/json/part.h"
#include "spec/spec.h"

// Puts the values of a JSON spec where they belong in the Spec.
namespace nnshape {

class JsonDocument {
  public:
    /// Where a value or a part is: what is around it, and its key there (empty in an array).
    struct Place {
        JsonPart around = JsonPart::file;
        Text key = {};
    };

    JsonDocument(Spec& spec, Diagnostics& diagnostics) : spec_(spec), diagnostics_(diagnostics), statements_(spec) {}

    /// A value that is not in a list.
    void value(const Place& place, const Literal& literal);

    /// Whether a string there may be an expression.
    bool takes_expression(const Place& place) const;

    /// Whether a key is the second block of its layer. Reports it.
    bool refuse_second_block(const Place& place);

    /// A part begins, after the parts around it. The document itself is not one of them.
    void begin(const Place& place, JsonPart part, Span span);

    /// A part ends; `span` is the whole part. Not for a list, which is a value.
    void end(const Place& place, JsonPart part, Span span);

    /// Ends the statements of a text that breaks off, as broken.
    void abandon() { statements_.abandon(); }

    void fail(Span span, std::string message, std::string help = {}, const Code& code = code::bad_value);

  private:
    void document_value(const Literal& literal);
    void changes_value(const Literal& literal);
    void layer_value(const Literal& literal);
    void definition_value(const Literal& literal);
    void let_value(const Literal& literal);
    void variable_value(const Literal& literal);
    void parameter_value(const Literal& literal);
    void amount(std::vector<Argument>& into, const Literal& literal);
    void name_item(std::vector<Literal>& into, const Literal& literal);
    void take_input(const Literal& literal, Text name = {});
    void begin_definition(Span span);
    void end_definition(Span span);
    void finish_layer(uint32_t end);
    void finish_block(Statement& block);
    void finish_turns(Statement& repeat);
    void refuse_key(std::string_view whose, const std::vector<std::string_view>& keys);
    Text string_or_fail(const Literal& literal);
    Text word_or_fail(const Literal& literal);
    bool refuse_object(const Literal& literal, std::string_view help);
    bool key_is_name(std::string_view whose);  // one that expressions can hold, or it fails
    std::string_view key_text() const { return spec_.text(key_); }

    Spec& spec_;
    Diagnostics& diagnostics_;
    OpenStatements statements_;
    Text key_;  // of the value at hand
};

}  // namespace nnshape

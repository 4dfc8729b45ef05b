#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

// What was written, every piece with its span: syntax only, no layer is known here. Both forms, text and JSON,
// read into it. All pieces lie in flat pools that are reused from spec to spec.
namespace nnshape {

struct Code;

enum class SpecForm : uint8_t { text, json };

/// A word of the source, its quotes left out; `decoded` is where the text with escapes resolved lies, if it has any.
struct Text {
    static constexpr uint32_t as_written = UINT32_MAX;

    Span span;
    uint32_t decoded = as_written;

    bool empty() const { return span.begin == span.end; }
};

/// Elements [first, first + count) of a pool.
struct Range {
    uint32_t first = 0;
    uint32_t count = 0;
};

/// A value: `3`, `same`, `1.5`, `3x5`, `0:1x0:1`, `a,b`, or its like in JSON.
struct Literal {
    enum class Form : uint8_t {
        nothing,  ///< null in JSON, `-` in text
        boolean,
        integer,
        huge,        ///< an integer beyond 64 bits
        decimal,     ///< any other number
        word,        ///< a word, or a string
        list,        ///< of `items`: by `x` in text, an array in JSON
        commas,      ///< of `items`, separated by commas in text
        pair,        ///< of two `items`: before:after in text
        object,      ///< an object in JSON, where none can stand
        expression,  ///< holds `$name`; `evaluate` makes one of the others of it
    };

    Form form = Form::nothing;
    bool quoted = false;
    Span span;
    int64_t number = 0;  ///< of an integer or a boolean
    Range items = {};    ///< in the spec's pool
    uint32_t decoded = Text::as_written;
};

/// `key=value`; a value without a key has an empty key.
struct Argument {
    Text key;
    Literal value;
};

/// `label: type {value} {key=value} -> …`, or an object of `layers`. With a block the statements in it follow, each
/// with its own block behind it.
struct Statement {
    enum class Kind : uint8_t {
        layer,   ///< or the call of a definition; with a block a merge
        path,    ///< of a merge
        repeat,  ///< its turns are its only argument
        freeze,
        define,
    };

    Text label = {};
    Text type = {};
    Range arguments = {};
    Range expected = {};  ///< in the spec's `expected`; an empty key means `output`
    Span span = {};
    Kind kind = Kind::layer;
    bool has_block = false;
    uint32_t end = 0;     ///< behind its block's last statement, in the spec's `statements`
    bool broken = false;  ///< could not be read whole; the error is reported

    /// Where a first expectation goes. In text: behind the last token, be it a `}`. In JSON: behind the `{` of an
    /// `expect` that is there, or else at the `}` that ends the layer.
    uint32_t expects_at = 0;
};

/// `define name(parameter, parameter=default) { … }`; its block is that of a statement of kind `define`.
struct Definition {
    Text name;
    uint32_t statement = 0;  ///< in the spec's `statements`
    Range parameters = {};   ///< in the spec's `parameters`
};

/// A definition's parameter; `nothing` as its default means that it is required.
struct Parameter {
    Text name;
    Literal standard;
};

struct Spec {
    Source source;
    SpecForm form = SpecForm::text;
    Text name, layout, dtype;
    Span id, schema;                ///< of the JSON values, empty where there are none
    std::vector<Statement> inputs;  ///< the `input` directives
    std::vector<Statement> statements;
    std::vector<Definition> definitions;
    std::vector<Parameter> parameters;
    std::vector<Argument> lets;
    std::vector<Literal> outputs, allow;
    std::span<const Code* const> codes;  ///< that `allow` may name; set by whoever knows the rules, kept by `clear`
    std::vector<Argument> expect, limit;

    std::vector<Argument> arguments;
    std::vector<Argument> expected;
    std::vector<Literal> items;
    std::deque<std::string> decoded;  ///< those with escapes; none moves as others come

    std::string_view text(const Text& piece) const {
        return piece.decoded == Text::as_written ? source.at(piece.span) : std::string_view(decoded[piece.decoded]);
    }
    std::string_view text(const Literal& literal) const { return text(Text{literal.span, literal.decoded}); }

    /// Empty, for a text of its own, with the pools' memory kept.
    void clear();
};

/// An integer of digits with `_` between them and perhaps a sign: its literal form, and its value where it fits.
struct ReadInteger {
    Literal::Form form = Literal::Form::word;  ///< integer, huge, or word where it is none
    int64_t value = 0;
};
ReadInteger read_integer(std::string_view text);

/// Whether the text is a number with a point or an exponent.
bool is_decimal(std::string_view text);

}  // namespace nnshape

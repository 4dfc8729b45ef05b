#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

// What the author wrote, with the span of every piece. This is syntax: layer types are not known here. The readers of
// text and JSON fill it, and nothing changes it after that. All pieces are in flat pools, which are reused from spec to
// spec.
namespace nnshape {

enum class SpecForm : uint8_t { text, json };

/// A word of the source, without quotes. If it has escapes, `decoded` is the index of the text without them.
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

/// A value: `3`, `same`, `1.5`, `3x5`, `0:1x0:1`, `a,b`, `60*25`, or the same in JSON.
struct Literal {
    enum class Form : uint8_t {
        nothing,  ///< null in JSON, `-` in text
        boolean,
        integer,
        huge,        ///< an integer that does not fit into 64 bits
        decimal,     ///< any other number
        word,        ///< a word, or a string
        list,        ///< of `items`: joined by `x` in text, an array in JSON
        commas,      ///< of `items`, separated by commas in text
        pair,        ///< of two `items`: before:after in text
        object,      ///< an object in JSON, which is never a valid value
        expression,  ///< holds a `$`, or in text calculates; `evaluate` returns another form
    };

    Form form = Form::nothing;
    bool quoted = false;
    Span span;
    int64_t number = 0;  ///< of an integer or a boolean
    Range items = {};    ///< in the spec's pool; of a number that was calculated: see `evaluate_expression`
    uint32_t decoded = Text::as_written;
};

/// `key=value`, or a value alone, whose key is empty.
struct Argument {
    Text key;
    Literal value;
};

/// `label: type {value} {key=value} -> …`, or an object of `layers`. The statements of its block follow it, each
/// followed by its own block.
struct Statement {
    enum class Kind : uint8_t {
        layer,   ///< or the call of a definition; with a block a merge
        path,    ///< of a merge
        repeat,  ///< its turns are its only argument
        freeze,
        experts,  ///< a chain that exists several times, of which some work
        define,
    };

    Text label = {};
    Text type = {};
    Range arguments = {};
    Range expected = {};  ///< in the spec's `expected`; an empty key means `output`
    Span span = {};
    Kind kind = Kind::layer;
    bool has_block = false;
    uint32_t end = 0;       ///< one past its block's last statement, in the spec's `statements`
    bool broken = false;    ///< could not be read completely; the error is reported
    bool is_guess = false;  ///< it is code, and classes of two frameworks have this name and differ
    bool is_code = false;   ///< a framework's constructor, translated: its type and keys are not in the source

    /// Where to insert a first expectation. In text: after the last token, which may be `}`. In JSON: after the `{` of
    /// an `expect` if there is one, otherwise before the `}` that ends the layer.
    uint32_t expects_at = 0;
};

/// `define name(parameter, parameter=default) { … }`. A statement of kind `define` has its block.
struct Definition {
    Text name;
    uint32_t statement = 0;  ///< in the spec's `statements`
    Range parameters = {};   ///< in the spec's `parameters`
};

/// A parameter of a definition. A default of `nothing` means that the parameter is required.
struct Parameter {
    Text name;
    Literal standard;
};

struct Spec {
    Source source;
    SpecForm form = SpecForm::text;
    Text name, layout, dtype;
    Text weights_dtype;             ///< of the weights alone
    Span id, schema;                ///< of the JSON values; empty if there are none
    std::vector<Statement> inputs;  ///< the `input` directives
    std::vector<Statement> statements;
    std::vector<Definition> definitions;
    std::vector<Parameter> parameters;
    std::vector<Argument> lets;
    std::vector<Literal> outputs, allow;
    std::vector<Argument> expect, limit;

    std::vector<Argument> arguments;
    std::vector<Argument> expected;
    std::vector<Literal> items;
    std::deque<std::string> decoded;  ///< texts that have escapes; references stay valid

    std::string_view text(const Text& piece) const {
        return piece.decoded == Text::as_written ? source.at(piece.span) : std::string_view(decoded[piece.decoded]);
    }
    std::string_view text(const Literal& literal) const { return text(Text{literal.span, literal.decoded}); }

    /// Empties the spec for another text, and keeps the memory of the pools.
    void clear();
};

/// An integer: digits, with `_` between them and an optional `-`. The value is 0 if it does not fit into a 64-bit
/// integer.
struct ReadInteger {
    Literal::Form form = Literal::Form::word;  ///< integer, huge, or word if it is not an integer
    int64_t value = 0;
};
ReadInteger read_integer(std::string_view text);

/// Whether the text is a number with a point or an exponent.
bool is_decimal(std::string_view text);

}  // namespace nnshape

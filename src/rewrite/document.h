#pragma once

#include <string>
#include <vector>

#include "spec/spec.h"

// A spec as it is to be written, in one form or the other: every value with its parameter's name, every name canonical.
namespace nnshape {

struct Value {
    enum class Form : uint8_t {
        nothing,
        boolean,     ///< `text` is true or false
        number,      ///< `text` is one as JSON writes it
        word,        ///< any string
        expression,  ///< without blanks, with `${name}` only where a letter follows
        list,        ///< of `items`: `3x5`, or words with commas
        pair,        ///< of two `items`: before and after, for every axis or for one of a list
        names,       ///< of `items`, one or more: an array in JSON even of one
        shape,       ///< of `items`, likewise
    };

    Form form = Form::nothing;
    std::string text = {};
    std::vector<Value> items = {};
    Span span = {};  ///< in the spec that was read, for saying what cannot be written
};

/// A parameter and its value.
struct Item {
    enum class Style : uint8_t {
        keyed,
        keyless,    ///< in text the value stands alone
        switch_on,  ///< a boolean that in text is `key` or `no-key`
    };

    std::string key;  ///< as in JSON
    Value value;
    Style style = Style::keyed;
};

struct Block {
    Statement::Kind kind = Statement::Kind::layer;
    std::string label = {}, type = {};
    std::vector<Item> items = {};
    std::vector<Item> expected = {};
    bool has_block = false;
    std::vector<Block> inside = {};
    Span span = {};  ///< of the label, or else the type
};

struct DocumentDefinition {
    std::string name;
    std::vector<Item> parameters = {};  ///< `nothing` as its default means that it is required
    std::vector<Block> inside = {};
};

struct Document {
    std::string id, schema;  ///< as JSON wrote them; in text they have no place
    std::string name, layout, dtype;
    Span name_span = {};
    std::vector<Item> lets = {};
    std::vector<DocumentDefinition> definitions = {};
    std::vector<Block> inputs = {};
    std::vector<Block> layers = {};
    std::vector<Value> outputs = {}, allow = {};
    std::vector<Item> expect = {}, limit = {};
};

}  // namespace nnshape

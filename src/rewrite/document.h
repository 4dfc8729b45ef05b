#pragma once

#include <string>
#include <vector>

#include "spec/spec.h"

// A spec to be written in text or JSON. Every value has its parameter's name, and every name is canonical.
namespace nnshape {

struct Value {
    enum class Form : uint8_t {
        nothing,
        boolean,     ///< `text` is true or false
        number,      ///< `text` is a JSON number
        word,        ///< any string
        expression,  ///< as in text: without blanks and `$(`; `${name}` only if a letter follows
        list,        ///< of `items`: `3x5`, or words with commas
        pair,        ///< of two `items`: before and after, for every axis or for one of a list
        names,       ///< of one or more `items`: in JSON an array, even of one
        shape,       ///< of one or more `items`: in JSON an array, even of one
        values,      ///< of one or more `items` of any form: of a `repeat`
    };

    Form form = Form::nothing;
    std::string text = {};
    std::vector<Value> items = {};
    Span span = {};  ///< in the spec that was read, for messages
};

/// A parameter and its value.
struct Item {
    enum class Style : uint8_t {
        keyed,
        keyless,    ///< in text the value has no key
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
    std::vector<Item> parameters = {};  ///< required if its value is `nothing`, else its value is the default
    std::vector<Block> inside = {};
};

struct Document {
    std::string id, schema;  ///< as in the JSON form; the text form cannot express them
    std::string name, layout, dtype, weights_dtype;
    Span name_span = {};
    std::vector<Item> lets = {};
    std::vector<DocumentDefinition> definitions = {};
    std::vector<Block> inputs = {};
    std::vector<Block> layers = {};
    std::vector<Value> outputs = {}, allow = {};
    std::vector<Item> expect = {}, limit = {};
};

}  // namespace nnshape

#pragma once

#include <string>
#include <vector>

#include "base/source.h"

// A call as it is written in Python: `nn.Conv2d(3, 64, kernel_size=(7, 7), bias=False)`.
namespace nnshape {

/// `key=value`, or a value alone, whose key is empty. A template, as a value may be a call with arguments.
template <class Value>
struct KeyedValue {
    std::string key;
    Span key_span = {};  ///< of the key, or of the value without one
    Value value;
};

/// A value in the code, with the place where it is written.
struct CallValue {
    enum class Form : uint8_t {
        none,        ///< `None`
        boolean,     ///< `True`, `False`
        integer,     ///< a whole number that fits into 64 bits
        number,      ///< any other number
        word,        ///< a string; `text` is what it contains
        list,        ///< of `items`: a tuple or a list
        expression,  ///< anything that is calculated, a name among them; `text` is the code
        call,        ///< another constructor: its name is `text`, its arguments are `arguments`
    };

    Form form = Form::none;
    Span span = {};
    int64_t number = 0;  ///< of an integer or a boolean
    std::string text = {};
    std::vector<CallValue> items = {};
    std::vector<KeyedValue<CallValue>> arguments = {};

    bool is(std::string_view word) const { return form == Form::word && text == word; }
};

using CallArgument = KeyedValue<CallValue>;

/// Whether two values are the same, wherever they are written. A call is the same as none.
bool is_same_value(const CallValue& one, const CallValue& other);

}  // namespace nnshape

#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "layers/advice.h"
#include "spec/spec.h"

// How advice is written for the author of a spec: the same advice is `padding=1:2` in text and `"padding": [[1, 2], [1,
// 2]]` in JSON. Each form is one const Dialect; no other code asks which form a spec has.
namespace nnshape {

/// A form of spec. Texts are parts of messages: code in them is in backticks. Patterns are fmt's.
struct Dialect {
    // What the form's values can express.
    bool needs_keys;            ///< every value has a key
    bool has_labels;            ///< a statement may begin with `label:`
    bool words_are_flags;       ///< `yes` and `no` mean true and false
    bool strings_are_pairs;     ///< "0:1" is a pair, which the form cannot write otherwise
    bool lists_are_names;       ///< a list of values may be a list of names; otherwise only commas make one
    bool strings_are_names;     ///< a name must be a string
    bool counts_have_suffixes;  ///< a count may be 62,378,344 or 62M

    // How values are spelt, without backticks.
    std::string_view nothing;
    std::string_view quote;  ///< before and after a word
    std::string_view list_begin, list_between, list_end;

    // Patterns.
    std::string_view setting_pattern;  ///< key, value
    std::string_view type_pattern;     ///< a layer's type
    std::string_view layer_pattern;    ///< a layer that needs no values
    std::string_view layout_pattern;   ///< layout
    std::string_view off_pattern;      ///< a switch that is off
    std::string_view input_pattern;    ///< the sizes of the network's input
    std::string_view wiring_key;       ///< the key that names the inputs of a layer

    // Whole texts.
    std::string_view sizes_rule;    ///< how a list of sizes is written
    std::string_view layers_rule;   ///< how the layers are written
    std::string_view input;         ///< an example of an input
    std::string_view turns;         ///< an example of the number of turns of a `repeat`
    std::string_view experts;       ///< an example of the head of `experts`
    std::string_view name_a_layer;  ///< how to name a layer and use the name

    /// `padding=1:2`, `"padding": [[1, 2], [1, 2]]`
    std::string setting(const Setting& setting) const;

    /// `from=a,b`, `"inputs": ["a", "b"]`
    std::string wiring(std::initializer_list<std::string_view> names) const;

    /// `3x3`, `[3, 3]`; one size alone is a number, in both.
    std::string sizes(std::span<const int64_t> values) const;

    /// `input 28x28x1`, `"input": [28, 28, 1]`
    std::string input_of(std::span<const int64_t> sizes) const;

    /// `conv1d`, `"type": "conv1d"`
    std::string type(std::string_view name) const;

    /// `layout CHW`, `"layout": "CHW"`
    std::string layout(std::string_view name) const;

    /// `no-bias`, `"bias": false`
    std::string switched_off(std::string_view name) const;

    /// A statement of the text form in this form; `keys` are those of its values without one: `conv 64 3`,
    /// `{"type": "conv", "filters": 64, "kernel": 3}`
    std::string statement(std::string_view text, std::span<const std::string_view> keys) const;

    /// The same without backticks: an example that is not a fix.
    std::string statement_text(std::string_view text, std::span<const std::string_view> keys) const;

    /// "write `padding=1:2` or `ceil=true`", "put `flatten` before it"; empty if there is no advice.
    std::string help(const Advice& advice) const;
};

const Dialect& dialect_of(SpecForm form);
inline const Dialect& dialect_of(const Spec& spec) { return dialect_of(spec.form); }

}  // namespace nnshape

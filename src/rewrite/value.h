#pragma once

#include "layers/param.h"
#include "rewrite/document.h"

// Converts the literals of a spec to values that both forms can write.
namespace nnshape {

/// A literal whose parameter is not known. In text, `true` is a boolean.
Value value_of(const Spec& spec, const Literal& literal);

/// A literal as the value of a parameter; its words are canonical.
Value value_of(const Spec& spec, const Param& param, const Literal& literal);

/// The name or the list of names that a literal is.
Value names_value(const Spec& spec, const Literal& literal);

/// A literal as a word, even if it looks like a number or a boolean.
Value word_value(const Spec& spec, const Literal& literal);

Value number_value(int64_t number);

/// Moves the values that need no key to the front, in the order of these names, and removes their keys in text. A word
/// keeps its key, because without the key it could be a switch. The second form moves the positional
/// parameters.
void put_in_front(std::vector<Item>& items, const std::vector<std::string_view>& names);
void put_in_front(std::vector<Item>& items, std::span<const Param> params);

}  // namespace nnshape

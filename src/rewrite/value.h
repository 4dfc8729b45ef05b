#pragma once

#include "layers/param.h"
#include "rewrite/document.h"

// From what was written to a value that both forms can write.
namespace nnshape {

/// A literal whose parameter is not known: `true` in text is a truth, and all else what it looks like.
Value value_of(const Spec& spec, const Literal& literal);

/// A literal as the value of a parameter, its words canonical.
Value value_of(const Spec& spec, const Param& param, const Literal& literal);

/// The names that a literal lists, or the one that it is.
Value names_value(const Spec& spec, const Literal& literal);

/// A string as it was written, whatever it looks like.
Value word_value(const Spec& spec, const Literal& literal);

Value number_value(int64_t number);

/// Moves the values that need no key to the front, in the order of these names, and removes their keys in text. A word
/// keeps its key, because without it a reader may take it for a switch. The second form moves the positional
/// parameters.
void put_in_front(std::vector<Item>& items, const std::vector<std::string_view>& names);
void put_in_front(std::vector<Item>& items, std::span<const Param> params);

}  // namespace nnshape

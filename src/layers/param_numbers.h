#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "layers/param.h"

// An enum with the row numbers of a table of parameters, and a compile-time check that its names are those of the
// table.
namespace nnshape {

/// Whether `names`, a list with commas, has exactly the names of the table's rows, in the same order.
constexpr bool names_rows(std::string_view names, std::span<const Param> table) {
    for (const Param& param : table) {
        size_t end = std::min(names.find(','), names.size());
        if (names.substr(0, end) != param.name) return false;
        names.remove_prefix(end);
        if (names.starts_with(',')) names.remove_prefix(1);
        if (names.starts_with(' ')) names.remove_prefix(1);
    }
    return names.empty();
}

}  // namespace nnshape

/// Declares the row numbers of a table: `PARAM_NUMBERS(filters, kernel);`. Write
/// `static_assert(names_rows(param_names, table));` after the table.
#define PARAM_NUMBERS(...) \
    enum { __VA_ARGS__ };  \
    [[maybe_unused]] constexpr std::string_view param_names = #__VA_ARGS__

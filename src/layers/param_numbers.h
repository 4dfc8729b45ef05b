#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "layers/param.h"

// An enum that numbers the rows of a table of parameters, and the check that it names them.
namespace nnshape {

/// Whether names with commas between them are those of a table's rows, in their order and number.
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

/// Declares the numbers of a table's rows: `PARAM_NUMBERS(filters, kernel);`. After the table,
/// `static_assert(names_rows(param_names, table));` checks that the enum names its rows.
#define PARAM_NUMBERS(...) \
    enum { __VA_ARGS__ };  \
    [[maybe_unused]] constexpr std::string_view param_names = #__VA_ARGS__

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "import/python/value.h"

namespace nnshape::python {

/// How a value is written: `[[fill]align][sign][#][0][width][grouping][.precision][type]`.
struct FormatSpec {
    std::string fill = " ";
    char align = 0;  ///< < > = ^; 0: by the value's type
    char sign = '-';
    bool alternative = false;
    int64_t width = 0;
    char group = 0;  ///< , or _; 0: none
    std::optional<int64_t> precision = {};
    char type = 0;  ///< 0: by the value
};

/// Nothing if it is not a specification.
std::optional<FormatSpec> parse_format_spec(std::string_view text);

std::string padded(std::string_view text, const FormatSpec& spec, char standard_align);
std::string formatted_text(std::string_view text, const FormatSpec& spec);

/// Nothing if the type is not one for this number.
std::optional<std::string> formatted_number(const Value& value, const FormatSpec& spec);

}  // namespace nnshape::python

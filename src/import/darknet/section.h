#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The sections of a Darknet cfg with their options, as Darknet's `read_cfg` reads them: blanks mean nothing, a line
// that begins with `#` or `;` is a comment, and of two options with the same key the first one counts.
namespace nnshape::darknet {

struct CfgOption {
    std::string key, value;
    uint64_t line;  ///< from 1
};

struct CfgSection {
    std::string type;  ///< without brackets
    uint64_t line;     ///< from 1
    std::vector<CfgOption> options;

    const CfgOption* find(std::string_view key) const;
    std::string_view text(std::string_view key, std::string_view fallback) const;

    /// A value that `wrong_integer` accepts, which is within 32 bits.
    int64_t integer(std::string_view key, int64_t fallback) const;
    bool flag(std::string_view key) const { return integer(key, 0) != 0; }
};

struct Cfg {
    std::vector<CfgSection> sections;
    std::vector<uint64_t> stray_lines;  ///< neither a section, an option, nor a comment: Darknet passes over them
};

Cfg read_cfg(std::string_view bytes);

/// The first option of the section that must be an integer, and is not. Null if there is none.
const CfgOption* wrong_integer(const CfgSection& section);

/// The integer that a value begins with, as C's `atoi` reads it, if it is within 32 bits.
std::optional<int64_t> leading_integer(std::string_view value);

}  // namespace nnshape::darknet

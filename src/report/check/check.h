#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

// What a check found, and the forms it is reported in. report/check/formats.def lists them.
namespace nnshape {

struct CheckedFile {
    std::string path;         ///< as reports name it: never absolute
    std::string bytes;        ///< what the source views
    Source source;            ///< under the name that was given
    Diagnostics diagnostics;  ///< by place, those that count
    std::string unreadable;   ///< why the file could not be read, where it could not
    bool calculated = false;  ///< there are totals
    bool fails = false;       ///< something in it is as bad as the check was told not to pass
};

/// Files stay where they are, so that their sources may view them.
using CheckedFiles = std::deque<CheckedFile>;

#define CHECK_FORMAT(name, what) void write_check_##name(const CheckedFiles& files, bool color, std::string& out);
#include "report/check/formats.def"
#undef CHECK_FORMAT

/// A form of the result of a check: a pure function from files to bytes.
struct CheckFormat {
    std::string_view name;
    std::string_view what;
    void (*write)(const CheckedFiles& files, bool color, std::string& out);
};

std::span<const CheckFormat> all_check_formats();
std::vector<std::string_view> check_format_names();

/// The form of this name, or null.
const CheckFormat* find_check_format(std::string_view name);

}  // namespace nnshape

#pragma once

#include <deque>
#include <string>

#include "base/diagnostic.h"

// What a check found in its files.
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

/// What `check` reports; see report/forms.def for the forms.
struct CheckReport {
    const CheckedFiles& files;
    bool color = false;  ///< in the form for people
};

}  // namespace nnshape

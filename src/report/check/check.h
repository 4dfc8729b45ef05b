#pragma once

#include <deque>
#include <string>
#include <vector>

#include "analysis/expectations.h"
#include "base/diagnostic.h"

// The result of a check: files and their diagnostics.
namespace nnshape {

struct CheckedFile {
    std::string path;             ///< as reports show it: never absolute
    std::string tracked = {};     ///< relative to the root of the repository; empty: the same as `path`
    std::string text;             ///< that `source` refers to: the spec, or the listing of an imported file
    std::vector<Origin> origins;  ///< of the listing
    std::string original;         ///< the imported file's text, if messages quote it
    Source source;                ///< its name is the path that the user gave
    Diagnostics diagnostics;      ///< those that the options select, sorted by place
    std::string unreadable;       ///< why the file cannot be read; empty if it can
    ExpectationMarks marks = {};  ///< of all variants
    bool calculated = false;      ///< the network has totals
    bool fails = false;           ///< a diagnostic has at least the severity of `--fail-on`
};

/// A deque does not move its files, so that their sources may refer to their bytes.
using CheckedFiles = std::deque<CheckedFile>;

/// "17 specs: 2 errors, 1 warning"; notes and files that cannot be read are counted only if there are any. If some
/// expectations are wrong or unanswered: "; 7 of 9 right, 1 unanswered".
std::string summary_of(const CheckedFiles& files);

/// What `check` reports; see report/forms.def for the forms.
struct CheckReport {
    const CheckedFiles& files;
    bool color = false;  ///< in the form for people
};

}  // namespace nnshape

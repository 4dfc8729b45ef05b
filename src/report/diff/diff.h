#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/diff/diff.h"

// What is reported of a difference, and the words that its forms share.
namespace nnshape {

/// The version of the JSON form: within one, nothing is renamed or removed.
inline constexpr int diff_version = 1;

/// What `diff` reports; see report/forms.def for the forms.
struct DiffReport {
    const Difference& difference;
    std::string old_source, new_source;  ///< as reports name them: never absolute paths
    bool color = false;                  ///< in the form for people
};

/// What was added (+), removed (-), changed (~), or only renamed or moved (>).
char marker_of(const NodeChange& change);

/// The new name, or the old one of what was removed.
std::string name_text(const Difference& difference, const NodeChange& change);

/// What is to be said of a layer: its operation and output where it was added or removed, else each thing that changed,
/// as in `kernel 3 → 5`.
std::vector<std::string> words_about(const Difference& difference, const NodeChange& change);

/// `float32 → float16`, with `-` for what there is not.
std::string arrow_text(const ValueChange& change);

/// A number that was one thing and is another.
struct NumberChange {
    std::string_view name;
    int64_t old_number;
    int64_t new_number;
};

/// What a figure of a layer was and is; 0 where there is no such layer.
NumberChange figure_change(const Difference& difference, const NodeChange& change, Figure figure);

/// `layers` and all figures, alike or not.
std::vector<NumberChange> all_totals(const Difference& difference);

/// The totals for people: what changed and is not said by another of them; parameters and MACs in any case.
std::vector<NumberChange> main_totals(const Difference& difference);

/// "+1,234", "−5", or "0"
std::string signed_text(const NumberChange& change);

/// "−5.0 %"; empty where nothing changed, it was 0 before, or the percent leaves 64 bits.
std::string percent_text(const NumberChange& change);

/// The networks' names, one where they have the same.
std::string title_of(const Difference& difference);

/// What changed in the network as a whole, but for its name, which the title tells.
std::vector<ValueChange> values_below_title(const Difference& difference);

/// "no difference: 13 layers alike", or "37 layers alike"
std::string alike_text(const Difference& difference);

}  // namespace nnshape

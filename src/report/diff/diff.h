#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/diff/diff.h"

// The report of a difference, and the texts that its forms share.
namespace nnshape {

/// The version of the JSON form: within one, nothing is renamed or removed.
inline constexpr int diff_version = 1;

/// What `diff` reports; see report/forms.def for the forms.
struct DiffReport {
    const Difference& difference;
    std::string old_source, new_source;  ///< as reports show them: never absolute paths
    bool color = false;                  ///< in the form for people
    std::optional<int> width = {};       ///< of the terminal, in columns; nothing: the table has every column
};

/// What was added (+), removed (-), changed (~), or only renamed or moved (>).
char marker_of(const NodeChange& change);

/// The new name, or the old name of a removed layer.
std::string name_text(const Difference& difference, const NodeChange& change);

/// A list of texts about one layer: its operation and output if it was added or removed, else one text for each change,
/// for example `kernel 3 → 5`.
std::vector<std::string> words_about(const Difference& difference, const NodeChange& change);

/// `float32 → float16`; `-` is an absent value.
std::string arrow_text(const ValueChange& change);

/// The old and the new value of a number.
struct NumberChange {
    std::string_view name;
    int64_t old_number;
    int64_t new_number;
};

/// The old and the new value of a figure of a layer; 0 on the side where the layer is absent.
NumberChange figure_change(const Difference& difference, const NodeChange& change, Figure figure);

/// Whether one of the two networks has experts, so that `active_params` says something of its own.
bool has_experts(const Difference& difference);

/// `layers` and all figures, whether they changed or not.
std::vector<NumberChange> all_totals(const Difference& difference);

/// The totals for people: parameters, MACs, and other totals that changed and do not follow from these.
std::vector<NumberChange> main_totals(const Difference& difference);

/// "+1,234", "−5", or "0"
std::string signed_text(const NumberChange& change);

/// "−5.0 %"; empty if nothing changed, the old number is 0, or the percentage overflows a 64-bit integer.
std::string percent_text(const NumberChange& change);

/// The names of the networks; one name if they are the same.
std::string title_of(const Difference& difference);

/// What changed in the network as a whole, without its name, which the title contains.
std::vector<ValueChange> values_below_title(const Difference& difference);

/// "no difference: 13 layers are the same", or "37 layers are the same"
std::string same_text(const Difference& difference);

}  // namespace nnshape

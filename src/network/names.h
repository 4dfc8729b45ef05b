#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/word_index.h"

// The names of one scope: that of the whole network, or of one call of a definition.
namespace nnshape {

/// The turns of the repeats around a statement, as they follow a label: "" or "_2" or "_2_1".
using Turns = std::string;

/// The node that a name means.
struct Named {
    uint32_t node;
    bool automatic;  ///< the name is the type and a number
};

/// The caller keeps the texts of the names.
class Names {
  public:
    /// Adds a name. Returns the node that has the name already, if there is one.
    std::optional<uint32_t> add(std::string_view name, Named named);

    /// The meaning of a name inside `turns`: a node of this turn, else of a turn around it, else of none.
    std::optional<Named> find(std::string_view name, Turns turns) const;

    /// A node whose name is the same in another Unicode normalisation.
    std::optional<uint32_t> find_alike(std::string_view name) const;

    /// The number for the next layer with this type and without a label.
    uint32_t count(std::string_view type) { return ++unlabelled_.add(type, 0).number; }

    /// All names, sorted.
    std::vector<std::string_view> all() const;

  private:
    std::optional<Named> find_exactly(std::string_view name) const;

    WordIndex nodes_;                                    // twice the node, plus one for an automatic name
    std::unordered_map<std::string, uint32_t> by_look_;  // by canonical decomposition; only names that are not ASCII
    WordIndex unlabelled_;
};

}  // namespace nnshape

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/word_index.h"

// The names that one scope sees: the whole network's, or one call's of a definition.
namespace nnshape {

/// The turns of the repeats around a statement, as they stand behind a label: "" or "_2" or "_2_1".
using Turns = std::string;

/// What a name stands for.
struct Named {
    uint32_t node;
    bool automatic;  ///< the name was made of the type and a number
};

/// The texts of the names stay the caller's to keep.
class Names {
  public:
    /// Adds a name; the node that has it already, if one does.
    std::optional<uint32_t> add(std::string_view name, Named named);

    /// What a name read inside `turns` means: this turn's, then one of the turns around it, then one outside.
    std::optional<Named> find(std::string_view name, Turns turns) const;

    /// A node whose name looks like this one, in another Unicode normalisation.
    std::optional<uint32_t> find_alike(std::string_view name) const;

    /// The next number for what has this type and no label.
    uint32_t count(std::string_view type) { return ++unlabelled_.add(type, 0).number; }

    /// All of them, for suggesting one.
    std::vector<std::string_view> all() const;

  private:
    std::optional<Named> find_exactly(std::string_view name) const;

    WordIndex nodes_;                                    // twice the node, and one more for an automatic name
    std::unordered_map<std::string, uint32_t> by_look_;  // by canonical decomposition, names beyond ASCII alone
    WordIndex unlabelled_;
};

}  // namespace nnshape

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "export/outline.h"
#include "export/slots.h"
#include "spec/spec.h"

// The names that a spec has for the values of its definitions.
namespace nnshape {

class SpecNames {
  public:
    explicit SpecNames(const Spec& spec) : spec_(spec) {}

    /// The name in `$name`, which a statement's argument is: the one with this key, or the one at this place.
    std::string hint_of_argument(const Statement& statement, size_t place, std::string_view key) const;

    /// The name of a definition, or the label of a repeat.
    std::string name_of_unit(const Piece& piece) const;

    /// Puts the channels of the input first, then the parameters of the definition in their order.
    void sort(const Piece& piece, std::vector<NamedValues>& names) const;

    /// The definition's default of a parameter, if it is a whole number.
    std::string standard_of(const Piece& piece, const std::string& name) const;

    /// The name that the value of a unit's parameter has where the unit is used.
    std::string hint_for(const Piece& piece, const std::string& name) const;

  private:
    const Spec& spec_;
};

}  // namespace nnshape

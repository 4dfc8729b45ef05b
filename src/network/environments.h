#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "spec/expression.h"

// The values of the parameters of each call, kept once for each set of values. Whatever depends on them alone is
// evaluated once for each set.
namespace nnshape {

/// A text that two lists of values have in common if and only if the values are the same.
std::string key_of(const Literals& literals, uint32_t definition, const std::vector<Binding>& values);

class Environments {
  public:
    /// The number of the environments without parameters.
    static constexpr uint32_t no_parameters = 0;

    /// Gives the values of a call their number. Returns `Environment::unnumbered` for values that are new when there
    /// are 65,536 sets already; the caller keeps these values.
    uint32_t add(const Literals& literals, uint32_t definition, const std::vector<Binding>& values);

    /// The values with a number from `add`. They stay where they are.
    std::span<const Binding> values(uint32_t number) const;

    /// Gives the names of a turn of the statement number `repeat` in the environment `around` their number. They stay
    /// where they are. Returns null if they cannot be kept: as for `add`, or if `around` has no number.
    struct Turn {
        uint32_t number;
        TurnBindings names;
    };
    const Turn* add_turn(uint32_t repeat, uint32_t around, int64_t turn, const TurnBindings& names);

  private:
    std::unordered_map<std::string, uint32_t> numbers_;
    std::deque<std::vector<Binding>> sets_;  // that with the number 1 is the first
    std::deque<Turn> turns_;
};

}  // namespace nnshape

#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "spec/spec.h"

// A spec's definitions by their names.
namespace nnshape {

class Definitions {
  public:
    /// Reports names that two definitions have, or two `let`s, or that a layer type or a word of the language has.
    Definitions(const Spec& spec, Diagnostics& diagnostics);

    /// The number of the definition of this name.
    std::optional<uint32_t> find(std::string_view name) const;

    /// Whether a definition uses the channels of what it is applied to, `$in`.
    bool uses_channels(uint32_t which) const { return uses_channels_[which]; }

  private:
    std::vector<bool> uses_channels_;
    std::unordered_map<std::string_view, uint32_t> by_name_;
};

}  // namespace nnshape

#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

// What to change to fix a layer, but not how the author spells it: spec/dialect words it.
namespace nnshape {

/// Rows of padding before and after the input along one axis.
struct Sides {
    int64_t before, after;
};

/// The value of a setting: on or off, a word, sizes (one for every axis, or one for each axis), or sides for each axis.
using AdvisedValue = std::variant<bool, std::string_view, std::vector<int64_t>, std::vector<Sides>>;

/// A parameter and its value.
struct Setting {
    std::string_view key;
    AdvisedValue value;
};

/// Changes, each of which alone fixes the layer. Empty: there is no advice.
struct Advice {
    std::vector<Setting> settings = {};
    std::string_view insert = {};  ///< the type of a layer to put before this one, if not empty

    bool empty() const { return settings.empty() && insert.empty(); }
};

}  // namespace nnshape

#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

// What to change to fix a layer. spec/dialect writes it in the form of the spec.
namespace nnshape {

/// Rows of padding before and after the input along one axis.
struct Sides {
    int64_t before, after;
};

/// The value of a setting: true or false, a word, sizes (one for all axes, or one for each axis), or sides for each
/// axis.
using AdvisedValue = std::variant<bool, std::string_view, std::vector<int64_t>, std::vector<Sides>>;

/// A parameter and its value.
struct Setting {
    std::string_view key;
    AdvisedValue value;
};

/// Changes, each of which fixes the layer on its own. Empty if there is no advice.
struct Advice {
    std::vector<Setting> settings = {};
    std::string_view insert = {};  ///< the type of a layer to put before this one, if not empty

    bool empty() const { return settings.empty() && insert.empty(); }
};

}  // namespace nnshape

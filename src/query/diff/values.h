#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "study/study.h"

// What a layer is but for its name and its wiring: every value it has, written as a text spec would write it.
namespace nnshape {

struct LayerValue {
    std::string_view name;
    std::string text;  ///< empty where there is no value
    int param = -1;    ///< its index in the kind's params, where it is one of those
};

/// The values of a calculated layer or input: its kind's parameters with defaults put in, `activation`, `freeze`, and
/// the parameters of frameworks that are written. Alike values have one text, however the spec writes them: sizes that
/// are the same on every axis are one number; axes and shapes stand in `layout`.
std::vector<LayerValue> values_of(const Study& study, uint32_t node, Layout layout);

}  // namespace nnshape

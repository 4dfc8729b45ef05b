#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "study/study.h"

// The values of a layer, written as in a text spec. They are everything about it but its name and inputs.
namespace nnshape {

struct LayerValue {
    std::string_view name;
    std::string text;  ///< empty: the value is absent
    int param = -1;    ///< its index in the kind's params; -1: it is not one of them
};

/// The values of a calculated layer or input: its kind's parameters with defaults put in, `activation`, `freeze`, and
/// the parameters of frameworks that the spec gives. Equal values have the same text, however the spec writes them:
/// sizes that are the same on every axis are one number, and axes and shapes are in `layout`.
std::vector<LayerValue> values_of(const Study& study, uint32_t node, Layout layout);

}  // namespace nnshape

#pragma once

#include "base/json_writer.h"
#include "study/study.h"

// The values of a layer's parameters in the JSON report.
namespace nnshape {

/// Writes an object with every parameter of a calculated layer, defaults put in: one size for each axis, padding as
/// pairs, axes and shapes in `layout`.
void write_args(const Study& study, uint32_t node, Layout layout, JsonWriter& json);

/// Writes the value of one parameter; `param` is its index in the kind's params.
void write_arg(const Study& study, uint32_t node, int param, Layout layout, JsonWriter& json);

}  // namespace nnshape

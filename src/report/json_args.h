#pragma once

#include "base/json_writer.h"
#include "lint/study.h"

// A layer's arguments in the JSON report.
namespace nnshape {

/// Every parameter of a calculated layer with its default put in: sizes an axis each, padding as pairs, axes and
/// shapes in `layout`.
void write_args(const Study& study, uint32_t node, Layout layout, JsonWriter& json);

}  // namespace nnshape

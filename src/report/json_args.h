#pragma once

#include "base/json_writer.h"
#include "study/study.h"

// A layer's arguments in the JSON report.
namespace nnshape {

/// Every parameter of a calculated layer with its default put in: sizes an axis each, padding as pairs, axes and
/// shapes in `layout`.
void write_args(const Study& study, uint32_t node, Layout layout, JsonWriter& json);

/// One of them, by its index in the kind's params: the value alone.
void write_arg(const Study& study, uint32_t node, int param, Layout layout, JsonWriter& json);

}  // namespace nnshape

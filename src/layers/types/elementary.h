#pragma once

#include "layers/kinds.h"

// Functions of one number that are applied to every value: they have no parameters, keep the shape and count nothing.
namespace nnshape {

constexpr LayerKind elementary(std::string_view name, std::string_view summary, std::string_view also, Traits traits) {
    return {.name = name,
            .also = also,
            .summary = summary,
            .example = name,
            .traits = traits,
            .infer = keep_shape,
            .shape_formulas = kept_shape};
}

}  // namespace nnshape

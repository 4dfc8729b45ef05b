#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "layers/args.h"

// The value of a parameter as every printer needs it. This is the only way out for a value: a printer looks at the form
// of a ParamValue, and never at the type of the parameter.
namespace nnshape {

struct ParamValue {
    enum class Form : uint8_t {
        nothing,  ///< no value; of one axis: it keeps its size
        boolean,  ///< `number` is 0 or 1
        number,
        word,
        decimal,  ///< `ratio`
        axes,     ///< `items`: one for each axis
        pair,     ///< `items`: before and after
        shape,    ///< `items`: the sizes of a shape, or its axes in another order
    };

    Form form = Form::nothing;
    bool is_channels = false;  ///< of the number of an axis: it is that of the channels
    int64_t number = 0;
    Ratio ratio = {};
    std::string_view word = {};
    std::vector<ParamValue> items = {};
};

/// The value that the layer is calculated with, for a layer whose first input is `input`: defaults and derived values
/// put in, sizes and padding for each spatial axis, axes and shapes in `layout`.
ParamValue value_of(const Args& args, int param, const Shape& input, Layout layout);

/// The value of a parameter that the spec gives, in the form that it gives it in and in its layout.
ParamValue given_value(const Args& args, int param);

/// The default of a parameter that has one of its own (`Fallback::value`).
ParamValue default_value(const Param& param);

}  // namespace nnshape

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "layers/args.h"

// The value of a parameter in the form that every printer uses. A printer looks at the form of a ParamValue, never at
// the type of the parameter.
namespace nnshape {

struct ParamValue {
    enum class Form : uint8_t {
        nothing,  ///< no value; for one axis of `kept_sizes`: it keeps its size
        boolean,  ///< `number` is 0 or 1
        number,
        word,
        decimal,  ///< `ratio`
        axes,     ///< `items`: one for each axis
        pair,     ///< `items`: before and after
        shape,    ///< `items`: the sizes of a shape, or its axes in a new order
    };

    Form form = Form::nothing;
    bool is_channels = false;  ///< `number` is the number of the channel axis
    int64_t number = 0;
    Ratio ratio = {};
    std::string_view word = {};
    std::vector<ParamValue> items = {};
};

/// The value that is used to calculate a layer whose first input is `input`. Defaults and derived values are filled in;
/// sizes and padding have an item for each spatial axis; axes and shapes are written in `layout`.
ParamValue value_of(const Args& args, int param, const Shape& input, Layout layout);

/// The value of a parameter that the spec gives, in the form and the layout of the spec.
ParamValue given_value(const Args& args, int param);

/// The default of a parameter with `Fallback::value`.
ParamValue default_value(const Param& param);

}  // namespace nnshape

#pragma once

#include "layers/arithmetic.h"
#include "layers/window.h"

// The steps of the window formula. `Number` is Checked or Formula.
namespace nnshape {

/// in + before + after − reach: the number of rows that the window can move.
template <class Number>
Number room_of(const AxisWindow& window) {
    return plus_ends<Number>(window.in, window.before, window.after) - settled(window.reach<Number>());
}

/// ⌊room / stride⌋ + 1
template <class Number>
Number places_down(const AxisWindow& window, const Number& room) {
    return rounded_down(room, window.stride) + 1;
}

/// ⌈room / stride⌉ + 1
template <class Number>
Number places_up(const AxisWindow& window, const Number& room) {
    return rounded_up(room, window.stride) + 1;
}

/// ⌈in / stride⌉
template <class Number>
Number places_same(const AxisWindow& window) {
    return rounded_up<Number>(window.in, window.stride);
}

/// (out − 1)·stride − in + reach: the padding of `same`, if positive. (out − 1)·stride is less than `in`, so only the
/// last addition can overflow.
template <class Number>
Number padding_of_same(const AxisWindow& window) {
    return (Number(window.out) - 1) * window.stride - window.in + settled(window.reach<Number>());
}

/// (in − 1)·stride − before − after + reach + output_padding
template <class Number>
Number transposed_size(const AxisWindow& window) {
    Number padded = less_ends<Number>((Number(window.in) - 1) * window.stride, window.before, window.after);
    Number size = padded + settled(window.reach<Number>());
    return window.output_padding == 0 ? size : size + window.output_padding;
}

/// in·stride
template <class Number>
Number transposed_same_size(const AxisWindow& window) {
    return Number(window.in) * window.stride;
}

}  // namespace nnshape

#pragma once

#include <span>
#include <type_traits>
#include <vector>

#include "base/checked.h"
#include "layers/formula.h"
#include "layers/shape.h"

// The steps of a layer's arithmetic. `Number` is Checked, which calculates, or Formula, which also records the
// calculation, so a layer's counts are written once, as a template.
namespace nnshape {

template <class Number>
inline constexpr bool writes_down = std::is_same_v<Number, Formula>;

/// The product of sizes.
template <class Number>
Number product_of(std::span<const int64_t> sizes) {
    if constexpr (writes_down<Number>) {
        return Formula::product({sizes.begin(), sizes.end()});
    } else {
        Number product = 1;
        for (int64_t size : sizes) product *= size;
        return product;
    }
}

/// The product of the spatial sizes.
template <class Number>
Number positions_of(const Shape& shape) {
    return product_of<Number>(std::span(shape.spatial).first(static_cast<size_t>(shape.rank)));
}

/// The product of all sizes, in the order of the layout.
template <class Number>
Number elements_of(const Shape& shape, Layout layout) {
    return product_of<Number>(sizes_of(shape, layout).view());
}

/// The value of a number without its calculation, for a step that has its own line in the explanation.
template <class Number>
Number settled(const Number& number) {
    if constexpr (writes_down<Number>) {
        return number.value().overflowed() ? number : Formula(number.value().value());
    } else {
        return number;
    }
}

/// `times` · `number`; the factor 1 is not written.
template <class Number>
Number multiple(int64_t times, const Number& number) {
    return times == 1 ? number : Number(times) * number;
}

/// whole / parts, which must have no remainder; the divisor 1 is not written.
template <class Number>
Number part_of(int64_t whole, int64_t parts) {
    if constexpr (writes_down<Number>) {
        return parts == 1 ? Formula(whole) : Formula::quotient(whole, parts);
    } else {
        return whole / parts;
    }
}

/// ⌊dividend / divisor⌋ for dividend >= 0 and divisor > 0.
template <class Number>
Number rounded_down(const Number& dividend, int64_t divisor) {
    if constexpr (writes_down<Number>) {
        return Formula::rounded_down(Formula::quotient(dividend, divisor));
    } else {
        return divisor == 1 ? dividend.value() : dividend.value() / divisor;
    }
}

/// ⌈dividend / divisor⌉ for divisor > 0. C++ truncates towards zero, which rounds a negative quotient up.
template <class Number>
Number rounded_up(const Number& dividend, int64_t divisor) {
    if constexpr (writes_down<Number>) {
        return Formula::rounded_up(Formula::quotient(dividend, divisor));
    } else {
        int64_t above = dividend.value();
        if (divisor == 1) return above;  // most strides are 1, and a division is slow
        return above < 0 ? above / divisor : divide_up(above, divisor);
    }
}

/// number + before + after, written as + 2·before if the two are the same.
template <class Number>
Number plus_ends(const Number& number, int64_t before, int64_t after) {
    if constexpr (writes_down<Number>) {
        if (before == after) return number + Formula(2) * before;
    }
    return number + before + after;
}

/// number − before − after, written as − 2·before if the two are the same.
template <class Number>
Number less_ends(const Number& number, int64_t before, int64_t after) {
    if constexpr (writes_down<Number>) {
        if (before == after) return number - Formula(2) * before;
    }
    return number - before - after;
}

}  // namespace nnshape

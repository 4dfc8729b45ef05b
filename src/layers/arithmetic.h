#pragma once

#include <span>
#include <type_traits>
#include <vector>

#include "base/checked.h"
#include "layers/formula.h"
#include "layers/shape.h"

// The steps of a layer's arithmetic, for either number: Checked calculates, Formula also writes down how. A layer's
// counts are written once, as a template over the number.
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

/// The product of all sizes, in the order that the layout writes them in.
template <class Number>
Number elements_of(const Shape& shape, Layout layout) {
    return product_of<Number>(sizes_of(shape, layout).view());
}

/// A number as it stands, without how it came about: a step that has a line of its own.
template <class Number>
Number settled(const Number& number) {
    if constexpr (writes_down<Number>) {
        return number.value().overflowed() ? number : Formula(number.value().value());
    } else {
        return number;
    }
}

/// `times` a number; once is the number itself.
template <class Number>
Number multiple(int64_t times, const Number& number) {
    return times == 1 ? number : Number(times) * number;
}

/// A whole that is divided into parts without a remainder; one part is the whole.
template <class Number>
Number part_of(int64_t whole, int64_t parts) {
    if constexpr (writes_down<Number>) {
        return parts == 1 ? Formula(whole) : Formula::quotient(whole, parts);
    } else {
        return whole / parts;
    }
}

/// ⌊dividend / divisor⌋ of a dividend that is not negative.
template <class Number>
Number rounded_down(const Number& dividend, int64_t divisor) {
    if constexpr (writes_down<Number>) {
        return Formula::rounded_down(Formula::quotient(dividend, divisor));
    } else {
        return divisor == 1 ? dividend.value() : dividend.value() / divisor;
    }
}

/// ⌈dividend / divisor⌉; division truncates towards zero, which is up where the dividend is negative.
template <class Number>
Number rounded_up(const Number& dividend, int64_t divisor) {
    if constexpr (writes_down<Number>) {
        return Formula::rounded_up(Formula::quotient(dividend, divisor));
    } else {
        int64_t above = dividend.value();
        if (divisor == 1) return above;  // most strides are 1, and a division takes long
        return above < 0 ? above / divisor : divide_up(above, divisor);
    }
}

/// What is added at both ends: + 2·1 where they are alike, + 1 + 2 where they are not.
template <class Number>
Number plus_ends(const Number& number, int64_t before, int64_t after) {
    if constexpr (writes_down<Number>) {
        if (before == after) return number + Formula(2) * before;
    }
    return number + before + after;
}

/// What is taken from both ends.
template <class Number>
Number less_ends(const Number& number, int64_t before, int64_t after) {
    if constexpr (writes_down<Number>) {
        if (before == after) return number - Formula(2) * before;
    }
    return number - before - after;
}

}  // namespace nnshape

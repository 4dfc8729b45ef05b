#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "layers/param.h"
#include "layers/shape.h"
#include "layers/window.h"

// One layer's checked values, complete with defaults.
namespace nnshape {

/// A value as the spec gives it: numbers in a pool, and the form they were written in.
struct Arg {
    enum class Form : uint8_t {
        scalar,  ///< one number for every axis
        list,    ///< one number an axis
        pair,    ///< before and after, for every axis
        pairs,   ///< before and after, for each axis
        word,    ///< a word such as `same`; the number is its index
    };

    uint8_t param = 0;  ///< its index in the kind's params
    Form form = Form::scalar;
    uint16_t count = 0;
    uint32_t first = 0;    ///< its numbers in the pool
    uint32_t written = 0;  ///< its index among the spec's arguments
};

inline constexpr std::string_view padding_words = "valid same same_lower";

/// Zeros before and after each spatial axis, or the rule that makes them.
struct Padding {
    PaddingMode mode = PaddingMode::given;
    std::array<int64_t, max_rank> before{};
    std::array<int64_t, max_rank> after{};
};

/// A decimal, exactly: `1.5` is 15/10.
struct Ratio {
    int64_t numerator = 0;
    int64_t denominator = 1;
};

/// `kept_sizes` mark an axis that stays as it is with this.
inline constexpr int64_t kept = -1;

/// An `axis` that stands for the channels, whatever the layout.
inline constexpr int64_t channels_axis = -1;

/// A view of one layer's values. A parameter is named by its index in the layer kind's table; asking one of
/// another type, or one that is neither given nor has a default, is a bug.
class Args {
  public:
    Args(std::span<const Param> params, std::span<const Arg> given, const int64_t* pool, Layout layout)
        : params_(params), given_(given), pool_(pool), layout_(layout) {}

    std::span<const Param> params() const { return params_; }
    std::span<const Arg> given() const { return given_; }
    Layout layout() const { return layout_; }

    /// Whether the spec gives the parameter.
    bool has(int param) const { return find(param) != nullptr; }

    int64_t integer(int param) const { return numbers(param)[0]; }
    bool flag(int param) const { return integer(param) != 0; }
    int64_t size(int param, int axis) const;
    Padding padding(int param, int rank) const;
    Ratio ratio(int param, int axis = 0) const;
    std::span<const int64_t> numbers(int param) const;
    const Arg* find(int param) const {
        for (const Arg& arg : given_) {
            if (arg.param == param) return &arg;
        }
        return nullptr;
    }

  private:
    std::span<const Param> params_;
    std::span<const Arg> given_;
    const int64_t* pool_;
    Layout layout_;
};

}  // namespace nnshape

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "layers/param.h"
#include "layers/shape.h"
#include "layers/window.h"

// One layer's checked values, complete: defaults are put in when it is bound.
namespace nnshape {

/// The value of one parameter: its numbers in a pool, and the form that the spec gives it in.
struct Arg {
    enum class Form : uint8_t {
        scalar,  ///< one number for every axis
        list,    ///< one number an axis
        pair,    ///< before and after, for every axis
        pairs,   ///< before and after, for each axis
        word,    ///< a word such as `same`; the number is its index
    };

    static constexpr uint32_t not_given = UINT32_MAX;

    uint32_t first = 0;            ///< its numbers in the pool
    uint32_t written = not_given;  ///< its index among the spec's arguments
    uint16_t count = 0;            ///< of its numbers; 0 where it has no value, or one that the input's shape decides
    Form form = Form::scalar;
    uint8_t stride = 0;  ///< numbers from one axis to the next; 0 where one value serves every axis

    bool is_given() const { return written != not_given; }
    bool has_pairs() const { return form == Form::pair || form == Form::pairs; }
};

/// The numbers that every pool begins with, for the defaults that are one of them.
inline constexpr std::array<int64_t, 2> first_numbers{0, 1};

/// Gives every value that the spec does not give its default; `values` are by parameter number.
void fill_in_defaults(std::span<const Param> params, std::span<Arg> values, std::vector<int64_t>& pool);

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

/// A view of one layer's values. A parameter is named by its index in the layer kind's table. Undefined for a parameter
/// of another type, for one that has no value, and for one that `derive` makes and the spec does not give.
class Args {
  public:
    Args(std::span<const Param> params, const Arg* values, const int64_t* pool, Layout layout)
        : params_(params), values_(values), pool_(pool), layout_(layout) {}

    std::span<const Param> params() const { return params_; }
    Layout layout() const { return layout_; }

    /// Whether the spec gives the parameter.
    bool has(int param) const { return values_[param].is_given(); }

    int64_t integer(int param) const { return pool_[values_[param].first]; }
    bool flag(int param) const { return integer(param) != 0; }
    int64_t size(int param, int axis) const { return *at(values_[param], axis); }
    Padding padding(int param, int rank) const;
    Ratio ratio(int param, int axis = 0) const {
        const int64_t* first = at(values_[param], axis);
        return {first[0], first[1]};
    }
    std::span<const int64_t> numbers(int param) const { return {pool_ + values_[param].first, values_[param].count}; }

    /// By parameter number, those that the spec does not give included.
    std::span<const Arg> values() const { return {values_, params_.size()}; }

  private:
    const int64_t* at(const Arg& value, int axis) const { return pool_ + value.first + axis * value.stride; }

    std::span<const Param> params_;
    const Arg* values_;
    const int64_t* pool_;
    Layout layout_;
};

}  // namespace nnshape

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "layers/param.h"
#include "layers/shape.h"
#include "layers/window.h"

// The checked values of one layer. They are complete: binding the layer fills in the defaults.
namespace nnshape {

/// The value of one parameter: its numbers in a pool, and the form in which the spec gives it.
struct Arg {
    enum class Form : uint8_t {
        scalar,  ///< one number for all axes
        list,    ///< one number for each axis
        pair,    ///< before and after, for all axes
        pairs,   ///< before and after, for each axis
        word,    ///< a word such as `same`; the number is its index
    };

    static constexpr uint32_t not_given = UINT32_MAX;

    uint32_t first = 0;            ///< the index of its first number in the pool
    uint32_t written = not_given;  ///< the index of the argument in the spec, or `not_given`
    uint16_t count = 0;            ///< of its numbers; 0 if it has no value, or a value derived from the input
    Form form = Form::scalar;
    uint8_t stride = 0;  ///< numbers from one axis to the next; 0 if all axes have the same value

    bool is_given() const { return written != not_given; }
    bool has_pairs() const { return form == Form::pair || form == Form::pairs; }
};

/// The numbers at the beginning of every pool. A default that is one of them needs no place of its own.
inline constexpr std::array<int64_t, 2> first_numbers{0, 1};

/// Gives each parameter that the spec does not give its default. `values` is indexed by parameter number.
void fill_in_defaults(std::span<const Param> params, std::span<Arg> values, std::vector<int64_t>& pool);

inline constexpr std::string_view padding_words = "valid same same_lower causal";

/// The zeros before and after each spatial axis, or the rule that they follow from.
struct Padding {
    PaddingMode mode = PaddingMode::given;
    std::array<int64_t, window_rank> before{};
    std::array<int64_t, window_rank> after{};
};

/// An exact decimal: `1.5` is 15/10.
struct Ratio {
    int64_t numerator = 0;
    int64_t denominator = 1;
};

/// In `kept_sizes`: the axis keeps its size.
inline constexpr int64_t kept = -1;

/// The value of an `axis` that means the channels, in any layout.
inline constexpr int64_t channels_axis = -1;

/// A view of one layer's values. `param` is an index in the layer kind's table. The result is undefined for a parameter
/// of another type, for one without a value, and for a derived one that the spec does not give.
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

    /// All values by parameter number, also those that the spec does not give.
    std::span<const Arg> values() const { return {values_, params_.size()}; }

  private:
    const int64_t* at(const Arg& value, int axis) const { return pool_ + value.first + axis * value.stride; }

    std::span<const Param> params_;
    const Arg* values_;
    const int64_t* pool_;
    Layout layout_;
};

}  // namespace nnshape

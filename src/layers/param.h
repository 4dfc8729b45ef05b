#pragma once

#include <array>
#include <cstdint>
#include <string_view>

// The descriptor of a layer's parameter: its names, type, range, default and one line of help. The checks of values,
// the suggestions and the reference are all made from it.
namespace nnshape {

class Args;
struct Shape;

enum class ParamType : uint8_t {
    integer,     ///< one whole number
    boolean,     ///< true, false or a word of `choices`; in text `bias` sets it and `no-bias` clears it
    choice,      ///< one word of `choices`
    rate,        ///< a decimal from 0 to 1
    sizes,       ///< one whole number for all spatial axes, or one for each
    kept_sizes,  ///< the same; `-` (null in JSON) keeps the size of an axis
    scales,      ///< the same, but exact positive decimals
    padding,     ///< sizes, pairs before:after, or (if `takes_same`) same, same_lower, valid, causal
    ends,        ///< one whole number for both ends of an axis, or a pair before:after
    shape,       ///< the sizes of a shape in the spec's layout
    axis,        ///< `channels`, or the number of an axis in the spec's layout, from 0
    axes,        ///< one axis or several, each once
    order,       ///< the number of every axis in the spec's layout, each once
    layer,       ///< the name of another layer, which is the last input; only its size is used
};

/// The type's name, as in the enum.
std::string_view name_of(ParamType type);

/// The value of a parameter that the spec does not give.
enum class Fallback : uint8_t {
    required,  ///< an error: the spec must give it
    value,     ///< `standard`
    same_as,   ///< the value of the parameter `standard[0]`, which must be an earlier one
    derived,   ///< the result of `derive`
    none,      ///< no value
};

struct Param {
    std::string_view name;
    std::string_view also = {};  ///< other names, separated by blanks
    ParamType type = ParamType::integer;
    Fallback fallback = Fallback::required;
    std::array<int64_t, 2> standard{};  ///< the default; a rate is a numerator and a denominator, a choice is an index
    int64_t least = 1;                  ///< the smallest number that may be given
    std::string_view choices = {};      ///< of a boolean: words for the values after true, from 2
    bool takes_same = false;
    bool of_output = false;  ///< axes are numbered as in the output, which has one more than the input for each
    int skipped = 0;         ///< the number of spatial axes, from the first, that a list has no value for
    std::string_view help = {};
    int64_t (*derive)(const Args& args, const Shape& input) = nullptr;
};

/// The largest number of parameters of a layer type.
inline constexpr size_t most_params = 32;

// Parameters that many layer types share.
namespace params {

inline constexpr Param filters{.name = "filters", .also = "out_channels", .help = "channels of the output"};
inline constexpr Param kernel{
    .name = "kernel", .also = "kernel_size kernel_shape", .type = ParamType::sizes, .help = "size of the window"};
inline constexpr Param pool{.name = "kernel",
                            .also = "kernel_size kernel_shape pool_size window size",
                            .type = ParamType::sizes,
                            .help = "size of the window"};
inline constexpr Param stride{.name = "stride",
                              .also = "strides",
                              .type = ParamType::sizes,
                              .fallback = Fallback::value,
                              .standard = {1},
                              .help = "distance from one window to the next"};
inline constexpr Param padding{.name = "padding",
                               .also = "pad",
                               .type = ParamType::padding,
                               .fallback = Fallback::value,
                               .least = 0,
                               .takes_same = true,
                               .help = "zeros added before and after each spatial axis"};
inline constexpr Param dilation{.name = "dilation",
                                .also = "dilation_rate dilations",
                                .type = ParamType::sizes,
                                .fallback = Fallback::value,
                                .standard = {1},
                                .help = "distance between two elements of the kernel"};
inline constexpr Param groups{.name = "groups",
                              .also = "group",
                              .fallback = Fallback::value,
                              .standard = {1},
                              .help = "number of groups; a filter sees only the channels of its group"};
inline constexpr Param bias{.name = "bias",
                            .also = "use_bias",
                            .type = ParamType::boolean,
                            .fallback = Fallback::value,
                            .standard = {true},
                            .help = "a bias for each channel of the output"};
inline constexpr Param like{.name = "like",
                            .type = ParamType::layer,
                            .fallback = Fallback::none,
                            .help = "the layer whose spatial size the output gets"};
inline constexpr Param ceil{.name = "ceil",
                            .also = "ceil_mode",
                            .type = ParamType::boolean,
                            .fallback = Fallback::value,
                            .help = "round the output size up, so that the last window may extend beyond the input"};

/// A boolean with the default `standard`.
constexpr Param flag(std::string_view name, bool standard, std::string_view help, std::string_view also = {}) {
    return {.name = name,
            .also = also,
            .type = ParamType::boolean,
            .fallback = Fallback::value,
            .standard = {standard},
            .help = help};
}

}  // namespace params

}  // namespace nnshape

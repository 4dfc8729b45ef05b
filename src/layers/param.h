#pragma once

#include <array>
#include <cstdint>
#include <string_view>

// A layer's parameter: its names, type, range, default and one line of help. This table alone feeds the readers'
// checks, the suggestions and the reference.
namespace nnshape {

class Args;
struct Shape;

enum class ParamType : uint8_t {
    integer,     ///< one whole number
    boolean,     ///< true or false; in text a bare word sets it, with `no-` clears it
    choice,      ///< one word of `choices`
    rate,        ///< a decimal from 0 to 1
    sizes,       ///< one whole number for every spatial axis, or one each
    kept_sizes,  ///< the same, where `-` (null in JSON) keeps an axis
    scales,      ///< the same, each a positive decimal, read exactly
    padding,     ///< sizes, pairs before:after, or (where `takes_same`) same, same_lower, valid
    shape,       ///< the sizes of a shape in the spec's layout
    axis,        ///< `channels`, or an axis of the shape as the spec's layout writes it, from 0
    order,       ///< every axis of the shape once, as the spec's layout writes it
};

/// The type's name as it stands above.
std::string_view name_of(ParamType type);

/// What a parameter is where the spec does not give it.
enum class Fallback : uint8_t {
    required,  ///< must be given
    value,     ///< `standard`
    same_as,   ///< the value of the parameter number `standard[0]`, an earlier one
    derived,   ///< what `derive` makes of the input
    none,      ///< has no value
};

struct Param {
    std::string_view name;
    std::string_view also = {};  ///< other names, separated by blanks
    ParamType type = ParamType::integer;
    Fallback fallback = Fallback::required;
    std::array<int64_t, 2> standard{};  ///< for a rate its numerator and denominator, for a choice its index
    int64_t least = 1;                  ///< the smallest number that may be given
    std::string_view choices = {};
    bool takes_same = false;
    std::string_view help = {};
    int64_t (*derive)(const Args& args, const Shape& input) = nullptr;
};

/// No kind has more parameters.
inline constexpr size_t most_params = 32;

// The parameters that many layer types share.
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
                              .help = "steps from one window to the next"};
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
                                .help = "distance between two taps of the window"};
inline constexpr Param groups{.name = "groups",
                              .also = "group",
                              .fallback = Fallback::value,
                              .standard = {1},
                              .help = "groups of channels that do not see each other"};
inline constexpr Param bias{.name = "bias",
                            .also = "use_bias",
                            .type = ParamType::boolean,
                            .fallback = Fallback::value,
                            .standard = {true},
                            .help = "a bias for each channel of the output"};
inline constexpr Param ceil{.name = "ceil",
                            .also = "ceil_mode",
                            .type = ParamType::boolean,
                            .fallback = Fallback::value,
                            .help = "round the output size up, so that a last window may hang over"};

/// A switch that is on or off unless given.
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

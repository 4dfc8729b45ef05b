#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

// The counts of a layer or of a whole network, by name.
namespace nnshape {

enum class Figure : uint8_t {
#define FIGURE(name, noun) name,
#include "analysis/figures.def"
#undef FIGURE
};

inline constexpr std::string_view figure_names[] = {
#define FIGURE(name, noun) #name,
#include "analysis/figures.def"
#undef FIGURE
};

inline constexpr std::string_view figure_nouns[] = {
#define FIGURE(name, noun) noun,
#include "analysis/figures.def"
#undef FIGURE
};

inline constexpr size_t figure_count = std::size(figure_names);

/// Totals that are not sums of the layers' figures: the number of layers, the peak and the layer where it occurs.
inline constexpr std::string_view layers_key = "layers", peak_key = "peak_activation_bytes",
                                  peak_layer_key = "peak_layer";

/// The definition of macs and flops, which every report quotes.
inline constexpr std::string_view convention =
    "macs: multiply-accumulates of convolution, dense, recurrent and attention products, without biases; "
    "flops = 2 macs";

struct Figures {
    std::array<int64_t, figure_count> values{};

    int64_t operator[](Figure figure) const { return values[static_cast<size_t>(figure)]; }
    int64_t& operator[](Figure figure) { return values[static_cast<size_t>(figure)]; }
};

std::optional<Figure> find_figure(std::string_view name);

}  // namespace nnshape

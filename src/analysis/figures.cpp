#include "analysis/figures.h"

namespace nnshape {

std::optional<Figure> find_figure(std::string_view name) {
    for (size_t index = 0; index < figure_count; ++index) {
        if (figure_names[index] == name) return static_cast<Figure>(index);
    }
    return std::nullopt;
}

}  // namespace nnshape

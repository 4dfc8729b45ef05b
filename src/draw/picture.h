#pragma once

#include <optional>

#include "base/result.h"
#include "draw/drawing.h"
#include "draw/plan.h"
#include "report/form.h"

// A picture of a network, which report/forms.def prints in several forms.
namespace nnshape {

/// Colours: as the reader's system prefers, or fixed. `print` needs no colour.
enum class Theme : uint8_t { automatic, light, dark, print };

struct Picture {
    const Study& study;
    Plan plan;
    Drawing drawing;
    Theme theme = Theme::automatic;
    int64_t batch_size = 1;
};

enum class PictureStyle : uint8_t {
    automatic,  ///< `blocks` for a chain of layers, otherwise `graph`
    blocks,
    graph,
};

struct PictureOptions {
    PictureStyle style = PictureStyle::automatic;
    Theme theme = Theme::automatic;
    std::optional<int64_t> depth = {};  ///< calls at this nesting depth are boxes; by default the picture stays small
    int64_t batch_size = 1;
};

/// The picture of a calculated study, which must outlive it, or why there is none.
Result<Picture, std::string> picture_of(const Study& study, const PictureOptions& options);

}  // namespace nnshape

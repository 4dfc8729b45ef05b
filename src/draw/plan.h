#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "layers/traits.h"
#include "study/study.h"

// What a picture shows, without positions: boxes, the edges between them, and frames around them.
namespace nnshape {

inline constexpr uint32_t no_frame = UINT32_MAX;

/// A tensor that a box passes on.
struct PlanTensor {
    uint32_t node = 0;  ///< whose output it is
    std::string shape;  ///< "55x55x96"; empty if it is not known
};

/// A layer with the layers that are written into its box, an input of the network, or a call that is not expanded.
struct PlanBox {
    std::string name;                      ///< empty: nobody named it
    std::string operation;                 ///< of an input: empty
    std::vector<std::string> within = {};  ///< the layers written into it, such as `relu`
    std::vector<Role> within_roles = {};   ///< of each
    std::string params = {};               ///< "34,944 parameters"; empty if it has none
    std::string symbol = {};               ///< of a merge that is drawn as a circle
    Role role = Role::other;
    bool is_folded = false;                ///< a call
    int64_t turns = 1;                     ///< the number of times it follows itself
    uint32_t first = 0, end = 0;           ///< the nodes of its first turn
    uint32_t frame = no_frame;             ///< in which it is
    std::vector<PlanTensor> tensors = {};  ///< those that others read, or the output of the last layer
};

struct PlanEdge {
    uint32_t from = 0, to = 0;  ///< boxes; `from` comes first
    uint32_t tensor = 0;        ///< in the tensors of `from`
};

/// A call that is expanded, or a run of several boxes. Its boxes are a range, which is not empty.
struct PlanFrame {
    std::string title;  ///< "3a: inception", or empty
    int64_t turns = 1;
    uint32_t around = no_frame;
    uint32_t first = 0, end = 0;  ///< boxes
};

struct Plan {
    std::vector<PlanBox> boxes;  ///< a box reads only boxes before it
    std::vector<PlanEdge> edges;
    std::vector<PlanFrame> frames;  ///< a frame comes before those inside it
    bool has_folded = false;        ///< a call is not expanded

    bool is_chain() const;

    /// Whether a run is inside another one.
    bool has_nested_turns() const;
};

/// The connected parts of a plan, frames included: for each box the first box of its part.
std::vector<uint32_t> parts_of(const Plan& plan);

struct PlanOptions {
    std::optional<int64_t> depth = {};  ///< calls at this nesting depth are boxes; by default the picture stays small
    bool flatten_apart = false;         ///< a flatten has a box of its own
};

/// The number of boxes above which a picture is folded, unless the options say a depth.
inline constexpr size_t many_boxes = 40;

/// A plan with more boxes than this is not complete, and nothing is drawn of it.
inline constexpr size_t most_boxes = 20'000;

/// The plan of a study, which must have a shape for each layer.
Plan plan_of(const Study& study, const PlanOptions& options);

}  // namespace nnshape

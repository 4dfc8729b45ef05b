#pragma once

#include <functional>

#include "draw/plan.h"

// The order in which a language of graphs writes a plan.
namespace nnshape {

/// What is written at each part; frames are opened and closed around what is in them. `depth` is the number of frames
/// around.
struct PlanParts {
    std::function<void(uint32_t frame, int depth)> open, close;
    std::function<void(uint32_t box, int depth)> box;
};

void visit(const Plan& plan, const PlanParts& parts);

/// The roles of the boxes, each once, in the order of their enumerators.
std::vector<Role> roles_of(const Plan& plan);

}  // namespace nnshape

#pragma once

#include "draw/outline.h"
#include "draw/plan.h"

// The plan of a network at one depth.
namespace nnshape {

struct PlannerOptions {
    int64_t depth = 1;           ///< calls at this nesting depth are boxes
    bool flatten_apart = false;  ///< a flatten has a box of its own
    bool show_first = false;     ///< the first call of each definition is expanded, however deep it is
};

Plan make_plan(const Study& study, const Outline& outline, const PlannerOptions& options);

}  // namespace nnshape

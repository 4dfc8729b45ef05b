#pragma once

#include "frameworks/framework.h"

// The table of each framework.
namespace nnshape {

extern const Framework pytorch;
extern const Framework keras;

}  // namespace nnshape

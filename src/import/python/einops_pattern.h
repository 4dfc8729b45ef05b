#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "import/traced.h"

// The patterns of einops: `b (h w) c -> b c h w`.
namespace nnshape::python {

/// One side of a pattern: the names of the axes that each dimension consists of. An axis of size 1 without a name is
/// the name "1"; `...` is the name "...".
using PatternSide = std::vector<std::vector<std::string>>;

/// What is wrong with a pattern or its tensor, in einops' words.
struct PatternFault {
    std::string message;
};

/// Reads one side. Throws PatternFault.
PatternSide read_side(std::string_view text);

/// Reads a pattern with an arrow into its two sides. Throws PatternFault.
std::pair<PatternSide, PatternSide> read_pattern(std::string_view text);

/// What a pattern does with a tensor, in this order.
struct Rearrangement {
    Dims parts;                ///< the tensor's dims with each axis of its own
    std::vector<int> reduced;  ///< axes of `parts` that the result does not have
    std::vector<int> order;    ///< of the axes that are left
    std::vector<int> added;    ///< axes of the result before it is joined that the tensor does not have
    Dims separate;             ///< the dims of the result before axes are joined
    Dims result;
};

/// Whether a function may drop axes or add them.
enum class PatternUse { rearrange, reduce, repeat };

/// Works a pattern out for a tensor; `sizes` are those that the call gives. Throws PatternFault.
Rearrangement rearrangement_of(std::string_view pattern, const Dims& dims, std::map<std::string, int64_t> sizes,
                               PatternUse use);

}  // namespace nnshape::python

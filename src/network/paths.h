#pragma once

#include <optional>

#include "layers/traits.h"
#include "spec/spec.h"

// The paths of a merge with a block.
namespace nnshape {

struct Paths {
    uint32_t count = 0;       ///< 0: its statements are one path, and the other goes straight to the merge
    bool bare = false;        ///< a statement is in no path
    Span first_mixture = {};  ///< where there are both
};

inline Paths paths_of(const Spec& spec, uint32_t merge) {
    Paths paths;
    for (uint32_t child = merge + 1; child < spec.statements[merge].end; child = spec.statements[child].end) {
        const Statement& statement = spec.statements[child];
        bool is_path = statement.kind == Statement::Kind::path;
        bool mixes = is_path ? paths.bare : paths.count > 0;
        if (mixes && !(paths.bare && paths.count > 0)) paths.first_mixture = statement.type.span;
        paths.count += is_path ? 1 : 0;
        paths.bare = paths.bare || !is_path;
    }
    return paths;
}

}  // namespace nnshape

#pragma once

#include <string>

// What a user did wrong, before its place is known to the reader of the whole spec. A Diagnostic is made from it.
namespace nnshape {

/// A mistake in the words of a diagnostic. `where` is the place as the stage that found it knows it.
template <class Where>
struct Fault {
    Where where;
    std::string message;
    std::string help = {};

    /// It follows from a fault that has been reported, so it has no message.
    bool is_follow_on() const { return message.empty(); }
};

}  // namespace nnshape

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "properties/drawn_network.h"
#include "properties/random.h"

// Ways to break a network in one place, each with the code that must be told there and nowhere else.
namespace nnshape::test {

struct Break {
    enum class In { both, text, json };
    enum class Where {
        anywhere,   ///< behind a layer of 8x8x4; nothing is calculated behind it
        unchanged,  ///< anywhere, and what stands behind it is calculated as ever
        last,       ///< behind a layer of 8x8x4, at the end of all
    };

    std::string_view code;

    /// What is put in: statements with `;` between them, `label: type key=value` or, for one form alone, as that writes
    /// it. The token that is wrong stands between `<` and `>`.
    std::string_view statements;
    Where where = Where::anywhere;
    In in = In::both;
};

std::span<const Break> all_breaks();

/// Puts the statements in at a random place that is reached.
void apply(const Break& one, DrawnNetwork& network, Random& random);

/// A text whose marks are taken out, and where they stood.
struct Marked {
    std::string text;
    std::string place;  ///< line:column-line:column, the end behind the last code point
};
Marked without_marks(const std::string& text);

}  // namespace nnshape::test

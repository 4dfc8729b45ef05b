#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "layers/shape.h"

// The options of a network's report: what it shows, and how.
namespace nnshape {

struct Column;

struct ReportOptions {
    std::vector<const Column*> columns = {};  ///< empty: the default columns of the form
    const Column* sort = nullptr;       ///< numbers in decreasing order, words in increasing order; null: not sorted
    std::optional<int64_t> top = {};    ///< at most this number of layers
    std::optional<int64_t> depth = {};  ///< calls at this nesting depth are shown as one row; 0: the network is one row
    std::optional<Layout> layout = {};  ///< by default that of the spec
    int64_t batch_size = 1;
    std::optional<int> width = {};  ///< of the terminal, in columns; nothing: no text is cut
    bool color = false;
    bool ascii = false;                    ///< the wiring is drawn in ASCII
    bool human = false;                    ///< numbers are rounded and have a unit, as in 62.4 M; in forms for people
    bool facts = true;                     ///< with the lines under the table
    bool notes = false;                    ///< also show notes
    bool several = false;                  ///< the result has reports of several networks
    std::vector<std::string> swept = {};   ///< the names whose values differ between networks
    std::vector<std::string> values = {};  ///< of the swept names, for this network
    std::string source = {};               ///< the name of the spec in the report: never an absolute path

    /// Takes the bytes of a long report while it is written, but for the last one, and clears them; null: the report is
    /// one piece.
    std::function<void(std::string& out)> take = {};

    /// Calls `take` if there is enough to take. A form calls this after each layer.
    void pass_on(std::string& out) const {
        constexpr size_t enough = 1 << 16;
        if (take && out.size() > enough) take(out);
    }
};

}  // namespace nnshape

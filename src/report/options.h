#pragma once

#include <cstdint>
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
    bool notes = false;       ///< also show notes
    std::string source = {};  ///< the name of the spec in the report: never an absolute path
};

}  // namespace nnshape

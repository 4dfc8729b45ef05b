#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "layers/shape.h"

// What a report is asked to show, and how.
namespace nnshape {

struct Column;

struct ReportOptions {
    std::vector<const Column*> columns = {};  ///< empty: the form's own
    const Column* sort = nullptr;             ///< the largest figures first, words in their order
    std::optional<int64_t> top = {};          ///< only so many layers
    std::optional<int64_t> depth = {};        ///< calls nested so deep are folded into a row; 0 folds all
    std::optional<Layout> layout = {};        ///< the spec's unless given
    int64_t batch_size = 1;
    std::optional<int> width = {};  ///< of the terminal, in columns; nothing is cut where it is absent
    bool color = false;
    bool notes = false;       ///< show notes too
    std::string source = {};  ///< the spec's name in a report: never an absolute path
};

}  // namespace nnshape

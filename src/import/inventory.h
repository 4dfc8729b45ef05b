#pragma once

#include <string>
#include <vector>

#include "import/import.h"

// The listing of a checkpoint, which has tensors and no layers: a line for each tensor, with its dims, numbers and
// bytes.
namespace nnshape {

struct CheckpointTensor {
    std::string name;
    std::vector<int64_t> dims;
    std::string_view type;  ///< as nnshape names it, or empty: `bytes` says what it takes
    int64_t bytes = 0;      ///< as stored
};

/// A checkpoint that has been read.
struct Checkpoint {
    std::vector<CheckpointTensor> tensors;
    std::vector<std::pair<std::string, std::string>> facts;
};

/// The listing. The fault is a name that occurs twice, or a number of elements or bytes that overflows.
Result<Imported, ImportFault> inventory_of(std::string_view format, Checkpoint checkpoint);

}  // namespace nnshape

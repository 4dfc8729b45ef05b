#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/python/interpreter.h"

// Which model of a file is meant, and which input it gets.
namespace nnshape::python {

/// The model that `entry` names: a class, a function or a variable, with arguments in parentheses or without. Without
/// an entry, the only model of the file that no other uses. Raises an error that lists what there is.
Instance& choose_model(Interpreter& interpreter, Package& package, std::string_view entry,
                       const ImportOptions& options);

/// Where a model is made in the file; the class of one that is made by what follows the colon.
Spot spot_of(const Instance& model);

/// An input of a model.
struct ModelInput {
    std::string name;  ///< of forward's parameter
    Dims sizes;        ///< without the batch
    Dtype dtype = Dtype::real;
    Spot spot = {};  ///< where the file says it; of no package if an option does
    bool is_keyword = false;
};

/// The inputs: what the options give, else what the file itself calls the model with. Raises an error if neither says.
std::vector<ModelInput> inputs_of(Interpreter& interpreter, Instance& model, const ImportOptions& options);

}  // namespace nnshape::python

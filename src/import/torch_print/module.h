#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "import/import.h"

// The tree of modules that str(model) prints.
namespace nnshape::print_format {

/// A module. A range such as `(0-11): 12 x Block(` is 12 modules.
struct Module {
    std::string name;        ///< in the module around it; empty for the model
    std::string class_name;  ///< without a package in front
    std::string arguments;   ///< what is in the parentheses before the modules inside
    std::vector<Module> inside = {};
    uint64_t line = 1;
    uint64_t column = 1;
    int64_t first = 0;  ///< of a range: the number of the first
    int64_t times = 1;  ///< of a range: how many there are
};

/// Whether a text begins as a printed model does: a class on a line that ends with its parenthesis, then a module.
bool recognises(std::string_view text);

/// Reads a printed model. Deeper nesting than 64 is a fault, and a text that breaks off.
Result<Module, ImportFault> read_module(std::string_view text);

}  // namespace nnshape::print_format

#pragma once

#include <string>
#include <vector>

#include "export/code.h"

// Finds which values of blocks of the same code differ, and gives them names.
namespace nnshape {

/// A name with its value in each of several blocks.
struct NamedValues {
    std::string name;
    std::vector<std::string> values;
};

/// Everything of a block, or of a constructor, except the values in its places.
std::string signature_of(const CodeBlock& block);
std::string signature_of(const CodeConstruct& construct);

/// Replaces each value that is not the same in all blocks, whose signatures are the same, by a name, or by an
/// expression of names. An argument that is standard in all blocks remains so. Shapes in comments that differ are
/// removed. Returns the names in the order in which they are needed. All blocks are then the same.
std::vector<NamedValues> name_differences(const std::vector<CodeBlock*>& blocks);

/// The same for the constructors that the turns of a loop make.
std::vector<NamedValues> name_differences(const std::vector<std::vector<CodeConstruct>*>& turns);

}  // namespace nnshape

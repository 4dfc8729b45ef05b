#include "properties/drawn_network.h"

namespace nnshape::test {
namespace {

void collect(std::vector<DrawnStatement>& statements, std::vector<std::vector<DrawnStatement>*>& blocks) {
    blocks.push_back(&statements);
    for (DrawnStatement& statement : statements) {
        if (statement.has_block) collect(statement.inside, blocks);
    }
}

}  // namespace

const DrawnDefinition* DrawnNetwork::find(const std::string& definition) const {
    for (const DrawnDefinition& one : definitions) {
        if (one.name == definition) return &one;
    }
    return nullptr;
}

std::vector<std::vector<DrawnStatement>*> blocks_of(DrawnNetwork& network) {
    std::vector<std::vector<DrawnStatement>*> blocks;
    collect(network.layers, blocks);
    for (DrawnDefinition& definition : network.definitions) collect(definition.inside, blocks);
    return blocks;
}

}  // namespace nnshape::test

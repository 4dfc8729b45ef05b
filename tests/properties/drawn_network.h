#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "properties/drawn_layer.h"

// A spec as the generator draws it: a small tree that each form of the spec is written from, by the tests alone.
namespace nnshape::test {

struct DrawnStatement {
    enum class Kind { layer, path, repeat, freeze, experts };

    Kind kind = Kind::layer;
    std::string label = {};
    DrawnLayer layer = {};  ///< its type may be the name of a definition; of experts their numbers
    bool has_block = false;
    std::vector<DrawnStatement> inside = {};
    int64_t times = 1;  ///< of a repeat
    std::vector<DrawnArgument> expected = {};
    std::string raw = {};  ///< stands as it is instead of all that
};

struct DrawnDefinition {
    std::string name;
    std::vector<std::pair<std::string, std::optional<int64_t>>> parameters = {};
    std::vector<DrawnStatement> inside = {};
};

struct DrawnNetwork {
    std::string name = {}, dtype = {}, weights_dtype = {};
    bool channels_first = false;
    std::vector<std::pair<std::string, int64_t>> lets = {};
    std::vector<DrawnDefinition> definitions = {};
    std::vector<std::pair<std::string, Tensor>> inputs = {};  ///< the only one has no label
    std::vector<DrawnStatement> layers = {};
    std::vector<std::string> outputs = {};
    std::vector<DrawnArgument> expected = {};
    uint64_t spacing = 0;  ///< decides where lines break and what else means nothing

    const DrawnDefinition* find(const std::string& definition) const;
};

/// The spec as text, and as JSON.
std::string text_of(const DrawnNetwork& network);
std::string json_of(const DrawnNetwork& network);

/// All lists of statements, the network's own, those in blocks and those of definitions.
std::vector<std::vector<DrawnStatement>*> blocks_of(DrawnNetwork& network);

}  // namespace nnshape::test

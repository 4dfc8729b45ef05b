#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "properties/drawn_network.h"
#include "properties/reference.h"

// A drawn network from its inputs to its outputs, each layer by the reference: the graph a second time.
namespace nnshape::test {

/// A layer or a call that can be named.
struct Walked {
    std::string type;
    Tensor output;
    Answer answer = {};
    int64_t experts = 1;  ///< how often its parameters exist
};

struct Sums {
    Wide layers = 0, weights = 0, biases = 0, buffers = 0, trainable = 0, active = 0, macs = 0;
};

/// What is known where the next statement stands. Copied for a trial, and for each path.
struct Walk {
    const DrawnNetwork* network = nullptr;
    std::optional<Tensor> current = {};  ///< what the next layer reads unasked
    std::map<std::string, Walked> names = {};
    std::map<std::string, int64_t> variables = {};
    bool frozen = false;
    int64_t experts = 1, active = 1;  ///< how often what is here exists and works
    std::string turns = {};           ///< behind a label, in a repeat
    Sums sums = {};
};

/// At the network's first statement.
Walk walk_of(const DrawnNetwork& network);

/// Goes on behind the statement; false where it cannot be calculated.
bool take(Walk& walk, const DrawnStatement& statement);
bool take(Walk& walk, const std::vector<DrawnStatement>& statements);

}  // namespace nnshape::test

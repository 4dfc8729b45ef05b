#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "network/bounds.h"
#include "network/definitions.h"
#include "network/network.h"
#include "spec/expression.h"

// Counts what statements expand to without expanding them: a sum, in which a definition is counted once, or once for
// each set of values where the turns of a repeat in it depend on its parameters.
namespace nnshape {

class ExpansionCounter {
  public:
    ExpansionCounter(const Definitions& definitions, std::span<const Binding> lets, Network& network);

    /// The size of what a statement of the network's scope expands to, if there is no mistake in it; else some number
    /// that is not larger. The bytes are at most those that the expansion needs.
    Expansion size_of(uint32_t statement);

  private:
    // The size of a part of a scope.
    struct Size {
        Checked layers = 0, blocks = 0, empty = 0;
        Checked bytes = 0;        // of names without the scope's prefix, and of inputs
        Checked names = 0;        // that begin with the scope's prefix
        Checked labels = 0;       // names that take the turns of a repeat around them
        Checked inputs = 0;       // of layers, besides the first of each
        Checked input_bytes = 0;  // of the names of these, without the scope's prefix

        void add(const Size& other, Checked times = 1);
    };
    // Where a part is.
    struct Place {
        Environment environment;
        uint32_t definition = UINT32_MAX;  // it may use those above it
        int depth = 0;
        bool keeps_labels = false;  // a label is not the whole name of its layer
    };

    void count_definition(uint32_t which);
    bool depends_on_values(uint32_t which) const;
    Size size_of_block(uint32_t block, const Place& place);
    Size size_of(uint32_t index, const Place& place);
    Size size_of_layer(uint32_t index, const Place& place);
    Size size_of_repeat(uint32_t index, const Place& place);
    Size size_of_turn(uint32_t index, const Place& place);
    bool varies(uint32_t repeat) const;
    bool depends_on_an_expression(const Statement& statement, uint32_t definition) const;
    Size size_of_call(uint32_t which, const Statement& call, const Place& place);
    Size size_of_body(uint32_t which, const Statement& call, const Place& place);
    void add_inputs(const Statement& statement, Size& size) const;

    const Definitions& definitions_;
    std::span<const Binding> lets_;
    Network& network_;
    const Spec& spec_;
    std::vector<bool> depends_;                   // by definition: its size depends on the values of its parameters
    std::vector<Size> sizes_;                     // by definition, of those whose size does not
    std::unordered_map<std::string, Size> memo_;  // of the others, by `key_of`
    int evaluated_ = 0;                           // calls of the others
};

}  // namespace nnshape

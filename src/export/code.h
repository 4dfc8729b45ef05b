#pragma once

#include <cstdint>
#include <string>
#include <vector>

// A network as code before it is printed: calculations with places for values.
namespace nnshape {

/// A value in Python. `hint` is the name that the spec has for it; empty if it has none.
struct CodeSlot {
    std::string text;
    std::string hint = {};
};

/// An argument of a constructor. It is left out if it is `is_standard`.
struct CodeArgument {
    std::string key;
    CodeSlot value;
    bool is_standard = false;
    bool is_required = false;
};

/// A constructor: `nn.Conv2d(3, 64, kernel_size=3)`. One with `turns` is repeated: its `body` is made for each value.
struct CodeConstruct {
    std::string callee = {};
    std::vector<CodeArgument> arguments = {};
    std::string suffix = {};  ///< after it, such as `.requires_grad_(False)`
    std::vector<CodeConstruct> body = {};
    std::string variables = {};  ///< of the loop
    CodeSlot turns = {};         ///< what the loop is over; empty if it is not repeated, or if it has `rows`
    std::vector<std::vector<CodeSlot>> rows = {};  ///< the values of the variables, turn by turn

    bool is_repeated() const { return !turns.text.empty() || !rows.empty(); }
};

/// A step of the calculation. In `expression`, `{m}` is what `construct` makes, `{0}` the first of its inputs, and
/// `{s0}` the first of its slots.
struct CodeStep {
    CodeConstruct construct = {};  ///< without callee and body if the step has none
    std::string expression = {};
    std::vector<CodeSlot> slots = {};
    std::vector<uint32_t> reads = {};  ///< values: the inputs of the block, then one for each step
    int shares = -1;                   ///< the step whose construct it uses; -1: its own
    std::string label = {};            ///< its name in the spec; empty if it has none
    std::string base = {};             ///< the name of its construct without a label
    std::string comment = {};          ///< the shape that comes out
    bool is_activation = false;        ///< it belongs to the step before it
    bool is_loop = false;              ///< the repeated construct is called turn by turn, and not as a whole
    std::string model_input = {};      ///< the shape that a block has as a model, which several steps use; else empty

    bool has_construct() const { return !construct.callee.empty() || !construct.body.empty(); }
    /// Whether it does nothing but call its construct with its input.
    bool is_plain() const { return has_construct() && shares < 0 && expression == "{m}({0})"; }
};

/// A block of code with its inputs and outputs: the network, or what a class or a function has.
struct CodeBlock {
    uint32_t inputs = 1;
    std::vector<std::string> input_names = {};
    std::vector<CodeStep> steps = {};
    std::vector<uint32_t> outputs = {};

    uint32_t value_of(size_t step) const { return inputs + static_cast<uint32_t>(step); }
};

/// A class or a function: a block with parameters in the places of values that differ between its uses.
struct CodeUnit {
    struct Parameter {
        std::string name;
        std::string standard = {};  ///< its default; empty if it has none
    };

    std::string name;
    std::vector<Parameter> parameters = {};
    CodeBlock block = {};
};

struct CodeModule {
    std::string inputs = {};           ///< the shapes of the network's inputs
    std::vector<CodeUnit> units = {};  ///< each uses those before it; the last is the network
};

}  // namespace nnshape

#pragma once

#include <map>
#include <utility>

#include "export/code.h"
#include "layers/shape.h"

// Builds a block of code step by step. It knows which values have their channels first.
namespace nnshape {

/// The order of a value's axes, after the batch.
enum class AxisOrder : uint8_t { channels_first, channels_last };

struct CodeValue {
    uint32_t number = 0;
    Shape shape = {};
    AxisOrder order = AxisOrder::channels_first;  ///< a vector has both
};

class BlockBuilder {
  public:
    CodeValue add_input(const Shape& shape, AxisOrder order, std::string name = {});
    /// Adds a step whose value has this shape, which its comment shows if it has one.
    CodeValue add(CodeStep step, const Shape& shape, AxisOrder order);

    /// The value with its axes in this order: itself, or that of a step that moves its channels.
    CodeValue in_order(const CodeValue& value, AxisOrder order);

    CodeBlock& block() { return block_; }
    const CodeBlock& block() const { return block_; }

    /// The value and the step of a node.
    std::map<uint32_t, CodeValue> values = {};
    std::map<uint32_t, size_t> steps = {};

  private:
    CodeBlock block_{.inputs = 0};
    std::map<std::pair<uint32_t, AxisOrder>, CodeValue> moved_;
};

}  // namespace nnshape

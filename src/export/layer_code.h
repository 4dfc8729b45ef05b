#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "export/block_builder.h"
#include "frameworks/write_call.h"
#include "network/network.h"

// A layer that is to be written as code: its values by the names of their parameters, and what all frameworks share.
namespace nnshape {

/// The value that comes out of a layer, or what the framework does not have.
using LayerResult = Result<CodeValue, std::string>;

/// What is needed to write one node. Its functions are for the files of the frameworks.
class LayerCode {
  public:
    LayerCode(const Network& network, uint32_t node, std::vector<CodeValue> inputs, BlockBuilder& builder);

    const Network& network;
    const Node& node;
    Args args;
    std::vector<Shape> shapes;      ///< of the inputs
    Window window;                  ///< rank 0 if it has none
    std::vector<CodeValue> inputs;  ///< without one that only gives a size
    BlockBuilder& builder;

    std::string_view type() const;
    const Shape& in() const { return shapes[0]; }
    const Shape& out() const { return node.output; }

    int find(std::string_view param) const;
    bool has(std::string_view param) const { return find(param) >= 0 && args.has(find(param)); }
    int64_t number(std::string_view param) const;
    bool flag(std::string_view param) const { return number(param) != 0; }
    std::string text(std::string_view param, Layout layout) const;
    bool is_word(std::string_view param, std::string_view word) const;

    /// The axes of a parameter as indices of `spatial`, or the rank for the channels.
    std::vector<int> axes(std::string_view param) const;

    /// The name that a value has in the spec: `width` for an argument `$width`.
    std::string hint(int param) const;
    CodeSlot slot(std::string_view param, std::string text) const { return {std::move(text), hint(find(param))}; }
    CodeSlot channels() const { return {std::to_string(in().channels), "in_channels"}; }

    /// Turns a constructor of the tables into code; `module` comes before its name.
    CodeConstruct construct(const WrittenCall& call, std::string_view module) const;

    /// A step with a name and a shape; the shape is in the framework's layout.
    CodeStep step(std::vector<uint32_t> reads, Layout layout) const;
};

/// The constructor of an activation without values.
Result<WrittenCall, std::string> write_activation(const Framework& framework, const LayerKind& kind,
                                                  const Shape& shape);

/// The fault of a layer that a framework does not have.
std::string lacking(const Framework& framework, const std::string& what);

/// Adds the steps of a node. Returns the value that comes out, or what the framework does not have.
LayerResult write_pytorch_layer(LayerCode& layer);
LayerResult write_keras_layer(LayerCode& layer);

/// How layers of a type are written that no class of the framework's table is.
struct LayerWriter {
    std::string_view type;
    LayerResult (*write)(LayerCode& layer);
};

}  // namespace nnshape

#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "import/onnx/model.h"

// The names of layers as people know them: `/layer1/layer1.0/conv1/Conv` of PyTorch's exporter is the module
// `layer1.0.conv1`.
namespace nnshape::onnx {

class LayerNames {
  public:
    explicit LayerNames(const Graph& graph);

    /// The module of a node, or the module and the operator if it has several nodes; else the name of its weight
    /// without
    /// `.weight`; else the node's name; else the operator with the node's number.
    std::string name_of(const Node& node) const;

    /// The module of a node that is one of several in it; else `name_of`.
    std::string module_of(const Node& node) const;

  private:
    std::unordered_map<std::string, int> nodes_of_;  // by module
};

}  // namespace nnshape::onnx

#include "import/onnx/names.h"

#include <fmt/format.h>
#include <algorithm>

namespace nnshape::onnx {
namespace {

constexpr std::string_view weight_suffix = ".weight";

struct ModuleName {
    std::string module;
    std::string_view operation;  // the last part: `Conv`, `Conv_1`
};

// A name of PyTorch's exporter: `/`, then modules with `/` between them, then the operator. A module's name begins with
// that of the module around it if that is a list: `/layer1/layer1.0`.
bool split(const Node& node, ModuleName& name) {
    std::string_view rest = node.name;
    size_t last = rest.rfind('/');
    if (!rest.starts_with('/') || !rest.substr(last + 1).starts_with(node.op)) return false;
    name.operation = rest.substr(last + 1);
    rest = rest.substr(1, last > 0 ? last - 1 : 0);
    std::string_view around;
    while (!rest.empty()) {
        std::string_view part = rest.substr(0, rest.find('/'));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        bool in_list = !around.empty() && part.starts_with(around) && part.substr(around.size()).starts_with('.');
        std::string_view own = in_list ? part.substr(around.size() + 1) : part;
        name.module += (name.module.empty() ? "" : ".") + std::string(own);
        around = part;
    }
    return true;
}

}  // namespace

LayerNames::LayerNames(const Graph& graph) {
    for (const Node& node : graph.nodes) {
        ModuleName name;
        bool is_layer = node.op != "Constant" && split(node, name);
        if (is_layer) ++nodes_of_[name.module];
    }
}

std::string LayerNames::module_of(const Node& node) const {
    ModuleName name;
    return split(node, name) && !name.module.empty() ? name.module : name_of(node);
}

std::string LayerNames::name_of(const Node& node) const {
    ModuleName name;
    if (split(node, name)) {
        if (name.module.empty()) return std::string(name.operation);
        auto found = nodes_of_.find(name.module);
        bool alone = found != nodes_of_.end() && found->second == 1;
        return alone ? name.module : name.module + "." + std::string(name.operation);
    }
    for (std::string_view input : node.inputs) {
        if (input.size() > weight_suffix.size() && input.ends_with(weight_suffix)) {
            return std::string(input.substr(0, input.size() - weight_suffix.size()));
        }
    }
    if (!node.name.empty()) return std::string(node.name);
    return fmt::format("{}_{}", node.op, node.number);
}

}  // namespace nnshape::onnx

#include "network/network.h"

#include "layers/fault.h"

namespace nnshape {

void Network::clear() {
    spec = nullptr;
    name = {};
    layout = Layout::hwc;
    dtype = weights_dtype = &dtypes[0];
    input_count = 0;
    nodes.clear(), outputs.clear(), calls.clear(), automatic_names.clear(), scopes.clear();
    values.clear(), wires.clear(), names.clear(), kinds.clear(), bound.clear();
    args.assign(most_params, {});
    experts.assign(1, {});
    deployed = {};
    numbers.assign(first_numbers.begin(), first_numbers.end());
}

std::vector<bool> ancestors_of(const Network& network, uint32_t node) {
    std::vector<bool> needed(node + 1);
    needed[node] = true;
    for (uint32_t index = node + 1; index-- > 0;) {
        if (!needed[index]) continue;
        for (uint32_t read : network.reads_of(network.nodes[index])) needed[read] = true;
    }
    return needed;
}

std::vector<Span> uses_of(const Network& network, uint32_t scope) {
    std::vector<Span> uses;
    while (scope < network.scopes.size() && network.scopes[scope].call) {
        const Statement& call = *network.scopes[scope].call;
        if (call.kind != Statement::Kind::repeat) uses.push_back(call.type.span);
        scope = network.scopes[scope].parent;
    }
    return uses;
}

Span place_of_value(const Network& network, const Node& node, int param) {
    bool given = param != the_layer && network.args_of(node).has(param);
    if (!given) return node.statement->type.span;
    uint32_t written = network.args_of(node).values()[static_cast<size_t>(param)].written;
    return network.spec->arguments[written].value.span;
}

Diagnostic about(const Network& network, uint32_t scope, uint32_t node, const Code& code, Span span,
                 std::string message, std::string help) {
    Diagnostic diagnostic{&code, std::move(message), std::move(help), span};
    if (node < network.nodes.size()) diagnostic.layer = network.nodes[node].name;
    diagnostic.used_from = uses_of(network, scope);
    diagnostic.instance = node;
    return diagnostic;
}

}  // namespace nnshape

#pragma once

#include <optional>
#include <string>

#include "base/word_index.h"
#include "network/expansion_log.h"
#include "network/network.h"
#include "network/scope.h"

// Layers and calls that use the parameters of others.
namespace nnshape {

class Shares {
  public:
    Shares(Network& network, Scopes& scopes, ExpansionLog& log)
        : spec_(*network.spec), network_(network), scopes_(scopes), log_(log) {}

    /// Lets a node use the parameters of the layer that `name` means. A mistake is reported, and breaks the node.
    void share(uint32_t node, const Literal& name);

    /// The number of the earlier call that `name` means for a call of the definition `definition`. Nothing if there is
    /// none, which is reported.
    std::optional<uint32_t> call_of(const Statement& call, std::string_view definition, const Literal& name);

    /// Lets the nodes from `first` on, which a call was expanded to, use the parameters of those of another call. If
    /// they are not the same layers, that is reported.
    void share_all(const Statement& call, uint32_t first, uint32_t other, const Literal& name);

  private:
    std::optional<std::string> path_of(std::string_view name);
    const uint32_t* find_layer(std::string_view path);
    const uint32_t* find_call(std::string_view path);
    bool has_parameters(const Node& node) const;

    const Spec& spec_;
    Network& network_;
    Scopes& scopes_;
    ExpansionLog& log_;
    WordIndex layers_, calls_;  // by path, of the first `known_layers_` nodes and the first `known_calls_` calls
    uint32_t known_layers_ = 0, known_calls_ = 0;
};

}  // namespace nnshape

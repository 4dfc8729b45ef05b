#pragma once

#include <optional>
#include <vector>

#include "network/expansion_log.h"
#include "network/place.h"
#include "network/shares.h"
#include "network/type_advice.h"

// The nodes of an expansion: each with its name, its values, its inputs and its output shape.
namespace nnshape {

/// The blocks around a statement that concern its layers' parameters.
struct Blocks {
    int frozen = 0;        ///< blocks of `freeze`, and calls that are frozen
    uint32_t experts = 0;  ///< in Network::experts
};

class Wires {
  public:
    Wires(Network& network, Scopes& scopes, ExpansionLog& log, Diagnostics& diagnostics)
        : spec_(*network.spec),
          network_(network),
          scopes_(scopes),
          log_(log),
          diagnostics_(diagnostics),
          advice_(network_),
          shares_(network, scopes, log),
          placer_(network) {}

    /// Adds a node with a name and neither values nor inputs. It is broken if its type is unknown.
    uint32_t add(const Statement& statement, FoundKind found, const Blocks& around);

    /// Binds a node's values, gives it its inputs and calculates its shape. The inputs are `ends` for a merge with a
    /// block (nothing: they are not known), else the layers that the statement names, else `current`.
    void connect(uint32_t node, const std::optional<std::vector<uint32_t>>& ends, uint32_t current);

    /// The node at which a merge's paths start, or a call: the one that `from` names, or else `current`. Nothing if
    /// there is none, which is reported.
    std::optional<uint32_t> start_of(const Statement& statement, uint32_t current);

    /// Sets whether the statements at hand are in a merge without a start. Nothing in it is calculated, and that its
    /// inputs are missing is not reported again. Returns the value before.
    bool set_astray(bool astray) { return std::exchange(astray_, astray); }
    bool is_astray() const { return astray_; }

    Shares& shares() { return shares_; }

    /// Lets the nodes from `first` on that read `start` demand its channels, because their values depend on them.
    void demand(uint32_t first, uint32_t start, int64_t channels);

    /// Reports a type that is not known. It is applied to `current`, if that is a node.
    void refuse_type(const Statement& statement, uint32_t current = no_node);

  private:
    std::string_view path_of(const Statement& statement, const LayerKind* kind);
    bool read(uint32_t node, const std::optional<std::vector<uint32_t>>& ends, uint32_t current);
    void refuse_start(const Statement& statement);
    const Shape* first_input(const Statement& statement, uint32_t current) const;
    bool add_like(uint32_t node, const Literal& name, std::vector<uint32_t>& named);

    const Spec& spec_;
    Network& network_;
    Scopes& scopes_;
    ExpansionLog& log_;
    Diagnostics& diagnostics_;
    TypeAdvice advice_;
    Shares shares_;
    NodePlacer placer_;
    bool astray_ = false;
};

}  // namespace nnshape

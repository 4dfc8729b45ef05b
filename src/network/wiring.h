#pragma once

#include <optional>
#include <vector>

#include "network/expansion_log.h"
#include "network/place.h"
#include "network/type_advice.h"

// The nodes of an expansion: each with its name, its values, its inputs and its output shape.
namespace nnshape {

class Wires {
  public:
    Wires(Spec& spec, Network& network, Scopes& scopes, ExpansionLog& log, Diagnostics& diagnostics)
        : spec_(spec),
          network_(network),
          scopes_(scopes),
          log_(log),
          diagnostics_(diagnostics),
          advice_(spec),
          placer_(network) {}

    /// Adds a node with a name and neither values nor inputs. It is broken if its type is unknown.
    uint32_t add(const Statement& statement, FoundKind found, bool frozen);

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

    /// Reports a type that is not known.
    void refuse_type(const Statement& statement);

  private:
    std::string_view path_of(const Statement& statement, const LayerKind* kind);
    bool read(uint32_t node, const std::optional<std::vector<uint32_t>>& ends, uint32_t current);
    void refuse_start(const Statement& statement);
    void share(uint32_t node, const Literal& name);

    Spec& spec_;
    Network& network_;
    Scopes& scopes_;
    ExpansionLog& log_;
    Diagnostics& diagnostics_;
    TypeAdvice advice_;
    Placer placer_;
    bool astray_ = false;
};

}  // namespace nnshape

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/text_pool.h"
#include "layers/args.h"
#include "layers/find_kind.h"
#include "layers/shape.h"
#include "network/dtype.h"
#include "spec/literals.h"

// The layers with their checked values, their inputs and their output shapes. A node's inputs are earlier nodes.
namespace nnshape {

inline constexpr uint32_t nothing_shared = UINT32_MAX;

/// A scope of names: the whole network's, that of one call of a definition, or that of one turn of a labelled repeat.
struct ScopeRecord {
    uint32_t parent;        ///< UINT32_MAX for the network's
    const Statement* call;  ///< null for the network's; or a repeat
};

/// A call of a definition or a turn of a labelled repeat, and the nodes that it was expanded to.
struct Call {
    const Statement* statement;  ///< of the kind layer, or repeat
    std::string_view name;       ///< its path
    uint32_t scope;              ///< in which it is written
    uint32_t first, end;         ///< its nodes
    uint32_t output;
};

/// A place where the spec uses the automatic name of a layer without a label.
struct AutomaticName {
    Literal name;             ///< in the network's literals
    const Statement* reader;  ///< null for one of the spec's outputs
    uint32_t scope;           ///< of the reader
};

/// How often what is inside a block of `experts` exists, and how often it works for each position.
struct Experts {
    int64_t count = 1, active = 1;

    bool operator==(const Experts&) const = default;
};

/// Whether a node has an output shape.
enum class State : uint8_t {
    calculated,
    failed,     ///< cannot be calculated; the error is reported
    unreached,  ///< one of its inputs is not calculated
};

/// An input of the network or a layer. Its index in Network::nodes is also the number of its output tensor.
struct Node {
    const LayerKind* kind = nullptr;       ///< null if the type is unknown
    const Statement* statement = nullptr;  ///< in the spec
    std::string_view name = {};
    uint32_t args = 0;                      ///< in Network::args: one for each of the kind's params
    Range reads = {};                       ///< in Network::wires: its inputs
    const LayerKind* activation = nullptr;  ///< applied after it
    int64_t demanded = 0;                   ///< `in=`: the channels it must receive, if not 0
    Span demanded_at = {};
    uint32_t scope = 0;                ///< in Network::scopes
    uint32_t shares = nothing_shared;  ///< the node whose parameters it shares
    uint32_t experts = 0;              ///< in Network::experts
    int8_t rank_suffix = -1;
    bool frozen = false;
    bool folded = false;    ///< a normalisation was folded into it, so it has a bias: see network/deploy
    bool has_like = false;  ///< the last of its inputs only gives a size
    bool broken = false;    ///< cannot be calculated; the error is reported
    State state = State::unreached;
    bool plain_window = true;  ///< or it has none
    Shape output = {};         ///< the default unless `state` is `calculated`
};

/// What the last layer of a statement was bound to, for the next one.
struct Bound {
    static constexpr uint32_t none = UINT32_MAX;

    uint32_t node = none;
    uint32_t from = none, share = none, like = none;  ///< in the spec's arguments
    uint32_t environment = none;                      ///< in which its values are these; `none`: they may be others
    bool is_fixed = false;     ///< no argument holds an expression: every layer of it has the same values
    bool says_frozen = false;  ///< an argument says whether the layer is frozen
};

/// What `deploy` has done.
struct Deployed {
    bool is_deployed = false;
    int64_t folded = 0;    ///< normalisations
    int64_t left_out = 0;  ///< layers that do nothing once the network is trained
};

struct Network {
    const Spec* spec = nullptr;
    std::string_view name;
    Layout layout = Layout::hwc;
    const Dtype* dtype = &dtypes[0];
    const Dtype* weights_dtype = &dtypes[0];  ///< of the weights alone
    std::span<const Code* const> codes;       ///< that `allow` may name
    std::vector<Node> nodes;                  ///< the inputs, then the layers
    uint32_t input_count = 0;
    std::vector<uint32_t> outputs;
    std::vector<Call> calls;  ///< a call inside a definition comes before the call around it

    std::vector<AutomaticName> automatic_names;
    Deployed deployed;

    std::vector<ScopeRecord> scopes;
    std::vector<Experts> experts;  ///< begin with one that works, for the layers outside all blocks
    Values values;                 ///< of the spec's expressions
    std::vector<Arg> args;         ///< begin with those of a layer that is not bound; layers may share theirs
    std::vector<int64_t> numbers;  ///< begin with `first_numbers`
    std::vector<Bound> bound;      ///< by statement; empty until a layer is bound
    std::vector<uint32_t> wires;
    TextPool names;                ///< that are not in the spec's text
    std::vector<FoundKind> kinds;  ///< by statement

    int64_t layer_count() const { return static_cast<int64_t>(nodes.size()) - input_count; }

    Args args_of(const Node& node) const {
        return {params_of(*node.kind), args.data() + node.args, numbers.data(), layout};
    }
    const Experts& experts_of(const Node& node) const { return experts[node.experts]; }
    bool has_experts() const { return experts.size() > 1; }
    Literals literals() const { return {*spec, values}; }
    std::span<const uint32_t> reads_of(const Node& node) const {
        return {wires.data() + node.reads.first, node.reads.count};
    }
    /// Its inputs without one that only gives a size.
    std::span<const uint32_t> operands_of(const Node& node) const {
        return reads_of(node).first(node.reads.count - node.has_like);
    }

    /// The bytes of the layers' names, sizes and inputs.
    size_t bytes() const {
        return names.bytes() + numbers.size() * sizeof(numbers[0]) + wires.size() * sizeof(wires[0]);
    }

    void clear();
};

/// For each node up to this one, whether this one depends on it. A node depends on itself.
std::vector<bool> ancestors_of(const Network& network, uint32_t node);

/// The places of the calls around a scope, without turns of repeats, the innermost first.
std::vector<Span> uses_of(const Network& network, uint32_t scope);

/// The place of a parameter's value. It is the layer's type if the value is the default, and for `the_layer`.
Span place_of_value(const Network& network, const Node& node, int param);

/// A diagnostic about a node; `scope` is the one that the node's statement is expanded in.
Diagnostic about(const Network& network, uint32_t scope, uint32_t node, const Code& code, Span span,
                 std::string message, std::string help = {});

}  // namespace nnshape

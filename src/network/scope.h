#pragma once

#include <deque>
#include <optional>

#include "base/diagnostic.h"
#include "network/names.h"
#include "network/network.h"
#include "spec/expression.h"

// The scopes that are open while statements are placed: the whole network's, and one for each call around.
namespace nnshape {

inline constexpr uint32_t no_node = UINT32_MAX;
inline constexpr std::string_view input_name = "input";

class Scopes {
  public:
    Scopes(Spec& spec, std::span<const Binding> lets, Network& network, Diagnostics& diagnostics)
        : spec_(spec), lets_(lets), network_(network), diagnostics_(diagnostics) {}

    /// Opens the network's scope, or that of a call which reads `input`; `path` is the call's.
    void open(uint32_t input, const Statement* call, std::string_view path, std::vector<Binding> parameters);

    /// Closes the innermost scope: names that were read in it and never defined are reported.
    void close();

    /// The values that an expression sees.
    Environment environment() const { return {open_.back().parameters, lets_}; }

    /// The turns of the repeats that are open in the innermost scope.
    Turns& turns() { return open_.back().turns; }
    uint32_t id() const { return open_.back().id; }

    /// A statement's name: its label with the turns behind it, or its type and number. Before it stands the path of the
    /// calls around it, here and wherever a path is asked for.
    std::string_view path_of(const Statement& statement, std::string_view type);

    /// The path of something that is called `name` here.
    std::string_view path_of(std::string_view name);

    /// Makes a name stand for a node; an error where it stands for another.
    void add(const Statement& statement, std::string_view path, uint32_t node);

    /// The earlier nodes that a literal of this statement names for the node `reader`, or nothing where one of them is
    /// not there: that is reported, here or when the scope closes.
    std::optional<std::vector<uint32_t>> find_all(const Statement& statement, const Literal& names, uint32_t reader);

    /// The node that a name means in the network's scope, or nothing, which is reported.
    std::optional<uint32_t> find_output(const Literal& name);

    /// A layer without a label could not be read, so that automatic names are not known.
    void lose_count() { uncounted_ = true; }

  private:
    struct Unresolved {
        Literal name;
        uint32_t reader;
        Turns turns;
    };
    struct Scope {
        uint32_t id;
        uint32_t input;
        std::string_view prefix;  // of every path in it
        std::vector<Binding> parameters;
        Turns turns = {};
        Names names = {};
        std::vector<Unresolved> unresolved = {};
    };

    std::optional<Named> find(std::string_view name, const Turns& turns) const;
    void refuse(const Unresolved& unresolved);
    bool may_be_unread(std::string_view name) const;
    std::string help_for(std::string_view name);
    std::string line_of(uint32_t node);

    Spec& spec_;
    std::span<const Binding> lets_;
    Network& network_;
    Diagnostics& diagnostics_;
    std::deque<Scope> open_;
    std::optional<LineIndex> lines_;
    bool uncounted_ = false;
    int suggestions_ = 0;
};

}  // namespace nnshape

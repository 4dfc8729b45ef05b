#pragma once

#include <deque>
#include <optional>

#include "base/diagnostic.h"
#include "network/names.h"
#include "network/network.h"
#include "spec/expression.h"

// The open scopes while statements are expanded: the whole network's, and one for each call around the statement.
namespace nnshape {

inline constexpr uint32_t no_node = UINT32_MAX;
inline constexpr std::string_view input_name = "input";

class Scopes {
  public:
    Scopes(Network& network, Diagnostics& diagnostics)
        : spec_(*network.spec), network_(network), diagnostics_(diagnostics) {}

    /// Opens the network's scope, or that of a call whose input is the node `input`; a turn of a labelled repeat is a
    /// call too. All paths in it begin with `prefix`, the call's path and a slash, whose text must stay where it is.
    /// The caller keeps the values of the parameters.
    void open(uint32_t input, const Statement* call, std::string_view prefix, const Environment& environment);

    /// Closes the innermost scope and reports the names that were used in it and never defined.
    void close();

    /// The names that an expression may use.
    const Environment& environment() const { return open_.back().environment; }

    /// Changes these names, in the innermost scope. The caller keeps the values.
    void set_environment(const Environment& environment) { open_.back().environment = environment; }

    /// The turns of the open repeats in the innermost scope.
    Turns& turns() { return open_.back().turns; }
    uint32_t id() const { return open_.back().id; }

    /// A statement's name: its label followed by the turns, or its type and number. Every path begins with the names
    /// of the calls around it. `end` is put behind it.
    std::string_view path_of(const Statement& statement, std::string_view type, std::string_view end = {});

    /// The path of a node that has this name in the innermost scope.
    std::string_view path_of(std::string_view name);

    /// Gives a node its name. Reports a name that another node has already.
    void add(const Statement& statement, std::string_view path, uint32_t node);

    /// The earlier nodes that a literal names as inputs of the node `reader`. Nothing if one of them does not exist,
    /// which is reported, here or when the scope closes.
    std::optional<std::vector<uint32_t>> find_all(const Statement& statement, const Literal& names, uint32_t reader);

    /// The path of the layer or call that a name means in the innermost scope; nothing if there is none yet.
    std::optional<std::string> path_behind(std::string_view name) const;

    /// The node that a name means in the network's scope. Nothing if there is none, which is reported.
    std::optional<uint32_t> find_output(const Literal& name);

    /// Notes that a layer without a label could not be read, so the numbers of automatic names are not certain.
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
        Environment environment;
        Turns turns = {};
        Names names = {};
        std::vector<Unresolved> unresolved = {};
    };

    std::optional<Named> find(std::string_view name, const Turns& turns) const;
    void refuse(const Unresolved& unresolved);
    bool may_be_unread(std::string_view name) const;
    std::string help_for(std::string_view name, uint32_t reader);
    std::string line_of(uint32_t node);

    const Spec& spec_;
    Network& network_;
    Diagnostics& diagnostics_;
    std::deque<Scope> open_;
    std::optional<LineIndex> lines_;
    bool uncounted_ = false;
    int suggestions_ = 0;
};

}  // namespace nnshape

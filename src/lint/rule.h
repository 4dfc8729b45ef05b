#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "analysis/analysis.h"

// A rule finds something that is probably a mistake, but not an error.
namespace nnshape {

/// What the rules look at: a network and its analysis, which may be incomplete.
struct Subject {
    const Network& network;
    const Analysis& analysis;
    bool is_whole = true;    ///< the spec has no error, and every layer is calculated
    bool as_written = true;  ///< no option changed a value of the spec
    bool notes = true;       ///< whether notes are wanted

    /// Where a parameter of a layer is written.
    Span place_of(uint32_t node, int param) const { return place_of_value(network, network.nodes[node], param); }
    bool is_calculated(uint32_t node) const { return analysis.nodes[node].state == State::calculated; }
};

/// A layer with a window that is not plain.
struct Slider {
    uint32_t node;
    const Window& window;
};

/// The findings of the rules, without those that the spec allows: at the layer, at a call around it or in the whole
/// file. Each one is reported under the code of the current rule.
class Findings {
  public:
    Findings(const Network& network, Diagnostics& diagnostics) : network_(network), diagnostics_(diagnostics) {}

    /// Adds a finding about a layer; `weight` replaces the code's severity.
    void add(uint32_t node, Span span, std::string message, std::string help = {}, std::optional<Severity> weight = {});

    /// Adds a finding about a call.
    void add(const Call& call, Span span, std::string message, std::string help = {});

    /// Adds a finding about a statement in a scope, or about the whole spec if `statement` is null.
    void add(const Statement* statement, uint32_t scope, Span span, std::string message, std::string help = {});

    /// Whether the current rule asks this about a place for the first time. A statement in a block may be expanded a
    /// million times, and a finding there is reported once.
    bool is_first(Span place) { return asked_.insert({code_, place.begin}).second; }

    /// Whether the code at this place in an `allow` has silenced anything yet.
    bool has_silenced(Span allowed) const { return silencing_.contains({allowed.begin, allowed.end}); }

    void set_code(const Code& code) { code_ = &code; }

    /// Whether the current rule has a finding about this place already, in another layer with the same calls around
    /// it. A statement in a block may be expanded a million times, so `add` ignores such a finding; a rule that asks
    /// first need not write it.
    bool knows(uint32_t node, Span place);

  private:
    using Place = std::tuple<const Code*, uint32_t, uint32_t>;  // where it begins, and the calls around it

    bool is_allowed(const Statement* statement, uint32_t scope);
    uint32_t calls_around(uint32_t scope);

    const Network& network_;
    Diagnostics& diagnostics_;
    const Code* code_ = nullptr;
    std::map<Place, uint32_t> found_;     // the first layer with a finding there
    std::vector<uint32_t> calls_around_;  // by scope: the same number for the same calls; empty until it is asked for
    std::set<std::pair<const Code*, uint32_t>> asked_;
    std::set<std::pair<uint32_t, uint32_t>> silencing_;  // the places of codes that silenced something
};

/// A rule: its code, and the function that looks at the whole network or at each window that is not plain.
struct Rule {
    const Code code;
    std::string_view why;      ///< why it matters
    std::string_view example;  ///< a spec with such a finding
    std::string_view instead;  ///< the same, fixed
    void (*check)(const Subject& subject, Findings& findings) = nullptr;
    void (*check_window)(const Subject& subject, const Slider& slider, Findings& findings) = nullptr;
    bool runs_last = false;  ///< it looks at what the other rules silenced, and runs only if the spec allows a code
};

std::span<const Rule* const> all_rules();

/// The rule with this code. Null if there is none: errors are not found by rules.
const Rule* find_rule(const Code& code);

/// Runs every rule, in the order of rules.def: first those that look at windows, then those that look at the network,
/// then those that run last.
void lint(const Subject& subject, Diagnostics& diagnostics);

/// The codes that a statement allows.
std::vector<Literal> allowed_at(const Spec& spec, const Statement& statement);

}  // namespace nnshape

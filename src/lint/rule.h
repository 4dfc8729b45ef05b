#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/analysis.h"

// A rule finds what is no error but most likely a mistake.
namespace nnshape {

/// What the rules look at: a network that is analysed as far as can be.
struct Subject {
    const Network& network;
    const Analysis& analysis;
    bool is_whole = true;    ///< the spec was understood, and every layer is calculated
    bool as_written = true;  ///< nothing was set from outside
    bool notes = true;       ///< whether anybody will look at notes

    /// Where a parameter of a layer is written.
    Span place_of(uint32_t node, int param) const { return place_of_value(network, network.nodes[node], param); }
    bool is_calculated(uint32_t node) const { return analysis.nodes[node].state == State::calculated; }
};

/// A layer with the windows that it slides; none of them is plain.
struct Slider {
    uint32_t node;
    const Window& window;
};

/// What the rules found, less what the spec allows: at the layer, at a call around it or in the whole file. Each is
/// reported under the code of the rule that is at work.
class Findings {
  public:
    Findings(const Network& network, Diagnostics& diagnostics) : network_(network), diagnostics_(diagnostics) {}

    /// Of a layer; `weight` is the severity where it is not the code's own.
    void add(uint32_t node, Span span, std::string message, std::string help = {}, std::optional<Severity> weight = {});

    /// Of a call.
    void add(const Call& call, Span span, std::string message, std::string help = {});

    /// Of a statement in a scope, or of the spec as a whole.
    void add(const Statement* statement, uint32_t scope, Span span, std::string message, std::string help = {});

    /// Whether the rule at work asks this of a place for the first time. A statement in a block may be expanded a
    /// million times, and what is found there is told once.
    bool is_first(Span place) { return asked_.insert({code_, place.begin}).second; }

    /// Whether the code at this place in an `allow` has silenced anything yet.
    bool has_silenced(Span allowed) const { return silencing_.contains({allowed.begin, allowed.end}); }

    void set_code(const Code& code) { code_ = &code; }

  private:
    bool is_allowed(const Statement* statement, uint32_t scope);

    const Network& network_;
    Diagnostics& diagnostics_;
    const Code* code_ = nullptr;
    std::set<std::pair<const Code*, uint32_t>> asked_;
    std::set<std::pair<uint32_t, uint32_t>> silencing_;  // where the codes stand that silenced something
};

/// A rule: the code it reports under, and what finds it, in the network as a whole or at each layer that slides.
struct Rule {
    const Code& code;
    std::string_view why;      ///< why it matters
    std::string_view example;  ///< a spec that it reports
    std::string_view instead;  ///< the same, put right
    void (*check)(const Subject& subject, Findings& findings) = nullptr;
    void (*check_window)(const Subject& subject, const Slider& slider, Findings& findings) = nullptr;
};

std::span<const Rule* const> all_rules();

/// The rule that reports under a code, or null: an error is found where it arises, and has none.
const Rule* find_rule(const Code& code);

/// Runs every rule, in the order of rules.def; those that look at windows before those that look at the whole.
void lint(const Subject& subject, Diagnostics& diagnostics);

/// The codes that a statement allows.
std::vector<Literal> allowed_at(const Spec& spec, const Statement& statement);

}  // namespace nnshape

#include "analysis/analysis.h"

#include <fmt/format.h>
#include <algorithm>

#include "analysis/peak.h"
#include "base/text.h"
#include "base/unicode.h"
#include "layers/layer_kind.h"
#include "network/place.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

using CheckedFigures = std::array<Checked, figure_count>;

class Folder {
  public:
    Folder(const Network& network, int64_t batch_size, Analysis& analysis, Diagnostics& diagnostics)
        : network_(network), batch_size_(batch_size), analysis_(analysis), diagnostics_(diagnostics) {}

    void fold() {
        analysis_.nodes.assign(network_.nodes.size(), {});
        analysis_.tallies.assign(1, {});
        analysis_.totals = {};
        analysis_.peak = {};
        analysis_.complete = !network_.nodes.empty();
        for (size_t index = 0; index < network_.nodes.size(); ++index) {
            NodeResult& result = analysis_.nodes[index];
            result.state = calculate(network_.nodes[index], result);
            analysis_.complete = analysis_.complete && result.state == State::calculated;
        }
        if (analysis_.complete) find_peak();
    }

  private:
    State calculate(const Node& node, NodeResult& result);
    bool reaches(const Node& node) const;
    void report_fault(const Node& node);
    void check_demand(const Node& node);
    bool fits_table(const Node& node);
    std::optional<Counts> counts_of(const Node& node);
    static Counts counts_of_all(const Counts& one, const Experts& experts);
    Checked parameter_bytes(const Counts& counts) const;
    CheckedFigures figures_of(const Node& node, const Counts& counts) const;
    bool add_up(const Node& node, const CheckedFigures& figures, Figures& result);
    uint32_t number_of(const Tally& tally);
    void find_peak();
    std::string how_to_read(const LayerKind& kind) const;
    void fail(const Node& node, const Code& code, Span span, std::string message, std::string help = {}) {
        auto index = static_cast<uint32_t>(&node - network_.nodes.data());
        diagnostics_.push_back(about(network_, node.scope, index, code, span, std::move(message), std::move(help)));
    }

    const Network& network_;
    int64_t batch_size_;
    Analysis& analysis_;
    Diagnostics& diagnostics_;
    std::vector<Shape> inputs_;  // of the current layer
    std::array<uint32_t, 64> last_tallies_{};
};

bool Folder::reaches(const Node& node) const {
    auto calculated = [&](uint32_t index) { return analysis_.nodes[index].state == State::calculated; };
    auto reads = network_.reads_of(node);
    return std::all_of(reads.begin(), reads.end(), calculated) &&
           (node.shares == nothing_shared || calculated(node.shares));
}

// A layer type knows how many inputs it needs, but not how a spec names them.
std::string Folder::how_to_read(const LayerKind& kind) const {
    return fmt::format("name {} with `{}`", kind.most_inputs == 1 ? "one layer" : "the layers",
                       dialect_of(*network_.spec).wiring_key);
}

State Folder::calculate(const Node& node, NodeResult& result) {
    if (node.broken) return State::failed;
    if (!reaches(node)) return State::unreached;
    if (node.state == State::failed) {
        report_fault(node);
        return State::failed;
    }
    if (&node < &network_.nodes[0] + network_.input_count) return State::calculated;
    inputs_.clear();
    for (uint32_t index : network_.reads_of(node)) inputs_.push_back(network_.nodes[index].output);
    check_demand(node);
    auto counts = counts_of(node);
    if (!counts) return State::failed;
    Tally tally;
    Checked scratch = bytes_of(counts->scratch * batch_size_, *network_.dtype);
    tally.scratch_bytes = scratch.overflowed() ? -1 : scratch.value();
    if (!add_up(node, figures_of(node, *counts), tally.figures)) return State::failed;
    result.tally = number_of(tally);
    return State::calculated;
}

// The number of a tally; that of an earlier layer with the same counts if it was one of the last.
uint32_t Folder::number_of(const Tally& tally) {
    auto at = [&](Figure figure) { return static_cast<uint64_t>(tally.figures[figure]); };
    uint64_t mixed = at(Figure::weights) * 31 + at(Figure::macs) * 7 + at(Figure::activation_bytes) / 4;
    uint32_t& number = last_tallies_[(mixed ^ mixed >> 16) % last_tallies_.size()];
    const Tally& last = analysis_.tallies[number];
    if (number != 0 && last.figures.values == tally.figures.values && last.scratch_bytes == tally.scratch_bytes) {
        return number;
    }
    number = static_cast<uint32_t>(analysis_.tallies.size());
    analysis_.tallies.push_back(tally);
    return number;
}

// A fault is not kept, so the layer is inferred again to report it.
void Folder::report_fault(const Node& node) {
    std::vector<Shape> inputs = inputs_of(network_, node);
    Args args = network_.args_of(node);
    Inference result;
    LayerFault fault = *infer(*node.kind, node.rank_suffix, args, inputs, result);
    auto [message, help, advice] = fault.words(fault, {*node.kind, node.rank_suffix, args, inputs, result});
    if (!advice.empty()) help = dialect_of(*network_.spec).help(advice);
    constexpr std::string_view write = "write `";
    bool is_code = node.statement->is_code && fault.code == &code::rank_mismatch && help.starts_with(write);
    if (is_code) help.replace(0, write.size() - 1, "the type is ");  // its constructor is not a word to replace
    if (fault.code == &code::input_count && help.empty()) help = how_to_read(*node.kind);
    fail(node, *fault.code, place_of_value(network_, node, fault.param), std::move(message), std::move(help));
}

// "the layer receives 256 (flatten of 4x4x16), not 400"
void Folder::check_demand(const Node& node) {
    if (node.demanded == 0 || inputs_[0].channels == node.demanded) return;
    const Node& before = network_.nodes[network_.reads_of(node)[0]];
    std::string origin;
    auto read_before = network_.reads_of(before);
    if (!read_before.empty()) {
        const Shape& shape = network_.nodes[read_before[0]].output;
        origin = shape.rank == inputs_[0].rank
                     ? fmt::format(" (from `{}`)", printable(before.name))
                     : fmt::format(" ({} of {})", before.kind->name, to_text(shape, network_.layout));
    }
    fail(node, code::expectation_failed, node.demanded_at,
         fmt::format("the layer receives {}{}, not {}", inputs_[0].channels, origin, node.demanded));
}

// A layer that shares another type's table uses it transposed: its input has the channels of that layer's output.
bool Folder::fits_table(const Node& node) {
    const Node& other = network_.nodes[node.shares];
    if (other.kind == node.kind || inputs_[0].channels == other.output.channels) return true;
    fail(node, code::shape_mismatch, node.statement->type.span,
         fmt::format("`{}` cannot share the parameters of `{}`: it receives {} channels, and the vectors of the table "
                     "have {}",
                     printable(node.name), printable(other.name), inputs_[0].channels, other.output.channels),
         "the layer before it must have as many channels as the vectors");
    return false;
}

// The kind's counts, of all experts. A layer that shares has no parameters of its own; nothing if its counts differ
// from the other's.
std::optional<Counts> Folder::counts_of(const Node& node) {
    Counts counts =
        node.kind->count.numbers ? node.kind->count.numbers(network_.args_of(node), inputs_, node.output) : Counts{};
    if (node.experts != 0) counts = counts_of_all(counts, network_.experts_of(node));
    if (node.shares == nothing_shared) return counts;
    if (!fits_table(node)) return std::nullopt;
    const Figures& shared = analysis_.figures_of(node.shares);
    const std::pair<Figure, Checked> own[] = {
        {Figure::weights, counts.weights}, {Figure::biases, counts.biases}, {Figure::buffers, counts.buffers}};
    for (auto [figure, number] : own) {
        if (number.overflowed()) return counts;  // add_up reports it
        if (number.value() == shared[figure]) continue;
        fail(node, code::shape_mismatch, node.statement->type.span,
             fmt::format("`{}` cannot share the parameters of `{}`: it has {} {}, not {}", printable(node.name),
                         printable(network_.nodes[node.shares].name), with_commas(number.value()),
                         figure_nouns[static_cast<size_t>(figure)], with_commas(shared[figure])),
             figure == Figure::biases && network_.nodes[node.shares].kind != node.kind
                 ? dialect_of(*network_.spec).help({.settings = {{"bias", false}}})
                 : "layers that share have the same counts");
        return std::nullopt;
    }
    return Counts{.macs = counts.macs, .scratch = counts.scratch};
}

// The parameters of all experts, and the products of those that work.
Counts Folder::counts_of_all(const Counts& one, const Experts& experts) {
    return {.weights = one.weights * experts.count,
            .biases = one.biases * experts.count,
            .buffers = one.buffers * experts.count,
            .macs = one.macs * experts.active,
            .scratch = one.scratch * experts.active,
            .bytes = one.bytes * experts.count};
}

Checked Folder::parameter_bytes(const Counts& counts) const {
    bool is_given = counts.bytes.overflowed() || counts.bytes.value() != 0;
    if (is_given) return counts.bytes;
    Storage storage;
    storage.add(counts.weights, network_.weights_dtype->bits);
    storage.add(counts.biases, network_.dtype->bias_bits());
    storage.add(counts.buffers, network_.dtype->bits);
    return storage.bytes();
}

CheckedFigures Folder::figures_of(const Node& node, const Counts& counts) const {
    CheckedFigures figures;
    auto at = [&](Figure figure) -> Checked& { return figures[static_cast<size_t>(figure)]; };
    Checked params = counts.weights + counts.biases;
    at(Figure::weights) = counts.weights;
    at(Figure::biases) = counts.biases;
    const Experts& experts = network_.experts_of(node);
    at(Figure::params) = params;
    at(Figure::active_params) =
        node.experts == 0 || params.overflowed() ? params : params.value() / experts.count * experts.active;
    at(node.frozen ? Figure::frozen : Figure::trainable) = params;
    at(Figure::buffers) = counts.buffers;
    at(Figure::macs) = counts.macs;
    at(Figure::flops) = counts.macs * 2;
    at(Figure::param_bytes) = parameter_bytes(counts);
    at(Figure::activation_bytes) = bytes_of(elements(node.output) * batch_size_ * experts.active, *network_.dtype);
    return figures;
}

// Adds the counts to the layer's result and to the totals. Returns false if one of them overflows a 64-bit integer.
bool Folder::add_up(const Node& node, const CheckedFigures& figures, Figures& result) {
    for (size_t index = 0; index < figure_count; ++index) {
        Checked total = Checked(analysis_.totals.values[index]) + figures[index];
        if (total.overflowed()) {
            std::string_view whose = figures[index].overflowed() ? "the" : "the network's";
            fail(node, code::overflow, node.statement->type.span,
                 fmt::format("{} {} overflow a 64-bit integer", whose, figure_nouns[index]));
            return false;
        }
        result.values[index] = figures[index].value();
    }
    for (size_t index = 0; index < figure_count; ++index) analysis_.totals.values[index] += result.values[index];
    return true;
}

void Folder::find_peak() {
    auto peak = peak_of(network_, analysis_, batch_size_);
    if (peak) {
        analysis_.peak = *peak;
        return;
    }
    const Node& node = network_.nodes[peak.fault()];
    fail(node, code::overflow, node.statement->type.span,
         "the bytes of activations alive at once overflow a 64-bit integer");
    analysis_.complete = false;
}

}  // namespace

void analyse(const Network& network, int64_t batch_size, Analysis& analysis, Diagnostics& diagnostics) {
    Folder(network, batch_size, analysis, diagnostics).fold();
}

bool is_shown(const Network& network, Figure figure) {
    return figure != Figure::active_params || network.has_experts();
}

int64_t most_alive(const Analysis& analysis, uint32_t first, uint32_t end) {
    int64_t most = 0;
    for (uint32_t node = first; node < end; ++node) most = std::max(most, analysis.nodes[node].alive_bytes);
    return most;
}

std::optional<Figures> sum_of(const Analysis& analysis, uint32_t first, uint32_t end) {
    Figures sums;
    for (uint32_t node = first; node < end; ++node) {
        if (analysis.nodes[node].state != State::calculated) return std::nullopt;
        const Figures& figures = analysis.figures_of(node);
        for (size_t index = 0; index < figure_count; ++index) sums.values[index] += figures.values[index];
    }
    return sums;
}

}  // namespace nnshape

#include "analysis/expectations.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "network/literal.h"
#include "spec/amount.h"

namespace nnshape {
namespace {

constexpr std::string_view output_key = "output";

constexpr Param shape_param{.name = "output", .type = ParamType::shape};

std::string_view key_of(const Spec& spec, const Argument& expected) {
    return expected.key.empty() ? output_key : spec.text(expected.key);
}

// The values of a layer, a call or the network. Only the network has a peak.
struct Found {
    const Shape* output;  // null if there are several
    int64_t layers;
    const Figures& figures;
    int64_t peak = 0;
};

Found totals_of(const Network& network, const Analysis& analysis) {
    const Shape* output = network.outputs.size() == 1 ? &network.nodes[network.outputs[0]].output : nullptr;
    return {output, network.layer_count(), analysis.totals, analysis.peak.bytes};
}

int64_t value_of(const Found& found, std::string_view key) {
    if (key == layers_key) return found.layers;
    if (key == peak_key) return found.peak;
    return found.figures[*find_figure(key)];
}

enum class KeyPlace : uint8_t { layer, expect, limit };

// The keys that are allowed there: a layer has no peak, and an output has no limit.
std::vector<std::string_view> keys_of(KeyPlace place) {
    std::vector<std::string_view> names = total_names();
    if (place == KeyPlace::layer) names.erase(std::find(names.begin(), names.end(), peak_key));
    if (place != KeyPlace::limit) names.push_back(output_key);
    return names;
}

class Checker {
  public:
    Checker(const Network& network, Diagnostics& diagnostics)
        : network_(network), spec_(*network.spec), diagnostics_(diagnostics) {}

    void check_key(const Argument& expected, KeyPlace place) {
        std::string_view key = key_of(spec_, expected);
        std::vector<std::string_view> names = keys_of(place);
        bool known = std::find(names.begin(), names.end(), key) != names.end();
        if (known && key == output_key) return check_shape(expected.value);
        if (known) return;
        if (key == peak_key) {
            return fail(code::bad_value, expected.key.span,
                        "`peak_activation_bytes` belongs to the whole network, and a layer has none",
                        "it belongs to an `expect` or a `limit`");
        }
        std::string near = did_you_mean(key, names);
        fail(code::unknown_parameter, expected.key.span,
             fmt::format("`{}` is not a quantity of the report", printable(key)),
             near.empty() ? fmt::format("those are {}", enumerate(names)) : near);
    }

    // Whether the key's value is compared.
    static bool holds(std::string_view key, Held held) {
        auto figure = find_figure(key);
        bool follows_batch = figure == Figure::activation_bytes || key == peak_key;
        bool follows_shapes = follows_batch || key == output_key || figure == Figure::macs || figure == Figure::flops ||
                              figure == Figure::param_bytes;
        if (!held.counts || (follows_shapes && !held.shapes)) return false;
        return !follows_batch || held.activation_bytes;
    }

    void compare(const Argument& expected, const Found& found, std::string_view layer) {
        std::string_view key = key_of(spec_, expected);
        if (key == output_key) {
            return found.output ? compare_shape(expected.value, *found.output, layer) : refuse_output(expected);
        }
        int64_t value = value_of(found, key);
        if (value == expected.value.number) return;
        fail(code::expectation_failed, expected.value.span,
             fmt::format("`{}` is {}, not {}", key, with_commas(value), with_commas(expected.value.number)), {}, layer);
    }

  private:
    void check_shape(const Literal& literal) {
        if (is_unanswered(spec_, literal)) return;
        std::vector<int64_t> pool;
        auto shape = read_literal(spec_, shape_param, literal, pool);
        if (shape) return;
        const Fault<Span>& misfit = shape.fault();
        fail(code::bad_value, misfit.where, misfit.message, misfit.help);
    }

    void compare_shape(const Literal& literal, const Shape& output, std::string_view layer) {
        std::vector<int64_t> wanted;
        read_literal(spec_, shape_param, literal, wanted);  // check_key has reported a value that is not a shape
        auto found = sizes_of(output, network_.layout);
        if (output.rank == 0 && wanted.size() == 2 && wanted[1] == 1) wanted.pop_back();
        auto view = found.view();
        if (std::equal(view.begin(), view.end(), wanted.begin(), wanted.end())) return;
        fail(code::expectation_failed, literal.span,
             fmt::format("the output is {}, not {}", to_text(found), fmt::join(wanted, "x")), {}, layer);
    }

    void refuse_output(const Argument& expected) {
        fail(code::bad_value, expected.value.span,
             fmt::format("`output` needs a network with one output, and this one has {}", network_.outputs.size()),
             "write each expectation at its layer");
    }

    void fail(const Code& code, Span span, std::string message, std::string help = {}, std::string_view layer = {}) {
        diagnostics_.push_back({&code, std::move(message), std::move(help), span, std::string(layer)});
    }

    const Network& network_;
    const Spec& spec_;
    Diagnostics& diagnostics_;
};

// Counts each expectation that is written once, however often it is compared: it is right if it always is.
class Marker {
  public:
    explicit Marker(const Spec& spec) : spec_(spec), states_(spec.expected.size() + spec.expect.size()) {}

    void leave(const Argument& expected) { state_of(expected) = State::unanswered; }
    void pass_over() { marks_.passed_over = true; }
    void mark(const Argument& expected, bool is_right) {
        State& state = state_of(expected);
        if (state != State::wrong) state = is_right ? State::right : State::wrong;
    }

    ExpectationMarks take() {
        for (State state : states_) {
            marks_.asked += state != State::unseen ? 1 : 0;
            marks_.right += state == State::right ? 1 : 0;
            marks_.unanswered += state == State::unanswered ? 1 : 0;
        }
        return marks_;
    }

  private:
    enum class State : uint8_t { unseen, right, wrong, unanswered };

    State& state_of(const Argument& expected) {
        bool of_layer = !spec_.expected.empty() && &expected >= spec_.expected.data() &&
                        &expected < spec_.expected.data() + spec_.expected.size();
        auto place = of_layer ? &expected - spec_.expected.data()
                              : &expected - spec_.expect.data() + static_cast<std::ptrdiff_t>(spec_.expected.size());
        return states_[static_cast<size_t>(place)];
    }

    const Spec& spec_;
    std::vector<State> states_;
    ExpectationMarks marks_;
};

std::span<const Argument> expected_of(const Network& network, const Statement& statement) {
    const Range& range = statement.expected;
    return {network.spec->expected.data() + range.first, range.count};
}

// The place of a diagnostic about the whole network: its name, or else its first input.
Span place_of_whole(const Spec& spec) {
    if (!spec.name.empty()) return spec.name.span;
    return spec.inputs.empty() ? Span{} : spec.inputs[0].type.span;
}

}  // namespace

void check_expectation_keys(const Network& network, Diagnostics& diagnostics) {
    Checker checker(network, diagnostics);
    for (const Argument& expected : network.spec->expected) checker.check_key(expected, KeyPlace::layer);
    for (const Argument& expected : network.spec->expect) checker.check_key(expected, KeyPlace::expect);
    for (const Argument& limit : network.spec->limit) checker.check_key(limit, KeyPlace::limit);
}

ExpectationMarks check_expectations(const Network& network, const Analysis& analysis, Held held,
                                    Diagnostics& diagnostics) {
    Checker checker(network, diagnostics);
    Marker marker(*network.spec);
    auto compare = [&](const Argument& expected, const Found& found, std::string_view layer) {
        if (is_unanswered(*network.spec, expected.value)) return marker.leave(expected);
        if (!Checker::holds(key_of(*network.spec, expected), held)) return marker.pass_over();
        size_t before = diagnostics.size();
        checker.compare(expected, found, layer);
        marker.mark(expected, diagnostics.size() == before);
    };
    for (uint32_t index = 0; index < network.nodes.size(); ++index) {
        if (analysis.nodes[index].state != State::calculated) continue;
        for (const Argument& expected : expected_of(network, *network.nodes[index].statement)) {
            compare(expected, {&network.nodes[index].output, 1, analysis.figures_of(index)}, network.nodes[index].name);
        }
    }
    for (const Call& call : network.calls) {
        auto figures = sum_of(analysis, call.first, call.end);
        if (!figures || analysis.nodes[call.output].state != State::calculated) continue;
        for (const Argument& expected : expected_of(network, *call.statement)) {
            compare(expected, {&network.nodes[call.output].output, call.end - call.first, *figures}, call.name);
        }
    }
    for (const Argument& expected : network.spec->expect) {
        if (analysis.complete) compare(expected, totals_of(network, analysis), {});
    }
    return marker.take();
}

int64_t total_of(const Network& network, const Analysis& analysis, std::string_view key) {
    return value_of(totals_of(network, analysis), key);
}

void check_limits(const Network& network, const Analysis& analysis, const std::vector<Limit>& limits,
                  Diagnostics& diagnostics) {
    if (!analysis.complete) return;
    auto check = [&](std::string_view key, int64_t most, Span span, std::string_view whose) {
        int64_t found = total_of(network, analysis, key);
        if (found <= most) return;
        std::string message =
            fmt::format("`{}` is {}, above the {} of {}", key, with_commas(found), whose, with_commas(most));
        diagnostics.push_back({&code::limit_exceeded, std::move(message), {}, span});
    };
    for (const Argument& limit : network.spec->limit) {
        check(key_of(*network.spec, limit), limit.value.number, limit.value.span, "limit");
    }
    for (const Limit& limit : limits) check(limit.key, limit.most, place_of_whole(*network.spec), "`--limit`");
}

std::vector<std::string_view> total_names() {
    std::vector<std::string_view> names(std::begin(figure_names), std::end(figure_names));
    names.insert(names.begin(), layers_key);
    names.push_back(peak_key);
    return names;
}

}  // namespace nnshape

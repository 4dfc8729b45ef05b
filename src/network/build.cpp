#include "network/build.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "layers/layer_kind.h"
#include "layers/traits.h"
#include "network/bind.h"
#include "network/expand.h"
#include "network/lets.h"
#include "network/place.h"
#include "network/scope.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

class Builder {
  public:
    Builder(const Spec& spec, Network& network, Diagnostics& diagnostics)
        : spec_(spec), network_(network), diagnostics_(diagnostics), unread_(has_error(diagnostics)) {}

    void build(const BuildOptions& options) {
        network_.clear();
        network_.spec = &spec_;
        network_.codes = options.codes;
        network_.name = spec_.name.empty() ? options.fallback_name : spec_.text(spec_.name);
        take_layout();
        take_dtypes();
        for (const Literal& name : spec_.allow) check_code(network_, name, diagnostics_);
        lets_ = take_lets(spec_, network_.values, diagnostics_);
        add_inputs();
        Diagnostics unknown_inputs;
        override_inputs(network_, options.input_shapes, unknown_inputs);
        place_inputs();
        expand(lets_, network_, diagnostics_);
        check_complete();
        diagnostics_.insert(diagnostics_.end(), unknown_inputs.begin(), unknown_inputs.end());
    }

  private:
    void take_layout();
    void take_dtypes();
    const Dtype* find_dtype(const Text& name);
    void add_inputs();
    void add_input(const Statement& statement);
    void place_inputs();
    void check_complete();
    void fail(const Code& code, Span span, std::string message, std::string help) {
        diagnostics_.push_back({&code, std::move(message), std::move(help), span});
    }

    const Spec& spec_;
    Network& network_;
    Diagnostics& diagnostics_;
    std::vector<Binding> lets_;
    bool unread_;  // a part of the spec could not be read, and may hold what seems to be missing
};

void Builder::take_layout() {
    if (spec_.layout.empty()) return;
    std::string layout = folded(spec_.text(spec_.layout));
    if (layout == "chw" || layout == "channelsfirst") {
        network_.layout = Layout::chw;
    } else if (layout != "hwc" && layout != "channelslast") {
        fail(code::bad_value, spec_.layout.span,
             fmt::format("`{}` is not a layout", printable(spec_.text(spec_.layout))),
             "a layout is HWC (channels last) or CHW (channels first)");
    }
}

void Builder::take_dtypes() {
    if (!spec_.dtype.empty()) network_.dtype = find_dtype(spec_.dtype);
    network_.weights_dtype = spec_.weights_dtype.empty() ? network_.dtype : find_dtype(spec_.weights_dtype);
}

const Dtype* Builder::find_dtype(const Text& name) {
    std::vector<std::string_view> names;
    for (const Dtype& dtype : dtypes) names.push_back(dtype.name);
    auto found = std::find_if(names.begin(), names.end(),
                              [&](std::string_view one) { return are_same_folded(one, spec_.text(name)); });
    if (found != names.end()) return &dtypes[found - names.begin()];
    std::string near = did_you_mean(spec_.text(name), names);
    fail(code::bad_value, name.span, fmt::format("`{}` is not a dtype", printable(spec_.text(name))),
         near.empty() ? fmt::format("a dtype is {}", enumerate(names, "or")) : near);
    return &dtypes[0];
}

// The inputs are the first nodes.
void Builder::add_inputs() {
    for (const Statement& statement : spec_.inputs) add_input(statement);
    uint32_t outermost = 0;
    for (uint32_t index = 0; index < spec_.statements.size(); ++index) {
        const Statement& statement = spec_.statements[index];
        FoundKind found = find_kind(spec_.text(statement.type));
        network_.kinds.push_back(found);
        bool nested = index < outermost;
        if (!nested) outermost = statement.end;
        if (!found.kind || !is_input(*found.kind)) continue;
        if (!nested) {
            add_input(statement);
        } else {
            unread_ = true;
            fail(code::syntax, statement.type.span, "an input is allowed at top level only",
                 "move it before the network's first layer");
        }
    }
    network_.input_count = static_cast<uint32_t>(network_.nodes.size());
}

void Builder::add_input(const Statement& statement) {
    auto index = static_cast<uint32_t>(network_.nodes.size());
    network_.nodes.push_back({.kind = find_kind("input").kind, .statement = &statement, .broken = statement.broken});
    Node& node = network_.nodes.back();
    node.name = statement.label.empty() ? input_name : spec_.text(statement.label);
    if (node.broken) return;
    Wiring wiring = nnshape::bind({{}, lets_}, network_, index, diagnostics_);
    if (!wiring.from) return;
    node.broken = true;
    fail(code::input_count, wiring.from->span, "an input of the network cannot have an input", {});
}

void Builder::place_inputs() {
    NodePlacer placer(network_);
    for (uint32_t input = 0; input < network_.input_count; ++input) placer.place(input);
}

void Builder::check_complete() {
    if (unread_) return;
    // A statement with an unknown type may have been the input.
    bool unknown = std::any_of(diagnostics_.begin(), diagnostics_.end(),
                               [](const Diagnostic& diagnostic) { return diagnostic.code == &code::unknown_layer; });
    bool reads_input =
        network_.nodes.empty() || std::any_of(network_.nodes.begin(), network_.nodes.end(), [](const Node& node) {
            return node.reads.count == 0 && (!node.kind || node.kind->least_inputs > 0);
        });
    if (network_.input_count == 0 && reads_input && !unknown) {
        fail(code::missing_input, {}, "the spec has no input", fmt::format("for example {}", dialect_of(spec_).input));
    }
    bool nothing_placed = network_.nodes.size() == network_.input_count && !has_error(diagnostics_);
    if ((network_.input_count > 0 || !reads_input) && (spec_.statements.empty() || nothing_placed)) {
        fail(code::syntax, {}, "the spec has no layers", std::string(dialect_of(spec_).layers_rule));
    }
}

}  // namespace

void build(const Spec& spec, const BuildOptions& options, Network& network, Diagnostics& diagnostics) {
    Builder(spec, network, diagnostics).build(options);
}

}  // namespace nnshape

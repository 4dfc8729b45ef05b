#include "import/tracer.h"

#include <fmt/format.h>
#include <algorithm>

#include "analysis/analysis.h"
#include "base/unicode.h"
#include "network/build.h"
#include "spec/keywords.h"
#include "spec/text/reader.h"

namespace nnshape {
namespace {

std::string joined(const std::vector<int64_t>& sizes) { return fmt::format("{}", fmt::join(sizes, "x")); }

bool is_open(const std::vector<int64_t>& sizes) {
    return sizes.empty() || std::any_of(sizes.begin(), sizes.end(), [](int64_t size) { return size < 1; });
}

}  // namespace

std::string quoted_name(std::string_view name) {
    bool bare = is_plain_name(name) && name != "-" && !is_statement_word(name);
    if (bare) return std::string(name);
    std::string out = "\"";
    for (char letter : name) {
        if (letter == '"' || letter == '\\') out += '\\';
        out += letter;
    }
    return out + "\"";
}

Tracer::Tracer(std::string_view format, Layout layout, const ImportOptions& options)
    : layout_(layout), options_(options), given_(options.inputs.size()) {
    imported_.format = format;
    if (layout == Layout::chw) line("layout CHW", {});
}

void Tracer::directive(std::string_view text) { line(std::string(text), {}); }

void Tracer::comment(std::string_view text, Origin origin) {
    line(fmt::format("# {}", printable(text)), std::move(origin));
}

void Tracer::fact(std::string_view key, std::string_view value) {
    imported_.facts.emplace_back(std::string(key), printable(value));
}

void Tracer::line(std::string text, Origin origin) {
    bool is_text = printable(text) == text;
    for (char& letter : text) {  // a word of the file that is none of the language's, which the line's error quotes
        if (!is_text && (letter < ' ' || letter == '\x7f')) letter = '?';
    }
    imported_.listing += text;
    imported_.listing += '\n';
    imported_.origins.push_back(std::move(origin));
}

std::string Tracer::unique_name(std::string_view name) {
    std::string plain = name.empty() ? "unnamed" : printable(name);
    std::string unique = plain;
    while (names_.count(unique) != 0) unique = fmt::format("{}_{}", plain, ++names_[plain]);
    names_.emplace(unique, 1);
    return unique;
}

const InputShape* Tracer::given_shape(std::string_view name) {
    for (size_t index = 0; index < given_.size(); ++index) {
        const InputShape& shape = options_.inputs[index];
        bool is_first = shape.name.empty() && tensors_.empty();
        if (!is_first && shape.name != name) continue;
        given_[index] = true;
        return &shape;
    }
    return nullptr;
}

Tensor Tracer::input(std::string_view name, std::vector<int64_t> sizes, std::string_view example, Origin origin) {
    std::string unique = unique_name(name);
    if (const InputShape* given = given_shape(unique)) sizes = given->sizes;
    if (is_open(sizes) || sizes.size() > max_rank + 1) {
        auto message = fmt::format("the file leaves the size of input `{}` open", unique);
        std::string label = tensors_.empty() ? "" : unique + "=";
        refuse(unique, code::missing_input, message, fmt::format("give it with `--input {}{}`", label, example),
               origin);
        return no_tensor;
    }
    line(fmt::format("{}: input {}", quoted_name(unique), joined(sizes)), std::move(origin));
    tensors_.push_back({unique, std::move(sizes)});
    auto tensor = static_cast<Tensor>(tensors_.size() - 1);
    last_ = tensor == 0 ? tensor : no_tensor;
    return tensor;
}

Tensor Tracer::layer(const TracedLayer& layer) {
    std::string unique = unique_name(layer.name);
    std::string text = fmt::format("{}: {}", quoted_name(unique), layer.operation);
    if (layer.share != no_tensor) text += " share=" + quoted_name(name(layer.share));
    if (!layer.inputs.empty() && (layer.inputs.size() > 1 || layer.inputs[0] != last_)) {
        text += " from=";
        for (size_t index = 0; index < layer.inputs.size(); ++index) {
            if (index > 0) text += ',';
            text += quoted_name(name(layer.inputs[index]));
        }
    }
    if (layer.frozen) text += " freeze";
    std::string expected;
    if (!layer.output.empty()) expected += " " + joined(layer.output);
    if (layer.share == no_tensor) {
        if (layer.weights) expected += fmt::format(" weights={}", *layer.weights);
        if (layer.biases) expected += fmt::format(" biases={}", *layer.biases);
        if (layer.buffers) expected += fmt::format(" buffers={}", *layer.buffers);
    }
    if (!expected.empty()) text += " ->" + expected;
    line(std::move(text), layer.origin);
    Diagnostics diagnostics;
    tensors_.push_back({unique, place(layer, diagnostics)});
    last_ = static_cast<Tensor>(tensors_.size() - 1);
    if (tensors_[last_].sizes.empty()) keep_fault(layer, diagnostics);
    return last_;
}

// The layer alone, in a network of its own: its inputs have the shapes that are known of them.
std::vector<int64_t> Tracer::place(const TracedLayer& layer, Diagnostics& diagnostics) const {
    std::string text = layout_ == Layout::chw ? "layout CHW\n" : "";
    std::string from;
    for (size_t index = 0; index < layer.inputs.size(); ++index) {
        const Known& input = tensors_[layer.inputs[index]];
        if (input.sizes.empty()) return {};
        text += fmt::format("i{}: input {}\n", index, joined(input.sizes));
        from += fmt::format("{}i{}", index == 0 ? " from=" : ",", index);
    }
    if (layer.inputs.empty()) text += "none: input 1\n";
    text += fmt::format("it: {}{}\n", layer.operation, from);
    Spec spec;
    spec.source.text = text;
    read_text(spec, diagnostics);
    Network network;
    build(spec, {{}, {}, {}}, network, diagnostics);
    bool is_placed = network.layer_count() > 0 && network.nodes.back().state == State::calculated;
    if (!is_placed) {
        Analysis analysis;
        analyse(network, 1, analysis, diagnostics);
        return {};
    }
    Sizes sizes = sizes_of(network.nodes.back().output, layout_);
    return {sizes.begin(), sizes.end()};
}

void Tracer::keep_fault(const TracedLayer& layer, const Diagnostics& diagnostics) {
    bool is_first = !failed_;
    failed_ = true;
    if (!is_first) return;
    auto error = std::find_if(diagnostics.begin(), diagnostics.end(),
                              [](const Diagnostic& one) { return one.severity() == Severity::error; });
    if (error == diagnostics.end()) {
        fault_ = {&code::bad_value, fmt::format("`{}` cannot be calculated", printable(layer.operation)), {}};
    } else {
        fault_ = {error->code, error->message, error->help};
    }
}

void Tracer::recover() {
    failed_ = false;
    fault_ = {};
}

std::vector<int64_t> Tracer::sizes(Tensor tensor) const {
    return tensor == no_tensor ? std::vector<int64_t>() : tensors_[tensor].sizes;
}

void Tracer::outputs(const std::vector<Tensor>& tensors) {
    std::vector<Tensor> named;
    for (Tensor tensor : tensors) {
        bool again = std::find(named.begin(), named.end(), tensor) != named.end();
        if (tensor != no_tensor && !again) named.push_back(tensor);
    }
    if (named.empty()) return;
    std::string text = "outputs";
    for (Tensor tensor : named) text += " " + quoted_name(name(tensor));
    line(std::move(text), {});
}

void Tracer::remark(const Code& code, std::string message, std::string help, std::optional<Severity> weight) {
    size_t last = imported_.origins.empty() ? 0 : imported_.origins.size() - 1;
    imported_.remarks.push_back({&code, std::move(message), std::move(help), last, weight});
}

void Tracer::refuse(std::string_view name, const Code& code, std::string message, std::string help, Origin origin) {
    line(fmt::format("# {}", printable(name)), std::move(origin));
    if (!failed_) fault_ = {&code, message, help};
    remark(code, std::move(message), std::move(help), Severity::error);
    last_ = no_tensor;
    failed_ = true;
}

Imported Tracer::finish() {
    std::vector<std::string> names;
    for (size_t index = 0; index < given_.size(); ++index) {
        if (given_[index]) continue;
        const std::string& name = options_.inputs[index].name;
        std::string message = name.empty()
                                  ? "`--input` has more shapes than the file has inputs"
                                  : fmt::format("`--input` names `{}`, which is not an input", printable(name));
        imported_.remarks.push_back({&code::unknown_input, message, {}, 0});
    }
    return std::move(imported_);
}

}  // namespace nnshape

#include "import/ncnn/graph.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "base/unicode.h"

namespace nnshape::ncnn {
namespace {

// The parameter that records the shapes of the outputs, four numbers for each: rank, w, h, c.
constexpr int shape_hints = 30;

std::optional<int64_t> integer_of(std::string_view word) {
    int64_t number = 0;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    bool fits = number >= INT32_MIN && number <= INT32_MAX;
    if (error != std::errc() || end != word.data() + word.size() || !fits) return std::nullopt;
    return number;
}

// The order of axes that moves each axis of this rank on by a number of places: `1x2x0` for three axes and 1.
std::string rotation(size_t rank, size_t by) {
    std::string text;
    for (size_t axis = 0; axis < rank; ++axis) text += fmt::format("{}{}", axis == 0 ? "" : "x", (axis + by) % rank);
    return text;
}

std::vector<int64_t> turned_sizes(std::vector<int64_t> sizes) {
    if (sizes.size() > 1) std::rotate(sizes.begin(), sizes.end() - 1, sizes.end());
    return sizes;
}

}  // namespace

std::string joined(const std::vector<int64_t>& sizes) { return fmt::format("{}", fmt::join(sizes, "x")); }

ParamGraph::ParamGraph(const ImportOptions& options)
    : tracer_("ncnn", Layout::chw, options), resized_(!options.inputs.empty()) {}

Imported ParamGraph::read(const std::vector<ParamLine>& lines) {
    for (const ParamLine& line : lines) {
        read_line(line);
        if (failed_) return tracer_.finish();
    }
    add_outputs(lines);
    return tracer_.finish();
}

void ParamGraph::read_line(const ParamLine& line) {
    line_ = &line;
    for (std::string_view name : line.bottoms) {
        if (blobs_.count(name) == 0) {
            return refuse(code::unknown_input, fmt::format("no line before it makes `{}`", printable(name)));
        }
        used_[name] = true;
    }
    std::string_view plain = find_plain(line.type);
    ReadLine function = find_type(line.type);
    bool needs_input = line.type != "Input" && line.type != "MemoryData";
    if ((needs_input && line.bottoms.empty()) || line.tops.empty()) {
        return refuse(code::input_count, fmt::format("`{}` needs an input and an output", printable(line.type)));
    }
    if (function) {
        function(*this);
    } else if (plain.empty()) {
        read_unknown();
    } else if (ParamBlob& input = blob(0); input.straight == no_tensor) {
        turned_result(std::string(plain), {input.turned});
    } else {
        result(std::string(plain), {input.straight});
    }
    if (failed_) return;
    for (std::string_view name : line.tops) {
        if (blobs_.count(name) == 0) {
            return refuse(code::unsupported_op, fmt::format("the output `{}` of `{}` is not known to nnshape",
                                                            printable(name), printable(line.type)));
        }
    }
}

// A type that nnshape does not know is taken by the shapes that the file records.
void ParamGraph::read_unknown() {
    std::vector<Tensor> inputs;
    for (size_t input = 0; input < input_count(); ++input) inputs.push_back(straight(input));
    for (size_t output = 0; output < output_count(); ++output) {
        std::vector<int64_t> sizes = recorded(output);
        if (sizes.empty()) {
            return refuse(code::unsupported_op,
                          fmt::format("nnshape does not know `{}`, and the file does not record its shape here",
                                      printable(line_->type)));
        }
        result("custom " + joined(sizes), inputs, {}, output);
        remark(code::unsupported_op,
               fmt::format("nnshape does not know `{}`; the shape is the one that the file records",
                           printable(line_->type)));
    }
}

void ParamGraph::add_outputs(const std::vector<ParamLine>& lines) {
    std::vector<Tensor> outputs;
    for (std::string_view name : kept_) outputs.push_back(straight(blobs_[name]));
    for (const ParamLine& line : lines) {
        for (std::string_view name : line.tops) {
            if (used_.count(name) == 0) outputs.push_back(straight(blobs_[name]));
        }
    }
    bool is_last = outputs.size() == 1 && outputs[0] == last_;
    if (!is_last) tracer_.outputs(outputs);
}

int64_t ParamGraph::integer(int id, int64_t fallback) {
    auto found = line_->parameters.find(id);
    if (found == line_->parameters.end() || found->second.empty()) return fallback;
    if (auto number = integer_of(found->second[0])) return *number;
    refuse(code::bad_value,
           fmt::format("the parameter {} must be an integer, but is `{}`", id, printable(found->second[0])));
    return fallback;
}

std::vector<int64_t> ParamGraph::integers(int id) {
    std::vector<int64_t> numbers;
    auto found = line_->parameters.find(id);
    if (found == line_->parameters.end()) return numbers;
    for (std::string_view word : found->second) {
        auto number = integer_of(word);
        if (!number) {
            refuse(code::bad_value, fmt::format("the parameter {} must be a list of integers", id));
            return {};
        }
        numbers.push_back(*number);
    }
    return numbers;
}

double ParamGraph::decimal(int id, double fallback) {
    auto found = line_->parameters.find(id);
    if (found == line_->parameters.end() || found->second.empty()) return fallback;
    return std::atof(std::string(found->second[0]).c_str());
}

ParamBlob& ParamGraph::blob(size_t input) {
    auto found = input < input_count() ? blobs_.find(line_->bottoms[input]) : blobs_.end();
    if (found != blobs_.end()) return found->second;
    refuse(code::input_count, fmt::format("`{}` needs more inputs", printable(line_->type)));
    return none_;
}

Tensor ParamGraph::straight(ParamBlob& blob) {
    if (blob.straight != no_tensor || blob.turned == no_tensor) return blob.straight;
    size_t rank = sizes_of(blob.turned).size();
    blob.straight = place({.name = tracer_.name(blob.turned) + "/turned_back",
                           .operation = "permute " + rotation(rank, 1),
                           .inputs = {blob.turned},
                           .origin = {.line = line_->number}});
    return blob.straight;
}

Tensor ParamGraph::turned(ParamBlob& blob) {
    if (blob.turned != no_tensor || blob.straight == no_tensor) return blob.turned;
    size_t rank = sizes_of(blob.straight).size();
    if (rank == 1) return blob.straight;
    blob.turned = place({.name = tracer_.name(blob.straight) + "/turned",
                         .operation = "permute " + rotation(rank, rank - 1),
                         .inputs = {blob.straight},
                         .origin = {.line = line_->number}});
    return blob.turned;
}

std::vector<int64_t> ParamGraph::sizes(size_t input) {
    ParamBlob& one = blob(input);
    if (one.straight != no_tensor) return sizes_of(one.straight);
    std::vector<int64_t> sizes = tracer_.sizes(one.turned);
    if (sizes.empty()) return {1};  // a failure, which is reported
    std::rotate(sizes.begin(), sizes.begin() + 1, sizes.end());
    return sizes;
}

Tensor ParamGraph::place(const TracedLayer& layer) {
    bool given = std::find(layer.inputs.begin(), layer.inputs.end(), no_tensor) == layer.inputs.end();
    if (failed_ || !given) return no_tensor;
    Tensor tensor = last_ = tracer_.layer(layer);
    failed_ = tracer_.sizes(tensor).empty();
    return failed_ ? no_tensor : tensor;
}

Tensor ParamGraph::add(std::string_view part, std::string operation, std::vector<Tensor> inputs) {
    return place({.name = fmt::format("{}/{}", line_->name, part),
                  .operation = std::move(operation),
                  .inputs = std::move(inputs),
                  .origin = {.line = line_->number}});
}

TracedLayer ParamGraph::made(std::string operation, std::vector<Tensor> inputs, StoredCounts stored,
                             size_t output) const {
    std::string name(line_->name);
    if (output > 0) name += fmt::format("/{}", output);
    return {.name = name,
            .operation = std::move(operation),
            .inputs = std::move(inputs),
            .origin = {.line = line_->number},
            .weights = stored.weights,
            .biases = stored.biases,
            .output = recorded(output)};
}

Tensor ParamGraph::result(std::string operation, std::vector<Tensor> inputs, StoredCounts stored, size_t output) {
    Tensor tensor = place(made(std::move(operation), std::move(inputs), stored, output));
    if (tensor != no_tensor && output < output_count()) blobs_[line_->tops[output]] = {tensor, no_tensor};
    return tensor;
}

Tensor ParamGraph::turned_result(std::string operation, std::vector<Tensor> inputs, StoredCounts stored,
                                 size_t output) {
    TracedLayer layer = made(std::move(operation), std::move(inputs), stored, output);
    layer.output = turned_sizes(layer.output);
    Tensor tensor = place(layer);
    if (tensor == no_tensor || output >= output_count()) return tensor;
    bool is_vector = sizes_of(tensor).size() == 1;
    blobs_[line_->tops[output]] = is_vector ? ParamBlob{tensor, no_tensor} : ParamBlob{no_tensor, tensor};
    return tensor;
}

void ParamGraph::pass_on(size_t input, size_t output) {
    ParamBlob same = blob(input);
    if (!failed_ && output < output_count()) blobs_[line_->tops[output]] = same;
}

void ParamGraph::keep_inputs() { kept_.insert(kept_.end(), line_->bottoms.begin(), line_->bottoms.end()); }

void ParamGraph::add_input(size_t output, std::vector<int64_t> sizes) {
    std::string_view name = output_count() == 1 ? line_->name : line_->tops[output];
    Tensor tensor = tracer_.input(name, std::move(sizes), "3x224x224", {.line = line_->number});
    failed_ = failed_ || tensor == no_tensor;
    blobs_[line_->tops[output]] = {tensor, no_tensor};
}

std::vector<int64_t> ParamGraph::recorded(size_t output) const {
    auto found = line_->parameters.find(shape_hints);
    if (resized_ || found == line_->parameters.end() || found->second.size() < 4 * (output + 1)) return {};
    auto number = [&](size_t index) { return integer_of(found->second[4 * output + index]).value_or(0); };
    int64_t rank = number(0);
    if (rank < 1 || rank > 3) return {};
    std::vector<int64_t> sizes;
    for (auto index = static_cast<size_t>(rank); index > 0; --index) sizes.push_back(number(index));
    bool open = std::any_of(sizes.begin(), sizes.end(), [](int64_t size) { return size < 1; });
    return open ? std::vector<int64_t>() : sizes;
}

void ParamGraph::remark(const Code& code, std::string message, std::string help) {
    if (!failed_) tracer_.remark(code, std::move(message), std::move(help));
}

void ParamGraph::refuse(const Code& code, std::string message, std::string help) {
    if (failed_) return;
    tracer_.refuse(fmt::format("{} {}", line_->type, line_->name), code, std::move(message), std::move(help),
                   {.line = line_->number});
    failed_ = true;
}

}  // namespace nnshape::ncnn

#include "import/caffe/net.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"

namespace nnshape::caffe {
namespace {

const PrototxtField no_message;

std::vector<int64_t> without_batch(const std::vector<int64_t>& shape) {
    if (shape.size() < 2) return {1};  // a number for each sample
    return {shape.begin() + 1, shape.end()};
}

}  // namespace

std::string joined(const std::vector<int64_t>& sizes) { return fmt::format("{}", fmt::join(sizes, "x")); }

CaffeNet::CaffeNet(const ImportOptions& options)
    : tracer_("caffe", Layout::chw, options), recorded_size_(options.inputs.empty()) {}

Imported CaffeNet::read(const PrototxtField& file) {
    layer_ = &file;
    std::string_view name = file.text("name");
    if (!name.empty()) tracer_.directive("network " + quoted_name(printable(name)));
    read_inputs(file);
    const PrototxtField* state = file.find("state");
    for (const PrototxtField& layer : file.fields) {
        if (failed_) return tracer_.finish();
        if (layer.is_message && (layer.name == "layer" || layer.name == "layers") && is_in_test(state, layer)) {
            read_layer(layer);
        }
    }
    if (!failed_) add_outputs();
    return tracer_.finish();
}

// Inputs that are not layers: `input` with four `input_dim` each, or with an `input_shape` each.
void CaffeNet::read_inputs(const PrototxtField& file) {
    auto inputs = file.all("input"), shapes = file.all("input_shape");
    std::vector<int64_t> sizes;
    for (const PrototxtField* size : file.all("input_dim")) {
        sizes.push_back(std::max<int64_t>(integer_of(size->value).value_or(0), 0));
    }
    for (size_t index = 0; index < inputs.size() && !failed_; ++index) {
        std::vector<int64_t> shape;
        if (index < shapes.size()) {
            shape = dims(*shapes[index]);
        } else if (sizes.size() >= 4 * (index + 1)) {
            shape.assign(sizes.begin() + static_cast<std::ptrdiff_t>(4 * index),
                         sizes.begin() + static_cast<std::ptrdiff_t>(4 * index + 4));
        } else {
            shape = {0, 0, 0, 0};
        }
        layer_ = inputs[index];
        add_input(inputs[index]->value, shape);
    }
}

void CaffeNet::read_layer(const PrototxtField& layer) {
    layer_ = &layer;
    tops_.clear();
    for (const PrototxtField* top : layer.all("top")) tops_.push_back(top->value);
    if (layer.find("layer")) return refuse(code::unsupported_op, "a layer of Caffe's first generation");
    const CaffeType* type = find_type(layer.text("type"));
    if (!read_bottoms()) return;
    if (!type) {
        return refuse(code::unsupported_op,
                      fmt::format("nnshape does not know the type `{}`, and a prototxt has no shapes",
                                  printable(layer.text("type"))));
    }
    type_ = type->name;
    if (type->read) return type->read(*this);
    result(std::string(type->operation), {bottom(0)});
}

bool CaffeNet::read_bottoms() {
    bottoms_.clear();
    for (const PrototxtField* field : layer_->all("bottom")) {
        auto found = blobs_.find(field->value);
        if (found == blobs_.end()) {
            refuse(code::unknown_input,
                   fmt::format("no layer before `{}` makes `{}` in the TEST phase", printable(name()),
                               printable(field->value)),
                   blobs_.empty() ? "no layer that reads data is in the TEST phase without a stage" : "");
            return false;
        }
        used_.insert(found->second);
        bottoms_.push_back(found->second);
    }
    return true;
}

// Outputs that no layer uses.
void CaffeNet::add_outputs() {
    std::vector<Tensor> outputs;
    for (Tensor tensor : made_) {
        if (used_.count(tensor) == 0) outputs.push_back(tensor);
    }
    bool is_last = outputs.size() == 1 && outputs[0] == made_.back();
    if (!is_last) tracer_.outputs(outputs);
}

const PrototxtField& CaffeNet::message(std::string_view name) const {
    const PrototxtField* found = layer_->find(name);
    return found && found->is_message ? *found : no_message;
}

int64_t CaffeNet::integer(std::string_view message_name, std::string_view field, int64_t fallback) {
    const PrototxtField* found = message(message_name).find(field);
    if (!found) return fallback;
    if (auto number = integer_of(found->value)) return *number;
    refuse(code::bad_value, fmt::format("`{}` must be an integer of 32 bits", field));
    return fallback;
}

std::vector<int64_t> CaffeNet::integers(std::string_view message_name, std::string_view field) {
    std::vector<int64_t> numbers;
    for (const PrototxtField* one : message(message_name).all(field)) {
        auto number = integer_of(one->value);
        if (!number) {
            refuse(code::bad_value, fmt::format("`{}` must be integers of 32 bits", field));
            return {};
        }
        numbers.push_back(*number);
    }
    return numbers;
}

std::vector<int64_t> CaffeNet::dims(const PrototxtField& shape) {
    std::vector<int64_t> sizes;
    for (const PrototxtField* one : shape.all("dim")) {
        auto number = integer_of(one->value);
        if (!number) refuse(code::bad_value, "`dim` must be an integer of 32 bits");
        sizes.push_back(number.value_or(0));
    }
    return sizes;
}

bool CaffeNet::flag(std::string_view message_name, std::string_view field, bool fallback) const {
    std::string_view value = message(message_name).text(field, fallback ? "true" : "false");
    return value == "true" || value == "True" || value == "t" || value == "1";
}

std::optional<size_t> CaffeNet::axis(std::string_view message_name, int64_t fallback, bool after) {
    return axis_at(integer(message_name, "axis", fallback), sizes(0).size(), after);
}

std::optional<size_t> CaffeNet::axis_at(int64_t axis, size_t rank, bool after) {
    auto count = static_cast<int64_t>(rank) + 1;  // with the batch
    if (axis < 0) axis += count;
    if (axis == 0) {
        refuse(code::unsupported_op, "it works along the batch, which nnshape does not have");
        return std::nullopt;
    }
    if (axis < 0 || axis >= count + (after ? 1 : 0)) {
        refuse(code::index_out_of_range, fmt::format("the axis {} is not one of {}", axis, count));
        return std::nullopt;
    }
    return static_cast<size_t>(axis - 1);
}

Tensor CaffeNet::bottom(size_t index) {
    if (index < bottoms_.size()) return bottoms_[index];
    refuse(code::input_count, fmt::format("`{}` needs more inputs (`bottom`)", printable(layer_->text("type"))));
    return no_tensor;
}

std::vector<int64_t> CaffeNet::sizes(size_t index) {
    std::vector<int64_t> sizes = tracer_.sizes(bottom(index));
    return sizes.empty() ? std::vector<int64_t>{1} : sizes;  // empty only after a failure, which is reported
}

Tensor CaffeNet::place(const TracedLayer& layer) {
    bool given = std::find(layer.inputs.begin(), layer.inputs.end(), no_tensor) == layer.inputs.end();
    if (failed_ || !given) return no_tensor;
    Tensor tensor = tracer_.layer(layer);
    failed_ = tracer_.sizes(tensor).empty();
    return failed_ ? no_tensor : tensor;
}

Tensor CaffeNet::add(std::string_view part, std::string operation, std::vector<Tensor> inputs) {
    return place({.name = fmt::format("{}/{}", name(), part),
                  .operation = std::move(operation),
                  .inputs = std::move(inputs),
                  .origin = {.line = layer_->line}});
}

Tensor CaffeNet::result(std::string operation, std::vector<Tensor> inputs, size_t learned, size_t top) {
    std::string layer_name(name());
    if (top > 0) layer_name += fmt::format("/{}", top);
    Tensor tensor = place({.name = layer_name,
                           .operation = std::move(operation),
                           .inputs = std::move(inputs),
                           .origin = {.line = layer_->line},
                           .share = shared(learned),
                           .frozen = is_frozen(learned)});
    if (tensor == no_tensor) return tensor;
    made_.push_back(tensor);
    pass_on(tensor, top);
    std::vector<std::string_view> names = parameter_names();
    for (size_t index = 0; index < std::min(learned, names.size()); ++index) {
        if (!names[index].empty()) owners_.emplace(std::string(names[index]), Owner{tensor, index});
    }
    return tensor;
}

void CaffeNet::pass_on(Tensor tensor, size_t top) {
    if (top < tops_.size() && tensor != no_tensor) blobs_[std::string(tops_[top])] = tensor;
}

void CaffeNet::replace_made() {
    auto found = tops_.empty() ? blobs_.end() : blobs_.find(tops_[0]);
    if (found == blobs_.end() || made_.empty()) return;
    made_.back() = found->second;
}

// The names of the layer's parameters: `param { name: "w" }`, or `param: "w"` in the older generation.
std::vector<std::string_view> CaffeNet::parameter_names() const {
    std::vector<std::string_view> names;
    for (const PrototxtField* one : layer_->all("param")) {
        names.push_back(one->is_message ? one->text("name") : std::string_view(one->value));
    }
    return names;
}

// The layer whose parameters this one uses: parameters with the same names.
Tensor CaffeNet::shared(size_t learned) {
    std::vector<std::string_view> names = parameter_names();
    names.resize(learned);
    size_t found = 0;
    Tensor owner = no_tensor;
    for (size_t index = 0; index < learned; ++index) {
        auto other = owners_.find(names[index]);
        if (names[index].empty() || other == owners_.end()) continue;
        bool fits = other->second.index == index && (owner == no_tensor || owner == other->second.layer);
        owner = other->second.layer;
        found += fits ? 1 : 0;
        if (!fits) found = learned + 1;
    }
    if (found == 0 || found == learned) return owner;
    refuse(code::unsupported_op, "it shares some of its parameters with other layers, but not all with the same one");
    return no_tensor;
}

bool CaffeNet::is_frozen(size_t learned) const {
    auto is_zero = [](std::string_view rate) { return !rate.empty() && rate.find_first_not_of("0.") == rate.npos; };
    size_t frozen = 0;
    for (const PrototxtField* one : layer_->all("param")) frozen += one->is_message && is_zero(one->text("lr_mult"));
    for (const PrototxtField* one : layer_->all("blobs_lr")) frozen += is_zero(one->value);
    return learned > 0 && frozen >= learned;
}

void CaffeNet::add_input(std::string_view name, std::vector<int64_t> shape, std::string_view example) {
    if (failed_) return;
    if (batch_ == 0 && !shape.empty()) batch_ = shape[0];
    Tensor tensor = tracer_.input(name, without_batch(shape), example, {.line = layer_->line});
    failed_ = tensor == no_tensor;
    blobs_[std::string(name)] = tensor;
}

void CaffeNet::remark(const Code& code, std::string message, std::string help, std::optional<Severity> weight) {
    if (!failed_) tracer_.remark(code, std::move(message), std::move(help), weight);
}

void CaffeNet::refuse(const Code& code, std::string message, std::string help) {
    if (failed_) return;
    tracer_.refuse(fmt::format("{} {}", layer_->text("type"), name()), code, std::move(message), std::move(help),
                   {.line = layer_->line});
    failed_ = true;
}

}  // namespace nnshape::caffe

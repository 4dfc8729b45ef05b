#include "import/keras/site.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "layers/find_kind.h"
#include "layers/layer_kind.h"

namespace nnshape::keras_format {
namespace {

// Whether a layer of this type can have parameters.
bool has_parameters(std::string_view operation) {
    const LayerKind* kind = find_kind(operation.substr(0, operation.find(' '))).kind;
    return kind && kind->count.numbers != nullptr;
}

std::vector<size_t> in_order(size_t count) {
    std::vector<size_t> order;
    for (size_t index = 0; index < count; ++index) order.push_back(index);
    return order;
}

// The order that moves the axis `from` to the place `to`.
std::vector<size_t> moved(size_t count, size_t from, size_t to) {
    auto order = in_order(count);
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(from));
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(to), from);
    return order;
}

}  // namespace

std::string joined(const std::vector<int64_t>& sizes) { return fmt::format("{}", fmt::join(sizes, "x")); }

int64_t product_of(const std::vector<int64_t>& sizes) {
    Checked product = 1;
    for (int64_t size : sizes) product *= size;
    return product.overflowed() ? -1 : product.value();
}

bool Site::flag(std::string_view key, bool standard) const {
    const JsonValue& value = (*this)[key];
    return value.kind == JsonValue::Kind::boolean ? value.truth : standard;
}

int64_t Site::number(std::string_view key, int64_t standard) const { return (*this)[key].integer().value_or(standard); }

std::vector<int64_t> Site::sizes(size_t input) const {
    return input < inputs.size() ? tracer.sizes(inputs[input]) : std::vector<int64_t>();
}

Tensor Site::add(std::string_view part, std::string operation, std::vector<Tensor> from) {
    TracedLayer layer;
    layer.name = part.empty() ? name : fmt::format("{}/{}", name, part);
    layer.operation = std::move(operation);
    layer.inputs = std::move(from);
    layer.origin = origin;
    layer.frozen = frozen && has_parameters(layer.operation);
    bool shares = has_parameters(layer.operation) && rows;
    size_t row = rows ? rows->size() : 0;
    if (shares && !is_first) {
        if (row_ < rows->size()) layer.share = (*rows)[row_++];
        row = SIZE_MAX;
    }
    auto stored = file.stored.find(stored_name);
    if (shares && part.empty() && is_first && row == 0 && stored != file.stored.end()) {
        layer.weights = stored->second.weights;
        layer.biases = stored->second.biases;
        layer.buffers = stored->second.buffers;
    }
    Tensor tensor = tracer.layer(layer);
    if (shares && is_first) rows->push_back(tensor);
    return tensor;
}

void Site::allow_unused() {
    if (!file.allows_unused) tracer.directive("allow unused-layer");
    file.allows_unused = true;
}

Tensor Site::refuse(std::string message, std::string help) {
    tracer.refuse(name, code::unsupported_op, std::move(message), std::move(help), origin);
    return no_tensor;
}

Tensor Site::unknown(std::string what) {
    if (recorded.empty()) {
        return refuse(fmt::format("nnshape does not know {}, and the file does not record its shape", what),
                      "Keras 3 records shapes; an ONNX file of the model has all of them");
    }
    std::string operation = "custom " + joined(recorded);
    auto stored = file.stored.find(stored_name);
    bool counted = stored != file.stored.end();
    if (counted) {
        operation += fmt::format(" weights={} biases={} buffers={}", stored->second.weights, stored->second.biases,
                                 stored->second.buffers);
    }
    Tensor tensor = add({}, operation, inputs);
    tracer.remark(code::unsupported_op, fmt::format("nnshape does not know {}", what),
                  counted ? "its shape and its weights are those that the file records"
                          : "its shape is the one that the file records; its weights, if it has any, are not counted");
    return tensor;
}

std::optional<size_t> Site::axis_of(int64_t axis, size_t count) {
    auto sizes = static_cast<int64_t>(count);
    int64_t place = axis < 0 ? axis + sizes : axis - 1;
    if (place < 0 || place >= sizes) return std::nullopt;
    return static_cast<size_t>(place);
}

std::vector<size_t> Site::axes_of(const JsonValue& axis, size_t count, int64_t standard) {
    std::vector<size_t> places;
    std::vector<JsonValue> given = axis.is_array() ? axis.items : std::vector{axis};
    for (const JsonValue& one : given) {
        auto place = axis_of(one.integer().value_or(standard), count);
        if (!place) return {};
        if (std::find(places.begin(), places.end(), *place) == places.end()) places.push_back(*place);
    }
    std::sort(places.begin(), places.end());
    return places;
}

size_t Site::channels_by_format(size_t count, size_t steps) const {
    bool first = (*this)["data_format"].is("channels_first");
    return first && count > steps ? steps : count - 1;
}

Tensor Site::permuted(std::string_view part, Tensor tensor, const std::vector<size_t>& order) {
    if (std::is_sorted(order.begin(), order.end())) return tensor;
    return add(part, fmt::format("permute {}", fmt::join(order, "x")), {tensor});
}

Tensor Site::reshaped(std::string_view part, Tensor tensor, const std::vector<int64_t>& wanted) {
    if (tracer.sizes(tensor) == wanted) return tensor;
    return add(part, "reshape " + joined(wanted), {tensor});
}

Tensor Site::with_channels_at(size_t from, Tensor tensor, const Writer& write, std::optional<size_t> to) {
    size_t before = tracer.sizes(tensor).size();
    if (before == 0) return write(tensor);
    size_t place = file.channels_at(before);
    Tensor out = write(permuted("channels", tensor, moved(before, from, place)));
    size_t after = tracer.sizes(out).size();
    if (after < 2) return out;
    bool at_end = from + 1 == before;
    size_t back = to ? *to : at_end ? after - 1 : std::min(from, after - 1);
    return permuted("axes", out, moved(after, file.channels_at(after), back));
}

std::string Site::activation_words(std::string_view key) const {
    ActivationName activation = activation_of((*this)[key]);
    bool usable = activation.known && !activation.name.empty() && activation.name != "glu";
    return usable ? " activation=" + activation.name : std::string();
}

Tensor Site::activated(Tensor tensor) {
    ActivationName activation = activation_of((*this)["activation"]);
    if (activation.name == "glu") return add("glu", "glu", {tensor});
    if (activation.known || tensor == no_tensor) return tensor;
    tracer.remark(code::unsupported_op, fmt::format("nnshape does not know the activation `{}`", activation.name),
                  "it is taken to keep the shape and to have no parameters");
    return tensor;
}

}  // namespace nnshape::keras_format

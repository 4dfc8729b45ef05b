#include "import/inventory.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <set>

#include "base/checked.h"
#include "base/unicode.h"
#include "import/tracer.h"
#include "network/dtype.h"

namespace nnshape {
namespace {

// What a tensor is for, by the last part of its name, as PyTorch and Keras name them.
std::string_view role_of(const CheckpointTensor& tensor) {
    constexpr std::string_view buffers[] = {"running_mean", "running_var",     "num_batches_tracked",
                                            "moving_mean",  "moving_variance", "position_ids",
                                            "inv_freq",     "attn.masked_bias"};
    std::string_view name = tensor.name;
    auto ends = [&](std::string_view word) { return name.ends_with(word); };
    if (std::any_of(std::begin(buffers), std::end(buffers), ends)) return "buffers";
    bool is_integer = tensor.type.starts_with("int") || tensor.type.starts_with("uint");
    bool is_wide = is_integer && !tensor.type.ends_with("int8") && !tensor.type.ends_with("int4");
    if (is_wide) return "buffers";  // weights have a few bits; indexes and counters have many
    return name == "bias" || ends(".bias") || ends("/bias") || ends("_bias") ? "biases" : "weights";
}

const Dtype* dtype_of(std::string_view name) {
    auto found = std::find_if(std::begin(dtypes), std::end(dtypes), [&](const Dtype& one) { return one.name == name; });
    return found == std::end(dtypes) ? nullptr : found;
}

// The type of most bytes that is one of nnshape's.
const Dtype& most_common(const std::vector<CheckpointTensor>& tensors) {
    std::map<std::string_view, Checked> bytes;
    for (const CheckpointTensor& tensor : tensors) {
        if (dtype_of(tensor.type)) bytes[tensor.type] += tensor.bytes;
    }
    const Dtype* most = &dtypes[0];
    int64_t best = -1;
    for (const auto& [name, sum] : bytes) {
        if (sum.overflowed() || sum.value() <= best) continue;
        best = sum.value();
        most = dtype_of(name);
    }
    return *most;
}

}  // namespace

Result<Imported, ImportFault> inventory_of(std::string_view format, Checkpoint checkpoint) {
    Imported imported{
        .format = format, .listing = {}, .origins = {}, .remarks = {}, .facts = std::move(checkpoint.facts)};
    imported.is_inventory = true;
    auto line = [&](const std::string& text, std::string node) {
        imported.listing += text + "\n";
        imported.origins.push_back({.line = 0, .column = 1, .node = std::move(node)});
    };
    const Dtype& common = most_common(checkpoint.tensors);
    if (&common != &dtypes[0]) line(fmt::format("dtype {}", common.name), {});
    std::set<std::string_view> names;
    for (const CheckpointTensor& tensor : checkpoint.tensors) {
        std::string shown = tensor.name.empty() ? "unnamed" : printable(tensor.name);
        if (!names.insert(tensor.name).second) return ImportFault{fmt::format("the tensor `{}` is there twice", shown)};
        Checked elements = 1;
        for (int64_t size : tensor.dims) elements *= size;
        if (elements.overflowed()) {
            return ImportFault{fmt::format("the elements of `{}` overflow a 64-bit integer", shown)};
        }
        if (elements.value() == 0) continue;
        std::string shape = fmt::format("{}", fmt::join(tensor.dims, "x"));
        if (tensor.dims.empty() || tensor.dims.size() > max_rank + 1) shape = fmt::format("{}", elements.value());
        std::string_view role = role_of(tensor);
        std::string text = fmt::format("{}: custom {} {}={}", quoted_name(shown), shape, role, elements.value());
        Storage storage;
        storage.add(elements, role == "biases" ? common.bias_bits() : common.bits);
        if (storage.bytes().value() != tensor.bytes) text += fmt::format(" bytes={}", tensor.bytes);
        line(text, fmt::format("tensor {}", shown));
    }
    if (names.empty()) line("nothing: custom 1", {});  // a network has a layer
    return imported;
}

}  // namespace nnshape

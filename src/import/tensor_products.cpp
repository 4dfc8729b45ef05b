// Products of matrices, and layers with weights over the last axis.
#include <fmt/format.h>
#include <algorithm>

#include "import/product.h"
#include "import/tensor_operations.h"

namespace nnshape {
namespace {

// Adds axes of size 1 in front, until there are `rank`. One of them is the batch if it is that of the other tensor.
Traced with_rank(Placer& placer, const Traced& traced, size_t rank, int batch) {
    if (traced.dims.size() >= rank) return traced;
    size_t added = rank - traced.dims.size();
    Dims dims(added, 1);
    dims.insert(dims.end(), traced.dims.begin(), traced.dims.end());
    bool is_repeated = traced.batch < 0 && batch >= 0 && batch < static_cast<int>(added);
    if (!is_repeated) return placer.reshaped(traced, dims);
    Traced ordered = placer.in_order(traced);
    Traced result{.tensor = no_tensor, .dims = dims, .batch = batch, .order = {}};
    result.order = placer.order_after(ordered, result);
    return placer.rewritten(ordered, result);
}

// Both with the same batch, before the last two axes; or both without one.
void agree_on_batch(Placer& placer, Traced& left, Traced& right) {
    int first_of_matrix = static_cast<int>(left.dims.size()) - 2;
    if (left.batch == right.batch && left.batch < first_of_matrix) return;
    bool is_before = left.batch < first_of_matrix && right.batch < first_of_matrix;
    auto drop = [&](Traced& from, int batch) {  // an axis of size 1 beside the batch of the other
        bool may_drop = is_before && from.batch < 0 && batch >= 0 && from.dims[static_cast<size_t>(batch)] == 1;
        if (may_drop) from = placer.as_batch(from, batch);
        return may_drop;
    };
    if (drop(right, left.batch) || drop(left, right.batch)) return;
    left = placer.without_batch(left);
    right = placer.without_batch(right);
}

// A vector is a row as the first factor and a column as the second; the product does not have this axis.
Traced product_of_vector(Placer& placer, const Traced& one, const Traced& other) {
    bool is_row = one.dims.size() == 1, is_column = other.dims.size() == 1;
    Traced left = is_row ? unsqueezed(placer, placer.without_batch(one), {0}) : one;
    Traced right = is_column ? unsqueezed(placer, placer.without_batch(other), {1}) : other;
    Traced result = product(placer, left, right);
    int rank = static_cast<int>(result.dims.size());
    std::vector<int> axes;
    if (is_row) axes.push_back(rank - 2);
    if (is_column) axes.push_back(rank - 1);
    return squeezed(placer, result, axes);
}

}  // namespace

Traced product(Placer& placer, const Traced& one, const Traced& other) {
    if (one.dims.empty() || other.dims.empty()) placer.refuse(code::rank_mismatch, "a factor has no axes");
    if (one.dims.size() == 1 || other.dims.size() == 1) return product_of_vector(placer, one, other);
    size_t rank = std::max(one.dims.size(), other.dims.size());
    Traced left = with_rank(placer, one, rank, other.batch);
    Traced right = with_rank(placer, other, rank, left.batch);
    agree_on_batch(placer, left, right);
    left = placer.in_file_order(left);
    right = placer.in_file_order(right);
    Traced result = left;  // one of them may be repeated along the batch
    if (left.batch >= 0)
        result.dims[static_cast<size_t>(left.batch)] = std::max(batch_size_of(left), batch_size_of(right));
    return placer.emit_as({.operation = "matmul", .inputs = {left, right}}, result);
}

Traced linear(Placer& placer, const Traced& input, int64_t units, PlacedLayer layer) {
    if (input.dims.empty()) placer.refuse(code::rank_mismatch, "it needs an axis");
    layer.operation = fmt::format("dense {}{}", units, layer.operation);
    layer.inputs = {placer.with_channels(input, static_cast<int>(input.dims.size()) - 1)};
    return placer.emit_alike(layer);
}

Traced embedded(Placer& placer, const Traced& ids, int64_t vocabulary, int64_t dim, PlacedLayer layer, Tensor* made) {
    bool has_batch = ids.batch >= 0;
    Traced flat{.tensor = no_tensor, .dims = {}, .batch = has_batch ? 0 : -1, .order = {}};
    if (has_batch) flat.dims.push_back(batch_size_of(ids));
    flat.dims.push_back(product_of(placer.written_sizes(ids)));
    flat.order = {static_cast<int>(flat.dims.size()) - 1};
    layer.operation = fmt::format("embedding {} {}{}", vocabulary, dim, layer.operation);
    layer.inputs = {placer.rewritten(placer.in_order(ids), flat)};
    int channels = static_cast<int>(flat.dims.size());
    std::vector<int> order = {channels - 1, channels};
    if (placer.layout() == Layout::chw) std::swap(order[0], order[1]);
    Traced result = placer.emit(layer, order, channels + 1, flat.batch, batch_size_of(flat));
    if (made) *made = result.tensor;
    Dims dims = ids.dims;
    dims.push_back(dim);
    return placer.reshaped(result, dims);
}

}  // namespace nnshape

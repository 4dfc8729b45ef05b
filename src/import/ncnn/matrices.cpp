#include <fmt/format.h>
#include <algorithm>

#include "import/ncnn/types.h"

// Layers that multiply matrices: they work along the last axis.
namespace nnshape::ncnn {
namespace {

std::string dense(int64_t units, bool bias) { return fmt::format("dense {}{}", units, bias ? "" : " no-bias"); }

// What Gemm adds: nothing, or constants by how they are repeated.
enum class Added { nothing = -1, scalar = 0, row = 1, row_again = 2, matrix = 3, column = 4 };

struct GemmSizes {
    int64_t m, n, k;
    Added added;

    int64_t biases() const {
        switch (added) {
            case Added::nothing: return 0;
            case Added::scalar: return 1;
            case Added::row:
            case Added::row_again: return m;
            case Added::matrix: return n * m;
            case Added::column: return n;
        }
        return 0;
    }
};

// A Gemm with one stored matrix is a dense layer. `units` are the rows of the result if the first matrix is stored,
// its columns if the second is.
void read_dense_gemm(ParamGraph& graph, bool first_stored, const GemmSizes& gemm) {
    int64_t units = first_stored ? gemm.m : gemm.n;
    bool transposed = graph.integer(first_stored ? 3 : 2, 0) != 0;
    // The input's axis that is summed over is its last one, unless the first matrix is transposed or the second is not.
    bool sums_last = first_stored ? transposed : !transposed;
    Tensor input = sums_last ? graph.turned(0) : graph.straight(0);
    bool per_unit =
        first_stored ? gemm.added == Added::row || gemm.added == Added::row_again : gemm.added == Added::column;
    int64_t other = per_unit ? 0 : gemm.biases();
    std::string text = dense(units, per_unit);
    StoredCounts stored{.weights = gemm.k > 0 && units > 0 ? std::optional(gemm.k * units) : std::nullopt};
    // Units are the channels: the first axis of what a stored first matrix makes, the last of the other.
    bool straight = first_stored != (graph.integer(14, 0) != 0);
    if (other == 0) {
        straight ? graph.result(text, {input}, stored) : graph.turned_result(text, {input}, stored);
        return;
    }
    Tensor product = graph.add("product", text, {input});
    std::string added = fmt::format("custom {} biases={}", joined(graph.sizes_of(product)), other);
    straight ? graph.result(added, {product}) : graph.turned_result(added, {product});
}

void read_product(ParamGraph& graph, bool first_transposed, bool second_transposed) {
    size_t rank = std::max(graph.sizes(0).size(), graph.sizes(1).size());
    auto operand = [&](size_t input, bool transposed) {
        std::vector<int64_t> sizes = graph.sizes(input);
        Tensor tensor = graph.turned(input);
        if (sizes.size() == rank && !transposed) return tensor;
        if (sizes.size() < rank) {  // one matrix for all, or a vector as a row
            sizes.insert(sizes.begin(), rank - sizes.size(), 1);
            std::rotate(sizes.begin(), sizes.end() - 1, sizes.end());
            tensor = graph.add(fmt::format("input_{}", input), "reshape " + joined(sizes), {tensor});
        }
        if (!transposed || rank != 2) return tensor;
        return graph.add(fmt::format("transposed_{}", input), "permute 1x0", {tensor});
    };
    std::string text = second_transposed ? "matmul transpose" : "matmul";
    std::vector<Tensor> inputs = {operand(0, first_transposed), operand(1, false)};
    if (graph.input_count() < 3) {
        graph.turned_result(text, inputs);
        return;
    }
    Tensor product = graph.add("product", text, inputs);
    graph.turned_result("add", {product, graph.turned(2)});
}

std::string_view directions(ParamGraph& graph) { return graph.integer(2, 0) == 2 ? " bidirectional" : ""; }

// Further outputs are the last states.
void add_states(ParamGraph& graph, Tensor sequence, int64_t units) {
    int64_t count = graph.integer(2, 0) == 2 ? 2 : 1;
    for (size_t output = 1; output < graph.output_count(); ++output) {
        graph.result(fmt::format("custom {}x{}", count, units), {sequence}, {}, output);
    }
}

void read_recurrent(ParamGraph& graph, std::string_view type, std::string options, int64_t units,
                    int64_t extra_biases = 0) {
    std::string text = fmt::format("{} {}{}{}", type, units, options, directions(graph));
    Tensor input = graph.turned(0), sequence = no_tensor;
    if (extra_biases == 0) {
        sequence = graph.turned_result(text, {input});
    } else {
        Tensor inner = graph.add("steps", text, {input});
        sequence = graph.turned_result(fmt::format("custom {} biases={}", joined(graph.sizes_of(inner)), extra_biases),
                                       {inner});
    }
    add_states(graph, sequence, graph.integer(0, 0));
}

}  // namespace

void read_inner_product(ParamGraph& graph) {
    int64_t units = graph.integer(0, 0), weights = graph.integer(2, 0);
    bool bias = graph.integer(1, 0) != 0;
    std::vector<int64_t> sizes = graph.sizes(0);
    std::string text = dense(units, bias) + activation_of(graph);
    StoredCounts stored{.weights = weights, .biases = bias ? units : 0};
    bool by_row = sizes.size() == 2 && sizes[0] > 1 && units > 0 && sizes[1] == weights / units;
    if (by_row) {
        graph.turned_result(text, {graph.turned(0)}, stored);
        return;
    }
    Tensor input = graph.straight(0);
    if (sizes.size() > 1) input = graph.add("flatten", "flatten", {input});
    graph.result(text, {input}, stored);
}

void read_gemm(ParamGraph& graph) {
    int64_t kind = graph.integer(10, 0);
    bool stores_first = graph.integer(4, 0) != 0, stores_second = graph.integer(5, 0) != 0;
    bool stores_added = graph.integer(6, 0) != 0;
    GemmSizes gemm{graph.integer(7, 0), graph.integer(8, 0), graph.integer(9, 0), Added::nothing};
    if (stores_added && kind >= 0 && kind <= 4) gemm.added = static_cast<Added>(kind);
    if (stores_first && stores_second) return graph.refuse(code::unsupported_op, "a Gemm of two stored matrices");
    if (graph.integer(11, 0) != 0) return graph.refuse(code::unsupported_op, "a Gemm whose output is N,1,M");
    if (stores_first || stores_second) return read_dense_gemm(graph, stores_first, gemm);
    read_product(graph, graph.integer(2, 0) != 0, graph.integer(3, 0) != 0);
}

void read_matmul(ParamGraph& graph) { read_product(graph, false, graph.integer(0, 0) != 0); }

void read_embed(ParamGraph& graph) {
    int64_t dim = graph.integer(0, 0), vocabulary = graph.integer(1, 0);
    bool bias = graph.integer(2, 0) != 0;
    std::string text = fmt::format("embedding {} {}", vocabulary, dim);
    Tensor ids = graph.straight(0);
    if (graph.sizes(0).size() > 1) ids = graph.add("flatten", "flatten", {ids});
    if (!bias) {
        graph.turned_result(text, {ids});
        return;
    }
    Tensor table = graph.add("table", text, {ids});
    graph.turned_result(fmt::format("custom {} biases={}", joined(graph.sizes_of(table)), dim), {table});
}

void read_attention(ParamGraph& graph) {
    int64_t dim = graph.integer(0, 0), heads = graph.integer(1, 1);
    size_t count = graph.input_count() - (graph.integer(5, 0) != 0 ? 1 : 0);                      // without the mask
    if (graph.integer(7, 0) != 0) count = graph.input_count() > 2 ? graph.input_count() - 2 : 1;  // without the cache
    std::vector<Tensor> inputs;
    for (size_t input = 0; input < std::min<size_t>(count, 3); ++input) inputs.push_back(graph.turned(input));
    bool self = std::all_of(inputs.begin(), inputs.end(), [&](Tensor one) { return one == inputs[0]; });
    if (self) inputs.resize(1);
    graph.turned_result(fmt::format("attention {} dim={}", heads, dim), inputs);
    for (size_t output = 1; output < graph.output_count(); ++output) {
        graph.pass_on(std::min(output, graph.input_count() - 1), output);
    }
}

void read_rnn(ParamGraph& graph) { read_recurrent(graph, "rnn", " bias=single", graph.integer(0, 0)); }

void read_lstm(ParamGraph& graph) {
    int64_t outputs = graph.integer(0, 0), hidden = graph.integer(3, outputs);
    std::string projected = hidden != outputs ? fmt::format(" proj_size={}", outputs) : "";
    read_recurrent(graph, "lstm", " bias=single" + projected, hidden);
}

// ncnn stores four biases a unit: two of the new state, and one of each gate.
void read_gru(ParamGraph& graph) {
    int64_t units = graph.integer(0, 0), count = graph.integer(2, 0) == 2 ? 2 : 1;
    read_recurrent(graph, "gru", " bias=none", units, 4 * units * count);
}

// Rotates pairs of values by angles whose cosines and sines are the other inputs.
void read_rotary(ParamGraph& graph) {
    std::vector<Tensor> inputs;
    for (size_t input = 0; input < graph.input_count(); ++input) inputs.push_back(graph.straight(input));
    graph.result("custom " + joined(graph.sizes(0)), inputs);
}

// Scaled dot-product attention of heads: query, key and value are `heads, length, channels`. With a cache, the keys
// and values of earlier steps come first.
void read_sdpa(ParamGraph& graph) {
    bool cached = graph.integer(7, 0) != 0, masked = graph.integer(5, 0) != 0;
    size_t caches = masked ? 4 : 3;
    if (graph.input_count() < (cached ? caches + 2 : 3)) return graph.refuse(code::input_count, "too few inputs");
    std::vector<Tensor> stored;
    int64_t heads = graph.sizes(0)[0];
    for (size_t input : {size_t{1}, size_t{2}}) {
        std::string_view part = input == 1 ? "key" : "value";
        Tensor tensor = graph.straight(input);
        if (cached) {
            tensor =
                graph.add(fmt::format("all_{}s", part), "concat axis=1", {graph.straight(caches + input - 1), tensor});
            if (graph.output_count() > input && tensor != no_tensor) {
                graph.blob_of_output(input) = {tensor, no_tensor};
            }
        }
        std::vector<int64_t> sizes = graph.sizes_of(tensor);
        if (sizes.size() != 3) return graph.refuse(code::rank_mismatch, "`SDPA` needs heads, length and channels");
        if (sizes[0] != heads) {
            tensor =
                graph.add(fmt::format("{}s_of_heads", part), fmt::format("tile {}x1x1", heads / sizes[0]), {tensor});
        }
        stored.push_back(graph.add(part, "permute 2x0x1", {tensor}));
    }
    Tensor scores = graph.add("scores", "matmul transpose", {graph.turned(0), stored[0]});
    scores = graph.add("softmax", "softmax", {scores});
    graph.turned_result("matmul", {scores, stored[1]});
}

}  // namespace nnshape::ncnn

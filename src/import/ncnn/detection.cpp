#include <fmt/format.h>

#include "base/checked.h"
#include "import/ncnn/types.h"
#include "import/product.h"

// Layers of detectors, whose outputs often depend on the values.
namespace nnshape::ncnn {
namespace {

std::vector<Tensor> all_inputs(ParamGraph& graph) {
    std::vector<Tensor> inputs;
    for (size_t input = 0; input < graph.input_count(); ++input) inputs.push_back(graph.straight(input));
    return inputs;
}

// The largest output. How many boxes there are depends on the image; the file may record the number of one run.
void read_rows(ParamGraph& graph, int64_t most, std::string_view row) {
    std::vector<int64_t> hint = graph.recorded(0);
    std::string size = hint.empty() ? fmt::format("{}x{}", most, row) : joined(hint);
    graph.result("custom " + size, all_inputs(graph));
    if (!hint.empty()) return;
    graph.remark(code::unsupported_op,
                 fmt::format("how many boxes `{}` returns depends on the values; {} is the largest number",
                             graph.line().type, most));
}

}  // namespace

void read_detection(ParamGraph& graph) { read_rows(graph, graph.integer(3, 100), "6"); }

void read_yolo(ParamGraph& graph) {
    Checked boxes = 0;
    for (size_t input = 0; input < graph.input_count(); ++input) {
        std::vector<int64_t> sizes = graph.sizes(input);
        if (sizes.size() != 3) return graph.refuse(code::rank_mismatch, "a head of YOLO must be an image");
        boxes += Checked(sizes[1]) * sizes[2] * graph.integer(1, 5);
    }
    read_rows(graph, boxes.overflowed() ? 1 : boxes.value(), "6");
}

void read_proposal(ParamGraph& graph) { read_rows(graph, graph.integer(3, 300), "1x4"); }

// Boxes of several sizes and shapes at each position: two rows of their corners and variances.
void read_prior_box(ParamGraph& graph) {
    std::vector<int64_t> sizes = graph.sizes(0);
    if (sizes.size() != 3) return graph.refuse(code::rank_mismatch, "`PriorBox` needs an image");
    auto count = [&](int id) {
        auto found = graph.line().parameters.find(id);
        return found == graph.line().parameters.end() ? int64_t{0} : std::ssize(found->second);
    };
    int64_t smallest = count(0), largest = count(1), ratios = count(2);
    bool flips = graph.integer(7, 1) != 0;
    int64_t boxes = smallest * ratios * (flips ? 2 : 1) + smallest + largest;
    bool is_plain = graph.input_count() == 1 && graph.integer(9, 0) == not_given && largest == 0;
    if (is_plain) boxes = smallest - 1 + ratios;
    Checked values = Checked(4) * boxes * sizes[1] * sizes[2];
    if (values.overflowed()) return graph.refuse(code::overflow, "the number of boxes overflows 64 bits");
    graph.result(fmt::format("custom {}{}", is_plain ? "" : "2x", values.value()), all_inputs(graph));
}

// A window of the input for the region of the second input.
void read_regions(ParamGraph& graph) {
    std::vector<int64_t> sizes = graph.sizes(0);
    int64_t width = graph.integer(0, 0), height = graph.integer(1, 0);
    int64_t channels = graph.line().type == "PSROIPooling" ? graph.integer(3, 0) : sizes[0];
    graph.result(fmt::format("custom {}x{}x{}", channels, height, width), all_inputs(graph));
}

// Pools to 1x1, 2x2, 4x4 … and joins them in a vector.
void read_pyramid(ParamGraph& graph) {
    int64_t levels = graph.integer(1, 1), positions = 0;
    std::vector<int64_t> sizes = graph.sizes(0);
    if (levels < 1 || levels > 16) return graph.refuse(code::bad_value, "the pyramid must have 1 to 16 levels");
    for (int64_t level = 0; level < levels; ++level) positions += int64_t{1} << (2 * level);
    graph.result(fmt::format("custom {}", product_of({sizes[0], positions})), all_inputs(graph));
}

// The grid's positions, each sampled from the input.
void read_grid_sample(ParamGraph& graph) {
    std::vector<int64_t> sizes = graph.sizes(0), grid = graph.sizes(1);
    if (grid.size() != sizes.size()) return graph.refuse(code::rank_mismatch, "`GridSample` needs a grid of its rank");
    bool fused = graph.integer(3, 0) != 0;  // the coordinates are the grid's first axis
    std::vector<int64_t> out = {sizes[0]};
    out.insert(out.end(), grid.begin() + (fused ? 1 : 0), grid.end() - (fused ? 0 : 1));
    graph.result("custom " + joined(out), all_inputs(graph));
}

}  // namespace nnshape::ncnn

#include "analysis/growth.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "layers/layer_kind.h"

namespace nnshape {
namespace {

constexpr int64_t longest_period = 4096;

int64_t divide_down(int64_t a, int64_t b) { return a / b - (a % b < 0); }

}  // namespace

Growth::Growth(TrialShapes& shapes, uint32_t node, int64_t base) : shapes_(shapes), node_(node), base_(base) {
    const Network& network = shapes.network();
    auto needed = ancestors_of(network, node);
    for (uint32_t ancestor = network.input_count; ancestor < node; ++ancestor) {
        if (needed[ancestor] && shapes.is_varied(ancestor)) path_.push_back(ancestor);
    }
    find_period();
    if (period_ == 0) return;
    phases_.resize(static_cast<size_t>(period_));
    auto reads = network.reads_of(network.nodes[node]);
    auto grows_alike = [&](uint32_t read) { return grown_[read] == grown_[reads[0]]; };
    // A merge compares the sizes of its inputs, and these differ by the same number in each period.
    repeats_ = network.nodes[node].kind->least_inputs > 1 && std::all_of(reads.begin(), reads.end(), grows_alike);
}

// Compares the shapes at four sizes that are a common stride apart.
void Growth::find_period() {
    if (!shapes_.run(base_, path_, node_)) return;
    at_base_ = shapes_.all();
    int64_t common = common_stride(shapes_, path_);
    if (common == 0) return;
    grown_.resize(shapes_.size());
    std::vector<Shape> before = at_base_;
    for (int64_t turn = 1; turn < 4; ++turn) {
        if (!shapes_.run(base_ + turn * common, path_, node_)) return;
        for (uint32_t node = 0; node < node_; ++node) {
            for (int axis = 0; shapes_.is_varied(node) && axis < shapes_[node].rank; ++axis) {
                int64_t grown = shapes_[node].spatial[axis] - before[node].spatial[axis];
                if (turn > 1 && grown != grown_[node][axis]) return;
                grown_[node][axis] = grown;
            }
        }
        before = shapes_.all();
    }
    int64_t period = 1;
    for (uint32_t node = 0; node < node_; ++node) {
        for (int64_t grown : grown_[node]) {
            if (grown != 0) period = std::lcm(period, common / std::gcd(grown, common));
        }
        if (period > longest_period) return;
        if (grown_[node] != Grown{}) growing_.push_back(node);
    }
    for (uint32_t node : growing_) {
        for (int64_t& grown : grown_[node]) grown /= common / period;
    }
    period_ = period;
}

// Near 1 shapes need not follow the period: there a merge stretches a size, and windows do not fit.
bool Growth::is_small(int64_t size) const {
    int64_t periods = divide_down(size - base_, period_);
    return periods < 0 && std::any_of(growing_.begin(), growing_.end(), [&](uint32_t node) {
               for (int axis = 0; axis < max_rank; ++axis) {
                   int64_t grown = grown_[node][axis];
                   if (grown != 0 && at_base_[node].spatial[axis] + periods * grown <= 1) return true;
               }
               return false;
           });
}

const std::vector<Shape>& Growth::inputs_at(int64_t phase) {
    Phase& known = phases_[static_cast<size_t>(phase)];
    if (std::exchange(known.is_tried, true) || !shapes_.run(base_ + phase, path_, node_)) return known.inputs;
    const Network& network = shapes_.network();
    for (uint32_t read : network.reads_of(network.nodes[node_])) known.inputs.push_back(shapes_[read]);
    return known.inputs;
}

bool Growth::accepts(int64_t size) {
    int64_t periods = divide_down(size - base_, period_);
    const std::vector<Shape>& inputs = inputs_at(size - base_ - periods * period_);
    if (inputs.empty()) return false;
    const Network& network = shapes_.network();
    auto reads = network.reads_of(network.nodes[node_]);
    for (size_t index = 0; index < reads.size(); ++index) {
        Shape& shape = shapes_[reads[index]];
        shape = inputs[index];
        for (int axis = 0; axis < shape.rank; ++axis) shape.spatial[axis] += periods * grown_[reads[index]][axis];
    }
    return !shapes_.infer(node_);
}

std::optional<int64_t> Growth::next(int64_t from, int direction, int64_t most) {
    for (int64_t distance = 1; distance <= most; ++distance) {
        int64_t size = from + direction * distance;
        if (size < 1 || size > largest_size) return std::nullopt;
        if (is_small(size)) return size;
        bool is_known = repeats_ && distance > period_;
        if (is_known && direction > 0) return std::nullopt;
        if (!is_known && accepts(size)) return size;
    }
    return std::nullopt;
}

}  // namespace nnshape

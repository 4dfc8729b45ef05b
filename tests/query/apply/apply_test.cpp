#include "query/apply/apply.h"

#include <algorithm>

#include "properties/random.h"
#include "support/catch.h"

using namespace nnshape;
using namespace nnshape::test;

// The numbers of `apply` against an implementation without any code of src/: the image is padded first, and the
// window is pushed over it with whole numbers. Numbers of the image are quarters, weights are eighths.

namespace {

using Rows = std::vector<std::vector<int64_t>>;
using Image = std::vector<Rows>;

constexpr int64_t outside = INT64_MIN;  // marks a place of the padding

struct Case {
    Operation operation;
    Image image;
    std::vector<Image> kernels;   // not turned
    std::vector<int64_t> biases;  // in 32nds
};

Image random_image(Random& random, int64_t planes, int64_t rows, int64_t columns) {
    Image image(static_cast<size_t>(planes), Rows(static_cast<size_t>(rows)));
    for (Rows& plane : image) {
        for (auto& row : plane) {
            for (int64_t column = 0; column < columns; ++column) row.push_back(random.number(-20, 20));
        }
    }
    return image;
}

Planes planes_of(const Image& image, int64_t unit) {
    Planes planes{static_cast<int64_t>(image.size()), static_cast<int64_t>(image[0].size()),
                  static_cast<int64_t>(image[0][0].size())};
    for (const Rows& plane : image) {
        for (const auto& row : plane) {
            for (int64_t number : row) planes.values.emplace_back(number, unit);
        }
    }
    return planes;
}

Rows padded(const Rows& rows, const std::array<AxisWindow, 2>& axes) {
    auto width = static_cast<size_t>(axes[1].before + axes[1].after) + rows[0].size();
    auto height = static_cast<size_t>(axes[0].before + axes[0].after) + rows.size();
    Rows out(height, std::vector<int64_t>(width, outside));
    for (size_t row = 0; row < rows.size(); ++row) {
        std::copy(rows[row].begin(), rows[row].end(),
                  out[row + static_cast<size_t>(axes[0].before)].begin() + axes[1].before);
    }
    return out;
}

// Starts of the window along an axis.
std::vector<int64_t> starts(const AxisWindow& axis, int64_t size, bool ceil) {
    std::vector<int64_t> all;
    int64_t reach = axis.dilation * (axis.kernel - 1) + 1, padded_size = size + axis.before + axis.after;
    int64_t start = 0;
    for (; start + reach <= padded_size; start += axis.stride) all.push_back(start);
    bool rows_are_left = all.empty() ? reach - padded_size < axis.stride : all.back() + reach < padded_size;
    if (ceil && rows_are_left && start < size + axis.before) all.push_back(start);
    return all;
}

// The numbers under the window, plane by plane; those beyond the padding are missing.
std::vector<int64_t> window_at(const Rows& plane, const Operation& operation, int64_t top, int64_t left) {
    std::vector<int64_t> numbers;
    for (int64_t row = 0; row < operation.axes[0].kernel; ++row) {
        for (int64_t column = 0; column < operation.axes[1].kernel; ++column) {
            auto y = static_cast<size_t>(top + row * operation.axes[0].dilation);
            auto x = static_cast<size_t>(left + column * operation.axes[1].dilation);
            if (y < plane.size() && x < plane[0].size()) numbers.push_back(plane[y][x]);
        }
    }
    return numbers;
}

int64_t product(const std::vector<int64_t>& numbers, const Rows& kernel, bool flip) {
    std::vector<int64_t> weights;
    for (const auto& row : kernel) weights.insert(weights.end(), row.begin(), row.end());
    if (flip) std::reverse(weights.begin(), weights.end());
    int64_t sum = 0;
    for (size_t index = 0; index < weights.size(); ++index) {
        if (numbers[index] != outside) sum += numbers[index] * weights[index];
    }
    return sum;
}

Fraction pooled(std::vector<int64_t> numbers, const Operation& operation) {
    std::vector<int64_t> real;
    std::copy_if(numbers.begin(), numbers.end(), std::back_inserter(real), [](int64_t one) { return one != outside; });
    if (operation.sliding == Sliding::max_pool) return {*std::max_element(real.begin(), real.end()), 4};
    int64_t sum = 0;
    for (int64_t one : real) sum += one;
    auto count = static_cast<int64_t>(operation.counts_padding ? numbers.size() : real.size());
    return {sum, 4 * count};
}

Fraction with_relu(Fraction number, const Operation& operation) {
    return operation.relu && number.numerator() < 0 ? Fraction(0) : number;
}

std::vector<Fraction> naive(const Case& one) {
    const Operation& operation = one.operation;
    std::vector<Rows> planes;
    for (const Rows& plane : one.image) planes.push_back(padded(plane, operation.axes));
    auto tops = starts(operation.axes[0], static_cast<int64_t>(one.image[0].size()), operation.ceil);
    auto lefts = starts(operation.axes[1], static_cast<int64_t>(one.image[0][0].size()), operation.ceil);
    std::vector<Fraction> out;
    auto at_each_place = [&](auto&& number) {
        for (int64_t top : tops) {
            for (int64_t left : lefts) out.push_back(with_relu(number(top, left), operation));
        }
    };
    auto bias = [&](size_t plane) { return one.biases.empty() ? 0 : one.biases[one.biases.size() == 1 ? 0 : plane]; };
    if (is_pool(operation.sliding)) {
        for (const Rows& plane : planes) {
            at_each_place(
                [&](int64_t top, int64_t left) { return pooled(window_at(plane, operation, top, left), operation); });
        }
    } else if (operation.sliding == Sliding::conv) {
        for (size_t kernel = 0; kernel < one.kernels.size(); ++kernel) {
            at_each_place([&](int64_t top, int64_t left) {
                int64_t sum = bias(kernel);
                for (size_t plane = 0; plane < planes.size(); ++plane) {
                    sum += product(window_at(planes[plane], operation, top, left), one.kernels[kernel][plane],
                                   operation.flip);
                }
                return Fraction(sum, 32);
            });
        }
    } else {
        for (size_t plane = 0; plane < planes.size(); ++plane) {
            for (const Image& kernel : one.kernels) {
                size_t output = out.size() / (tops.size() * lefts.size());
                at_each_place([&](int64_t top, int64_t left) {
                    const Rows& weights = kernel[kernel.size() == 1 ? 0 : plane];
                    return Fraction(
                        bias(output) + product(window_at(planes[plane], operation, top, left), weights, operation.flip),
                        32);
                });
            }
        }
    }
    return out;
}

// An operation whose window fits, and whose pools lie on no padding alone.
Case random_case(Random& random) {
    Case one;
    Operation& operation = one.operation;
    operation.sliding = static_cast<Sliding>(random.number(0, 3));
    bool pools = is_pool(operation.sliding);
    int64_t planes = random.number(1, 3);
    std::array<int64_t, 2> sizes{};
    for (size_t axis = 0; axis < 2; ++axis) {
        AxisWindow& window = operation.axes[axis];
        window.kernel = random.number(1, 3);
        window.stride = random.number(1, 3);
        window.dilation = operation.sliding == Sliding::avg_pool ? 1 : random.number(1, 2);
        int64_t most = pools ? (window.dilation == 1 ? window.kernel / 2 : 0) : 2;
        window.before = random.number(0, most);
        window.after = random.number(0, most);
        sizes[axis] = window.dilation * (window.kernel - 1) + random.number(1, 5);
    }
    operation.ceil = pools && random.number(0, 1) == 1;
    operation.flip = !pools && random.number(0, 1) == 1;
    operation.counts_padding = operation.sliding != Sliding::avg_pool || random.number(0, 1) == 1;
    operation.relu = random.number(0, 1) == 1;
    one.image = random_image(random, planes, sizes[0], sizes[1]);
    if (pools) return one;
    bool shared = operation.sliding == Sliding::depthwise_conv && random.number(0, 1) == 1;
    int64_t kernels = random.number(1, 3);
    for (int64_t kernel = 0; kernel < kernels; ++kernel) {
        one.kernels.push_back(
            random_image(random, shared ? 1 : planes, operation.axes[0].kernel, operation.axes[1].kernel));
        operation.kernels.push_back(planes_of(one.kernels.back(), 8));
    }
    int64_t outputs = operation.sliding == Sliding::conv ? kernels : kernels * planes;
    int64_t biases = random.number(0, 2);
    for (int64_t bias = 0; bias < (biases == 2 ? outputs : biases); ++bias) {
        one.biases.push_back(random.number(-99, 99));
        operation.biases.emplace_back(one.biases.back(), 32);
    }
    return one;
}

bool is_equal(Fraction one, Fraction other) { return !(one < other) && !(other < one); }

}  // namespace

TEST_CASE("a random operation has the numbers of a naive implementation") {
    Random random(first_seed());
    int64_t padded_cases = 0;
    for (int64_t index = 0; index < case_count(4000); ++index) {
        Case one = random_case(random);
        INFO("case " << index << ", sliding " << static_cast<int>(one.operation.sliding));
        auto applied = apply(one.operation, planes_of(one.image, 4));
        REQUIRE(applied);
        std::vector<Fraction> expected = naive(one);
        REQUIRE(applied->output.values.size() == expected.size());
        REQUIRE(std::equal(expected.begin(), expected.end(), applied->output.values.begin(), is_equal));
        padded_cases += one.operation.axes[0].before > 0 ? 1 : 0;
    }
    REQUIRE(padded_cases > 1000);
}

TEST_CASE("the example of the lecture notes has 27 and 36 where they print 22 and 30") {
    Planes image{1, 5, 5, {1, 2, 3, 4, 5, 2, 3, 4, 5, 6, 3, 4, 5, 6, 7, 1, 3, 5, 7, 9, 2, 4, 6, 8, 1}};
    Operation operation;
    operation.kernels = {{1, 3, 3, {0, 1, 2, 3, -1, 2, 1, 0, 1}}};
    auto applied = apply(operation, image);
    REQUIRE(applied);
    std::vector<Fraction> expected = {27, 36, 45, 32, 43, 54, 32, 47, 53};  // as PyTorch has recorded
    CHECK(std::equal(expected.begin(), expected.end(), applied->output.values.begin(), is_equal));
    ApplyStep step = step_of(*applied, 4);
    CHECK(step.places[0] == std::vector<int64_t>{1, 2, 3});
    CHECK(is_equal(step.channels[0].terms[0].number, 3));
    CHECK(is_equal(step.channels[0].terms[4].weight, -1));
    operation.kernels = {{1, 2, 2, {1, 0, 0, 1}}};
    auto second = apply(operation, applied->output);
    REQUIRE(second);
    expected = {70, 90, 79, 96};
    CHECK(std::equal(expected.begin(), expected.end(), second->output.values.begin(), is_equal));
}

TEST_CASE("a number that overflows is an error, also where an activation would hide it") {
    Operation operation;
    operation.relu = true;
    operation.kernels = {{1, 1, 1, {INT64_MAX}}};
    for (int64_t number : {INT64_MAX, -INT64_MAX}) {
        auto applied = apply(operation, {1, 1, 1, {number}});
        REQUIRE(!applied);
        CHECK(applied.fault().where.code == &code::overflow);
    }
    operation.axes[0].before = INT64_MAX;
    CHECK(apply(operation, {1, 1, 1, {1}}).fault().where.code == &code::overflow);
    operation.axes[0].before = INT64_MAX / 2;
    CHECK(apply(operation, {1, 1, 1, {1}}).fault().where.code == &code::too_large);
}

#include "import/placed.h"
#include "support/catch.h"

// Operations that move, join and merge elements, as layers: the dims of the result, with N for its batch, and the
// listing.
using namespace nnshape;
using namespace nnshape::test;

TEST_CASE("tensors are broadcast and merged") {
    auto add = [](Placer& placer, const Tensors& in) { return merged(placer, "add", in); };
    auto subtract = [](Placer& placer, const Tensors& in) { return merged(placer, "subtract", in); };
    const PlacedRow rows[] = {
        {hwc, {"Nx5x6", "Nx5x6"}, add, "Nx5x6", "y: add from=a,b\n"},
        {hwc, {"Nx5x6", "6"}, add, "Nx5x6", "y/reshape: reshape 1x6 from=b\ny: add from=a,y/reshape\n"},
        {hwc, {"Nx5x1", "Nx1x6"}, add, "Nx5x6", "y: add from=a,b\n"},
        {hwc, {"Nx5", "4x1"}, add, "4x5", "y/reshape: reshape 1x5 from=a\ny: add from=y/reshape,b\n"},
        {hwc, {"5x6", "Nx5x6"}, add, "Nx5x6", "y: add from=a,b\n"},
        {hwc, {"Nx5x6", "Nx5x4"}, add, "its inputs 1x5x6 and 1x5x4 cannot be broadcast", ""},
        {hwc, {"N4x5", "3x1"}, add, "its inputs 4x5 and 3x1 cannot be broadcast", ""},
        {hwc, {"5", "5", "5"}, subtract, "it needs two inputs", ""},
        {chw, {"Nx3x8x8", "3x1x1"}, add, "Nx3x8x8", "y: add from=a,b\n"},
    };
    for (const PlacedRow& row : rows) check(row);
}

TEST_CASE("tensors are joined, stacked and cut") {
    const PlacedRow rows[] = {
        {hwc, {"Nx5x6", "Nx5x2"}, ON(joined(p, in, 2)), "Nx5x8", "y: concat axis=1 from=a,b\n"},
        {hwc,
         {"Nx5x6", "1x5x2"},
         ON(joined(p, in, 2)),
         "Nx5x8",
         "y/permute: permute 1x2x0 from=b\ny/reshape: reshape 5x2\ny: concat axis=1 from=a,y/reshape\n"},
        {hwc,
         {"Nx5", "Nx5"},
         ON(joined(p, in, 0)),
         "2x5",
         "y/reshape: reshape 1x5 from=a\ny/reshape_2: reshape 1x5 from=b\ny: concat axis=0 "
         "from=y/reshape,y/reshape_2\n"},
        {hwc,
         {"1x5", "Nx5"},
         ON(joined(p, in, 0)),
         "2x5",
         "y/reshape: reshape 1x5 from=b\ny: concat axis=0 from=a,y/reshape\n"},
        {hwc,
         {"N2x5", "N2x5"},
         ON(joined(p, in, 0)),
         "it works along the batch; export the model with a batch of 1",
         ""},
        {hwc, {"Nx5x6", "Nx5"}, ON(joined(p, in, 1)), "it joins tensors of 3 and 2 axes", ""},
        {hwc, {"Nx5x6", "Nx4x2"}, ON(joined(p, in, 2)), "stopped", "y: concat axis=1 from=a,b\n"},
        {hwc,
         {"Nx5", "Nx5"},
         ON(stacked(p, in, 1)),
         "Nx2x5",
         "y/reshape: reshape 1x5 from=a\ny/reshape_2: reshape 1x5 from=b\ny: concat axis=0 "
         "from=y/reshape,y/reshape_2\n"},
        {hwc,
         {"Nx5", "Nx5"},
         ON(stacked(p, in, 0)),
         "2xNx5",
         "y/reshape: reshape 1x5 from=a\ny/reshape_2: reshape 1x5 from=b\ny: concat axis=0 "
         "from=y/reshape,y/reshape_2\n"},
        {hwc,
         {"Nx5", "Nx4"},
         ON(stacked(p, in, 1)),
         "it stacks tensors of 1x5 and 1x4",
         "y/reshape: reshape 1x5 from=a\n"},
        {chw,
         {"Nx3x8x8", "Nx3x8x8"},
         ON(stacked(p, in, 2)),
         "Nx3x2x8x8",
         "y/reshape: reshape 3x1x8x8 from=a\ny/reshape_2: reshape 3x1x8x8 from=b\ny: concat axis=1 "
         "from=y/reshape,y/reshape_2\n"},
        {hwc, {"Nx9x6"}, ON(part_of(p, in[0], 1, {2, 3, 3})), "Nx3x6", "y: slice start=2 end=9 step=3 axis=0\n"},
        {hwc, {"Nx9x6"}, ON(part_of(p, in[0], 1, {8, -2, 5})), "Nx5x6", "y: slice start=0 end=9 step=2 axis=0\n"},
        {hwc, {"Nx9x6"}, ON(part_of(p, in[0], 1, {8, -1, 9})), "Nx9x6", ""},
        {hwc, {"Nx9x6"}, ON(part_of(p, in[0], 1, {3, 1, 0})), "the part is empty", ""},
        {hwc,
         {"N4x9"},
         ON(part_of(p, in[0], 0, {0, 1, 2})),
         "it works along the batch; export the model with a batch of 1",
         ""},
        {hwc, {"Nx9x6"}, ON(at_index(p, in[0], 1, -1)), "Nx6", "y: slice start=8 end=9 axis=0\ny/reshape: flatten\n"},
        {hwc, {"Nx9x6"}, ON(at_index(p, in[0], 0, 0)), "9x6", ""},
        {hwc, {"Nx9x6"}, ON(at_index(p, in[0], 1, 9)), "index 9 in an axis of 9", ""},
        {hwc, {"Nx9x6"}, ON(at_index(p, in[0], 1, -10)), "index -10 in an axis of 9", ""},
        {chw,
         {"Nx3x8x7"},
         ON(at_index(p, in[0], 2, 0)),
         "Nx3x7",
         "y: slice start=0 end=1 axis=1\ny/reshape: reshape 3x7\n"},
    };
    for (const PlacedRow& row : rows) check(row);
}

TEST_CASE("axes are put in, removed, repeated and reduced") {
    const PlacedRow rows[] = {
        {hwc, {"Nx5"}, ON(unsqueezed(p, in[0], {1, 3})), "Nx1x5x1", "y/reshape: reshape 1x5x1\n"},
        {hwc, {"Nx5"}, ON(unsqueezed(p, in[0], {0})), "1xNx5", "y/reshape: reshape 1x5\n"},
        {hwc, {"Nx1x5x1"}, ON(squeezed(p, in[0], {1, 3})), "Nx5", "y/reshape: flatten\n"},
        {hwc, {"Nx1x5"}, ON(squeezed(p, in[0], {0})), "1x5", ""},
        {hwc, {"Nx1x5"}, ON(squeezed(p, in[0], {2})), "axis 2 has size 5, and only a size of 1 can be removed", ""},
        {hwc, {"N2x1x5"}, ON(squeezed(p, in[0], {0, 1})), "axis 0 has size 2, and only a size of 1 can be removed", ""},
        {hwc, {"1x1x5"}, ON(expanded(p, in[0], {4, 3, 5})), "4x3x5", "y/expand: expand 4x3x5\n"},
        {hwc, {"Nx1x5"}, ON(expanded(p, in[0], {1, 3, 5})), "Nx3x5", "y/expand: expand 3x5\n"},
        {hwc, {"Nx5"}, ON(expanded(p, in[0], {3, 1, 5})), "3xNx5", "y/reshape: reshape 1x5\ny/expand: expand 3x5\n"},
        {hwc, {"Nx5"}, ON(expanded(p, in[0], {4, 5})), "4x5", "y/reshape: reshape 1x5\ny/expand: expand 4x5\n"},
        {hwc, {"Nx5"}, ON(expanded(p, in[0], {1, 6})), "its input cannot be broadcast to the shape", ""},
        {hwc, {"Nx5x6"}, ON(tiled(p, in[0], {1, 2, 3})), "Nx10x18", "y: tile 2x3\n"},
        {hwc, {"Nx5"}, ON(tiled(p, in[0], {2, 1})), "2x5", "y/reshape: reshape 1x5\ny: tile 2x1\n"},
        {hwc, {"Nx5"}, ON(tiled(p, in[0], {2})), "it has another number of repeats than its input has axes", ""},
        {hwc, {"Nx5x6"}, ON(reduced(p, in[0], {1}, "mean", false)), "Nx6", "y: reduce 0 by=mean\n"},
        {hwc, {"Nx5x6"}, ON(reduced(p, in[0], {1, 2}, "max", true)), "Nx1x1", "y: reduce 0x1 by=max keepdims\n"},
        {hwc, {"Nx5x6"}, ON(reduced(p, in[0], {0, 1, 2}, "sum", false)), "", "y: reduce 0x1 by=sum\n"},
        {hwc, {"Nx5x6"}, ON(reduced(p, in[0], {0}, "sum", false)), "5x6", ""},
        {hwc,
         {"N3x5x6"},
         ON(reduced(p, in[0], {0}, "sum", false)),
         "it works along the batch; export the model with a batch of 1",
         ""},
        {hwc,
         {"Nx5x6"},
         ON(reduced(p, p.turned(in[0], {0, 2, 1}), {1}, "mean", false)),
         "Nx5",
         "y: reduce 1 by=mean\n"},
        {hwc, {"Nx5x6"}, ON(rearranged(p, in, {1, 3, 4}, 0)), "Nx3x4", "y: custom 3x4\n"},
        {chw, {"Nx5x6"}, ON(rearranged(p, in, {1, 3, 4}, -1)), "1x3x4", "y: custom 1x3x4\n"},
    };
    for (const PlacedRow& row : rows) check(row);
}

TEST_CASE("tensors are padded and resized") {
    const PlacedRow rows[] = {
        {hwc, {"Nx5x6"}, ON(padded(p, in[0], {0, 1, 0}, {0, 2, 0})), "Nx8x6", "y: pad 1:2\n"},
        {hwc, {"Nx5x6"}, ON(padded(p, in[0], {0, 0, 1}, {0, 0, -2})), "Nx5x5", "y: pad 0:0 channels=1:-2\n"},
        {chw, {"Nx3x5x6"}, ON(padded(p, in[0], {0, 0, 1, 1}, {0, 0, 1, 1})), "Nx3x7x8", "y: pad 1:1x1:1\n"},
        {hwc, {"Nx5x6"}, ON(padded(p, in[0], {0, 0, 0}, {0, 0, 0})), "Nx5x6", ""},
        {hwc, {"Nx5"}, ON(padded(p, in[0], {1, 0}, {0, 0})), "2x5", "y/reshape: reshape 1x5\ny: pad 1:0\n"},
        {hwc,
         {"Nx5"},
         ON(padded(p, in[0], {0, 1}, {0, 0})),
         "Nx6",
         "y/reshape: reshape 5x1\ny: pad 1:0\ny/reshape_2: flatten\n"},
        {chw,
         {"Nx5"},
         ON(padded(p, in[0], {0, 1}, {0, 0})),
         "Nx6",
         "y/reshape: reshape 5x1\ny: pad 0:0 channels=1:0\ny/reshape_2: flatten\n"},
        {hwc,
         {"N2x5"},
         ON(padded(p, in[0], {1, 0}, {0, 0})),
         "it works along the batch; export the model with a batch of 1",
         ""},
        {hwc, {"Nx5x6"}, ON(padded(p, in[0], {0, -5, 0}, {0, 0, 0})), "stopped", "y: pad -5:0\n"},
        {chw, {"Nx3x5x6"}, ON(resized(p, in[0], {1, 3, 10, 9})), "Nx3x10x9", "y: upsample size=10x9\n"},
        {hwc, {"Nx5x6"}, ON(resized(p, in[0], {1, 5, 12})), "Nx5x12", "y/permute: permute 1x0\ny: upsample size=12\n"},
        {hwc, {"Nx5x6"}, ON(resized(p, in[0], {1, 10, 12})), "every axis is resized", ""},
        {hwc, {"Nx5x6"}, ON(resized(p, in[0], {1, 5, 6})), "Nx5x6", ""},
    };
    for (const PlacedRow& row : rows) check(row);
}

TEST_CASE("a batch that was folded away is found again") {
    auto fold = ON(p.reshaped(in[0], {4, 5, 6}));
    const PlacedRow rows[] = {
        {hwc, {"Nx20x6"}, fold, "4x5x6", "y/reshape: reshape 4x5x6\n"},
        {hwc,
         {"N2x10x6"},
         fold,
         "it joins the samples of a batch with other axes; export the model with a batch of 1",
         ""},
        {hwc,
         {"Nx20x6"},
         ON(regain_batch(p, p.reshaped(p.reshaped(in[0], {4, 5, 6}), {1, 4, 30}))),
         "Nx4x30",
         "y/reshape: reshape 4x5x6\ny/reshape_2: reshape 1x4x30\ny/reshape_3: reshape 4x30\n"},
        {hwc, {"4x5"}, ON(regain_batch(p, in[0])), "4x5", ""},
        {hwc, {"1x5"}, ON(regain_batch(p, in[0])), "Nx5", "y/reshape: flatten\n"},
        {hwc, {"Nx1x5"}, ON(regain_batch(p, in[0])), "Nx1x5", ""},
    };
    for (const PlacedRow& row : rows) check(row);
}

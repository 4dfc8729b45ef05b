#include "layers/shape.h"

#include "layers/layer_case.h"
#include "support/catch.h"

using namespace nnshape::test;

namespace {

const std::string out = " [index-out-of-range]";
const std::string unlike = " [shape-mismatch]";

// A shape of as many sizes as there can be, each of them 1.
std::string fullest_shape() {
    std::string shape = "1";
    for (int axis = 0; axis < nnshape::max_rank; ++axis) shape += "x1";
    return shape;
}

std::string sizes_at_most() { return " the " + std::to_string(nnshape::max_rank + 1) + " sizes that a shape can have"; }

}  // namespace

TEST_CASE("reduce removes axes, or gives them a size of 1") {
    // torch.randn(5, 6, 7).mean(dim) of the numpy and torch documentation's kind: an axis is removed as it is written
    const std::vector<LayerCase> cases = {
        {"reduce 0", "5x6x7", "6x7"},
        {"reduce 2", "5x6x7", "5x6"},
        {"reduce 0x1", "5x6x7", "7"},
        {"reduce 0,1", "5x6x7", "7"},
        {"reduce 2x0", "5x6x7", "6"},
        {"reduce 1x2 by=max keepdims", "5x6x7", "5x1x1"},
        {"reduce axes=0x1x2 by=norm keepdim=true", "5x6x7", "1x1x1"},
        {"reduce dim=1 by=sum", "5x7", "5"},
        {"reduce 1x3x5", "2x3x4x5x6x7x8", "2x4x6x8"},
        // every shape has a size, so the one number that is left is a vector of 1
        {"reduce 0x1x2 by=product", "5x6x7", "1"},
        {"reduce 0 by=min", "7", "1"},
    };
    check_layers("HWC", cases);
    check_layers("CHW", cases);
    check_layers("HWC", {{"reduce channels", "5x6x7", "5x6"},
                         {"reduce 0,channels", "5x6x7", "6"},
                         {"reduce channels keepdims", "5x6x7", "5x6x1"}});
    check_layers("CHW", {{"reduce channels", "7x5x6", "5x6"},
                         {"reduce 1,Channels", "7x5x6", "6"},
                         {"reduce channels keepdims", "7x5x6", "1x5x6"}});
    const std::vector<RefusalCase> refused = {
        {"reduce 3", "5x6x7", "`3`: there is no axis 3 in 5x6x7; use axes from 0 to 2" + out},
        {"reduce 0x9223372036854775807", "5",
         "`0x9223372036854775807`: there is no axis 9223372036854775807 in 5; use axis 0" + out},
        {"reduce 1x1", "5x6x7", "`1x1`: axis 1 is named twice; name each axis once" + out},
        {"reduce -1", "5x6x7", "`-1`: `axis` must be at least 0, not -1 [bad-value]"},
        {"reduce 0,height", "5x6x7", "`height`: `axis` needs `channels`, or axes from 0, not `height` [bad-value]"},
        {"reduce 0 by=median", "5x6x7",
         "`median`: `by` is mean, sum, max, min, product or norm, not `median`; did you mean `mean`? [bad-value]"},
        {"reduce 0 max", "5x6x7",
         "`max`: `max` is not a parameter of reduce; write `reduce 0 by=max` [unknown-parameter]"},
        {"reduce 0 1", "5x6x7", "`1`: reduce takes 1 value, axis; its axes are joined by `x` [bad-value]"},
        {"reduce", "5x6x7", "`reduce`: reduce needs `axis`; as in reduce 0x1 [missing-parameter]"},
    };
    check_refusals("HWC", refused);
    check_refusals("HWC",
                   {{"reduce 2,channels", "5x6x7", "`2,channels`: axis 2 is named twice; name each axis once" + out}});
    check_refusals("CHW",
                   {{"reduce 0,channels", "5x6x7", "`0,channels`: axis 0 is named twice; name each axis once" + out}});
}

TEST_CASE("squeeze and unsqueeze move no value") {
    const std::vector<LayerCase> cases = {
        {"squeeze 0", "1x6x7", "6x7"},       {"squeeze 1", "6x1x7", "6x7"},
        {"squeeze 2", "6x7x1", "6x7"},       {"squeeze 0x2", "1x7x1", "7"},
        {"squeeze 0x1", "1x1", "1"},         {"squeeze dim=0", "1", "1"},

        {"unsqueeze 0", "7", "1x7"},         {"unsqueeze 1", "7", "7x1"},
        {"unsqueeze 0x2", "7", "1x7x1"},     {"expand_dims axis=1", "6x7", "6x1x7"},
        {"unsqueeze 0,1,3", "7", "1x1x7x1"}, {"unsqueeze 0x2x4", "5x6x7x8", "1x5x1x6x1x7x8"},
    };
    check_layers("HWC", cases);
    check_layers("CHW", cases);
    check_layers("HWC", {{"unsqueeze channels", "6x7", "6x7x1"}, {"squeeze channels", "6x7x1", "6x7"}});
    check_layers("CHW", {{"unsqueeze channels", "6x7", "1x6x7"}, {"squeeze channels", "1x6x7", "6x7"}});
    const std::string use =
        "; squeeze removes axes of size 1; `select` takes one index of an axis, and `reduce` all of "
        "them" +
        unlike;
    const std::vector<RefusalCase> refused = {
        {"squeeze 1", "5x6x7", "`1`: axis 1 of 5x6x7 has a size of 6" + use},
        {"squeeze 0x2", "1x6x7", "`0x2`: axis 2 of 1x6x7 has a size of 7" + use},
        {"squeeze 3", "1x6x7", "`3`: there is no axis 3 in 1x6x7; use axes from 0 to 2" + out},
        {"squeeze 0x0", "1x6x7", "`0x0`: axis 0 is named twice; name each axis once" + out},
        {"unsqueeze 2", "7", "`2`: there is no axis 2 in an output of 2 sizes; use axes from 0 to 1" + out},
        {"unsqueeze 1x1", "7", "`1x1`: axis 1 is named twice; name each axis once" + out},
        {"unsqueeze 0", fullest_shape(),
         "`0`: " + fullest_shape() + " and a new axis are more than" + sizes_at_most() + " [rank-mismatch]"},
        {"unsqueeze 0x1x2x3x4x5x6x7x8", "7",
         "`0x1x2x3x4x5x6x7x8`: 7 and the new axes are more than" + sizes_at_most() + " [rank-mismatch]"},
    };
    check_refusals("HWC", refused);
    check_refusals("CHW", refused);
}

TEST_CASE("stack puts its inputs along a new axis") {
    const std::vector<LayerCase> cases = {
        {"stack", "7 7", "2x7"},
        {"stack 1", "7 7 7", "7x3"},
        {"stack dim=1", "6x7 6x7", "6x2x7"},
        {"stack axis=2", "6x7 6x7", "6x7x2"},
    };
    check_layers("HWC", cases);
    check_layers("CHW", cases);
    check_layers("HWC", {{"stack axis=channels", "6x7 6x7", "6x7x2"}});
    check_layers("CHW", {{"stack axis=channels", "6x7 6x7", "2x6x7"}});
    const std::string use =
        "; all inputs must have the same shape; `concat` joins them along an axis that they have" + unlike;
    const std::vector<RefusalCase> refused = {
        {"stack", "7 7 8", "`stack`: 7 and 8 cannot be stacked" + use},
        {"stack", "7 1x7", "`stack`: 7 and 1x7 cannot be stacked" + use},
        {"stack 3", "6x7 6x7", "`3`: there is no axis 3 in an output of 3 sizes; use axes from 0 to 2" + out},
        {"stack", "7",
         "`stack`: stack needs 2 inputs or more, but has 1; name the layers with `from` "
         "[input-count]"},
        {"stack", fullest_shape() + " " + fullest_shape(),
         "`stack`: " + fullest_shape() + " and a new axis are more than" + sizes_at_most() + " [rank-mismatch]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("expand and tile repeat the input along its axes") {
    const std::vector<LayerCase> cases = {
        // torch.tensor([[1], [2], [3]]).expand(3, 4) is 3x4, as the documentation shows
        {"expand 3x4", "3x1", "3x4"},
        {"expand -1x4", "3x1", "3x4"},
        {"expand 3x1", "3x1", "3x1"},
        {"expand 9", "1", "9"},
        {"broadcast_to 2x3x4", "1x1x4", "2x3x4"},
        {"expand size=-1x-1x5", "2x3x1", "2x3x5"},

        {"tile 2", "3", "6"},
        {"tile 1x2x3", "5x6x7", "5x12x21"},
        {"tile reps=2x2", "2x2", "4x4"},
        {"tile 1x2x1x2x1", "2x3x4x5x6", "2x6x4x10x6"},
        {"tile repeats=9223372036854775807x1", "1x1", "9223372036854775807x1"},
    };
    check_layers("HWC", cases);
    check_layers("CHW", cases);
    const std::vector<RefusalCase> refused = {
        {"expand 3x4", "2x1",
         "`3x4`: axis 0 of 2x1 has a size of 2, not 1; use 2 or -1 for it; `tile` repeats an axis "
         "of any size" +
             unlike},
        {"expand 2x3x1", "3x1",
         "`2x3x1`: `shape` has 3 values, but the input has 2 sizes (3x1); `unsqueeze` puts new "
         "axes into the input [rank-mismatch]"},
        {"expand 3", "3x1",
         "`3`: `shape` has 1 value, but the input has 2 sizes (3x1); give one value for each size "
         "[rank-mismatch]"},
        {"expand 0x1", "3x1", "`0x1`: `0x1` has a size of 0; every size is at least 1 [bad-value]"},
        {"expand -2x1", "3x1", "`-2`: `shape` must be at least -1, not -2 [bad-value]"},
        {"tile 2x2", "5x6x7",
         "`2x2`: `repeats` has 2 values, but the input has 3 sizes (5x6x7); give one value for "
         "each size [rank-mismatch]"},
        {"tile 0x1", "3x1", "`0`: `repeats` must be at least 1, not 0 [bad-value]"},
        {"tile 4611686018427387904x1", "2x1",
         "`4611686018427387904x1`: a size of the repeated 2x1 overflows a 64-bit integer [overflow]"},
    };
    check_refusals("HWC", refused);
    check_refusals("CHW", refused);
}

TEST_CASE("roll moves positions and keeps the shape") {
    const std::vector<LayerCase> cases = {
        // Swin's shifted windows: half a window of 7
        {"roll -3", "56x56x96", "56x56x96"},         {"roll -3x3", "56x56x96", "56x56x96"},
        {"roll shifts=100", "5x6", "5x6"},           {"roll 0 channels=-1", "5x6", "5x6"},
        {"roll -9223372036854775808", "5x6", "5x6"},
    };
    check_layers("HWC", cases);
    check_layers("CHW", cases);
    const std::vector<RefusalCase> refused = {
        {"roll 1", "7",
         "`roll`: roll needs a sequence, an image or a volume, but receives a vector (7); put a `reshape` before it "
         "that adds spatial axes [rank-mismatch]"},
        {"roll 1x1", "5x7",
         "`1x1`: `shift` has 2 values, but a sequence (5x7) has 1 spatial axis; give one value for all axes, or "
         "exactly "
         "one for each [rank-mismatch]"},
    };
    check_refusals("HWC", refused);
}

#include "import/import.h"
#include "import/onnx_bytes.h"
#include "network/input_shapes.h"
#include "study/study.h"
#include "support/catch.h"

// ONNX models as listings. The figures of whole networks are those of the frameworks, in the files of other tools.
using namespace nnshape;
using namespace nnshape::test;

namespace {

Result<Imported, ImportFault> imported(std::string_view text, const std::vector<InputShape>& inputs = {}) {
    return find_format("onnx")->read(onnx_bytes(text), {.inputs = inputs, .batch_size = 1});
}

struct Row {
    std::string_view model, listing;
};

}  // namespace

TEST_CASE("a model of ONNX is a listing with a line for each operation") {
    const Row rows[] = {
        {"in x Nx3x8x8\nstored c.weight 4x3x3x3\nstored c.bias 4\ny = Conv(x, c.weight, c.bias) strides=2,2 "
         "pads=1,1,1,1\nout y",
         "layout CHW\nx: input 3x8x8\nc: conv 4 3 stride=2 padding=1 -> weights=108 biases=4\noutputs c\n"},
        {"in x 1x4x9x9\nstored w 8x2x3x1\ny = Conv(x, w) group=2 pads=0,1,2,0 dilations=2,1\nout y",
         "layout CHW\nx: input 4x9x9\nConv_0: conv 8 3x1 padding=0:2x1:0 dilation=2x1 groups=2 no-bias -> weights=48\n"
         "outputs Conv_0\n"},
        {"in x 1x4x9x9\nstored w 8x4x3x3\ny = Conv(x, w) auto_pad=SAME_UPPER\nout y",
         "layout CHW\nx: input 4x9x9\nConv_0: conv 8 3 padding=same no-bias -> weights=288\noutputs Conv_0\n"},
        {"in x 1x4x9x9\nstored w 4x3x2x2\ny = ConvTranspose(x, w) strides=2,2\nout y",
         "layout CHW\nx: input 4x9x9\nConvTranspose_0: conv_transpose 3 2 stride=2 no-bias -> weights=48\n"
         "outputs ConvTranspose_0\n"},
        {"in x 1x4x9x9\ny = MaxPool(x) kernel_shape=3,3\nz = GlobalAveragePool(y)\nw = Flatten(z)\nout w",
         "layout CHW\nx: input 4x9x9\nMaxPool_0: max_pool 3 stride=1\nGlobalAveragePool_1: global_avg_pool keepdims\n"
         "Flatten_2: flatten\noutputs Flatten_2\n"},
        {"in x 1x4x5\nstored s 4\nstored b 4\nstored m 4\nstored v 4\ny = BatchNormalization(x, s, b, m, v)\nout y",
         "layout CHW\nx: input 4x5\nBatchNormalization_0: batch_norm -> weights=4 biases=4 buffers=8\n"
         "outputs BatchNormalization_0\n"},
        // MatMul and Add are one dense layer, over the last axis as it is.
        {"in x 1x5x6\nstored w 6x2\nstored b 2\nm = MatMul(x, w)\ny = Add(b, m)\nout y",
         "x: input 5x6\nMatMul_0: dense 2 -> weights=12 biases=2\noutputs MatMul_0\n"},
        {"in x 1x6\nstored fc.weight 2x6\nstored fc.bias 2\ny = Gemm(x, fc.weight, fc.bias) transB=1\nout y",
         "x: input 6\nfc: dense 2 -> weights=12 biases=2\noutputs fc\n"},
        // A product of two calculated tensors; Transpose leaves no row but where the order is needed.
        {"in x 1x5x6\nt = Transpose(x) perm=0,2,1\ny = MatMul(x, t)\nout y",
         "x: input 5x6\nMatMul_1/permute: permute 1x0\nMatMul_1: matmul from=x,MatMul_1/permute\noutputs MatMul_1\n"},
        // A stored tensor that is added is learned; a number is not.
        {"in x 1x5x6\nstored p 5x6\nreal two 2\ny = Add(x, p)\nz = Mul(y, two)\nout z",
         "x: input 5x6\np: parameter 5x6\nAdd_0: add from=x,p\noutputs Add_0\n"},
        // Shape arithmetic leaves no row.
        {"in x Nx3x4x4\ns = Shape(x)\nknown zero 0\ng = Gather(s, zero)\nknown rest -1\nc = Concat(g, rest) axis=0\n"
         "y = Reshape(x, c)\nout y",
         "x: input 3x4x4\nReshape_3: flatten\noutputs Reshape_3\n"},
        // A tensor that two nodes read is shared.
        {"in x 1x6\nin z 1x6\nstored w 6x2\na = MatMul(x, w)\nb = MatMul(z, w)\ny = Add(a, b)\nout y",
         "x: input 6\nz: input 6\nMatMul_0: dense 2 no-bias from=x -> weights=12\n"
         "MatMul_1: dense 2 no-bias share=MatMul_0 from=z\nAdd_2: add from=MatMul_0,MatMul_1\noutputs Add_2\n"},
        {"in ids Nx7\nstored e.weight 100x8\ny = Gather(e.weight, ids)\nout y",
         "ids: input 7\ne: embedding 100 8 -> weights=800\noutputs e\n"},
        {"in x 1x5x6\nstored s 6\nstored b 6\ny = LayerNormalization(x, s, b) axis=-1\nout y",
         "x: input 5x6\nLayerNormalization_0: layer_norm -> weights=6 biases=6\noutputs LayerNormalization_0\n"},
        {"in x 5xNx6\nstored W 2x16x6\nstored R 2x16x4\nstored B 2x32\nh = LSTM(x, W, R, B) direction=bidirectional\n"
         "t = Transpose(h) perm=0,2,1,3\nknown s 0,0,-1\ny = Reshape(t, s)\nout y",
         "x: input 5x6\nLSTM_0/states: lstm 4 bidirectional -> weights=320 biases=64\nLSTM_0/reshape: reshape 5x2x4\n"
         "Reshape_2: reshape 5x8\noutputs Reshape_2\n"},
        {"in x 1x4x6x6\na, b = Split(x) axis=1\ny = Concat(b, a) axis=1\nout y",
         "x: input 4x6x6\nSplit_0: slice start=0 end=2 axis=0\nSplit_0/1: slice start=2 end=4 axis=0 from=x\n"
         "Concat_1: concat axis=0 from=Split_0/1,Split_0\noutputs Concat_1\n"},
        {"in x 1x4x6x6\nknown axes 2,3\ny = ReduceMean(x, axes) keepdims=0\nout y",
         "x: input 4x6x6\nReduceMean_0: reduce 1x2 by=mean\noutputs ReduceMean_0\n"},
        {"in x 1x4x6x6\nreal none 1\nreal scales 1,1,2,2.5\ny = Resize(x, none, scales)\nout y",
         "layout CHW\nx: input 4x6x6\nResize_0: upsample size=12x15\noutputs Resize_0\n"},
        // int8 weights behind DequantizeLinear are weights.
        {"in x 1x3x4x4\nstored q 2x3x1x1 int8\nreal scale 0.5\nw = DequantizeLinear(q, scale)\ny = Conv(x, w)\nout y",
         "layout CHW\ndtype float32 weights=int8\nx: input 3x4x4\nConv_1: conv 2 1 no-bias -> weights=6\noutputs "
         "Conv_1\n"},
        // An equation is the products and permutes that it needs. What the file records is in the order of the result.
        {"in a 1x5x6\nin b 1x6x7\nshape y 1x7x5\ny = Einsum(a, b) equation=bij,bjk->bki\nout y",
         "a: input 5x6\nb: input 6x7\nEinsum_0: matmul from=a,b -> 5x7\ny/permute: permute 1x0\n"
         "outputs y/permute\n"},
        {"in x 1x5x6\nstored w 6x2x7\ny = Einsum(x, w) equation=bnd,dhk->bhnk\nout y",
         "x: input 5x6\nw: parameter 6x2x7\nEinsum_0/reshape: reshape 6x14\n"
         "Einsum_0: matmul from=x,Einsum_0/reshape\nEinsum_0/reshape_2: reshape 5x2x7\n"
         "y/permute: permute 1x0x2\noutputs y/permute\n"},
        {"in x 1x4x4\nshape y 1x4\ny = Einsum(x) equation=bii->bi\nout y",
         "x: input 4x4\nEinsum_0: custom 4 -> 4\noutputs Einsum_0\n"},
        // The names of PyTorch's exporter are those of the modules.
        {"in x 1x3x4x4\nstored l.0.w 2x3x1x1\nname /l/l.0/conv/Conv\na = Conv(x, l.0.w)\nname /l/l.0/Add\nb = Add(a, "
         "a)\n"
         "name /relu/Relu\ny = Relu(b)\nout y",
         "layout CHW\nx: input 3x4x4\nl.0.conv: conv 2 1 no-bias -> weights=6\nl.0: add from=l.0.conv,l.0.conv\n"
         "relu: relu\noutputs relu\n"},
        {"in x 1x4\nshape y 1x7\ny = my.domain:Blackbox(x)\nz = Relu(y)\nout z",
         "x: input 4\nBlackbox_0: custom 7 -> 7\nRelu_1: relu\noutputs Relu_1\n"},
    };
    for (const Row& row : rows) {
        INFO(row.model);
        auto found = imported(row.model);
        REQUIRE(found);
        CHECK(found->listing == row.listing);
        Study study;
        run_study({.name = "model.onnx", .text = found->listing}, "model", {}, study);
        CHECK(study.ok());
    }
}

TEST_CASE("what cannot be read of a model of ONNX is reported at its node") {
    struct Wrong {
        std::string_view model, message, node;
    };
    const Wrong rows[] = {
        {"in x 1x3x8x8\nstored w 4x5x3x3\ny = Conv(x, w)\nout y", "the weights are for 5 channels, and the input has 3",
         "node 0, Conv"},
        {"in x 1x3x8x8\nstored w 4x3x3x3\ny = Conv(nowhere, w)\nout y",
         "it reads `nowhere`, which nothing before it makes", "node 0, Conv"},
        {"in x 1x3x8x8\ny = MaxPool(x) kernel_shape=3,\nout y", "`kernel_shape` has 1 numbers for 2 spatial axes",
         "node 0, MaxPool"},
        {"in x 1x3x8x8\nc = Relu(x)\nc = Relu(c)\nout c", "the tensor `c` is made twice", "node 1, Relu"},
        {"in x 1x4\ny = my.domain:Blackbox(x)\nout y", "nnshape does not know the operation `my.domain.Blackbox`",
         "node 0, Blackbox"},
        {"in x 1x4\nin s 2\ny = Reshape(x, s)\nout y",
         "its input `s` is a shape or a number that depends on data that is not in the file", "node 0, Reshape"},
        {"in x 1x3xHxW\ny = Relu(x)\nout y", "the file leaves the size of input `x` open", "input x"},
        {"in x 1x6\nknown s 1,4\ny = Reshape(x, s)\nout y", "6 elements of 1x6 cannot be 1x4", "node 0, Reshape"},
        {"in x 1x6\nknown t 1,2,3\nu = Transpose(t) perm=5,\ny = Add(x, u)\nout y", "it has no axis 5 among 1",
         "node 0, Transpose"},
        {"in x 1x4\nstored w 2x4\nu = Transpose(w) perm=0,0\ny = MatMul(x, u)\nout y",
         "`perm` does not name each axis once", "node 0, Transpose"},
        {"in x 1x4\nin i 1x2\ny = GatherND(x, i) batch_dims=-3\nout y",
         "nnshape does not know the operation `GatherND`", "node 0, GatherND"},
        {"in x 1x4\ny = Unsqueeze(x) axes=1,1\nout y", "`axes` names an axis twice", "node 0, Unsqueeze"},
        {"in x 1x4x5\nin w 1x6x7\ny = Einsum(x, w) equation=bij,bjk->bik\nout y",
         "an axis of the equation `bij,bjk->bik` is 6 in one tensor and 5 in another", "node 0, Einsum"},
        {"in x 1x6\nin y 1x5\nz = Add(x, y)\nout z", "its inputs 1x6 and 1x5 cannot be broadcast", "node 0, Add"},
    };
    for (const Wrong& row : rows) {
        INFO(row.model);
        auto found = imported(row.model);
        REQUIRE(found);
        REQUIRE(found->remarks.size() == 1);
        CHECK(found->remarks[0].message == row.message);
        CHECK(found->origins[found->remarks[0].line].node == row.node);
    }
}

TEST_CASE("sizes that a model of ONNX leaves open are given") {
    auto found = imported("in x Nx3xHxW\ny = Relu(x)\nout y", {{"", {3, 10, 20}}});
    REQUIRE(found);
    CHECK(found->remarks.empty());
    CHECK(found->listing == "x: input 3x10x20\nRelu_0: relu\noutputs Relu_0\n");
    auto unknown = imported("in x 1x3x4x4\ny = Relu(x)\nout y", {{"z", {3, 10, 20}}});
    REQUIRE(unknown);
    REQUIRE(unknown->remarks.size() == 1);
    CHECK(unknown->remarks[0].message == "`--input` names `z`, which is not an input");
}

TEST_CASE("every beginning of a model of ONNX is a fault or a listing") {
    std::string bytes = onnx_bytes(
        "in x Nx3x8x8\nstored w 4x3x3x3\nstored b 4\nknown s 1,-1\na = Conv(x, w, b) pads=1,1,1,1\nc = Reshape(a, "
        "s)\nout c");
    CHECK(find_format("onnx")->recognises(bytes));
    size_t faults = 0;
    for (size_t size = 0; size < bytes.size(); ++size) {
        auto found = find_format("onnx")->read(std::string_view(bytes).substr(0, size), {});
        if (!found) ++faults;
    }
    CHECK(faults > bytes.size() / 2);
}

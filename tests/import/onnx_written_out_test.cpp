#include "import/import.h"
#include "import/onnx_bytes.h"
#include "study/study.h"
#include "support/catch.h"

// Layers that exporters write out as several operations: one line where that is certain, and the same counts either
// way.
using namespace nnshape;
using namespace nnshape::test;

namespace {

std::string listing_of_model(const std::string& text) {
    auto imported = find_format("onnx")->read(onnx_bytes(text), {});
    return imported ? imported->listing : imported.fault().message;
}

const std::string begins = "in x 1x5x6\nreal two 2\nreal eps 0.00001\nstored n.weight 6\nstored n.bias 6\n";
const std::string mean = "name /n/ReduceMean\nm = ReduceMean(x) axes=-1,\nname /n/Sub\ns = Sub(x, m)\n";
const std::string power = "name /n/Pow\np = Pow(s, two)\nname /n/ReduceMean_1\nv = ReduceMean(p) axes=-1,\n";
const std::string quotient = "name /n/Add\na = Add(v, eps)\nname /n/Sqrt\nr = Sqrt(a)\nname /n/Div\nq = Div(s, r)\n";
const std::string affine = "name /n/Mul\nw = Mul(q, n.weight)\nname /n/Add_1\ny = Add(w, n.bias)\nout y\n";

}  // namespace

TEST_CASE("a layer normalisation that is written out is one layer") {
    CHECK(listing_of_model(begins + mean + power + quotient + affine) ==
          "x: input 5x6\nn: layer_norm -> weights=6 biases=6\noutputs n\n");
    std::string by_itself = "name /n/Mul_1\np = Mul(s, s)\nname /n/ReduceMean_1\nv = ReduceMean(p) axes=-1,\n";
    CHECK(listing_of_model(begins + mean + by_itself + quotient + affine) ==
          "x: input 5x6\nn: layer_norm -> weights=6 biases=6\noutputs n\n");
    CHECK(listing_of_model(begins + mean + power + quotient + "name /n/Mul\ny = Mul(n.weight, q)\nout y\n") ==
          "x: input 5x6\nn: layer_norm center=false -> weights=6\noutputs n\n");
}

TEST_CASE("what is not a layer normalisation for certain is written as it is") {
    const std::string others[] = {
        // The difference is used again, the mean is over another axis, the scale has another size, the root is read
        // twice.
        begins + mean + power + quotient + affine + "z = Relu(s)\nout z\n",
        begins + "m = ReduceMean(x) axes=1,\ns = Sub(x, m)\n" + power + quotient + affine,
        begins + mean + power + quotient + "stored g 5x1\ny = Mul(q, g)\nout y\n",
        begins + mean + power + quotient + affine + "z = Relu(r)\nout z\n",
    };
    for (const std::string& model : others) {
        INFO(model);
        std::string listing = listing_of_model(model);
        CHECK(listing.find("layer_norm") == std::string::npos);
        CHECK(listing.find("parameter ") != std::string::npos);
    }
}

TEST_CASE("an attention whose projections are done counts its two products") {
    std::string inputs = "in q 1x5x12\nin k 1x7x12\nin v 1x7x12\n";
    for (const char* node : {"y = Attention(q, k, v) q_num_heads=3 kv_num_heads=3\nout y\n",
                             "y = com.microsoft:MultiHeadAttention(q, k, v) num_heads=3\nout y\n"}) {
        INFO(node);
        std::string listing = listing_of_model(inputs + node);
        Study study;
        run_study({.name = "model", .text = listing}, "model", {}, study);
        REQUIRE(study.ok());
        CHECK(study.analysis.totals[Figure::macs] == 5 * 7 * 12 + 5 * 7 * 12);
        CHECK(to_text(study.network.nodes[study.network.outputs[0]].output, Layout::hwc) == "5x12");
    }
    CHECK(listing_of_model("in x 1x6\nstored w 6x2 int8\nreal s 0.5\nstored b 2\n"
                           "y = com.microsoft:DynamicQuantizeMatMul(x, w, s, , b)\nout y\n") ==
          "dtype float32 weights=int8\nx: input 6\nDynamicQuantizeMatMul_0: dense 2 -> weights=12 biases=2\n"
          "outputs DynamicQuantizeMatMul_0\n");
}

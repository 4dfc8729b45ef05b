#include "import/listing.h"
#include "support/catch.h"
#include "support/program.h"

// Keras's to_json(), in its dialects.
using namespace nnshape;
using namespace nnshape::test;

namespace {

// A Sequential model of one layer, for an input of these sizes.
std::string sequential(const std::string& sizes, const std::string& layers) {
    return R"({"class_name":"Sequential","config":[{"class_name":"InputLayer","config":{"name":"i","batch_input_shape":[null,)" +
           sizes + "]}}," + layers + "]}";
}

std::string layer(const std::string& name, const std::string& config) {
    return R"({"class_name":")" + name + R"(","config":{"name":"a",)" + config + "}}";
}

// What follows the lines of the network and of the input.
std::string lines_of(const std::string& text) {
    std::string listing = listing_of("keras", text);
    size_t at = listing.find("input");
    return at == std::string::npos ? listing : listing.substr(listing.find('\n', at) + 1);
}

struct Case {
    const char* sizes;
    const char* name;
    const char* config;
    const char* listing;
};

const Case cases[] = {
    {"8,8,3", "Conv2D", R"("filters":4,"kernel_size":[3,3],"strides":[2,2],"padding":"same","activation":"relu")",
     "a: conv2d filters=4 kernel=3x3 stride=2x2 padding=same activation=relu\n"},
    {"8,8,3", "Convolution2D", R"("nb_filter":4,"nb_row":3,"nb_col":5,"border_mode":"valid","bias":false)",
     "a: conv2d filters=4 kernel=3x5 bias=false\n"},
    {"9,3", "Conv1D", R"("filters":4,"kernel_size":[3],"padding":"causal")",
     "a: conv1d filters=4 kernel=3 padding=causal\n"},
    {"5,5,2", "Conv2DTranspose", R"("filters":4,"kernel_size":[2,2],"strides":[3,3],"padding":"valid")",
     "a: conv_transpose2d filters=4 kernel=2x2 stride=3x3 output_padding=1x1\n"},
    {"7,5", "LSTM", R"("units":4)", "a: lstm 4 bias=single return_sequences=false\n"},
    {"7,5", "GRU", R"("units":4,"return_sequences":true)", "a: gru 4 bias=double return_sequences=true\n"},
    {"7,5", "GRU", R"("units":4,"reset_after":false)", "a: gru 4 bias=single return_sequences=false\n"},
    {"7,5", "CuDNNLSTM", R"("units":4)", "a: lstm 4 bias=double return_sequences=false\n"},
    {"7,5", "Bidirectional", R"("layer":{"class_name":"LSTM","config":{"units":4}})",
     "a: lstm 4 bias=single return_sequences=false bidirectional=true\n"},
    {"7,5", "Bidirectional", R"("merge_mode":"sum","layer":{"class_name":"LSTM","config":{"units":4}})",
     "a/forward: lstm 4 bias=single return_sequences=false\n"
     "a/backward: lstm 4 bias=single return_sequences=false from=i\n"
     "a: add from=a/forward,a/backward\n"},
    {"7,5", "TimeDistributed", R"("layer":{"class_name":"Dense","config":{"units":4}})", "a: dense units=4\n"},
    {"4,5,5,2", "TimeDistributed", R"("layer":{"class_name":"Conv2D","config":{"filters":3,"kernel_size":[3,3]}})",
     "a: custom 4x3x3x3 weights=54 biases=3 buffers=0 macs=1944\n"},
    {"7,5", "BatchNormalization", R"("axis":[2],"trainable":false)", "a: batch_norm freeze\n"},
    {"7,5", "BatchNormalization", R"("axis":1,"scale":false)",
     "a/channels: permute 1x0\na: batch_norm scale=false\na/axes: permute 1x0\n"},
    {"7,5", "LayerNormalization", R"("axis":[1,2])", "a: layer_norm over=all\n"},
    {"3,8,8", "Conv2D", R"("filters":4,"kernel_size":[3,3],"data_format":"channels_last")",
     "a: conv2d filters=4 kernel=3x3\n"},
    {"7,5", "RepeatVector", R"("n":2)", nullptr},
    {"5", "RepeatVector", R"("n":2)", "a/axis: reshape 1x5\na: tile 2x1\n"},
    {"6", "Embedding", R"("input_dim":10,"output_dim":3)", "a: embedding vocabulary=10 dim=3\n"},
    {"6,2", "Embedding", R"("input_dim":10,"output_dim":3)",
     "a/ids: flatten\na: embedding vocabulary=10 dim=3\na/shape: reshape 6x2x3\n"},
    {"8,8,3", "PReLU", R"("shared_axes":[1,2])", "a: prelu per=channel\n"},
    {"8,8,3", "PReLU", R"("shared_axes":[1])", "a: custom 8x8x3 weights=24\n"},
    {"5", "Activation", R"("activation":{"module":"keras.activations","class_name":"function","config":"silu"})",
     "a: silu\n"},
    {"5", "Highway", R"("activation":"relu","bias":true)",
     "a/transform: dense 5 activation=relu\na/gate: dense 5 activation=sigmoid from=i\n"
     "a/carried: multiply from=i,a/gate\na/changed: multiply from=a/transform,a/gate\n"
     "a: add from=a/changed,a/carried\n"},
    {"8,8,3", "Normalization", R"("axis":[-1])", "a: custom 8x8x3 buffers=7\n"},
};

}  // namespace

TEST_CASE("each layer of Keras becomes the layers of this program") {
    for (const Case& one : cases) {
        if (!one.listing) continue;
        INFO(one.name << ' ' << one.config);
        std::string listing = lines_of(sequential(one.sizes, layer(one.name, one.config)));
        CHECK(listing.substr(0, listing.find("outputs")) == one.listing);
    }
}

TEST_CASE("layers that Keras does not describe are refused where they are") {
    for (const char* config : {R"("units":4)", R"("function":["x"])"}) {
        std::string listing = lines_of(sequential("7,5", layer("Mystery", config)));
        CHECK(listing.find("nnshape does not know the layer class `Mystery`") != std::string::npos);
    }
    CHECK(lines_of(sequential("7,5", layer("RepeatVector", R"("n":2)"))).find("needs a vector") != std::string::npos);
    CHECK(listing_of("keras", R"({"class_name":"Sequential","config":[]})").find("size of input") != std::string::npos);
}

namespace {

// A layer that is called twice, in the dialect of TF 2 and in that of Keras 3.
const char* const twice[] = {
    R"({"class_name":"Functional","config":{"name":"m","layers":[
{"name":"x","class_name":"InputLayer","config":{"name":"x","batch_input_shape":[null,4]},"inbound_nodes":[]},
{"name":"y","class_name":"InputLayer","config":{"name":"y","batch_input_shape":[null,4]},"inbound_nodes":[]},
{"name":"d","class_name":"Dense","config":{"name":"d","units":3},"inbound_nodes":[[["x",0,0,{}]],[["y",0,0,{}]]]},
{"name":"s","class_name":"Subtract","config":{"name":"s"},"inbound_nodes":[[["d",0,0,{}],["d",1,0,{}]]]}],
"input_layers":[["x",0,0],["y",0,0]],"output_layers":[["s",0,0]]},"keras_version":"2.9.0"})",
    R"({"module":"keras","class_name":"Functional","config":{"name":"m","layers":[
{"class_name":"InputLayer","config":{"name":"x","batch_shape":[null,4]},"name":"x","inbound_nodes":[]},
{"class_name":"InputLayer","config":{"name":"y","batch_shape":[null,4]},"name":"y","inbound_nodes":[]},
{"class_name":"Dense","config":{"name":"d","units":3},"name":"d","inbound_nodes":[
{"args":[{"class_name":"__keras_tensor__","config":{"shape":[null,4],"keras_history":["x",0,0]}}],"kwargs":{}},
{"args":[{"class_name":"__keras_tensor__","config":{"shape":[null,4],"keras_history":["y",0,0]}}],"kwargs":{}}]},
{"class_name":"Subtract","config":{"name":"s"},"name":"s","inbound_nodes":[{"args":[[
{"class_name":"__keras_tensor__","config":{"shape":[null,3],"keras_history":["d",0,0]}},
{"class_name":"__keras_tensor__","config":{"shape":[null,3],"keras_history":["d",1,0]}}]],"kwargs":{}}]}],
"input_layers":[["x",0,0],["y",0,0]],"output_layers":["s",0,0]}})",
};

}  // namespace

TEST_CASE("a layer that is called twice shares its parameters") {
    for (const char* text : twice) {
        CHECK(listing_of("keras", text) ==
              "network m\nx: input 4\ny: input 4\nd: dense units=3 from=x\n\"d:2\": dense units=3 share=d from=y\n"
              "s: subtract from=d,\"d:2\"\noutputs s\n");
    }
}

TEST_CASE("a model of Keras may break off anywhere") {
    for (const char* text : twice) read_prefixes("keras", text);
    read_prefixes("keras", sequential("7,5", layer("LSTM", R"("units":4)")));
}

#include "import/import.h"
#include "import/listing.h"
#include "import/sub_listing.h"
#include "support/catch.h"

// Keras models in Python source. The figures are by the formulas of Keras's documentation.
using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Listed {
    std::string_view code, listing;
};

struct Counted {
    std::string_view name, code;
    int64_t weights, biases, buffers, macs;
    std::vector<int64_t> output;
};

ListingTotals counted(std::string_view code) {
    auto imported = find_format("python")->read(code, {});
    REQUIRE(imported);
    INFO(imported->listing);
    for (const ImportRemark& remark : imported->remarks) {
        INFO(remark.message);
        REQUIRE(remark.code->severity != Severity::error);
    }
    std::string_view layers = imported->listing;
    layers.remove_prefix(layers.find('\n') + 1);  // the codes that are allowed
    auto totals = totals_of(layers, Layout::hwc);
    REQUIRE(totals);
    return *totals;
}

constexpr std::string_view residual = R"(
import keras
from keras import layers

inputs = keras.Input(shape=(8, 8, 4))
x = layers.Conv2D(4, 3, padding="same", use_bias=False)(inputs)
x = layers.BatchNormalization(name="bn")(x)
x = layers.add([x, inputs])
x = layers.Activation("relu")(x)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(x.shape[-1] // 2)(x))
)";

constexpr std::string_view shared = R"(
from tensorflow.keras import Input, Model, layers

a, b = Input((6,), name="left"), Input((6,), name="right")
tower = Model(a, layers.Dense(3, name="code")(a), name="tower")
far = tower(a) - tower(b)
model = Model([a, b], layers.Dense(1, name="head")(far))
)";

constexpr std::string_view own_layer = R"(
import tensorflow as tf

class Linear(tf.keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), name="w")
        self.b = self.add_weight(shape=(self.units,), name="b", trainable=False)

    def call(self, inputs):
        return tf.nn.relu(tf.matmul(inputs, self.w) + self.b)

model = tf.keras.Sequential([tf.keras.Input((5,)), Linear(7), tf.keras.layers.Dense(2)])
)";

}  // namespace

TEST_CASE("Keras source becomes a listing with Keras's names") {
    const Listed cases[] = {
        {residual, R"(allow unused-layer unused-allow
input_layer: input 8x8x4
conv2d: conv2d filters=4 kernel=3 padding=same bias=false
bn: batch_norm
add: add from=bn,input_layer
activation: relu
global_average_pooling2d: global_avg_pool2d
dense: dense units=2
outputs dense
)"},
        {shared, R"(allow unused-layer unused-allow
left: input 6
right: input 6
tower/code: dense units=3 from=left
tower/code_2: dense units=3 share=tower/code from=right
subtract: subtract from=tower/code,tower/code_2
head: dense units=1
outputs head
)"},
    };
    for (const Listed& one : cases) CHECK(listing_of("python", one.code) == one.listing);
}

TEST_CASE("Keras source has the counts of its layers' formulas") {
    const Counted cases[] = {
        {"an own layer with weights", own_layer, 5 * 7 + 7 + 7 * 2, 2, 0, 5 * 7 + 7 * 2, {2}},
        {"an input_shape of the first layer",
         R"(
from keras.models import Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
model = Sequential()
model.add(Conv2D(32, (3, 3), activation="relu", input_shape=(28, 28, 1)))
model.add(MaxPooling2D((2, 2)))
model.add(Flatten())
model.add(Dense(10))
model.compile(optimizer="adam")
)",
         3 * 3 * 32 + 13 * 13 * 32 * 10,
         32 + 10,
         0,
         26 * 26 * 3 * 3 * 32 + 13 * 13 * 32 * 10,
         {10}},
        {"both directions of an LSTM",
         R"(
import keras
from keras import layers
inputs = keras.Input(shape=(200,), dtype="int32")
x = layers.Embedding(2000, 16)(inputs)
x = layers.Bidirectional(layers.LSTM(8, return_sequences=True))(x)
x = layers.Bidirectional(layers.LSTM(8))(x)
model = keras.Model(inputs, layers.Dense(1)(x))
)",
         2000 * 16 + 4 * 2 * (2 * (16 * 8 + 8 * 8)) / 2 + 2 * 4 * (16 * 8 + 8 * 8) + 16,
         4 * 2 * 2 * 8 + 1,
         0,
         200 * 2 * 4 * (16 * 8 + 8 * 8) * 2 + 16,
         {1}},
        {"a model with the sizes of a data set",
         R"(
import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
x_train = x_train.astype("float32") / 255
model = keras.Sequential()
model.add(keras.layers.Flatten(input_shape=x_train.shape[1:]))
model.add(keras.layers.Dense(10))
)",
         3072 * 10,
         10,
         0,
         3072 * 10,
         {10}},
        {"a model on each step",
         R"(
from tensorflow.keras import layers, models
cnn = models.Sequential([layers.Conv2D(8, 3, input_shape=(8, 8, 3)), layers.Flatten()])
model = models.Sequential([layers.TimeDistributed(cnn, input_shape=(5, 8, 8, 3)), layers.Dense(4)])
)",
         3 * 3 * 3 * 8 + 6 * 6 * 8 * 4,
         8 + 4,
         0,
         5 * (36 * 27 * 8 + 288 * 4),
         {5, 4}},
    };
    for (const Counted& one : cases) {
        INFO(one.name);
        ListingTotals totals = counted(one.code);
        CHECK(totals.weights == one.weights);
        CHECK(totals.biases == one.biases);
        CHECK(totals.buffers == one.buffers);
        CHECK(totals.macs == one.macs);
        CHECK(totals.output == one.output);
    }
}

TEST_CASE("mistakes in Keras source are at the call that is wrong") {
    struct Mistake {
        std::string_view code, words;
        size_t line;
    };
    const Mistake cases[] = {
        {R"(
from keras import Input, Model, layers
a = Input((8, 8, 3))
b = layers.Conv2D(4, 3)(a)
c = layers.Add()([a, b])
model = Model(a, layers.Flatten()(c))
)",
         "shape-mismatch", 5},
        {R"(
from keras import Input, Model, layers
a = Input((4, 4, 3))
b = layers.Conv2D(4, 7)(a)
model = Model(a, b)
)",
         "kernel-exceeds-input", 4},
        {R"(
from keras import Input, Model, layers
a = Input((4,))
b = layers.Dense(unit=4)(a)
model = Model(a, b)
)",
         "python-error", 4},
        {R"(
from keras import Input, Model, layers
a, other = Input((4,)), Input((4,))
model = Model(a, layers.Add()([a, other]))
)",
         "python-error", 4},
        {R"(
from keras import Input, Model, layers
a = Input((None,))
model = Model(a, layers.Embedding(10, 4)(a))
)",
         "missing-input", 3},
    };
    for (const Mistake& one : cases) {
        INFO(one.code);
        auto imported = find_format("python")->read(one.code, {});
        REQUIRE(imported);
        REQUIRE(imported->remarks.size() == 1);
        const ImportRemark& remark = imported->remarks[0];
        INFO(remark.message);
        CHECK(remark.code->name == one.words);
        CHECK(imported->origins[remark.line].line == one.line);
    }
}

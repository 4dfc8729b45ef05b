// Tensors of TensorFlow and Keras that no layer makes: data sets and variables.
#include <fmt/format.h>

#include "import/python/natives.h"
#include "import/python/network.h"

namespace nnshape::python {
namespace {

struct DataSet {
    std::string_view name;
    Dims inputs, labels, test_inputs, test_labels;
};

// (x_train, y_train), (x_test, y_test) of keras.datasets: https://keras.io/api/datasets/
Value load_data(Interpreter& interpreter, Arguments& arguments) {
    static const DataSet sets[] = {
        {"mnist", {60000, 28, 28}, {60000}, {10000, 28, 28}, {10000}},
        {"fashion_mnist", {60000, 28, 28}, {60000}, {10000, 28, 28}, {10000}},
        {"cifar10", {50000, 32, 32, 3}, {50000, 1}, {10000, 32, 32, 3}, {10000, 1}},
        {"cifar100", {50000, 32, 32, 3}, {50000, 1}, {10000, 32, 32, 3}, {10000, 1}},
        {"boston_housing", {404, 13}, {404}, {102, 13}, {102}},
        {"california_housing", {16512, 8}, {16512}, {4128, 8}, {4128}},
    };
    for (const DataSet& set : sets) {
        if (arguments.callee->name != fmt::format("keras.datasets.{}.load_data", set.name)) continue;
        Value train = interpreter.tuple({constant(interpreter, set.inputs), constant(interpreter, set.labels)});
        Value test =
            interpreter.tuple({constant(interpreter, set.test_inputs), constant(interpreter, set.test_labels)});
        return interpreter.tuple({train, test});
    }
    return interpreter.unknown(fmt::format("`{}`, which nnshape does not know", arguments.callee->name));
}

Value same_tensor(Interpreter&, Arguments& arguments) { return arguments.items.at(0).value; }

Value tensor_shape(Interpreter& interpreter, Arguments& arguments) {
    return interpreter.attribute(arguments.items.at(0).value, "shape", arguments.spot);
}

Value shape_list(Interpreter& interpreter, Arguments& arguments) {
    return interpreter.list(interpreter.items_of(arguments.items.at(0).value, arguments.spot));
}

// Variable(initial_value, trainable, …, name)
Value make_variable(Interpreter& interpreter, Arguments& arguments) {
    const Argument* initial = arguments.find(0, "initial_value");
    const Argument* trainable = arguments.find(1, "trainable");
    if (!initial) initial = arguments.named("initializer");
    if (!initial) return interpreter.unknown("a variable without a value");
    Dims dims;
    if (auto* tensor = as<TensorValue>(initial->value)) {
        dims = tensor->dims;
    } else if (!initial->value.is_number()) {
        return interpreter.unknown("the value of a variable");
    }
    TensorValue* variable = interpreter.make<TensorValue>(dims);
    variable->storage = interpreter.storage(dims);
    bool is_flag = trainable && trainable->value.tag == Tag::boolean;
    variable->storage->trainable = !is_flag || trainable->value.integer != 0;
    return Value::of(variable);
}

constexpr NativeEntry table[] = {
    {"keras.datasets.mnist.load_data", load_data},
    {"keras.datasets.fashion_mnist.load_data", load_data},
    {"keras.datasets.cifar10.load_data", load_data},
    {"keras.datasets.cifar100.load_data", load_data},
    {"keras.datasets.boston_housing.load_data", load_data},
    {"keras.datasets.california_housing.load_data", load_data},
    {"torch.Tensor.astype", same_tensor},
    {"torch.Tensor.get_shape", tensor_shape},
    {"tuple.as_list", shape_list},
    {"tensorflow.Variable", make_variable},
    {"keras.Variable", make_variable},
};

}  // namespace

std::span<const NativeEntry> keras_data() { return table; }

}  // namespace nnshape::python

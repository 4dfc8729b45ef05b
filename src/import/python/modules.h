#pragma once

#include "import/python/interpreter.h"

// Modules: objects of classes that are derived from torch.nn.Module, or from Keras's Layer.
namespace nnshape::python {

bool is_module_class(const ClassType& type);

/// Makes an object a module, before its constructor runs.
void begin_module(Interpreter& interpreter, Instance& instance, Spot made);

/// Counts that a module's constructor runs while it lives.
class ConstructionGuard {
  public:
    ConstructionGuard(Interpreter& interpreter, const Instance& instance)
        : interpreter_(interpreter), counts_(instance.module != nullptr) {
        interpreter_.constructing += counts_;
    }
    ~ConstructionGuard() { interpreter_.constructing -= counts_; }
    ConstructionGuard(const ConstructionGuard&) = delete;
    ConstructionGuard& operator=(const ConstructionGuard&) = delete;

  private:
    Interpreter& interpreter_;
    bool counts_;
};

/// Calls a module: runs its forward, or notes the call if the code is at the level of the file.
Value call_module(Interpreter& interpreter, Instance& module, Arguments& arguments);

/// Notes a call such as `summary(model, (3, 224, 224))`, which says the input of a model.
void note_model_input(Interpreter& interpreter, const Arguments& arguments);

void set_module_attribute(Interpreter& interpreter, Instance& module, std::string_view name, Value value);

/// What a library's class has: a method, the constructor of a layer. Nothing if it has none.
std::optional<Value> library_class_attribute(Interpreter& interpreter, ClassType& type, std::string_view name);

/// An object of a library's class; nothing if it is made as an object of any class.
std::optional<Value> construct_library(Interpreter& interpreter, ClassType& type, Arguments& arguments);

/// Whether a value that is no instance is of a library's class.
bool is_library_instance(const Value& value, std::string_view library);

/// Raises an AttributeError, with the names that were meant perhaps.
[[noreturn]] void raise_missing(Interpreter& interpreter, Value of, std::string_view name, Spot spot);

/// The modules inside a module, by attribute, in the order of their registration.
std::vector<std::pair<std::string, Instance*>> children_of(const Instance& module);

/// The parameters of a module's own, in the order of their registration. Buffers are left out.
std::vector<std::pair<std::string, TensorValue*>> parameters_of(const Instance& module);
std::vector<std::pair<std::string, TensorValue*>> buffers_of(const Instance& module);

/// A module and all that are inside it, with their paths, each once: named_modules().
std::vector<std::pair<std::string, Instance*>> modules_of(Instance& module);

}  // namespace nnshape::python

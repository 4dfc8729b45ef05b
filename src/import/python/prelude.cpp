#include "import/python/prelude.h"

namespace nnshape::python {
namespace {

struct PreludeFile {
    std::string_view name, text;
};

constexpr PreludeFile files[] = {
#include "import/python/prelude.inc"
};

// Names that begin so are in a file; a beginning that ends with a dot and a star is a module whose own names are.
struct Part {
    std::string_view beginning, file;
};
constexpr Part parts[] = {
    {"torch.nn.Transformer", "transformer"},       {"torchvision.ops.", "torchvision_ops"},
    {"torchvision.models.", "torchvision_models"}, {"tensorflow.*", "tensor_functions"},
    {"tensorflow.nn.*", "tensor_functions"},       {"tensorflow.math.*", "tensor_functions"},
    {"tensorflow.linalg.*", "tensor_functions"},   {"tensorflow.image.*", "tensor_functions"},
    {"tensorflow.random.*", "tensor_functions"},   {"keras.ops.*", "tensor_functions"},
    {"keras.ops.image.*", "tensor_functions"},     {"keras.random.*", "tensor_functions"},
    {"keras.backend.*", "tensor_functions"},       {"keras.activations.*", "tensor_functions"},
    {"keras.initializers.*", "tensor_functions"},
};

bool is_in(std::string_view name, const Part& part) {
    if (!part.beginning.ends_with('*')) return name.starts_with(part.beginning);
    std::string_view module = part.beginning.substr(0, part.beginning.size() - 1);
    return name.starts_with(module) && name.find('.', module.size()) == std::string_view::npos;
}

const PreludeFile* file_of(std::string_view name) {
    for (const Part& part : parts) {
        if (!is_in(name, part)) continue;
        for (const PreludeFile& file : files) {
            if (file.name == part.file) return &file;
        }
    }
    return nullptr;
}

Package& opened(Interpreter& interpreter, const PreludeFile& file) {
    auto found = interpreter.prelude.find(file.name);
    if (found != interpreter.prelude.end()) return *found->second;
    std::string name(file.name);
    Package& package = interpreter.run_file("nnshape/" + name + ".py", name, file.text);
    interpreter.prelude.emplace(name, &package);
    return package;
}

}  // namespace

std::optional<Value> find_in_prelude(Interpreter& interpreter, std::string_view name) {
    const PreludeFile* file = file_of(name);
    if (!file) return std::nullopt;
    Package& package = opened(interpreter, *file);
    const Value* value = package.scope.names.find(name.substr(name.rfind('.') + 1));
    if (!value) return std::nullopt;
    auto* type = as<ClassType>(*value);
    auto* function = as<FunctionValue>(*value);
    bool is_own = (type && type->package == &package) || (function && function->package == &package);
    return is_own ? std::optional(*value) : std::nullopt;
}

}  // namespace nnshape::python

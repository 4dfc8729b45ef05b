#include "import/python/prelude.h"

#include <fmt/format.h>

namespace nnshape::python {
namespace {

struct PreludeFile {
    std::string_view name, text;
};

constexpr PreludeFile files[] = {
#include "import/python/prelude.inc"
};

// The names of a module are in a file; of torchvision and timm also those of inner modules.
struct Part {
    std::string_view module, file;
    bool has_inner = false;
};
constexpr Part parts[] = {
    {"torch.nn.functional.", "modules"},
    {"torch.nn.", "modules"},
    {"torch.nn.", "transformer"},
    {"torch.Tensor.", "functions"},
    {"torch.", "functions"},
    {"torch.utils.checkpoint.", "functions"},
    {"torch.fft.", "fft"},
    {"torch.linalg.", "linalg"},
    {"torchvision.ops.", "torchvision_ops", true},
    {"torchvision.models.", "torchvision_models", true},
    {"timm.", "timm", true},
    {"tensorflow.", "tensor_functions"},
    {"tensorflow.nn.", "tensor_functions"},
    {"tensorflow.math.", "tensor_functions"},
    {"tensorflow.linalg.", "tensor_functions"},
    {"tensorflow.image.", "tensor_functions"},
    {"tensorflow.random.", "tensor_functions"},
    {"keras.ops.", "tensor_functions"},
    {"keras.ops.image.", "tensor_functions"},
    {"keras.random.", "tensor_functions"},
    {"keras.backend.", "tensor_functions"},
    {"keras.activations.", "tensor_functions"},
    {"keras.initializers.", "tensor_functions"},
};

bool defines(std::string_view text, std::string_view name) {
    return text.find(fmt::format("\ndef {}(", name)) != std::string_view::npos ||
           text.find(fmt::format("\nclass {}(", name)) != std::string_view::npos ||
           text.find(fmt::format("\n{} = ", name)) != std::string_view::npos;
}

const PreludeFile* file_of(std::string_view name, std::string_view last) {
    for (const Part& part : parts) {
        bool is_inside =
            name.starts_with(part.module) && (part.has_inner || name.size() == part.module.size() + last.size());
        if (!is_inside) continue;
        for (const PreludeFile& file : files) {
            if (file.name == part.file && defines(file.text, last)) return &file;
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
    std::string_view last = name.substr(name.rfind('.') + 1);
    const PreludeFile* file = file_of(name, last);
    if (!file) return std::nullopt;
    const Value* value = opened(interpreter, *file).scope.names.find(last);
    return value ? std::optional(*value) : std::nullopt;
}

}  // namespace nnshape::python

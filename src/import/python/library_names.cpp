#include "import/python/library_names.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "frameworks/framework.h"
#include "import/keras_layer.h"

namespace nnshape::python {
namespace {

struct Rename {
    std::string_view from, to;
};

// Names that begin so mean others; the first that fits.
constexpr Rename renames[] = {
    {"tensorflow.keras", "keras"},
    {"tensorflow.python.keras", "keras"},
    {"tf_keras", "keras"},
    {"keras.api", "keras"},
    {"keras.src", "keras"},
    {"keras.engine.topology", "keras.layers"},
    {"keras.models.Model", "keras.Model"},
    {"keras.models.Sequential", "keras.Sequential"},
    {"keras.engine.training", "keras"},
    {"keras.layers.Input", "keras.Input"},
    {"torch.nn.parameter", "torch.nn"},
    {"torch.functional", "torch"},
    {"torch.linalg.norm", "torch.norm"},
    {"torch.special", "torch"},
    {"torch.FloatTensor", "torch.Tensor"},
    {"torch.LongTensor", "torch.Tensor"},
    {"torch.autograd.Variable", "torch.autograd.variable"},
    {"einops.layers.torch", "einops.layers"},
    {"einops.layers.keras", "einops.layers"},
    {"einops.einops", "einops"},
    {"collections.abc", "typing"},
    {"typing.OrderedDict", "collections.OrderedDict"},
    {"typing_extensions", "typing"},
    {"np", "numpy"},
};

constexpr std::string_view built_in_classes =
    "int float str bool list dict tuple set frozenset object type bytes complex property staticmethod classmethod "
    "range";

// Libraries that the evaluator knows, and those of Python itself. Others may be files beside the first one.
constexpr std::string_view known_libraries =
    "torch torchvision numpy math functools collections dataclasses typing typing_extensions enum abc copy warnings "
    "logging argparse os sys re random time json inspect itertools operator einops tensorflow keras tf_keras builtins "
    "types pathlib string contextlib io pickle glob shutil datetime numbers unittest matplotlib torchsummary torchinfo "
    "torchaudio torchtext PIL cv2 scipy sklearn pandas tqdm yaml csv struct threading subprocess urllib hashlib uuid "
    "tempfile textwrap traceback weakref platform socket multiprocessing queue statistics fractions decimal bisect "
    "heapq pprint gc ast dis importlib __future__";

struct Base {
    std::string_view name, base;
};

constexpr Base bases[] = {
    {"builtins.bool", "builtins.int"},
    {"builtins.Exception", "builtins.BaseException"},
    {"builtins.SystemExit", "builtins.BaseException"},
    {"builtins.KeyError", "builtins.LookupError"},
    {"builtins.IndexError", "builtins.LookupError"},
    {"builtins.ModuleNotFoundError", "builtins.ImportError"},
    {"builtins.NotImplementedError", "builtins.RuntimeError"},
    {"builtins.RecursionError", "builtins.RuntimeError"},
    {"builtins.FileNotFoundError", "builtins.OSError"},
    {"builtins.ZeroDivisionError", "builtins.ArithmeticError"},
    {"builtins.UnicodeDecodeError", "builtins.ValueError"},
    {"enum.IntEnum", "enum.Enum"},
    {"enum.StrEnum", "enum.Enum"},
    {"collections.OrderedDict", "builtins.dict"},
    {"collections.defaultdict", "builtins.dict"},
    {"collections.UserDict", "builtins.dict"},
    {"torch.nn.Parameter", "torch.Tensor"},
    {"torch.nn._NormBase", "torch.nn.Module"},
    {"torch.nn._BatchNorm", "torch.nn._NormBase"},
    {"torch.nn._InstanceNorm", "torch.nn._NormBase"},
    {"torch.nn._ConvNd", "torch.nn.Module"},
    {"torch.nn._ConvTransposeNd", "torch.nn._ConvNd"},
    {"torch.nn.Sequential", "torch.nn.Module"},
    {"torch.nn.ModuleList", "torch.nn.Module"},
    {"torch.nn.ModuleDict", "torch.nn.Module"},
    {"torch.nn.ParameterList", "torch.nn.Module"},
    {"torch.nn.ParameterDict", "torch.nn.Module"},
    {"torch.nn.DataParallel", "torch.nn.Module"},
    {"torch.nn.LazyBatchNorm2d", "torch.nn._BatchNorm"},
    {"torch.nn.SyncBatchNorm", "torch.nn._BatchNorm"},
    {"keras.layers.Layer", ""},
    {"keras.Model", "keras.layers.Layer"},
    {"keras.Sequential", "keras.Model"},
    {"keras.layers.InputLayer", "keras.layers.Layer"},
    {"einops.layers.Rearrange", "torch.nn.Module"},
    {"einops.layers.Reduce", "torch.nn.Module"},
};

const Framework& table_of(std::string_view module) { return *find_module(module); }

bool is_layer(std::string_view name, std::string_view module) {
    size_t dot = name.rfind('.');
    return dot != std::string_view::npos && !find_classes(name.substr(dot + 1), &table_of(module)).empty();
}

bool is_torch_layer(std::string_view name) {
    return name.starts_with("torch.nn.") && name.find('.', 9) == std::string_view::npos && is_layer(name, "torch.nn");
}

bool is_keras_layer(std::string_view name) {
    return name.starts_with("keras.layers.") &&
           (is_layer(name, "keras.layers") || is_keras_layer_class(name.substr(13)));
}

const Base* find_base(std::string_view name) {
    auto found = std::find_if(std::begin(bases), std::end(bases), [&](const Base& one) { return one.name == name; });
    return found == std::end(bases) ? nullptr : found;
}

bool is_exception(std::string_view name) {
    std::string_view last = name.substr(name.rfind('.') + 1);
    return name.starts_with("builtins.") &&
           (last.ends_with("Error") || last.ends_with("Exception") || last.ends_with("Warning") ||
            last == "StopIteration" || last == "KeyboardInterrupt" || last == "SystemExit");
}

}  // namespace

std::string canonical_name(std::string_view name) {
    if (name.starts_with("torch.nn.modules.")) {  // torch.nn.modules.conv.Conv2d
        std::string_view rest = name.substr(17);
        size_t dot = rest.find('.');
        return dot == std::string_view::npos ? std::string(name) : fmt::format("torch.nn.{}", rest.substr(dot + 1));
    }
    for (const Rename& rename : renames) {
        bool whole =
            name.starts_with(rename.from) && (name.size() == rename.from.size() || name[rename.from.size()] == '.');
        if (whole) return canonical_name(fmt::format("{}{}", rename.to, name.substr(rename.from.size())));
    }
    if (name.starts_with("keras.layers.")) {  // keras.layers.core.Dense
        std::string_view rest = name.substr(13);
        size_t dot = rest.rfind('.');
        bool in_module = dot != std::string_view::npos && rest[0] >= 'a' && rest[0] <= 'z' && is_class_name(name);
        if (in_module) return fmt::format("keras.layers.{}", rest.substr(dot + 1));
    }
    return std::string(name);
}

bool is_known_library(std::string_view name) { return contains_word(known_libraries, name.substr(0, name.find('.'))); }

std::vector<std::string> names_of_library(std::string_view module) {
    if (module == "keras.models") return {"Model", "Sequential"};
    if (module != "keras.layers" && module != "torch.nn" && module != "keras") return {};
    std::vector<std::string> names;
    if (module == "torch.nn") names = {"Module", "Sequential", "ModuleList", "ModuleDict", "Parameter", "functional"};
    if (module == "keras.layers") {
        names = {"Input",   "Layer",   "add",     "subtract",    "multiply",
                 "average", "maximum", "minimum", "concatenate", "dot"};
    }
    if (module == "keras") return {"Input", "Model", "Sequential", "layers", "models", "ops", "backend", "activations"};
    for (const FrameworkClass& one : table_of(module).classes) {
        size_t rank = one.name.find("{}");
        if (rank == std::string_view::npos) names.emplace_back(one.name);
        for (char axes = '1'; rank != std::string_view::npos && axes <= '3'; ++axes) {
            names.push_back(fmt::format("{}{}{}", one.name.substr(0, rank), axes, one.name.substr(rank + 2)));
        }
    }
    return names;
}

bool is_class_name(std::string_view name) {
    std::string_view last = name.substr(name.rfind('.') + 1);
    if (name.starts_with("builtins.")) return contains_word(built_in_classes, last) || is_exception(name);
    while (last.starts_with('_')) last.remove_prefix(1);
    bool capital = !last.empty() && last[0] >= 'A' && last[0] <= 'Z';
    bool is_constant =
        std::none_of(last.begin(), last.end(), [](char letter) { return letter >= 'a' && letter <= 'z'; });
    if (name == "collections.defaultdict" || name == "collections.deque") return true;
    return capital && (!is_constant || is_torch_layer(name) || is_keras_layer(name) || name == "abc.ABC");
}

bool is_known_class(std::string_view name) {
    if (name.starts_with("builtins.") || name.starts_with("typing.") || name.starts_with("enum.")) return true;
    if (name.starts_with("abc.") || name.starts_with("collections.") || name.starts_with("dataclasses.")) return true;
    if (name == "torch.nn.Module" || name == "torch.Tensor" || find_base(name)) return true;
    return is_torch_layer(name) || is_keras_layer(name) || find_native(name) != nullptr;
}

std::string_view base_of(std::string_view name) {
    if (const Base* found = find_base(name)) return found->base;
    if (is_torch_layer(name)) {
        std::string_view last = name.substr(9);
        if (last.starts_with("BatchNorm")) return "torch.nn._BatchNorm";
        if (last.starts_with("InstanceNorm")) return "torch.nn._InstanceNorm";
        if (last.starts_with("ConvTranspose")) return "torch.nn._ConvTransposeNd";
        if (last.starts_with("Conv")) return "torch.nn._ConvNd";
        return "torch.nn.Module";
    }
    if (is_keras_layer(name)) return "keras.layers.Layer";
    if (name == "builtins.BaseException" || name == "builtins.LookupError" || name == "builtins.ArithmeticError") {
        return name == "builtins.BaseException" ? "" : "builtins.Exception";
    }
    return is_exception(name) ? "builtins.Exception" : "";
}

std::string plain_path(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        size_t slash = path.find('/');
        std::string_view part = path.substr(0, slash);
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
        bool goes_up = part == ".." && !parts.empty() && parts.back() != "..";
        if (goes_up) {
            parts.pop_back();
        } else if (part != "." && !part.empty()) {
            parts.push_back(part);
        }
    }
    return fmt::format("{}", fmt::join(parts, "/"));
}

}  // namespace nnshape::python

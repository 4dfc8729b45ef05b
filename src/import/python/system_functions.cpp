#include <fmt/format.h>

#include "import/python/arguments.h"
#include "import/python/natives.h"

// Functions of other libraries: those that have no effect on a network, and paths.
namespace nnshape::python {
namespace {

Value nothing(Interpreter&, Arguments&) { return {}; }

// https://docs.python.org/3/library/os.path.html
Value join_paths(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "join", {"*paths"});
    std::string path;
    for (const Argument& argument : bound.rest()) {
        const std::string& part = to_text(interpreter, argument.value, argument.spot);
        if (part.starts_with('/')) path.clear();
        if (!path.empty() && !path.ends_with('/')) path += '/';
        path += part;
        if (static_cast<int64_t>(path.size()) > most_bytes) count_bytes(interpreter, most_bytes + 1);
    }
    return interpreter.string(path);
}

template <bool name>
Value part_of_path(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, name ? "basename" : "dirname", {"p"});
    std::string_view path = bound.text(0);
    size_t slash = path.rfind('/');
    if (name) return interpreter.string(std::string(path.substr(slash + 1)));
    return interpreter.string(
        std::string(slash == std::string_view::npos ? "" : path.substr(0, std::max<size_t>(slash, 1))));
}

Value split_extension(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "splitext", {"p"});
    std::string_view path = bound.text(0);
    size_t slash = path.rfind('/') + 1, dot = path.rfind('.');
    bool has_one = dot != std::string_view::npos && path.find_first_not_of('.', slash) < dot;
    size_t end = has_one ? dot : path.size();
    return interpreter.tuple(
        {interpreter.string(std::string(path.substr(0, end))), interpreter.string(std::string(path.substr(end)))});
}

const NativeEntry entries[] = {
    {"os.path.join", known<join_paths>},
    {"os.path.basename", known<part_of_path<true>>},
    {"os.path.dirname", known<part_of_path<false>>},
    {"os.path.splitext", known<split_extension>},
    {"os.makedirs", nothing},
    {"os.mkdir", nothing},
    {"warnings.warn", nothing},
    {"warnings.filterwarnings", nothing},
    {"warnings.simplefilter", nothing},
    {"logging.basicConfig", nothing},
    {"logging.debug", nothing},
    {"logging.info", nothing},
    {"logging.warning", nothing},
    {"logging.error", nothing},
    {"logging.exception", nothing},
    {"logging.critical", nothing},
    {"pprint.pprint", nothing},
    {"time.sleep", nothing},
    {"random.seed", nothing},
    {"numpy.random.seed", nothing},
    {"gc.collect", nothing},
};

}  // namespace

std::span<const NativeEntry> system_functions() { return entries; }

}  // namespace nnshape::python

#include "import/python/interpreter.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "import/python/evaluation.h"
#include "import/python/library_names.h"
#include "import/python/parser.h"
#include "import/python/prelude.h"

namespace nnshape::python {
namespace {

constexpr int64_t most_steps = 10'000'000;
constexpr size_t most_objects = 3'000'000;
constexpr size_t most_notes = 100;

}  // namespace

Interpreter::Interpreter(std::function<std::optional<std::string_view>(const std::string&)> beside)
    : beside_(std::move(beside)) {}

void Interpreter::check_memory() {
    if (objects_.size() < most_objects) return;
    Raised raised{.type = "MemoryError",
                  .message = "the code makes more than three million values",
                  .code = &code::too_large,
                  .spot = here()};
    raised.is_limit = true;
    throw raised;
}

void Interpreter::count_step() {
    if (++steps_ < most_steps) return;
    Raised raised{.type = "TimeoutError",
                  .message = "the code takes more than ten million steps",
                  .code = &code::too_large,
                  .spot = here()};
    raised.is_limit = true;
    throw raised;
}

Value Interpreter::native(std::string name, NativeCode code, std::vector<Value> bound) {
    Native* native = make<Native>(std::move(name), code);
    native->bound = std::move(bound);
    return Value::of(native);
}

Storage* Interpreter::storage(Dims dims) {
    check_memory();
    storages_.push_back({.dims = std::move(dims)});
    return &storages_.back();
}

Spot Interpreter::here() const {
    if (!frame_) return {};
    return {frame_->package, frame_->span};
}

void Interpreter::raise(std::string type, std::string message, Spot spot) const {
    Raised raised{.type = std::move(type), .message = std::move(message), .spot = spot.package ? spot : here()};
    throw raised;
}

void Interpreter::raise(const Code& code, std::string message, std::string help, Spot spot) const {
    Raised raised{.type = "RuntimeError",
                  .message = std::move(message),
                  .help = std::move(help),
                  .code = &code,
                  .spot = spot.package ? spot : here()};
    throw raised;
}

void Interpreter::note(const Code& code, std::string message, std::string help, Spot spot) {
    bool same = std::any_of(notes.begin(), notes.end(), [&](const Note& other) {
        return other.message == message && other.spot.package == spot.package && other.spot.span == spot.span;
    });
    if (!same && notes.size() < most_notes) notes.push_back({&code, std::move(message), std::move(help), spot});
}

Package& Interpreter::run_file(std::string path, std::string name, std::string_view text) {
    Package& package = packages.emplace_back();
    package.path = std::move(path);
    package.name = std::move(name);
    package.text = text;
    files_[package.path] = &package;
    package.scope.names.set("__name__", string(packages.size() == 1 ? "__main__" : package.name));
    package.scope.names.set("__file__", string(package.path));
    package.file = parse(text);
    Frame frame{.package = &package, .scope = &package.scope, .caller = frame_};
    FrameGuard guard(*this, frame);
    run_at_file_level(*this, frame, package.file.body);
    return package;
}

// "a/b/c.py" for the module `name` as `from` sees it.
Value Interpreter::import(const std::string& name, const Package& from, Spot spot) {
    size_t dots = name.find_first_not_of('.');
    if (dots == std::string::npos) dots = name.size();
    size_t slash = from.path.rfind('/');
    std::string folder = slash == std::string::npos ? "" : from.path.substr(0, slash + 1);
    for (size_t up = 1; up < dots; ++up) folder += "../";
    std::string stem = name.substr(dots);
    std::replace(stem.begin(), stem.end(), '.', '/');
    std::vector<std::string> paths;
    constexpr std::string_view roots[] = {"", "../", "../../", "../../../"};  // of a package that the file is in
    bool is_own = dots == 0 && (!is_known_library(name) || name.starts_with("torchvision."));
    for (std::string_view root : roots) {
        bool is_asked = dots > 0 ? root.empty() : is_own;
        if (is_asked && !stem.empty()) paths.push_back(fmt::format("{}{}{}.py", folder, root, stem));
        if (is_asked) paths.push_back(fmt::format("{}{}{}{}__init__.py", folder, root, stem, stem.empty() ? "" : "/"));
    }
    for (const std::string& path : paths) {
        std::string plain = plain_path(path);
        if (auto found = files_.find(plain); found != files_.end()) return Value::of(found->second);
        auto text = beside_ ? beside_(plain) : std::nullopt;
        if (!text) continue;
        if (packages.size() > 200) raise("ImportError", "more than 200 files are imported", spot);
        try {
            return Value::of(&run_file(plain, name.substr(dots), *text));
        } catch (const SyntaxFault& fault) {
            raise("SyntaxError", fmt::format("{} in {}", fault.message, plain), spot);
        }
    }
    if (dots > 0) return unknown(fmt::format("the file `{}`, which is not there", paths[0]));
    return library(name);
}

ClassType* Interpreter::library_class(std::string_view full) {
    std::string name = canonical_name(full);
    if (auto found = classes_.find(name); found != classes_.end()) return found->second;
    if (auto written = find_in_prelude(*this, name)) {
        if (auto* type = as<ClassType>(*written)) return classes_[name] = type;
    }
    ClassType* type = make<ClassType>();
    classes_[name] = type;
    type->library = name;
    type->name = name.substr(name.rfind('.') + 1);
    type->is_known = is_known_class(name);
    type->order = {type};
    std::string_view base = base_of(name);
    if (!base.empty()) {
        const auto& order = library_class(base)->order;
        type->order.insert(type->order.end(), order.begin(), order.end());
    }
    return type;
}

Value Interpreter::library(std::string_view full) {
    std::string name = canonical_name(full);
    if (auto constant = library_constant(*this, name)) return *constant;
    if (is_class_name(name)) return Value::of(library_class(name));
    if (auto found = libraries_.find(name); found != libraries_.end()) return found->second;
    if (auto written = find_in_prelude(*this, name)) return libraries_[name] = *written;
    Value value = Value::of(make<Library>(name));
    libraries_[name] = value;
    return value;
}

}  // namespace nnshape::python

#include "cli/root.h"

#include <fmt/format.h>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "base/unicode.h"
#include "cli/file.h"

namespace nnshape {
namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

// The nearest of a folder and those above it that has `.git`, which is a file in a worktree; empty: there is none.
fs::path repository_of(fs::path folder) {
    while (true) {
        std::error_code error;
        if (fs::exists(folder / ".git", error)) return folder;
        if (folder == folder.parent_path()) return {};
        folder = folder.parent_path();
    }
}

// The absolute path with the symbolic links of its folder resolved; the file itself may be a link.
fs::path resolved(const fs::path& path) {
    std::error_code error;
    fs::path whole = fs::absolute(path, error).lexically_normal();
    fs::path folder = fs::weakly_canonical(whole.parent_path(), error);
    return error ? whole : folder / whole.filename();
}

// The path below a folder, or nothing if it is not below.
std::optional<std::string> below(const fs::path& path, const fs::path& folder) {
    fs::path relative = path.lexically_relative(folder);
    if (relative.empty() || *relative.begin() == ".." || relative == ".") return std::nullopt;
    return relative.generic_string();
}

}  // namespace

Result<Root, std::string> Root::find(const std::string& given) {
    Root root;
    if (!given.empty()) {
        if (!is_folder(given)) return fmt::format("`--root {}` is not a folder; name one", printable(given));
        root.folder_ = given;
    }
    for (const char* name : {"GITHUB_WORKSPACE", "CI_PROJECT_DIR"}) {
        const char* value = std::getenv(name);
        if (root.folder_.empty() && value && is_folder(value)) root.folder_ = value;
    }
    std::error_code error;
    if (root.folder_.empty()) root.folder_ = repository_of(fs::current_path(error)).string();
    if (!root.folder_.empty()) root.folder_ = fs::weakly_canonical(root.folder_, error).string();
    return root;
}

std::string Root::path_of(const std::string& path) const {
    std::string shown = report_path(path);
    if (path == "-") return shown;
    fs::path whole = resolved(path);
    for (const fs::path& folder : {fs::path(folder_), repository_of(whole.parent_path())}) {
        auto relative = folder.empty() ? std::nullopt : below(whole, folder);
        if (relative) return *relative;
    }
    return fs::path(shown).lexically_normal().generic_string();
}

}  // namespace nnshape

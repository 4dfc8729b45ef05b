#include "cli/spec_files.h"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/text.h"
#include "base/unicode.h"
#include "import/import.h"
#include "study/included.h"

namespace nnshape {
namespace {

namespace fs = std::filesystem;

bool is_folder(const std::string& path) {
    std::error_code error;
    return path != "-" && !included_name(path) && fs::is_directory(path, error);
}

// The end of the JSON string that begins at `at`, after its closing quote.
size_t end_of_string(std::string_view text, size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return std::min(at + 1, text.size());
}

// The keys of the outermost object of a JSON text, which may have mistakes.
std::vector<std::string_view> outer_keys(std::string_view text) {
    std::vector<std::string_view> keys;
    std::string_view last;
    int depth = 0;
    for (size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"') {
            size_t end = end_of_string(text, at);
            last = text.substr(at + 1, end - at - 1);
            at = end - 1;
        }
        if (text[at] == ':' && depth == 1) keys.push_back(last.substr(0, last.find('"')));
        if (text[at] == '{' || text[at] == '[') ++depth;
        if (text[at] == '}' || text[at] == ']') --depth;
    }
    return keys;
}

// A folder is closed before the folders in it are opened: there is a limit on open ones. Without std::filesystem's
// iterator, which terminates when memory runs out. Returns false if the folder cannot be read.
bool list(const std::string& folder, std::vector<std::string>& paths) {
    std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(folder.c_str()), ::closedir);
    if (!entries) return false;
    while (const dirent* entry = ::readdir(entries.get())) {
        if (entry->d_name[0] != '.') paths.push_back((fs::path(folder) / entry->d_name).string());
    }
    return true;
}

// Whether a file is a spec. A pipe or a device is not opened, and a `.json` file that cannot be read is none.
bool is_spec_file(const std::string& path) {
    std::error_code error;
    if (!path.ends_with(".nn") && !path.ends_with(".json")) return false;
    if (!fs::is_regular_file(path, error)) return false;
    if (path.ends_with(".nn")) return true;
    auto text = read_file(path, 0);
    return text && is_json_spec(*text);
}

// Adds the specs below a folder, and the folders below it that cannot be read.
void add_below(const std::string& folder, std::vector<std::string>& files) {
    std::vector<std::string> paths;
    if (!list(folder, paths)) files.push_back(folder);
    for (const std::string& path : paths) {
        struct stat status {};
        bool is_real_folder = ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
        if (is_real_folder) {
            add_below(path, files);
        } else if (is_spec_file(path)) {
            files.push_back(path);
        }
    }
}

std::string included_help(const std::string& path) {
    std::vector<std::string> names;
    for (const IncludedSpec& included : included_specs()) names.push_back("@" + std::string(included.name));
    std::string meant = did_you_mean(path, {names.begin(), names.end()});
    return meant.empty() ? "`nnshape specs` lists them" : meant;
}

}  // namespace

bool is_json_spec(std::string_view text) {
    auto keys = outer_keys(text);
    auto has = [&](std::string_view key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); };
    return has("layers") && (has("input") || has("inputs")) && !has("nnshape");
}

std::vector<std::string> spec_files(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    for (const std::string& path : paths) {
        size_t before = files.size();
        if (is_folder(path)) add_below(path, files);
        if (files.size() == before) files.push_back(path);
        std::sort(files.begin() + static_cast<ptrdiff_t>(before), files.end());
    }
    return files;
}

Result<FileBytes, FileFault> read_spec(const std::string& path, int in) {
    auto name = included_name(path);
    if (!name) return read_bytes(std::string(split_operand(path).path), in);
    if (const IncludedSpec* included = find_included(*name)) return FileBytes(std::string(included->text));
    return FileFault{path, fmt::format("no network `{}` comes with nnshape; {}", printable(path), included_help(path))};
}

Result<FileBytes, FileFault> read_spec_file(const std::string& path, int in) {
    if (!is_folder(path)) return read_spec(path, in);
    std::vector<std::string> paths;
    if (!list(path, paths)) return read_fault(path, errno);
    return FileFault{
        path, fmt::format("cannot read `{}`: the folder has no specs, which end in `.nn` or `.json`", printable(path))};
}

}  // namespace nnshape

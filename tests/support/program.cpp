#include "support/program.h"

#include <sys/mman.h>
#include <unistd.h>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/run.h"
#include "report/report.h"

namespace nnshape::test {
MemoryFile::MemoryFile(std::string_view content) : descriptor_(memfd_create("test", 0)) {
    write_all(descriptor_, content);
    lseek(descriptor_, 0, SEEK_SET);
}

MemoryFile::~MemoryFile() { close(descriptor_); }

std::string MemoryFile::content() const {
    lseek(descriptor_, 0, SEEK_SET);
    std::string bytes;
    char buffer[1 << 16];
    for (long count; (count = read_some(descriptor_, buffer, sizeof buffer)) > 0;) {
        bytes.append(buffer, static_cast<size_t>(count));
    }
    return bytes;
}

Ran run_once(const std::vector<std::string>& args, const std::string& in) {
    MemoryFile input(in), out, err;
    Ran ran;
    ran.code = run(args, {input.descriptor(), out.descriptor(), err.descriptor()});
    ran.out = out.content();
    ran.err = err.content();
    return ran;
}

Ran run_program(const std::vector<std::string>& args, const std::string& in) {
    Ran ran = run_once(args, in);
    MemoryFile again(in), both;
    run(args, {again.descriptor(), both.descriptor(), both.descriptor()});
    ran.all = both.content();
    return ran;
}

void study_text(Studied& studied, std::string text, const StudyOptions& options) {
    studied.text = std::move(text);
    run_study({.name = "spec", .text = studied.text}, "spec", options, studied.study);
}

std::string diagnostics_of(const std::string& text) {
    Studied studied;
    study_text(studied, text);
    std::string out;
    write_diagnostics(studied.study, {.notes = true}, out);
    return out;
}

std::string read_text_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

std::vector<std::string> files_below(const std::string& folder, const std::vector<std::string>& endings) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        std::string path = entry.path().generic_string();
        bool wanted = std::any_of(endings.begin(), endings.end(),
                                  [&](const std::string& ending) { return path.ends_with(ending); });
        if (entry.is_regular_file() && wanted) files.push_back(path);
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace nnshape::test

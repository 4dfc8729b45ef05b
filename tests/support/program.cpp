#include "support/program.h"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

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

namespace {

// Runs a program as a process of its own; −1 if it cannot be started or a signal ends it.
int run_process(const char* program, std::vector<std::string> args, const Streams& streams) {
    args.insert(args.begin(), program);
    std::vector<char*> words;
    for (std::string& word : args) words.push_back(word.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, streams.in, 0);
    posix_spawn_file_actions_adddup2(&actions, streams.out, 1);
    posix_spawn_file_actions_adddup2(&actions, streams.err, 2);
    pid_t process = 0;
    int status = -1;
    if (posix_spawn(&process, program, &actions, nullptr, words.data(), environ) == 0) waitpid(process, &status, 0);
    posix_spawn_file_actions_destroy(&actions);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int run_either(const std::vector<std::string>& args, const Streams& streams) {
    const char* program = std::getenv("NNSHAPE_BINARY");
    return program ? run_process(program, args, streams) : run(args, streams);
}

}  // namespace

Ran run_program(const std::vector<std::string>& args, const std::string& in) {
    MemoryFile input(in), out, err;
    Ran ran;
    ran.code = run_either(args, {input.descriptor(), out.descriptor(), err.descriptor()});
    ran.out = out.content();
    ran.err = err.content();
    return ran;
}

Shown run_shown(const std::vector<std::string>& args, const std::string& in) {
    MemoryFile input(in), both;
    int code = run_either(args, {input.descriptor(), both.descriptor(), both.descriptor()});
    return {code, both.content()};
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
    if (files.empty()) throw std::runtime_error("no file below " + folder);
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace nnshape::test

#include "fuzz/slow.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <ctime>

#include "fuzz/fuzz.h"
#include "support/program.h"

// Bytes as the input of every command, none of which may take long.
namespace nnshape::fuzz {
namespace {

#ifdef NDEBUG
constexpr double most_seconds = 1;
#else
constexpr double most_seconds = 20;  // without optimisation, perhaps with sanitizers
#endif

constexpr std::string_view between = "\n===\n";

double processor_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// The words of `solve`, the only command that reads no spec. It must write no files.
std::vector<std::string> words_of_solve(std::string_view text) {
    std::vector<std::string> words{"solve"};
    while (!text.empty()) {
        size_t end = std::min(text.find_first_of(std::string_view(" \n\0", 3)), text.size());
        std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!word.empty() && !word.starts_with("-o") && !word.starts_with("--o=") && !word.starts_with("--output")) {
            words.emplace_back(word);
        }
    }
    return words;
}

int run_diff(const std::vector<std::string>& command, std::string_view text) {
    size_t end = text.find(between);
    std::string_view other = end == std::string_view::npos ? text : text.substr(end + between.size());
    test::MemoryFile one(text.substr(0, end)), two(other);
    std::vector<std::string> words = command;
    words.push_back(fmt::format("/proc/self/fd/{}", one.descriptor()));
    words.push_back(fmt::format("/proc/self/fd/{}", two.descriptor()));
    return test::run_program(words).code;
}

}  // namespace

const std::vector<std::vector<std::string>>& slow_commands() {
    static const std::vector<std::vector<std::string>> commands{
        {"show", "-"},
        {"show", "-", "--json"},
        {"show", "-", "--columns", "name,from,share,receptive_field,line", "--sort", "params"},
        {"show", "-", "--format", "markdown", "--depth", "1"},
        {"check", "-", "--notes"},
        {"check", "-", "--format", "sarif", "--notes"},
        {"check", "-", "--format", "junit"},
        {"explain", "-"},
        {"explain", "-", "--format", "markdown"},
        {"draw", "-", "--style", "graph", "--depth", "99"},
        {"draw", "-", "--form", "html"},
        {"sizes", "-"},
        {"sizes", "-", "--json", "--exact"},
        {"convert", "-", "--to", "text"},
        {"convert", "-", "--to", "json"},
        {"convert", "-", "--to", "text", "--flat"},
        {"convert", "-", "--to", "json", "--flat"},
        {"annotate", "-"},
        {"batch", "--layers"},
        {"diff"},
        {"solve"},
    };
    return commands;
}

bool applies(const std::vector<std::string>& command, std::string_view bytes) {
    return (command[0] == "solve") == bytes.starts_with("--");
}

Cost cost_of(const std::vector<std::string>& command, std::string_view bytes) {
    std::string text(bytes);
    double begin = processor_seconds();
    test::Ran ran;
    if (command[0] == "solve") {
        ran = test::run_program(words_of_solve(text));
    } else if (command[0] == "diff") {
        ran.code = run_diff(command, text);
    } else {
        if (command[0] == "batch") std::replace(text.begin(), text.end(), '\n', ' ');
        ran = test::run_program(command, text);
    }
    return {.seconds = processor_seconds() - begin, .printed = ran.out.size() + ran.err.size()};
}

// A busy machine may make a command look slow once, but not three times.
bool takes_long(const std::vector<std::string>& command, std::string_view bytes) {
    constexpr int tries = 3;
    for (int once = 0; once < tries; ++once) {
        if (cost_of(command, bytes).seconds <= most_seconds) return false;
    }
    return true;
}

void slow(std::string_view bytes, Promises& promises) {
    bytes = bytes.substr(0, longest_slow_input);
    for (const auto& command : slow_commands()) {
        if (!applies(command, bytes)) continue;
        bool quick = !takes_long(command, bytes);
        promises.hold(quick, "no command takes long", fmt::format("{} of {}", fmt::join(command, " "), bytes));
    }
}

}  // namespace nnshape::fuzz

#include "support/transcript.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "support/catch.h"
#include "support/program.h"
#include "support/shell.h"

namespace nnshape::test {
namespace {

// The words of a command line, with the shell's quotes taken off.
std::vector<std::string> words_of_command(const std::string& command) {
    std::vector<std::string> words;
    std::string word;
    char quote = '\0';
    bool open = false;
    for (char letter : command) {
        if (quote != '\0') {
            letter == quote ? static_cast<void>(quote = '\0') : word.push_back(letter);
        } else if (letter == '\'' || letter == '"') {
            quote = letter;
            open = true;
        } else if (letter != ' ') {
            word += letter;
            open = true;
        } else if (open) {
            words.push_back(std::exchange(word, {}));
            open = false;
        }
    }
    if (open) words.push_back(word);
    return words;
}

Shown run_command(const std::string& command, const std::string& in) {
    if (command.find('|') != std::string::npos) return run_shell(command);
    auto words = words_of_command(command);
    return run_shown({words.begin() + 1, words.end()}, in);
}

}  // namespace

std::string rerun(const std::string& text) {
    std::istringstream lines(text);
    std::string out, line;
    bool in_output = false, blank = false;
    while (std::getline(lines, line)) {
        bool command = line.starts_with("$ ");
        if (!command && in_output && line != "--") {
            blank = line.empty();
            continue;  // the old output
        }
        if (in_output && blank && !out.ends_with("\n\n")) out += "\n";
        in_output = blank = false;
        out += line + "\n";
        if (!line.starts_with("$ nnshape")) continue;
        std::string in, run = line.substr(2);
        if (size_t here = run.find(" <<"); here != std::string::npos) {
            std::string end = run.substr(here + 3);
            run.resize(here);
            while (std::getline(lines, line)) {
                out += line + "\n";
                if (line == end) break;
                in += line + "\n";
            }
        }
        Shown ran = run_command(run, in);
        out += ran.all;
        if (!ran.all.empty() && ran.all.back() != '\n') out += "\n";
        if (ran.code != 0) out += "[exit " + std::to_string(ran.code) + "]\n";
        in_output = true;
    }
    return out;
}

std::string rerun_markdown(const std::string& page) {
    std::string out;
    size_t at = 0;
    const std::string begin = "```console\n", end = "```\n";
    while (true) {
        size_t block = page.find(begin, at);
        if (block == std::string::npos) return out + page.substr(at);
        size_t first = block + begin.size();
        size_t last = page.find(end, first);
        REQUIRE(last != std::string::npos);
        out += page.substr(at, first - at) + rerun(page.substr(first, last - first));
        at = last;
    }
}

void check_transcript(const std::string& path) {
    std::string old = read_text_file(path);
    std::string now = path.ends_with(".md") ? rerun_markdown(old) : rerun(old);
    INFO(path);
    if (std::getenv("NNSHAPE_UPDATE")) {
        std::ofstream(path, std::ios::binary) << now;
        return;
    }
    REQUIRE(old == now);
}

}  // namespace nnshape::test

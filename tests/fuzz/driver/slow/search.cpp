#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/time.h>
#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "fuzz/driver/slow/grammar.h"
#include "fuzz/driver/slow/heap.h"
#include "fuzz/slow.h"
#include "support/program.h"

// Searches for inputs that take long: nnshape_slow SECONDS SEED FOLDER FILE…. The files are the first inputs; what is
// found goes into the folder. For each command it keeps the slowest inputs and those that are slowest for what they
// print, changes one of them at random, and keeps the result if it is slower. The exit code is 1 if an input takes more
// than a second of the processor or 100 MB.
namespace nnshape::fuzz {
namespace {

constexpr size_t kept_inputs = 40, most_findings = 20, most_heap = 100'000'000;
constexpr double least_printed = 2000;  // bytes: less is not worth anything

struct Input {
    std::string text;
    double score = 0;
};

// The best inputs by a score, in no order.
class Pool {
  public:
    void add(const std::string& text, double score) {
        if (inputs_.size() < kept_inputs) {
            inputs_.push_back({text, score});
            return;
        }
        auto worst = std::min_element(inputs_.begin(), inputs_.end(), by_score);
        if (worst->score < score) *worst = {text, score};
    }

    const std::vector<Input>& inputs() const { return inputs_; }
    const Input& best() const { return *std::max_element(inputs_.begin(), inputs_.end(), by_score); }

  private:
    static bool by_score(const Input& one, const Input& other) { return one.score < other.score; }

    std::vector<Input> inputs_;
};

// An input that never ends is written by the handler of a signal.
struct Watched {
    const char* path = nullptr;
    std::string text;
};
Watched watched;

extern "C" void end_of_patience(int) {
    std::FILE* file = std::fopen(watched.path, "w");
    if (file) std::fwrite(watched.text.data(), 1, watched.text.size(), file);
    if (file) std::fclose(file);
    constexpr char said[] = "an input takes more than 20 seconds; it is in the folder, as `endless`\n";
    static_cast<void>(!write(2, said, sizeof said - 1));
    _exit(1);
}

void be_patient(int seconds) {
    itimerval timer{{0, 0}, {seconds, 0}};
    setitimer(ITIMER_PROF, &timer, nullptr);
}

class Search {
  public:
    Search(uint64_t seed, std::string folder)
        : random_(seed), folder_(std::move(folder)), slowest_(commands().size()), densest_(commands().size()) {}

    void add_file(const std::string& path) {
        std::string text = test::read_text_file(path);
        if (text.size() > longest_slow_input) return;
        for (size_t command = 0; command < commands().size(); ++command) try_input(command, text);
    }

    void run(double seconds) {
        auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
        while (std::chrono::steady_clock::now() < end && findings_ < most_findings) {
            size_t command = random_.below(commands().size());
            try_input(command, next_input(command));
        }
    }

    int report() const {
        fmt::print("{} runs of commands\n", runs_);
        for (size_t command = 0; command < commands().size(); ++command) {
            if (slowest_[command].inputs().empty()) continue;
            const Input& slowest = slowest_[command].best();
            fmt::print("{:7.1f} ms at most: {}\n", slowest.score * 1000, fmt::join(commands()[command], " "));
            write_file(fmt::format("slowest-{}", command), slowest.text);
        }
        fmt::print("{} MB of the heap at most\n{} inputs that take long\n", most_held_ / 1'000'000, findings_);
        return findings_ == 0 ? 0 : 1;
    }

  private:
    static const std::vector<std::vector<std::string>>& commands() { return slow_commands(); }

    std::string next_input(size_t command) {
        auto& pool = (random_.once_in(2) ? slowest_ : densest_)[command];
        auto& others = densest_[random_.below(commands().size())];
        bool is_question = commands()[command][0] == "solve";
        if (pool.inputs().empty() || random_.once_in(10)) {
            return is_question ? random_question(random_) : random_spec(random_);
        }
        if (random_.once_in(20) && !others.inputs().empty()) return random_.one_of(others.inputs()).text;
        std::string other = others.inputs().empty() ? random_spec(random_) : random_.one_of(others.inputs()).text;
        if (!is_question && random_.once_in(12)) return as_json(random_.one_of(pool.inputs()).text);
        return changed_spec(random_, random_.one_of(pool.inputs()).text, other);
    }

    static std::string as_json(const std::string& text) {
        test::Ran converted = test::run_program({"convert", "-", "--to", "json", "--compact"}, text);
        return converted.code == 0 ? converted.out : text;
    }

    void try_input(size_t command, std::string text) {
        if (text.size() > longest_slow_input) text.resize(text.rfind('\n', longest_slow_input - 1) + 1);
        if (text.empty() || !applies(commands()[command], text)) return;
        watched.text = text;
        be_patient(20);
        begin_heap_peak();
        Cost cost = cost_of(commands()[command], text);
        size_t held = heap_peak();
        ++runs_;
        most_held_ = std::max(most_held_, held);
        bool is_slow = held > most_heap || (cost.seconds > 1 && takes_long(commands()[command], text));
        be_patient(0);
        if (is_slow) return note(command, text, cost.seconds, held);
        slowest_[command].add(text, cost.seconds);
        densest_[command].add(text, cost.seconds / (least_printed + static_cast<double>(cost.printed)));
    }

    void note(size_t command, const std::string& text, double seconds, size_t held) {
        std::string name = fmt::format("slow-{}", ++findings_);
        fmt::print("{}: {:.2f} s, {} MB: {}\n", name, seconds, held / 1'000'000, fmt::join(commands()[command], " "));
        std::fflush(stdout);
        write_file(name, text);
    }

    void write_file(const std::string& name, const std::string& text) const {
        std::ofstream(fmt::format("{}/{}", folder_, name), std::ios::binary) << text;
    }

    Random random_;
    std::string folder_;
    std::vector<Pool> slowest_, densest_;  // by command
    size_t runs_ = 0, findings_ = 0, most_held_ = 0;
};

int run(int count, char** arguments) {
    if (count < 4) return 2;
    std::string endless = fmt::format("{}/endless", arguments[3]);
    watched.path = endless.c_str();
    std::signal(SIGPROF, end_of_patience);
    Search search(std::strtoull(arguments[2], nullptr, 10), arguments[3]);
    for (int file = 4; file < count; ++file) search.add_file(arguments[file]);
    search.run(std::strtod(arguments[1], nullptr));
    return search.report();
}

}  // namespace
}  // namespace nnshape::fuzz

int main(int count, char** arguments) { return nnshape::fuzz::run(count, arguments); }

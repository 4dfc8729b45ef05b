#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#ifdef NNSHAPE_BOOST_JSON
#include <boost/json/basic_parser_impl.hpp>
#endif

#include "lint/codes.h"
#include "network/build.h"
#include "report/report.h"
#include "spec/read.h"

// What the whole program is held against, and its stages one by one:
//   stages read           reads standard input to its end
//   stages accept         and asks `nlohmann::json::accept` of each line
//   stages stages ROUNDS FILE   times each stage over the lines of a file
using namespace nnshape;

namespace {

// The lines of what is read in pieces as large as those of batch; `take` has each.
template <class Take>
void each_line(int descriptor, Take take) {
    constexpr size_t piece = 256 << 10;
    std::string text;
    while (true) {
        size_t size = text.size();
        text.resize(size + piece);
        long count = ::read(descriptor, text.data() + size, piece);
        text.resize(size + static_cast<size_t>(std::max(count, 0L)));
        std::string_view rest = text;
        for (size_t end; (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1)) {
            take(rest.substr(0, end));
        }
        text.erase(0, text.size() - rest.size());
        if (count <= 0) return;
    }
}

int read_only() {
    std::vector<char> buffer(256 << 10);
    while (::read(0, buffer.data(), buffer.size()) > 0) {}
    return 0;
}

int accept_lines() {
    size_t accepted = 0;
    each_line(0, [&](std::string_view line) { accepted += nlohmann::json::accept(line); });
    std::printf("%zu\n", accepted);
    return 0;
}

#ifdef NNSHAPE_BOOST_JSON

using Error = boost::system::error_code;
using View = boost::json::string_view;

// Boost's parser with nobody listening.
struct Nobody {
    static constexpr size_t max_object_size = SIZE_MAX, max_array_size = SIZE_MAX;
    static constexpr size_t max_key_size = SIZE_MAX, max_string_size = SIZE_MAX;

    bool on_document_begin(Error&) { return true; }
    bool on_document_end(Error&) { return true; }
    bool on_object_begin(Error&) { return true; }
    bool on_object_end(size_t, Error&) { return true; }
    bool on_array_begin(Error&) { return true; }
    bool on_array_end(size_t, Error&) { return true; }
    bool on_key_part(View, size_t, Error&) { return true; }
    bool on_key(View, size_t, Error&) { return true; }
    bool on_string_part(View, size_t, Error&) { return true; }
    bool on_string(View, size_t, Error&) { return true; }
    bool on_number_part(View, Error&) { return true; }
    bool on_int64(int64_t, View, Error&) { return true; }
    bool on_uint64(uint64_t, View, Error&) { return true; }
    bool on_double(double, View, Error&) { return true; }
    bool on_bool(bool, Error&) { return true; }
    bool on_null(Error&) { return true; }
    bool on_comment_part(View, Error&) { return true; }
    bool on_comment(View, Error&) { return true; }
};

bool parse(std::string_view line) {
    boost::json::basic_parser<Nobody> parser{boost::json::parse_options()};
    Error error;
    return parser.write_some(false, line.data(), line.size(), error) == line.size() && !error;
}

#else

bool parse(std::string_view line) { return nlohmann::json::accept(line); }

#endif

// The way of a line as far as a stage, each with the memory of the line before.
struct Way {
    Study study;
    std::string out;
    const StudyOptions options = {.form = SpecForm::json, .quickly = true, .notes = false};

    void read(std::string_view line) {
        study.spec.clear();
        study.diagnostics.clear();
        study.spec.source = {.name = {}, .text = line};
        read_json_spec(study.spec, study.diagnostics);
    }
    void build_network(std::string_view line) {
        read(line);
        build(study.spec, {study.fallback_name, all_codes(), options.inputs}, study.network, study.diagnostics);
    }
    void analyse_network(std::string_view line) {
        build_network(line);
        analyse(study.network, 1, study.analysis, study.diagnostics);
    }
    void look_at_all(std::string_view line) { run_study({.name = {}, .text = line}, {}, options, study); }
    void write(std::string_view line) {
        look_at_all(line);
        out.clear();
        write_batch_line(study, 1, {}, out);
    }
};

struct Stage {
    const char* name;
    void (*run)(Way& way, std::string_view line);
};

// Each does what the one before does, and one thing more.
const Stage stages[] = {
    {"parse", [](Way&, std::string_view line) { parse(line); }},
    {"spec", [](Way& way, std::string_view line) { way.read(line); }},
    {"build", [](Way& way, std::string_view line) { way.build_network(line); }},
    {"analyse", [](Way& way, std::string_view line) { way.analyse_network(line); }},
    {"lint", [](Way& way, std::string_view line) { way.look_at_all(line); }},
    {"write", [](Way& way, std::string_view line) { way.write(line); }},
};

std::vector<std::string> lines_of(const char* path) {
    std::vector<std::string> lines;
    int descriptor = ::open(path, O_RDONLY);
    if (descriptor < 0) std::exit(2);
    each_line(descriptor, [&](std::string_view line) { lines.emplace_back(line); });
    ::close(descriptor);
    return lines;
}

// A line for each stage of each round: its name, and the nanoseconds that a spec takes as far as there.
int time_stages(int rounds, const char* path) {
    std::vector<std::string> lines = lines_of(path);
    Way way;
    for (int round = 0; round < rounds; ++round) {
        for (const Stage& stage : stages) {
            auto start = std::chrono::steady_clock::now();
            for (const std::string& line : lines) stage.run(way, line);
            std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - start;
            std::printf("%s %.1f\n", stage.name, time.count() / static_cast<double>(lines.size()));
        }
    }
    return 0;
}

}  // namespace

int main(int count, char** words) {
    std::string what = count > 1 ? words[1] : "";
    if (what == "read") return read_only();
    if (what == "accept") return accept_lines();
    if (what == "stages" && count == 4) return time_stages(std::atoi(words[2]), words[3]);
    std::fputs("usage: stages read | accept | stages ROUNDS FILE\n", stderr);
    return 2;
}

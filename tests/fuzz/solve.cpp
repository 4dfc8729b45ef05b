#include <fmt/format.h>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "fuzz/checks.h"
#include "layers/window.h"
#include "query/solve/solve.h"
#include "study/study.h"
#include "support/program.h"

// Words as the arguments of `nnshape solve`; each window of the answer is placed again.
namespace nnshape::fuzz {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

// Whether the next word is its value, whatever that looks like.
bool takes_next(std::string_view word) {
    constexpr std::string_view options[] = {"--in",      "--out",      "--kernel", "--stride",
                                            "--padding", "--dilation", "--top"};
    return std::find(std::begin(options), std::end(options), word) != std::end(options);
}

bool has(const Words& words, std::string_view flag) {
    for (size_t index = 0; index < words.size(); index += takes_next(words[index]) ? 2 : 1) {
        if (words[index] == flag) return true;
    }
    return false;
}

// The words, without options that this fuzzer is not about: it must write no files.
Words arguments_of(std::string_view bytes) {
    Words words{"solve", "--json"};
    while (!bytes.empty()) {
        size_t end = std::min(bytes.find_first_of(std::string_view(" \n\0", 3)), bytes.size());
        std::string word(bytes.substr(0, end));
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
        constexpr std::string_view options[] = {"--in",   "--out",        "--kernel", "--stride", "--padding",
                                                "--same", "--transposed", "--ceil",   "--top",    "--dilation"};
        std::string_view option = std::string_view(word).substr(0, word.find('='));
        bool known = std::find(std::begin(options), std::end(options), option) != std::end(options);
        if (known || !word.starts_with('-')) words.push_back(word);
    }
    return words;
}

std::optional<WindowFault> place(const Words& words, AxisWindow& window) {
    if (has(words, "--transposed"))
        return has(words, "--same") ? place_transposed_same(window) : place_transposed(window);
    if (has(words, "--same")) return place_same(window, PaddingMode::same);
    return has(words, "--ceil") ? place_up(window) : place_down(window);
}

AxisWindow axis_of(const Json& window, size_t axis) {
    auto number = [&](const char* key) { return window[key][axis].get<int64_t>(); };
    AxisWindow read{.in = number("in"), .kernel = number("kernel"), .stride = number("stride")};
    read.dilation = number("dilation");
    if (const Json& padding = window["padding"]; !padding.is_null()) {
        read.before = padding[axis][0].get<int64_t>();
        read.after = padding[axis][1].get<int64_t>();
    }
    if (window.contains("output_padding")) read.output_padding = number("output_padding");
    return read;
}

// What an option was given last; empty where it is not there.
std::string value_of(const Words& words, const std::string& option) {
    std::string value;
    for (size_t index = 0; index < words.size(); index += takes_next(words[index]) ? 2 : 1) {
        if (words[index].starts_with(option + "=")) value = words[index].substr(option.size() + 1);
        if (words[index] == option && index + 1 < words.size()) value = words[index + 1];
    }
    return value;
}

// A value's choices for each axis; one for all where they are alike.
std::vector<Choices> choices_of(std::string_view value) {
    std::vector<Choices> axes;
    while (!value.empty()) {
        size_t end = std::min(value.find_first_of("xX"), value.size());
        if (auto choices = read_choices(value.substr(0, end), 0)) axes.push_back(*choices);
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return axes;
}

void check_asked(const Words& words, const Json& window, Promises& promises) {
    for (const char* key : {"in", "out", "kernel", "stride", "padding", "dilation"}) {
        auto asked = choices_of(value_of(words, fmt::format("--{}", key)));
        for (size_t axis = 0; !asked.empty() && axis < window["in"].size(); ++axis) {
            const Choices& choices = asked[asked.size() == 1 ? 0 : axis];
            const Json& found = window[key][axis];
            int64_t number = found.is_array() ? found[0].get<int64_t>() : found.get<int64_t>();
            promises.hold(choices.contains(number), "a window is one of those asked for", window.dump());
        }
    }
}

// The line that goes with a window, in a spec whose input is what goes in.
std::string spec_of(const Json& window) {
    std::string line = window["written"].get<std::string>(), shape;
    std::replace(line.begin(), line.end(), '?', '1');
    for (const Json& size : window["in"]) shape += fmt::format("{}x", size.get<int64_t>());
    return fmt::format("input {}1\n{}\n", shape, line);
}

void check_line(const Json& window, Promises& promises) {
    std::string spec = spec_of(window);
    Study study;
    run_study({.name = "spec", .text = spec}, "spec", {}, study);
    bool overflows = std::any_of(study.diagnostics.begin(), study.diagnostics.end(),
                                 [](const Diagnostic& one) { return one.code == &code::overflow; });
    if (overflows) return;  // of the counts, which no window is asked about
    if (!promises.hold(study.calculated(), "the line beside a window can be calculated", spec)) return;
    const Shape& output = study.network.nodes[study.network.outputs[0]].output;
    for (size_t axis = 0; axis < window["out"].size(); ++axis) {
        bool right = output.spatial[axis] == window["out"][axis].get<int64_t>();
        promises.hold(right, "the line beside a window makes its size", spec + window.dump());
    }
}

void check_window(const Words& words, const Json& window, Promises& promises) {
    if (window["in"].is_null()) return;
    for (size_t axis = 0; axis < window["in"].size(); ++axis) {
        AxisWindow read = axis_of(window, axis);
        AxisWindow placed = read;
        if (!promises.hold(!place(words, placed), "a window fits", window.dump())) return;
        bool right = placed.out == window["out"][axis] && placed.remainder == window["remainder"][axis] &&
                     placed.lost == window["lost"][axis] && placed.before == read.before && placed.after == read.after;
        promises.hold(right, "a window is what the formula makes of it", window.dump());
    }
    check_asked(words, window, promises);
    check_line(window, promises);
}

}  // namespace

void solve(std::string_view bytes, Promises& promises) {
    Words words = arguments_of(bytes);
    test::Ran ran = test::run_program(words);
    check_plain(ran.err, promises);
    promises.hold(ran.code == 0 || ran.code == 2, "a question has an answer or is refused", ran.err);
    promises.hold((ran.code == 0) == ran.err.empty(), "what is refused is told of", ran.err);
    if (ran.code != 0) return;
    check_json(ran.out, promises);
    Json answer = Json::parse(ran.out, nullptr, false);
    if (answer.is_discarded()) return;
    for (const Json& window : answer["windows"]) check_window(words, window, promises);
    words[1] = "--format=text";
    check_plain(test::run_program(words).out, promises);
}

}  // namespace nnshape::fuzz

#include "cli/options.h"
#include "cli/file.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdlib>

#include "analysis/expectations.h"
#include "base/unicode.h"
#include "spec/amount.h"

namespace nnshape {
namespace {

const std::vector<std::string_view> color_words = {"auto", "always", "never"};
// What `--from` accepts: our own formats, then those of other programs.
std::vector<std::string_view> form_words() {
    std::vector<std::string_view> words = {"text", "json"};
    for (const Format* format : all_formats()) words.push_back(format->name);
    return words;
}

const std::vector<std::string_view> as_words = {"deployed"};

bool is_one_of(std::string_view word, const std::vector<std::string_view>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

void ReadOptions::add_to(OptionParser& parser) {
    parser.text("--from", "FORMAT", "the format of the files; by default their content decides", form);
    parser.words("--from", form_words());
    parser.list("--input", "SHAPE", "use another input shape, for example 256x256x3; with several inputs left=64x64x3",
                '\0', inputs);
    parser.list("--set", "NAME=VALUE", "use another value for a `let`, for example width=32", '\0', sets);
    parser.text("--batch-size", "N", "the number of samples in a batch, for activation bytes (1)", batch_size);
}

void ReadOptions::add_as_to(OptionParser& parser) {
    parser.text("--as", "deployed", "count what an inference engine loads: batch_norm folded, dropout left out", as);
    parser.words("--as", as_words);
}

Result<StudyOptions, std::string> ReadOptions::resolve() const {
    auto sweep = resolve_each();
    if (!sweep) return sweep.fault();
    if (sweep->names.empty()) return sweep->variants[0].options;
    return fmt::format("`{}` has several values; give it one", printable(sweep->names[0]));
}

Result<Sweep, std::string> ReadOptions::resolve_each() const {
    StudyOptions options;
    if (!form.empty() && !is_one_of(form, form_words())) return not_among(form, "a format", form_words());
    options.format = find_format(form);
    if (!form.empty() && !options.format) options.form = form == "json" ? SpecForm::json : SpecForm::text;
    if (!as.empty() && !is_one_of(as, as_words)) return not_among(as, "a value of `--as`", as_words);
    options.deployed = !as.empty();
    options.beside = neighbour_reader();
    auto samples = read_count(batch_size, 1);
    if (!samples) return fmt::format("`{}` is not a batch size; for example `--batch-size 32`", printable(batch_size));
    options.batch_size = *samples;
    return sweep_of(options, sets, inputs);
}

void LimitOptions::add_to(OptionParser& parser) {
    parser.list("--limit", "KEY=N", "fail a spec whose totals exceed a limit, for example params=5M,macs=600M", '\0',
                texts);
}

// In `params=62,378,344,macs=2G` a comma before a key separates limits; any other comma separates thousands.
std::vector<LimitText> limit_texts(const std::vector<std::string>& options) {
    std::vector<LimitText> limits;
    for (std::string_view rest : options) {
        while (!rest.empty()) {
            size_t equals = rest.find('=');
            size_t next = rest.find('=', std::min(equals, rest.size() - 1) + 1);
            size_t end = next == std::string_view::npos ? rest.size() : rest.rfind(',', next);
            std::string_view text = rest.substr(0, end);
            rest.remove_prefix(std::min(text.size() + 1, rest.size()));
            limits.push_back({text.substr(0, equals), text.substr(std::min(equals, text.size() - 1) + 1)});
        }
    }
    return limits;
}

Result<std::vector<Limit>, std::string> LimitOptions::resolve() const {
    std::vector<Limit> limits;
    auto names = total_names();
    for (const auto& [key, text] : limit_texts(texts)) {
        if (!is_one_of(key, names)) return not_among(key, "a total", names);
        auto most = read_amount(text);
        if (!most) {
            std::string written = fmt::format("{}{}{}", key, text.empty() ? "" : "=", text);
            return fmt::format("`{}` is not a limit; for example `--limit params=5M`", printable(written));
        }
        limits.push_back({std::string(key), *most});
    }
    return limits;
}

std::string_view notice_of_passed_over(const StudyOptions& options) {
    if (!options.sets.empty()) return "nnshape: `--set` is given, so the spec's expectations are not checked\n";
    if (options.deployed) return "nnshape: `--as` is given, so the spec's expectations are not checked\n";
    if (!options.inputs.empty()) {
        return "nnshape: `--input` is given, so the expected shapes, MACs and bytes are not checked\n";
    }
    return "nnshape: `--batch-size` is given, so the expected activation bytes are not checked\n";
}

void OutputOptions::add_file_to(OptionParser& parser) {
    parser.text("-o,--output", "FILE", "write the result to a file", file);
    parser.flag("--force", "replace a file that loses its owner, attributes or other hard links", force);
}

void OutputOptions::add_to(OptionParser& parser) {
    add_file_to(parser);
    parser.text("--color", "WHEN", "use colour: auto, always or never (auto)", color);
    parser.words("--color", color_words);
}

std::string OutputOptions::problem(const std::vector<std::string>& inputs) const {
    if (!is_one_of(color, color_words)) return not_among(color, "a value of `--color`", color_words);
    if (to_stdout()) return {};
    for (const std::string& input : inputs) {
        if (is_same_file(file, input)) {
            return fmt::format("`--output {}` would overwrite the spec; name another file", printable(file));
        }
    }
    return {};
}

bool OutputOptions::colors(int descriptor) const {
    if (color != "auto") return color == "always";
    auto set = [](const char* name) {
        const char* value = std::getenv(name);
        return value && *value != '\0' && std::string_view(value) != "0";
    };
    const char* refused = std::getenv("NO_COLOR");
    if (refused && *refused != '\0') return false;
    if (set("CLICOLOR_FORCE")) return true;
    const char* terminal = std::getenv("TERM");
    return is_terminal(descriptor) && !(terminal && std::string_view(terminal) == "dumb");
}

int OutputOptions::write(const Streams& streams, std::string_view bytes, int code) const {
    if (to_stdout()) return finish(streams, bytes, code);
    if (bytes.empty() && code == exit_refused) return code;
    auto problem = write_file(file, bytes, force);
    return problem ? refuse(streams, problem->message) : code;
}

std::optional<int64_t> read_count(const std::string& text, int64_t least) {
    ReadInteger count = read_integer(text);
    if (count.form != Literal::Form::integer || count.value < least) return std::nullopt;
    return count.value;
}

}  // namespace nnshape

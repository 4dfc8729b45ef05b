#include "cli/options.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/text.h"
#include "base/unicode.h"

namespace nnshape {

OptionParser::OptionParser(std::string_view command, std::string_view what)
    : app_(std::string(what), fmt::format("nnshape {}", command)), command_(command) {
    app_.get_formatter()->column_width(28);
    app_.allow_extras();
}

std::optional<int> OptionParser::parse(const std::vector<std::string>& args, const Streams& streams) {
    try {
        app_.parse(std::vector<std::string>(args.rbegin(), args.rend()));
    } catch (const CLI::CallForHelp&) {
        return finish(streams, streams.out, app_.help(), exit_fine);
    } catch (const CLI::ParseError& error) {
        return refuse(streams, error.what(), fmt::format("see `nnshape {} --help`", command_));
    }
    auto extras = app_.remaining();
    if (extras.empty()) return std::nullopt;
    return refuse_extras(extras, streams);
}

int OptionParser::refuse_extras(const std::vector<std::string>& extras, const Streams& streams) const {
    std::vector<std::string> names;
    for (const CLI::Option* option : app_.get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    std::string given = extras[0].substr(0, extras[0].find('='));
    std::string near = did_you_mean(given, std::vector<std::string_view>(names.begin(), names.end()));
    std::string see = fmt::format("see `nnshape {} --help`", command_);
    return refuse(streams, fmt::format("`{}` is no option of {}", printable(extras[0]), command_),
                  near.empty() ? see : near);
}

void ReadOptions::add_to(CLI::App& app) {
    app.add_option("--from", form, "The spec's form: text or json; told by its content unless given")
        ->type_name("FORM");
    app.add_option("--input", inputs, "Another input shape, as in 256x256x3 or left=64x64x3")
        ->type_name("SHAPE")
        ->allow_extra_args(false);
    app.add_option("--batch-size", batch_size, "Samples at once, for the bytes of activations (1)")->type_name("N");
}

Result<StudyOptions, std::string> ReadOptions::resolve() const {
    StudyOptions options;
    if (!form.empty() && form != "text" && form != "json") {
        return fmt::format("`{}` is no form of a spec; `--from` takes text or json", printable(form));
    }
    if (!form.empty()) options.form = form == "json" ? SpecForm::json : SpecForm::text;
    for (const std::string& text : inputs) {
        auto shape = read_input_shape(text);
        if (!shape) return fmt::format("`{}` is no shape; write `--input 256x256x3`, say", printable(text));
        options.inputs.push_back(*shape);
    }
    auto samples = read_count(batch_size, 1);
    if (!samples) return fmt::format("`{}` is no batch size; write `--batch-size 32`, say", printable(batch_size));
    options.batch_size = *samples;
    return options;
}

void OutputOptions::add_to(CLI::App& app) {
    app.add_option("-o,--output", file, "Write the result to a file")->type_name("FILE");
    app.add_option("--color", color, "auto, always or never (auto)")->type_name("WHEN");
}

bool OutputOptions::colors(int descriptor) const {
    if (color != "auto") return color == "always";
    auto set = [](const char* name) {
        const char* value = std::getenv(name);
        return value && *value != '\0' && std::string_view(value) != "0";
    };
    const char* refused = std::getenv("NO_COLOR");
    if (refused && *refused != '\0') return false;
    return set("CLICOLOR_FORCE") || is_terminal(descriptor);
}

int OutputOptions::write(const Streams& streams, std::string_view bytes, int code) const {
    if (file.empty() || file == "-") return finish(streams, streams.out, bytes, code);
    int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        return refuse(streams, fmt::format("cannot write `{}`: {}", printable(file), std::strerror(errno)));
    }
    int result = finish(streams, descriptor, bytes, code);
    if (::close(descriptor) != 0 && result == code) {
        return refuse(streams, fmt::format("cannot write `{}`: {}", printable(file), std::strerror(errno)));
    }
    return result;
}

std::optional<int64_t> read_count(const std::string& text, int64_t least) {
    ReadInteger count = read_integer(text);
    if (count.form != Literal::Form::integer || count.value < least) return std::nullopt;
    return count.value;
}

}  // namespace nnshape

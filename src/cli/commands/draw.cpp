#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/file.h"
#include "cli/form_option.h"
#include "cli/options.h"
#include "cli/spec_files.h"
#include "draw/picture.h"
#include "report/report.h"

// nnshape draw: a picture of a network.
namespace nnshape {
namespace {

constexpr std::string_view remark =
    "The form is that of FILE's ending: .svg, .dot or .gv, .mmd or .mermaid, .html. A\n"
    "call of a definition is a frame, or one box if the picture would have more than\n"
    "40 boxes; --depth decides this for you. Layers that follow each other several\n"
    "times are drawn once. The exit code is 2 if a layer cannot be calculated.\n"
    "\n"
    "examples:\n"
    "  nnshape draw alexnet.nn -o alexnet.svg\n"
    "  nnshape draw alexnet.nn --form mermaid        for Markdown on GitHub\n"
    "  nnshape draw resnet.nn --depth 1 -o resnet.svg\n"
    "  nnshape draw resnet.nn -o resnet.html         with the table and all formulas\n";

const std::vector<std::string_view> style_names = {"auto", "blocks", "graph"};
const std::vector<std::string_view> theme_names = {"auto", "light", "dark", "print"};

struct Ending {
    std::string_view ending, form;
};

constexpr Ending endings[] = {{".svg", "svg"},         {".dot", "dot"},   {".gv", "dot"},  {".mmd", "mermaid"},
                              {".mermaid", "mermaid"}, {".html", "html"}, {".htm", "html"}};

struct DrawOptions {
    std::vector<std::string> specs;
    std::string form, style = "auto", theme = "auto", depth;
    ReadOptions read;
    OutputOptions output;

    void add_to(OptionParser& parser) {
        parser.operands("SPEC", "a spec or a model of another program; - is standard input", 1, specs);
        parser.text("-f,--form", "FORM",
                    fmt::format("{} (svg, or by the ending of FILE)", enumerate(form_names<Picture>(), "or")), form);
        parser.words("--form", form_names<Picture>());
        parser.text("--format", "FORM", "the same as --form", form);
        parser.words("--format", form_names<Picture>());
        parser.text("--style", "STYLE", "auto, blocks (a row of boxes in perspective) or graph (auto)", style);
        parser.words("--style", style_names);
        parser.text("--theme", "THEME", "light, dark or print; auto is light or dark as the reader prefers (auto)",
                    theme);
        parser.words("--theme", theme_names);
        parser.text("--depth", "N", "draw each call at nesting depth N as one box", depth);
        read.add_to(parser);
        read.add_as_to(parser);
        output.add_to(parser);
        parser.remark(remark);
    }

    Result<const Form<Picture>*, std::string> find_form() const;
    Result<PictureOptions, std::string> picture() const;
};

// The form that is asked for, or that of the file's ending.
Result<const Form<Picture>*, std::string> DrawOptions::find_form() const {
    std::string_view name = form.empty() ? "svg" : std::string_view(form);
    for (const Ending& one : endings) {
        if (form.empty() && output.file.ends_with(one.ending)) name = one.form;
    }
    if (const Form<Picture>* found = nnshape::find_form<Picture>(name)) return found;
    return not_among(form, "a form of a picture", form_names<Picture>());
}

Result<PictureOptions, std::string> DrawOptions::picture() const {
    PictureOptions options;
    auto place_in = [](const std::vector<std::string_view>& names, const std::string& word) {
        return static_cast<size_t>(std::find(names.begin(), names.end(), word) - names.begin());
    };
    size_t which_style = place_in(style_names, style), which_theme = place_in(theme_names, theme);
    if (which_style == style_names.size()) return not_among(style, "a style", style_names);
    if (which_theme == theme_names.size()) return not_among(theme, "a theme", theme_names);
    options.style = static_cast<PictureStyle>(which_style);
    options.theme = static_cast<Theme>(which_theme);
    if (!depth.empty()) {
        options.depth = read_count(depth, 1);
        if (!options.depth) {
            return fmt::format("`{}` is not a depth of a picture; for example `--depth 1`", printable(depth));
        }
    }
    return options;
}

}  // namespace

int run_draw(const std::vector<std::string>& args, const Streams& streams) {
    DrawOptions options;
    OptionParser parser("draw", "Draws a picture of a network.");
    options.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    if (options.specs.empty()) {
        return refuse(streams, "no spec is given; for example `nnshape draw alexnet.nn -o alexnet.svg`");
    }
    auto form = options.find_form();
    if (!form) return refuse(streams, form.fault());
    auto picture_options = options.picture();
    if (!picture_options) return refuse(streams, picture_options.fault());
    auto study_options = options.read.resolve();
    if (!study_options) return refuse(streams, study_options.fault());
    if (auto problem = options.output.problem(options.specs); !problem.empty()) return refuse(streams, problem);
    auto bytes = read_spec(options.specs[0], streams.in);
    if (!bytes) return refuse(streams, bytes.fault().message);

    Study study;
    run_study({.name = source_name(options.specs[0]), .text = bytes->view()}, stem_of(options.specs[0]), *study_options,
              study);
    std::string complaints, out;
    write_diagnostics(study, {.color = options.output.colors(streams.err)}, complaints);
    if (study.passed_over) complaints += notice_of_passed_over(*study_options);
    if (!study.calculated()) return tell(streams, complaints, exit_refused);
    picture_options->batch_size = study_options->batch_size;
    auto picture = picture_of(study, *picture_options);
    if (!picture) return refuse(streams, fmt::format("`{}`: {}", printable(options.specs[0]), picture.fault()));
    (*form)->write(*picture, out);
    return options.output.write(streams, out, tell(streams, complaints, exit_fine));
}

}  // namespace nnshape

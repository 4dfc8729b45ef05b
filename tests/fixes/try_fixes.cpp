#include "fixes/try_fixes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "base/text.h"
#include "fixes/fix.h"
#include "support/program.h"

namespace nnshape::test {
namespace {

constexpr std::string_view without_fix[] = {
    "automatic-name",
    "dense-on-image",
    "duplicate-key",
    "duplicate-name",
    "empty-output",
    "groups-mismatch",
    "index-out-of-range",
    "input-count",
    "limit-exceeded",
    "output-padding-too-large",
    "overflow",
    "padding-exceeds-half-kernel",
    "padding-exceeds-kernel",
    "padding-remainder",
    "recursive-definition",
    "stride-exceeds-kernel",
    "too-large",
    "uneven-same-padding",
    "uneven-upsampling-kernel",
    "unused-allow",
    "unused-layer",
    "uncounted-weights",
    "unsupported-op",
    "hidden-modules",
    "python-error",
    "unknown-condition",
    "unused-module",
};

int errors_in(const Study& study) {
    return static_cast<int>(
        std::count_if(study.diagnostics.begin(), study.diagnostics.end(), [](const Diagnostic& one) {
            bool is_hidden = one.message == "the spec has no layers";  // until the rest can be read
            return one.severity() == Severity::error && !is_hidden;
        }));
}

int reports_of(const Study& study, const Diagnostic& like) {
    return static_cast<int>(
        std::count_if(study.diagnostics.begin(), study.diagnostics.end(),
                      [&](const Diagnostic& one) { return one.code == like.code && one.layer == like.layer; }));
}

// The size of the network's only input, or 0.
size_t rank_of_input(const Study& study) {
    const Network& network = study.network;
    return network.input_count == 1 && !network.nodes.empty() ? static_cast<size_t>(network.nodes[0].output.rank) + 1
                                                              : 0;
}

class Trials {
  public:
    explicit Trials(const std::string& text) { study_text(before_, text); }

    TriedFixes run() {
        const Study& study = before_.study;
        const std::string source(study.spec.source.text);  // without a byte-order mark
        for (const Diagnostic& diagnostic : study.diagnostics) {
            for (const Fix& fix : fixes_of(diagnostic.help)) {
                tried_.codes.insert(diagnostic.code->name);
                std::string text = put_in(source, study.spec.form, diagnostic.span, fix);
                follow(diagnostic, fmt::format("`{}`", fmt::join(fix, "` and `")), text, {});
            }
            for (const std::string& shape : shapes_of(diagnostic.help, rank_of_input(study))) {
                StudyOptions options;
                options.inputs.push_back(*read_input_shape(shape));
                tried_.codes.insert(diagnostic.code->name);
                follow(diagnostic, "an input of " + shape, before_.text, options);
            }
        }
        for (std::string_view code : without_fix) {
            if (tried_.codes.contains(code)) tried_.failures += fmt::format("[{}] offers a fix\n\n", code);
        }
        return std::move(tried_);
    }

  private:
    void follow(const Diagnostic& diagnostic, const std::string& fix, const std::string& text,
                const StudyOptions& options) {
        Studied after;
        study_text(after, text, options);
        int errors = errors_in(after.study), before = errors_in(before_.study);
        bool is_error = diagnostic.severity() == Severity::error;
        bool helps =
            is_error ? errors < before || (errors == before && was_hidden(after.study, diagnostic))
                     : errors <= before && reports_of(after.study, diagnostic) < reports_of(before_.study, diagnostic);
        if (helps && errors == 0) tried_.accepted.push_back(text);
        if (helps) return;
        tried_.failures += fmt::format("[{}] {}; {}\n  {} does not help:\n{}", diagnostic.code->name,
                                       diagnostic.message, diagnostic.help, fix, text);
        for (const Diagnostic& one : after.study.diagnostics) {
            bool matters = one.severity() == Severity::error || one.code == diagnostic.code;
            if (matters) tried_.failures += fmt::format("\n  - {}; {}", one.message, one.help);
        }
        tried_.failures += "\n\n";
    }

    // Whether the mistake was one of writing, and the only other error now is on another line: one that it hid.
    bool was_hidden(const Study& after, const Diagnostic& mended) const {
        constexpr std::string_view of_writing =
            "syntax unknown-layer unknown-parameter unknown-input duplicate-key duplicate-name";
        if (!contains_word(of_writing, mended.code->name)) return false;
        auto line = place_of(before_.study.spec.source, mended.span.begin).line;
        return std::none_of(after.diagnostics.begin(), after.diagnostics.end(), [&](const Diagnostic& one) {
            bool is_same = one.code == mended.code && one.message == mended.message;
            return is_same || (one.severity() == Severity::error && !is_known(one) &&
                               place_of(after.spec.source, one.span.begin).line == line);
        });
    }

    bool is_known(const Diagnostic& error) const {
        const Diagnostics& known = before_.study.diagnostics;
        return std::any_of(known.begin(), known.end(),
                           [&](const Diagnostic& one) { return one.message == error.message; });
    }

    Studied before_;
    TriedFixes tried_;
};

}  // namespace

std::span<const std::string_view> codes_without_fix() { return without_fix; }

TriedFixes try_fixes(const std::string& text) { return Trials(text).run(); }

}  // namespace nnshape::test

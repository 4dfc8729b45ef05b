#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/unicode.h"
#include "support/catch.h"
#include "support/every_form.h"
#include "support/program.h"
#include "support/shell.h"

// Names that would clear a screen, turn the direction of writing or hide a letter: no command prints them raw.
using namespace nnshape;
using namespace nnshape::test;

namespace {

// Escapes of a terminal, a bell, a carriage return, C1 controls, marks of direction, a space without width.
constexpr std::string_view nasty =
    "\x1b[31m\x1b]0;x\x07\r\x08\x7f\xc2\x9b"
    "31m\xe2\x80\xae\xe2\x80\x8f\xe2\x81\xa6\xd8\x9c\xe2\x80\x8b\xc2\xad\xe2\x80\xa8\xef"
    "\xbb\xbf\xe2\x81\xa0";

// The same in JSON's escapes, and what else its forms must not take for their own signs.
constexpr std::string_view nasty_json =
    R"(\u001b[31m\u001b]0;x\u0007\r\u0008\u007f\u009b31m\u202e\u200f\u2066\u061c\u200b\u00ad\u2028\ufeff\u2060)"
    R"(|<b>&amp;]]>::error::%0A`'\"=@\\)";

// The first code point of a text that must not be printed, or 0.
uint32_t raw_in(std::string_view text) {
    for (size_t offset = 0; offset < text.size();) {
        auto [value, bytes] = decode(text.substr(offset));
        if (bytes == 0) return 0xFFFD;
        if (value != '\n' && is_unprintable(value)) return value;
        offset += bytes;
    }
    return 0;
}

void check_printed(const std::vector<std::string>& args, const std::string& in = {}) {
    INFO(fmt::format("{}", fmt::join(args, " ")));
    Ran ran = run_program(args, in);
    CHECK(raw_in(ran.out) == 0);
    CHECK(raw_in(ran.err) == 0);
}

}  // namespace

TEST_CASE("the marks that are never printed are what they are meant to be") {
    for (uint32_t mark : {0x0u, 0x1Bu, 0x7Fu, 0x9Bu, 0xADu, 0x61Cu, 0x180Eu, 0x200Bu, 0x200Eu, 0x202Eu, 0x2060u,
                          0x2069u, 0x206Fu, 0xFEFFu, 0xFFF9u, 0xE0001u}) {
        INFO(mark);
        CHECK(is_unprintable(mark));
    }
    for (uint32_t letter : {0x20u, 0x41u, 0xE9u, 0x5D0u, 0x200Cu, 0x200Du, 0x4E2Du, 0xFE0Fu, 0x1F600u}) {
        INFO(letter);
        CHECK(!is_unprintable(letter));
    }
}

TEST_CASE("no form of any report prints a control or a mark of direction raw") {
    WorkFolder folder;
    std::string name(nasty_json);
    std::string file_name = "a" + std::string(nasty) + ".json";
    std::string good = folder.write(
        file_name,
        fmt::format(R"({{"name": "{0}", "input": [9, 9, 2], "define": {{"d": {{"parameters": {{"n": null}}, )"
                    R"("layers": [{{"type": "conv", "name": "{0}", "filters": "$n", "kernel": 3}}]}}}}, )"
                    R"("layers": [{{"type": "d", "name": "{0}", "n": 4}}, {{"type": "conv", "name": "2{0}", )"
                    R"("filters": 3, "kernel": 2, "stride": 2}}, {{"type": "relu", "inputs": "{0}"}}]}})",
                    name));
    CHECK(run_program({"show", good}).code == 0);
    for (const auto& args : every_form(good)) check_printed(args);
    check_printed({"explain", good, "no" + std::string(nasty)});
    std::string bad = folder.write(
        "b" + file_name,
        fmt::format(
            R"({{"name": "{0}", "input": [9, 9, 2], "{0}": 1, "layers": [{{"type": "{0}", "name": "{0}"}}, )"
            R"({{"type": "conv", "{0}": 3, "filters": "{0}", "kernel": 30}}, )"
            R"({{"type": "relu", "inputs": "{0}"}}, {{"type": "d", "allow": "{0}"}}], "expect": {{"{0}": 3}}}})",
            name));
    CHECK(run_program({"show", bad}).code == 2);
    for (const auto& args : every_form(bad)) check_printed(args);
}

TEST_CASE("what a text spec holds raw is not printed raw") {
    std::string mark(nasty);
    for (const std::string& spec :
         {"input 5\n\"" + mark + "\": relu\nrelu from=\"" + mark + "\"\n", "input 5\nrelu " + mark + "=3\n",
          "input 5\n" + mark + "\n", "network \"" + mark + "\"\ninput 5\nre" + mark + "lu # " + mark + "\n",
          "input 5" + mark + "\n", "{\"" + mark + "\": 5}", "input 5\ndense 3 -> 4 # " + mark + "\n", mark + "\n",
          "input 5\nlet " + mark + "=1\n", "input 5\nallow " + mark + "\n"}) {
        for (const char* form : {"text", "json", "github", "gitlab", "sarif", "junit"}) {
            check_printed({"check", "-", "--notes", "--format", form}, spec);
        }
        for (const char* form : {"table", "json", "csv", "markdown"})
            check_printed({"show", "-", "--format", form}, spec);
    }
}

TEST_CASE("no message repeats an argument's controls raw") {
    std::string mark(nasty);
    const std::string spec = "input 5\nlet a=1\ndense $a\n";
    const std::vector<std::vector<std::string>> lines = {
        {mark},
        {"show", mark},
        {"show", "-", "--" + mark},
        {"show", "-", "--format", mark},
        {"show", "-", "--columns", mark},
        {"show", "-", "--sort", mark},
        {"show", "-", "--top", mark},
        {"show", "-", "--depth", mark},
        {"show", "-", "--layout", mark},
        {"show", "-", "--input", mark + "=5"},
        {"show", "-", "--input", mark},
        {"show", "-", "--set", mark + "=5"},
        {"show", "-", "--set", "a=" + mark},
        {"show", "-", "--set", "a=" + mark, "--set", "a=2", "--depth", "0"},
        {"show", "-", "--batch-size", mark},
        {"show", "-", "--color", mark},
        {"show", "-", "-o", "/" + mark + "/x"},
        {"check", "-", "--limit", mark},
        {"check", "-", "--limit", mark + "=5"},
        {"check", "-", "--allow", mark},
        {"check", "-", "--fail-on", mark},
        {"explain", "-", mark},
        {"draw", "-", "--form", mark},
        {"draw", "-", "--style", mark},
        {"draw", "-", "--theme", mark},
        {"draw", "-", "--depth", mark},
        {"diff", mark, mark},
        {"solve", "--in", mark, "--out", "5"},
        {"sizes", "-", "--around", mark},
        {"batch", mark},
        {"batch", "--fields", mark},
        {"batch", "--only", mark},
        {"convert", "-", "--to", mark},
        {"layers", mark},
        {"rules", mark},
        {"schema", mark},
        {"completion", mark},
        {"help", mark},
    };
    for (const auto& args : lines) check_printed(args, spec);
}

TEST_CASE("the text form, which has no escapes for controls, is not written with them") {
    const std::string spec = R"({"input": [5], "layers": [{"type": "relu", "name": "a\u001b[31m"}]})";
    Ran ran = run_program({"convert", "-", "--to", "text"}, spec);
    CHECK(ran.code == 2);
    CHECK(ran.out == "");
    CHECK(
        ran.err.starts_with("<stdin>:1:53: error: `a\\u{1b}[31m` cannot be written in the text form; text has no "
                            "escape for it; JSON has [bad-value]\n"));
    CHECK(run_program({"convert", "-", "--to", "json"}, spec).code == 0);
}

#include "report/snippet.h"

#include "support/catch.h"

using namespace nnshape;

namespace {

std::string times(int count, const std::string& text) {
    std::string out;
    for (int turn = 0; turn < count; ++turn) out += text;
    return out;
}

}  // namespace

TEST_CASE("of a long line a part around the token is quoted, whole letters of it") {
    struct Case {
        std::string text;
        Span token;
        std::string quoted;  // with the caret below
    };
    const Case cases[] = {
        {"a bad word", {2, 5}, "    a bad word\n      ^~~\n"},
        {times(120, "a"), {0, 1}, "    " + times(100, "a") + "…\n    ^\n"},
        {times(60, "a") + "bad", {60, 63}, "    " + times(60, "a") + "bad\n    " + times(60, " ") + "^~~\n"},
        {times(100, "a") + "bad", {100, 103}, "    …" + times(50, "a") + "bad\n     " + times(50, " ") + "^~~\n"},
        // two bytes a letter: neither end falls into one
        {"a" + times(60, "é"), {0, 1}, "    a" + times(49, "é") + "…\n    ^\n"},
        {times(60, "é") + "bad", {120, 123}, "    …" + times(25, "é") + "bad\n     " + times(25, " ") + "^~~\n"},
        {times(60, "é") + ".bad", {121, 124}, "    …" + times(25, "é") + ".bad\n     " + times(26, " ") + "^~~\n"},
        // bytes that begin no letter are quoted one by one
        {times(120, "\x80"), {0, 1}, "    " + times(100, "\\x{80}") + "…\n    ^~~~~~\n"},
        {"a " + times(120, "\x80"), {2, 3}, "    a " + times(98, "\\x{80}") + "…\n      ^~~~~~\n"},
    };
    for (const Case& wanted : cases) {
        Source source{"a.nn", wanted.text};
        std::string out;
        append_diagnostics(out, source, {{&code::syntax, "this is wrong", "", wanted.token}}, false);
        INFO(wanted.text);
        CHECK(out.substr(out.find('\n') + 1) == wanted.quoted);
    }
}

#include "base/abridge.h"

#include "support/catch.h"

using nnshape::abridged;

TEST_CASE("a message quotes a very long word in part") {
    std::string longest(400, 'a'), hundred(100, 'a'), much(100'000, 'a'), blanks, wide, ticks, list;
    for (int index = 0; index < 30'000; ++index) {
        blanks += "ab ";
        wide += "\u754c";  // 3 bytes
        ticks += "a`";
        list += "a, ";
    }
    struct Case {
        std::string message, shown;
    };
    const Case cases[] = {
        {"", ""},
        {"`a` is not a type", "`a` is not a type"},
        {"`" + longest + "` is not a type; write `conv`", "`" + longest + "` is not a type; write `conv`"},
        {"`" + longest + "a` is not a type; write `conv`", "`" + hundred + "…` is not a type; write `conv`"},
        {"`" + much + "` and `" + much + "b`", "`" + hundred + "…` and `" + hundred + "…`"},
        {"it has " + much + " and b", "it has " + hundred + "… and b"},
        {"`" + blanks + "` is long", "`" + blanks.substr(0, 100) + "…` is long"},
        {"`" + wide + "` is long", "`" + wide.substr(0, 99) + "…` is long"},
        {much + "\n" + much, hundred + "…\n" + hundred + "…"},
        {"`" + much, "`" + hundred + "…"},
        {ticks, ticks.substr(0, 4'000) + "…"},
        {list, list.substr(0, 4'000) + "…"},
    };
    for (const Case& one : cases) CHECK(abridged(one.message) == one.shown);
}

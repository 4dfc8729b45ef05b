#pragma once

#include <string>

#include "fuzz/fuzz.h"
#include "properties/random.h"
#include "support/catch.h"

// Both parsers of JSON held against each other.
namespace nnshape::test {

inline void check_json_sources(const std::string& text) {
    fuzz::Promises promises;
    fuzz::json_sources(text, promises);
    INFO(text);
    REQUIRE(promises.broken() == "");
}

/// The text with one to four places changed: letters of JSON put in, taken out, swapped, parts repeated, the end cut.
inline std::string mutate(std::string text, Random& random) {
    static const std::string pieces[] = {"{",
                                         "}",
                                         "[",
                                         "]",
                                         ",",
                                         ":",
                                         "\"",
                                         "\\",
                                         "0",
                                         "-",
                                         ".",
                                         "e9",
                                         "e999",
                                         "null",
                                         "true",
                                         "\\u0041",
                                         "\\ud8",
                                         "\n",
                                         "\t",
                                         " ",
                                         "\xc3",
                                         "\xed\xa0",
                                         "\xef\xbb\xbf",
                                         "$n",
                                         "\"type\":",
                                         "\"layers\":",
                                         "\"class_name\"",
                                         "\"config\""};
    for (int64_t changes = random.number(1, 4); changes > 0; --changes) {
        auto place = [&] { return static_cast<size_t>(random.number(0, static_cast<int64_t>(text.size()))); };
        size_t at = place();
        switch (random.number(0, 5)) {
            case 0: text.insert(at, random.one_of(pieces)); break;
            case 1: text.erase(at, static_cast<size_t>(random.number(1, 3))); break;
            case 2: text.insert(at, text.substr(place(), static_cast<size_t>(random.number(1, 40)))); break;
            case 3: text.replace(at, 1, random.one_of(pieces)); break;
            case 4: text.insert(at, 1, static_cast<char>(random.number(0, 255))); break;
            default:
                if (random.chance(20)) text.resize(at);
        }
    }
    return text;
}

}  // namespace nnshape::test

#include <fmt/format.h>
#include <cstdio>
#include <fstream>
#include <set>
#include <string>

#include "analysis/figures.h"
#include "base/diagnostic.h"
#include "base/text.h"
#include "layers/find_kind.h"
#include "layers/layer_kind.h"
#include "lint/codes.h"
#include "report/schema.h"

// The words of specs as a dictionary for libFuzzer, all that the tables know and the signs around them; and a spec for
// each layer type, into a folder.
using namespace nnshape;

namespace {

using WordSet = std::set<std::string>;

// Types, keys and choices: the strings of the spec's schema that are one word.
void add_schema(WordSet& words) {
    std::string schema = spec_schema();
    for (size_t begin = schema.find('"'); begin != std::string::npos;) {
        size_t end = schema.find('"', begin + 1);
        if (end == std::string::npos) return;
        std::string word = schema.substr(begin + 1, end - begin - 1);
        if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$") ==
            std::string::npos) {
            words.insert(word);
        }
        begin = schema.find('"', end + 1);
    }
}

void add_params(const LayerKind& kind, WordSet& words) {
    for (const Param& param : kind.params) {
        words.insert(fmt::format("{}=", param.name));
        words.insert(fmt::format("\"{}\":", param.name));
        if (param.type == ParamType::boolean) words.insert(fmt::format("no-{}", param.name));
    }
    words.insert(fmt::format("\n{}\n", kind.example));
    words.insert(fmt::format("{{\"type\":\"{}\"", kind.name));
}

void add_signs(WordSet& words) {
    for (const char* sign : {"\n===\n",
                             " -> ",
                             "{ ",
                             " }",
                             " ; ",
                             "path { ",
                             "repeat 2 { ",
                             "freeze { ",
                             "define d(n=1) {",
                             "let n=2",
                             "$n",
                             "${n}",
                             "$n*2",
                             "$n//2",
                             "from=",
                             "share=",
                             "in=",
                             "activation=",
                             ": ",
                             "1:0",
                             "3x5",
                             "62,378,344",
                             "1.5k",
                             "256Ki",
                             "65M",
                             "-1",
                             "9223372036854775807",
                             "9223372036854775808",
                             "4294967296",
                             "network ",
                             "outputs ",
                             "expect ",
                             "limit ",
                             "allow ",
                             "\\\n",
                             "\"\\u0000\"",
                             "\xc2\xa0",
                             "\xe2\x86\x92",
                             "\xe2\x80\xae",
                             "\xef\xbb\xbf",
                             "\x1b[31m"}) {
        words.insert(sign);
    }
}

std::string escaped(std::string_view word) {
    std::string out;
    for (char letter : word) {
        auto byte = static_cast<unsigned char>(letter);
        bool plain = byte >= 0x20 && byte < 0x7f && letter != '"' && letter != '\\';
        out += plain ? std::string(1, letter) : fmt::format("\\x{:02x}", byte);
    }
    return out;
}

void write_seed(const std::string& folder, const LayerKind& kind) {
    std::ofstream(fmt::format("{}/{}.nn", folder, kind.name))
        << fmt::format("input 32x32x16\nleft: relu\nright: relu\n{}\n", kind.example);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    for (const LayerKind* kind : all_kinds()) write_seed(arguments[1], *kind);
    WordSet words;
    add_schema(words);
    for (const LayerKind* kind : all_kinds()) add_params(*kind, words);
    for (const Code* code : all_codes()) words.insert(std::string(code->name));
    for (std::string_view name : figure_names) words.insert(fmt::format("{}=", name));
    add_signs(words);
    for (const std::string& word : words) fmt::print("\"{}\"\n", escaped(word));
}

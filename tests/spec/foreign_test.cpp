#include "spec/foreign.h"

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;
using namespace std::string_literals;

namespace {

struct Case {
    std::string bytes;
    std::string message;  // the first line, to the help
};

// The beginnings of real files, shortened.
const Case foreign[] = {
    {"\x08\x01\x12\xb2\x1e\n\x9a\x05\x12\x05serve"s, "spec:1:1: error: this is a TensorFlow SavedModel, not a spec; "},
    {"\n\x3a\n\x05input\x12\x0bPlaceholder*\x0b"s, "spec:1:1: error: this is a TensorFlow graph, not a spec; "},
    {"PK\x03\x04\x14\0notes.txt"s, "spec:1:1: error: this is a ZIP archive, not a spec; "},
    {"\x80\x02\x8a\nl\xfc\x9c"s, "spec:1:1: error: this is a Python pickle, as PyTorch writes, not a spec; "},
    {"\x80\x04\x95\x10\0"s, "spec:1:1: error: this is a Python pickle, as PyTorch writes, not a spec; "},
    {"\x1c\0\0\0TFL3\x14\0"s, "spec:1:1: error: this is a TensorFlow Lite model, not a spec; "},
    {"\x1f\x8b\x08\0"s, "spec:1:1: error: this is a gzip archive, not a spec; "},
    {"Model: \"sequential\"\n____\n Layer (type)     Output Shape     Param #\n====\n",
     "spec:3:2: error: this is a summary of a model, not a spec; "},
    {"┏━━━┓\n┃ Layer (type)    ┃ Output Shape  ┃\n", "spec:2:3: error: this is a summary of a model, not a spec; "},
    {"====\nLayer (type:depth-idx)    Output Shape    Param #\n====\n",
     "spec:2:1: error: this is a summary of a model, not a spec; "},
    {"version https://git-lfs.github.com/spec/v1\noid sha256:12\n"s,
     "spec:1:1: error: this is a pointer of Git LFS, not a spec; "},
    {"<!DOCTYPE html>\n<html>\n"s, "spec:1:1: error: this is a web page, not a spec; "},
    {"%PDF-1.7\n"s, "spec:1:1: error: this is a PDF, not a spec; "},
    {"\x89PNG\r\n\x1a\n"s, "spec:1:1: error: this is a PNG image, not a spec; "},
    {"\xff\xfei\0n\0"s, "spec:1:1: error: this is a text in UTF-16, not a spec; save it as UTF-8 [syntax]\n"},
    {"\xfe\xff\0i\0n"s, "spec:1:1: error: this is a text in UTF-16, not a spec; save it as UTF-8 [syntax]\n"},
    {"\xff\xfe\0\0i\0\0\0"s, "spec:1:1: error: this is a text in UTF-32, not a spec; save it as UTF-8 [syntax]\n"},
    {"i\0n\0p\0"s, "spec:1:1: error: this is a text in UTF-16 or UTF-32, not a spec; save it as UTF-8 [syntax]\n"},
    {"\0i\0n\0p"s, "spec:1:1: error: this is a text in UTF-16 or UTF-32, not a spec; save it as UTF-8 [syntax]\n"},
    {"\0\0\0i\0\0\0n"s, "spec:1:1: error: this is a text in UTF-16 or UTF-32, not a spec; save it as UTF-8 [syntax]\n"},
    {"class Net(nn.Module):\n    pass\n", "spec:1:10: error: this is PyTorch code, not a spec; "},
};

}  // namespace

TEST_CASE("files that are something else are recognised and named") {
    for (const Case& one : foreign) {
        INFO(one.message);
        std::string printed = diagnostics_of(one.bytes);
        REQUIRE(printed.substr(0, one.message.size()) == one.message);
        REQUIRE(printed.find("[syntax]\n") == printed.rfind("[syntax]\n"));  // nothing is added to it
        REQUIRE(run_program({"-"}, one.bytes).code == 2);
        REQUIRE(run_program({"-"}, one.bytes).out.empty());
    }
}

TEST_CASE("a text that is something else is quoted where that shows") {
    REQUIRE(diagnostics_of("x = 3\n  import torch\n") ==
            "spec:2:3: error: this is PyTorch code, not a spec; keep the lines of its layers, such as nn.Conv2d(3, 64, "
            "3), and remove the others [syntax]\n"
            "    import torch\n"
            "    ^~~~~~~~~~~~\n");
}

TEST_CASE("a spec that only speaks of other programs is read") {
    const char* specs[] = {
        "# import torch; nn.Conv2d(3, 64, 3); [net]\ninput 28x28x1\nconv 6 5\n",
        "input 28x28x1\n\"nn.Conv2d(\": conv 6 5\n",
        "input 28x28x1\nkeras.layers/nn.Conv1: conv 6 5  # nn.Sequential(\n",
        "input 28x28x1\nlayer: conv 6 5\n",
        "input 28x28x1\nimport: conv 6 5\n",
        "\n  \n\ninput 28x28x1\nPlaceholder: conv 6 5\n",
        "{\"id\": {\"class_name\": \"x\", \"config\": 1}, \"input\": [28, 28, 1], \"layers\": [{\"type\": \"relu\"}]}",
    };
    for (const char* spec : specs) {
        INFO(spec);
        REQUIRE(diagnostics_of(spec) == "");
    }
}

TEST_CASE("zero bytes that part no letters are those of no encoding") {
    REQUIRE(diagnostics_of("\0\0\0\0input"s) ==
            "spec:1:1: error: a zero byte; a spec is text; save it as UTF-8 [syntax]\n"
            "    \\u{0}\\u{0}\\u{0}\\u{0}input\n"
            "    ^~~~~\n");
}

TEST_CASE("text in Latin-1 is refused at its first letter beyond ASCII") {
    REQUIRE(diagnostics_of("input 28x28x1\nd\xe9"
                           "but: conv 6 5\n") ==
            "spec:2:2: error: byte 0xe9 is not UTF-8; save the file as UTF-8; from Latin-1, "
            "iconv -f LATIN1 -t UTF-8 does it [syntax]\n"
            "    d\\x{e9}but: conv 6 5\n"
            "     ^~~~~~\n");
    REQUIRE(diagnostics_of("{\"name\": \"caf\xe9\"}").starts_with("spec:1:14: error: byte 0xe9 is not UTF-8; "));
}

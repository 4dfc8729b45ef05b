#include "import/python/parser.h"

#include "import/listing.h"
#include "support/catch.h"

// The parser of Python, in the words of Python's own errors.
using namespace nnshape::python;

namespace {

struct Mistake {
    std::string_view text, message;
    uint32_t begin;
};

const Mistake mistakes[] = {
    {"x = (1,\n", "'(' was never closed", 4},
    {"x = 1)\n", "unmatched ')'", 5},
    {"x = (1]\n", "closing parenthesis ']' does not match opening parenthesis '('", 6},
    {"x = 'abc\n", "unterminated string literal", 4},
    {"x = '''abc\n", "unterminated triple-quoted string literal", 4},
    {"if x\n    y\n", "expected ':'", 4},
    {"if x:\ny\n", "expected an indented block", 6},
    {"def f():\n    a\n  b\n", "unindent does not match any outer indentation level", 15},
    {"a\n  b\n", "unexpected indent", 4},
    {"f(a\n  b)\n", "invalid syntax. Perhaps you forgot a comma?", 6},
    {"f(1) = 2\n", "cannot assign to function call here. Maybe you meant '==' instead of '='?", 0},
    {"1 = x\n", "cannot assign to expression here. Maybe you meant '==' instead of '='?", 0},
    {"x = 1 +\n", "invalid syntax", 7},
    {"x = 1 if 2\n", "expected 'else' after 'if' expression", 10},
    {"try:\n    a\nb\n", "expected 'except' or 'finally' block", 11},
    {"x = 1 $ 2\n", "invalid character", 6},
    {"x = \\ 1\n", "unexpected character after line continuation character", 4},
    {"x = 12abc\n", "invalid decimal literal", 4},
    {"f'{a'\n", "f-string: expecting '}'", 2},
    {"f'a}'\n", "f-string: single '}' is not allowed", 3},
    {"f'{}'\n", "f-string: empty expression not allowed", 2},
    {"match x:\n    case 1:\n        pass\n", "nnshape does not read `match` statements", 0},
};

const std::string_view fine[] = {
    "",
    "\n\n# nothing\n",
    "x = 1",
    "if x:\n\ty\n        z\n",
    "def f(a, /, b=1, *c, d, e=2, **g) -> int: return a\n",
    "@d(1)\nclass A(B, metaclass=C):\n    x: int = 1\n    async def f(self): await g()\n",
    "x = [a for b in c if d if e for f in g]\ny = {a: b for a, b in c}\nz = {a for a in b}\nw = (a for a in b)\n",
    "x = lambda a, *b, c=1: a\n",
    "x = a if b else c if d else e\n",
    "a, *b = c\nfor d, (e, f) in g: pass\nelse: pass\n",
    "with a as b, c: pass\nwith (a as b, c as d,): pass\nwith (a): pass\n",
    "try: a\nexcept B as c: d\nexcept (E, F): g\nelse: h\nfinally: i\n",
    "x = a[1:2, ::3, ..., None]\n",
    "x = not a in b, a not in b, a is not b, a < b <= c != d\n",
    "x = -a ** -b @ c // d % e << f & g ^ h | ~i\n",
    "print(f'{a!r:>{b}.2f} {c=} {{}} {d[\"e\"]}' 'f' rb'g' '''h\ni''')\n",
    "if (n := len(a)) > 10: pass\n",
    "match = 1\nmatch[0] = 2\nprint(match)\n",
    "from . import a\nfrom ..b.c import (d as e, f,)\nimport g.h as i, j\n",
    "global a\ndel b[0], c.d\nassert a, 'b'\nraise A from b\n",
    "x = 0x_ff + 0b1 + 1_000 + 1e-3 + .5 + 2j\n",
    "x = 1 + \\\n    2\n",
    "def f[T](x: T): yield\ndef g(): yield from f(1)\n",
    "x = 1; y = 2;\n",
    "변수 = 1\n",
};

}  // namespace

TEST_CASE("python's parser words mistakes as python does") {
    for (const Mistake& mistake : mistakes) {
        INFO(mistake.text);
        std::string message = "none";
        uint32_t begin = 0;
        try {
            parse(mistake.text);
        } catch (const SyntaxFault& fault) {
            message = fault.message;
            begin = fault.span.begin;
            CHECK(fault.span.end <= mistake.text.size() + 1);
        }
        CHECK(message == mistake.message);
        CHECK(begin == mistake.begin);
    }
}

TEST_CASE("python's parser reads the statements and expressions of the grammar") {
    for (std::string_view text : fine) {
        INFO(text);
        CHECK_NOTHROW(parse(text));
        for (size_t end = 0; end < text.size(); ++end) {  // and ends with each of its beginnings
            try {
                parse(text.substr(0, end));
            } catch (const SyntaxFault& fault) {
                CHECK(!fault.message.empty());
            }
        }
    }
}

TEST_CASE("python's parser refuses nesting that no person writes") {
    for (std::string_view open : {"(", "[", "{", "-", "not ", "lambda: ", "x if x else "}) {
        std::string text;
        for (int depth = 0; depth < 5000; ++depth) text += open;
        CHECK_THROWS_AS(parse(text), SyntaxFault);
    }
}

TEST_CASE("a Python file may break off anywhere") {
    nnshape::test::read_prefixes("python",
                                 "import torch\nfrom torch import nn\n\n\nclass Net(nn.Module):\n"
                                 "    def __init__(self, width=8):\n        super().__init__()\n"
                                 "        self.layers = nn.ModuleList(nn.Conv2d(3, width, k) for k in (1, 3))\n\n"
                                 "    def forward(self, x):\n"
                                 "        parts = [layer(x).flatten(2).mean(-1) for layer in self.layers]\n"
                                 "        return torch.cat(parts, dim=1)\n\n\n"
                                 "net = Net(width=4)\nprint(f'{net(torch.zeros(1, 3, 8, 8)).shape}')\n");
}

#include "import/python_rows.h"
#include "support/catch.h"

// Mistakes in the calls of Python's functions, in the words of Python 3.11.
using namespace nnshape::test;

TEST_CASE("mistakes are worded as Python words them") {
    const Row rows[] = {
        {"1 // 0", "'ZeroDivisionError: integer division or modulo by zero'"},
        {"1 / 0", "'ZeroDivisionError: division by zero'"},
        {"1 % 0", "'ZeroDivisionError: integer modulo by zero'"},
        {"1.0 / 0", "'ZeroDivisionError: float division by zero'"},
        {"1.0 // 0", "'ZeroDivisionError: float floor division by zero'"},
        {"1.5 % 0", "'ZeroDivisionError: float modulo'"},
        {"0 ** -1", "'ZeroDivisionError: 0.0 cannot be raised to a negative power'"},
        {R"(1 + "a")", R"("TypeError: unsupported operand type(s) for +: 'int' and 'str'")"},
        {R"("a" + 1)", R"('TypeError: can only concatenate str (not "int") to str')"},
        {"[1] + (2,)", R"('TypeError: can only concatenate list (not "tuple") to list')"},
        {R"(1 < "a")", R"("TypeError: '<' not supported between instances of 'int' and 'str'")"},
        {R"(-"a")", R"("TypeError: bad operand type for unary -: 'str'")"},
        {"len(3)", R"py("TypeError: object of type 'int' has no len()")py"},
        {"len()", "'TypeError: len() takes exactly one argument (0 given)'"},
        {"len([], [])", "'TypeError: len() takes exactly one argument (2 given)'"},
        {R"(int("x"))", R"("ValueError: invalid literal for int() with base 10: 'x'")"},
        {R"(int("1.5"))", R"("ValueError: invalid literal for int() with base 10: '1.5'")"},
        {R"(float("x"))", R"("ValueError: could not convert string to float: 'x'")"},
        {"int(None)",
         R"("TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'")"},
        {"int([])",
         R"("TypeError: int() argument must be a string, a bytes-like object or a real number, not 'list'")"},
        {R"(int(float("nan")))", "'ValueError: cannot convert float NaN to integer'"},
        {R"(int(float("inf")))", "'OverflowError: cannot convert float infinity to integer'"},
        {"max([])", "'ValueError: max() arg is an empty sequence'"},
        {"max()", "'TypeError: max expected at least 1 argument, got 0'"},
        {"range(1.5)", R"("TypeError: 'float' object cannot be interpreted as an integer")"},
        {"range(1, 2, 0)", "'ValueError: range() arg 3 must not be zero'"},
        {R"("a".join([1]))", "'TypeError: sequence item 0: expected str instance, int found'"},
        {R"("a".index("b"))", "'ValueError: substring not found'"},
        {"[1].index(2)", "'ValueError: 2 is not in list'"},
        {"[1].remove(2)", "'ValueError: list.remove(x): x not in list'"},
        {"[].pop()", "'IndexError: pop from empty list'"},
        {"[1].pop(5)", "'IndexError: pop index out of range'"},
        {R"({}.pop("a"))", R"("KeyError: 'a'")"},
        {"{1}.remove(2)", "'KeyError: 2'"},
        {"hash([])", R"("TypeError: unhashable type: 'list'")"},
        {"{[1]: 2}.get(1) if False else {}.get([1])", R"("TypeError: unhashable type: 'list'")"},
        {"next(iter([]))", "'StopIteration: '"},
        {"iter(3)", R"("TypeError: 'int' object is not iterable")"},
        {"next([])", R"("TypeError: 'list' object is not an iterator")"},
        {R"(sorted([1, "a"]))", R"("TypeError: '<' not supported between instances of 'str' and 'int'")"},
        {R"(sum(["a"]))", R"("TypeError: unsupported operand type(s) for +: 'int' and 'str'")"},
        {"1 << -1", "'ValueError: negative shift count'"},
        {R"("%d" % "a")", "'TypeError: %d format: a real number is required, not str'"},
        {R"("%d %d" % (1,))", "'TypeError: not enough arguments for format string'"},
        {R"("%d" % (1, 2))", "'TypeError: not all arguments converted during string formatting'"},
        {R"("{} {}".format(1))", "'IndexError: Replacement index 1 out of range for positional args tuple'"},
        {R"("{a}".format(b=1))", R"("KeyError: 'a'")"},
        {R"("{".format())", R"("ValueError: Single '{' encountered in format string")"},
        {R"(f"{'a':d}")", R"("ValueError: Unknown format code 'd' for object of type 'str'")"},
        {R"(f"{[1]:5}")", "'TypeError: unsupported format string passed to list.__format__'"},
        {R"(f"{1:q}")", R"("ValueError: Unknown format code 'q' for object of type 'int'")"},
        {"chr(-1)", "'ValueError: chr() arg not in range(0x110000)'"},
        {R"(ord("ab"))", "'TypeError: ord() expected a character, but string of length 2 found'"},
        {R"(round("a"))", R"("TypeError: type str doesn't define __round__ method")"},
        {R"(abs("a"))", R"("TypeError: bad operand type for abs(): 'str'")"},
        {"dict([1])", "'TypeError: cannot convert dictionary update sequence element #0 to a sequence'"},
        {"dict([(1, 2, 3)])", "'ValueError: dictionary update sequence element #0 has length 3; 2 is required'"},
        {R"(import math
math.sqrt(-1))",
         "'ValueError: math domain error'"},
        {R"(import math
math.log(0))",
         "'ValueError: math domain error'"},
        {R"(import math
math.factorial(-1))",
         "'ValueError: factorial() not defined for negative values'"},
        {R"(import math
math.exp(1000))",
         "'OverflowError: math range error'"},
        {R"(from functools import reduce
reduce(lambda a, b: a, []))",
         "'TypeError: reduce() of empty iterable with no initial value'"},
        {R"("".split(""))", "'ValueError: empty separator'"},
        {R"(getattr(1, "nope"))", R"("AttributeError: 'int' object has no attribute 'nope'")"},
        {R"(a = []
a.append(1, 2))",
         "'TypeError: list.append() takes exactly one argument (2 given)'"},
        {R"(int("1", 99))", "'ValueError: int() base must be >= 2 and <= 36, or 0'"},
        {R"(a = []
a.append(a)
a == [a] if False else repr(a))",
         "'[[...]]'"},
    };
    for (const Row& row : rows) check(row);
}

TEST_CASE("Python values that are too large are refused") {
    const Row rows[] = {
        {R"("a" * 100000000)", "refused: 100000000 bytes in a string; the limit is 16777216"},
        {"[0] * 10 ** 9", "refused: 1000000000 items in a list; the limit is 1000000"},
        {"(0,) * 2 ** 62", "refused: 4611686018427387904 items in a list; the limit is 1000000"},
        {"list(range(10 ** 12))", "refused: 1000000000000 items in a list; the limit is 1000000"},
        {"len(range(10 ** 12))", "1000000000000"},
        {"10 ** 11 in range(10 ** 12)", "True"},
        {R"(f"{1:99999999999}")", "refused: 99999999999 bytes in a string; the limit is 16777216"},
        {"a = []\na.append(a)\na == [a, a]", "False"},
        {"a = []\nb = [a]\na.append(b)\na == b", "'RecursionError: maximum recursion depth exceeded in comparison'"},
        {"a = ()\nfor i in range(60): a = (a, a)\n{a: 1}", "refused: maximum recursion depth exceeded"},
        {"2 ** 100", "1.2676506002282294e+30"},
        {"10 ** 400", "unknown: an integer of more than 64 bits, which nnshape does not have"},
        {"(-9223372036854775807 - 1) // -1, (-9223372036854775807 - 1) % -1", "(9.223372036854776e+18, 0)"},
        {"abs(-9223372036854775807 - 1), 9223372036854775807 + 1", "(9.223372036854776e+18, 9.223372036854776e+18)"},
        {"int(1e300)", "unknown: an integer of more than 64 bits, which nnshape does not have"},
    };
    for (const Row& row : rows) check(row);
}

TEST_CASE("Python values that are not known stay unknown") {
    const std::string_view not_known = "unknown: `input`, whose result nnshape does not know";
    const Row rows[] = {
        {"input() + 3", not_known},
        {"f\"{input()}\"", not_known},
        {"max([1, input()])", not_known},
        {"sorted([input(), 1])", not_known},
        {"[input()].index(3)", "unknown: whether values are equal"},
        {"[1, input()] == [1, 2]", "unknown: whether values are equal"},
        {"[1, input()] == [2, 2], 1 in [input(), 1], any([input(), True])", "(False, True, True)"},
        {"all([input(), True])", not_known},
        {"len([input()]), [input()] * 0", "(1, [])"},
        {"getattr(3, 'nope', 4), isinstance(3, int)", "(4, True)"},
    };
    for (const Row& row : rows) check(row);
}

TEST_CASE("numpy's functions give numbers and small arrays") {
    const Row rows[] = {
        {"import numpy as np\n(np.prod([2, 3, 4]), np.sqrt(16), np.ceil(2.5), np.floor(2.5), np.max([[1, 5], [2, 3]]))",
         "(24, 4.0, 3.0, 2.0, 5)"},
        {"import numpy as np\n(np.sum([[1, 2], [3, 4]]), np.mean([1, 2]), np.int64(3.7), np.round(2.5), np.log2(8))",
         "(10, 1.5, 3, 2.0, 3.0)"},
        {"import numpy as np\n[float(x) for x in np.linspace(0, 1, 5)]", "[0.0, 0.25, 0.5, 0.75, 1.0]"},
        {"import numpy as np\n[int(x) for x in np.cumsum([1, 2, 3])]", "[1, 3, 6]"},
        {"import numpy as np\n[int(x) for x in np.arange(2, 9, 3)]", "[2, 5, 8]"},
        {"import numpy as np\n[int(x) for x in np.array([1, 2, 3]) * 2]", "[2, 4, 6]"},
        {"import numpy as np\nnp.zeros((2, 3)).shape, np.ones(4).shape", "((2, 3), (4,))"},
        {"import numpy as np\nnp.sum([[1, 2], [3, 4]], axis=0)",
         "unknown: `numpy.sum` along an axis, which nnshape does not know"},
        {"import numpy as np\nnp.prod([2, input()])", "unknown: `input`, whose result nnshape does not know"},
    };
    for (const Row& row : rows) check(row);
}

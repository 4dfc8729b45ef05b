#include "import/python_rows.h"
#include "support/catch.h"

// The methods of Python's types, and its small libraries. The results are those of Python 3.11.
using namespace nnshape::test;

TEST_CASE("strings have Python's methods") {
    const Row rows[] = {
        {R"("a,b,,c".split(","))", "['a', 'b', '', 'c']"},
        {R"(" a  b ".split())", "['a', 'b']"},
        {R"("a b c".split(None, 1))", "['a', 'b c']"},
        {R"("a,b,c".split(",", 1))", "['a', 'b,c']"},
        {R"("a,b,c".rsplit(",", 1))", "['a,b', 'c']"},
        {R"(" a b  c ".rsplit(None, 1))", "[' a b', 'c']"},
        {R"("".split())", "[]"},
        {R"("".split(","))", "['']"},
        {R"("a b ".split(" "))", "['a', 'b', '']"},
        {R"(", ".join(["a", "b"]))", "'a, b'"},
        {R"("".join([]))", "''"},
        {R"("-".join("abc"))", "'a-b-c'"},
        {R"("x".join(("1",)))", "'1'"},
        {R"("  ab ".strip())", "'ab'"},
        {R"("  ab ".lstrip())", "'ab '"},
        {R"("  ab ".rstrip())", "'  ab'"},
        {R"("xxaxx".strip("x"))", "'a'"},
        {R"("abc".strip("ca"))", "'b'"},
        {R"("aaa".strip("a"))", "''"},
        {R"("layer1.0.conv1".replace(".", "_"))", "'layer1_0_conv1'"},
        {R"("aaa".replace("a", "b", 2))", "'bba'"},
        {R"("ab".replace("", "-"))", "'-a-b-'"},
        {R"("abc".replace("x", "y"))", "'abc'"},
        {R"("conv1".startswith("conv"))", "True"},
        {R"("conv1".startswith(("fc", "conv")))", "True"},
        {R"("conv1".endswith("1"))", "True"},
        {R"("conv1".endswith(("2", "3")))", "False"},
        {R"("aBc".upper())", "'ABC'"},
        {R"("aBc".lower())", "'abc'"},
        {R"("hello world".title())", "'Hello World'"},
        {R"("hELLO".capitalize())", "'Hello'"},
        {R"("aBc".swapcase())", "'AbC'"},
        {R"("ABC".casefold())", "'abc'"},
        {R"("abcabc".find("c"))", "2"},
        {R"("abcabc".rfind("c"))", "5"},
        {R"("abc".find("x"))", "-1"},
        {R"("abcabc".index("b", 2))", "4"},
        {R"("a€b".find("b"))", "2"},
        {R"("abcabc".find("a", 1, 3))", "-1"},
        {R"("abcabc".count("bc"))", "2"},
        {R"("aaa".count(""))", "4"},
        {R"("abc".find("c", -1))", "2"},
        {R"("7".zfill(3))", "'007'"},
        {R"("-7".zfill(4))", "'-007'"},
        {R"("ab".ljust(4))", "'ab  '"},
        {R"("ab".rjust(4, "."))", "'..ab'"},
        {R"("ab".center(5))", "'  ab '"},
        {R"("abc".center(6))", "' abc  '"},
        {R"("a".center(4, "*"))", "'*a**'"},
        {R"("abcd".zfill(2))", "'abcd'"},
        {R"("12".isdigit())", "True"},
        {R"("1a".isdigit())", "False"},
        {R"("".isdigit())", "False"},
        {R"("ab".isalpha())", "True"},
        {R"("a1".isalnum())", "True"},
        {R"(" \t".isspace())", "True"},
        {R"("AB".isupper())", "True"},
        {R"("A1".isupper())", "True"},
        {R"("1".isupper())", "False"},
        {R"("ab".islower())", "True"},
        {R"("a_1".isidentifier())", "True"},
        {R"("1a".isidentifier())", "False"},
        {R"("a=b=c".partition("="))", "('a', '=', 'b=c')"},
        {R"("a=b=c".rpartition("="))", "('a=b', '=', 'c')"},
        {R"("abc".partition("x"))", "('abc', '', '')"},
        {R"("abc".rpartition("x"))", "('', '', 'abc')"},
        {R"("a\nb\r\nc".splitlines())", "['a', 'b', 'c']"},
        {R"("conv1".removeprefix("conv"))", "'1'"},
        {R"("a.weight".removesuffix(".weight"))", "'a'"},
        {"str(1)", "'1'"},
        {"str(1.0)", "'1.0'"},
        {R"(str("a"))", "'a'"},
        {"str(None)", "'None'"},
        {R"(str([1, "a"]))", R"("[1, 'a']")"},
        {"str(True)", "'True'"},
        {R"(repr("a'b"))", R"('"a\'b"')"},
        {R"(repr('a"b'))", R"('\'a"b\'')"},
        {R"(repr("a\nb"))", R"("'a\\nb'")"},
        {R"(repr("\\"))", R"("'\\\\'")"},
        {R"(str({"a": (1,)}))", R"("{'a': (1,)}")"},
        {"str({1})", "'{1}'"},
        {"str(set())", "'set()'"},
        {"repr(1e100)", "'1e+100'"},
        {R"(repr(float("inf")))", "'inf'"},
        {R"("{} {}".format(1, "a"))", "'1 a'"},
        {R"("{1} {0}".format("a", "b"))", "'b a'"},
        {R"("{name:>5}".format(name="x"))", "'    x'"},
        {R"("{0[1]}".format([5, 6]))", "'6'"},
        {R"("{{}}".format())", "'{}'"},
        {R"("{:{}}|".format("a", 4))", "'a   |'"},
        {R"("{!r}".format("a"))", R"("'a'")"},
        {R"("{a[k]}".format(a={"k": 3}))", "'3'"},
        {R"("%d %s" % (3, "a"))", "'3 a'"},
        {R"("%5.2f|" % 3.14159)", "' 3.14|'"},
        {R"("%-5d|" % 42)", "'42   |'"},
        {R"("%05d" % 42)", "'00042'"},
        {R"("%x" % 255)", "'ff'"},
        {R"("%s" % [1])", "'[1]'"},
        {R"("%r" % "a")", R"("'a'")"},
        {R"("%%")", "'%%'"},
        {R"("%(a)s-%(b)d" % {"a": 1, "b": 2})", "'1-2'"},
        {R"("%+d" % 5)", "'+5'"},
        {R"("%e" % 12345.678)", "'1.234568e+04'"},
        {R"("%g" % 0.0001)", "'0.0001'"},
        {R"("%i" % 3.7)", "'3'"},
        {R"("%5s|" % "ab")", "'   ab|'"},
        {R"("%.1s|" % "ab")", "'a|'"},
        {R"("%*d" % (5, 42))", "'   42'"},
    };
    for (const Row& row : rows) check(row);
}

TEST_CASE("collections have Python's methods") {
    const Row rows[] = {
        {R"(a = [1, 2, 3]
a.append(4)
a.extend((5, 6))
a.insert(0, 0)
a.insert(-1, 9)
a)",
         "[0, 1, 2, 3, 4, 5, 9, 6]"},
        {R"(a = [1, 2, 3, 2]
a.remove(2)
(a, a.pop(), a.pop(0), a, a.index(3) if 3 in a else -1))",
         "([3], 2, 1, [3], 0)"},
        {R"(a = [3, 1, 2]
a.sort()
b = a.copy()
b.reverse()
b.sort(key=lambda x: -x)
(a, b, a.count(1)))",
         "([1, 2, 3], [3, 2, 1], 1)"},
        {R"(a = [1]
a.clear()
a)",
         "[]"},
        {"(1, 2, 1).count(1), (1, 2).index(2)", "(2, 1)"},
        {R"(d = {"a": 1}
d.update(b=2)
d.update({"c": 3})
d.update([("d", 4)], a=9)
d)",
         "{'a': 9, 'b': 2, 'c': 3, 'd': 4}"},
        {R"(d = {"a": 1, "b": 2}
(d.get("a"), d.get("x"), d.get("x", 0), d.pop("a"), d.pop("z", None), list(d.items()), list(d.keys()), list(d.values()), d.setdefault("q", []), d))",
         "(1, None, 0, 1, None, [('b', 2)], ['b'], [2], [], {'b': 2, 'q': []})"},
        {R"(d = {"a": 1, "b": 2}
(d.popitem(), d, dict.fromkeys("ab", 0), {**d, "c": 3}, d | {"z": 1}))",
         "(('b', 2), {'a': 1}, {'a': 0, 'b': 0}, {'a': 1, 'c': 3}, {'a': 1, 'z': 1})"},
        {R"({"a": 1, "b": 2} == {"b": 2, "a": 1})", "True"},
        {R"({1: "a", 1.0: "b", True: "c"})", "{1: 'c'}"},
        {"{(1, 2): 3}[(1, 2)]", "3"},
        {"sorted({1, 2} | {3})", "[1, 2, 3]"},
        {"{1, 2} & {2, 3}", "{2}"},
        {"{1, 2} - {2}", "{1}"},
        {"sorted({1, 2} ^ {2, 3})", "[1, 3]"},
        {"{1} < {1, 2}", "True"},
        {"{1, 2} <= {1, 2}", "True"},
        {"{1}.issubset([1, 2])", "True"},
        {"{1, 2}.issuperset({1})", "True"},
        {"{1}.isdisjoint({2})", "True"},
        {"sorted({1}.union([2], [3]))", "[1, 2, 3]"},
        {"{1, 2}.intersection([2])", "{2}"},
        {"{1, 2}.difference([1])", "{2}"},
        {R"(s = {1}
s.add(2)
s.discard(7)
s.update([3])
s.remove(1)
sorted(s))",
         "[2, 3]"},
        {R"(sorted({"a": 1, "b": 2}.keys() - {"a"}))", "['b']"},
        {R"(sorted({"a": 1}.keys() & {"a", "b"}))", "['a']"},
        {R"(from collections import OrderedDict
d = OrderedDict([("a", 1), ("b", 2)])
d["c"] = 3
d.move_to_end("a")
list(d.items()))",
         "[('b', 2), ('c', 3), ('a', 1)]"},
        {R"(from collections import defaultdict
d = defaultdict(list)
d["a"].append(1)
d["b"]
(dict(d), len(d)))",
         "({'a': [1], 'b': []}, 2)"},
        {R"(from collections import Counter
c = Counter("abca")
(c["a"], c["z"], c.most_common(1)))",
         "(2, 0, [('a', 2)])"},
        {R"(from collections import deque
d = deque([1, 2])
d.appendleft(0)
d.append(3)
(d.popleft(), d.pop(), list(d)))",
         "(0, 3, [1, 2])"},
        {R"(from collections import namedtuple
P = namedtuple("P", "x y")
p = P(1, y=2)
a, b = p
(p.x, p[1], a, b, len(p), p == (1, 2), p._asdict(), repr(p._replace(x=5)), P._fields, isinstance(p, P), isinstance(p, tuple)))",
         "(1, 2, 1, 2, 2, True, {'x': 1, 'y': 2}, 'P(x=5, y=2)', ('x', 'y'), True, True)"},
        {R"(from collections import namedtuple
P = namedtuple("P", ["x", "y"], defaults=[7])
repr(P(1)))",
         "'P(x=1, y=7)'"},
    };
    for (const Row& row : rows) check(row);
}

TEST_CASE("functions of Python's libraries give what they give in Python") {
    const Row rows[] = {
        {R"(import math
(math.sqrt(16), math.floor(-2.5), math.ceil(2.1), math.floor(3), math.log(8, 2), math.log2(8), math.log10(1000), math.exp(0), math.pow(2, 3), math.pi, math.inf, -math.inf))",
         "(4.0, -3, 3, 3, 3.0, 3.0, 3.0, 1.0, 8.0, 3.141592653589793, inf, -inf)"},
        {R"(import math
(math.gcd(12, 18), math.lcm(4, 6), math.factorial(5), math.prod([2, 3, 4]), math.prod([]), math.isclose(0.1 + 0.2, 0.3), math.trunc(-2.7), math.hypot(3, 4), math.fabs(-2), math.copysign(1, -0.0), math.isqrt(17), math.comb(5, 2), math.isnan(math.nan), math.degrees(math.pi), math.atan2(1, 1)))",
         "(6, 12, 120, 24, 1, True, -2, 5.0, 2.0, -1.0, 4, 10, True, 180.0, 0.7853981633974483)"},
        {R"(from functools import partial, reduce
f = partial(lambda a, b, c=0: (a, b, c), 1, c=5)
(f(2), f(2, c=6), reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, [], 9), partial(partial(max, 3), 5)(4)))",
         "((1, 2, 5), (1, 2, 6), 24, 9, 5)"},
        {R"(from functools import lru_cache, wraps
@lru_cache(maxsize=None)
def f(x): return x + 1
@lru_cache
def g(x): return x * 2
def d(fn):
    @wraps(fn)
    def inner(*a): return fn(*a) + 100
    return inner
@d
def h(x): return x
(f(1), g(2), h(3)))",
         "(2, 4, 103)"},
        {R"(import itertools as it
(list(it.chain([1], (2, 3))), list(it.chain.from_iterable([[1], [2]])), list(it.product([1, 2], "ab")), list(it.product([0, 1], repeat=2)), list(it.repeat(1, 2)), list(it.islice(it.count(3), 2)), list(it.islice([1, 2, 3, 4, 5], 1, 4, 2))))",
         "([1, 2, 3], [1, 2], [(1, 'a'), (1, 'b'), (2, 'a'), (2, 'b')], [(0, 0), (0, 1), (1, 0), (1, 1)], [1, 1], [3, "
         "4], [2, 4])"},
        {R"(import itertools as it
(list(it.accumulate([1, 2, 3])), list(it.accumulate([1, 2, 3], lambda a, b: a * b)), list(it.zip_longest([1, 2], "a", fillvalue="-")), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.combinations([1, 2, 3], 2)), list(it.permutations([1, 2], 2)), list(it.pairwise([1, 2, 3])), list(zip(it.cycle("ab"), range(3))), list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.dropwhile(lambda x: x < 3, [1, 2, 3, 1]))))",
         "([1, 3, 6], [1, 2, 6], [(1, 'a'), (2, '-')], [8, 9], [(1, 2), (1, 3), (2, 3)], [(1, 2), (2, 1)], [(1, 2), "
         "(2, 3)], [('a', 0), ('b', 1), ('a', 2)], [1, 2], [3, 1])"},
        {R"(import itertools as it
s = iter([1, 2, 3])
t = list(it.islice(s, 2))
(t, list(s)))",
         "([1, 2], [3])"},
        {R"(import itertools as it
a, b = it.tee([1, 2])
next(a)
(list(a), list(b)))",
         "([2], [1, 2])"},
        {R"(import operator
(operator.add(1, 2), operator.mul(3, 4), operator.itemgetter(1)([5, 6]), operator.itemgetter("a", "b")({"a": 1, "b": 2}), operator.neg(3), operator.lt(1, 2), operator.truediv(1, 2)))",
         "(3, 12, 6, (1, 2), -3, True, 0.5)"},
        {R"(import copy
a = [1, [2]]
b = copy.copy(a)
c = copy.deepcopy(a)
a[1].append(3)
(b, c))",
         "([1, [2, 3]], [1, [2]])"},
        {R"(import copy
x = [0]
a = {"p": x, "q": x}
b = copy.deepcopy(a)
b["p"].append(1)
(a, b, b["p"] is b["q"]))",
         "({'p': [0], 'q': [0]}, {'p': [0, 1], 'q': [0, 1]}, True)"},
        {R"(import copy
a = [1]
a.append(a)
b = copy.deepcopy(a)
(b[1] is b, len(b)))",
         "(True, 2)"},
        {R"(import argparse
p = argparse.ArgumentParser()
p.add_argument("--batch-size", type=int, default=64)
p.add_argument("--lr", type=float, default="0.1")
p.add_argument("--no-cuda", action="store_true", default=False)
p.add_argument("-x", "--dry", action="store_true")
p.add_argument("--keep", action="store_false")
p.add_argument("-n", default=3)
p.add_argument("--name")
a = p.parse_args([])
(a.batch_size, a.lr, a.no_cuda, a.dry, a.keep, a.n, a.name))",
         "(64, 0.1, False, False, True, 3, None)"},
        {R"(from dataclasses import dataclass, field, asdict, replace, fields
@dataclass
class C:
    a: int
    b: list = field(default_factory=list)
    c: int = 3
x = C(1)
y = replace(x, a=2)
(asdict(x), y.a, y.c, [f.name for f in fields(C)], x == C(1), x == y))",
         "({'a': 1, 'b': [], 'c': 3}, 2, 3, ['a', 'b', 'c'], True, False)"},
        {R"(import os
(os.path.join("a", "b.py"), os.path.join("a/", "b"), os.path.join("a", "/b"), os.path.basename("a/b.py"), os.path.dirname("a/b.py"), os.path.splitext("a/b.tar.gz"), os.path.splitext(".rc")))",
         "('a/b.py', 'a/b', '/b', 'b.py', 'a', ('a/b.tar', '.gz'), ('.rc', ''))"},
        {R"(from dataclasses import dataclass, asdict
@dataclass
class A:
    a: int = 1
@dataclass
class B(A):
    b: int = 2
(asdict(B()), B(3) == B(3, 2), repr(B()), asdict(B(b=5))))",
         "({'a': 1, 'b': 2}, True, 'B(a=1, b=2)', {'a': 1, 'b': 5})"},
        {R"(from typing import NamedTuple
class P(NamedTuple):
    x: int
    y: int = 2
    def total(self): return self.x + self.y
a, b = P(1)
(a, b, P(3, 4).total(), isinstance(P(1), tuple), P(1) == (1, 2), P(1).y))",
         "(1, 2, 7, True, True, 2)"},
        {R"(from typing import cast
cast(int, "a"))",
         "'a'"},
    };
    for (const Row& row : rows) check(row);
}

TEST_CASE("operators and functions call the methods of classes") {
    const Row rows[] = {
        {R"py(class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + o.x) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return V(self.x + o)
    def __mul__(self, k): return V(self.x * k)
    def __eq__(self, o): return self.x == o.x
    def __lt__(self, o): return self.x < o.x
    def __len__(self): return self.x
    def __contains__(self, k): return k == self.x
    def __neg__(self): return V(-self.x)
    def __repr__(self): return f"V({self.x})"
repr((V(1) + V(2), 5 + V(1), V(2) * 3, V(1) == V(1), V(1) != V(2), V(1) < V(2), V(2) > V(1), len(V(3)), 3 in V(3), -V(3), sorted([V(2), V(1)]), max(V(1), V(4)), sum([V(1), V(2)], V(0)), bool(V(0)), [V(1)], [V(1)] == [V(1)], V(2) in [V(1), V(2)], f"{V(1)}", str(V(2)))))py",
         R"py("(V(3), V(6), V(6), True, True, True, True, 3, True, V(-3), [V(1), V(2)], V(4), V(3), False, [V(1)], True, True, 'V(1)', 'V(2)')")py"},
        {R"(class S:
    def __str__(self): return "s"
    def __bool__(self): return False
    def __abs__(self): return 7
    def __int__(self): return 8
    def __float__(self): return 9.5
    def __index__(self): return 2
(str(S()), f"{S():>3}", bool(S()), abs(S()), int(S()), float(S()), list(range(S()))))",
         "'TypeError: unsupported format string passed to S.__format__'"},
        {R"(class A:
    x = 1
a = A()
setattr(a, "y", 2)
before = (hasattr(a, "y"), getattr(a, "y"), getattr(a, "z", 0), hasattr(a, "z"))
delattr(a, "y")
(before, hasattr(a, "y"), issubclass(A, object), vars(a)))",
         "((True, 2, 0, False), False, True, {})"},
        {R"(class L(list):
    pass
l = L([1, 2])
(len(l), l[0], list(l), l + [3], l == [1, 2], 2 in l))",
         "(2, 1, [1, 2], [1, 2, 3], True, True)"},
    };
    for (const Row& row : rows) check(row);
}

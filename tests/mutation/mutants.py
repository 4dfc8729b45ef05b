"""The mutants of a C++ source: every place where one small change would be a mistake a person makes."""

import re
from dataclasses import dataclass

# What is no code, blanked before anything is looked for: comments, strings, the preprocessor's lines, what only asserts.
NO_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"\((?:.|\n)*?\)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'(?!\d)'
    r"|^#[^\n]*(?:\\\n[^\n]*)*|\b(?:static_)?assert\([^;]*;|\btemplate <[^\n]*>|\brequires [^{;]*|\boperator\S+",
    re.M,
)

# The layout is clang-format's: a binary operator has space on both sides, a template's bracket and a reference have not.
BINARY = {
    "<": ["<=", ">="],
    "<=": ["<", ">"],
    ">": [">=", "<="],
    ">=": [">", "<"],
    "==": ["!="],
    "!=": ["=="],
    "&&": ["||"],
    "||": ["&&"],
    "+": ["-"],
    "-": ["+"],
    "*": ["+"],
    "/": ["*"],
    "%": ["/"],
    "+=": ["-="],
    "-=": ["+="],
    "*=": ["+="],
    "?": ["&& false ?", "|| true ?"],
}
SIMPLE = [
    (re.compile(r"(?<=\s)(?:" + "|".join(re.escape(key) for key in BINARY) + r")(?=\s)"), BINARY.get),
    (re.compile(r"\+\+|--"), lambda found: ["--" if found == "++" else "++"]),
    (re.compile(r"(?<![\w.'])\d+(?![\w.'>])"), lambda found: [str(int(found) + step) for step in (1, -1) if int(found) + step >= 0]),
    (re.compile(r"\btrue\b|\bfalse\b"), lambda found: ["false" if found == "true" else "true"]),
    (re.compile(r"(?<![\w)!])!(?=[\w(*])"), lambda found: [""]),
    (re.compile(r"\bstd::(?:min|max)\b"), lambda found: ["std::max" if found == "std::min" else "std::min"]),
    (re.compile(r"\b(?:front|back)\(\)"), lambda found: ["back()" if found == "front()" else "front()"]),
]
CONDITION = re.compile(r"\b(?:if|while) \(")
# A statement without a declaration: a jump, a call, an assignment, or a condition with one of these behind it.
STATEMENT = re.compile(
    r"^ +((?:(?:\} )?if \(|for \(|continue;|break;|return;|\+\+|--|[\w.\->\[\]:]+\(|[\w.\->\[\]()*]+ (?:[-+*]?=) )[^{};]*?;) *$",
    re.M,
)


@dataclass(frozen=True)
class Mutant:
    """The text from `begin` to `end` of a file is replaced."""

    file: str
    begin: int
    end: int
    replacement: str
    before: str  # the lines that change, and what they become, in one line each
    after: str
    line: int

    def name(self):
        return f"{self.file}:{self.line}: `{self.before}` → " + (f"`{self.after}`" if self.after else "nothing")


def blanked(text):
    return NO_CODE.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def closing(code, opening):
    depth = 0
    for at in range(opening, len(code)):
        depth += {"(": 1, ")": -1}.get(code[at], 0)
        if depth == 0:
            return at
    return len(code)


def changes(code):
    for pattern, replacements in SIMPLE:
        for found in pattern.finditer(code):
            for replacement in replacements(found.group()):
                yield found.start(), found.end(), replacement
    for found in CONDITION.finditer(code):
        begin, end = found.end(), closing(code, found.end() - 1)
        condition = code[begin:end]
        if ";" not in condition and not re.match(r"(?:const )?auto\b|!\w+$", condition):
            yield begin, end, "!({})"
    for found in STATEMENT.finditer(code):
        statement = found.group(1)
        # `for (int64_t a = 1; …` runs on to the last semicolon of its line; what stays open is no whole statement.
        if statement.count("(") == statement.count(")") and not statement.startswith("}"):
            yield found.start(1), found.end(1), ""


def one_line(text):
    return " ".join(text.split())


def mutants_of(file, text):
    code = blanked(text)
    out = []
    for begin, end, replacement in changes(code):
        replacement = replacement.replace("{}", text[begin:end])
        first, last = text.rfind("\n", 0, begin) + 1, text.find("\n", end)
        before = one_line(text[first:last])
        after = one_line(text[first:begin] + replacement + text[end:last])
        out.append(Mutant(file, begin, end, replacement, before, after, text.count("\n", 0, begin) + 1))
    return sorted(out, key=lambda mutant: (mutant.begin, mutant.end, mutant.replacement))

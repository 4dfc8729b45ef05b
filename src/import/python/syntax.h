#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

// A Python file as a tree: https://docs.python.org/3/reference/grammar.html
namespace nnshape::python {

struct Expr;
struct Stmt;

/// An argument of a call, or an item of a class's bases.
struct CallItem {
    std::string name = {};  ///< of `name=value`
    Expr* value = nullptr;
    int stars = 0;  ///< of `*value` and `**value`
    Span span = {};
};

/// A parameter of a function.
struct ParamDef {
    enum class Kind : uint8_t { positional_only, plain, rest, keyword_only, keywords };

    std::string name;
    Kind kind = Kind::plain;
    Expr* standard = nullptr;    ///< null: there is none
    Expr* annotation = nullptr;  ///< null: there is none
};

/// `for target in iterable if condition`, of a comprehension.
struct Clause {
    Expr* target = nullptr;
    Expr* iterable = nullptr;
    std::vector<Expr*> conditions = {};
};

/// The names that a function binds itself, and what it declares to be outside. Filled by the parser.
struct Function {
    std::vector<ParamDef> params = {};
    std::vector<Stmt*> body = {};         ///< of a lambda: none
    Expr* result = nullptr;               ///< of a lambda
    std::vector<std::string> outer = {};  ///< of `global` and `nonlocal`
    bool is_generator = false;
};

enum class ExprKind : uint8_t {
    constant,  ///< None, True, False, ...: `text`
    integer,   ///< `integer`; one that does not fit into 64 bits is `real`
    real,
    string,         ///< `text`, decoded
    format,         ///< an f-string: `items` are strings and `interpolation`s
    interpolation,  ///< `items`: the value, then an optional format specification; `text` is the conversion
    name,           ///< `text`
    attribute,      ///< `items[0].text`
    subscript,      ///< `items[0][items[1]]`
    slice,          ///< `items`: start, stop and step, each may be null
    call,           ///< `items[0](arguments)`
    unary,          ///< `text items[0]`: - + ~ not
    binary,         ///< `items[0] text items[1]`
    compare,        ///< `items[0] operators[0] items[1] operators[1] ...`
    logic,          ///< `items` joined by `text`, and or or
    conditional,    ///< `items`: the value, the condition and the other value
    lambda,         ///< `function`
    tuple,          ///< of `items`
    list,
    set,
    dict,     ///< `items`: keys and values in turn; a null key is `**value`
    list_of,  ///< comprehensions: `items[0]`, `clauses`
    set_of,
    generator_of,
    dict_of,  ///< `items`: key and value
    starred,  ///< `*items[0]`
    walrus,   ///< `items[0] := items[1]`
    yield,    ///< `items[0]`, or none
    yield_from,
    await,
};

struct Expr {
    ExprKind kind;
    Span span = {};
    std::string text = {};
    Span name_span = {};  ///< of an attribute: of the name
    int64_t integer = 0;
    double real = 0;
    std::vector<Expr*> items = {};
    std::vector<CallItem> arguments = {};
    std::vector<std::string> operators = {};
    std::vector<Clause> clauses = {};
    Function* function = nullptr;
};

enum class StmtKind : uint8_t {
    expression,   ///< `exprs[0]`
    assign,       ///< `exprs`: targets, then the value
    augmented,    ///< `exprs[0] text exprs[1]`, `text` without the `=`
    annotated,    ///< `exprs`: target, annotation, and a value or null
    give_back,    ///< return: `exprs[0]` or none
    raise,        ///< `exprs[0]` or none
    branch,       ///< if: `exprs[0]`, `body`, `other`
    for_each,     ///< `exprs`: target and iterable; `body`, `other`
    while_true,   ///< `exprs[0]`, `body`, `other`
    attempt,      ///< try: `body`, `handlers`, `other`, `last`
    with,         ///< `exprs`: contexts and targets in turn, which may be null; `body`
    function,     ///< def: `text`, `function`, `decorators`
    class_type,   ///< class: `text`, `arguments` (bases), `body`, `decorators`
    import,       ///< `names`
    import_from,  ///< `text` is the module with its leading dots, `names`; one name `*` is all
    skip,         ///< pass, global, nonlocal
    leave,        ///< break
    next,         ///< continue
    remove,       ///< del: `exprs`
    assertion,    ///< `exprs`: the condition and a message or none
};

struct ImportedName {
    std::string name, as;
    Span span = {};
};

struct Handler {
    Expr* type = nullptr;  ///< null: of any
    std::string name = {};
    std::vector<Stmt*> body = {};
};

struct Stmt {
    StmtKind kind;
    Span span = {};  ///< of a compound statement: of its first line
    std::string text = {};
    std::vector<Expr*> exprs = {};
    std::vector<Stmt*> body = {}, other = {}, last = {};
    std::vector<Handler> handlers = {};
    std::vector<ImportedName> names = {};
    std::vector<CallItem> arguments = {};
    std::vector<Expr*> decorators = {};
    Function* function = nullptr;
};

/// A parsed file. It owns its tree, which points into itself.
struct File {
    std::vector<Stmt*> body = {};
    std::deque<Expr> exprs = {};
    std::deque<Stmt> stmts = {};
    std::deque<Function> functions = {};
};

}  // namespace nnshape::python

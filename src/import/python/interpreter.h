#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "import/import.h"
#include "import/placer.h"
#include "import/python/value.h"

// Evaluates Python. What it does not know becomes an unknown value, and is an error only where a shape or a count
// depends on it.
namespace nnshape::python {

/// An argument of a call, with its place.
struct Argument {
    std::string name = {};  ///< empty: by its place
    Value value = {};
    Spot spot = {};
};

/// The arguments of a call: those without a name come first.
struct Arguments {
    std::vector<Argument> items = {};
    Spot spot = {};            ///< of the call
    Native* callee = nullptr;  ///< the native function that is called

    size_t positional() const;
    void add(Value value) { items.push_back({.value = value}); }

    /// The argument at a place or of a name; null if it is not given.
    const Argument* find(size_t place, std::string_view name) const;
    const Argument* named(std::string_view name) const { return find(SIZE_MAX, name); }
};

/// An exception of Python while it is not caught, or a mistake that nnshape reports.
struct Raised {
    std::string type;  ///< "ValueError"
    std::string message;
    std::string help = {};
    const Code* code = nullptr;  ///< of the diagnostic
    Spot spot = {};
    Value value = {};  ///< the exception, if it is an object
    std::vector<std::pair<std::string, Spot>> chain =
        {};                  ///< the functions around it and where each is called, innermost first
    bool is_limit = false;   ///< no handler catches it, as a limit was reached or a layer is wrong
    bool is_listed = false;  ///< the listing has the layer that is wrong: its study reports it
};

/// A function that runs.
struct Frame {
    Package* package = nullptr;
    Scope* scope = nullptr;                   ///< its names; those of the package at the level of the file
    const FunctionValue* function = nullptr;  ///< null at the level of a file or a class
    ClassType* in_class = nullptr;            ///< the class whose body runs
    Value self = {};                          ///< the first argument
    Value result = {};
    std::vector<Value> yields = {};
    Span span = {};                                                 ///< of the statement that runs
    std::vector<std::pair<std::string, Spot>> argument_spots = {};  ///< by parameter
    Frame* caller = nullptr;
};

/// A listing that nobody sees: in it the dims of tensors are calculated that are not part of the network.
struct Sheet {
    explicit Sheet(Layout layout) : tracer("", layout, options), placer(tracer, layout) {}
    ImportOptions options;
    Tracer tracer;
    Placer placer;
};

/// Something to say about a place in the code.
struct Note {
    const Code* code;
    std::string message, help;
    Spot spot;
};

/// A call of a module at the level of a file, which is not run: it says which input the model gets.
struct ModelCall {
    Value model;
    Arguments arguments;
    bool is_summary = false;  ///< of a function that is given the model and a shape
};

struct KerasState;

class Interpreter {
  public:
    /// `beside` reads a file in the folder of the first one.
    explicit Interpreter(std::function<std::optional<std::string_view>(const std::string&)> beside);

    /// Runs a file. Statements at its level that fail leave unknown names, as code that trains or loads data may.
    /// Throws SyntaxFault.
    Package& run_file(std::string path, std::string name, std::string_view text);

    /// The file or library that a name means; a file is run when it is first asked for. `from` is the file that
    /// imports it, for names that begin with dots.
    Value import(const std::string& name, const Package& from, Spot spot);

    Value evaluate(Frame& frame, const Expr& expr);
    Value call(Value callee, Arguments& arguments);
    Value call(Value callee, std::vector<Value> arguments);

    /// An attribute, or nothing if there is none.
    std::optional<Value> find_attribute(Value of, std::string_view name);
    Value attribute(Value of, std::string_view name, Spot spot);
    void set_attribute(Value of, std::string_view name, Value value);

    Value item(Value of, Value index, Spot spot);
    void set_item(Value of, Value index, Value value, Spot spot);

    /// All items of what can be iterated over. An unknown value has none, with a note.
    std::vector<Value> items_of(Value iterable, Spot spot);

    /// Whether a value counts as true; nothing if it is not known.
    std::optional<bool> find_truth(Value value);

    Value binary(std::string_view sign, Value left, Value right, Spot spot);
    Value compare(std::string_view sign, Value left, Value right, Spot spot);
    bool is_instance(Value value, Value type);

    /// The class of a library's name, which is made when it is first asked for.
    ClassType* library_class(std::string_view name);
    Value library(std::string_view name);

    // Making values.
    template <class Type, class... Parts>
    Type* make(Parts&&... parts) {
        check_memory();
        auto object = std::make_unique<Type>(std::forward<Parts>(parts)...);
        Type* result = object.get();
        objects_.push_back(std::move(object));
        return result;
    }
    Value string(std::string text) { return Value::of(make<String>(std::move(text))); }
    Value list(std::vector<Value> items) { return Value::of(make<List>(std::move(items))); }
    Value tuple(std::vector<Value> items) { return Value::of(make<Tuple>(std::move(items))); }
    Value unknown(std::string why) { return Value::of(make<Unknown>(std::move(why))); }
    Value native(std::string name, NativeCode code, std::vector<Value> bound = {});
    Storage* storage(Dims dims);

    // Mistakes.
    [[noreturn]] void raise(std::string type, std::string message, Spot spot = {}) const;
    [[noreturn]] void raise(const Code& code, std::string message, std::string help, Spot spot = {}) const;
    void note(const Code& code, std::string message, std::string help, Spot spot);

    /// Where the evaluator is.
    Spot here() const;
    Frame* frame() const { return frame_; }

    void count_step();

    // Of the network.
    Placer* placer = nullptr;                  ///< where layers are placed; null: nowhere, and no tensor is calculated
    int64_t listing = 0;                       ///< the number of the placer's listing
    int constructing = 0;                      ///< how many constructors of modules run
    bool tracing = false;                      ///< the model's forward runs: calls of modules are not recorded
    std::vector<Instance*> module_stack = {};  ///< the modules whose forward runs, outermost first
    std::vector<ModelCall> model_calls = {};
    std::vector<Raised> failures = {};  ///< of statements at the level of a file
    std::vector<Note> notes = {};
    std::deque<Package> packages = {};
    std::map<std::string, Package*, std::less<>> prelude = {};  ///< the files of the prelude that have been run
    std::deque<std::string> texts = {};      ///< code that is not of a file: what follows the colon, and --set
    std::unique_ptr<Sheet> constants = {};   ///< for what depends on no input and no parameter
    std::unique_ptr<Sheet> scratch = {};     ///< for what runs before the model is traced
    std::shared_ptr<KerasState> keras = {};  ///< of Keras's layers and tensors; null until there is one
    std::vector<Dims> keras_sizes = {};      ///< in place of the file's, by the number of the input; empty: the file's

  private:
    friend class FrameGuard;
    friend class CallDepth;
    friend class NestingGuard;
    void check_memory();
    [[noreturn]] void raise_too_deep();
    std::vector<Value> drained(Value iterator);

    std::function<std::optional<std::string_view>(const std::string&)> beside_;
    std::deque<std::unique_ptr<Object>> objects_;
    std::deque<Storage> storages_;
    std::map<std::string, ClassType*, std::less<>> classes_;
    std::map<std::string, Value, std::less<>> libraries_;
    std::map<std::string, Package*, std::less<>> files_;
    Frame* frame_ = nullptr;
    int64_t steps_ = 0;
    int depth_ = 0;    // of calls
    int nesting_ = 0;  // of expressions and statements
};

/// A function of the evaluator, by its full name: "len", "math.sqrt", "torch.cat", "str.join" for a method.
struct NativeEntry {
    std::string_view name;
    NativeCode code;
};

/// The function of this name; null if the evaluator has none.
NativeCode find_native(std::string_view name);

}  // namespace nnshape::python

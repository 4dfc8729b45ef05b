#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "import/python/syntax.h"
#include "import/traced.h"

// The values of the evaluator: Python's, and modules and tensors beside them.
namespace nnshape::python {

struct Object;
struct ClassType;
class Interpreter;
struct Arguments;

enum class Tag : uint8_t { none, boolean, integer, real, object };

struct Value {
    Tag tag = Tag::none;
    union {
        int64_t integer = 0;  ///< of a boolean as well
        double real;
        Object* object;
    };

    static Value none() { return {}; }
    static Value of(Object* object) {
        Value value;
        value.tag = Tag::object;
        value.object = object;
        return value;
    }
    static Value boolean(bool truth) {
        Value value;
        value.tag = Tag::boolean;
        value.integer = truth;
        return value;
    }
    static Value number(int64_t integer) {
        Value value;
        value.tag = Tag::integer;
        value.integer = integer;
        return value;
    }
    static Value number(double real) {
        Value value;
        value.tag = Tag::real;
        value.real = real;
        return value;
    }

    bool is_none() const { return tag == Tag::none; }
    bool is_integer() const { return tag == Tag::integer || tag == Tag::boolean; }
    bool is_number() const { return is_integer() || tag == Tag::real; }
    double as_real() const { return tag == Tag::real ? real : static_cast<double>(integer); }
};

enum class ObjectKind : uint8_t {
    ellipsis,
    string,
    list,
    tuple,
    dict,
    set,
    range,
    slice,
    function,
    method,
    native,
    class_type,
    instance,
    package,
    library,
    unknown,
    tensor,
    iterator,
    property,
    static_method,
    class_method,
    super,
};

struct Object {
    ObjectKind kind;
    explicit Object(ObjectKind of) : kind(of) {}
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;
    virtual ~Object() = default;
};

/// The object of a value as `Type`, or null if it is none.
template <class Type>
Type* as(const Value& value) {
    bool fits = value.tag == Tag::object && value.object->kind == Type::of;
    return fits ? static_cast<Type*>(value.object) : nullptr;
}

/// Names with values, in the order in which they came.
class NameTable {
  public:
    Value* find(std::string_view name);
    const Value* find(std::string_view name) const { return const_cast<NameTable*>(this)->find(name); }
    void set(std::string_view name, Value value);
    bool erase(std::string_view name);
    const std::vector<std::pair<std::string, Value>>& items() const { return items_; }
    void clear();

  private:
    void index();

    std::vector<std::pair<std::string, Value>> items_;
    std::unordered_map<std::string_view, size_t> places_;  // once there are many
};

struct Ellipsis : Object {
    static constexpr ObjectKind of = ObjectKind::ellipsis;
    Ellipsis() : Object(of) {}
};

struct String : Object {
    static constexpr ObjectKind of = ObjectKind::string;
    explicit String(std::string content) : Object(of), text(std::move(content)) {}
    std::string text;
};

struct List : Object {
    static constexpr ObjectKind of = ObjectKind::list;
    explicit List(std::vector<Value> values = {}) : Object(of), items(std::move(values)) {}
    std::vector<Value> items;
};

/// A tuple, a torch.Size or a named tuple.
struct Tuple : Object {
    static constexpr ObjectKind of = ObjectKind::tuple;
    explicit Tuple(std::vector<Value> values = {}) : Object(of), items(std::move(values)) {}
    std::vector<Value> items;
    std::vector<std::string> names = {};  ///< of a named tuple
    ClassType* type = nullptr;            ///< of a named tuple
};

struct Dict : Object {
    static constexpr ObjectKind of = ObjectKind::dict;
    Dict() : Object(of) {}

    Value* find(const Value& key);
    void set(const Value& key, Value value);
    bool erase(const Value& key);
    void clear();

    std::vector<std::pair<Value, Value>> items;
    Value standard = {};  ///< of a defaultdict: what makes the value of a new key
    bool has_standard = false;

  private:
    std::unordered_map<std::string, size_t> places_;
};

/// A set; its items are the keys of a dict.
struct Set : Object {
    static constexpr ObjectKind of = ObjectKind::set;
    Set() : Object(of) {}
    Dict items;
};

struct Range : Object {
    static constexpr ObjectKind of = ObjectKind::range;
    Range(int64_t first, int64_t end, int64_t by) : Object(of), start(first), stop(end), step(by) {}
    int64_t count() const;
    int64_t start, stop, step;  ///< the step is not 0
};

struct Slice : Object {
    static constexpr ObjectKind of = ObjectKind::slice;
    Slice(Value first, Value end, Value by) : Object(of), start(first), stop(end), step(by) {}
    Value start, stop, step;
};

/// The names of a function that runs, of a class's body or of a file.
struct Scope : Object {
    static constexpr ObjectKind of = ObjectKind::ellipsis;  // never a value
    Scope() : Object(of) {}
    NameTable names;
    Scope* around = nullptr;  ///< the function's around it; null outside of functions
};

/// A file that has been read: the values of its names.
struct Package : Object {
    static constexpr ObjectKind of = ObjectKind::package;
    Package() : Object(of) {}
    std::string path;  ///< as it was opened
    std::string name;  ///< "app_blocks"
    std::string_view text;
    File file;
    Scope scope;
};

struct FunctionValue : Object {
    static constexpr ObjectKind of = ObjectKind::function;
    FunctionValue() : Object(of) {}
    std::string name;
    const Function* code = nullptr;
    Package* package = nullptr;
    Scope* around = nullptr;
    std::vector<Value> standards;  ///< by parameter; what has none is not read
    ClassType* owner = nullptr;    ///< the class in whose body it is defined
    NameTable attributes;
};

/// What a function of the evaluator itself does.
using NativeCode = Value (*)(Interpreter&, Arguments&);

struct Native : Object {
    static constexpr ObjectKind of = ObjectKind::native;
    Native(std::string full_name, NativeCode function) : Object(of), name(std::move(full_name)), code(function) {}
    std::string name;
    NativeCode code;
    std::vector<Value> bound = {};  ///< values that it was made with
    NameTable named = {};           ///< of a partial: arguments by name
};

/// A function with its first argument.
struct Method : Object {
    static constexpr ObjectKind of = ObjectKind::method;
    Method(Value first, Value called) : Object(of), self(first), function(called) {}
    Value self, function;
};

struct ClassType : Object {
    static constexpr ObjectKind of = ObjectKind::class_type;
    ClassType() : Object(of) {}
    std::string name;
    std::string library;  ///< the full name of a library's class: "torch.nn.Conv2d"; empty for one of the files
    std::vector<ClassType*> order;  ///< itself and its bases, in the order in which names are looked for
    NameTable attributes;
    Package* package = nullptr;
    Span span = {};
    std::vector<std::string> fields = {};  ///< of a dataclass, in order
    bool is_dataclass = false;
    bool is_known = true;  ///< false: a class of a library that the evaluator knows nothing of
};

/// Where something is written.
struct Spot {
    const Package* package = nullptr;
    Span span = {};

    /// Whether it is in the text of a file, and not in what follows the colon of a path.
    bool is_in_file() const { return package && span != Span{} && span.begin <= package->text.size(); }
};

/// What torch.nn.Module keeps of a module beside its attributes.
struct ModuleState {
    Spot made;                                                      ///< the call of its constructor
    std::vector<std::pair<std::string, Spot>> argument_spots = {};  ///< of a library's layer: by its argument's name
    std::vector<std::string> buffers = {};                          ///< the attributes that are buffers
    std::string path = {};                                          ///< as named_modules() has it
    bool has_path = false;
    bool is_initialised = false;                            ///< the constructor of the library's class was called
    bool is_called = false;                                 ///< in the network
    std::vector<std::pair<std::string, Spot>> hidden = {};  ///< lists of modules, which PyTorch does not see
    nnshape::Tensor first_layer = no_tensor;                ///< of its first call
    int64_t listing = -1;                                   ///< the number of the listing that `first_layer` is in
};

/// An object of a class; a module if `module` is not null.
struct Instance : Object {
    static constexpr ObjectKind of = ObjectKind::instance;
    explicit Instance(ClassType* made_of) : Object(of), type(made_of) {}
    ClassType* type;
    NameTable attributes;
    std::unique_ptr<ModuleState> module = nullptr;
    Value content = {};  ///< of a class that is derived from list, dict, str or the like: its items
};

/// A name of a library that is not a class: a module, a function or a constant. It is known by its full name.
struct Library : Object {
    static constexpr ObjectKind of = ObjectKind::library;
    explicit Library(std::string full_name) : Object(of), name(std::move(full_name)) {}
    std::string name;  ///< "torch.nn.functional.relu"
};

/// A value that is not known. What is done with it is not known either.
struct Unknown : Object {
    static constexpr ObjectKind of = ObjectKind::unknown;
    explicit Unknown(std::string reason) : Object(of), why(std::move(reason)) {}
    std::string why;  ///< what it depends on: "`DataLoader`, which nnshape does not know"
};

enum class Dtype : uint8_t { real, integer, boolean };

/// The numbers of a parameter, which several tensors may be.
struct Storage {
    Dims dims;
    bool trainable = true;
    bool is_buffer = false;
    bool is_counted = false;            ///< of a buffer: a layer counts it
    std::string path = {};              ///< of its first owner, as named_parameters() has it
    nnshape::Tensor layer = no_tensor;  ///< the layer that counts it
    int64_t listing = -1;               ///< the number of the listing that `layer` is in
    std::string layer_type = {};        ///< the type of `layer`; empty if it is the parameter's own
    size_t beside = 0;                  ///< the number of parameters that `layer` counts
    size_t of_module = 0;               ///< the number of parameters of its first owner; 0 if that contains modules
    Traced as_layer = {};               ///< its own layer, `parameter`, if it has one
};

struct TensorValue : Object {
    static constexpr ObjectKind of = ObjectKind::tensor;
    explicit TensorValue(Dims sizes) : Object(of), dims(std::move(sizes)) {}
    Dims dims;
    Dtype dtype = Dtype::real;
    Storage* storage = nullptr;        ///< of a parameter or a buffer; null for any other
    Traced traced = {};                ///< of a result of a layer: its place in the listing
    int64_t listing = -1;              ///< the number of the listing that `traced` is in; -1: it is in none
    std::vector<double> numbers = {};  ///< if they are known: of a small tensor that is not learned
    bool is_known = false;
    std::string made_from = {};                     ///< of a flattened tensor: "flatten of 16x5x5"
    std::function<Traced(Interpreter&)> make = {};  ///< of a second result that nothing has used: places its layer
};

/// What `iter()` and generators give.
struct Iterator : Object {
    static constexpr ObjectKind of = ObjectKind::iterator;
    explicit Iterator(std::vector<Value> values) : Object(of), items(std::move(values)) {}
    std::vector<Value> items;
    size_t at = 0;
};

struct Property : Object {
    static constexpr ObjectKind of = ObjectKind::property;
    explicit Property(Value getter) : Object(of), get(getter) {}
    Value get, set = {};
};

struct StaticMethod : Object {
    static constexpr ObjectKind of = ObjectKind::static_method;
    explicit StaticMethod(Value called) : Object(of), function(called) {}
    Value function;
};

struct ClassMethod : Object {
    static constexpr ObjectKind of = ObjectKind::class_method;
    explicit ClassMethod(Value called) : Object(of), function(called) {}
    Value function;
};

struct Super : Object {
    static constexpr ObjectKind of = ObjectKind::super;
    Super(ClassType* passed, Value first) : Object(of), after(passed), self(first) {}
    ClassType* after;  ///< names are looked for in the bases behind it
    Value self;        ///< an instance, or a class
};

/// A key under which a dict finds a value: equal values have the same.
std::string key_of(const Value& value);

/// Whether `==` holds, where it is known without a method of the value's class.
bool is_equal(const Value& one, const Value& other);

/// -1, 0 or 1: the order of two numbers, which is exact for an integer and a real number; 2 if one of them is NaN.
int compare_numbers(const Value& one, const Value& other);

/// Whether it is the same object.
bool is_same(const Value& one, const Value& other);

/// The class of a value, as `type(value).__name__` has it: "int", "Conv2d".
std::string type_name(const Value& value);

/// Whether the evaluator knows a class and all of its bases.
bool is_wholly_known(const ClassType& type);

/// Whether a class is another or derived from it, by its full name: "torch.nn.Module".
bool is_derived(const ClassType& type, std::string_view library);

/// The value as `repr` and as `str` write it.
std::string repr(const Value& value);
std::string str(const Value& value);

}  // namespace nnshape::python

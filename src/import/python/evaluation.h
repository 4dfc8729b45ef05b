#pragma once

#include "import/python/interpreter.h"

// The parts of the evaluator.
namespace nnshape::python {

/// Makes a frame the one that runs while it lives.
class FrameGuard {
  public:
    FrameGuard(Interpreter& interpreter, Frame& frame) : interpreter_(interpreter) {
        frame.caller = interpreter.frame_;
        interpreter.frame_ = &frame;
    }
    ~FrameGuard() { interpreter_.frame_ = interpreter_.frame_->caller; }
    FrameGuard(const FrameGuard&) = delete;
    FrameGuard& operator=(const FrameGuard&) = delete;

  private:
    Interpreter& interpreter_;
};

/// Counts calls inside each other while it lives. Raises a RecursionError beyond 200.
class CallDepth {
  public:
    explicit CallDepth(Interpreter& interpreter);
    ~CallDepth() { --interpreter_.depth_; }
    CallDepth(const CallDepth&) = delete;
    CallDepth& operator=(const CallDepth&) = delete;

  private:
    Interpreter& interpreter_;
};

/// Counts expressions and statements inside each other while it lives, over all calls. Raises a RecursionError long
/// before the machine's stack ends.
class NestingGuard {
  public:
    explicit NestingGuard(Interpreter& interpreter) : interpreter_(interpreter) {
        if (interpreter.nesting_ >= 2000) interpreter.raise_too_deep();
        ++interpreter.nesting_;
    }
    ~NestingGuard() { --interpreter_.nesting_; }
    NestingGuard(const NestingGuard&) = delete;
    NestingGuard& operator=(const NestingGuard&) = delete;

  private:
    Interpreter& interpreter_;
};

/// How statements end.
enum class Flow : uint8_t { onward, leave, next, give_back };

Flow execute(Interpreter& interpreter, Frame& frame, const std::vector<Stmt*>& body);

/// The statements of a file. One that fails leaves unknown names, and the reason in `failures`.
void run_at_file_level(Interpreter& interpreter, Frame& frame, const std::vector<Stmt*>& body);

/// Assigns to names, attributes, items, or each of several.
void assign(Interpreter& interpreter, Frame& frame, const Expr& target, Value value);
void assign_name(Frame& frame, std::string_view name, Value value);

/// The value of a name where the frame is; nothing if there is none.
std::optional<Value> find_name(Interpreter& interpreter, const Frame& frame, std::string_view name);

/// A function of the file, with its defaults evaluated.
Value make_function(Interpreter& interpreter, Frame& frame, const std::string& name, const Function& code);

/// Calls a function of the file.
Value call_function(Interpreter& interpreter, FunctionValue& function, Arguments& arguments);

/// The fields of a dataclass, those of its bases first.
std::vector<std::string> fields_of(const ClassType& type);

/// An object of a class.
Value construct(Interpreter& interpreter, ClassType& type, Arguments& arguments);

/// The class that a class statement makes.
Value make_class(Interpreter& interpreter, Frame& frame, const Stmt& statement);

/// An attribute that a class or its bases give, not bound to an object; nothing if there is none. `owner` is set to the
/// class that has it. Classes up to and with `after` are passed over.
std::optional<Value> find_in_class(Interpreter& interpreter, const ClassType& type, std::string_view name,
                                   const ClassType* after = nullptr);

/// An attribute of a class as its object has it: a function becomes a method.
Value bound(Interpreter& interpreter, Value value, Value self, ClassType& type);

/// The condition of an `if` or `while`: an unknown one is false, with a note.
bool condition(Interpreter& interpreter, Frame& frame, const Expr& expr);

}  // namespace nnshape::python

#pragma once

#include <utility>
#include <variant>

// A value, or the problem to blame for its absence.
namespace nnshape {

template <class Value, class Problem>
class Result {
  public:
    Result(const Value& value) : content_(std::in_place_index<0>, value) {}
    Result(Value&& value) : content_(std::in_place_index<0>, std::move(value)) {}
    Result(const Problem& problem) : content_(std::in_place_index<1>, problem) {}
    Result(Problem&& problem) : content_(std::in_place_index<1>, std::move(problem)) {}

    explicit operator bool() const { return content_.index() == 0; }
    const Value& operator*() const { return *std::get_if<0>(&content_); }
    const Value* operator->() const { return std::get_if<0>(&content_); }
    Value& operator*() { return *std::get_if<0>(&content_); }
    Value* operator->() { return std::get_if<0>(&content_); }

    const Problem& problem() const { return *std::get_if<1>(&content_); }
    Problem& problem() { return *std::get_if<1>(&content_); }

  private:
    std::variant<Value, Problem> content_;
};

}  // namespace nnshape

#pragma once

#include <utility>
#include <variant>

// A value, or the problem that explains why there is none.
namespace nnshape {

template <class Value, class Fault>
class Result {
  public:
    Result(const Value& value) : content_(std::in_place_index<0>, value) {}
    Result(Value&& value) : content_(std::in_place_index<0>, std::move(value)) {}
    Result(const Fault& fault) : content_(std::in_place_index<1>, fault) {}
    Result(Fault&& fault) : content_(std::in_place_index<1>, std::move(fault)) {}

    explicit operator bool() const { return content_.index() == 0; }
    const Value& operator*() const { return *std::get_if<0>(&content_); }
    const Value* operator->() const { return std::get_if<0>(&content_); }
    Value& operator*() { return *std::get_if<0>(&content_); }
    Value* operator->() { return std::get_if<0>(&content_); }

    const Fault& fault() const { return *std::get_if<1>(&content_); }
    Fault& fault() { return *std::get_if<1>(&content_); }

  private:
    std::variant<Value, Fault> content_;
};

}  // namespace nnshape

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "frameworks/framework.h"
#include "layers/find_kind.h"
#include "layers/shape.h"
#include "spec/literals.h"

// The mistakes in a layer's arguments, and what to write instead.
namespace nnshape {

class BindAdvice {
  public:
    BindAdvice(const Literals& literals, const LayerKind& kind, const Statement& statement)
        : literals_(literals), kind_(kind), statement_(statement) {}

    /// Whether a bare word is the name of a parameter, so that it lacks its `=`: `stride 4`.
    bool is_name(const Literal& word) const;
    /// Whether the argument after such a name is its value.
    bool is_value_of_name(const Argument& next) const;
    /// `next` is null after the last argument.
    Diagnostic name_alone(const Literal& word, const Argument* next) const;

    /// A word that is nearly a switch, such as `no-bais`. No word that is a value is so near to one.
    std::optional<Diagnostic> slip(const Literal& word) const;
    /// A value after all that may be written without a key.
    Diagnostic surplus(const Literal& value) const;
    Diagnostic unknown(const Text& key) const;
    /// A value that a framework's argument cannot have here, because no parameter expresses it.
    std::optional<Diagnostic> misfit(const Argument& argument, const FrameworkArg& described, Layout layout) const;
    Diagnostic wrong_value(std::string_view name, std::string_view demand, const Literal& value) const;
    /// `found` is the layer type of that name, or null.
    Diagnostic no_activation(const Literal& value, const LayerKind* found) const;
    /// Help for a tuple as the shape of an input, whose first size may be the channels; else `help`.
    std::string input_help(const Literal& value, std::string help) const;
    Diagnostic missing(const std::vector<std::string_view>& params, Span span) const;

  private:
    Diagnostic no_param(const Literal& word, std::string help) const;
    std::string nearest_switch(std::string_view word) const;
    std::optional<Diagnostic> surplus_word(const Literal& value) const;
    std::string surplus_help(const Literal& value, const std::vector<int>& order) const;
    std::string_view next_name(const std::vector<int>& order, bool is_number) const;
    bool is_given(std::string_view name) const;
    bool has_key(std::string_view key) const;
    std::string named(const Text& key) const;
    std::string reworded(Span part, std::string_view by) const;

    Literals literals_;
    const LayerKind& kind_;
    const Statement& statement_;
};

Diagnostic given_twice(std::string_view name, Span span);

}  // namespace nnshape

#pragma once

#include <string>
#include <unordered_map>

#include "frameworks/framework.h"
#include "layers/find_kind.h"
#include "network/network.h"

// The help for a layer type that does not exist.
namespace nnshape {

class TypeAdvice {
  public:
    explicit TypeAdvice(const Network& network) : network_(network), spec_(*network.spec) {}

    /// The help: a label needs a colon, what a framework's class is here, or the nearest type or definition. `input` is
    /// what the statement is applied to, if that is known.
    std::string help_for(const Statement& statement, const Shape* input);

    /// Whether the type is a label without a colon, as in `C1 conv 6 5`: a type or a definition follows it.
    bool is_label(const Statement& statement) const;

  private:
    std::string custom_for(const FoundClass& found, const Statement& statement, const Shape& input) const;

    const Network& network_;
    const Spec& spec_;
    std::unordered_map<std::string_view, std::string> helps_;  // the same mistake is often made many times
};

}  // namespace nnshape

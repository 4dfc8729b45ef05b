#pragma once

#include <string>
#include <unordered_map>

#include "layers/find_kind.h"
#include "spec/spec.h"

// What to say where a layer type is not known.
namespace nnshape {

class TypeAdvice {
  public:
    explicit TypeAdvice(const Spec& spec) : spec_(spec) {}

    /// The way out: a label that lacks its colon, or the nearest type or definition.
    std::string help_for(const Statement& statement);

    /// `C1 conv 6 5`: what stands where the type should is a label, and the type behind it is given back; else null.
    const LayerKind* kind_behind(const Statement& statement) const;

  private:
    const Spec& spec_;
    std::unordered_map<std::string_view, std::string> helps_;  // a slip is often made many times
};

}  // namespace nnshape

#pragma once

#include <map>
#include <string>

#include "base/json_writer.h"
#include "layers/param.h"

// The definitions of values in the schema of a spec. A definition is named after the type of a parameter and its
// bounds, and parameters with the same ones share it.
namespace nnshape {

class ValueSchemas {
  public:
    /// The schema of a parameter's values: a reference to a definition that `write` writes.
    std::string schema_of(const Param& param);

    /// Writes all definitions that were referred to, as keys of the object that is open.
    void write(JsonWriter& json) const;

  private:
    std::map<std::string, Param> used_;
};

}  // namespace nnshape

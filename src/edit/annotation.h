#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "layers/shape.h"
#include "spec/spec.h"

// Writes expectations into a spec that lacks them, one function for each form.
namespace nnshape {

/// Replaces bytes of a text. An empty span is a place where `text` is inserted.
struct Edit {
    Span span;
    std::string text;
};
using Edits = std::vector<Edit>;

/// What to add to the expectation of a layer.
struct Annotation {
    const Statement* statement;
    std::optional<Sizes> output;
    std::vector<std::pair<std::string_view, int64_t>> counts;
};

/// Appends the edits that write `-> 24x24x6 params=156` into a spec in text; annotations are by place.
void write_text_annotations(const Spec& spec, const std::vector<Annotation>& annotations, Edits& edits);

/// Appends those that write `"expect": {"output": [24, 24, 6], "params": 156}` into one in JSON.
void write_json_annotations(const Spec& spec, const std::vector<Annotation>& annotations, Edits& edits);

}  // namespace nnshape

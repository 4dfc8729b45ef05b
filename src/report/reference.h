#pragma once

#include <string>

#include "base/diagnostic.h"
#include "layers/find_kind.h"
#include "report/page.h"

// The reference of layer types and of diagnostics, made from their tables.
namespace nnshape {

/// What `layers` reports: one type, or all of them and what every layer accepts; see report/forms.def for the forms.
struct LayerReference {
    const LayerKind* kind = nullptr;  ///< null: all types
};

Page page_of(const LayerReference& reference);

/// A Markdown table of all types: a line of a spec with the required values in capitals, and the optional parameters.
std::string layers_table();

/// What `rules` reports: one code, or all of them.
struct RuleReference {
    const Code* code = nullptr;  ///< null: all codes
};

Page page_of(const RuleReference& reference);

/// What `specs` reports: the networks that come with the program.
struct SpecReference {};

Page page_of(const SpecReference& reference);

}  // namespace nnshape

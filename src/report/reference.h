#pragma once

#include <string>

#include "base/diagnostic.h"
#include "layers/layer_kind.h"
#include "report/page.h"

// The reference: what the tables of layer types and of diagnostics say, as pages and as JSON.
namespace nnshape {

Page layers_page();
Page layer_page(const LayerKind& kind);

/// A Markdown table of all types: a spec's line with the required values in capitals, and what else it takes.
std::string layers_table();

/// A parameter's default as a spec would say it; of one whose fallback is a value.
std::string default_of(const Param& param);

/// Every type with all its parameters, and what any layer takes.
std::string layers_json();
std::string layer_json(const LayerKind& kind);

Page rules_page();
Page rule_page(const Code& code);
std::string rules_json();
std::string rule_json(const Code& code);

}  // namespace nnshape

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/layer_code.h"

// What the files of Keras's layers share.
namespace nnshape::keras_parts {

inline constexpr std::string_view plain_call = "{m}({0})";

CodeValue add(LayerCode& layer, CodeStep step);

/// A step that reads all inputs of the layer.
CodeStep step_of(LayerCode& layer);

/// A step without a constructor.
LayerResult function(LayerCode& layer, std::string expression, std::vector<CodeSlot> slots = {});

void add_argument(CodeConstruct& construct, std::string key, std::string text);

/// A constructor with values that have no keys.
CodeConstruct with(std::string callee, std::vector<std::string> values);

/// Says that a frozen layer does not train.
void freeze(const LayerCode& layer, CodeConstruct& construct);

/// A layer of the table, with its padding as `same`, `valid`, or as a layer before it.
LayerResult table_layer(LayerCode& layer);

/// The steps of a layer that is written in its own way. Nothing if the table or an activation has it.
std::optional<LayerResult> write_own(LayerCode& layer);

}  // namespace nnshape::keras_parts

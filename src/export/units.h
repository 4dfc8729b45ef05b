#pragma once

#include "base/diagnostic.h"
#include "base/result.h"
#include "export/code.h"
#include "export/layer_code.h"
#include "network/network.h"

// Makes the units of a network's code: a class or a function for each definition, and one for the network.
namespace nnshape {

/// A framework as code is written for it.
struct ExportTarget {
    const Framework& framework;
    Result<CodeValue, std::string> (*write_layer)(LayerCode& layer);
    bool keeps_channels_last;  ///< all values have their channels last
    bool has_modules;          ///< layers are made before they are used, and chains of them are layers
};

/// The code of a network whose layers are all calculated. The problem is a layer that the framework does not have.
Result<CodeModule, Diagnostic> make_units(const Network& network, const ExportTarget& target);

}  // namespace nnshape

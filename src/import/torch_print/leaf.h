#pragma once

#include <optional>
#include <string>
#include <vector>

#include "import/sub_listing.h"
#include "import/torch_print/module.h"

// What a printed module is in our words, and the numbers that it stores.
namespace nnshape::print_format {

struct Leaf {
    enum class Kind : uint8_t {
        layer,    ///< `operation` is a layer with values
        counted,  ///< its counts are known, but no layer type has its shape
        empty,    ///< it stores nothing; its shape is not known
        hidden,   ///< a class that is not of torch.nn: it may store something that is not printed
        lazy,     ///< its input channels are not known yet
    };

    Kind kind = Kind::hidden;
    std::string operation = {};                 ///< "conv2d filters=64 kernel=3x3"
    std::optional<int64_t> channels = {};       ///< that it must receive
    std::vector<int64_t> normalized = {};       ///< the sizes that it must receive last
    ListingTotals counts = {};                  ///< without MACs
    bool is_like = false;                       ///< its class is only like one of torch.nn
    std::vector<std::string> first_input = {};  ///< the sizes that it may receive: "3", "224", "224"
    bool returns_several = false;               ///< as a recurrent layer does
};

Leaf leaf_of(const Module& module);

/// The numbers that an attention module stores beside its output projection. Nothing if it is not one.
std::optional<ListingTotals> projections_of(const Module& module);

}  // namespace nnshape::print_format

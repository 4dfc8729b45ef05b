#pragma once

#include <cstdint>
#include <string_view>

// The meanings of the objects and arrays of a JSON spec.
namespace nnshape {

enum class JsonPart : uint8_t {
    file,          ///< around the document
    changes_file,  ///< around the changes of a spec
    changes,       ///< of a spec: the values of its lets, and its inputs
    inputs,        ///< of the changes: a name with a shape
    document,
    layers,
    layer,
    paths,
    path,
    expected,  ///< of a layer
    values,    ///< of a `repeat`: a name with its values
    expect,
    limit,
    let,
    define,
    definition,
    parameters,
    list,  ///< a value with items
    outputs,
    allow,
    skipped,  ///< has no meaning in its place
};

/// The meaning of an object (or an array) inside its parent. `key` is its key if the parent is an object.
JsonPart part_of_child(JsonPart parent, std::string_view key, bool object);

}  // namespace nnshape

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What frameworks call a layer and its arguments: a table for each framework, which is read in both directions. Code is
// translated to layer types by it, and layers to code.
namespace nnshape {

struct LayerKind;

/// How the value of a framework's argument becomes a value of a layer type's parameter.
enum class Meaning : uint8_t {
    value,         ///< it is the value; `None` means the layer type's own default
    nothing,       ///< it changes neither shape nor count
    helper,        ///< another argument's meaning reads it
    channels,      ///< the input channels, which `in` checks
    only,          ///< any other value than `standard` changes the result in a way that no parameter expresses
    layout,        ///< `channels_last` or `channels_first`
    edges,         ///< the zeros at each edge, of the last axis first: left, right, top, bottom
    bias_double,   ///< a boolean: `double` or `none`
    bias_single,   ///< a boolean: `single` or `none`
    bias_reset,    ///< reset_after of Keras's GRU: `double` or `single`, if there is a bias
    activation,    ///< the name of an activation; `linear` and `None` are none
    normalized,    ///< the sizes that a layer_norm normalises over, the channels among them
    slopes,        ///< the number of slopes of a prelu: 1 or the channels
    shared_axes,   ///< the axes along which a prelu shares its slopes
    axes,          ///< the new order of the axes, counted from 1
    sizes,         ///< the sizes of a shape
    head_dim,      ///< the channels of a head's keys, and of its values unless `value_dim` is given
    transposed,    ///< the padding of a transposed convolution of Keras, which depends on its other arguments
    frozen,        ///< a boolean: false freezes the layer
    wrapped,       ///< a constructor, which is the layer itself
    type,          ///< the name of an activation, which is the layer type
    ends,          ///< as `value`; for one axis, two sizes are before and after
    channel_axis,  ///< the axis that is halved: 1 is the channels; the default is the last axis
};

struct FrameworkArg {
    std::string_view name;        ///< in the framework
    std::string_view param = {};  ///< of the layer type; what `meaning` needs
    Meaning meaning = Meaning::value;
    std::string_view standard = {};  ///< the framework's default, in the words of the text form, where it is not ours
    bool required = false;
};

/// A class of a framework. `{}` in a name or a type is the number of spatial axes, 1 to 3.
struct FrameworkClass {
    std::string_view name;                         ///< as the framework spells it
    std::string_view type = {};                    ///< the layer type; empty if no type can express the class
    std::span<const FrameworkArg> arguments = {};  ///< in the framework's order
    std::string_view instead = {};                 ///< if the type is empty: what to write instead
};

struct Framework {
    std::string_view name;     ///< "PyTorch"
    std::string_view modules;  ///< that a class may be written after: "nn torch.nn"
    std::string_view ignored;  ///< arguments that every class accepts by name, without effect
    std::span<const FrameworkClass> classes;
    std::span<const FrameworkArg> everywhere;  ///< arguments that every class accepts by name, with an effect
    bool channels_last;                        ///< the order of its shapes
};

std::span<const Framework> frameworks();

/// A class that a name means, and the number of spatial axes in the name: 0 if it has none.
struct FoundClass {
    const Framework* framework = nullptr;
    const FrameworkClass* described = nullptr;
    int rank = 0;

    /// The layer type, with the number of axes.
    std::string type() const;
};

/// The classes of this name, spelt exactly so, in all frameworks or in `framework` alone.
std::vector<FoundClass> find_classes(std::string_view name, const Framework* framework = nullptr);

/// What is wrong with another value of an argument that means `only` or `layout`: "`axis` can only be -1 here".
std::string demand_of(const FrameworkArg& argument);

/// The argument `key` of a class that comes to this layer type, if no parameter of the type is meant by it: it has no
/// effect, can only have one value, is the layout, or is the input channels. Null if there is none.
const FrameworkArg* find_argument(const LayerKind& kind, std::string_view key);

/// The names of all such arguments.
std::vector<std::string_view> argument_names(const LayerKind& kind);

/// The framework that a module in front of a class belongs to: `nn` in `nn.Conv2d`. Null if it is not known.
const Framework* find_module(std::string_view module);

}  // namespace nnshape

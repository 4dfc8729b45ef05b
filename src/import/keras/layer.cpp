#include <fmt/format.h>
#include <algorithm>

#include "frameworks/translate.h"
#include "import/keras/site.h"
#include "import/operation_text.h"
#include "layers/find_kind.h"
#include "layers/layer_kind.h"
#include "spec/spec.h"

// Any layer: by a function of its own, by the table of Keras's constructors, or as an unknown one.
namespace nnshape::keras_format {
namespace {

const Framework& keras_table() {
    static const Framework& keras = *find_module("keras.layers");
    return keras;
}

Handler find_handler(std::string_view name) {
    const std::span<const HandledClass> tables[] = {array_classes(),        norm_classes(),      merge_classes(),
                                                    recurrent_classes(),    attention_classes(), old_classes(),
                                                    preprocessing_classes()};
    for (auto table : tables) {
        for (const HandledClass& one : table) {
            if (one.name == name) return one.handler;
        }
    }
    return nullptr;
}

bool has_activation(const FoundClass& found) {
    auto arguments = found.described->arguments;
    return std::any_of(arguments.begin(), arguments.end(),
                       [](const FrameworkArg& one) { return one.meaning == Meaning::activation; });
}

// Whether a layer type does not care which axis the channels are.
bool is_neutral(const FoundClass& found) {
    const LayerKind* kind = find_kind(found.type()).kind;
    return kind && keeps_shape(*kind) && kind->count.numbers == nullptr;
}

std::vector<Tensor> write_found(Site& site, const FoundClass& found) {
    if (site.inputs.empty()) return {site.refuse(fmt::format("the layer has no input"))};
    auto write = [&](Tensor input) { return write_by_table(site, {}, input); };
    size_t count = site.sizes().size();
    if (is_neutral(found) || count == 0) return {write(site.inputs[0])};
    return {site.with_channels_at(site.channels_by_format(count), site.inputs[0], write)};
}

}  // namespace

Tensor write_by_table(Site& site, std::string_view part, Tensor input, std::string_view without,
                      std::string_view more) {
    auto found = find_classes(site.config.class_name, &keras_table());
    if (found.empty()) return site.unknown(fmt::format("the layer class `{}`", site.config.class_name));
    CallValue call = call_of(found[0], site.config, without);
    auto translated = translate(found[0], site.config.class_name, call);
    if (!translated) return site.refuse(translated.fault().message, translated.fault().help);
    std::string operation = operation_text(*translated);
    if (operation.empty()) return site.refuse("a value of the layer is not a number");
    Tensor tensor = site.add(part, operation + std::string(more), {input});
    return has_activation(found[0]) ? site.activated(tensor) : tensor;
}

std::vector<Tensor> write_layer(Site& site) {
    const std::string& name = site.config.class_name;
    if (Handler handler = find_handler(name)) return handler(site);
    auto found = find_classes(name, &keras_table());
    if (!found.empty() && !found[0].described->type.empty()) return write_found(site, found[0]);
    if (is_function(name)) return write_function(site, name);
    return {site.unknown(fmt::format("the layer class `{}`", name))};
}

bool is_known_layer(std::string_view class_name) {
    if (find_handler(class_name)) return true;
    auto found = find_classes(class_name, &keras_table());
    return !found.empty() && !found[0].described->type.empty();
}

}  // namespace nnshape::keras_format

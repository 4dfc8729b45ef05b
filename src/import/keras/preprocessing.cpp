#include <fmt/format.h>

#include "import/keras/site.h"

// Layers that prepare data: https://keras.io/api/layers/preprocessing_layers/
namespace nnshape::keras_format {
namespace {

std::vector<Tensor> same(Site& site) { return {site.own("identity")}; }

// The mean and the variance of each channel, and the number of samples that they are of.
std::vector<Tensor> normalization(Site& site) {
    auto sizes = site.sizes();
    bool given = !site["mean"].is_null();
    if (sizes.empty() || given) return {site.own("identity")};
    int64_t kept = 1;
    const JsonValue* axis = site.config.values.find("axis");
    bool one_for_all = axis && (axis->is_null() || (axis->is_array() && axis->items.empty()));
    if (!one_for_all) {
        std::vector<int64_t> lengths;
        for (size_t place : Site::axes_of(site["axis"], sizes.size(), -1)) lengths.push_back(sizes[place]);
        kept = product_of(lengths);
    }
    return {site.own(fmt::format("custom {} buffers={}", joined(sizes), product_of({2, kept}) + 1))};
}

Tensor to_size(Site& site, std::string_view type) {
    int64_t height = site.number("height", 1), width = site.number("width", 1);
    size_t count = site.sizes().size();
    auto write = [&](Tensor input) { return site.add({}, fmt::format("{} size={}x{}", type, height, width), {input}); };
    if (count == 0) return write(site.inputs[0]);
    return site.with_channels_at(site.channels_by_format(count), site.inputs[0], write);
}

std::vector<Tensor> resizing(Site& site) { return {to_size(site, "upsample")}; }

// An image that is smaller is resized.
std::vector<Tensor> crop(Site& site) {
    auto sizes = site.sizes();
    bool first = site["data_format"].is("channels_first");
    bool fits = sizes.size() == 3 && sizes[first ? 1 : 0] >= site.number("height", 1) &&
                sizes[first ? 2 : 1] >= site.number("width", 1);
    return {to_size(site, fits ? "center_crop" : "upsample")};
}

// Categories as numbers keep the shape; as a vector they have a place for each.
std::vector<Tensor> categories(Site& site) {
    std::string_view mode = site["output_mode"].word();
    bool encodes = site.config.class_name == "CategoryEncoding";
    if (!encodes && (mode.empty() || mode == "int")) return {site.own("identity")};
    for (std::string_view key : {"num_tokens", "num_bins", "vocabulary_size", "max_tokens"}) {
        int64_t tokens = site.number(key, 0);
        if (tokens < 1) continue;
        auto sizes = site.sizes();
        bool each = mode == "one_hot" && sizes.size() >= 1 && sizes.back() != 1;
        if (each) sizes.push_back(tokens);
        if (!each && !sizes.empty()) sizes.back() = tokens;
        return {site.own("custom " + joined(sizes))};
    }
    return {site.unknown(fmt::format("the number of categories of `{}`", site.config.class_name))};
}

std::vector<Tensor> text(Site& site) {
    int64_t length = site.number("output_sequence_length", 0);
    if (length > 0) return {site.own(fmt::format("custom {}", length))};
    return categories(site);
}

constexpr HandledClass classes[] = {
    {"Rescaling", same},
    {"Normalization", normalization},
    {"Resizing", resizing},
    {"CenterCrop", crop},
    {"RandomCrop", crop},
    {"RandomFlip", same},
    {"RandomRotation", same},
    {"RandomZoom", same},
    {"RandomTranslation", same},
    {"RandomContrast", same},
    {"RandomBrightness", same},
    {"RandomHeight", same},
    {"RandomWidth", same},
    {"RandomHue", same},
    {"RandomSaturation", same},
    {"RandomSharpness", same},
    {"RandomShear", same},
    {"RandomGrayscale", same},
    {"RandomColorJitter", same},
    {"RandomColorDegeneration", same},
    {"RandomErasing", same},
    {"RandomInvert", same},
    {"RandomPosterization", same},
    {"RandomPerspective", same},
    {"RandomGaussianBlur", same},
    {"RandomElasticTransform", same},
    {"AutoContrast", same},
    {"Equalization", same},
    {"Solarization", same},
    {"RandAugment", same},
    {"AugMix", same},
    {"CategoryEncoding", categories},
    {"Discretization", categories},
    {"Hashing", categories},
    {"IntegerLookup", categories},
    {"StringLookup", categories},
    {"TextVectorization", text},
};

}  // namespace

std::span<const HandledClass> preprocessing_classes() { return classes; }

}  // namespace nnshape::keras_format

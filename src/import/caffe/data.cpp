#include <fmt/format.h>
#include <algorithm>

#include "import/caffe/types.h"

// Layers that feed a network or end it.
namespace nnshape::caffe {
namespace {

// Where each kind of data layer has its sizes.
struct DataKind {
    std::string_view type, message, height, width;
};

constexpr DataKind data_kinds[] = {
    {"Data", "data_param", "", ""},
    {"AnnotatedData", "data_param", "", ""},
    {"HDF5Data", "hdf5_data_param", "", ""},
    {"ImageData", "image_data_param", "new_height", "new_width"},
    {"VideoData", "video_data_param", "new_height", "new_width"},
    {"MemoryData", "memory_data_param", "height", "width"},
    {"WindowData", "window_data_param", "", ""},
};

// The number of channels: that of a colour image unless the layer says otherwise. It is only used with a size.
int64_t channels_of(CaffeNet& net, const DataKind& kind) {
    if (kind.type == "MemoryData") return net.integer(kind.message, "channels", 0);
    bool grey = net.flag("transform_param", "force_gray", false) || !net.flag(kind.message, "is_color", true);
    return grey || net.message("transform_param").all("mean_value").size() == 1 ? 1 : 3;
}

// Channels, height and width of a data layer's images; 0 where the data set decides.
std::vector<int64_t> image_of(CaffeNet& net, const DataKind& kind) {
    int64_t height = kind.height.empty() ? 0 : net.integer(kind.message, kind.height, 0);
    int64_t width = kind.width.empty() ? 0 : net.integer(kind.message, kind.width, 0);
    const PrototxtField& resize = net.message("transform_param");
    if (const PrototxtField* to = resize.find("resize_param"); to && to->is_message) {  // SSD's
        height = integer_of(to->text("height", "0")).value_or(0);
        width = integer_of(to->text("width", "0")).value_or(0);
    }
    int64_t crop = net.integer("transform_param", "crop_size", 0);
    if (crop == 0) crop = net.integer(kind.message, "crop_size", 0);
    if (crop > 0) height = width = crop;
    if (height <= 0 || width <= 0) return {0, 0, 0};
    return {channels_of(net, kind), height, width};
}

bool is_label(std::string_view name) { return name.find("label") != std::string_view::npos; }

}  // namespace

void read_input(CaffeNet& net) {
    auto shapes = net.message("input_param").all("shape");
    for (size_t top = 0; top < net.top_count() && !net.failed(); ++top) {
        const PrototxtField* shape = shapes.empty() ? nullptr : shapes[std::min(top, shapes.size() - 1)];
        net.add_input(net.top(top), shape ? net.dims(*shape) : std::vector<int64_t>{0, 0, 0, 0});
    }
}

// Data that is made up: a shape for each top, or four lists of sizes.
void read_dummy_data(CaffeNet& net) {
    constexpr std::string_view message = "dummy_data_param";
    auto shapes = net.message(message).all("shape");
    for (size_t top = 0; top < net.top_count() && !net.failed(); ++top) {
        std::vector<int64_t> shape;
        if (!shapes.empty()) {
            shape = net.dims(*shapes[std::min(top, shapes.size() - 1)]);
        } else {
            for (std::string_view field : {"num", "channels", "height", "width"}) {
                std::vector<int64_t> values = net.integers(message, field);
                shape.push_back(values.empty() ? 0 : values[std::min(top, values.size() - 1)]);
            }
        }
        net.add_input(net.top(top), shape);
    }
}

// The images, then labels, which are a number each.
void read_data(CaffeNet& net) {
    const DataKind* kind = std::find_if(std::begin(data_kinds), std::end(data_kinds),
                                        [&](const DataKind& one) { return one.type == net.type(); });
    if (kind == std::end(data_kinds)) return net.refuse(code::unsupported_op, "an unknown layer of data");
    int64_t batch = net.integer(kind->message, "batch_size", 0);
    for (size_t top = 0; top < net.top_count() && !net.failed(); ++top) {
        bool is_number = is_label(net.top(top)) || (top > 0 && kind->type != "HDF5Data");
        std::vector<int64_t> shape = {batch};
        if (!is_number) {
            std::vector<int64_t> image = image_of(net, *kind);
            shape.insert(shape.end(), image.begin(), image.end());
        }
        net.add_input(net.top(top), shape);
        bool is_guess = kind->type != "MemoryData" && shape.size() == 4 && shape[1] == 3;
        if (!is_guess || !net.has_recorded_size()) continue;
        net.remark(code::missing_input, "the number of channels is in the data set; 3 is used",
                   fmt::format("give another with `--input 1x{}x{}`", shape[2], shape[3]), Severity::note);
    }
}

void read_parameter(CaffeNet& net) {
    const PrototxtField* shape = net.message("parameter_param").find("shape");
    std::vector<int64_t> sizes = shape ? net.dims(*shape) : std::vector<int64_t>();
    if (sizes.empty()) return net.refuse(code::missing_parameter, "`Parameter` needs a `shape`");
    net.result("parameter " + joined(sizes), {}, 1);
}

void read_nothing(CaffeNet&) {}

void read_split(CaffeNet& net) {
    for (size_t top = 0; top < net.top_count(); ++top) net.pass_on(net.bottom(0), top);
}

// Keeps some samples of the batch: the last input chooses them.
void read_filter(CaffeNet& net) {
    for (size_t top = 0; top < std::max<size_t>(net.top_count(), 1) && !net.failed(); ++top) {
        net.result("custom " + joined(net.sizes(top)), {net.bottom(top), net.bottom(net.bottom_count() - 1)}, 0, top);
    }
}

// A loss or an accuracy is one number. A second output of a softmax loss is the softmax.
void read_loss(CaffeNet& net) {
    net.bottom(0);
    net.result("custom 1", net.bottoms());
    for (size_t top = 1; top < net.top_count() && !net.failed(); ++top) {
        bool softmax = net.type().starts_with("Softmax");
        net.result(softmax ? "softmax" : "custom 1", {net.bottom(0)}, 0, top);
    }
}

}  // namespace nnshape::caffe

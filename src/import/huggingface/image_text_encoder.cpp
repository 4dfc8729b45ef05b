#include <fmt/format.h>

#include "import/huggingface/model.h"

// CLIP: an encoder of texts and one of images, whose vectors are compared.
namespace nnshape::huggingface {
namespace {

// The text's and the image's fields are in parts of their own, or at the top if there is one tower alone.
class Writer {
  public:
    explicit Writer(Model& model) : model_(model), listing_(model.listing) {}

    void write() {
        Task task = model_.task;
        if (model_.type == "clip_text_model" && task == Task::unsaid) task = Task::text_tower;
        if (model_.type == "clip_vision_model" && task == Task::unsaid) task = Task::image_tower;
        bool text = task == Task::text_tower || task == Task::text_tower_projected;
        bool image = task == Task::image_tower || task == Task::image_tower_projected;
        bool both = !text && !image;
        model_.lacks_head = both && task != Task::base && task != Task::unsaid;
        if (both) listing_.line("logit_scale: parameter 1 allow=unused-layer");
        int64_t projection = model_.config.size("projection_dim", 512);
        if (!image) write_text(part("text_config"), both || task == Task::text_tower_projected ? projection : 0);
        if (both) listing_.blank();
        if (!text) write_image(part("vision_config"), both || task == Task::image_tower_projected ? projection : 0);
        if (both) listing_.line("outputs text_projection visual_projection");
    }

  private:
    Config part(std::string_view name) {
        const JsonValue& value = model_.config.value(name);
        if (value.is_null()) return model_.config;
        if (!value.is_object()) model_.config.fail(fmt::format("`{}` must be an object", name), {}, &value);
        return model_.config.part(name);
    }

    void write_text(Config config, int64_t projection) {
        int64_t positions = config.size("max_position_embeddings", 77), width = config.size("hidden_size", 512);
        listing_.line(fmt::format("input_ids: input {}", model_.length("input_ids", positions, true)));
        listing_.line(fmt::format("words: embedding {} {} from=input_ids", config.size("vocab_size", 49408), width));
        listing_.line(fmt::format("text_positions: embedding {} {} from=input_ids", positions, width));
        listing_.line("add from=words,text_positions");
        write_layers("text_layer", config, width, 2048, 8);
        listing_.line("text_norm: layer_norm");
        listing_.line("text_end: select -1");
        if (projection) listing_.line(fmt::format("text_projection: dense {} no-bias", projection));
        model_.config.fail(config.fault());
    }

    void write_image(Config config, int64_t projection) {
        int64_t width = config.size("hidden_size", 768), channels = config.size("num_channels", 3);
        auto image = config.pair("image_size", 224), patch = config.pair("patch_size", 32);
        listing_.line(fmt::format("pixel_values: input {}x{}x{}", image.rows, image.columns, channels));
        listing_.line(fmt::format("patches: conv {0} {1}x{2} stride={1}x{2} no-bias from=pixel_values", width,
                                  patch.rows, patch.columns));
        listing_.line("tokens");
        listing_.line("class_token");
        listing_.line("position_embedding");
        listing_.line("image_pre_norm: layer_norm");
        write_layers("image_layer", config, width, 3072, 12);
        listing_.line("image_class: select 0");
        listing_.line("image_norm: layer_norm");
        if (projection) listing_.line(fmt::format("visual_projection: dense {} no-bias", projection));
        model_.config.fail(config.fault());
    }

    void write_layers(std::string_view name, Config& config, int64_t width, int64_t hidden, int64_t heads) {
        std::string activation = activation_text(config.word("hidden_act", "quick_gelu"));
        listing_.line(fmt::format("{}: repeat {} {{", name, config.layers("num_hidden_layers", 12)));
        listing_.line(
            fmt::format("add {{ layer_norm ; attention: attention {} }}", config.size("num_attention_heads", heads)));
        listing_.line("add {");
        listing_.line("layer_norm");
        listing_.line(fmt::format("fc1: dense {}{}", config.size("intermediate_size", hidden), activation));
        listing_.line(fmt::format("fc2: dense {}", width));
        listing_.line("}");
        listing_.line("}");
    }

    Model& model_;
    Listing& listing_;
};

void write(Model& model) { Writer(model).write(); }

}  // namespace

Family image_text_encoders() { return {{"clip", "clip_text_model", "clip_vision_model"}, write}; }

}  // namespace nnshape::huggingface

#include <fmt/format.h>

#include "import/huggingface/model.h"

// ViT and DeiT: an image in patches, a token for the class, and the layers of a text encoder with the norms first.
namespace nnshape::huggingface {
namespace {

class Writer {
  public:
    explicit Writer(Model& model) : model_(model), config_(model.config), listing_(model.listing) {}

    void write() {
        auto patch = config_.pair("patch_size", 16);
        int64_t channels = config_.size("num_channels", 3);
        listing_.let("width", config_.size("hidden_size", 768));
        listing_.let("hidden", config_.size("intermediate_size", 3072));
        listing_.let("heads", config_.size("num_attention_heads", 12));
        listing_.let("layers", config_.layers("num_hidden_layers", 12));
        write_image(config_.pair("image_size", 224), channels);
        listing_.line(fmt::format("patches: conv $width {0}x{1} stride={0}x{1}", patch.rows, patch.columns));
        listing_.line("tokens");
        listing_.line(is_distilled() ? "class_token 2" : "class_token");
        listing_.line("position_embedding");
        write_layers();
        listing_.line("final_norm: layer_norm");
        write_head();
    }

  private:
    bool is_distilled() const { return model_.type == "deit"; }

    void write_image(Config::Pair image, int64_t channels) {
        std::vector<int64_t> sizes = {image.rows, image.columns, channels};
        if (const InputShape* shape = model_.given("pixel_values")) sizes = shape->sizes;
        if (sizes.size() != 3 || sizes[2] != channels) {
            config_.fail("the input is an image in the layout HWC",
                         fmt::format("use --input {}x{}x{}", image.rows, image.columns, channels));
            return;
        }
        listing_.line(fmt::format("pixel_values: input {}", fmt::join(sizes, "x")));
        listing_.blank();
    }

    void write_layers() {
        bool bias = config_.flag("qkv_bias", true);
        listing_.line("layer: repeat $layers {");
        listing_.line(fmt::format("add {{ layer_norm ; attention: attention $heads{} }}", bias ? "" : " bias=out"));
        listing_.line("add {");
        listing_.line("layer_norm");
        listing_.line(
            fmt::format("intermediate: dense $hidden{}", activation_text(config_.word("hidden_act", "gelu"))));
        listing_.line("output: dense $width");
        listing_.line("}");
        listing_.line("}");
    }

    void write_head() {
        switch (model_.task) {
            case Task::unsaid:
                if (config_.is_set("id2label num_labels")) return write_classifier();
                [[fallthrough]];
            case Task::base:
                listing_.line("first: select 0");
                return listing_.line(fmt::format("pooler: dense {} activation=tanh", pooler_width()));
            case Task::image: return write_classifier();
            case Task::image_with_teacher: return write_two_classifiers();
            default: model_.lacks_head = true;
        }
    }

    std::string pooler_width() {
        return config_.is_set("pooler_output_size") ? std::to_string(config_.size("pooler_output_size", 1)) : "$width";
    }

    void write_classifier() {
        listing_.line("first: select 0");
        listing_.line(fmt::format("classifier: dense {}", config_.labels()));
    }

    // One for the token of the class, and one for that of the teacher; the result is their mean.
    void write_two_classifiers() {
        if (!is_distilled()) return void(model_.lacks_head = true);
        int64_t labels = config_.labels();
        listing_.line("first: select 0");
        listing_.line(fmt::format("cls_classifier: dense {}", labels));
        listing_.line("second: select 1 from=final_norm");
        listing_.line(fmt::format("distillation_classifier: dense {}", labels));
        listing_.line("average from=cls_classifier,distillation_classifier");
    }

    Model& model_;
    Config& config_;
    Listing& listing_;
};

void write(Model& model) { Writer(model).write(); }

}  // namespace

Family image_encoders() { return {{"vit", "deit"}, write}; }

}  // namespace nnshape::huggingface

#include <fmt/format.h>
#include <algorithm>

#include "import/huggingface/model.h"

// T5 and its relatives: an encoder and a decoder, each with a table of distances that its layers share.
namespace nnshape::huggingface {
namespace {

struct Member {
    std::string_view type, feed_forward;
    int64_t vocabulary;
    bool tied;
    bool has_layer_distances;  ///< each layer has a table of distances of its own
};

constexpr Member members[] = {
    {"t5", "relu", 32128, true, false},
    {"mt5", "gated-gelu", 250112, false, false},
    {"umt5", "gated-gelu", 250112, false, true},
};

class Writer {
  public:
    Writer(const Member& member, Model& model)
        : member_(member), model_(model), config_(model.config), listing_(model.listing) {}

    void write() {
        read();
        bool has_decoder =
            config_.flag("is_encoder_decoder", true) && model_.task != Task::encoder && model_.task != Task::tokens;
        listing_.line(fmt::format("source: input {}", model_.length("source", positions_, false)));
        if (has_decoder) {
            std::string length = model_.length("target", positions_, false, "target_length");
            listing_.line(fmt::format("target: input {}", length));
        }
        write_feed_forward();
        write_encoder();
        if (has_decoder) write_decoder();
        write_head(has_decoder);
    }

  private:
    void read() {
        listing_.let("vocabulary", config_.size("vocab_size", member_.vocabulary));
        width_ = config_.size("d_model hidden_size", 512);
        listing_.let("width", width_);
        listing_.let("hidden", config_.size("d_ff", member_.type == "t5" ? 2048 : 1024));
        heads_ = config_.size("num_heads num_attention_heads", member_.type == "t5" ? 8 : 6);
        listing_.let("heads", heads_);
        head_dim_ = config_.size("d_kv", 64);
        if (has_own_dim()) listing_.let("head_dim", head_dim_);
        layers_ = config_.layers("num_layers num_hidden_layers", member_.type == "t5" ? 6 : 8);
        listing_.let("layers", layers_);
        decoder_layers_ = config_.layers("num_decoder_layers", layers_);
        if (decoder_layers_ != layers_) listing_.let("decoder_layers", decoder_layers_);
        listing_.let("distances", config_.size("relative_attention_num_buckets", 32));
        positions_ = config_.size("n_positions max_position_embeddings", 512);
    }

    // `relu`, or `gated-gelu`.
    void write_feed_forward() {
        std::string name = config_.word("feed_forward_proj", member_.feed_forward);
        bool gated = name.starts_with("gated-");
        std::string activation = activation_text(std::string_view(name).substr(gated ? 6 : 0));
        listing_.blank();
        listing_.line("define feed_forward {");
        listing_.line("add {");
        listing_.line("norm: rms_norm");
        if (gated) {
            listing_.line("multiply {");
            listing_.line(fmt::format("path {{ gate: dense $hidden no-bias{} }}", activation));
            listing_.line("path { up: dense $hidden no-bias }");
            listing_.line("}");
        } else {
            listing_.line(fmt::format("up: dense $hidden no-bias{}", activation));
        }
        listing_.line("down: dense $width no-bias");
        listing_.line("}");
        listing_.line("}");
        listing_.blank();
    }

    void write_encoder() {
        if (!member_.has_layer_distances) listing_.line(distances("distances"));
        listing_.line("words: embedding $vocabulary $width from=source");
        listing_.line("encoder: repeat $layers {");
        write_attention();
        listing_.line("mlp: feed_forward");
        listing_.line("}");
        listing_.line("encoded: rms_norm");
    }

    void write_decoder() {
        listing_.blank();
        if (!member_.has_layer_distances) listing_.line(distances("decoder_distances"));
        listing_.line("embedding $vocabulary $width from=target share=words");
        listing_.line(decoder_layers_ == layers_ ? "repeat $layers {" : "repeat $decoder_layers {");
        write_attention("decoder_");
        listing_.line("cross_norm: rms_norm");
        listing_.line(fmt::format("cross_attention: attention $heads{} no-bias from=cross_norm,encoded", dim()));
        listing_.line("cross: add from=decoder_attended,cross_attention");
        listing_.line("decoder_mlp: feed_forward");
        listing_.line("}");
        listing_.line("decoded: rms_norm");
    }

    void write_attention(std::string_view prefix = "") {
        listing_.line(fmt::format("{}attended: add {{", prefix));
        listing_.line(fmt::format("{}norm: rms_norm", prefix));
        bool own = member_.has_layer_distances;
        if (own) listing_.line(distances(fmt::format("{}distances", prefix)));
        listing_.line(fmt::format("{0}attention: attention $heads{1} no-bias{2}", prefix, dim(),
                                  own ? fmt::format(" from={}norm", prefix) : ""));
        listing_.line("}");
    }

    void write_head(bool has_decoder) {
        switch (model_.task) {
            case Task::base:
            case Task::encoder: return;
            case Task::unsaid:
                if (!has_decoder) return;
                [[fallthrough]];
            case Task::causal:
                return write_word_head(listing_, "head", config_.flag("tie_word_embeddings", member_.tied), false);
            case Task::sequence:
                listing_.line("last: select -1");
                listing_.line("dense: dense $width activation=tanh");
                return listing_.line(fmt::format("out_proj: dense {}", config_.labels()));
            case Task::tokens: return listing_.line(fmt::format("classifier: dense {}", config_.labels()));
            case Task::question: return listing_.line("qa_outputs: dense 2");
            default: model_.lacks_head = true;
        }
    }

    bool has_own_dim() const { return head_dim_ * heads_ != width_; }
    std::string dim() const { return has_own_dim() ? " dim=$heads*$head_dim" : ""; }
    static std::string distances(std::string_view name) {
        return fmt::format("{}: parameter ${{distances}}x$heads allow=unused-layer", name);
    }

    const Member& member_;
    Model& model_;
    Config& config_;
    Listing& listing_;
    int64_t width_ = 0, heads_ = 0, head_dim_ = 0, layers_ = 0, decoder_layers_ = 0, positions_ = 0;
};

void write(Model& model) {
    auto member =
        std::find_if(std::begin(members), std::end(members), [&](const Member& one) { return one.type == model.type; });
    Writer(*member, model).write();
}

}  // namespace

Family t5s() {
    Family family{.types = {}, .write = write};
    for (const Member& member : members) family.types.push_back(member.type);
    return family;
}

}  // namespace nnshape::huggingface

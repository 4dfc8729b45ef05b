#include <fmt/format.h>

#include "import/huggingface/model.h"

// BART and mBART: an encoder and a decoder with tables of positions. BART's norms are after its sums, mBART's before.
namespace nnshape::huggingface {
namespace {

// A table of positions has two rows that no text uses.
constexpr int64_t unused_positions = 2;

class Writer {
  public:
    explicit Writer(Model& model)
        : model_(model), config_(model.config), listing_(model.listing), norms_first_(model.type == "mbart") {}

    void write() {
        positions_ = config_.size("max_position_embeddings", 1024);
        listing_.let("vocabulary", config_.size("vocab_size", 50265));
        listing_.let("width", config_.size("d_model hidden_size", 1024));
        std::string source = model_.length("source", positions_, true);
        std::string target = model_.length("target", positions_, true, "target_length");
        listing_.line(fmt::format("source: input {}", source));
        listing_.line(fmt::format("target: input {}", target));
        write_encoder();
        write_decoder();
        write_head();
    }

  private:
    // `side` is `encoder` or `decoder`.
    void write_tables(std::string_view side, std::string_view words, std::string_view input) {
        listing_.line(fmt::format("{}: embedding $vocabulary $width from={}{}", words, input,
                                  words == "words" ? "" : " share=words"));
        listing_.line(
            fmt::format("{}_positions: embedding {} $width from={}", side, positions_ + unused_positions, input));
        listing_.line(fmt::format("add from={},{}_positions", words, side));
        listing_.line(fmt::format("{}_word_norm: layer_norm", side));
    }

    void open_layers(std::string_view side, std::string_view label) {
        std::string layers = fmt::format("{}_layers", side);
        std::string fields = side == "encoder" ? "encoder_layers num_hidden_layers" : "decoder_layers";
        listing_.let(layers, config_.layers(fields, 12));
        listing_.let(fmt::format("{}_heads", side), config_.size(fmt::format("{}_attention_heads", side), 16));
        listing_.let(fmt::format("{}_hidden", side), config_.size(fmt::format("{}_ffn_dim", side), 4096));
        listing_.line(fmt::format("{}repeat ${} {{", label, layers));
    }

    // x + part(x), with a norm. Its result is called `name`.
    template <class Part>
    void write_sum(std::string_view name, const Part& part) {
        listing_.line(norms_first_ ? fmt::format("{}: add {{", name) : std::string("add {"));
        if (norms_first_) listing_.line("layer_norm");
        part();
        listing_.line("}");
        if (!norms_first_) listing_.line(fmt::format("{}: layer_norm", name));
    }

    void write_attention(std::string_view side) {
        write_sum(fmt::format("{}_attended", side),
                  [&] { listing_.line(fmt::format("{0}_attention: attention ${0}_heads", side)); });
    }

    void write_network(std::string_view side) {
        std::string activation = activation_text(config_.word("activation_function", "gelu"));
        write_sum(fmt::format("{}_output", side), [&] {
            listing_.line(fmt::format("{0}_fc1: dense ${0}_hidden{1}", side, activation));
            listing_.line(fmt::format("{}_fc2: dense $width", side));
        });
    }

    void write_encoder() {
        listing_.blank();
        write_tables("encoder", "words", "source");
        open_layers("encoder", "encoder: ");
        write_attention("encoder");
        write_network("encoder");
        listing_.line("}");
        listing_.line(norms_first_ ? "encoded: layer_norm" : "encoded: identity");
    }

    void write_decoder() {
        listing_.blank();
        write_tables("decoder", "target_words", "target");
        open_layers("decoder", "");
        write_attention("decoder");
        if (norms_first_) listing_.line("cross_norm: layer_norm");
        listing_.line(fmt::format("cross_attention: attention $decoder_heads from={},encoded",
                                  norms_first_ ? "cross_norm" : "decoder_attended"));
        listing_.line("cross: add from=decoder_attended,cross_attention");
        if (!norms_first_) listing_.line("cross_norm: layer_norm");
        write_network("decoder");
        listing_.line("}");
        if (norms_first_) listing_.line("decoded: layer_norm");
    }

    void write_head() {
        switch (model_.task) {
            case Task::base: return;
            case Task::unsaid:
            case Task::causal:
                return write_word_head(listing_, "head", config_.flag("tie_word_embeddings", true), false);
            case Task::sequence:
                listing_.line("last: select -1");
                listing_.line("dense: dense $width activation=tanh");
                return listing_.line(fmt::format("out_proj: dense {}", config_.labels()));
            case Task::question: return listing_.line("qa_outputs: dense 2");
            default: model_.lacks_head = true;
        }
    }

    Model& model_;
    Config& config_;
    Listing& listing_;
    bool norms_first_;
    int64_t positions_ = 0;
};

// A decoder alone has a class, and no encoder: `BartForCausalLM`.
void write(Model& model) {
    if (model.architecture.ends_with("ForCausalLM") || !model.config.flag("is_encoder_decoder", true)) {
        return model.config.fail("a decoder without its encoder is not known here",
                                 "the model's checkpoint (.safetensors) has all of its tensors");
    }
    Writer(model).write();
}

}  // namespace

Family barts() { return {{"bart", "mbart"}, write}; }

}  // namespace nnshape::huggingface

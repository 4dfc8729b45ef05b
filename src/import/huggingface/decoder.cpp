#include "import/huggingface/decoder.h"

#include <fmt/format.h>

namespace nnshape::huggingface {
namespace {

std::string bias_text(bool bias) { return bias ? "" : " no-bias"; }

class Writer {
  public:
    Writer(const Decoder& decoder, Model& model)
        : decoder_(decoder),
          sizes_(decoder.sizes),
          model_(model),
          listing_(model.listing),
          activation_(activation_text(decoder.activation)) {}

    void write() {
        write_lets();
        std::string length = model_.length("input", sizes_.positions, decoder_.has_position_table);
        listing_.line(fmt::format("input {}", length));
        listing_.blank();
        write_words();
        write_layers();
        if (decoder_.final_norm) listing_.line(fmt::format("final_norm: {}", decoder_.norm));
        write_head();
    }

  private:
    bool has_experts(size_t layer) const {
        const Experts& experts = decoder_.experts;
        return experts.count && (experts.by_layer.empty() || experts.by_layer[layer]);
    }

    bool any_layer_has_experts(bool has) const {
        for (size_t layer = 0; layer < static_cast<size_t>(sizes_.layers); ++layer) {
            if (has_experts(layer) == has) return true;
        }
        return false;
    }

    void write_lets() {
        listing_.let("vocabulary", sizes_.vocabulary);
        listing_.let("width", sizes_.width);
        if (any_layer_has_experts(false)) listing_.let("hidden", sizes_.hidden);
        listing_.let("heads", sizes_.heads);
        if (sizes_.kv_heads != sizes_.heads) listing_.let("kv_heads", sizes_.kv_heads);
        if (uses_head_dim()) listing_.let("head_dim", sizes_.head_dim);
        if (!any_layer_has_experts(true)) return;
        listing_.let("experts", decoder_.experts.count);
        listing_.let("active", decoder_.experts.active);
        listing_.let("expert_hidden", decoder_.experts.hidden);
        if (decoder_.experts.shared_hidden) listing_.let("shared_hidden", decoder_.experts.shared_hidden);
    }

    bool has_own_dim() const { return sizes_.head_dim * sizes_.heads != sizes_.width; }
    bool uses_head_dim() const { return has_own_dim() || !decoder_.query_norm.empty() || !decoder_.key_norm.empty(); }

    void write_words() {
        listing_.line(decoder_.word_dim ? fmt::format("words: embedding $vocabulary {}", decoder_.word_dim)
                                        : "words: embedding $vocabulary $width");
        bool projected = decoder_.word_dim && decoder_.word_dim != sizes_.width;
        if (projected) listing_.line("project_in: dense $width no-bias");
        if (decoder_.has_position_table) {
            listing_.line(
                fmt::format("positions: embedding {} $width from=input", sizes_.positions + decoder_.position_offset));
            listing_.line(fmt::format("add from={},positions", projected ? "project_in" : "words"));
        }
        if (decoder_.word_norm) listing_.line(fmt::format("word_norm: {}", decoder_.norm));
    }

    void write_layers() {
        if (!any_layer_has_experts(false) || !any_layer_has_experts(true)) {
            listing_.line(fmt::format("layer: repeat {} {{", model_.listing.let("layers", sizes_.layers)));
            write_layer(has_experts(0));
            listing_.line("}");
            return;
        }
        for (bool experts : {false, true}) {
            listing_.blank();
            listing_.line(experts ? "define expert_layer {" : "define layer {");
            write_layer(experts);
            listing_.line("}");
        }
        listing_.blank();
        auto count = static_cast<size_t>(sizes_.layers);
        for (size_t begin = 0, end = 0; begin < count; begin = end) {
            while (end < count && has_experts(end) == has_experts(begin)) ++end;
            std::string_view name = has_experts(begin) ? "expert_layer" : "layer";
            listing_.line(end - begin == 1 ? std::string(name) : fmt::format("repeat {} {{ {} }}", end - begin, name));
        }
    }

    void write_layer(bool experts) {
        switch (decoder_.order) {
            case Order::before:
            case Order::around:
            case Order::after: return write_sums(experts);
            case Order::after_sum: return write_normed_sums(experts);
            case Order::parallel: return write_parallel(experts);
            case Order::parallel_pair: return write_parallel_pair(experts);
        }
    }

    void write_sums(bool experts) {
        bool before = decoder_.order != Order::after, after = decoder_.order != Order::before;
        listing_.line("add {");
        if (before) write_norm("attention_norm");
        if (before) write_extras();
        write_attention(before && has_extras() ? "attention_norm" : "");
        if (!before) write_extras();
        if (after) write_norm("attention_post_norm", !before && has_extras() ? "attention" : "");
        listing_.line("}");
        listing_.line("add {");
        if (before) write_norm("mlp_norm");
        write_mlp(experts);
        if (after) write_norm("mlp_post_norm");
        listing_.line("}");
    }

    void write_normed_sums(bool experts) {
        listing_.line("add {");
        write_attention();
        listing_.line("}");
        write_norm("attention_norm");
        listing_.line("add {");
        write_mlp(experts);
        listing_.line("}");
        write_norm("mlp_norm");
    }

    void write_parallel(bool experts) {
        listing_.line("add {");
        write_norm("norm");
        write_extras();
        listing_.line(has_extras() ? "add from=norm {" : "add {");
        write_path([&] { write_attention(); });
        write_path([&] { write_mlp(experts); });
        listing_.line("}");
        listing_.line("}");
    }

    void write_parallel_pair(bool experts) {
        listing_.line("add {");
        listing_.line("path { }");
        write_path([&] {
            write_norm("attention_norm");
            write_attention();
        });
        write_path([&] {
            write_norm("mlp_norm");
            write_mlp(experts);
        });
        listing_.line("}");
    }

    template <class Content>
    void write_path(const Content& content) {
        listing_.line("path {");
        content();
        listing_.line("}");
    }

    void write_norm(std::string_view name, std::string_view input = {}) {
        listing_.line(fmt::format("{}: {}{}{}", name, decoder_.norm, input.empty() ? "" : " from=", input));
    }

    bool has_extras() const { return !decoder_.query_norm.empty() || !decoder_.key_norm.empty() || decoder_.sinks; }

    // The parameters inside the attention that the layer type does not have.
    void write_extras() {
        constexpr std::string_view line = "{}: parameter {} allow=unused-layer";
        if (!decoder_.query_norm.empty()) listing_.line(fmt::format(line, "query_norm", decoder_.query_norm));
        if (!decoder_.key_norm.empty()) listing_.line(fmt::format(line, "key_norm", decoder_.key_norm));
        if (decoder_.sinks) listing_.line(fmt::format(line, "sinks", "$heads"));
    }

    void write_attention(std::string_view input = {}) {
        std::string line = "attention: attention $heads";
        if (sizes_.kv_heads != sizes_.heads) line += " kv_heads=$kv_heads";
        if (has_own_dim()) line += " dim=$heads*$head_dim";
        if (decoder_.attention_bias == "false") line += " no-bias";
        if (decoder_.attention_bias != "false" && decoder_.attention_bias != "true") {
            line += fmt::format(" bias={}", decoder_.attention_bias);
        }
        if (!input.empty()) line += fmt::format(" from={}", input);
        listing_.line(line);
    }

    void write_mlp(bool experts) {
        if (!experts) return write_network("", "$hidden", decoder_.hidden_bias);
        listing_.line(fmt::format("router: dense $experts{} allow=unused-layer", bias_text(decoder_.experts.bias)));
        if (!decoder_.experts.shared_hidden) return write_experts(" from=mlp_norm");
        listing_.line("add from=mlp_norm {");
        write_path([&] { write_experts(""); });
        write_path([&] { write_shared_expert(); });
        listing_.line("}");
    }

    void write_experts(std::string_view input) {
        listing_.line(fmt::format("experts $experts active=$active{} {{", input));
        write_network("", "$expert_hidden", decoder_.experts.bias);
        listing_.line("}");
    }

    void write_shared_expert() {
        if (!decoder_.experts.shared_router) return write_network("shared_", "$shared_hidden", false);
        listing_.line("multiply {");
        write_path([&] { write_network("shared_", "$shared_hidden", false); });
        listing_.line("path { shared_router: dense 1 no-bias activation=sigmoid }");
        listing_.line("}");
    }

    void write_network(std::string_view prefix, std::string_view hidden, bool has_bias) {
        std::string bias = bias_text(has_bias);
        if (decoder_.gated) {
            listing_.line("multiply {");
            listing_.line(fmt::format("path {{ {}gate: dense {}{}{} }}", prefix, hidden, bias, activation_));
            listing_.line(fmt::format("path {{ {}up: dense {}{} }}", prefix, hidden, bias));
            listing_.line("}");
        } else {
            listing_.line(fmt::format("{}up: dense {}{}{}", prefix, hidden, bias, activation_));
        }
        listing_.line(fmt::format("{}down: dense $width{}", prefix, bias));
    }

    void write_head() {
        if (decoder_.word_dim && decoder_.word_dim != sizes_.width) {
            listing_.line(fmt::format("project_out: dense {} no-bias", decoder_.word_dim));
        }
        switch (model_.task) {
            case Task::base: return;
            case Task::unsaid:
            case Task::causal: return write_word_head(listing_, "head", decoder_.tied, decoder_.head_bias);
            case Task::sequence:
                listing_.line(fmt::format("score: dense {} no-bias", model_.config.labels()));
                return listing_.line("select -1");
            case Task::tokens: return listing_.line(fmt::format("score: dense {}", model_.config.labels()));
            case Task::question: return listing_.line("score: dense 2");
            default: model_.lacks_head = true;
        }
    }

    const Decoder& decoder_;
    const Sizes& sizes_;
    Model& model_;
    Listing& listing_;
    std::string activation_;
};

}  // namespace

void write_decoder(const Decoder& decoder, Model& model) { Writer(decoder, model).write(); }

}  // namespace nnshape::huggingface

#include "import/huggingface/member.h"

// Decoders with experts.
namespace nnshape::huggingface {
namespace {

void set_experts(Config& config, Decoder& decoder, int64_t count, int64_t active) {
    decoder.experts.count = config.size("num_local_experts num_experts", count);
    decoder.experts.active = config.size("num_experts_per_tok experts_per_token", active);
    decoder.experts.hidden = decoder.sizes.hidden;
}

void set_mixtral(Config& config, Decoder& decoder) { set_experts(config, decoder, 8, 2); }

void set_granitemoe(Config& config, Decoder& decoder) {
    set_experts(config, decoder, 8, 2);
    set_attention_bias(config, decoder);
}

void set_phimoe(Config& config, Decoder& decoder) {
    set_experts(config, decoder, 16, 2);
    set_attention_bias(config, decoder);
    decoder.norm = "layer_norm";
    decoder.head_bias = config.flag("lm_head_bias", false);
}

void set_olmoe(Config& config, Decoder& decoder) {
    set_experts(config, decoder, 64, 8);
    set_attention_bias(config, decoder);
    set_query_norm_of_all_heads(decoder);
}

void set_gpt_oss(Config& config, Decoder& decoder) {
    set_experts(config, decoder, 128, 4);
    decoder.experts.bias = true;
    decoder.attention_bias = "true";
    set_attention_bias(config, decoder);
    decoder.sinks = true;
}

// The layers in `mlp_only_layers` and those between the steps of `decoder_sparse_step` have no experts.
void set_sparse_layers(Config& config, Decoder& decoder) {
    int64_t step = config.size("decoder_sparse_step", 1);
    std::vector<bool>& by_layer = decoder.experts.by_layer;
    for (int64_t layer = 1; layer <= decoder.sizes.layers; ++layer) by_layer.push_back(layer % step == 0);
    for (const JsonValue& layer : config.value("mlp_only_layers").items) {
        int64_t number = layer.integer().value_or(-1);
        if (number >= 0 && number < decoder.sizes.layers) by_layer[static_cast<size_t>(number)] = false;
    }
}

void set_qwen_moe(Config& config, Decoder& decoder, const Experts& defaults) {
    decoder.experts.count = config.size("num_experts num_local_experts", defaults.count, 0);
    decoder.experts.active = config.size("num_experts_per_tok", defaults.active);
    decoder.experts.hidden = config.size("moe_intermediate_size", defaults.hidden);
    set_sparse_layers(config, decoder);
}

void set_qwen2_moe(Config& config, Decoder& decoder) {
    set_qwen_moe(config, decoder, {.count = 60, .active = 4, .hidden = 1408});
    decoder.experts.shared_hidden = config.size("shared_expert_intermediate_size", 5632);
    decoder.experts.shared_router = true;
    decoder.attention_bias = config.flag("qkv_bias", true) ? "qkv" : "false";
}

void set_qwen3_moe(Config& config, Decoder& decoder) {
    set_qwen_moe(config, decoder, {.count = 128, .active = 8, .hidden = 768});
    set_attention_bias(config, decoder);
    set_query_norm_of_one_head(decoder);
}

const Member members[] = {
    // vocabulary, width, hidden, layers, heads, kv_heads, head_dim, positions
    {"mixtral", {32000, 4096, 14336, 32, 32, 8, 0, 131072}, set_mixtral},
    {"granitemoe", {32000, 4096, 11008, 32, 32, 0, 0, 2048}, set_granitemoe},
    {"phimoe", {32064, 4096, 6400, 32, 32, 8, 0, 131072}, set_phimoe},
    {"olmoe", {50304, 2048, 2048, 16, 16, 0, 0, 4096}, set_olmoe},
    {"gpt_oss", {201088, 2880, 2880, 36, 64, 8, 64, 131072}, set_gpt_oss},
    {"qwen2_moe", {151936, 2048, 5632, 24, 16, 16, 0, 32768}, set_qwen2_moe},
    {"qwen3_moe", {151936, 2048, 6144, 24, 32, 4, 0, 32768}, set_qwen3_moe},
};

}  // namespace

std::span<const Member> expert_members() { return members; }

}  // namespace nnshape::huggingface

#include "import/huggingface/member.h"

// Decoders whose feed-forward network is two layers, as that of GPT is.
namespace nnshape::huggingface {
namespace {

void set_network(Decoder& decoder, bool attention_bias, bool hidden_bias) {
    decoder.norm = "layer_norm";
    decoder.gated = false;
    decoder.activation = "gelu";
    decoder.attention_bias = attention_bias ? "true" : "false";
    decoder.hidden_bias = hidden_bias;
}

void set_gpt2(Config&, Decoder& decoder) {
    set_network(decoder, true, true);
    decoder.tied = true;
    decoder.has_position_table = true;
}

void set_openai_gpt(Config& config, Decoder& decoder) {
    set_gpt2(config, decoder);
    decoder.order = Order::after_sum;
    decoder.final_norm = false;
}

void set_gpt_bigcode(Config& config, Decoder& decoder) {
    set_gpt2(config, decoder);
    if (config.flag("multi_query", true)) decoder.sizes.kv_heads = 1;
}

void set_gpt_neo(Config& config, Decoder& decoder) {
    set_gpt2(config, decoder);
    decoder.attention_bias = "out";
}

void set_gptj(Config&, Decoder& decoder) {
    set_network(decoder, false, true);
    decoder.order = Order::parallel;
    decoder.head_bias = true;
}

void set_gpt_neox(Config& config, Decoder& decoder) {
    set_network(decoder, true, true);
    set_attention_bias(config, decoder);
    decoder.order = config.flag("use_parallel_residual", true) ? Order::parallel_pair : Order::before;
}

void set_opt(Config& config, Decoder& decoder) {
    bool biases = config.flag("enable_bias", true);
    set_network(decoder, biases, biases);
    decoder.tied = true;
    decoder.has_position_table = true;
    decoder.position_offset = 2;
    decoder.activation = "relu";
    decoder.word_dim = config.size("word_embed_proj_dim", decoder.sizes.width);
    decoder.order = config.flag("do_layer_norm_before", true) ? Order::before : Order::after_sum;
    decoder.final_norm = decoder.order == Order::before && !config.flag("_remove_final_layer_norm", false);
    if (!config.flag("layer_norm_elementwise_affine", true)) decoder.norm = "layer_norm no-scale no-center";
}

void set_biogpt(Config& config, Decoder& decoder) {
    set_gpt2(config, decoder);
    decoder.position_offset = 2;
}

// Its positions are calculated.
void set_xglm(Config&, Decoder& decoder) {
    set_network(decoder, true, true);
    decoder.tied = true;
}

// It has no table of positions, and no field for `hidden`.
void set_bloom(Config&, Decoder& decoder) {
    set_network(decoder, true, true);
    decoder.tied = true;
    decoder.word_norm = true;
    decoder.sizes.hidden = 4 * decoder.sizes.width;
}

void set_mpt(Config& config, Decoder& decoder) {
    set_network(decoder, false, false);
    decoder.tied = true;
    decoder.norm = "layer_norm no-center";
    decoder.sizes.hidden = decoder.sizes.width * config.size("expansion_ratio", 4, 1, 1024);
}

// The norms of its queries and keys have a scale and a shift, which all heads share.
void set_phi(Config& config, Decoder& decoder) {
    set_network(decoder, true, true);
    decoder.order = Order::parallel;
    decoder.head_bias = true;
    if (config.flag("qk_layernorm", false)) decoder.query_norm = decoder.key_norm = "2*$head_dim";
}

void set_falcon_of(Config& config, Decoder& decoder, bool is_new_by_default) {
    bool bias = config.flag("bias", false);
    set_network(decoder, bias, bias);
    decoder.tied = true;
    bool is_new = config.flag("new_decoder_architecture", is_new_by_default);
    int64_t heads = decoder.sizes.heads;
    if (is_new) {
        decoder.sizes.kv_heads = config.size("num_kv_heads n_head_kv", heads);
    } else {
        decoder.sizes.kv_heads = config.flag("multi_query", true) ? 1 : heads;
    }
    int64_t norms = config.size("num_ln_in_parallel_attn", is_new ? 2 : 1, 1, 2);
    decoder.order = norms == 2 ? Order::parallel_pair : Order::parallel;
    if (!config.flag("parallel_attn", true)) decoder.order = Order::before;
}

void set_falcon(Config& config, Decoder& decoder) { set_falcon_of(config, decoder, false); }

// Falcon 40B by the name that it had first.
void set_refined_web(Config& config, Decoder& decoder) { set_falcon_of(config, decoder, true); }

void set_starcoder2(Config& config, Decoder& decoder) {
    bool biases = config.flag("use_bias", true);
    set_network(decoder, biases, biases);
    decoder.tied = true;
}

void set_nemotron(Config& config, Decoder& decoder) {
    set_network(decoder, config.flag("attention_bias", false), config.flag("mlp_bias", false));
}

const Member members[] = {
    // vocabulary, width, hidden, layers, heads, kv_heads, head_dim, positions
    {"gpt2", {50257, 768, 0, 12, 12, 0, 0, 1024}, set_gpt2},
    {"openai-gpt", {40478, 768, 0, 12, 12, 0, 0, 512}, set_openai_gpt},
    {"gpt_bigcode", {50257, 768, 0, 12, 12, 0, 0, 1024}, set_gpt_bigcode},
    {"gpt_neo", {50257, 2048, 0, 24, 16, 0, 0, 2048}, set_gpt_neo},
    {"gptj", {50400, 4096, 0, 28, 16, 0, 0, 2048}, set_gptj},
    {"codegen", {50400, 4096, 0, 28, 16, 0, 0, 2048}, set_gptj},
    {"gpt_neox", {50432, 6144, 24576, 44, 64, 0, 0, 2048}, set_gpt_neox},
    {"opt", {50272, 768, 3072, 12, 12, 0, 0, 2048}, set_opt},
    {"biogpt", {42384, 1024, 4096, 24, 16, 0, 0, 1024}, set_biogpt},
    {"xglm", {256008, 1024, 4096, 24, 16, 0, 0, 2048}, set_xglm},
    {"bloom", {250880, 64, 0, 2, 8, 0, 0, 2048}, set_bloom},
    {"mpt", {50368, 2048, 0, 24, 16, 0, 0, 2048}, set_mpt},
    {"phi", {51200, 2048, 8192, 24, 32, 0, 0, 2048}, set_phi},
    {"phi-msft", {51200, 2560, 0, 32, 32, 0, 0, 2048}, set_phi},
    {"falcon", {65024, 4544, 0, 32, 71, 0, 0, 2048}, set_falcon},
    {"RefinedWebModel", {65024, 4544, 0, 32, 71, 0, 0, 2048}, set_falcon},
    {"RefinedWeb", {65024, 8192, 0, 60, 128, 8, 0, 2048}, set_refined_web},
    {"starcoder2", {49152, 3072, 12288, 30, 24, 2, 0, 4096}, set_starcoder2},
    {"nemotron", {256000, 6144, 24576, 32, 48, 0, 0, 4096}, set_nemotron},
};

}  // namespace

std::span<const Member> gpt_members() { return members; }

}  // namespace nnshape::huggingface

#include "import/huggingface/member.h"

// Decoders whose feed-forward network multiplies two layers, as that of Llama does.
namespace nnshape::huggingface {
namespace {

void set_mistral(Config&, Decoder&) {}

void set_llama(Config& config, Decoder& decoder) {
    set_attention_bias(config, decoder);
    decoder.hidden_bias = config.flag("mlp_bias", false);
}

void set_smollm3(Config& config, Decoder& decoder) {
    set_llama(config, decoder);
    decoder.tied = true;
}

void set_internlm(Config& config, Decoder& decoder) {
    if (config.flag("bias", true)) decoder.attention_bias = "true";
}

void set_qwen2(Config&, Decoder& decoder) { decoder.attention_bias = "qkv"; }

void set_qwen3(Config& config, Decoder& decoder) {
    set_attention_bias(config, decoder);
    set_query_norm_of_one_head(decoder);
}

void set_gemma(Config& config, Decoder& decoder) {
    set_attention_bias(config, decoder);
    decoder.tied = true;
    decoder.activation = "gelu";
}

void set_gemma2(Config& config, Decoder& decoder) {
    set_gemma(config, decoder);
    decoder.order = Order::around;
}

void set_gemma3(Config& config, Decoder& decoder) {
    set_gemma2(config, decoder);
    set_query_norm_of_one_head(decoder);
}

void set_glm(Config& config, Decoder& decoder) {
    if (config.flag("attention_bias", true)) decoder.attention_bias = "qkv";
}

void set_glm4(Config& config, Decoder& decoder) {
    set_glm(config, decoder);
    decoder.order = Order::around;
}

void set_olmo(Config& config, Decoder& decoder) {
    set_attention_bias(config, decoder);
    decoder.norm = "layer_norm no-scale no-center";
}

void set_olmo2(Config& config, Decoder& decoder) {
    set_attention_bias(config, decoder);
    set_query_norm_of_all_heads(decoder);
    decoder.order = Order::after;
}

void set_cohere2(Config& config, Decoder& decoder) {
    set_attention_bias(config, decoder);
    decoder.tied = true;
    decoder.order = Order::parallel;
    decoder.norm = "layer_norm no-center";
}

void set_cohere(Config& config, Decoder& decoder) {
    set_cohere2(config, decoder);
    if (config.flag("use_qk_norm", false)) set_query_norm_of_all_heads(decoder);
}

void set_stablelm(Config& config, Decoder& decoder) {
    decoder.norm = "layer_norm";
    if (config.flag("use_qkv_bias", false)) decoder.attention_bias = "qkv";
    if (config.flag("use_parallel_residual", false)) decoder.order = Order::parallel;
    if (config.flag("qk_layernorm", false)) set_query_norm_of_all_heads(decoder);
}

const Member members[] = {
    // vocabulary, width, hidden, layers, heads, kv_heads, head_dim, positions
    {"llama", {32000, 4096, 11008, 32, 32, 0, 0, 2048}, set_llama},
    {"mistral", {32000, 4096, 14336, 32, 32, 8, 0, 131072}, set_mistral},
    {"ministral", {32000, 4096, 14336, 32, 32, 8, 0, 131072}, set_mistral},
    {"granite", {32000, 4096, 11008, 32, 32, 0, 0, 2048}, set_llama},
    {"smollm3", {128256, 2048, 11008, 36, 16, 4, 0, 32768}, set_smollm3},
    {"helium", {48000, 2560, 7040, 24, 20, 20, 128, 4096}, set_llama},
    {"internlm", {103168, 4096, 11008, 32, 32, 0, 0, 2048}, set_internlm},
    {"internlm2", {103168, 4096, 11008, 32, 32, 0, 0, 2048}, set_internlm},
    {"baichuan", {125696, 4096, 11008, 32, 32, 0, 0, 4096}, set_mistral},
    {"qwen2", {151936, 4096, 22016, 32, 32, 32, 0, 32768}, set_qwen2},
    {"qwen3", {151936, 4096, 22016, 32, 32, 32, 128, 32768}, set_qwen3},
    {"phi3", {32064, 3072, 8192, 32, 32, 0, 0, 4096}, set_mistral},
    {"gemma", {256000, 3072, 24576, 28, 16, 16, 256, 8192}, set_gemma},
    {"gemma2", {256000, 2304, 9216, 26, 8, 4, 256, 8192}, set_gemma2},
    {"gemma3_text", {262208, 2304, 9216, 26, 8, 4, 256, 131072}, set_gemma3},
    {"glm", {151552, 4096, 13696, 40, 32, 2, 128, 131072}, set_glm},
    {"glm4", {151552, 4096, 13696, 40, 32, 2, 128, 131072}, set_glm4},
    {"olmo", {50304, 4096, 11008, 32, 32, 0, 0, 2048}, set_olmo},
    {"olmo2", {50304, 4096, 11008, 32, 32, 0, 0, 2048}, set_olmo2},
    {"olmo3", {50304, 4096, 11008, 32, 32, 0, 0, 2048}, set_olmo2},
    {"cohere", {256000, 8192, 22528, 40, 64, 0, 0, 8192}, set_cohere},
    {"cohere2", {256000, 8192, 22528, 40, 64, 0, 0, 8192}, set_cohere2},
    {"stablelm", {50304, 2560, 6912, 32, 32, 32, 0, 4096}, set_stablelm},
    {"stablelm_epoch", {50304, 2560, 6912, 32, 32, 32, 0, 4096}, set_stablelm},
};

}  // namespace

std::span<const Member> llama_members() { return members; }

}  // namespace nnshape::huggingface

#include <fmt/format.h>
#include <algorithm>

#include "import/huggingface/member.h"

// Reads a decoder's fields from the config. Every family's own names for a field are accepted in all.
namespace nnshape::huggingface {
namespace {

// The heads of the keys and values: as many as those of the queries if the field is null.
int64_t read_kv_heads(Config& config, const Sizes& sizes) {
    int64_t fallback = sizes.kv_heads && !config.is_null("num_key_value_heads") ? sizes.kv_heads : sizes.heads;
    return config.size("num_key_value_heads", fallback);
}

int64_t read_head_dim(Config& config, const Sizes& sizes) {
    bool is_derived = sizes.head_dim == 0 || config.is_null("head_dim");
    if (config.is_set("head_dim") || !is_derived) return config.size("head_dim", sizes.head_dim);
    if (sizes.width % sizes.heads != 0) {
        config.fail(fmt::format("the width {} is not a multiple of the {} heads", sizes.width, sizes.heads));
    }
    return std::max<int64_t>(sizes.width / sizes.heads, 1);
}

void read_sizes(Config& config, Sizes& sizes) {
    sizes.vocabulary = config.size("vocab_size", sizes.vocabulary);
    sizes.width = config.size("hidden_size n_embd n_embed d_model", sizes.width);
    sizes.hidden = config.size("intermediate_size n_inner ffn_dim ffn_hidden_size", sizes.hidden, 0);
    if (sizes.hidden == 0) sizes.hidden = 4 * sizes.width;
    sizes.layers = config.layers("num_hidden_layers n_layer num_layers n_layers", sizes.layers);
    sizes.heads = config.size("num_attention_heads n_head num_heads n_heads attention_heads", sizes.heads);
    sizes.kv_heads = read_kv_heads(config, sizes);
    sizes.head_dim = read_head_dim(config, sizes);
    sizes.positions =
        config.size("max_position_embeddings n_positions max_seq_len model_max_length seq_length", sizes.positions);
}

const Member* find_member(std::string_view type) {
    for (auto members : {llama_members(), gpt_members(), expert_members()}) {
        auto found = std::find_if(members.begin(), members.end(), [&](const Member& one) { return one.type == type; });
        if (found != members.end()) return &*found;
    }
    return nullptr;
}

void write(Model& model) {
    const Member* member = find_member(model.type);
    Config& config = model.config;
    Decoder decoder{.sizes = member->sizes};
    read_sizes(config, decoder.sizes);
    member->adjust(config, decoder);
    config.refuse_cross_attention();
    decoder.tied = config.flag("tie_word_embeddings", decoder.tied);
    std::string activation = config.word("hidden_activation hidden_act activation_function afn", decoder.activation);
    decoder.activation = activation;
    if (!config.fault()) write_decoder(decoder, model);
}

}  // namespace

void set_attention_bias(Config& config, Decoder& decoder) {
    bool bias = config.flag("attention_bias bias", decoder.attention_bias == "true");
    decoder.attention_bias = bias ? "true" : "false";
}

void set_query_norm_of_one_head(Decoder& decoder) { decoder.query_norm = decoder.key_norm = "$head_dim"; }

void set_query_norm_of_all_heads(Decoder& decoder) {
    decoder.query_norm = "$heads*$head_dim";
    decoder.key_norm = decoder.sizes.kv_heads == decoder.sizes.heads ? decoder.query_norm : "$kv_heads*$head_dim";
}

Family decoders() {
    Family family{.types = {}, .write = write};
    for (auto members : {llama_members(), gpt_members(), expert_members()}) {
        for (const Member& member : members) family.types.push_back(member.type);
    }
    return family;
}

}  // namespace nnshape::huggingface

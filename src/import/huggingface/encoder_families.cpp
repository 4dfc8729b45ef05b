#include <fmt/format.h>
#include <algorithm>

#include "import/huggingface/encoder.h"

// The families of BERT: the defaults of their classes, and what their fields change.
namespace nnshape::huggingface {
namespace {

struct Member {
    std::string_view type;
    /// Of its class: vocabulary, width, hidden, layers, heads, rows, positions, kinds.
    Encoder defaults;
    void (*adjust)(Config& config, Encoder& encoder);  ///< after the fields that all families have
};

void set_bert(Config&, Encoder& encoder) { encoder.write_head = write_bert_head; }

// The positions count from behind the padding token's number.
void set_roberta(Config& config, Encoder& encoder) {
    encoder.write_head = write_roberta_head;
    encoder.positions = encoder.rows - config.size("pad_token_id", 1, 0, encoder.rows) - 1;
    if (encoder.positions < 1) config.fail("`max_position_embeddings` leaves no position after those of the padding");
}

void set_distilbert(Config&, Encoder& encoder) {
    encoder.write_head = write_distilbert_head;
    encoder.kinds = 0;
}

void set_electra(Config& config, Encoder& encoder) {
    encoder.write_head = write_electra_head;
    encoder.word_dim = config.size("embedding_size", 128);
}

void set_albert(Config& config, Encoder& encoder) {
    encoder.write_head = write_bert_head;
    encoder.word_dim = config.size("embedding_size", 128);
    encoder.groups = config.size("num_hidden_groups", 1, 1, encoder.layers);
    encoder.inner_layers = config.layers("inner_group_num", 1);
}

void set_mpnet(Config& config, Encoder& encoder) {
    set_roberta(config, encoder);
    encoder.kinds = 0;
    encoder.distances = config.size("relative_attention_num_buckets", 32);
}

const Member members[] = {
    {"bert", {30522, 768, 3072, 12, 12, 512, 0, 2}, set_bert},
    {"roberta", {50265, 768, 3072, 12, 12, 512, 0, 2}, set_roberta},
    {"xlm-roberta", {30522, 768, 3072, 12, 12, 512, 0, 2}, set_roberta},
    {"camembert", {30522, 768, 3072, 12, 12, 512, 0, 2}, set_roberta},
    {"distilbert", {30522, 768, 3072, 6, 12, 512, 0, 0}, set_distilbert},
    {"electra", {30522, 256, 1024, 12, 4, 512, 0, 2}, set_electra},
    {"albert", {30000, 4096, 16384, 12, 64, 512, 0, 2}, set_albert},
    {"mpnet", {30527, 768, 3072, 12, 12, 512, 0, 0}, set_mpnet},
};

const Member& member_of(std::string_view type) {
    return *std::find_if(std::begin(members), std::end(members), [&](const Member& one) { return one.type == type; });
}

void read(Config& config, Encoder& encoder) {
    encoder.vocabulary = config.size("vocab_size", encoder.vocabulary);
    encoder.width = config.size("hidden_size dim", encoder.width);
    encoder.hidden = config.size("intermediate_size hidden_dim", encoder.hidden);
    encoder.layers = config.layers("num_hidden_layers n_layers", encoder.layers);
    encoder.heads = config.size("num_attention_heads n_heads", encoder.heads);
    encoder.rows = encoder.positions = config.size("max_position_embeddings", encoder.rows);
    encoder.kinds = config.size("type_vocab_size", encoder.kinds, 0);
    encoder.activation = config.word("hidden_act activation", encoder.activation);
    encoder.tied = config.flag("tie_word_embeddings", true);
    std::string positions = config.word("position_embedding_type", "absolute");
    encoder.has_layer_distances = positions.starts_with("relative_key");
}

void write(Model& model) {
    const Member& member = member_of(model.type);
    Encoder encoder = member.defaults;
    read(model.config, encoder);
    member.adjust(model.config, encoder);
    model.config.refuse_cross_attention();
    if (!model.config.fault()) write_encoder(encoder, model);
}

}  // namespace

Family encoders() {
    Family family{.types = {}, .write = write};
    for (const Member& member : members) family.types.push_back(member.type);
    return family;
}

}  // namespace nnshape::huggingface

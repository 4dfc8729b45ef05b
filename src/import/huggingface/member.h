#pragma once

#include <span>

#include "import/huggingface/decoder.h"

// The families of decoders, a line each.
namespace nnshape::huggingface {

struct Member {
    std::string_view type;
    Sizes sizes;  ///< the defaults of its class

    /// Sets what the family has of its own. The decoder has its sizes, and is otherwise a Llama.
    void (*adjust)(Config& config, Decoder& decoder);
};

std::span<const Member> llama_members();
std::span<const Member> gpt_members();
std::span<const Member> expert_members();

/// Reads `attention_bias`, whose default is the decoder's.
void set_attention_bias(Config& config, Decoder& decoder);

/// Norms of the queries and keys: with parameters that all heads share, or with parameters for each head.
void set_query_norm_of_one_head(Decoder& decoder);
void set_query_norm_of_all_heads(Decoder& decoder);

}  // namespace nnshape::huggingface

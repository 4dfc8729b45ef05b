#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/huggingface/model.h"

// A model that reads words and predicts the next one: blocks of attention and a feed-forward network. The families of
// it differ in the order of these and in which parts have biases and norms.
namespace nnshape::huggingface {

/// Where the norms of a block are.
enum class Order {
    before,         ///< x + attention(norm(x)), then the same with the feed-forward network
    around,         ///< x + norm(attention(norm(x)))
    after,          ///< x + norm(attention(x))
    after_sum,      ///< norm(x + attention(x))
    parallel,       ///< x + attention(norm(x)) + feed_forward(norm(x)), with one norm
    parallel_pair,  ///< the same with a norm for each
};

/// Feed-forward networks of which a router chooses some for each token.
struct Experts {
    int64_t count = 0;  ///< 0: none
    int64_t active = 0;
    int64_t hidden = 0;
    bool bias = false;                ///< of the experts and the router
    int64_t shared_hidden = 0;        ///< of an expert for every token; 0: none
    bool shared_router = false;       ///< that expert is multiplied by a number that is calculated for each token
    std::vector<bool> by_layer = {};  ///< whether a layer has experts; empty: all have
};

struct Sizes {
    int64_t vocabulary, width;
    int64_t hidden;  ///< 0: 4 * width
    int64_t layers, heads;
    int64_t kv_heads;  ///< 0: heads
    int64_t head_dim;  ///< 0: width / heads
    int64_t positions;
};

struct Decoder {
    Sizes sizes;
    bool tied = false;  ///< the head uses the table of the words

    Order order = Order::before;
    std::string_view norm = "rms_norm";
    std::string_view attention_bias = "false";  ///< as `bias=` of the layer type
    std::string_view query_norm = {};           ///< number of its parameters, in the text form; empty: it has none
    std::string_view key_norm = {};
    bool sinks = false;  ///< a learned number for each head, which takes part in the softmax
    bool gated = true;   ///< the feed-forward network multiplies two layers
    bool hidden_bias = false;
    std::string_view activation = "silu";
    Experts experts = {};

    int64_t word_dim = 0;  ///< of the table of the words; 0: width
    bool has_position_table = false;
    int64_t position_offset = 0;  ///< further rows of that table
    bool word_norm = false;       ///< a norm after the table
    bool final_norm = true;
    bool head_bias = false;
};

void write_decoder(const Decoder& decoder, Model& model);

}  // namespace nnshape::huggingface

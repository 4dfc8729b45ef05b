#pragma once

#include "import/huggingface/model.h"

// A model that reads a text as a whole: a BERT. The families of it differ in the tables at its input and in the heads.
namespace nnshape::huggingface {

struct Encoder {
    int64_t vocabulary = 0, width = 0, hidden = 0, layers = 0, heads = 0;
    int64_t rows = 0;       ///< of the table of positions
    int64_t positions = 0;  ///< of these that a text can have
    int64_t kinds = 0;      ///< rows of the table of kinds of tokens; 0: it has none
    int64_t word_dim = 0;   ///< of the tables; the width if 0
    std::string activation = "gelu";
    bool tied = true;

    int64_t distances = 0;             ///< rows of a table of distances, with a number for each head; 0: it has none
    bool has_layer_distances = false;  ///< each layer has a table of distances of its own, a vector for each
    int64_t groups = 0;                ///< of layers that share their parameters; 0: none do
    int64_t inner_layers = 1;          ///< of a shared layer

    /// Adds what the class has behind the layers. Must set `lacks_head` for one that it does not know.
    void (*write_head)(const Encoder& encoder, Model& model) = nullptr;
};

void write_encoder(const Encoder& encoder, Model& model);

// Adds what the classes of a family have behind the layers.
void write_bert_head(const Encoder& encoder, Model& model);  ///< also of ALBERT
void write_roberta_head(const Encoder& encoder, Model& model);
void write_distilbert_head(const Encoder& encoder, Model& model);
void write_electra_head(const Encoder& encoder, Model& model);

}  // namespace nnshape::huggingface

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/huggingface/config.h"
#include "import/huggingface/listing.h"

// What a family's writer works with: the config, the listing, and what the class in `architectures` adds to the model.
namespace nnshape::huggingface {

/// What the class does with the model's output.
enum class Task {
    unsaid,  ///< the config has no `architectures`
    base,    ///< nothing: `BertModel`
    encoder,
    causal,  ///< the next word, also of a decoder that reads an encoder
    masked,
    pretraining,
    next_sentence,
    sequence,  ///< a class for the whole sequence
    tokens,    ///< a class for each token
    question,
    choice,
    image,
    image_with_teacher,
    text_tower,
    image_tower,
    text_tower_projected,
    image_tower_projected,
    unknown,
};

/// The task of a class, for example `masked` of `BertForMaskedLM`.
Task task_of(std::string_view architecture);

class Model {
  public:
    Model(Config config, const ImportOptions& options);

    Config config;
    Listing listing;
    std::string type, architecture;
    Task task = Task::unsaid;

    /// The class's head is not known here, so that its parameters are missing: a remark says so.
    bool lacks_head = false;

    /// Adds `let length=…` for an input of ids, and returns `$length`. `positions` is what the config says; the length
    /// is at most 1,024 of these unless `--input` gives another. `fixed`: more positions cannot be given.
    std::string length(std::string_view input, int64_t positions, bool fixed, std::string_view let = "length");

    /// Makes it a fault if `--input` gives another length for this input than for the last one.
    void check_length(std::string_view input);

    /// The shape that `--input` gives for the input. Null if it gives none.
    const InputShape* given(std::string_view input);

    /// Makes a shape of `--input` that no input has used a fault.
    void check_inputs();

  private:
    const ImportOptions& options_;
    std::vector<bool> used_;  // by number in the options
    std::vector<std::string> inputs_;
    int64_t length_ = 0;
};

/// ` activation=gelu` for `gelu_new`. Empty if there is none, or if it is not known: it has no numbers.
std::string activation_text(std::string_view name);

/// Adds the layer that makes a number for each word of the vocabulary. `tied`: it uses the table of the layer `words`.
void write_word_head(Listing& listing, std::string_view name, bool tied, bool bias);

/// A family of models. `write` fills the listing of a `model_type` that is one of `types`.
struct Family {
    std::vector<std::string_view> types;
    void (*write)(Model& model);
};

Family decoders();
Family encoders();
Family t5s();
Family barts();
Family image_encoders();
Family image_text_encoders();

}  // namespace nnshape::huggingface

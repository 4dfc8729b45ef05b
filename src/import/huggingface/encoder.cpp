#include "import/huggingface/encoder.h"

#include <fmt/format.h>
#include <algorithm>

namespace nnshape::huggingface {
namespace {

class Writer {
  public:
    Writer(const Encoder& encoder, Model& model) : encoder_(encoder), model_(model), listing_(model.listing) {}

    void write() {
        listing_.let("vocabulary", encoder_.vocabulary);
        if (is_projected()) listing_.let("word_dim", encoder_.word_dim);
        listing_.let("width", encoder_.width);
        listing_.let("hidden", encoder_.hidden);
        listing_.let("heads", encoder_.heads);
        if (!encoder_.groups) listing_.let("layers", encoder_.layers);
        write_inputs();
        write_tables();
        encoder_.groups ? write_shared_layers() : write_layers();
        encoder_.write_head(encoder_, model_);
    }

  private:
    bool is_projected() const { return encoder_.word_dim && encoder_.word_dim != encoder_.width; }

    void write_inputs() {
        std::string length = model_.length("input_ids", encoder_.positions, true);
        listing_.line(fmt::format("input_ids: input {}", length));
        if (encoder_.kinds) listing_.line(fmt::format("token_type_ids: input {}", length));
        if (encoder_.kinds) model_.check_length("token_type_ids");
        listing_.blank();
    }

    void write_tables() {
        std::string dim = is_projected() ? "$word_dim" : "$width";
        if (encoder_.distances) {
            listing_.line(fmt::format("distances: parameter {}x$heads allow=unused-layer", encoder_.distances));
        }
        listing_.line(fmt::format("words: embedding $vocabulary {} from=input_ids", dim));
        if (encoder_.kinds) {
            listing_.line(fmt::format("kinds: embedding {} {} from=token_type_ids", encoder_.kinds, dim));
        }
        listing_.line(fmt::format("positions: embedding {} {} from=input_ids", encoder_.rows, dim));
        listing_.line(encoder_.kinds ? "add from=words,kinds,positions" : "add from=words,positions");
        listing_.line("word_norm: layer_norm");
        if (is_projected()) listing_.line("projection: dense $width");
    }

    void write_layers() {
        listing_.line("layer: repeat $layers {");
        write_layer();
        listing_.line("}");
    }

    void write_layer() {
        if (encoder_.has_layer_distances) {
            listing_.line("add {");
            listing_.line("attention: attention $heads");
            listing_.line(
                fmt::format("distances: parameter {}x$width/$heads allow=unused-layer", 2 * encoder_.positions - 1));
            listing_.line("identity from=attention");
            listing_.line("}");
        } else {
            listing_.line("add { attention: attention $heads }");
        }
        listing_.line("attention_norm: layer_norm");
        listing_.line("add {");
        listing_.line(fmt::format("intermediate: dense $hidden{}", activation_text(encoder_.activation)));
        listing_.line("output: dense $width");
        listing_.line("}");
        listing_.line("output_norm: layer_norm");
    }

    // Each group is a definition's call, and the layers after its first use its parameters again.
    void write_shared_layers() {
        listing_.blank();
        listing_.line("define layer {");
        if (encoder_.inner_layers > 1) listing_.line(fmt::format("repeat {} {{", encoder_.inner_layers));
        write_layer();
        if (encoder_.inner_layers > 1) listing_.line("}");
        listing_.line("}");
        listing_.blank();
        for (int64_t group = 0; group < encoder_.groups; ++group) {
            int64_t first = first_of_group(group), count = first_of_group(group + 1) - first;
            if (count == 0) continue;
            std::string name = fmt::format("group_{}", group + 1);
            listing_.line(fmt::format("{}: layer", name));
            if (count > 1) listing_.line(fmt::format("repeat {} {{ layer share={} }}", count - 1, name));
        }
    }

    // Layer i is of group i * groups / layers, rounded down.
    int64_t first_of_group(int64_t group) const {
        return (group * encoder_.layers + encoder_.groups - 1) / encoder_.groups;
    }

    const Encoder& encoder_;
    Model& model_;
    Listing& listing_;
};

}  // namespace

void write_encoder(const Encoder& encoder, Model& model) { Writer(encoder, model).write(); }

}  // namespace nnshape::huggingface

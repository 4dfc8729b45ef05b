#include <fmt/format.h>

#include "import/huggingface/encoder.h"

// What the classes of a BERT and its relatives have behind the layers.
namespace nnshape::huggingface {
namespace {

class Head {
  public:
    Head(const Encoder& encoder, Model& model) : encoder_(encoder), model_(model), listing_(model.listing) {}

    void line(std::string_view text) { listing_.line(text); }
    void classes(std::string_view name) { line(fmt::format("{}: dense {}", name, model_.config.labels())); }

    /// A layer of the first token.
    void pooler(std::string_view name, std::string_view activation) {
        line("first: select 0");
        line(fmt::format("{}: dense $width activation={}", name, activation));
    }

    /// The numbers of the words at all places: a layer, a norm, and the table of the words.
    /// Returns the last one's name.
    std::string_view words(std::string_view from = "") {
        bool narrow = encoder_.word_dim && encoder_.word_dim != encoder_.width;
        line(fmt::format("transform: dense {}{}{}", narrow ? "$word_dim" : "$width",
                         activation_text(encoder_.activation), from));
        line("transform_norm: layer_norm");
        write_word_head(listing_, "head", encoder_.tied, true);
        return encoder_.tied ? "head_sum" : "head";
    }

    void unknown() { model_.lacks_head = true; }

  private:
    const Encoder& encoder_;
    Model& model_;
    Listing& listing_;
};

// The heads that are one dense layer in every family. False: the task has another.
bool write_simple_head(Task task, Head& head) {
    if (task == Task::tokens) head.classes("classifier");
    if (task == Task::question) head.line("qa_outputs: dense 2");
    return task == Task::tokens || task == Task::question;
}

void write_pretraining_head(Head& head) {
    head.line("last: identity");
    head.pooler("pooler", "tanh");
    head.line("seq_relationship: dense 2");
    std::string_view words = head.words(" from=last");
    head.line(fmt::format("outputs {} seq_relationship", words));
}

}  // namespace

void write_bert_head(const Encoder& encoder, Model& model) {
    Head head(encoder, model);
    if (write_simple_head(model.task, head)) return;
    switch (model.task) {
        case Task::base:
        case Task::unsaid: return head.pooler("pooler", "tanh");
        case Task::masked:
        case Task::causal: head.words(); return;
        case Task::pretraining: return write_pretraining_head(head);
        case Task::sequence: head.pooler("pooler", "tanh"); return head.classes("classifier");
        case Task::choice: head.pooler("pooler", "tanh"); return head.line("classifier: dense 1");
        case Task::next_sentence: head.pooler("pooler", "tanh"); return head.line("seq_relationship: dense 2");
        default: head.unknown();
    }
}

void write_roberta_head(const Encoder& encoder, Model& model) {
    Head head(encoder, model);
    if (write_simple_head(model.task, head)) return;
    switch (model.task) {
        case Task::base:
        case Task::unsaid: return head.pooler("pooler", "tanh");
        case Task::masked:
        case Task::causal: head.words(); return;
        case Task::sequence: head.pooler("dense", "tanh"); return head.classes("out_proj");
        case Task::choice: head.pooler("pooler", "tanh"); return head.line("classifier: dense 1");
        default: head.unknown();
    }
}

void write_distilbert_head(const Encoder& encoder, Model& model) {
    Head head(encoder, model);
    if (write_simple_head(model.task, head)) return;
    switch (model.task) {
        case Task::base:
        case Task::unsaid: return;
        case Task::masked: head.words(); return;
        case Task::sequence: head.pooler("pre_classifier", "relu"); return head.classes("classifier");
        case Task::choice: head.pooler("pre_classifier", "relu"); return head.line("classifier: dense 1");
        default: head.unknown();
    }
}

void write_electra_head(const Encoder& encoder, Model& model) {
    Head head(encoder, model);
    if (write_simple_head(model.task, head)) return;
    switch (model.task) {
        case Task::base:
        case Task::unsaid: return;
        case Task::masked:
        case Task::causal: head.words(); return;
        case Task::pretraining:
            head.line(fmt::format("dense: dense $width{}", activation_text(encoder.activation)));
            return head.line("dense_prediction: dense 1");
        case Task::sequence: head.pooler("dense", "gelu"); return head.classes("out_proj");
        case Task::choice: head.pooler("dense", "gelu"); return head.line("classifier: dense 1");
        default: head.unknown();
    }
}

}  // namespace nnshape::huggingface

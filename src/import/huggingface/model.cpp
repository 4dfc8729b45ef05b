#include "import/huggingface/model.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"

namespace nnshape::huggingface {
namespace {

struct Ending {
    std::string_view words;
    Task task;
};

// The longer ones first.
constexpr Ending endings[] = {
    {"ForImageClassificationWithTeacher", Task::image_with_teacher},
    {"ForImageClassification", Task::image},
    {"ForConditionalGeneration", Task::causal},
    {"ForSequenceClassification", Task::sequence},
    {"ForTokenClassification", Task::tokens},
    {"ForNextSentencePrediction", Task::next_sentence},
    {"ForQuestionAnswering", Task::question},
    {"ForMultipleChoice", Task::choice},
    {"ForPreTraining", Task::pretraining},
    {"ForPretraining", Task::pretraining},
    {"ForMaskedLM", Task::masked},
    {"ForCausalLM", Task::causal},
    {"LMHeadModel", Task::causal},
    {"TextModelWithProjection", Task::text_tower_projected},
    {"VisionModelWithProjection", Task::image_tower_projected},
    {"CLIPTextModel", Task::text_tower},
    {"CLIPVisionModel", Task::image_tower},
    {"EncoderModel", Task::encoder},
    {"DoubleHeadsModel", Task::unknown},
    {"Model", Task::base},
};

struct Activation {
    std::string_view theirs, ours;
};

constexpr Activation activations[] = {
    {"gelu", "gelu"},          {"gelu_new", "gelu"},
    {"gelu_fast", "gelu"},     {"gelu_python", "gelu"},
    {"gelu_accurate", "gelu"}, {"gelu_pytorch_tanh", "gelu"},
    {"gelu_10", "gelu"},       {"gelu_python_tanh", "gelu"},
    {"quick_gelu", "gelu"},    {"relu", "relu"},
    {"relu2", "relu"},         {"relu6", "relu6"},
    {"silu", "silu"},          {"swish", "silu"},
    {"mish", "mish"},          {"tanh", "tanh"},
    {"sigmoid", "sigmoid"},    {"leaky_relu", "leaky_relu"},
    {"selu", "selu"},
};

constexpr int64_t longest_by_default = 1024;

}  // namespace

Task task_of(std::string_view architecture) {
    if (architecture.empty()) return Task::unsaid;
    auto found = std::find_if(std::begin(endings), std::end(endings),
                              [&](const Ending& ending) { return architecture.ends_with(ending.words); });
    return found == std::end(endings) ? Task::unknown : found->task;
}

Model::Model(Config fields, const ImportOptions& options)
    : config(std::move(fields)), options_(options), used_(options.inputs.size(), false) {
    type = config.word("model_type", "");
    const JsonValue& classes = config.value("architectures");
    architecture = classes.is_string() ? classes.word() : classes[size_t{0}].word();
    task = task_of(architecture);
}

const InputShape* Model::given(std::string_view input) {
    inputs_.emplace_back(input);
    for (size_t index = 0; index < options_.inputs.size(); ++index) {
        const InputShape& shape = options_.inputs[index];
        if (!shape.name.empty() && shape.name != input) continue;
        used_[index] = true;
        return &shape;
    }
    return nullptr;
}

std::string Model::length(std::string_view input, int64_t positions, bool fixed, std::string_view let) {
    int64_t length = std::min(positions, longest_by_default);
    if (const InputShape* shape = given(input)) {
        if (shape->sizes.size() != 1) {
            config.fail(fmt::format("the input of `{}` is a number of tokens", printable(type)), "use --input 128");
        } else if (fixed && shape->sizes[0] > positions) {
            config.fail(fmt::format("the model has {}, fewer than the {} of --input", counted(positions, "position"),
                                    with_commas(shape->sizes[0])));
        } else {
            length = shape->sizes[0];
        }
    }
    length_ = length;
    std::string why =
        fmt::format("tokens, of {}; --input or --set {}= changes it", counted(positions, "position"), let);
    listing.explained_let(let, length, why);
    return fmt::format("${}", let);
}

void Model::check_length(std::string_view input) {
    const InputShape* shape = given(input);
    if (!shape || shape->sizes == std::vector<int64_t>{length_}) return;
    config.fail(fmt::format("`{}` must have the length of `{}`, which is {}", input, inputs_[inputs_.size() - 2],
                            with_commas(length_)));
}

void Model::check_inputs() {
    for (size_t index = 0; index < used_.size(); ++index) {
        if (used_[index]) continue;
        std::vector<std::string_view> names(inputs_.begin(), inputs_.end());
        config.fail(fmt::format("the model has no input `{}`", printable(options_.inputs[index].name)),
                    fmt::format("it has {}", enumerate(names)));
    }
}

std::string activation_text(std::string_view name) {
    auto found = std::find_if(std::begin(activations), std::end(activations),
                              [&](const Activation& one) { return one.theirs == name; });
    return found == std::end(activations) ? "" : fmt::format(" activation={}", found->ours);
}

void write_word_head(Listing& listing, std::string_view name, bool tied, bool bias) {
    listing.line(
        fmt::format("{}: dense $vocabulary{}{}", name, bias && !tied ? "" : " no-bias", tied ? " share=words" : ""));
    if (!tied || !bias) return;
    listing.line(fmt::format("{}_bias: parameter 1x$vocabulary", name));
    listing.line(fmt::format("{0}_sum: add from={0},{0}_bias", name));
}

}  // namespace nnshape::huggingface

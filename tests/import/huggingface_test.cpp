#include "import/listing.h"
#include "support/catch.h"
#include "support/program.h"

// The config.json of Hugging Face's models.
using namespace nnshape;
using namespace nnshape::test;

namespace {

const std::string sizes =
    R"("hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 4, )"
    R"("vocab_size": 10, "max_position_embeddings": 6)";

struct Refused {
    std::string fields, fault;
};

const Refused refused[] = {
    {R"("num_hidden_layers": 0)", "`num_hidden_layers` is `0`; it must be a whole number from 1 to 10,000"},
    {R"("num_hidden_layers": 1000000000)",
     "`num_hidden_layers` is `1000000000`; it must be a whole number from 1 to 10,000"},
    {R"("num_hidden_layers": -1)", "`num_hidden_layers` is `-1`; it must be a whole number from 1 to 10,000"},
    {R"("num_hidden_layers": "2")", "`num_hidden_layers` is \"2\"; it must be a whole number from 1 to 10,000"},
    {R"("hidden_size": 8.5)", "`hidden_size` is `8.5`; it must be a whole number from 1 to 2,147,483,647"},
    {R"("hidden_size": [8])", "`hidden_size` is a list; it must be a whole number from 1 to 2,147,483,647"},
    {R"("hidden_size": 99999999999999999999)",
     "`hidden_size` is `99999999999999999999`; it must be a whole number from 1 to 2,147,483,647"},
    {R"("num_attention_heads": 3)", "the width 4096 is not a multiple of the 3 heads"},
    {R"("attention_bias": "yes")", "`attention_bias` is \"yes\"; it must be true or false"},
    {R"("add_cross_attention": true)",
     "`add_cross_attention` is set: layers that read another model are not known here"},
    {R"("torch_dtype": 16)", "`torch_dtype` is `16`; it must be a string"},
    {R"("architectures": ["LlamaForSequenceClassification"], "id2label": {})", "`id2label` has no labels"},
};

}  // namespace

TEST_CASE("a number of a config that cannot be is an error at its place") {
    for (const Refused& one : refused) {
        std::string config = "{\"model_type\": \"llama\", " + one.fields + "}";
        CHECK(listing_of("huggingface", config) == "fault: " + one.fault + "\n");
    }
    auto imported = find_format("huggingface")->read(R"({"model_type": "bert", "hidden_size": 0})", {});
    CHECK(imported.fault().span == Span{38, 39});
}

TEST_CASE("a model type that is not known is an error with those that are") {
    auto imported = find_format("huggingface")->read(R"({"model_type": "resnet"})", {});
    REQUIRE(!imported);
    CHECK(imported.fault().message == "the model type `resnet` is not known");
    CHECK(imported.fault().help.starts_with("known are RefinedWeb, RefinedWebModel, albert, "));
    CHECK(imported.fault().help.ends_with("; the model's checkpoint (.safetensors) opens for every type"));
    CHECK(listing_of("huggingface", "{}") == "fault: the config has no `model_type`\n");
    CHECK(listing_of("huggingface", "[1]") == "fault: the config is not a JSON object\n");
}

TEST_CASE("a class whose head is not known is a warning") {
    std::string listing = listing_of("huggingface", R"({"model_type": "gpt2", "architectures": ["GPT2ForDreams"]})");
    CHECK(
        listing.ends_with("final_norm: layer_norm\nunsupported-op: the head of `GPT2ForDreams` is not known; its "
                          "parameters are missing; the model's checkpoint (.safetensors) has all of its tensors\n"));
}

TEST_CASE("an --input sets the length of the texts of a config") {
    auto fault = [](const std::string& config, const std::vector<InputShape>& inputs) {
        auto imported = find_format("huggingface")->read(config, {.inputs = inputs});
        return imported ? imported->listing.substr(imported->listing.find("let length"), 14) : imported.fault().message;
    };
    std::string bert = R"({"model_type": "bert"})";
    CHECK(fault(bert, {}) == "let length=512");
    CHECK(fault(bert, {{"", {128}}}) == "let length=128");
    CHECK(fault(bert, {{"input_ids", {128}}, {"token_type_ids", {128}}}) == "let length=128");
    CHECK(fault(bert, {{"input_ids", {128}}, {"token_type_ids", {8}}}) ==
          "`token_type_ids` must have the length of `input_ids`, which is 128");
    CHECK(fault(bert, {{"", {513}}}) == "the model has 512 positions, fewer than the 513 of --input");
    CHECK(fault(bert, {{"", {3, 4}}}) == "the input of `bert` is a number of tokens");
    CHECK(fault(bert, {{"mask", {3}}}) == "the model has no input `mask`");
    CHECK(fault(R"({"model_type": "llama"})", {{"", {5000}}}).starts_with("let length=500"));
    CHECK(fault(R"({"model_type": "vit"})", {{"", {3, 224, 224}}}) == "the input is an image in the layout HWC");
}

TEST_CASE("a config of Hugging Face is recognised by its model_type") {
    for (const char* text : {R"({"model_type": "llama", "architectures": []})", " \n{\"dim\": [1], \"model_type\": 5}",
                             R"({"model_type": )", R"({"architectures": ["ViTModel"], "id2label": {"0": "cat",)"}) {
        CHECK(format_of(text) == find_format("huggingface"));
    }
    for (const char* text : {R"({"model_type": "bert"})", R"({"layers": [], "dim": 1, "model_type": "x"})",
                             R"({"a": {"model_type": "x"}})", "model_type", "{}"}) {
        CHECK(format_of(text) != find_format("huggingface"));
    }
}

TEST_CASE("every beginning of a config is a listing or an error") {
    read_prefixes("huggingface", "{\"model_type\": \"gemma3_text\", \"dtype\": \"bfloat16\", " + sizes + "}");
}

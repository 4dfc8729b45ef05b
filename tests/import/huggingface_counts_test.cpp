#include "support/catch.h"
#include "support/program.h"

// The published numbers of parameters of Hugging Face's models.
using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Published {
    int64_t params;
    std::string config;  // with the fields that differ from the defaults of its class
};

const Published published[] = {
    {494'032'768, R"({"model_type": "qwen2", "architectures": ["Qwen2ForCausalLM"], "hidden_size": 896, )"
                  R"("intermediate_size": 4864, "num_hidden_layers": 24, "num_attention_heads": 14, )"
                  R"("num_key_value_heads": 2, "vocab_size": 151936, "tie_word_embeddings": true, )"
                  R"("max_position_embeddings": 131072})"},
    {7'615'616'512, R"({"model_type": "qwen2", "architectures": ["Qwen2ForCausalLM"], "hidden_size": 3584, )"
                    R"("intermediate_size": 18944, "num_hidden_layers": 28, "num_attention_heads": 28, )"
                    R"("num_key_value_heads": 4, "vocab_size": 152064, "tie_word_embeddings": false})"},
    {596'049'920, R"({"model_type": "qwen3", "architectures": ["Qwen3ForCausalLM"], "hidden_size": 1024, )"
                  R"("intermediate_size": 3072, "num_hidden_layers": 28, "num_attention_heads": 16, )"
                  R"("num_key_value_heads": 8, "head_dim": 128, "vocab_size": 151936, "tie_word_embeddings": true})"},
    {2'506'172'416, R"({"model_type": "gemma", "architectures": ["GemmaForCausalLM"], "hidden_size": 2048, )"
                    R"("intermediate_size": 16384, "num_hidden_layers": 18, "num_attention_heads": 8, )"
                    R"("num_key_value_heads": 1, "head_dim": 256, "vocab_size": 256000})"},
    {8'537'680'896, R"({"model_type": "gemma", "architectures": ["GemmaForCausalLM"]})"},
    {2'614'341'888, R"({"model_type": "gemma2", "architectures": ["Gemma2ForCausalLM"]})"},
    {999'885'952, R"({"model_type": "gemma3_text", "architectures": ["Gemma3ForCausalLM"], "hidden_size": 1152, )"
                  R"("intermediate_size": 6912, "num_hidden_layers": 26, "num_attention_heads": 4, )"
                  R"("num_key_value_heads": 1, "head_dim": 256, "vocab_size": 262144})"},
    {2'779'683'840, R"({"model_type": "phi", "architectures": ["PhiForCausalLM"], "hidden_size": 2560, )"
                    R"("intermediate_size": 10240, "num_hidden_layers": 32, "num_attention_heads": 32, )"
                    R"("vocab_size": 51200, "num_key_value_heads": null})"},
    {3'821'079'552, R"({"model_type": "phi3", "architectures": ["Phi3ForCausalLM"]})"},
    {46'702'792'704, R"({"model_type": "mixtral", "architectures": ["MixtralForCausalLM"]})"},
    {124'645'632, R"({"model_type": "roberta", "architectures": ["RobertaModel"], "max_position_embeddings": 514, )"
                  R"("type_vocab_size": 1, "vocab_size": 50265})"},
    {124'697'433,
     R"({"model_type": "roberta", "architectures": ["RobertaForMaskedLM"], "max_position_embeddings": 514, )"
     R"("type_vocab_size": 1, "vocab_size": 50265})"},
    {124'647'170, R"({"model_type": "roberta", "architectures": ["RobertaForSequenceClassification"], )"
                  R"("max_position_embeddings": 514, "type_vocab_size": 1, "vocab_size": 50265})"},
    {66'362'880, R"({"model_type": "distilbert", "architectures": ["DistilBertModel"]})"},
    {66'985'530, R"({"model_type": "distilbert", "architectures": ["DistilBertForMaskedLM"]})"},
    {66'955'010, R"({"model_type": "distilbert", "architectures": ["DistilBertForSequenceClassification"]})"},
    {109'514'298, R"({"model_type": "bert", "architectures": ["BertForMaskedLM"]})"},
    {110'106'428, R"({"model_type": "bert", "architectures": ["BertForPreTraining"]})"},
    {335'141'888, R"({"model_type": "bert", "architectures": ["BertModel"], "hidden_size": 1024, )"
                  R"("num_hidden_layers": 24, "num_attention_heads": 16, "intermediate_size": 4096})"},
    {559'214'592, R"({"model_type": "bloom", "architectures": ["BloomForCausalLM"], "n_embed": 1024, "n_layer": 24, )"
                  R"("num_attention_heads": 16, "vocab_size": 250880, "n_inner": null})"},
    {222'903'552,
     R"({"model_type": "t5", "architectures": ["T5ForConditionalGeneration"], "d_model": 768, "d_ff": 3072, )"
     R"("num_layers": 12, "num_heads": 12})"},
    {247'577'856,
     R"({"model_type": "t5", "architectures": ["T5ForConditionalGeneration"], "d_model": 768, "d_ff": 2048, )"
     R"("num_layers": 12, "num_decoder_layers": 12, "num_heads": 12, "feed_forward_proj": "gated-gelu", )"
     R"("tie_word_embeddings": false})"},
    {11'307'321'344, R"({"model_type": "t5", "architectures": ["T5ForConditionalGeneration"], "d_model": 1024, )"
                     R"("d_ff": 65536, "d_kv": 128, "num_layers": 24, "num_heads": 128})"},
    {331'196'416, R"({"model_type": "opt", "architectures": ["OPTForCausalLM"], "hidden_size": 1024, "ffn_dim": 4096, )"
                  R"("num_hidden_layers": 24, "num_attention_heads": 16, "word_embed_proj_dim": 512, )"
                  R"("do_layer_norm_before": false})"},
    {1'315'758'080,
     R"({"model_type": "opt", "architectures": ["OPTForCausalLM"], "hidden_size": 2048, "ffn_dim": 8192, )"
     R"("num_hidden_layers": 24, "num_attention_heads": 32, "word_embed_proj_dim": 2048})"},
    {6'921'720'704, R"({"model_type": "falcon", "architectures": ["FalconForCausalLM"]})"},
    {41'303'293'952, R"({"model_type": "falcon", "architectures": ["FalconForCausalLM"], "hidden_size": 8192, )"
                     R"("num_hidden_layers": 60, "num_attention_heads": 128, "num_kv_heads": 8, )"
                     R"("new_decoder_architecture": true})"},
    {1'311'625'216,
     R"({"model_type": "falcon", "architectures": ["FalconForCausalLM"], "hidden_size": 2048, )"
     R"("num_hidden_layers": 24, "num_attention_heads": 32, "parallel_attn": false, "multi_query": false, )"
     R"("bias": true, "alibi": true, "vocab_size": 50304})"},
    {278'043'648,
     R"({"model_type": "xlm-roberta", "architectures": ["XLMRobertaModel"], "max_position_embeddings": 514, )"
     R"("type_vocab_size": 1, "vocab_size": 250002})"},
    {110'621'952, R"({"model_type": "camembert", "architectures": ["CamembertModel"], "max_position_embeddings": 514, )"
                  R"("type_vocab_size": 1, "vocab_size": 32005})"},
    {86'567'656, R"({"model_type": "vit", "architectures": ["ViTForImageClassification"], "num_labels": 1000})"},
    {87'338'192, R"({"model_type": "deit", "architectures": ["DeiTForImageClassificationWithTeacher"], )"
                 R"("num_labels": 1000})"},
    {304'326'632,
     R"({"model_type": "vit", "architectures": ["ViTForImageClassification"], "hidden_size": 1024, )"
     R"("num_hidden_layers": 24, "num_attention_heads": 16, "intermediate_size": 4096, "num_labels": 1000})"},
    {6'050'882'784, R"({"model_type": "gptj", "architectures": ["GPTJForCausalLM"]})"},
    {125'198'592, R"({"model_type": "gpt_neo", "architectures": ["GPTNeoForCausalLM"], "hidden_size": 768, )"
                  R"("num_layers": 12, "num_heads": 12})"},
    {1'315'575'808, R"({"model_type": "gpt_neo", "architectures": ["GPTNeoForCausalLM"]})"},
    {116'534'784, R"({"model_type": "openai-gpt", "architectures": ["OpenAIGPTLMHeadModel"]})"},
    {356'712'448,
     R"({"model_type": "codegen", "architectures": ["CodeGenForCausalLM"], "n_embd": 1024, "n_layer": 20, )"
     R"("n_head": 16, "vocab_size": 51200})"},
    {15'517'456'384, R"({"model_type": "gpt_bigcode", "architectures": ["GPTBigCodeForCausalLM"], "n_embd": 6144, )"
                     R"("n_head": 48, "n_inner": 24576, "n_layer": 40, "n_positions": 8192, "vocab_size": 49152})"},
    {3'030'371'328, R"({"model_type": "starcoder2", "architectures": ["Starcoder2ForCausalLM"]})"},
    {7'173'923'840, R"({"model_type": "starcoder2", "architectures": ["Starcoder2ForCausalLM"], "hidden_size": 4608, )"
                    R"("intermediate_size": 18432, "num_hidden_layers": 32, "num_attention_heads": 36, )"
                    R"("num_key_value_heads": 4})"},
    {6'649'286'656, R"({"model_type": "mpt", "architectures": ["MPTForCausalLM"], "d_model": 4096, "n_heads": 32, )"
                    R"("n_layers": 32, "vocab_size": 50432})"},
    {11'683'584, R"({"model_type": "albert", "architectures": ["AlbertModel"], "hidden_size": 768, )"
                 R"("num_attention_heads": 12, "intermediate_size": 3072})"},
    {11'221'680, R"({"model_type": "albert", "architectures": ["AlbertForMaskedLM"], "hidden_size": 768, )"
                 R"("num_attention_heads": 12, "intermediate_size": 3072})"},
    {222'595'584, R"({"model_type": "albert", "architectures": ["AlbertModel"]})"},
    {13'549'057, R"({"model_type": "electra", "architectures": ["ElectraForPreTraining"]})"},
    {108'891'648, R"({"model_type": "electra", "architectures": ["ElectraModel"], "embedding_size": 768, )"
                  R"("hidden_size": 768, "num_attention_heads": 12, "intermediate_size": 3072})"},
    {109'486'464, R"({"model_type": "mpnet", "architectures": ["MPNetModel"], "max_position_embeddings": 514})"},
    {151'277'313, R"({"model_type": "clip", "architectures": ["CLIPModel"]})"},
    {427'616'513, R"({"model_type": "clip", "architectures": ["CLIPModel"], "projection_dim": 768, )"
                  R"("text_config": {"hidden_size": 768, "num_attention_heads": 12, "intermediate_size": 3072}, )"
                  R"("vision_config": {"hidden_size": 1024, "num_attention_heads": 16, "intermediate_size": 4096, )"
                  R"("num_hidden_layers": 24, "patch_size": 14}})"},
    {14'315'784'192, R"({"model_type": "qwen2_moe", "architectures": ["Qwen2MoeForCausalLM"], "hidden_size": 2048, )"
                     R"("num_hidden_layers": 24, "num_attention_heads": 16})"},
    {30'532'122'624,
     R"({"model_type": "qwen3_moe", "architectures": ["Qwen3MoeForCausalLM"], "num_hidden_layers": 48, )"
     R"("head_dim": 128})"},
    {6'919'161'856, R"({"model_type": "olmoe", "architectures": ["OlmoeForCausalLM"], "intermediate_size": 1024})"},
    {20'914'757'184, R"({"model_type": "gpt_oss", "architectures": ["GptOssForCausalLM"], "num_hidden_layers": 24, )"
                     R"("num_local_experts": 32})"},
    {41'873'153'344, R"({"model_type": "phimoe", "architectures": ["PhiMoEForCausalLM"], "attention_bias": true, )"
                     R"("lm_head_bias": true})"},
    {1'176'764'416, R"({"model_type": "olmo", "architectures": ["OlmoForCausalLM"], "hidden_size": 2048, )"
                    R"("intermediate_size": 8192, "num_hidden_layers": 16, "num_attention_heads": 16, )"
                    R"("tie_word_embeddings": true})"},
    {7'298'617'344, R"({"model_type": "olmo2", "architectures": ["Olmo2ForCausalLM"], "vocab_size": 100352})"},
    {1'644'515'328,
     R"({"model_type": "stablelm", "architectures": ["StableLmForCausalLM"], "hidden_size": 2048, )"
     R"("intermediate_size": 5632, "num_hidden_layers": 24, "vocab_size": 100352, "use_qkv_bias": true})"},
    {34'980'831'232, R"({"model_type": "cohere", "architectures": ["CohereForCausalLM"]})"},
    {564'463'616, R"({"model_type": "xglm", "architectures": ["XGLMForCausalLM"]})"},
    {346'763'264, R"({"model_type": "biogpt", "architectures": ["BioGptForCausalLM"]})"},
    {70'426'624,
     R"({"model_type": "gpt_neox", "architectures": ["GPTNeoXForCausalLM"], "hidden_size": 512, )"
     R"("intermediate_size": 2048, "num_hidden_layers": 6, "num_attention_heads": 8, "vocab_size": 50304})"},
    {20'554'567'680, R"({"model_type": "gpt_neox", "architectures": ["GPTNeoXForCausalLM"]})"},
    {1'557'611'200, R"({"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "n_embd": 1600, "n_head": 25, )"
                    R"("n_layer": 48})"},
    {134'515'008, R"({"model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": 576, )"
                  R"("intermediate_size": 1536, "num_hidden_layers": 30, "num_attention_heads": 9, )"
                  R"("num_key_value_heads": 3, "vocab_size": 49152, "tie_word_embeddings": true})"},
    {1'235'814'400, R"({"model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": 2048, )"
                    R"("intermediate_size": 8192, "num_hidden_layers": 16, "num_attention_heads": 32, )"
                    R"("num_key_value_heads": 8, "vocab_size": 128256, "tie_word_embeddings": true, "head_dim": 64})"},
    {3'075'098'624, R"({"model_type": "smollm3", "architectures": ["SmolLM3ForCausalLM"]})"},
    {9'399'951'360, R"({"model_type": "glm", "architectures": ["GlmForCausalLM"]})"},
    {139'420'416, R"({"model_type": "bart", "architectures": ["BartForConditionalGeneration"], "d_model": 768, )"
                  R"("encoder_layers": 6, "decoder_layers": 6, "encoder_attention_heads": 12, )"
                  R"("decoder_attention_heads": 12, "encoder_ffn_dim": 3072, "decoder_ffn_dim": 3072})"},
    {406'291'456, R"({"model_type": "bart", "architectures": ["BartForConditionalGeneration"]})"},
    {610'851'840,
     R"({"model_type": "mbart", "architectures": ["MBartForConditionalGeneration"], "vocab_size": 250027})"},
};

int64_t params_of(const std::string& config) {
    Study study;
    run_study({.name = "config.json", .text = config}, "config", {}, study);
    INFO(config);
    CHECK(study.diagnostics.empty());
    REQUIRE(study.calculated());
    return study.analysis.totals[Figure::params];
}

}  // namespace

TEST_CASE("a config of Hugging Face has the published number of parameters") {
    for (const Published& one : published) {
        INFO(one.config);
        CHECK(params_of(one.config) == one.params);
    }
}

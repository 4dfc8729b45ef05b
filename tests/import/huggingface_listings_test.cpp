#include "import/listing.h"
#include "support/catch.h"

// The listings of the configs of Hugging Face's models.
using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Listed {
    std::string config, listing;
};

const std::string sizes =
    R"("hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 4, )"
    R"("vocab_size": 10, "max_position_embeddings": 6)";

const Listed listed[] = {
    {R"({"model_type": "llama", "torch_dtype": "bfloat16", )" + sizes + R"(, "num_key_value_heads": 2})",
     R"(network llama
dtype bfloat16
let vocabulary=10 width=8 hidden=16 heads=4 kv_heads=2 layers=2
let length=6  # tokens, of 6 positions; --input or --set length= changes it
input $length

words: embedding $vocabulary $width
layer: repeat $layers {
  add {
    attention_norm: rms_norm
    attention: attention $heads kv_heads=$kv_heads no-bias
  }
  add {
    mlp_norm: rms_norm
    multiply {
      path { gate: dense $hidden no-bias activation=silu }
      path { up: dense $hidden no-bias }
    }
    down: dense $width no-bias
  }
}
final_norm: rms_norm
head: dense $vocabulary no-bias
)"},
    {R"({"model_type": "qwen3", "architectures": ["Qwen3Model"], )" + sizes + R"(, "num_key_value_heads": 4})",
     R"(network Qwen3Model
let vocabulary=10 width=8 hidden=16 heads=4 head_dim=128 layers=2
let length=6  # tokens, of 6 positions; --input or --set length= changes it
input $length

words: embedding $vocabulary $width
layer: repeat $layers {
  add {
    attention_norm: rms_norm
    query_norm: parameter $head_dim allow=unused-layer
    key_norm: parameter $head_dim allow=unused-layer
    attention: attention $heads dim=$heads*$head_dim no-bias from=attention_norm
  }
  add {
    mlp_norm: rms_norm
    multiply {
      path { gate: dense $hidden no-bias activation=silu }
      path { up: dense $hidden no-bias }
    }
    down: dense $width no-bias
  }
}
final_norm: rms_norm
)"},
    {R"({"model_type": "gemma2", "architectures": ["Gemma2ForTokenClassification"], )" + sizes +
         R"(, "num_labels": 3})",
     R"(network Gemma2ForTokenClassification
let vocabulary=10 width=8 hidden=16 heads=4 head_dim=256 layers=2
let length=6  # tokens, of 6 positions; --input or --set length= changes it
input $length

words: embedding $vocabulary $width
layer: repeat $layers {
  add {
    attention_norm: rms_norm
    attention: attention $heads dim=$heads*$head_dim no-bias
    attention_post_norm: rms_norm
  }
  add {
    mlp_norm: rms_norm
    multiply {
      path { gate: dense $hidden no-bias activation=gelu }
      path { up: dense $hidden no-bias }
    }
    down: dense $width no-bias
    mlp_post_norm: rms_norm
  }
}
final_norm: rms_norm
score: dense 3
)"},
    {R"({"model_type": "qwen2_moe", )" + sizes + R"(, "num_key_value_heads": null, "mlp_only_layers": [1]})",
     R"(network qwen2_moe
let vocabulary=10 width=8 hidden=16 heads=4 experts=60 active=4 expert_hidden=1408 shared_hidden=5632
let length=6  # tokens, of 6 positions; --input or --set length= changes it
input $length

words: embedding $vocabulary $width

define layer {
  add {
    attention_norm: rms_norm
    attention: attention $heads bias=qkv
  }
  add {
    mlp_norm: rms_norm
    multiply {
      path { gate: dense $hidden no-bias activation=silu }
      path { up: dense $hidden no-bias }
    }
    down: dense $width no-bias
  }
}

define expert_layer {
  add {
    attention_norm: rms_norm
    attention: attention $heads bias=qkv
  }
  add {
    mlp_norm: rms_norm
    router: dense $experts no-bias allow=unused-layer
    add from=mlp_norm {
      path {
        experts $experts active=$active {
          multiply {
            path { gate: dense $expert_hidden no-bias activation=silu }
            path { up: dense $expert_hidden no-bias }
          }
          down: dense $width no-bias
        }
      }
      path {
        multiply {
          path {
            multiply {
              path { shared_gate: dense $shared_hidden no-bias activation=silu }
              path { shared_up: dense $shared_hidden no-bias }
            }
            shared_down: dense $width no-bias
          }
          path { shared_router: dense 1 no-bias activation=sigmoid }
        }
      }
    }
  }
}

expert_layer
layer
final_norm: rms_norm
head: dense $vocabulary no-bias
)"},
    {R"({"model_type": "gpt_neox", )" + sizes + "}",
     R"(network gpt_neox
let vocabulary=10 width=8 hidden=16 heads=4 layers=2
let length=6  # tokens, of 6 positions; --input or --set length= changes it
input $length

words: embedding $vocabulary $width
layer: repeat $layers {
  add {
    path { }
    path {
      attention_norm: layer_norm
      attention: attention $heads
    }
    path {
      mlp_norm: layer_norm
      up: dense $hidden activation=gelu
      down: dense $width
    }
  }
}
final_norm: layer_norm
head: dense $vocabulary no-bias
)"},
    {R"({"model_type": "phi", )" + sizes + R"(, "architectures": ["PhiForSequenceClassification"]})",
     R"(network PhiForSequenceClassification
let vocabulary=10 width=8 hidden=16 heads=4 layers=2
let length=6  # tokens, of 6 positions; --input or --set length= changes it
input $length

words: embedding $vocabulary $width
layer: repeat $layers {
  add {
    norm: layer_norm
    add {
      path {
        attention: attention $heads
      }
      path {
        up: dense $hidden activation=gelu
        down: dense $width
      }
    }
  }
}
final_norm: layer_norm
score: dense 2 no-bias
select -1
)"},
    {R"({"model_type": "opt", )" + sizes + R"(, "do_layer_norm_before": false, "word_embed_proj_dim": 4})",
     R"(network opt
let vocabulary=10 width=8 hidden=16 heads=4 layers=2
let length=6  # tokens, of 6 positions; --input or --set length= changes it
input $length

words: embedding $vocabulary 4
project_in: dense $width no-bias
positions: embedding 8 $width from=input
add from=project_in,positions
layer: repeat $layers {
  add {
    attention: attention $heads
  }
  attention_norm: layer_norm
  add {
    up: dense $hidden activation=relu
    down: dense $width
  }
  mlp_norm: layer_norm
}
project_out: dense 4 no-bias
head: dense $vocabulary no-bias share=words
)"},
    {R"({"model_type": "bert", )" + sizes + R"(, "architectures": ["BertForPreTraining"]})",
     R"(network BertForPreTraining
let vocabulary=10 width=8 hidden=16 heads=4 layers=2
let length=6  # tokens, of 6 positions; --input or --set length= changes it
input_ids: input $length
token_type_ids: input $length

words: embedding $vocabulary $width from=input_ids
kinds: embedding 2 $width from=token_type_ids
positions: embedding 6 $width from=input_ids
add from=words,kinds,positions
word_norm: layer_norm
layer: repeat $layers {
  add { attention: attention $heads }
  attention_norm: layer_norm
  add {
    intermediate: dense $hidden activation=gelu
    output: dense $width
  }
  output_norm: layer_norm
}
last: identity
first: select 0
pooler: dense $width activation=tanh
seq_relationship: dense 2
transform: dense $width activation=gelu from=last
transform_norm: layer_norm
head: dense $vocabulary no-bias share=words
head_bias: parameter 1x$vocabulary
head_sum: add from=head,head_bias
outputs head_sum seq_relationship
)"},
    {R"({"model_type": "albert", "num_hidden_layers": 3, "num_hidden_groups": 2, "hidden_size": 64, )"
     R"("num_attention_heads": 4})",
     R"(network albert
let vocabulary=30000 word_dim=128 width=64 hidden=16384 heads=4
let length=512  # tokens, of 512 positions; --input or --set length= changes it
input_ids: input $length
token_type_ids: input $length

words: embedding $vocabulary $word_dim from=input_ids
kinds: embedding 2 $word_dim from=token_type_ids
positions: embedding 512 $word_dim from=input_ids
add from=words,kinds,positions
word_norm: layer_norm
projection: dense $width

define layer {
  add { attention: attention $heads }
  attention_norm: layer_norm
  add {
    intermediate: dense $hidden activation=gelu
    output: dense $width
  }
  output_norm: layer_norm
}

group_1: layer
repeat 1 { layer share=group_1 }
group_2: layer
first: select 0
pooler: dense $width activation=tanh
)"},
    {R"({"model_type": "t5", "d_model": 8, "d_ff": 16, "d_kv": 4, "num_layers": 2, "num_decoder_layers": 1, )"
     R"("num_heads": 4, "vocab_size": 10, "feed_forward_proj": "gated-gelu"})",
     R"(network t5
let vocabulary=10 width=8 hidden=16 heads=4 head_dim=4 layers=2 decoder_layers=1 distances=32
let length=512  # tokens, of 512 positions; --input or --set length= changes it
let target_length=512  # tokens, of 512 positions; --input or --set target_length= changes it
source: input $length
target: input $target_length

define feed_forward {
  add {
    norm: rms_norm
    multiply {
      path { gate: dense $hidden no-bias activation=gelu }
      path { up: dense $hidden no-bias }
    }
    down: dense $width no-bias
  }
}

distances: parameter ${distances}x$heads allow=unused-layer
words: embedding $vocabulary $width from=source
encoder: repeat $layers {
  attended: add {
    norm: rms_norm
    attention: attention $heads dim=$heads*$head_dim no-bias
  }
  mlp: feed_forward
}
encoded: rms_norm

decoder_distances: parameter ${distances}x$heads allow=unused-layer
embedding $vocabulary $width from=target share=words
repeat $decoder_layers {
  decoder_attended: add {
    decoder_norm: rms_norm
    decoder_attention: attention $heads dim=$heads*$head_dim no-bias
  }
  cross_norm: rms_norm
  cross_attention: attention $heads dim=$heads*$head_dim no-bias from=cross_norm,encoded
  cross: add from=decoder_attended,cross_attention
  decoder_mlp: feed_forward
}
decoded: rms_norm
head: dense $vocabulary no-bias share=words
)"},
    {R"({"model_type": "deit", "architectures": ["DeiTForImageClassificationWithTeacher"], )"
     R"("hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, )"
     R"("image_size": [32, 16], "id2label": {"0": "cat", "1": "dog", "2": "emu"}})",
     R"(network DeiTForImageClassificationWithTeacher
let width=8 hidden=16 heads=2 layers=1
pixel_values: input 32x16x3

patches: conv $width 16x16 stride=16x16
tokens
class_token 2
position_embedding
layer: repeat $layers {
  add { layer_norm ; attention: attention $heads }
  add {
    layer_norm
    intermediate: dense $hidden activation=gelu
    output: dense $width
  }
}
final_norm: layer_norm
first: select 0
cls_classifier: dense 3
second: select 1 from=final_norm
distillation_classifier: dense 3
average from=cls_classifier,distillation_classifier
)"},
};

}  // namespace

TEST_CASE("the listing of a config of Hugging Face is a spec with its numbers in lets") {
    for (const Listed& one : listed) {
        CHECK(listing_of("huggingface", one.config) == one.listing);
    }
}

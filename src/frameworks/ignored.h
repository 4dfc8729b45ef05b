#pragma once

#include <string_view>

// Parameters of frameworks that change neither shape nor count: any layer accepts them, without effect.
namespace nnshape {

inline constexpr std::string_view ignored_params =
    "eps epsilon momentum inplace negative_slope negative_slopes alpha beta theta threshold lambd nonlinearity "
    "approximate min_val max_val lower upper mode align_corners antialias interpolation count_include_pad "
    "divisor_override return_indices padding_mode fill_value value device seed noise_shape batch_first dropout "
    "min max min_value exponent recurrent_dropout stateful unroll go_backwards time_major recurrent_activation "
    "need_weights padding_idx max_norm "
    "norm_type scale_grad_by_freq sparse mask_zero max_value "
    "kernel_initializer bias_initializer depthwise_initializer pointwise_initializer recurrent_initializer "
    "embeddings_initializer gamma_initializer beta_initializer alpha_initializer moving_mean_initializer "
    "moving_variance_initializer kernel_regularizer bias_regularizer activity_regularizer depthwise_regularizer "
    "pointwise_regularizer recurrent_regularizer embeddings_regularizer gamma_regularizer beta_regularizer "
    "alpha_regularizer kernel_constraint bias_constraint depthwise_constraint pointwise_constraint "
    "recurrent_constraint embeddings_constraint gamma_constraint beta_constraint alpha_constraint";

}  // namespace nnshape

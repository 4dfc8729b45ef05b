#pragma once

#include "import/darknet/network.h"

// A function for each kind of section, as sections.def lists them.
namespace nnshape::darknet {

void pass_on(CfgNetwork& network);
void read_activation(CfgNetwork& network);
void read_average_pool(CfgNetwork& network);
void read_batch_norm(CfgNetwork& network);
void read_connected(CfgNetwork& network);
void read_convolution(CfgNetwork& network);
void read_convolutional_lstm(CfgNetwork& network);
void read_convolutional_rnn(CfgNetwork& network);
void read_crop(CfgNetwork& network);
void read_deconvolution(CfgNetwork& network);
void read_dropout(CfgNetwork& network);
void read_gaussian_yolo(CfgNetwork& network);
void read_gru(CfgNetwork& network);
void read_history(CfgNetwork& network);
void read_implicit(CfgNetwork& network);
void read_l2_norm(CfgNetwork& network);
void read_local(CfgNetwork& network);
void read_local_average_pool(CfgNetwork& network);
void read_logistic(CfgNetwork& network);
void read_lstm(CfgNetwork& network);
void read_max_pool(CfgNetwork& network);
void read_normalization(CfgNetwork& network);
void read_region(CfgNetwork& network);
void read_reorg(CfgNetwork& network);
void read_rnn(CfgNetwork& network);
void read_route(CfgNetwork& network);
void read_scale(CfgNetwork& network);
void read_shortcut(CfgNetwork& network);
void read_softmax(CfgNetwork& network);
void read_upsample(CfgNetwork& network);
void read_yolo(CfgNetwork& network);

/// `conv FILTERS SIZE` and what else the section says of its window, without a bias.
std::string convolution_of(const CfgSection& section, int64_t filters, int64_t default_size);

}  // namespace nnshape::darknet

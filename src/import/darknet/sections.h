#pragma once

#include "import/darknet/network.h"

// A function for each kind of section, as sections.def lists them.
namespace nnshape::darknet {

void pass_on(Network& network);
void read_activation(Network& network);
void read_average_pool(Network& network);
void read_batch_norm(Network& network);
void read_connected(Network& network);
void read_convolution(Network& network);
void read_convolutional_lstm(Network& network);
void read_convolutional_rnn(Network& network);
void read_crop(Network& network);
void read_deconvolution(Network& network);
void read_dropout(Network& network);
void read_gaussian_yolo(Network& network);
void read_gru(Network& network);
void read_history(Network& network);
void read_implicit(Network& network);
void read_l2_norm(Network& network);
void read_local(Network& network);
void read_local_average_pool(Network& network);
void read_logistic(Network& network);
void read_lstm(Network& network);
void read_max_pool(Network& network);
void read_normalization(Network& network);
void read_region(Network& network);
void read_reorg(Network& network);
void read_rnn(Network& network);
void read_route(Network& network);
void read_scale(Network& network);
void read_shortcut(Network& network);
void read_softmax(Network& network);
void read_upsample(Network& network);
void read_yolo(Network& network);

/// `conv FILTERS SIZE` and what else the section says of its window, without a bias.
std::string convolution_of(const Section& section, int64_t filters, int64_t default_size);

}  // namespace nnshape::darknet

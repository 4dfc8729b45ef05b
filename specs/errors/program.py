import torch.nn as nn

net = nn.Sequential(
    nn.Conv2d(1, 6, 5),
    nn.ReLU(),
)

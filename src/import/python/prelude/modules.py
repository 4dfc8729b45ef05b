# Modules and functions of torch.nn that consist of others.
import torch
import torch.nn as nn
import torch.nn.functional as F


def cosine_similarity(x1, x2, dim=1, eps=1e-8):
    return (x1 * x2).sum(dim)


def pairwise_distance(x1, x2, p=2.0, eps=1e-6, keepdim=False):
    return torch.norm(x1 - x2, p, -1, keepdim)


def cdist(x1, x2, p=2.0, compute_mode=None):
    return torch.norm(x1.unsqueeze(-2) - x2.unsqueeze(-3), p, -1)


def _unpooled(input, kernel_size, stride, padding, output_size):
    rank = input.dim() - 2
    if output_size is not None:
        return F.interpolate(input, size=tuple(output_size)[-rank:])

    def each(value):
        return (value,) * rank if isinstance(value, int) else tuple(value)

    kernels, paddings = each(kernel_size), each(padding)
    strides = kernels if stride is None else each(stride)
    sizes = [(input.size(i + 2) - 1) * strides[i] - 2 * paddings[i] + kernels[i] for i in range(rank)]
    return F.interpolate(input, size=sizes)


def max_unpool1d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    return _unpooled(input, kernel_size, stride, padding, output_size)


def max_unpool2d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    return _unpooled(input, kernel_size, stride, padding, output_size)


def max_unpool3d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    return _unpooled(input, kernel_size, stride, padding, output_size)


class _MaxUnpool(nn.Module):
    def __init__(self, kernel_size, stride=None, padding=0):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding

    def forward(self, input, indices, output_size=None):
        return _unpooled(input, self.kernel_size, self.stride, self.padding, output_size)


class MaxUnpool1d(_MaxUnpool):
    pass


class MaxUnpool2d(_MaxUnpool):
    pass


class MaxUnpool3d(_MaxUnpool):
    pass


class LPPool1d(nn.Module):
    def __init__(self, norm_type, kernel_size, stride=None, ceil_mode=False):
        super().__init__()
        self.norm_type = norm_type
        self.kernel_size = kernel_size
        self.stride = stride
        self.ceil_mode = ceil_mode

    def forward(self, input):
        return F.lp_pool1d(input, float(self.norm_type), self.kernel_size, self.stride, self.ceil_mode)


class LPPool2d(LPPool1d):
    def forward(self, input):
        return F.lp_pool2d(input, float(self.norm_type), self.kernel_size, self.stride, self.ceil_mode)


class FractionalMaxPool2d(nn.Module):
    def __init__(self, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None):
        super().__init__()
        self.output_size = output_size
        self.output_ratio = output_ratio
        self.return_indices = return_indices

    def forward(self, input):
        size = self.output_size
        if size is None:
            ratio = self.output_ratio
            ratios = (ratio, ratio) if isinstance(ratio, float) else ratio
            size = (int(input.size(-2) * ratios[0]), int(input.size(-1) * ratios[1]))
        return F.adaptive_max_pool2d(input, size, return_indices=self.return_indices)


class CosineSimilarity(nn.Module):
    def __init__(self, dim=1, eps=1e-8):
        super().__init__()
        self.dim = dim
        self.eps = eps

    def forward(self, x1, x2):
        return cosine_similarity(x1, x2, self.dim, self.eps)


class PairwiseDistance(nn.Module):
    def __init__(self, p=2.0, eps=1e-6, keepdim=False):
        super().__init__()
        self.norm = p
        self.eps = eps
        self.keepdim = keepdim

    def forward(self, x1, x2):
        return pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)

from torch import Tensor


def pad(x, edges):
    shape = list(x.shape)
    for axis, (before, after) in enumerate(zip(edges[::2], edges[1::2])):
        shape[-1 - axis] += before + after
    return Tensor(*shape)


def linear(x, weight):
    if x.shape[-1] != weight.shape[1]:
        raise ValueError(f"linear of {weight.shape} on {x.shape}")
    return Tensor(*x.shape[:-1], weight.shape[0])

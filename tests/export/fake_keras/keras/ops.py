from . import Tensor


def _same(x):
    return x


log = sqrt = square = absolute = reciprocal = sin = cos = erf = sign = round = floor = ceil = _same


def mean(x, axis, keepdims=False):
    axes = axis if isinstance(axis, tuple) else (axis,)
    return Tensor(*(1 if at in axes else size for at, size in enumerate(x.shape) if keepdims or at not in axes))


sum = max = min = mean


def swapaxes(x, one, other):
    shape = list(x.shape)
    shape[one], shape[other] = shape[other], shape[one]
    return Tensor(*shape)


def matmul(one, other):
    if one.shape[-1] != other.shape[-2]:
        raise ValueError(f"{one.shape} @ {other.shape}")
    return Tensor(*one.shape[:-1], other.shape[-1])


def pad(x, widths):
    if len(widths) != len(x.shape) or widths[0] != (0, 0):
        raise ValueError(f"pad {widths}")
    return Tensor(None, *(size + before + after for size, (before, after) in zip(x.shape[1:], widths[1:])))


def shape(x):
    return x.shape


def repeat(x, times, axis):
    return Tensor(times, *x.shape[1:])

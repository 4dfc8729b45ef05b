"""Tensors that have a shape and no numbers: enough of torch to run the code of `nnshape convert --to pytorch`."""
import builtins
import math
import operator


def _broadcast(one, other):
    rank = builtins.max(len(one), len(other))
    one = (1,) * (rank - len(one)) + tuple(one)
    other = (1,) * (rank - len(other)) + tuple(other)
    for a, b in zip(one, other):
        if a != b and 1 not in (a, b):
            raise ValueError(f"shapes {one} and {other}")
    return tuple(b if a == 1 else a for a, b in zip(one, other))


class Tensor:
    def __init__(self, *shape):
        self.shape = tuple(operator.index(size) for size in shape)
        if any(size < 1 for size in self.shape):
            raise ValueError(f"shape {self.shape}")

    def size(self, dim=None):
        return self.shape if dim is None else self.shape[dim]

    def numel(self):
        return math.prod(self.shape)

    def _with(self, other):
        return self if isinstance(other, (int, float)) else Tensor(*_broadcast(self.shape, other.shape))

    __add__ = __sub__ = __mul__ = __truediv__ = __pow__ = _with

    def __neg__(self):
        return self

    exp = log = sqrt = square = abs = reciprocal = sin = cos = erf = sign = round = floor = ceil = __neg__

    def __matmul__(self, other):
        if self.shape[-1] != other.shape[-2]:
            raise ValueError(f"{self.shape} @ {other.shape}")
        return Tensor(*_broadcast(self.shape[:-2], other.shape[:-2]), self.shape[-2], other.shape[-1])

    def reshape(self, *shape):
        known = math.prod(size for size in shape if size != -1)
        shape = [self.numel() // known if size == -1 else size for size in shape]
        if math.prod(shape) != self.numel():
            raise ValueError(f"{self.shape} as {shape}")
        return Tensor(*shape)

    def permute(self, *dims):
        if sorted(dims) != list(range(len(self.shape))):
            raise ValueError(f"permute{dims} of {self.shape}")
        return Tensor(*(self.shape[dim] for dim in dims))

    def movedim(self, source, destination):
        shape = list(self.shape)
        size = shape.pop(source)
        shape.insert(destination % len(self.shape), size)
        return Tensor(*shape)

    def transpose(self, one, other):
        shape = list(self.shape)
        shape[one], shape[other] = shape[other], shape[one]
        return Tensor(*shape)

    def flatten(self, start=0, end=-1):
        end %= len(self.shape)
        return Tensor(*self.shape[:start], math.prod(self.shape[start:end + 1]), *self.shape[end + 1:])

    def unflatten(self, dim, sizes):
        known = math.prod(size for size in sizes if size != -1)
        sizes = [self.shape[dim] // known if size == -1 else size for size in sizes]
        if math.prod(sizes) != self.shape[dim]:
            raise ValueError(f"unflatten{sizes} of {self.shape}")
        return Tensor(*self.shape[:dim], *sizes, *self.shape[dim + 1:])

    def expand(self, *sizes):
        for have, want in zip(self.shape, sizes):
            if want not in (-1, have) and have != 1:
                raise ValueError(f"expand{sizes} of {self.shape}")
        return Tensor(*(have if want == -1 else want for have, want in zip(self.shape, sizes)))

    def select(self, dim, index):
        if not -self.shape[dim] <= index < self.shape[dim]:
            raise IndexError(index)
        return Tensor(*self.shape[:dim], *self.shape[dim + 1:])

    def narrow(self, dim, start, length):
        if start < 0 or start + length > self.shape[dim]:
            raise IndexError(start)
        return Tensor(*self.shape[:dim], length, *self.shape[dim + 1:])

    def roll(self, shifts, dims):
        if len(shifts) != len(dims):
            raise ValueError("roll")
        return self

    def mean(self, dim, keepdim=False):
        dims = [one % len(self.shape) for one in ((dim,) if isinstance(dim, int) else dim)]
        sizes = [1 if at in dims else size for at, size in enumerate(self.shape) if keepdim or at not in dims]
        return Tensor(*sizes)

    amax = amin = sum = norm = mean

    def __getitem__(self, index):
        index = index if isinstance(index, tuple) else (index,)
        shape = []
        for at, one in enumerate(index):
            if isinstance(one, slice):
                if one.stop is not None and one.stop > self.shape[at]:
                    raise IndexError(one.stop)
                shape.append(len(range(*one.indices(self.shape[at]))))
            elif not -self.shape[at] <= one < self.shape[at]:
                raise IndexError(one)
        return Tensor(*shape, *self.shape[len(index):])


def zeros(*shape):
    return Tensor(*shape)


def cat(tensors, dim):
    shape = list(tensors[0].shape)
    dim %= len(shape)
    for tensor in tensors[1:]:
        if [s for at, s in enumerate(tensor.shape) if at != dim] != [s for at, s in enumerate(shape) if at != dim]:
            raise ValueError(f"cat of {[one.shape for one in tensors]}")
    shape[dim] = sum(tensor.shape[dim] for tensor in tensors)
    return Tensor(*shape)


def maximum(one, other):
    return one + other


minimum = maximum
ones = zeros

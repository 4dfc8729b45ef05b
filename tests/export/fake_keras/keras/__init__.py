"""Tensors that have a shape and no numbers: enough of Keras to run the code of `nnshape convert --to keras`.

A shape has the batch first, which is None; other sizes of an Input may be None too, as those of a shared model are.
"""
import math

current = []   # the weights that have been made, in order
names = set()  # of layers


class Tensor:
    def __init__(self, *shape):
        if any(size is not None and size < 1 for size in shape):
            raise ValueError(f"shape {shape}")
        self.shape = tuple(shape)

    def _with(self, other):
        return Tensor(*broadcast(self.shape, other.shape))

    __truediv__ = __pow__ = _with

    def __neg__(self):
        return self

    def __getitem__(self, index):
        index = index if isinstance(index, tuple) else (index,)
        if index[0] is Ellipsis:
            index = (slice(None),) * (len(self.shape) - len(index) + 1) + index[1:]
        shape = []
        for size, one in zip(self.shape, index):
            if isinstance(one, slice):
                if one.stop is not None and one.stop > size:
                    raise IndexError(one)
                shape.append(size if one == slice(None) else len(range(*one.indices(size))))
            elif not -size <= one < size:
                raise IndexError(one)
        return Tensor(*shape, *self.shape[len(index):])


def broadcast(one, other):
    if len(one) != len(other):
        raise ValueError(f"shapes {one} and {other}")
    sizes = []
    for a, b in zip(one, other):
        if a != b and 1 not in (a, b):
            raise ValueError(f"shapes {one} and {other}")
        sizes.append(b if a == 1 else a)
    return tuple(sizes)


def product(sizes):
    return math.prod(sizes)


def Input(shape):
    return Tensor(None, *shape)


class Model:
    """Weights that are made before it count once, however often it is called."""

    def __init__(self, inputs, outputs):
        self.inputs = inputs if isinstance(inputs, list) else [inputs]
        self.outputs = outputs if isinstance(outputs, list) else [outputs]

    def __call__(self, x):
        (inputs,), (outputs,) = self.inputs, self.outputs
        if len(x.shape) != len(inputs.shape) or any(want not in (None, have) for have, want in zip(x.shape, inputs.shape)):
            raise ValueError(f"a model for {inputs.shape} on {x.shape}")
        # Spatial sizes that the model leaves open are kept by the layers that use it so.
        sizes = [have if size is None and at < len(x.shape) - 1 else size
                 for at, (size, have) in enumerate(zip(outputs.shape, x.shape))]
        return Tensor(*sizes)


from . import layers, ops  # noqa: E402

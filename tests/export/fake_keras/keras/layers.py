"""Layers that count their weights and find the shapes that come out, by the documentation of keras.layers."""
import math

from . import Tensor, broadcast, current, names, product


class Weight:
    def __init__(self, shape, trainable=True, stored=False):
        self.shape, self.trainable, self.stored = tuple(shape), trainable, stored
        if any(not isinstance(size, int) or size < 1 for size in self.shape):
            raise ValueError(f"a weight of {shape}")


class Layer:
    """`call` makes the weights when it is called for the first time."""

    def __init__(self, trainable=True):
        self.trainable, self.built, self.made = trainable, False, []

    def add_weight(self, shape, trainable=True, stored=False):
        if not self.built:
            self.made.append(Weight(shape, trainable and self.trainable, stored))
            current.append(self.made[-1])
        return Tensor(*shape)

    def __init_subclass__(cls):
        """Every constructor accepts `name`, which must be given once."""
        own = cls.__dict__.get("__init__", Layer.__init__)

        def init(self, *args, name=None, **kwargs):
            if name is not None and name in names:
                raise ValueError(f"the name {name} twice")
            names.add(name)
            own(self, *args, **kwargs)
        cls.__init__ = init

    def __call__(self, *args, **kwargs):
        result = self.call(*args, **kwargs)
        self.built = True
        return result


def _each(value, rank):
    values = tuple(value) if isinstance(value, (tuple, list)) else (value,) * rank
    if len(values) != rank:
        raise ValueError(f"{value} for {rank} axes")
    return values


def _places(size, kernel, stride, dilation, padding):
    if size is None:
        if padding != "same" or stride != 1:
            raise ValueError("an open size")
        return None
    if padding in ("same", "causal"):
        return -(-size // stride)
    if padding != "valid":
        raise ValueError(padding)
    room = size - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError(f"a window of {kernel} over {size}")
    return room // stride + 1


def _check(x, rank):
    if len(x.shape) != rank + 2:
        raise ValueError(f"{rank} axes in {x.shape}")


def _conv(rank):
    class Conv(Layer):
        def __init__(self, filters, kernel_size, strides=1, padding="valid", dilation_rate=1, groups=1, activation=None,
                     use_bias=True, trainable=True):
            super().__init__(trainable)
            self.filters, self.groups, self.bias, self.padding = filters, groups, use_bias, padding
            self.sizes = [_each(one, rank) for one in (kernel_size, strides, dilation_rate)]
            if padding == "causal" and rank != 1:
                raise ValueError("causal")

        def call(self, x):
            _check(x, rank)
            if x.shape[-1] % self.groups or self.filters % self.groups:
                raise ValueError("groups")
            self.add_weight((*self.sizes[0], x.shape[-1] // self.groups, self.filters))
            if self.bias:
                self.add_weight((self.filters,))
            return Tensor(None, *(_places(*one, self.padding) for one in zip(x.shape[1:-1], *self.sizes)), self.filters)
    return Conv


def _depthwise(rank, separable):
    class Depthwise(Layer):
        def __init__(self, *sizes, strides=1, padding="valid", dilation_rate=1, depth_multiplier=1, activation=None,
                     use_bias=True, trainable=True):
            super().__init__(trainable)
            self.filters = sizes[0] if separable else None
            self.times, self.bias, self.padding = depth_multiplier, use_bias, padding
            self.sizes = [_each(one, rank) for one in (sizes[-1], strides, dilation_rate)]

        def call(self, x):
            _check(x, rank)
            middle = x.shape[-1] * self.times
            self.add_weight((*self.sizes[0], x.shape[-1], self.times))
            if separable:
                self.add_weight((middle, self.filters))
            filters = self.filters or middle
            if self.bias:
                self.add_weight((filters,))
            return Tensor(None, *(_places(*one, self.padding) for one in zip(x.shape[1:-1], *self.sizes)), filters)
    return Depthwise


def _conv_transpose(rank):
    class ConvTranspose(Layer):
        def __init__(self, filters, kernel_size, strides=1, padding="valid", dilation_rate=1, activation=None,
                     use_bias=True, trainable=True):
            super().__init__(trainable)
            self.filters, self.bias, self.padding = filters, use_bias, padding
            self.sizes = [_each(one, rank) for one in (kernel_size, strides, dilation_rate)]

        def call(self, x):
            _check(x, rank)
            self.add_weight((*self.sizes[0], self.filters, x.shape[-1]))
            if self.bias:
                self.add_weight((self.filters,))
            sizes = []
            for size, kernel, stride, dilation in zip(x.shape[1:-1], *self.sizes):
                reach = dilation * (kernel - 1) + 1
                sizes.append(size * stride + (max(reach - stride, 0) if self.padding == "valid" else 0))
            return Tensor(None, *sizes, self.filters)
    return ConvTranspose


def _pool(rank):
    class Pool(Layer):
        def __init__(self, pool_size=2, strides=None, padding="valid"):
            super().__init__()
            self.padding = padding
            self.sizes = [_each(pool_size, rank), _each(pool_size if strides is None else strides, rank)]

        def call(self, x):
            _check(x, rank)
            return Tensor(None, *(_places(size, kernel, stride, 1, self.padding)
                                  for size, kernel, stride in zip(x.shape[1:-1], *self.sizes)), x.shape[-1])
    return Pool


def _global(rank):
    class Global(Layer):
        def __init__(self, keepdims=False):
            super().__init__()
            self.keeps = keepdims

        def call(self, x):
            _check(x, rank)
            return Tensor(None, *((1,) * rank if self.keeps else ()), x.shape[-1])
    return Global


def _edges(rank, sign):
    class Edges(Layer):
        def __init__(self, padding):
            super().__init__()
            if isinstance(padding, int):
                self.pairs = ((padding, padding),) * rank
            elif rank == 1:
                self.pairs = (padding,)
            else:
                self.pairs = tuple(one if isinstance(one, tuple) else (one, one) for one in padding)

        def call(self, x):
            _check(x, rank)
            if len(self.pairs) != rank:
                raise ValueError(f"{self.pairs}")
            return Tensor(None, *(size + sign * sum(pair) for size, pair in zip(x.shape[1:-1], self.pairs)), x.shape[-1])
    return Edges


def _upsample(rank):
    class UpSampling(Layer):
        def __init__(self, size=2):
            super().__init__()
            self.size = _each(size, rank)

        def call(self, x):
            _check(x, rank)
            return Tensor(None, *(size * times for size, times in zip(x.shape[1:-1], self.size)), x.shape[-1])
    return UpSampling


def _adaptive(rank):
    class Adaptive(Layer):
        def __init__(self, output_size):
            super().__init__()
            self.sizes = _each(output_size, rank)

        def call(self, x):
            _check(x, rank)
            return Tensor(None, *self.sizes, x.shape[-1])
    return Adaptive


for _rank in (1, 2, 3):
    globals()[f"Conv{_rank}D"] = _conv(_rank)
    globals()[f"SeparableConv{_rank}D"] = _depthwise(_rank, True)
    globals()[f"DepthwiseConv{_rank}D"] = _depthwise(_rank, False)
    globals()[f"Conv{_rank}DTranspose"] = _conv_transpose(_rank)
    globals()[f"MaxPooling{_rank}D"] = globals()[f"AveragePooling{_rank}D"] = _pool(_rank)
    globals()[f"GlobalAveragePooling{_rank}D"] = globals()[f"GlobalMaxPooling{_rank}D"] = _global(_rank)
    globals()[f"AdaptiveAveragePooling{_rank}D"] = globals()[f"AdaptiveMaxPooling{_rank}D"] = _adaptive(_rank)
    globals()[f"ZeroPadding{_rank}D"], globals()[f"Cropping{_rank}D"] = _edges(_rank, 1), _edges(_rank, -1)
    globals()[f"UpSampling{_rank}D"] = _upsample(_rank)


class Dense(Layer):
    def __init__(self, units, activation=None, use_bias=True, trainable=True):
        super().__init__(trainable)
        self.units, self.bias = units, use_bias

    def call(self, x):
        self.add_weight((x.shape[-1], self.units))
        if self.bias:
            self.add_weight((self.units,))
        return Tensor(*x.shape[:-1], self.units)


class Flatten(Layer):
    def call(self, x):
        return Tensor(None, product(x.shape[1:]))


class Reshape(Layer):
    def __init__(self, target_shape):
        super().__init__()
        self.shape = target_shape

    def call(self, x):
        if product(self.shape) != product(x.shape[1:]):
            raise ValueError(f"{x.shape} as {self.shape}")
        return Tensor(None, *self.shape)


class Permute(Layer):
    def __init__(self, dims):
        super().__init__()
        self.dims = dims

    def call(self, x):
        if sorted(self.dims) != list(range(1, len(x.shape))):
            raise ValueError(f"permute {self.dims} of {x.shape}")
        return Tensor(None, *(x.shape[dim] for dim in self.dims))


class BatchNormalization(Layer):
    def __init__(self, center=True, scale=True, trainable=True):
        super().__init__(trainable)
        self.learned = scale + center

    def call(self, x):
        for _ in range(self.learned):
            self.add_weight(x.shape[-1:])
        for _ in range(2):
            self.add_weight(x.shape[-1:], trainable=False, stored=True)
        return x


class LayerNormalization(Layer):
    def __init__(self, center=True, scale=True, trainable=True):
        super().__init__(trainable)
        self.learned = scale + center

    def call(self, x):
        for _ in range(self.learned):
            self.add_weight(x.shape[-1:])
        return x


class GroupNormalization(LayerNormalization):
    def __init__(self, groups=32, trainable=True):
        super().__init__(trainable=trainable)
        self.groups = groups

    def call(self, x):
        if x.shape[-1] % self.groups:
            raise ValueError("groups")
        return super().call(x)


class RMSNormalization(Layer):
    def call(self, x):
        self.add_weight(x.shape[-1:])
        return x


class UnitNormalization(Layer):
    def call(self, x):
        return x


class Dropout(Layer):
    def __init__(self, rate):
        super().__init__()

    def call(self, x):
        return x


class Activation(Dropout):
    def __init__(self, activation):
        super().__init__(0)
        if activation not in ("relu relu6 leaky_relu elu selu celu gelu silu mish sigmoid hard_sigmoid hard_silu tanh softplus "
                              "softsign softmax log_softmax exponential log_sigmoid hard_tanh tanh_shrink soft_shrink "
                              "hard_shrink glu").split():
            raise ValueError(activation)


class ReLU(Layer):
    def call(self, x):
        return x


LeakyReLU = ELU = Softmax = Identity = ReLU


class PReLU(Layer):
    def __init__(self, shared_axes=(), trainable=True):
        super().__init__(trainable)
        self.shared = shared_axes

    def call(self, x):
        self.add_weight(tuple(1 if at in self.shared else size for at, size in enumerate(x.shape) if at > 0))
        return x


class Embedding(Layer):
    def __init__(self, input_dim, output_dim, trainable=True):
        super().__init__(trainable)
        self.sizes = input_dim, output_dim

    def call(self, x):
        self.add_weight(self.sizes)
        return Tensor(*x.shape, self.sizes[1])


class Resizing(Layer):
    def __init__(self, height, width):
        super().__init__()
        self.size = height, width

    def call(self, x):
        _check(x, 2)
        return Tensor(None, *self.size, x.shape[-1])


class Add(Layer):
    def call(self, inputs):
        shape = inputs[0].shape
        for one in inputs[1:]:
            shape = broadcast(shape, one.shape)
        return Tensor(*shape)


Subtract = Multiply = Average = Maximum = Minimum = Add


class Concatenate(Layer):
    def __init__(self, axis=-1):
        super().__init__()
        self.axis = axis

    def call(self, inputs):
        shape = list(inputs[0].shape)
        axis = self.axis % len(shape)
        rest = shape[:axis] + shape[axis + 1:]
        if any(list(one.shape[:axis] + one.shape[axis + 1:]) != rest for one in inputs):
            raise ValueError(f"concatenate {[one.shape for one in inputs]}")
        shape[axis] = sum(one.shape[axis] for one in inputs)
        return Tensor(*shape)


from .sequences import *  # noqa: E402, F403

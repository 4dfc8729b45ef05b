"""Modules that count their parameters and find the shapes that come out, by torch.nn's documentation."""
import inspect
import math

from torch import Tensor, zeros

from . import functional


class Parameter(Tensor):
    def __init__(self, data, requires_grad=True):
        super().__init__(*data.shape)
        self.requires_grad = requires_grad


class Module:
    def __init__(self):
        self.__dict__["_made"] = True

    def __setattr__(self, name, value):
        if "_made" not in self.__dict__:
            raise AttributeError("super().__init__() comes first")
        if name in self.__dict__ or hasattr(Module, name):
            raise AttributeError(f"{name} is set twice, or is a method")
        self.__dict__[name] = value

    def children(self):
        return [one for one in self.__dict__.values() if isinstance(one, Module)]

    def parameters(self):
        own = [one for one in self.__dict__.values() if isinstance(one, Parameter)]
        seen = {id(one): one for one in own}
        for child in self.children():
            seen.update((id(one), one) for one in child.parameters())
        return list(seen.values())

    def buffers(self):
        return self.__dict__.get("count_of_buffers", 0) + sum(child.buffers() for child in self.children())

    def requires_grad_(self, value):
        for one in self.parameters():
            one.requires_grad = value
        return self

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def train(self): ...
    def eval(self): ...
    def half(self): ...
    def float(self): ...
    def double(self): ...
    def to(self): ...
    def apply(self): ...
    def modules(self): ...
    def type(self): ...
    def compile(self): ...


class Sequential(Module):
    def __init__(self, *modules):
        super().__init__()
        for number, module in enumerate(modules):
            setattr(self, str(number), module)

    def forward(self, x):
        for module in self.children():
            x = module(x)
        return x


class ModuleList(Module):
    def __init__(self, modules):
        super().__init__()
        for number, module in enumerate(modules):
            setattr(self, str(number), module)

    def __iter__(self):
        return iter(self.children())


def _each(value, rank):
    values = tuple(value) if isinstance(value, (tuple, list)) else (value,) * rank
    if len(values) != rank or not all(isinstance(one, int) for one in values):
        raise ValueError(f"{value} for {rank} axes")
    return values


def _places(size, kernel, stride, padding, dilation, ceil=False):
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    places = (-(-room // stride) if ceil else room // stride) + 1
    if ceil and (places - 1) * stride >= size + padding:
        places -= 1
    if room < 0 or places < 1:
        raise ValueError(f"a window of {kernel} over {size}")
    return places


def _conv(rank):
    class Conv(Module):
        def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True):
            super().__init__()
            if in_channels % groups or out_channels % groups:
                raise ValueError("groups")
            self.arguments = [_each(one, rank) for one in (kernel_size, stride, padding, dilation)]
            self.channels = in_channels, out_channels
            self.weight = Parameter(zeros(out_channels, in_channels // groups, *self.arguments[0]))
            if bias:
                self.bias = Parameter(zeros(out_channels))

        def forward(self, x):
            if len(x.shape) != rank + 2 or x.shape[1] != self.channels[0]:
                raise ValueError(f"conv of {self.channels} on {x.shape}")
            return Tensor(x.shape[0], self.channels[1], *map(_places, x.shape[2:], *self.arguments))
    return Conv


def _conv_transpose(rank):
    class ConvTranspose(Module):
        def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1,
                     bias=True, dilation=1):
            super().__init__()
            self.arguments = [_each(one, rank) for one in (kernel_size, stride, padding, output_padding, dilation)]
            self.channels = in_channels, out_channels
            self.weight = Parameter(zeros(in_channels, out_channels // groups, *self.arguments[0]))
            if bias:
                self.bias = Parameter(zeros(out_channels))

        def forward(self, x):
            if len(x.shape) != rank + 2 or x.shape[1] != self.channels[0]:
                raise ValueError(f"transposed conv of {self.channels} on {x.shape}")
            sizes = [(size - 1) * s - 2 * p + d * (k - 1) + o + 1 for size, k, s, p, o, d in zip(x.shape[2:], *self.arguments)]
            return Tensor(x.shape[0], self.channels[1], *sizes)
    return ConvTranspose


def _pool(rank, is_max):
    class Pool(Module):
        def __init__(self, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
            super().__init__()
            self.arguments = [_each(kernel_size, rank), _each(kernel_size if stride is None else stride, rank),
                              _each(padding, rank), _each(dilation, rank)]
            if any(p > k // 2 for k, p in zip(self.arguments[0], self.arguments[2])):
                raise ValueError("the padding is more than half the kernel")
            self.ceil = ceil_mode
            if not is_max and dilation != 1:
                raise TypeError("dilation")

        def forward(self, x):
            if len(x.shape) != rank + 2:
                raise ValueError(f"pool on {x.shape}")
            return Tensor(*x.shape[:2], *map(lambda *one: _places(*one, self.ceil), x.shape[2:], *self.arguments))
    return Pool


def _adaptive(rank):
    class Adaptive(Module):
        def __init__(self, output_size):
            super().__init__()
            self.sizes = tuple(output_size) if isinstance(output_size, tuple) else (output_size,) * rank

        def forward(self, x):
            if len(x.shape) != rank + 2 or len(self.sizes) != rank:
                raise ValueError(f"adaptive pool on {x.shape}")
            return Tensor(*x.shape[:2], *(have if want is None else want for have, want in zip(x.shape[2:], self.sizes)))
    return Adaptive


def _pad(rank, has_value):
    class Pad(Module):
        def __init__(self, padding, *value):
            super().__init__()
            self.edges = _each(padding, 2 * rank)
            if len(value) != has_value:
                raise TypeError("value")

        def forward(self, x):
            if len(x.shape) != rank + 2:
                raise ValueError(f"pad on {x.shape}")
            return functional.pad(x, self.edges)
    return Pad


def _batch_norm(ranks):
    class BatchNorm(Module):
        def __init__(self, num_features, affine=True, track_running_stats=True):
            super().__init__()
            self.features = num_features
            if affine:
                self.weight, self.bias = Parameter(zeros(num_features)), Parameter(zeros(num_features))
            self.count_of_buffers = 2 * num_features if track_running_stats else 0

        def forward(self, x):
            if len(x.shape) - 2 not in ranks or x.shape[1] != self.features:
                raise ValueError(f"batch norm of {self.features} on {x.shape}")
            return x
    return BatchNorm


for _rank in (1, 2, 3):
    globals()[f"Conv{_rank}d"] = _conv(_rank)
    globals()[f"ConvTranspose{_rank}d"] = _conv_transpose(_rank)
    globals()[f"MaxPool{_rank}d"] = _pool(_rank, True)
    globals()[f"AvgPool{_rank}d"] = _pool(_rank, False)
    globals()[f"AdaptiveAvgPool{_rank}d"] = globals()[f"AdaptiveMaxPool{_rank}d"] = _adaptive(_rank)
    globals()[f"ZeroPad{_rank}d"] = _pad(_rank, False)
    globals()[f"ConstantPad{_rank}d"] = _pad(_rank, True)
    globals()[f"BatchNorm{_rank}d"] = _batch_norm((0, 1) if _rank == 1 else (_rank,))


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = Parameter(zeros(out_features, in_features))
        if bias:
            self.bias = Parameter(zeros(out_features))

    def forward(self, x):
        return functional.linear(x, self.weight)


class Flatten(Module):
    def forward(self, x):
        return x.flatten(1)


class LayerNorm(Module):
    def __init__(self, normalized_shape, elementwise_affine=True, bias=True):
        super().__init__()
        self.sizes = normalized_shape if isinstance(normalized_shape, tuple) else (normalized_shape,)
        if elementwise_affine:
            self.weight = Parameter(zeros(*self.sizes))
            if bias:
                self.bias = Parameter(zeros(*self.sizes))

    def forward(self, x):
        if x.shape[-len(self.sizes):] != self.sizes:
            raise ValueError(f"layer norm of {self.sizes} on {x.shape}")
        return x


class RMSNorm(LayerNorm):
    def __init__(self, normalized_shape, elementwise_affine=True):
        super().__init__(normalized_shape, elementwise_affine, bias=False)


class GroupNorm(Module):
    def __init__(self, num_groups, num_channels, affine=True):
        super().__init__()
        self.channels = num_channels
        if num_channels % num_groups:
            raise ValueError("groups")
        if affine:
            self.weight, self.bias = Parameter(zeros(num_channels)), Parameter(zeros(num_channels))

    def forward(self, x):
        if x.shape[1] != self.channels:
            raise ValueError(f"group norm of {self.channels} on {x.shape}")
        return x


class Embedding(Module):
    def __init__(self, num_embeddings, embedding_dim):
        super().__init__()
        self.weight = Parameter(zeros(num_embeddings, embedding_dim))

    def forward(self, x):
        return Tensor(*x.shape, self.weight.shape[1])


class Upsample(Module):
    def __init__(self, size=None, scale_factor=None):
        super().__init__()
        self.size_, self.scale = size, scale_factor

    def forward(self, x):
        rank = len(x.shape) - 2
        if self.size_ is not None:
            return Tensor(*x.shape[:2], *_each(self.size_, rank))
        scales = self.scale if isinstance(self.scale, tuple) else (self.scale,) * rank
        return Tensor(*x.shape[:2], *(math.floor(size * scale) for size, scale in zip(x.shape[2:], scales)))


class PixelShuffle(Module):
    def __init__(self, upscale_factor):
        super().__init__()
        self.factor = upscale_factor

    def forward(self, x):
        factor = self.factor
        return Tensor(x.shape[0], x.shape[1] // factor ** 2, x.shape[2] * factor, x.shape[3] * factor)


class PixelUnshuffle(Module):
    def __init__(self, downscale_factor):
        super().__init__()
        self.factor = downscale_factor

    def forward(self, x):
        factor = self.factor
        if x.shape[2] % factor or x.shape[3] % factor:
            raise ValueError("pixel unshuffle")
        return Tensor(x.shape[0], x.shape[1] * factor ** 2, x.shape[2] // factor, x.shape[3] // factor)


class ChannelShuffle(Module):
    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def forward(self, x):
        if x.shape[1] % self.groups:
            raise ValueError("groups")
        return x


class PReLU(Module):
    def __init__(self, num_parameters=1):
        super().__init__()
        self.weight = Parameter(zeros(num_parameters))

    def forward(self, x):
        return x


def _unchanged(*names):
    class Unchanged(Module):
        def __init__(self, **arguments):
            super().__init__()
            if set(arguments) - set(names):
                raise TypeError(f"{arguments}")

        def forward(self, x):
            return x
    return Unchanged


for _name in ("ReLU ReLU6 LeakyReLU ELU CELU SELU GELU SiLU Mish Sigmoid LogSigmoid Hardsigmoid Hardswish Hardtanh "
              "Hardshrink Softshrink Tanh Tanhshrink Softplus Softsign RReLU Identity").split():
    globals()[_name] = _unchanged()
Dropout = _unchanged("p")
Softmax = LogSoftmax = Softmin = _unchanged("dim")


class LocalResponseNorm(Module):
    def __init__(self, size):
        super().__init__()

    def forward(self, x):
        return x


class InstanceNorm2d(Module):
    def __init__(self, num_features, affine=False):
        super().__init__()
        if affine:
            self.weight, self.bias = Parameter(zeros(num_features)), Parameter(zeros(num_features))

    def forward(self, x):
        return x


from .sequences import *  # noqa: E402, F403

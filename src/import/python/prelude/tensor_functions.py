# The functions of TensorFlow, keras.ops and keras.backend on tensors, whose channels are the last axis.
import torch
import torch.nn.functional as F


def _sizes(shape):
    if isinstance(shape, int):
        return [shape]
    return [-1 if size is None else size for size in shape]


def shape(input=None, out_type=None, name=None, x=None):
    return (x if input is None else input).shape


def int_shape(x):
    return x.shape


def ndim(x):
    return len(x.shape)


def rank(input):
    return len(input.shape)


def reshape(tensor=None, shape=None, name=None, x=None, newshape=None):
    tensor = x if tensor is None else tensor
    return torch.reshape(tensor, _sizes(newshape if shape is None else shape))


def transpose(a=None, perm=None, conjugate=False, name=None, x=None, axes=None):
    a = x if a is None else a
    perm = axes if perm is None else perm
    if perm is None:
        perm = list(reversed([at for at, size in enumerate(a.shape)]))
    return a.permute(*perm)


def permute_dimensions(x, pattern):
    return x.permute(*pattern)


def swapaxes(x, axis1, axis2):
    return torch.transpose(x, axis1, axis2)


def moveaxis(x, source, destination):
    return torch.movedim(x, source, destination)


def concat(values=None, axis=-1, name=None, xs=None):
    return torch.cat(list(xs if values is None else values), dim=axis)


def concatenate(xs=None, axis=-1, tensors=None):
    return torch.cat(list(tensors if xs is None else xs), dim=axis)


def stack(values=None, axis=0, name=None, x=None):
    return torch.stack(list(x if values is None else values), dim=axis)


def unstack(value=None, num=None, axis=0, name=None, x=None):
    value = x if value is None else value
    return value if isinstance(value, (tuple, list)) else list(torch.unbind(value, dim=axis))


def split(value=None, num_or_size_splits=None, axis=0, num=None, name=None, x=None, indices_or_sections=None):
    if value is None:
        value = x
    count = value.shape[axis]
    if indices_or_sections is not None and not isinstance(indices_or_sections, int):
        edges = [0] + list(indices_or_sections) + [count]
        return list(torch.split(value, [end - begin for begin, end in zip(edges, edges[1:])], dim=axis))
    parts = num_or_size_splits if indices_or_sections is None else indices_or_sections
    if isinstance(parts, int):
        return list(torch.chunk(value, parts, dim=axis))
    sizes = list(parts)
    if -1 in sizes:
        rest = count
        for size in sizes:
            rest -= size if size != -1 else 0
        sizes = [rest if size == -1 else size for size in sizes]
    return list(torch.split(value, sizes, dim=axis))


def expand_dims(input=None, axis=-1, name=None, x=None):
    return torch.unsqueeze(x if input is None else input, axis)


def squeeze(input=None, axis=None, name=None, x=None):
    input = x if input is None else input
    return torch.squeeze(input) if axis is None else torch.squeeze(input, axis)


def tile(input=None, multiples=None, name=None, x=None, repeats=None, n=None):
    input = x if input is None else input
    multiples = repeats if multiples is None else multiples
    return torch.tile(input, list(n if multiples is None else multiples))


def repeat(input=None, repeats=None, axis=None, name=None, x=None):
    return torch.repeat_interleave(x if input is None else input, repeats, dim=axis)


def broadcast_to(input=None, shape=None, name=None, x=None):
    return torch.broadcast_to(x if input is None else input, list(shape))


def pad(tensor=None, paddings=None, mode="CONSTANT", constant_values=0, name=None, x=None, pad_width=None):
    tensor = x if tensor is None else tensor
    paddings = pad_width if paddings is None else paddings
    edges = []
    for pair in reversed(list(paddings)):
        edges += list(pair)
    return F.pad(tensor, edges)


def roll(input=None, shift=None, axis=None, name=None, x=None):
    return torch.roll(x if input is None else input, shift, axis)


def flip(x, axis=None):
    return torch.flip(x, [axis] if isinstance(axis, int) else axis)


def reverse(tensor, axis, name=None):
    return torch.flip(tensor, [axis] if isinstance(axis, int) else axis)


def cast(x, dtype=None, name=None):
    return x


def identity(input=None, name=None, x=None):
    return x if input is None else input


def stop_gradient(input=None, name=None, variable=None):
    return variable if input is None else input


def convert_to_tensor(value=None, dtype=None, dtype_hint=None, name=None, x=None, sparse=None):
    value = x if value is None else value
    return torch.tensor(value) if isinstance(value, (list, tuple, int, float)) else value


def constant(value, dtype=None, shape=None, name=None):
    return torch.tensor(value) if shape is None else torch.zeros(*shape)


def zeros(shape, dtype=None, name=None):
    return torch.zeros(*_sizes(shape))


def ones(shape, dtype=None, name=None):
    return torch.ones(*_sizes(shape))


def fill(dims, value, name=None):
    return torch.zeros(*_sizes(dims))


def full(shape, fill_value, dtype=None):
    return torch.zeros(*_sizes(shape))


def zeros_like(input=None, dtype=None, name=None, x=None):
    return torch.zeros_like(x if input is None else input)


def ones_like(input=None, dtype=None, name=None, x=None):
    return torch.ones_like(x if input is None else input)


def eye(num_rows=None, num_columns=None, batch_shape=None, dtype=None, name=None, N=None, M=None):
    return torch.eye(N if num_rows is None else num_rows)


def normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None, name=None):
    return torch.zeros(*_sizes(shape))


def uniform(shape, minval=0.0, maxval=None, dtype=None, seed=None, name=None):
    return torch.zeros(*_sizes(shape))


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return torch.zeros(*_sizes(shape))


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None, name=None):
    return torch.zeros(*_sizes(shape))


def range(start=0, limit=None, delta=1, dtype=None, name="range"):
    return torch.arange(start) if limit is None else torch.arange(start, limit, delta)


def arange(start, stop=None, step=1, dtype=None):
    return torch.arange(start) if stop is None else torch.arange(start, stop, step)


def linspace(start, stop, num=50, name=None, axis=0):
    return torch.linspace(0, 1, num)


def one_hot(indices=None, depth=None, on_value=None, off_value=None, axis=-1, dtype=None, name=None, x=None,
            num_classes=None, sparse=False):
    return F.one_hot(x if indices is None else indices, num_classes if depth is None else depth)


def gather(params, indices, validate_indices=None, axis=None, batch_dims=0, name=None):
    return params[indices] if axis is None or axis == 0 else torch.index_select(params, axis, indices)


def take(x, indices, axis=None):
    return x[indices] if axis is None or axis == 0 else torch.index_select(x, axis, indices)


def where(condition, x=None, y=None, name=None, x1=None, x2=None):
    return torch.where(condition, x1 if x is None else x, x2 if y is None else y)


# Products.


def matmul(a=None, b=None, transpose_a=False, transpose_b=False, adjoint_a=False, adjoint_b=False, a_is_sparse=False,
           b_is_sparse=False, output_type=None, name=None, x1=None, x2=None):
    a = x1 if a is None else a
    b = x2 if b is None else b
    if transpose_a:
        a = torch.transpose(a, -1, -2)
    if transpose_b:
        b = torch.transpose(b, -1, -2)
    return torch.matmul(a, b)


def dot(x, y=None, x1=None, x2=None):
    return torch.matmul(x, x2 if y is None else y)


def einsum(equation=None, *inputs, subscripts=None, **kwargs):
    return torch.einsum(equation, *inputs)


# Along axes.


def _reduced(reduce, x, axis, keepdims):
    if axis is None:
        axis = [at for at, size in enumerate(x.shape)]
    return reduce(x, dim=axis, keepdim=bool(keepdims))


def reduce_mean(input_tensor, axis=None, keepdims=False, name=None):
    return _reduced(torch.mean, input_tensor, axis, keepdims)


def reduce_sum(input_tensor, axis=None, keepdims=False, name=None):
    return _reduced(torch.sum, input_tensor, axis, keepdims)


def reduce_max(input_tensor, axis=None, keepdims=False, name=None):
    return _reduced(torch.amax, input_tensor, axis, keepdims)


def reduce_min(input_tensor, axis=None, keepdims=False, name=None):
    return _reduced(torch.amin, input_tensor, axis, keepdims)


def mean(x, axis=None, keepdims=False):
    return _reduced(torch.mean, x, axis, keepdims)


def sum(x, axis=None, keepdims=False):
    return _reduced(torch.sum, x, axis, keepdims)


def max(x, axis=None, keepdims=False, initial=None):
    return _reduced(torch.amax, x, axis, keepdims)


def min(x, axis=None, keepdims=False, initial=None):
    return _reduced(torch.amin, x, axis, keepdims)


def var(x, axis=None, keepdims=False):
    return _reduced(torch.var, x, axis, keepdims)


def std(x, axis=None, keepdims=False):
    return _reduced(torch.std, x, axis, keepdims)


def argmax(input=None, axis=None, output_type=None, name=None, x=None, keepdims=False):
    return torch.argmax(x if input is None else input, dim=axis)


def cumsum(x, axis=0, exclusive=False, reverse=False, name=None):
    return torch.cumsum(x, axis)


def norm(tensor=None, ord="euclidean", axis=None, keepdims=False, name=None, x=None):
    tensor = x if tensor is None else tensor
    return _reduced(torch.norm, tensor, axis, keepdims)


def l2_normalize(x, axis=None, epsilon=1e-12, name=None):
    return F.normalize(x, dim=axis)


def normalize(x, axis=-1, order=2, epsilon=None):
    return F.normalize(x, dim=axis)


# Element by element.


def relu(features=None, name=None, x=None, alpha=0.0, max_value=None, threshold=0.0, negative_slope=0.0):
    return F.relu(x if features is None else features)


def relu6(features=None, name=None, x=None):
    return F.relu6(x if features is None else features)


def leaky_relu(features=None, alpha=0.2, name=None, x=None, negative_slope=0.2):
    return F.leaky_relu(x if features is None else features)


def elu(features=None, alpha=1.0, name=None, x=None):
    return F.elu(x if features is None else features)


def selu(features=None, name=None, x=None):
    return F.selu(x if features is None else features)


def gelu(features=None, approximate=False, name=None, x=None):
    return F.gelu(x if features is None else features)


def silu(features=None, beta=1.0, x=None):
    return F.silu(x if features is None else features)


def swish(features=None, beta=1.0, x=None):
    return F.silu(x if features is None else features)


def sigmoid(x, name=None):
    return torch.sigmoid(x)


def hard_sigmoid(x):
    return F.hardsigmoid(x)


def tanh(x, name=None):
    return torch.tanh(x)


def softmax(logits=None, axis=-1, name=None, x=None):
    return F.softmax(x if logits is None else logits, dim=axis)


def log_softmax(logits=None, axis=-1, name=None, x=None):
    return F.log_softmax(x if logits is None else logits, dim=axis)


def softplus(features=None, name=None, x=None):
    return F.softplus(x if features is None else features)


def softsign(features=None, name=None, x=None):
    return F.softsign(x if features is None else features)


def linear(x):
    return x


def dropout(x=None, rate=0.5, noise_shape=None, seed=None, name=None, inputs=None):
    return F.dropout(inputs if x is None else x, rate)


def exp(x, name=None):
    return torch.exp(x)


def log(x, name=None):
    return torch.log(x)


def sqrt(x, name=None):
    return torch.sqrt(x) if not isinstance(x, (int, float)) else x ** 0.5


def rsqrt(x, name=None):
    return torch.rsqrt(x)


def square(x, name=None):
    return torch.square(x)


def abs(x, name=None):
    return torch.abs(x)


def absolute(x):
    return torch.abs(x)


def negative(x, name=None):
    return -x


def sin(x, name=None):
    return torch.sin(x)


def cos(x, name=None):
    return torch.cos(x)


def erf(x, name=None):
    return torch.erf(x)


def sign(x, name=None):
    return torch.sign(x)


def round(x, decimals=0, name=None):
    return torch.round(x)


def floor(x, name=None):
    return torch.floor(x)


def pow(x, y=2, name=None, a=2):
    return x ** y


def power(x1, x2):
    return x1 ** x2


def clip(x, x_min=None, x_max=None, min_value=None, max_value=None):
    return torch.clamp(x, 0, 1)


def clip_by_value(t, clip_value_min, clip_value_max, name=None):
    return torch.clamp(t, 0, 1)


def add(x=None, y=None, name=None, x1=None, x2=None):
    return (x1 if x is None else x) + (x2 if y is None else y)


def subtract(x=None, y=None, name=None, x1=None, x2=None):
    return (x1 if x is None else x) - (x2 if y is None else y)


def multiply(x=None, y=None, name=None, x1=None, x2=None):
    return (x1 if x is None else x) * (x2 if y is None else y)


def divide(x=None, y=None, name=None, x1=None, x2=None):
    return (x1 if x is None else x) / (x2 if y is None else y)


def maximum(x=None, y=None, name=None, x1=None, x2=None):
    x = x1 if x is None else x
    y = x2 if y is None else y
    return torch.clamp(x, 0, 1) if isinstance(y, (int, float)) else torch.maximum(x, y)


def minimum(x=None, y=None, name=None, x1=None, x2=None):
    x = x1 if x is None else x
    y = x2 if y is None else y
    return torch.clamp(x, 0, 1) if isinstance(y, (int, float)) else torch.minimum(x, y)


def add_n(inputs, name=None):
    total = inputs[0]
    for one in inputs[1:]:
        total = total + one
    return total


def greater(x=None, y=None, name=None, x1=None, x2=None):
    return (x1 if x is None else x) > (x2 if y is None else y)


def greater_equal(x=None, y=None, name=None, x1=None, x2=None):
    return (x1 if x is None else x) >= (x2 if y is None else y)


def less(x=None, y=None, name=None, x1=None, x2=None):
    return (x1 if x is None else x) < (x2 if y is None else y)


def equal(x=None, y=None, name=None, x1=None, x2=None):
    return (x1 if x is None else x) == (x2 if y is None else y)


def not_equal(x=None, y=None, name=None, x1=None, x2=None):
    return (x1 if x is None else x) != (x2 if y is None else y)


# Images.


def resize(images, size, method=None, preserve_aspect_ratio=False, antialias=False, name=None, interpolation=None,
           data_format=None):
    return F.interpolate(images.permute(0, 3, 1, 2), size=tuple(size)).permute(0, 2, 3, 1)


def depth_to_space(input, block_size, data_format="NHWC", name=None):
    return F.pixel_shuffle(input.permute(0, 3, 1, 2), block_size).permute(0, 2, 3, 1)


def space_to_depth(input, block_size, data_format="NHWC", name=None):
    return F.pixel_unshuffle(input.permute(0, 3, 1, 2), block_size).permute(0, 2, 3, 1)


def extract_patches(images, sizes=None, strides=None, rates=None, padding="VALID", name=None, size=None,
                    dilation_rate=1, data_format=None):
    size = sizes[1:3] if size is None else size
    height, width = (size, size) if isinstance(size, int) else size
    strides = (height, width) if strides is None else strides
    strides = (strides, strides) if isinstance(strides, int) else strides
    strides = strides[1:3] if len(strides) == 4 else strides
    if strides[0] != height or strides[1] != width:
        raise NotImplementedError("patches that overlap")
    rows, columns, channels = images.shape[1] // height, images.shape[2] // width, images.shape[3]
    images = images[:, :rows * height, :columns * width, :]
    parts = torch.reshape(images, (-1, rows, height, columns, width, channels))
    parts = parts.permute(0, 1, 3, 2, 4, 5)
    return torch.reshape(parts, (-1, rows, columns, height * width * channels))


# Of the library itself.


def epsilon():
    return 1e-7


def image_data_format():
    return "channels_last"


# Initial values, of which only the shape matters.


def _initial(shape, dtype=None, **kwargs):
    return torch.zeros(*_sizes(shape))


def random_normal_initializer(*args, **kwargs):
    return _initial


def random_uniform_initializer(*args, **kwargs):
    return _initial


def zeros_initializer(*args, **kwargs):
    return _initial


def ones_initializer(*args, **kwargs):
    return _initial


def constant_initializer(*args, **kwargs):
    return _initial


def get(identifier):
    return _initial

"""The layers of sequences: recurrent ones and attention."""
from . import Tensor, current
from .layers import Layer, _check, _each, _places


def _recurrent(gates, biases):
    class Recurrent(Layer):
        def __init__(self, units, use_bias=True, return_sequences=False, reset_after=True, trainable=True):
            super().__init__(trainable)
            self.units, self.bias, self.all = units, use_bias, return_sequences
            self.biases = biases(reset_after)

        def call(self, x):
            _check(x, 1)
            self.add_weight((x.shape[-1], gates * self.units))
            self.add_weight((self.units, gates * self.units))
            for _ in range(self.biases if self.bias else 0):
                self.add_weight((gates * self.units,))
            return Tensor(*x.shape[:2], self.units) if self.all else Tensor(None, self.units)
    return Recurrent


SimpleRNN, LSTM = _recurrent(1, lambda _: 1), _recurrent(4, lambda _: 1)
GRU = _recurrent(3, lambda reset_after: 2 if reset_after else 1)


class ConvLSTM2D(Layer):
    def __init__(self, filters, kernel_size, strides=1, padding="valid", dilation_rate=1, use_bias=True,
                 return_sequences=False, trainable=True):
        super().__init__(trainable)
        self.filters, self.bias, self.all, self.padding = filters, use_bias, return_sequences, padding
        self.sizes = [_each(one, 2) for one in (kernel_size, strides, dilation_rate)]

    def call(self, x):
        _check(x, 3)
        self.add_weight((*self.sizes[0], x.shape[-1], 4 * self.filters))
        self.add_weight((*self.sizes[0], self.filters, 4 * self.filters))
        if self.bias:
            self.add_weight((4 * self.filters,))
        sizes = [_places(*one, self.padding) for one in zip(x.shape[2:-1], *self.sizes)]
        return Tensor(None, *(x.shape[1:2] if self.all else ()), *sizes, self.filters)


class Bidirectional(Layer):
    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def call(self, x):
        first = len(current)
        made = self.layer(x)
        current.extend(current[first:])
        return Tensor(*made.shape[:-1], 2 * made.shape[-1])


class MultiHeadAttention(Layer):
    def __init__(self, num_heads, key_dim, value_dim=None, use_bias=True, attention_axes=None, trainable=True):
        super().__init__(trainable)
        self.heads, self.key, self.value, self.bias = num_heads, key_dim, value_dim or key_dim, use_bias
        self.axes, self.groups = attention_axes, num_heads

    def call(self, query, value, key=None):
        key = key or value
        if self.axes is not None and any(not 0 < axis < len(query.shape) - 1 for axis in self.axes):
            raise ValueError(f"{self.axes}")
        for heads, one, width in ((self.heads, query, self.key), (self.groups, key, self.key), (self.groups, value, self.value)):
            self.add_weight((one.shape[-1], heads, width))
            if self.bias:
                self.add_weight((heads, width))
        self.add_weight((self.heads, self.value, query.shape[-1]))
        if self.bias:
            self.add_weight((query.shape[-1],))
        return query


class GroupQueryAttention(MultiHeadAttention):
    def __init__(self, head_dim, num_query_heads, num_key_value_heads, use_bias=True, trainable=True):
        super().__init__(num_query_heads, head_dim, use_bias=use_bias, trainable=trainable)
        self.groups = num_key_value_heads
        if num_query_heads % num_key_value_heads:
            raise ValueError("heads")

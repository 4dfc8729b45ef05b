"""The modules of sequences: recurrent ones and attention."""
from torch import Tensor, zeros

from . import Module, Parameter


def _recurrent(gates):
    class Recurrent(Module):
        def __init__(self, input_size, hidden_size, num_layers=1, bias=True, bidirectional=False, proj_size=0, batch_first=False):
            super().__init__()
            if not batch_first:
                raise ValueError("the batch is first")
            self.sizes = input_size, proj_size or hidden_size, 2 if bidirectional else 1, num_layers
            for layer in range(num_layers):
                for direction in range(self.sizes[2]):
                    width = input_size if layer == 0 else self.sizes[1] * self.sizes[2]
                    name = f"{layer}_{direction}"
                    setattr(self, "weight_ih" + name, Parameter(zeros(gates * hidden_size, width)))
                    setattr(self, "weight_hh" + name, Parameter(zeros(gates * hidden_size, self.sizes[1])))
                    if bias:
                        setattr(self, "bias_ih" + name, Parameter(zeros(gates * hidden_size)))
                        setattr(self, "bias_hh" + name, Parameter(zeros(gates * hidden_size)))
                    if proj_size:
                        setattr(self, "weight_hr" + name, Parameter(zeros(proj_size, hidden_size)))

        def forward(self, x):
            width, out, directions, layers = self.sizes
            if len(x.shape) != 3 or x.shape[2] != width:
                raise ValueError(f"recurrent layer of {width} on {x.shape}")
            state = Tensor(layers * directions, x.shape[0], out)
            states = [Tensor(x.shape[0], out)] * (layers * directions)
            state = _States(state, states)
            return Tensor(*x.shape[:2], out * directions), (state, state) if gates == 4 else state
    return Recurrent


class _States(Tensor):
    def __init__(self, state, states):
        super().__init__(*state.shape)
        self.states = states

    def __getitem__(self, index):
        return self.states[index]


RNN, GRU, LSTM = _recurrent(1), _recurrent(3), _recurrent(4)


class MultiheadAttention(Module):
    def __init__(self, embed_dim, num_heads, bias=True, kdim=None, vdim=None, batch_first=False):
        super().__init__()
        if embed_dim % num_heads or not batch_first:
            raise ValueError("heads")
        self.sizes = embed_dim, kdim or embed_dim, vdim or embed_dim
        self.q, self.k, self.v = (Parameter(zeros(embed_dim, one)) for one in self.sizes)
        self.out = Parameter(zeros(embed_dim, embed_dim))
        if bias:
            self.in_bias, self.out_bias = Parameter(zeros(3 * embed_dim)), Parameter(zeros(embed_dim))

    def forward(self, q, k, v, need_weights):
        if any(len(one.shape) != 3 or one.shape[2] != size for one, size in zip((q, k, v), self.sizes)):
            raise ValueError(f"attention of {self.sizes} on {q.shape}, {k.shape}, {v.shape}")
        return q, None

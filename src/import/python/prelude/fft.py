# torch.fft: a complex number is one element.
import torch


def _resized(input, dim, size):
    if size is None or size == input.size(dim):
        return input
    if size < input.size(dim):
        return input.narrow(dim, 0, size)
    behind = input.dim() - 1 - dim % input.dim()
    return torch.nn.functional.pad(input, [0, 0] * behind + [0, size - input.size(dim)])


def fft(input, n=None, dim=-1, norm=None):
    return _resized(input, dim, n)


def ifft(input, n=None, dim=-1, norm=None):
    return _resized(input, dim, n)


def rfft(input, n=None, dim=-1, norm=None):
    size = input.size(dim) if n is None else n
    return _resized(input, dim, size // 2 + 1)


def irfft(input, n=None, dim=-1, norm=None):
    return _resized(input, dim, 2 * (input.size(dim) - 1) if n is None else n)


def fftn(input, s=None, dim=None, norm=None):
    return input


def ifftn(input, s=None, dim=None, norm=None):
    return input


def fft2(input, s=None, dim=(-2, -1), norm=None):
    return input


def ifft2(input, s=None, dim=(-2, -1), norm=None):
    return input


def rfft2(input, s=None, dim=(-2, -1), norm=None):
    if s is not None:
        input = _resized(input, dim[0], s[0])
    return rfft(input, None if s is None else s[1], dim[1])


def irfft2(input, s=None, dim=(-2, -1), norm=None):
    if s is not None:
        input = _resized(input, dim[0], s[0])
    return irfft(input, None if s is None else s[1], dim[1])


def rfftn(input, s=None, dim=None, norm=None):
    last = -1 if dim is None else dim[-1]
    return rfft(input, None if s is None else s[-1], last)


def irfftn(input, s=None, dim=None, norm=None):
    last = -1 if dim is None else dim[-1]
    return irfft(input, None if s is None else s[-1], last)


def fftshift(input, dim=None):
    return input


def ifftshift(input, dim=None):
    return input

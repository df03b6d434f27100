"""Layers that PyTorch lacks, as the originals of the recipes have them. Images are [N, C, H, W]."""

import torch
from torch import nn
from torch.nn import functional


class GaussianNoise(nn.Module):
    """Adds Gaussian noise in training, none in inference: Chainer's `add_noise`."""

    def __init__(self, deviation):
        super().__init__()
        self.deviation = deviation
        # Replaced where a recorded run is replayed.
        self.draw = torch.randn_like

    def forward(self, x):
        return x + self.deviation * self.draw(x) if self.training else x


class BiasedRunningVariance:
    """Makes a batch normalization's running variance follow that of the batch itself, not n / (n − 1) times it: as
    Keras and TensorFlow do."""

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        kept = self.running_var * (1 - self.momentum)
        y = super().forward(x)
        count = x.numel() // x.shape[1]
        # By .data, as the backward pass wants to find its buffers untouched, though it does not use this one.
        self.running_var.data.copy_(kept + (self.running_var - kept) * (count - 1) / count)
        return y


class TensorFlowBatchNorm1d(BiasedRunningVariance, nn.BatchNorm1d):
    """Batch normalization of vectors [N, C], with the numbers of Keras."""

    def __init__(self, channels):
        super().__init__(channels, eps=1e-3, momentum=0.01)


class TensorFlowBatchNorm2d(BiasedRunningVariance, nn.BatchNorm2d):
    """Batch normalization of images, with the numbers of Keras."""

    def __init__(self, channels):
        super().__init__(channels, eps=1e-3, momentum=0.01)


def batch_norm_without_gamma(channels, eps):
    """Batch normalization of images that learns a shift, but no scale."""
    norm = nn.BatchNorm2d(channels, eps)
    norm.weight.requires_grad_(False)
    return norm


def same_padding(size, kernel, stride):
    """Pixels that TensorFlow's `SAME` adds before and after a side of `size`: the odd one goes after."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


class SameConv2d(nn.Conv2d):
    """A square convolution with TensorFlow's `SAME` padding."""

    def forward(self, x):
        (kernel, _), (stride, _) = self.kernel_size, self.stride
        top, bottom = same_padding(x.shape[2], kernel, stride)
        left, right = same_padding(x.shape[3], kernel, stride)
        return super().forward(functional.pad(x, (left, right, top, bottom)))


class SameConvTranspose2d(nn.ConvTranspose2d):
    """The transpose of a square convolution with `SAME` padding that takes `size` × `size` pixels."""

    def __init__(self, inputs, outputs, kernel, stride, size):
        super().__init__(inputs, outputs, kernel, stride, bias=False)
        first = same_padding(size, kernel, stride)[0]
        self.kept = slice(first, first + size)

    def forward(self, x):
        return super().forward(x)[:, :, self.kept, self.kept]


class ImageOfVector(nn.Module):
    """[N, H · W · C] as images, the channels of a pixel side by side in the vector."""

    def __init__(self, side):
        super().__init__()
        self.side = side

    def forward(self, x):
        return x.unflatten(1, (self.side, self.side, -1)).permute(0, 3, 1, 2).contiguous()


class VectorOfImage(nn.Module):
    """Images as [N, H · W · C], the channels of a pixel side by side."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


def initialize(network, draw):
    """Draws the weights of all linear and convolutional layers in place by `draw`, and sets their biases to 0."""
    for layer in network.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            draw(layer.weight)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
    return network

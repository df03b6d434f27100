"""The networks of the TensorFlow tutorial, for 28 × 28 pixels in [−1, 1]; they give images and logits."""

from torch import nn

from .layers import (
    ImageOfVector,
    SameConv2d,
    SameConvTranspose2d,
    TensorFlowBatchNorm2d,
    VectorOfImage,
    initialize,
)


def draw(weight):
    nn.init.normal_(weight, std=0.04)


def generator(latent, width):
    layers = [nn.Linear(latent, 32 * width), ImageOfVector(2)]
    for inputs, outputs, side in (
        (8 * width, 4 * width, 4),
        (4 * width, 2 * width, 7),
        (2 * width, width, 14),
        (width, 1, 28),
    ):
        layers += [
            TensorFlowBatchNorm2d(inputs),
            nn.ReLU(),
            SameConvTranspose2d(inputs, outputs, 5, 2, side),
        ]
    return initialize(nn.Sequential(*layers, nn.Tanh()), draw)


def discriminator(width):
    layers = [SameConv2d(1, width, 5, 2), nn.ReLU()]
    for channels in (width, 2 * width, 4 * width):
        layers += [
            SameConv2d(channels, 2 * channels, 5, 2),
            TensorFlowBatchNorm2d(2 * channels),
            nn.ReLU(),
        ]
    layers += [VectorOfImage(), nn.Linear(32 * width, 1)]
    return initialize(nn.Sequential(*layers), draw)

"""The networks of the PyTorch tutorial, with PyTorch's own initial weights; they give images in [−1, 1] and
logits.

The tutorial ends the discriminator in a sigmoid; its cross entropy is that of the logits.
"""

from torch import nn


def perceptron(widths):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.LeakyReLU(0.01)]
    return layers[:-1]


def generator(latent, width, side=28):
    widths = [latent, width, 2 * width, 4 * width, side * side]
    return nn.Sequential(*perceptron(widths), nn.Tanh(), nn.Unflatten(1, (1, side, side)))


def discriminator(width, side=28):
    return nn.Sequential(nn.Flatten(), *perceptron([side * side, 4 * width, 2 * width, width, 1]))

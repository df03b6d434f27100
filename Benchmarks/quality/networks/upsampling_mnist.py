"""The networks of the Keras tutorial, for 28 × 28 pixels in [−1, 1]; they give images and logits.

The tutorial ends the discriminator in a sigmoid; its cross entropy is that of the logits.
"""

from torch import nn

from .layers import ImageOfVector, TensorFlowBatchNorm1d, VectorOfImage, initialize


def generator(latent, width):
    layers = [
        nn.Linear(latent, 8 * width),
        nn.Tanh(),
        nn.Linear(8 * width, 49 * width),
        TensorFlowBatchNorm1d(49 * width),
        nn.Tanh(),
        ImageOfVector(7),
        nn.Upsample(scale_factor=2),
        nn.Conv2d(width, width // 2, 5, padding=2),
        nn.Tanh(),
        nn.Upsample(scale_factor=2),
        nn.Conv2d(width // 2, 1, 5, padding=2),
        nn.Tanh(),
    ]
    return initialize(nn.Sequential(*layers), nn.init.xavier_uniform_)


def discriminator(width):
    layers = [
        nn.Conv2d(1, width // 2, 5, padding=2),
        nn.Tanh(),
        nn.MaxPool2d(2),
        nn.Conv2d(width // 2, width, 5),
        nn.Tanh(),
        nn.MaxPool2d(2),
        VectorOfImage(),
        nn.Linear(25 * width, 8 * width),
        nn.Tanh(),
        nn.Linear(8 * width, 1),
    ]
    return initialize(nn.Sequential(*layers), nn.init.xavier_uniform_)

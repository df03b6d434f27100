"""The networks of Chainer's DCGAN example, for 32 × 32 pixels in [0, 1]; they give images and logits."""

from torch import nn

from .layers import GaussianNoise, batch_norm_without_gamma, initialize

EPSILON = 2e-5


def draw(weight):
    nn.init.normal_(weight, std=0.02)


def generator(latent, width):
    layers = [
        nn.Linear(latent, 16 * width),
        nn.BatchNorm1d(16 * width, EPSILON),
        nn.ReLU(),
        nn.Unflatten(1, (width, 4, 4)),
    ]
    for channels in (width, width // 2, width // 4):
        layers += [
            nn.ConvTranspose2d(channels, channels // 2, 4, 2, 1),
            nn.BatchNorm2d(channels // 2, EPSILON),
            nn.ReLU(),
        ]
    layers += [nn.ConvTranspose2d(width // 8, 3, 3, 1, 1), nn.Sigmoid()]
    return initialize(nn.Sequential(*layers), draw)


def discriminator(width):
    layers = [
        GaussianNoise(0.2),
        nn.Conv2d(3, width // 8, 3, 1, 1),
        GaussianNoise(0.2),
        nn.LeakyReLU(0.2),
    ]
    for channels in (width // 8, width // 4, width // 2):
        for inputs, kernel, stride in ((channels, 4, 2), (2 * channels, 3, 1)):
            layers += [
                nn.Conv2d(inputs, 2 * channels, kernel, stride, 1),
                batch_norm_without_gamma(2 * channels, EPSILON),
                GaussianNoise(0.2),
                nn.LeakyReLU(0.2),
            ]
    layers += [nn.Flatten(), nn.Linear(16 * width, 1)]
    return initialize(nn.Sequential(*layers), draw)

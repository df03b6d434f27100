"""How both networks move once, in the three ways of the originals.

Each update takes a game and returns the losses of the generator and the discriminator, as reported by the
originals. The discriminator gives logits; softplus(−x) is the cross entropy of a logit x and the label 1, softplus(x)
of x and the label 0.
"""

from dataclasses import dataclass
from typing import Callable

import torch
from torch import nn
from torch.nn.functional import softplus

from optimizers import optimizer


def aliases(network):
    """Parameters that share the memory of the network's own, but not PyTorch's record of changes in place.

    Chainer lets gradients pass through weights that have moved since the forward pass; PyTorch refuses where it
    knows that they have.
    """
    return [nn.Parameter(own.data) for own in learned(network)]


def learned(network):
    """The parameters that an optimizer moves."""
    return [parameter for parameter in network.parameters() if parameter.requires_grad]


class Network:
    """A network and what moves it."""

    def __init__(self, network, settings):
        self.network = network
        self.parameters = learned(network)
        self.aliases = aliases(network)
        self.optimizer = optimizer(self.aliases, settings)

    def gradients(self, loss, **options):
        return torch.autograd.grad(loss, self.parameters, **options)

    def move(self, gradients):
        for parameter, gradient in zip(self.aliases, gradients):
            parameter.grad = gradient
        self.optimizer.step()


@dataclass
class Game:
    """Both networks, and where latent vectors [N, latent] come from."""

    generator: Network
    discriminator: Network
    latent: Callable

    def discriminate(self, images):
        return self.discriminator.network(images)


def shared_forward(game, real):
    """Chainer's: one forward pass serves both losses; the generator's gradient passes through the
    discriminator's new weights, but through the activations and the noise of before."""
    fake = game.generator.network(game.latent(len(real)))
    seen = fake.detach().requires_grad_()
    real_logits, fake_logits = game.discriminate(real), game.discriminate(seen)
    generator_loss = softplus(-fake_logits).mean()
    discriminator_loss = softplus(-real_logits).mean() + softplus(fake_logits).mean()
    game.discriminator.move(game.discriminator.gradients(discriminator_loss, retain_graph=True))
    (slopes,) = torch.autograd.grad(generator_loss, seen)
    game.generator.move(game.generator.gradients(fake, grad_outputs=slopes))
    return generator_loss.item(), discriminator_loss.item()


def alternating(scale):
    """The PyTorch and the TensorFlow tutorial's: the discriminator moves, then the generator against the one
    that has moved, on the same fakes; the discriminator's loss counts `scale` times."""

    def update(game, real):
        fake = game.generator.network(game.latent(len(real)))
        real_logits, fake_logits = game.discriminate(real), game.discriminate(fake.detach())
        discriminator_loss = scale * (softplus(-real_logits).mean() + softplus(fake_logits).mean())
        game.discriminator.move(game.discriminator.gradients(discriminator_loss))
        generator_loss = softplus(-game.discriminate(fake)).mean()
        game.generator.move(game.generator.gradients(generator_loss))
        return generator_loss.item(), discriminator_loss.item()

    return update


def joint_batch(game, real):
    """Keras's: the discriminator learns from one batch of reals and of fakes made in inference mode, then
    the generator from fresh latent vectors."""
    generator = game.generator.network
    generator.eval()
    with torch.no_grad():
        fake = generator(game.latent(len(real)))
    generator.train()
    logits = game.discriminate(torch.cat([real, fake]))
    signs = torch.cat([-torch.ones(len(real), 1), torch.ones(len(fake), 1)])
    discriminator_loss = softplus(signs * logits).mean()
    game.discriminator.move(game.discriminator.gradients(discriminator_loss))
    generator_loss = softplus(-game.discriminate(generator(game.latent(len(real))))).mean()
    game.generator.move(game.generator.gradients(generator_loss))
    return generator_loss.item(), discriminator_loss.item()


UPDATES = {
    "dcgan-cifar10": shared_forward,
    "mlp-mnist": alternating(0.5),
    "upsampling-mnist": joint_batch,
    "dcgan-mnist": alternating(1),
}

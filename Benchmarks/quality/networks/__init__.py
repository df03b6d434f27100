"""The networks of the four recipes in PyTorch: a module each, with `generator` and `discriminator`."""

from . import dcgan_cifar10, dcgan_mnist, mlp_mnist, upsampling_mnist

NETWORKS = {
    "dcgan-cifar10": dcgan_cifar10,
    "mlp-mnist": mlp_mnist,
    "upsampling-mnist": upsampling_mnist,
    "dcgan-mnist": dcgan_mnist,
}


def networks(recipe):
    """A generator and a discriminator with freshly drawn weights."""
    module = NETWORKS[recipe["recipe"]]
    generator = module.generator(recipe["latent-size"], recipe["channels"])
    return generator, module.discriminator(recipe["channels"])

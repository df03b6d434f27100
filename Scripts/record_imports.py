#!/usr/bin/env python3
"""Records networks of the four tutorials as their frameworks save them, with what they make of random inputs.

usage: record_imports.py torch|chainer|keras|tensorflow FOLDER

Writes, for the tests of InterchangeTests, into FOLDER: weights by the framework's own means and names, and
FRAMEWORK_results.npz with z, image (channels last), and the discriminator's logit of these images. Needs the framework
itself; torch and keras need safetensors besides. Weights are random and running averages those of a batch, so that
nothing is 0 or 1 by chance.
"""

import sys
from pathlib import Path

import numpy as np

LATENT, COUNT = 6, 5


def torch_networks(folder):
    """The PyTorch tutorial's two perceptrons, saved together and one by one."""
    import torch
    from safetensors.torch import save_file
    from torch import nn

    class Networks(nn.Module):
        def __init__(self, width):
            super().__init__()
            sizes = [LATENT, width, 2 * width, 4 * width, 784]
            self.generator = nn.Sequential(*self.layers(sizes), nn.Tanh())
            self.discriminator = nn.Sequential(*self.layers(sizes[:0:-1] + [1]))

        @staticmethod
        def layers(sizes):
            made = []
            for inputs, outputs in zip(sizes, sizes[1:]):
                made += [nn.Linear(inputs, outputs), nn.LeakyReLU(0.01)]
            return made[:-1]

    torch.manual_seed(1)
    networks = Networks(8)
    with torch.no_grad():
        for parameter in networks.parameters():
            parameter.mul_(2)
        z = torch.randn(COUNT, LATENT)
        image = networks.generator(z)
        logit = networks.discriminator(image)
    save_file(networks.state_dict(), folder / "torch.safetensors")
    save_file(networks.generator.state_dict(), folder / "torch_generator.safetensors")
    save_file(networks.discriminator.state_dict(), folder / "torch_discriminator.safetensors")
    return z.numpy(), image.reshape(COUNT, 28, 28, 1).numpy(), logit.numpy()


def chainer_networks(folder):
    """The networks of Chainer's DCGAN example."""
    import chainer
    import chainer.functions as F
    import chainer.links as L

    width = 16
    weights = chainer.initializers.Normal(0.1)

    class Generator(chainer.Chain):
        def __init__(self):
            super().__init__()
            with self.init_scope():
                self.l0 = L.Linear(LATENT, 16 * width, initialW=weights)
                for index in range(3):
                    inputs, outputs = width >> index, width >> index + 1
                    setattr(self, f"dc{index + 1}", L.Deconvolution2D(inputs, outputs, 4, 2, 1, initialW=weights))
                self.dc4 = L.Deconvolution2D(width >> 3, 3, 3, 1, 1, initialW=weights)
                self.bn0 = L.BatchNormalization(16 * width)
                for index in range(1, 4):
                    setattr(self, f"bn{index}", L.BatchNormalization(width >> index))

        def forward(self, z):
            h = F.reshape(F.relu(self.bn0(self.l0(z))), (len(z), width, 4, 4))
            for index in range(1, 4):
                h = F.relu(self[f"bn{index}"](self[f"dc{index}"](h)))
            return F.sigmoid(self.dc4(h))

    class Discriminator(chainer.Chain):
        def __init__(self):
            super().__init__()
            plan = [("0_0", 3, 3), ("0_1", 2, 4), ("1_0", 2, 3), ("1_1", 1, 4), ("2_0", 1, 3), ("2_1", 0, 4), ("3_0", 0, 3)]
            self.names = [name for name, _, _ in plan]
            with self.init_scope():
                inputs = 3
                for name, shift, kernel in plan:
                    outputs, stride = width >> shift, 2 if kernel == 4 else 1
                    setattr(self, f"c{name}", L.Convolution2D(inputs, outputs, kernel, stride, 1, initialW=weights))
                    if name != "0_0":
                        setattr(self, f"bn{name}", L.BatchNormalization(outputs, use_gamma=False))
                    inputs = outputs
                self.l4 = L.Linear(16 * width, 1, initialW=weights)

        def forward(self, x):
            h = x
            for name in self.names:
                h = self[f"c{name}"](h)
                h = F.leaky_relu(self[f"bn{name}"](h) if name != "0_0" else h, 0.2)
            return self.l4(h)

    np.random.seed(2)
    generator, discriminator = Generator(), Discriminator()
    random = np.random.RandomState(2)
    z = random.uniform(-1, 1, (COUNT, LATENT)).astype(np.float32)
    for _ in range(3):
        discriminator(generator(z))
    for network in (generator, discriminator):
        for parameter in network.params():
            if parameter.ndim == 1:
                parameter.array += random.normal(0, 0.2, parameter.shape).astype(np.float32)
    with chainer.using_config("train", False), chainer.using_config("enable_backprop", False):
        image = generator(z)
        logit = discriminator(image)
    chainer.serializers.save_npz(folder / "chainer_generator.npz", generator)
    chainer.serializers.save_npz(folder / "chainer_discriminator.npz", discriminator)
    return z, image.array.transpose(0, 2, 3, 1), logit.array


def keras_networks(folder):
    """The Keras tutorial's networks, whose layers are named by Keras."""
    import keras
    from keras import layers
    from safetensors.numpy import save_file

    keras.utils.set_random_seed(3)
    width = 8
    generator = keras.Sequential(
        [
            layers.Input((LATENT,)),
            layers.Dense(8 * width, activation="tanh"),
            layers.Dense(width * 7 * 7),
            layers.BatchNormalization(epsilon=1e-3, momentum=0.99),
            layers.Activation("tanh"),
            layers.Reshape((7, 7, width)),
            layers.UpSampling2D(),
            layers.Conv2D(width // 2, 5, padding="same", activation="tanh"),
            layers.UpSampling2D(),
            layers.Conv2D(1, 5, padding="same", activation="tanh"),
        ]
    )
    discriminator = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(width // 2, 5, padding="same", activation="tanh"),
            layers.MaxPooling2D(),
            layers.Conv2D(width, 5, activation="tanh"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(8 * width, activation="tanh"),
            layers.Dense(1),
        ]
    )
    random = np.random.RandomState(3)
    for network in (generator, discriminator):
        for weight in network.weights:
            value = np.array(weight)
            if value.ndim == 1:
                value = np.abs(value + random.normal(0, 0.2, value.shape))
            weight.assign(value.astype(np.float32))
    z = random.uniform(-1, 1, (COUNT, LATENT)).astype(np.float32)
    image = np.array(generator(z, training=False))
    logit = np.array(discriminator(image, training=False))
    arrays = {weight.path: np.array(weight) for weight in generator.weights}
    np.savez(folder / "keras_generator.npz", **arrays)
    save_file({weight.path: np.array(weight) for weight in discriminator.weights}, folder / "keras_discriminator.safetensors")
    return z, image, logit


def tensorflow_networks(folder):
    """The TensorFlow tutorial's networks: variables in scopes, saved under their names."""
    import tensorflow as tf

    tf.random.set_seed(4)
    random = np.random.RandomState(4)
    width, sizes = 4, [2, 4, 7, 14, 28]
    variables = {}

    def variable(name, *shape, low=None):
        value = random.normal(0, 0.1, shape) if low is None else random.uniform(low, 1.5, shape)
        variables[name + ":0"] = value = value.astype(np.float32)
        return tf.constant(value)

    def norm(x, name):
        channels = x.shape[-1]
        gamma, beta = variable(f"{name}/gamma", channels, low=0.5), variable(f"{name}/beta", channels)
        mean = variable(f"{name}/moving_mean", channels)
        variance = variable(f"{name}/moving_variance", channels, low=0.5)
        return tf.nn.batch_normalization(x, mean, variance, beta, gamma, 1e-3)

    z = random.uniform(-1, 1, (COUNT, LATENT)).astype(np.float32)
    h = z @ variable("gen/project/w", LATENT, 4 * 8 * width) + variable("gen/project/b", 4 * 8 * width)
    h = tf.reshape(h, (COUNT, 2, 2, 8 * width))
    for index, outputs in enumerate([4 * width, 2 * width, width, 1]):
        h = tf.nn.relu(norm(h, f"gen/bn{index}"))
        kernel = variable(f"gen/h{index + 1}/w", 5, 5, outputs, h.shape[-1])
        size = sizes[index + 1]
        h = tf.nn.conv2d_transpose(h, kernel, (COUNT, size, size, outputs), 2, "SAME")
    image = h = tf.tanh(h)
    for index in range(4):
        outputs = width << index
        kernel = variable(f"dis/h{index}/w", 5, 5, h.shape[-1], outputs)
        h = tf.nn.conv2d(h, kernel, 2, "SAME") + variable(f"dis/h{index}/b", outputs)
        h = tf.nn.relu(norm(h, f"dis/bn{index}") if index else h)
    logit = tf.reshape(h, (COUNT, -1)) @ variable("dis/out/w", 4 * 8 * width, 1) + variable("dis/out/b", 1)
    np.savez(folder / "tensorflow.npz", **variables)
    return z, image.numpy(), logit.numpy()


def main():
    framework, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    z, image, logit = globals()[f"{framework}_networks"](folder)
    np.savez(folder / f"{framework}_results.npz", z=z, image=image.astype(np.float32), logit=logit.astype(np.float32))


main()

"""Where the arrays of the originals' recorded runs belong in the networks here.

Images are recorded channels first by Chainer and channels last by the others; `outputs_first` says whether weights
are (out, in, h, w), as in PyTorch, or (h, w, in, out) and (in, out).
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

WEIGHTED = (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)
NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)


@dataclass
class Recording:
    """A kind of recorded run: what its arrays are called."""

    file: str
    # The layers in the order of the networks here.
    generator: str
    discriminator: str
    outputs_first: bool = False
    discriminator_section: str = "dis"
    # What follows a layer's name.
    weighted_arrays: tuple = ("/w", "/b")
    averages: tuple = ()
    # The latent vectors of an iteration in the order in which they are drawn, and the real images.
    latent: tuple = ("z",)
    real: str = "real"
    real_scale: tuple = (1, 0)
    # Biases in front of a batch norm have no effect, so rounding decides where Adam takes them.
    drifting: str = ""

    def pairs(self, arrays, state, generator, discriminator):
        """For each recorded array its name, the tensor of the networks that it is, and its value."""
        parts = [("gen", self.generator, generator)]
        parts.append((self.discriminator_section, self.discriminator, discriminator))
        for section, names, network in parts:
            layers = [x for x in network.modules() if isinstance(x, WEIGHTED + NORMS)]
            for name, layer in zip(names.split(), layers, strict=True):
                for attribute, ending in self.endings(layer):
                    key = f"{section}/{name}{ending}"
                    if f"{state}/{key}" in arrays:
                        value = self.value(arrays[f"{state}/{key}"])
                        yield key, getattr(layer, attribute), value

    def endings(self, layer):
        """An attribute of a layer and what the recorded name of it ends in."""
        if isinstance(layer, WEIGHTED):
            return zip(("weight", "bias"), self.weighted_arrays)
        pairs = [("weight", "/gamma"), ("bias", "/beta")]
        return pairs + list(zip(("running_mean", "running_var"), self.averages))

    def value(self, array):
        """A recorded array as PyTorch lays it out."""
        if not self.outputs_first and array.ndim == 4:
            array = array.transpose(3, 2, 0, 1)
        elif not self.outputs_first and array.ndim == 2:
            array = array.T
        return torch.from_numpy(np.ascontiguousarray(array))

    def images(self, array):
        """Recorded real images, as the networks see them."""
        scale, offset = self.real_scale
        images = torch.from_numpy(array.astype(np.float32)) * scale + offset
        if images.ndim == 2:
            side = round(images.shape[1] ** 0.5)
            return images.reshape(-1, 1, side, side)
        return images if self.outputs_first else images.permute(0, 3, 1, 2).contiguous()


RECORDINGS = {
    "dcgan-cifar10": Recording(
        "chainer_dcgan.npz",
        "l0 bn0 dc1 bn1 dc2 bn2 dc3 bn3 dc4",
        "c0_0 c0_1 bn0_1 c1_0 bn1_0 c1_1 bn1_1 c2_0 bn2_0 c2_1 bn2_1 c3_0 bn3_0 l4",
        outputs_first=True,
        weighted_arrays=("/W", "/b"),
        averages=("/avg_mean", "/avg_var"),
        real="x",
        real_scale=(1 / 255, 0),
        drifting="gen/l0/b gen/dc1/b gen/dc2/b gen/dc3/b dis/c0_1/b dis/c1_0/b dis/c1_1/b"
        " dis/c2_0/b dis/c2_1/b dis/c3_0/b",
    ),
    "mlp-mnist": Recording(
        "torch_mlp.npz",
        "0 2 4 6",
        "0 2 4 6",
        outputs_first=True,
        discriminator_section="disc",
        weighted_arrays=(".weight", ".bias"),
        latent=("noise",),
    ),
    "upsampling-mnist": Recording(
        "keras_dcgan.npz",
        "dense1 dense2 bn conv1 conv2",
        "conv1 conv2 dense1 dense2",
        weighted_arrays=("/kernel", "/bias"),
        averages=("/moving_mean", "/moving_variance"),
        latent=("noise_dis", "noise_gen"),
        real_scale=(2 / 255, -1),
    ),
    "dcgan-mnist": Recording(
        "tf_dcgan.npz",
        "project bn0 h1 bn1 h2 bn2 h3 bn3 h4",
        "h0 h1 bn1 h2 bn2 h3 bn3 out",
        drifting="gen/project/b dis/h1/b dis/h2/b dis/h3/b",
    ),
}

#!/usr/bin/env python3
"""Records PyTorch's double backward through gradient penalties, and its spectral normalization.

usage: record_gradient_penalty.py FOLDER

Writes FOLDER/torch_gradient_penalty.npz and FOLDER/torch_spectral_norm.npz, which the tests of
AdversarialTests replay. Everything is computed in float64 from inputs that float32 holds exactly. Arrays
lie as Forger's do: images [N, H, W, C], kernels [H, W, in, out], linear weights [in, out].
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

WEIGHT = 10.0
GAMMA = 10.0


def drawn(*shape, scale=1.0):
    """Normal numbers that float32 holds exactly."""
    return (torch.randn(*shape) * scale).float().double()


def critic(x, p):
    """Two convolutions and a linear layer, leaky ReLU between; images are channels last."""
    h = x.permute(0, 3, 1, 2)
    for name in ("first", "second"):
        h = F.conv2d(h, p[f"{name}.weight"].permute(3, 2, 0, 1), p[f"{name}.bias"], 2, 1)
        h = F.leaky_relu(h, 0.2)
    h = h.permute(0, 2, 3, 1).flatten(1)
    return h @ p["toLogit.weight"] + p["toLogit.bias"]


def slopes(images, p):
    """The gradients of the logits, to be differentiated again."""
    images = images.detach().requires_grad_()
    return torch.autograd.grad(critic(images, p).sum(), images, create_graph=True)[0]


def record_penalties(path):
    torch.manual_seed(1)
    p = {
        "first.weight": drawn(4, 4, 3, 8, scale=0.2),
        "first.bias": drawn(8, scale=0.1),
        "second.weight": drawn(4, 4, 8, 16, scale=0.15),
        "second.bias": drawn(16, scale=0.1),
        "toLogit.weight": drawn(2 * 2 * 16, 1, scale=0.3),
        "toLogit.bias": drawn(1, scale=0.1),
    }
    real, fake = drawn(5, 8, 8, 3), drawn(5, 8, 8, 3)
    share = torch.rand(5).float().double()
    arrays = {f"parameters/{name}": value for name, value in p.items()}
    arrays |= {"real": real, "fake": fake, "share": share}
    for value in p.values():
        value.requires_grad_()

    u = share[:, None, None, None]
    lengths = slopes(u * real + (1 - u) * fake, p).flatten(1).norm(dim=1)
    squares = slopes(real, p).square().flatten(1).sum(1)
    penalties = {
        "wasserstein": WEIGHT * ((lengths - 1) ** 2).mean(),
        "r1": GAMMA / 2 * squares.mean(),
    }
    for kind, penalty in penalties.items():
        gradients = torch.autograd.grad(
            penalty, list(p.values()), retain_graph=True, allow_unused=True, materialize_grads=True
        )
        arrays[f"{kind}/penalty"] = penalty
        arrays |= {f"{kind}/gradients/{name}": g for name, g in zip(p, gradients)}
    save(path, arrays)


def record_spectral_norm(path):
    torch.manual_seed(2)
    arrays = {}
    for kind, layer, x in (
        ("linear", nn.Linear(6, 4), drawn(3, 6)),
        ("convolution", nn.Conv2d(2, 5, 3, padding=1), drawn(2, 2, 4, 4)),
    ):
        layer = layer.double()
        with torch.no_grad():
            for value in layer.parameters():
                value.copy_(drawn(*value.shape))
        layer = nn.utils.spectral_norm(layer)
        seed = drawn(*layer.weight_u.shape)
        layer.weight_u.copy_(F.normalize(seed, dim=0).float().double())
        arrays[f"{kind}/weight"] = native(layer.weight_orig)
        arrays[f"{kind}/bias"] = layer.bias
        arrays[f"{kind}/x"] = images(x)
        arrays[f"{kind}/u"] = layer.weight_u.clone()
        for step in range(2):
            y = layer(x)
            layer.zero_grad()
            y.square().sum().backward()
            arrays[f"{kind}/step{step}/y"] = images(y)
            arrays[f"{kind}/step{step}/u"] = layer.weight_u.clone()
            arrays[f"{kind}/step{step}/weight"] = native(layer.weight_orig.grad)
            arrays[f"{kind}/step{step}/bias"] = layer.bias.grad.clone()
        layer.eval()
        arrays[f"{kind}/inference/y"] = images(layer(x))
    save(path, arrays)


def native(weight):
    """A weight as Forger's lie."""
    return weight.permute(2, 3, 1, 0) if weight.dim() == 4 else weight.T


def images(x):
    """Images with their channels last; rows of a linear layer as they are."""
    return x.permute(0, 2, 3, 1) if x.dim() == 4 else x


def save(path, arrays):
    np.savez(
        path,
        **{
            name: np.asarray(value.detach().numpy(), dtype=np.float32, order="C")
            for name, value in arrays.items()
        },
    )


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    record_penalties(folder / "torch_gradient_penalty.npz")
    record_spectral_norm(folder / "torch_spectral_norm.npz")


main()

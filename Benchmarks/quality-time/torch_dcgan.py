"""Trains the DCGAN of pytorch/examples on images until some seconds were spent on it, from where it was.

usage: torch_dcgan.py DATA.npy STATE.pt --until S [--width W] [--batch N] [--seed N] [--samples N --to FOLDER]

DATA is uint8 [N, 64, 64, 3] or, for Fashion-MNIST, [N, 32, 32, 1]. The networks, weights and rates are the example's
(commit of 2024, dcgan/main.py): 4×4 kernels, batch normalization, Adam 2e-4 with β₁ 0.5. Tuned for a CPU as the other
peers are: channels last, denormals flushed, all cores. Prints a line of JSON: seconds trained, iterations.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

LATENT = 100


def generator(size, width, channels):
    halvings = int(math.log2(size)) - 2
    widths = [width * 2**k for k in reversed(range(halvings))]
    layers = [nn.ConvTranspose2d(LATENT, widths[0], 4, 1, 0, bias=False), nn.BatchNorm2d(widths[0]), nn.ReLU(True)]
    for before, after in zip(widths, widths[1:]):
        layers += [nn.ConvTranspose2d(before, after, 4, 2, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU(True)]
    return nn.Sequential(*layers, nn.ConvTranspose2d(widths[-1], channels, 4, 2, 1, bias=False), nn.Tanh())


def discriminator(size, width, channels):
    halvings = int(math.log2(size)) - 2
    layers = [nn.Conv2d(channels, width, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, True)]
    for k in range(1, halvings):
        before, after = width * 2 ** (k - 1), width * 2**k
        layers += [nn.Conv2d(before, after, 4, 2, 1, bias=False), nn.BatchNorm2d(after), nn.LeakyReLU(0.2, True)]
    return nn.Sequential(*layers, nn.Conv2d(width * 2 ** (halvings - 1), 1, 4, 1, 0, bias=False), nn.Flatten(0))


def initialize(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1, 0.02)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("state")
    parser.add_argument("--until", type=float, required=True)
    parser.add_argument("--width", type=int, default=48)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--samples", type=int, default=0)
    parser.add_argument("--to")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    images = np.load(options.data)
    size, channels = images.shape[1], images.shape[3]
    networks = [make(size, options.width, channels) for make in (generator, discriminator)]
    for network in networks:
        network.apply(initialize)
        network.to(memory_format=torch.channels_last)
    make, tell = networks
    optimizers = [torch.optim.Adam(n.parameters(), 2e-4, (0.5, 0.999)) for n in networks]
    done, iterations, state = 0.0, 0, Path(options.state)
    if state.exists():
        saved = torch.load(state, weights_only=True)
        for part, values in zip(networks + optimizers, saved["parts"]):
            part.load_state_dict(values)
        done, iterations = saved["seconds"], saved["iterations"]
        torch.set_rng_state(saved["random"])
    order = np.random.default_rng([options.seed, iterations])
    ones, zeros = torch.ones(options.batch), torch.zeros(options.batch)
    start = time.perf_counter()
    while done + time.perf_counter() - start < options.until:
        chosen = images[order.choice(len(images), options.batch, replace=False)]
        real = torch.from_numpy(chosen).permute(0, 3, 1, 2).float() / 127.5 - 1
        fake = make(torch.randn(options.batch, LATENT, 1, 1))
        optimizers[1].zero_grad()
        cross_entropy(tell(real), ones).backward()
        cross_entropy(tell(fake.detach()), zeros).backward()
        optimizers[1].step()
        optimizers[0].zero_grad()
        cross_entropy(tell(fake), ones).backward()
        optimizers[0].step()
        iterations += 1
    done += time.perf_counter() - start
    parts = [part.state_dict() for part in networks + optimizers]
    saved = {"parts": parts, "seconds": done, "iterations": iterations, "random": torch.get_rng_state()}
    torch.save(saved, state.with_suffix(".new"))
    state.with_suffix(".new").replace(state)
    if options.to:
        write_samples(make, options)
    print(json.dumps({"seconds": done, "iterations": iterations}))


def write_samples(make, options):
    """Writes samples as PNG files, in inference mode."""
    from PIL import Image

    folder = Path(options.to)
    folder.mkdir(parents=True, exist_ok=True)
    make.eval()
    torch.manual_seed(1_000_000 + options.seed)
    count = 0
    with torch.no_grad():
        while count < options.samples:
            batch = make(torch.randn(min(100, options.samples - count), LATENT, 1, 1))
            pixels = ((batch + 1) * 127.5).round().clamp(0, 255).byte().permute(0, 2, 3, 1).numpy()
            for image in pixels:
                Image.fromarray(image.squeeze(-1) if image.shape[-1] == 1 else image).save(folder / f"{count:05}.png")
                count += 1


main()

"""Checks that the networks, optimizers and updates here are those of the originals, by replaying recorded runs.

usage: replay.py --forger COMMAND [--golden FOLDER]

The folder, by default that of Forger's own tests, holds a run of each recipe's original framework: initial
parameters, all random inputs, losses, and the parameters after some iterations. Prints a line for each run, and
exits with 1 where a loss differs by more than 10⁻⁵ relative, or a parameter by more than 2·10⁻⁶.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

import recipe
from networks import NETWORKS
from networks.layers import GaussianNoise
from recordings import RECORDINGS
from updates import UPDATES, Game, Network

GOLDEN = Path(__file__).parents[2] / "Tests" / "AdversarialTests" / "Golden"


def networks(name, settings, arrays, recording):
    """Both networks, with the sizes and the initial parameters of a run."""
    first = recording.generator.split()[0]
    weight = recording.value(arrays[f"init/gen/{first}{recording.weighted_arrays[0]}"])
    latent = weight.shape[1]
    # Chainer's and TensorFlow's first layers make 16 and 32 times the width, Keras's 8 times.
    width = len(weight) // {"dcgan-cifar10": 16, "upsampling-mnist": 8, "dcgan-mnist": 32}.get(name, 1)
    # The fully connected networks were recorded with smaller images.
    size = {"side": round(arrays["iter0/real"].shape[1] ** 0.5)} if name == "mlp-mnist" else {}
    module = NETWORKS[name]
    generator = module.generator(latent, width, **size)
    discriminator = module.discriminator(width, **size)
    for _, tensor, value in recording.pairs(arrays, "init", generator, discriminator):
        tensor.data.copy_(value)
    return (Network(generator, settings["generator-optimizer"]),
            Network(discriminator, settings["discriminator-optimizer"]))


def replay(name, settings, arrays, recording):
    """The largest relative error of the losses, and the largest absolute one of the parameters."""
    generator, discriminator = networks(name, settings, arrays, recording)
    loss_error, count = 0, 0
    while f"iter{count}/loss_gen" in arrays:
        at = f"iter{count}/"
        latent = [torch.from_numpy(arrays[at + key]) for key in recording.latent]
        noise = [torch.from_numpy(arrays[key]) for key in sorted(arrays) if key.startswith(at + "noise")]
        for layer in discriminator.network.modules():
            if isinstance(layer, GaussianNoise):
                layer.draw = lambda x: noise.pop(0)
        game = Game(generator, discriminator, lambda count: latent.pop(0))
        losses = UPDATES[name](game, recording.images(arrays[at + recording.real]))
        for loss, key in zip(losses, ("gen", recording.discriminator_section)):
            expected = float(arrays[f"{at}loss_{key}"])
            loss_error = max(loss_error, abs(loss - expected) / abs(expected))
        count += 1
    differences = [
        (value - tensor.detach()).abs().max().item()
        for key, tensor, value in recording.pairs(
            arrays, "after", generator.network, discriminator.network)
        # Running means follow the biases.
        if key not in recording.drifting.split() and not key.endswith("avg_mean")
    ]
    return loss_error, max(differences), count, len(differences)


def main():
    parser = argparse.ArgumentParser(description="Replays recorded runs of the originals.")
    parser.add_argument("--forger", required=True, help="the command")
    parser.add_argument("--golden", type=Path, default=GOLDEN, help="the folder of recorded runs")
    options = parser.parse_args()
    is_right = True
    for name, recording in RECORDINGS.items():
        arrays = dict(np.load(options.golden / recording.file))
        settings = recipe.shown(name, options.forger)
        losses, parameters, iterations, count = replay(name, settings, arrays, recording)
        print(f"{name:<18}{iterations} iterations: losses differ by {losses:.1e} at most, {count} arrays of"
              f" parameters by {parameters:.1e}")
        is_right = is_right and losses <= 1e-5 and parameters <= 2e-6
    sys.exit(0 if is_right else 1)


main()

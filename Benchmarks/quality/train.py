"""Trains a recipe in PyTorch, and writes samples at some iterations.

usage: train.py RECIPE.json --data FOLDER --seed N --marks ITERATION… --samples N --out FOLDER

The recipe is a dictionary with the keys of Forger's recipe files. Training ends at the last mark. Into the folder go
`log`, with the mean losses of every `display-interval` iterations, as Forger writes it, and for each mark
`samples-ITERATION/`, PNG files.
"""

import argparse
import json
from pathlib import Path

import torch
from PIL import Image

import data
from networks import networks
from updates import UPDATES, Game, Network

SAMPLES_AT_ONCE = 100


def latent_source(recipe):
    """Draws latent vectors as the recipe has them, `[count, latent-size]`."""
    size = recipe["latent-size"]
    if recipe["latent-distribution"] == "uniform":
        return lambda count: torch.rand(count, size) * 2 - 1
    return lambda count: torch.randn(count, size)


def write_samples(generator, latent, count, recipe, folder):
    """Writes what the generator makes in inference mode, with running averages, as numbered PNG files.

    The state of the random numbers is as before, so that training does not depend on the marks.
    """
    folder.mkdir(parents=True, exist_ok=True)
    generator.eval()
    with torch.inference_mode(), torch.random.fork_rng(devices=[]):
        for first in range(0, count, SAMPLES_AT_ONCE):
            made = generator(latent(min(SAMPLES_AT_ONCE, count - first)))
            pixels = data.pixels(made, recipe["pixel-range"]).permute(0, 2, 3, 1).numpy()
            for index, image in enumerate(pixels, first + 1):
                gray_or_color = image[..., 0] if image.shape[-1] == 1 else image
                Image.fromarray(gray_or_color).save(folder / f"image{index:08d}.png")
    generator.train()


def train(recipe, folder, marks, count, out):
    """The run; returns the log."""
    generator, discriminator = networks(recipe)
    latent = latent_source(recipe)
    game = Game(
        Network(generator, recipe["generator-optimizer"]),
        Network(discriminator, recipe["discriminator-optimizer"]),
        latent,
    )
    update = UPDATES[recipe["recipe"]]
    images = data.fitted(data.images(folder), recipe["image"])
    batches = data.indices(len(images), recipe["batch-size"])
    log, recent = [], []
    for iteration in range(1, max(marks) + 1):
        real = data.values(images[next(batches)].float(), recipe["pixel-range"])
        recent.append(update(game, real))
        if iteration % recipe["display-interval"] == 0:
            means = torch.tensor(recent, dtype=torch.float64).mean(0).tolist()
            log.append({"iteration": iteration, "gen/loss": means[0], "dis/loss": means[1]})
            recent = []
        if iteration in marks:
            write_samples(generator, latent, count, recipe, out / f"samples-{iteration}")
    return log


def main():
    parser = argparse.ArgumentParser(description="Trains a recipe in PyTorch.")
    parser.add_argument("recipe", type=Path, help="a recipe as JSON")
    parser.add_argument("--data", type=Path, required=True, help="a folder of IDX files")
    parser.add_argument("--seed", type=int, required=True, help="what random numbers follow from")
    parser.add_argument("--marks", type=int, nargs="+", required=True, help="when to sample")
    parser.add_argument("--samples", type=int, required=True, help="how many at each mark")
    parser.add_argument("--out", type=Path, required=True, help="for samples and log")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    recipe = json.loads(options.recipe.read_text())
    log = train(recipe, options.data, set(options.marks), options.samples, options.out)
    (options.out / "log").write_text(json.dumps(log, indent=1) + "\n")


if __name__ == "__main__":
    main()

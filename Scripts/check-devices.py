"""Trains each recipe by Forger's own engine and by another device, and prints the losses of both side by side.

The first losses agree to rounding; later ones drift apart, as those of two runs do whose last digits differ.

usage: check-devices.py [--device xla] [--iterations 200] [--dataset fashion-mnist] [RECIPE…]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

FORGER = Path(".build/release/forger")
RECIPES = ["mlp-mnist", "dcgan-mnist", "upsampling-mnist", "dcgan-cifar10", "dcgan", "pictures", "r3gan"]
SHOWN = [1, 2, 3, 5, 10, 20, 50, 100, 200]


def losses(recipe, device, iterations, folder, dataset):
    """The losses of each iteration."""
    out = f"{folder}/{recipe}-{device}"
    command = [FORGER, "train", recipe, "--dataset", dataset, "--device", device, "--out", out]
    command += ["--iterations", str(iterations), "--display-interval", "1", "--channels", "16", "--batch-size", "8"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"'{' '.join(map(str, command))}' ended with {done.returncode}: {done.stderr.strip()}")
    return [(entry["gen/loss"], entry["dis/loss"]) for entry in json.loads(Path(out, "log").read_text())]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipes", nargs="*", default=RECIPES)
    parser.add_argument("--device", default="xla")
    parser.add_argument("--iterations", type=int, default=200)
    parser.add_argument("--dataset", default="fashion-mnist")
    options = parser.parse_args()
    for recipe in options.recipes:
        with tempfile.TemporaryDirectory() as folder:
            runs = [
                losses(recipe, device, options.iterations, folder, options.dataset)
                for device in ("cpu", options.device)
            ]
        print(f"{recipe}: iteration, generator's and discriminator's loss by cpu and by {options.device}")
        for place in [place for place in SHOWN if place <= options.iterations]:
            (a, b), (c, d) = runs[0][place - 1], runs[1][place - 1]
            print(f"  {place:4} {a:12.7g} {c:12.7g}   {b:12.7g} {d:12.7g}")


main()

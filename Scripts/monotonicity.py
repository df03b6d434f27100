#!/usr/bin/env python3
"""Degrades real images step by step and shows, as a Markdown table, which metric notices what.

usage: monotonicity.py IDX_FOLDER DATASET [SAMPLES] [evaluate's options]

IDX_FOLDER holds t10k-images and labels, such as /usr/share/datasets/fashion-mnist; DATASET is what they are compared
with, such as fashion-mnist. Needs numpy and scipy, and the command built (.build/release/forger, or $FORGER).
"""

import gzip
import json
import os
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.ndimage import uniform_filter

FORGER = os.environ.get("FORGER", ".build/release/forger")
KEYS = ["frechet", "kernel", "inception", "precision", "recall", "density", "coverage", "sliced",
        "similarity"]


def read_idx(folder, name):
    path = next(Path(folder).glob(name + "*"))
    raw = (gzip.open if path.suffix == ".gz" else open)(path, "rb").read()
    axes = raw[3]
    sizes = struct.unpack(f">{axes}I", raw[4:4 + 4 * axes])
    return np.frombuffer(raw[4 + 4 * axes:], np.uint8).reshape(sizes)


def write_idx(folder, images):
    header = struct.pack(">HBB3I", 0, 8, 3, *images.shape)
    (Path(folder) / "train-images-idx3-ubyte").write_bytes(header + images.tobytes())


def degraded(images, labels, count):
    """Names and images, from unchanged to much worse."""
    random = np.random.default_rng(0)
    order = random.permutation(len(images))
    images, labels = images[order], labels[order]
    whole = images[:count]
    yield "unchanged", whole
    for deviation in (8, 24, 64):
        noisy = whole + random.normal(size=whole.shape) * deviation
        yield f"noise ±{deviation}", noisy.round().clip(0, 255).astype(np.uint8)
    for size in (2, 3, 5):
        yield f"blur {size}×{size}", uniform_filter(whole.astype(float), (0, size, size)).astype(np.uint8)
    for dropped in (2, 5, 9):
        kept = images[labels >= dropped]
        # Repeated to the same number of images: once or twice if half of the classes are left.
        yield f"{dropped} of 10 classes dropped", kept[np.arange(count) % len(kept)]
    for different in (count // 2, count // 10, count // 100):
        yield f"{different} different images", whole[np.arange(count) % different]


def evaluate(images, dataset, options):
    with tempfile.TemporaryDirectory() as folder:
        write_idx(folder, images)
        command = [FORGER, "evaluate", folder, "--dataset", dataset, "--samples", str(len(images)),
                   "--json", *options]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(output)


def main():
    folder, dataset = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 5000
    images, labels = read_idx(folder, "t10k-images"), read_idx(folder, "t10k-labels")
    shown = None
    for name, degradation in degraded(images, labels, count):
        result = evaluate(degradation, dataset, sys.argv[4:])
        metrics = result["metrics"]
        if shown is None:
            shown = [key for key in KEYS if key in metrics]
            print(f"{count} images, {result['features']}\n")
            print("| images | " + " | ".join(shown) + " |")
            print("|---|" + "--:|" * len(shown))
        print(f"| {name} | " + " | ".join(f"{metrics[key]['mean']:.4g}" for key in shown) + " |",
              flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main()

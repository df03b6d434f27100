"""Reads images for torch_dcgan.py: a folder, over white and cropped to its center square, or Fashion-MNIST.

usage: read_images.py SOURCE SIZE DATA.npy
"""

import gzip
import os
import sys
from pathlib import Path

import numpy as np
from PIL import Image

# Where forger looks for it, in this order.
FASHION_MNIST = [
    Path(folder).expanduser() / "fashion-mnist/train-images-idx3-ubyte.gz"
    for folder in (
        *filter(None, [os.environ.get("FORGER_DATA")]),
        "~/.local/share/forger",
        "~/.cache/forger",
        "/usr/share/datasets",
    )
]


def main():
    source, size, target = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    if source == "fashion-mnist":
        found = next((path for path in FASHION_MNIST if path.is_file()), None)
        if not found:
            sys.exit("found no Fashion-MNIST; 'forger datasets fetch fashion-mnist' fetches it")
        with gzip.open(found) as file:
            pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28, 1)
        # Forger's networks take 28 pixels; the example's want a power of two.
        margin = (size - 28) // 2
        images = np.pad(pixels, ((0, 0), (margin, margin), (margin, margin), (0, 0)))
    else:
        images = np.stack([read(path, size) for path in sorted(Path(source).rglob("*.png"))])
    np.save(target, images)


def read(path, size):
    image = Image.open(path).convert("RGBA")
    image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    image = image.crop((left, top, left + side, top + side))
    return np.asarray(image.resize((size, size), Image.BOX))


main()

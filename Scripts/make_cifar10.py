#!/usr/bin/env python3
"""Makes a dataset in CIFAR-10's binary format of real images, for trying Forger without the original.

usage: make_cifar10.py OUT.tar.gz [--count N] IMAGE|FOLDER...

Each record is a square cut out of one of the images at a random place and size, scaled to 32×32; its
label is the number of the image, modulo 10. Needs Pillow. On Debian, the images of the package
mate-backgrounds (/usr/share/backgrounds/mate/nature) serve well.
"""

import argparse
import io
import random
import tarfile
from pathlib import Path

from PIL import Image

SIDE = 32
RECORDS_PER_FILE = 10_000


def readable_images(paths):
    """The readable images at the paths, folders being searched."""
    for path in map(Path, paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix.lower() in {".jpg", ".jpeg", ".png"}:
                with Image.open(file) as image:
                    image.thumbnail((1024, 1024))
                    yield image.convert("RGB")


def record(image, label):
    """One record: the label, then the planes of red, green and blue."""
    size = random.randint(min(2 * SIDE, *image.size), min(image.size))
    left = random.randint(0, image.width - size)
    top = random.randint(0, image.height - size)
    square = image.resize((SIDE, SIDE), Image.Resampling.BOX, (left, top, left + size, top + size))
    return bytes([label]) + b"".join(plane.tobytes() for plane in square.split())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", help="the archive to write, like cifar-10-binary.tar.gz")
    parser.add_argument("images", nargs="+", help="images, or folders of them")
    parser.add_argument("--count", type=int, default=20_000, help="records (default: 20000)")
    options = parser.parse_args()
    random.seed(0)
    images = list(readable_images(options.images))
    if not images:
        parser.error("no PNG or JPEG images found")
    with tarfile.open(options.out, "w:gz") as archive:
        for index, start in enumerate(range(0, options.count, RECORDS_PER_FILE), 1):
            numbers = [
                random.randrange(len(images))
                for _ in range(min(RECORDS_PER_FILE, options.count - start))
            ]
            data = b"".join(record(images[number], number % 10) for number in numbers)
            entry = tarfile.TarInfo(f"cifar-10-batches-bin/data_batch_{index}.bin")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    print(f"{options.out}: {options.count} records of {len(images)} images")


if __name__ == "__main__":
    main()

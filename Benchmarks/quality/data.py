"""Images of the IDX format as the networks see them, in batches."""

import gzip
import struct
from pathlib import Path

import numpy as np
import torch


def images(folder):
    """The training images in a folder of IDX files, [N, H, W] bytes."""
    candidates = sorted(Path(folder).glob("train-images?idx3-ubyte*"))
    if not candidates:
        raise SystemExit(f"{folder}: holds no train-images-idx3-ubyte")
    opened = gzip.open if candidates[0].suffix == ".gz" else open
    with opened(candidates[0], "rb") as file:
        magic, count, height, width = struct.unpack(">4I", file.read(16))
        if magic != 0x803:
            raise SystemExit(f"{candidates[0]}: is no IDX file of images")
        return np.frombuffer(file.read(), np.uint8).reshape(count, height, width)


def fitted(pixels, image):
    """[N, H, W] bytes as [N, C, H', W'] of a recipe's `image`: smaller ones in a black border, gray as color."""
    before = [(image[side] - size) // 2 for side, size in zip(("height", "width"), pixels.shape[1:])]
    after = [image[side] - size - first
             for side, size, first in zip(("height", "width"), pixels.shape[1:], before)]
    padded = np.pad(pixels, [(0, 0), (before[0], after[0]), (before[1], after[1])])
    return torch.from_numpy(padded)[:, None].expand(-1, image["channels"], -1, -1)


def values(pixels, pixel_range):
    """Bytes as numbers: `unit` from 0 to 1, `symmetric` from −1."""
    return pixels / 255 if pixel_range == "unit" else pixels * (2 / 255) - 1


def pixels(values, pixel_range):
    """Numbers as the nearest bytes."""
    bytes_ = values * 255 if pixel_range == "unit" else (values + 1) * 127.5
    return (bytes_.clamp(0, 255) + 0.5).floor().to(torch.uint8)


def indices(count, size):
    """Batches of indices without end, in a new order every epoch, across the epochs' ends."""
    waiting = torch.empty(0, dtype=torch.long)
    while True:
        while len(waiting) < size:
            waiting = torch.cat([waiting, torch.randperm(count)])
        yield waiting[:size]
        waiting = waiting[size:]

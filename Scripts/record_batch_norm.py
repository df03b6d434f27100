#!/usr/bin/env python3
"""Records the running averages of a framework's batch normalization, which BatchNormTests replay.

usage: record_batch_norm.py pytorch|chainer|keras|tensorflow FILE.json

Adds the framework that the environment has to FILE. Vectors [6, 3] and images [2, 2, 2, 3], channels last, are
shown twice each; a running average keeps 0.9 of what it was. `tensorflow` is the kernel for images behind
`tf.compat.v1.nn.fused_batch_norm`.
"""

import json
import sys
from pathlib import Path

import numpy as np

SHAPES = {"vectors": (6, 3), "images": (2, 2, 2, 3)}
DECAY = 0.9


def batches(shape):
    """Two batches of multiples of 1/16, which are exact in every format; the tests have the same formula."""
    numbers = np.arange(2 * np.prod(shape))
    return (((numbers * 37) % 64 - 20) / 16).astype(np.float32).reshape(2, *shape)


def pytorch(data):
    import torch

    layer = (torch.nn.BatchNorm1d if data.ndim == 3 else torch.nn.BatchNorm2d)(3, momentum=1 - DECAY)
    for batch in data:
        layer(torch.from_numpy(np.moveaxis(batch, -1, 1).copy()))
    return torch.__version__.split("+")[0], layer.running_mean.numpy(), layer.running_var.numpy()


def chainer(data):
    import chainer

    layer = chainer.links.BatchNormalization(3, decay=DECAY)
    with chainer.using_config("train", True):
        for batch in data:
            layer(np.moveaxis(batch, -1, 1).copy())
    return chainer.__version__, layer.avg_mean, layer.avg_var


def keras(data):
    import keras

    layer = keras.layers.BatchNormalization(momentum=DECAY)
    for batch in data:
        layer(batch, training=True)
    name = f"{keras.__version__} ({keras.backend.backend()})"
    return name, np.array(layer.moving_mean), np.array(layer.moving_variance)


def tensorflow(data):
    import tensorflow as tf

    mean, variance = np.zeros(3, np.float32), np.ones(3, np.float32)
    for batch in data:
        _, batch_mean, batch_variance = tf.compat.v1.nn.fused_batch_norm(
            batch, tf.ones(3), tf.zeros(3), is_training=True
        )
        mean = DECAY * mean + (1 - DECAY) * batch_mean.numpy()
        variance = DECAY * variance + (1 - DECAY) * batch_variance.numpy()
    return tf.__version__, mean, variance


FRAMEWORKS = {"pytorch": pytorch, "chainer": chainer, "keras": keras, "tensorflow": tensorflow}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in FRAMEWORKS:
        sys.exit(__doc__)
    name, path = sys.argv[1], Path(sys.argv[2])
    recorded = json.loads(path.read_text()) if path.exists() else {}
    for kind, shape in SHAPES.items():
        if name == "tensorflow" and kind == "vectors":
            continue
        data = batches(shape)
        version, mean, variance = FRAMEWORKS[name](data)
        recorded[f"{name}, {kind}"] = {
            "version": version,
            "shape": list(shape),
            "mean": [float(x) for x in mean],
            "variance": [float(x) for x in variance],
        }
    path.write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n")


main()

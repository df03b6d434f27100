"""Checks with Chainer that it loads a DCGAN generator strictly and makes the images it should.

usage: chainer_check.py GENERATOR.npz IMAGES.npz
       chainer_check.py --golden CHAINER_GOLDEN.npz

GENERATOR.npz: a `gen_iter_N.npz` that Forger wrote.
IMAGES.npz: `z` [N, latent size] and `image` [N, 32, 32, 3], what Forger made of z in inference mode
(`forger generate GENERATOR.npz --count 16 --arrays IMAGES.npz`).
CHAINER_GOLDEN.npz: a recorded run of Chainer, with `after/gen/...`, `test/z` and `test/image`; it
checks this script.
"""

import sys
import tempfile
from pathlib import Path

import chainer
import chainer.functions as F
import chainer.links as L
import numpy

TOLERANCE = 1e-5


class Generator(chainer.Chain):
    """The generator of the recipe `dcgan-cifar10`, of a latent size and a width."""

    def __init__(self, latent_size, width):
        super().__init__()
        self.width = width
        with self.init_scope():
            self.l0 = L.Linear(latent_size, 16 * width)
            self.bn0 = L.BatchNormalization(16 * width)
            for i in (1, 2, 3):
                inputs, outputs = width >> (i - 1), width >> i
                setattr(self, f"dc{i}", L.Deconvolution2D(inputs, outputs, 4, stride=2, pad=1))
                setattr(self, f"bn{i}", L.BatchNormalization(outputs))
            self.dc4 = L.Deconvolution2D(width // 8, 3, 3, stride=1, pad=1)

    def forward(self, z):
        h = F.relu(self.bn0(self.l0(z)))
        h = F.reshape(h, (len(z), self.width, 4, 4))
        for i in (1, 2, 3):
            h = F.relu(self[f"bn{i}"](self[f"dc{i}"](h)))
        return F.sigmoid(self.dc4(h))


def check(path, z, image, may_be_plain=False):
    """Loads the generator and compares what it makes of z; exits with 1 if that differs.

    Images so plain that their comparison proves little are refused too, unless they may be plain.
    """
    with numpy.load(path) as arrays:
        units, latent_size = arrays["l0/W"].shape
        names = set(arrays.files)
    generator = Generator(latent_size, units // 16)
    expected = {name.lstrip("/") for name, _ in generator.namedparams()}
    for name, link in generator.namedlinks(skipself=True):
        expected |= {f"{name.lstrip('/')}/{value}" for value in link._persistent}
    if names != expected:
        sys.exit(
            f"{path}: missing {sorted(expected - names)}, unknown to Chainer {sorted(names - expected)}"
        )
    chainer.serializers.load_npz(path, generator, strict=True)
    with chainer.using_config("train", False), chainer.no_backprop_mode():
        made = generator(z.astype(numpy.float32)).array
    if made.shape != image.shape:
        sys.exit(f"{path}: Chainer makes images of shape {made.shape}, found {image.shape}")
    difference = float(abs(made - image).max())
    print(
        f"{path}: Chainer {chainer.__version__} loads its {len(names)} arrays; {len(z)} images differ"
        f" by {difference:.2g} at most, and their values spread over {made.max() - made.min():.2g}"
    )
    if not difference <= TOLERANCE:
        sys.exit(f"{path}: that is more than {TOLERANCE}")
    if made.max() - made.min() < 100 * TOLERANCE and not may_be_plain:
        sys.exit(f"{path}: these images are too plain to tell; train the generator for longer")


def check_golden(path):
    """Checks this script's network against a recorded run of Chainer."""
    prefix = "after/gen/"
    with numpy.load(path) as run, tempfile.TemporaryDirectory() as folder:
        weights = {
            name[len(prefix) :]: run[name] for name in run.files if name.startswith(prefix)
        }
        generator = Path(folder) / Path(path).name
        numpy.savez(generator, **weights)
        check(str(generator), run["test/z"], run["test/image"], may_be_plain=True)


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    if sys.argv[1] == "--golden":
        check_golden(sys.argv[2])
    else:
        with numpy.load(sys.argv[2]) as images:
            check(sys.argv[1], images["z"], images["image"].transpose(0, 3, 1, 2))


main()

"""Compares the examples' speed with that of the recipes of the same tutorials, which are optimized further.

usage: examples.py [--programs FOLDER] [--dataset DATASET] [--pairs N]

The time of an iteration is the difference between a long and a short run of a program, divided by the iterations
that the long one has more; the two programs take turns. A ratio above 1 means that the example is faster. Exits
with 1 if one is slower by more than --tolerance, by the medians and by the best runs.
"""

import argparse
import statistics
import sys

from iterations import measure, ratios

# Example, recipe, options of both, iterations of the short and of the long run.
PAIRS = [
    ("MLPMNIST", "mlp-mnist", [], (20, 420)),
    ("DCGANMNIST", "dcgan-mnist", [], (4, 54)),
    ("UpsamplingMNIST", "upsampling-mnist", [], (4, 54)),
    ("DCGANCIFAR10", "dcgan-cifar10", ["--channels", "256"], (4, 54)),
]


def main():
    parser = argparse.ArgumentParser(description="Compares the examples with the recipes.")
    parser.add_argument("--programs", default=".build/release", help="the folder of the programs")
    parser.add_argument("--dataset", default="fashion-mnist")
    parser.add_argument("--pairs", type=int, default=5, help="runs of each (default: 5)")
    parser.add_argument("--tolerance", type=float, default=0.05, help="(default: 0.05)")
    options = parser.parse_args()
    worse = []
    for example, recipe, flags, counts in PAIRS:
        common = ["--dataset", options.dataset, *flags]
        ours = [f"{options.programs}/{example}", *common]
        theirs = [f"{options.programs}/forger", "train", recipe, *common]
        mine, other = measure(ours, theirs, counts, options.pairs)
        middle, best = ratios(mine, other)
        print(
            f"{example:18} {middle:.3f} (best runs {best:.3f}): "
            f"{statistics.median(mine) * 1000:.1f} ms and {statistics.median(other) * 1000:.1f} ms",
            flush=True,
        )
        # What else a machine does reaches medians at times, and chance the best runs.
        if max(middle, best) < 1 - options.tolerance:
            worse.append(example)
    if worse:
        sys.exit("slower than their recipes: " + "; ".join(worse))


main()

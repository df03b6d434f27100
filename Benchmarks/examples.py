"""Compares the examples with the recipes of the same tutorials, which know more tricks.

usage: examples.py [--programs FOLDER] [--dataset DATASET] [--pairs N]

An iteration's time is the difference of a long and a short run of a whole program, by the iterations that
the long one has more; both programs take turns. A ratio above 1 means that the example is faster. Exits with 1 if a
median is worse by more than --tolerance.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time

# Example, recipe, options of both, iterations of the short and of the long run.
PAIRS = [
    ("MLPMNIST", "mlp-mnist", [], (20, 320)),
    ("DCGANMNIST", "dcgan-mnist", [], (4, 44)),
    ("UpsamplingMNIST", "upsampling-mnist", [], (4, 44)),
    ("DCGANCIFAR10", "dcgan-cifar10", ["--channels", "256"], (2, 14)),
]


def seconds(command):
    """How long a command takes as a whole process."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run(
            [*command, "--out", f"{out}/run"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        sys.exit(f"'{' '.join(command)}' ended with {done.returncode}: {done.stderr.strip()}")
    return time.perf_counter() - start


def iteration(command, counts):
    """Seconds per iteration of a program."""
    short, long = (seconds([*command, "--iterations", str(count)]) for count in counts)
    return (long - short) / (counts[1] - counts[0])


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
        ratios = []
        for index in range(options.pairs):
            if index % 2 == 0:
                mine, other = iteration(ours, counts), iteration(theirs, counts)
            else:
                other, mine = iteration(theirs, counts), iteration(ours, counts)
            ratios.append(other / mine)
        middle = statistics.median(ratios)
        print(
            f"{example:18} {middle:.3f} ({min(ratios):.3f}…{max(ratios):.3f}), "
            f"the last {mine * 1000:.1f} ms and {other * 1000:.1f} ms",
            flush=True,
        )
        if middle < 1 - options.tolerance:
            worse.append(example)
    if worse:
        sys.exit("slower than their recipes: " + "; ".join(worse))


main()

"""Compares this build of Forger with another one, recipe by recipe.

usage: against.py OTHER [--forger COMMAND] [--pairs N] [--iterations N] [--recipes NAME…]

OTHER is the `forger` of another build, such as of the commit before. The two take turns; a ratio above 1 means
that this build is better. What else a machine does only ever adds time, to whole processes, too; so a measure
counts as worse if the median of the pairs and the best runs of both are worse by more than --tolerance. Exits
with 1 if one is.
"""

import argparse
import statistics
import subprocess
import sys
import time

from pairs import MEASURES, run_in_turns

RECIPES = ["dcgan-cifar10", "mlp-mnist", "upsampling-mnist", "dcgan-mnist"]
ITERATIONS = {"dcgan-cifar10": 6, "mlp-mnist": 500, "upsampling-mnist": 60, "dcgan-mnist": 30}


def seconds(command):
    """How long a command takes as a whole process."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def start_up(ours, other, pairs):
    """Pairs of the time that `--help` takes, in twenty runs, the least of which counts."""
    for _ in range(pairs):
        times = {command: [] for command in (ours, other)}
        for _ in range(20):
            for command, taken in times.items():
                taken.append(seconds([command, "--help"]))
        yield min(times[ours]), min(times[other])


def main():
    parser = argparse.ArgumentParser(description="Compares this build with another one.")
    parser.add_argument("other", help="the other build's forger")
    parser.add_argument("--forger", default=".build/release/forger", help="this build's forger")
    parser.add_argument("--pairs", type=int, default=5, help="runs of each (default: 5)")
    parser.add_argument("--iterations", type=int, help="that count (default: by recipe)")
    parser.add_argument("--recipes", nargs="+", default=RECIPES)
    parser.add_argument("--tolerance", type=float, default=0.03, help="(default: 0.03)")
    options = parser.parse_args()
    worse = []

    def tell(name, ratios, best):
        middle = statistics.median(ratios)
        pairs = f"{middle:.3f} ({min(ratios):.3f}…{max(ratios):.3f})"
        print(f"{name:42} {pairs}, best runs {best:.3f}", flush=True)
        if max(middle, best) < 1 - options.tolerance:
            worse.append(name)

    for recipe in options.recipes:
        count = options.iterations or ITERATIONS.get(recipe, 8)
        words = ["bench", recipe, "--json", "--iterations", str(count)]
        pairs = list(
            run_in_turns([options.forger, *words], [options.other, *words], options.pairs)
        )
        for measure in MEASURES:
            both = [(mine[measure.key], other[measure.key]) for mine, other in pairs]
            best = measure.advantage(*(measure.best(side) for side in zip(*both)))
            tell(f"{recipe}, {measure.heading}", [measure.advantage(*pair) for pair in both], best)
    times = list(start_up(options.forger, options.other, options.pairs))
    best = min(other for _, other in times) / min(mine for mine, _ in times)
    tell("start-up, --help", [other / mine for mine, other in times], best)
    if worse:
        sys.exit("worse: " + "; ".join(worse))


main()

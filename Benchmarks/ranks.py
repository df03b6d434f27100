"""Compares one process of two threads with two processes of one thread, which share each batch by MPI.

usage: ranks.py [--program PROGRAM] [--pairs N] [--weak] [RECIPE...]

With --weak, compares instead one process of one thread on half of a batch with two such processes on a whole one: where
communication is free, an iteration takes as long. A ratio above 1 means that two processes are faster.
"""

import argparse
import statistics

from iterations import measure, ratios

# Recipe, options, iterations of the short and of the long run, batch.
RECIPES = {
    "mlp-mnist": ([], (20, 420), 32),
    "dcgan-mnist": ([], (4, 54), 64),
    "upsampling-mnist": ([], (4, 54), 100),
    "dcgan-cifar10": (["--channels", "256"], (4, 54), 50),
}


def main():
    parser = argparse.ArgumentParser(description="Compares one process with two.")
    parser.add_argument("--program", default=".build/release/forger")
    parser.add_argument("--mpirun", default="mpirun.openmpi --bind-to core")
    parser.add_argument("--pairs", type=int, default=5, help="runs of each (default: 5)")
    parser.add_argument("--weak", action="store_true", help="half of a batch for the one process")
    parser.add_argument("recipes", nargs="*", default=list(RECIPES))
    options = parser.parse_args()
    for recipe in options.recipes:
        flags, counts, batch = RECIPES[recipe]
        train = [options.program, "train", recipe, "-i", "fashion-mnist", *flags]
        one = [*train, "--threads", "1" if options.weak else "2", "-b", str(batch // 2 if options.weak else batch)]
        two = [*options.mpirun.split(), "-n", "2", *train, "--threads", "1", "-b", str(batch)]
        mine, other = measure(two, one, counts, options.pairs)
        middle, best = ratios(mine, other)
        print(
            f"{recipe:18} {middle:.3f} (best runs {best:.3f}): two processes {statistics.median(mine) * 1000:.1f} ms, "
            f"one {statistics.median(other) * 1000:.1f} ms",
            flush=True,
        )


main()

"""Times training by two hosts that a slow link joins, with and without overlap; needs root, iproute2 and Open MPI.

usage: link.py [--program PROGRAM] [--rate RATE] [--pairs N] [RECIPE [FLAG...]]

The hosts are network namespaces of this machine, one core each, joined by a virtual cable that is slowed down to
RATE (default: 1gbit). The part of the communication that is hidden is what overlap saves of what is waited for without.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

import hosts

def iteration(start, program, flags, overlap):
    """The seconds of an iteration, and those of it that are waited for the other host, as the log has them."""
    with tempfile.TemporaryDirectory() as folder:
        rank = "taskset -c $((OMPI_COMM_WORLD_RANK % $(nproc)))"
        train = f"{program} train {' '.join(flags)} --threads 1 --iterations 30 --display-interval 10 -o {folder}/run"
        command = [*start, "-x", f"FORGER_MPI_OVERLAP={int(overlap)}", "sh", "-c", f"exec {rank} {train}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stdout}{done.stderr}")
        with open(f"{folder}/run/log", encoding="utf-8") as file:
            entries = json.load(file)
    # The first ten choose algorithms.
    taken = (entries[-1]["elapsed_time"] - entries[0]["elapsed_time"]) / 20
    return taken, statistics.mean(entry["communication/time"] for entry in entries[1:])


def main():
    parser = argparse.ArgumentParser(description="Times training over a slow link.")
    parser.add_argument("--program", default=".build/release/forger")
    parser.add_argument("--rate", default="1gbit", help="of the link, or 'none' (default: 1gbit)")
    parser.add_argument("--pairs", type=int, default=3, help="runs of each (default: 3)")
    parser.add_argument("recipe", nargs=argparse.REMAINDER, default=[])
    options = parser.parse_args()
    if hosts.missing():
        sys.exit(f"link.py needs {hosts.missing()}")
    flags = options.recipe or ["dcgan-cifar10", "-i", "fashion-mnist"]
    program = os.path.abspath(options.program)
    taken = {True: [], False: []}
    with hosts.joined(options.rate) as start:
        for index in range(options.pairs):
            for overlap in (True, False) if index % 2 == 0 else (False, True):
                taken[overlap].append(iteration(start, program, flags, overlap))
    for overlap in (True, False):
        seconds, waiting = (statistics.median(values) for values in zip(*taken[overlap]))
        print(f"{'with' if overlap else 'without'} overlap: {seconds:.3f} s an iteration, {waiting:.3f} s of it waiting")
    (fast, _), (slow, waiting) = (
        [statistics.median(values) for values in zip(*taken[overlap])] for overlap in (True, False)
    )
    print(f"{options.rate}: overlap hides {(slow - fast) / waiting:.0%} of the communication")


main()

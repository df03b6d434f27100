"""Times the iterations of training programs."""

import statistics
import subprocess
import sys
import tempfile
import time


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


def measure(ours, theirs, counts, pairs):
    """Seconds per iteration of two commands that take turns: of each pair of a short and a long run."""
    short, long = counts
    taken = ([], [])
    for index in range(pairs):
        for side in (0, 1) if index % 2 == 0 else (1, 0):
            command = (ours, theirs)[side]
            start, whole = (seconds([*command, "--iterations", str(count)]) for count in counts)
            taken[side].append((whole - start) / (long - short))
    return taken


def ratios(mine, other):
    """How many times as fast the first of two programs is: by the medians, and by the best runs."""
    return [compare(other) / compare(mine) for compare in (statistics.median, min)]

"""Runs two benchmarks in turns and compares what they print.

usage: compare.py [--pairs N] --ours COMMAND --peer COMMAND

Each command prints, as its last line, a JSON object with the keys `recipe`, `batch`, `threads`,
`median_s`, `min_s`, `generated_images_per_s` and `peak_mib`. Taking turns, and swapping who goes first,
spreads what else the machine does over both.
"""

import argparse
import json
import shlex
import statistics
import subprocess
import sys

# Key, heading, format, and whether a smaller number is the better one.
MEASURES = [
    ("median_s", "median s/iteration", "{:.3f}", True),
    ("min_s", "minimum s/iteration", "{:.3f}", True),
    ("generated_images_per_s", "generated images/s", "{:.1f}", False),
    ("peak_mib", "peak memory, MiB", "{:.0f}", True),
]
# Both sides must have done the same work.
SAME = ("recipe", "batch", "threads")


def run(command):
    """The result that a command prints."""
    done = subprocess.run(shlex.split(command), stdout=subprocess.PIPE, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        sys.exit(f"'{command}' ended with {done.returncode} and printed {len(lines)} lines")
    try:
        result = json.loads(lines[-1])
    except json.JSONDecodeError:
        sys.exit(f"'{command}' printed, instead of JSON: {lines[-1]}")
    absent = [key for key in SAME + tuple(m[0] for m in MEASURES) if key not in result]
    if absent:
        sys.exit(f"'{command}' printed JSON without {', '.join(absent)}")
    return result


def advantage(ours, peer, smaller_is_better):
    """How many times better ours is than the peer."""
    return peer / ours if smaller_is_better else ours / peer


def summarize(pairs):
    """Prints the medians of both sides and of the pairs' ratios."""
    print(f"\n{'median of ' + str(len(pairs)) + ' pairs':<22}{'forger':>10}{'peer':>10}{'ratio':>8}"
          f"   ratios of the pairs (above 1: forger is better)")
    for key, heading, form, smaller_is_better in MEASURES:
        ours, peers = ([side[key] for side in sides] for sides in zip(*pairs))
        ratios = [advantage(a, b, smaller_is_better) for a, b in zip(ours, peers)]
        print(
            f"{heading:<22}{form.format(statistics.median(ours)):>10}"
            f"{form.format(statistics.median(peers)):>10}{statistics.median(ratios):>8.2f}"
            f"   {' '.join(f'{ratio:.2f}' for ratio in ratios)}"
        )


def main():
    parser = argparse.ArgumentParser(description="Runs two benchmarks in turns.")
    parser.add_argument("--pairs", type=int, default=5, help="runs of each (default: 5)")
    parser.add_argument("--ours", required=True, metavar="COMMAND", help="forger's benchmark")
    parser.add_argument("--peer", required=True, metavar="COMMAND", help="the other benchmark")
    arguments = parser.parse_args()
    if arguments.pairs < 1:
        parser.error(f"--pairs must be positive, not {arguments.pairs}")

    pairs = []
    for index in range(arguments.pairs):
        if index % 2 == 0:
            ours = run(arguments.ours)
            peer = run(arguments.peer)
        else:
            peer = run(arguments.peer)
            ours = run(arguments.ours)
        for key in SAME:
            if ours[key] != peer[key]:
                sys.exit(f"the {key} differs: forger's is {ours[key]}, the peer's {peer[key]}")
        pairs.append((ours, peer))
        print(
            f"pair {index + 1} of {arguments.pairs}: forger {ours['median_s']:.3f} s,"
            f" peer {peer['median_s']:.3f} s an iteration",
            flush=True,
        )
    summarize(pairs)


main()

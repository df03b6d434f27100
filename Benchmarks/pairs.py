"""Runs of two benchmarks in turns.

Each command prints, as its last line, a JSON object with the keys `recipe`, `batch`, `threads`,
`median_s`, `min_s`, `generated_images_per_s` and `peak_mib`. Taking turns, and swapping who goes first,
spreads what else the machine does over both.
"""

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass

# Both sides must have done the same work.
SAME = ("recipe", "batch", "threads")


@dataclass(frozen=True)
class Measure:
    """Something that both sides tell of themselves."""

    key: str
    heading: str
    form: str
    smaller_is_better: bool

    def advantage(self, ours, peer):
        """How many times better ours is than the peer."""
        return peer / ours if self.smaller_is_better else ours / peer

    def best(self, values):
        """The best of several runs' values."""
        return min(values) if self.smaller_is_better else max(values)


MEASURES = [
    Measure("median_s", "s/iteration, median", "{:.4g}", True),
    Measure("min_s", "s/iteration, minimum", "{:.4g}", True),
    Measure("generated_images_per_s", "generated images/s", "{:.0f}", False),
    Measure("peak_mib", "peak memory, MiB", "{:.0f}", True),
]


def run(command):
    """The result that a command, a list of words, prints."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    text = " ".join(command)
    if done.returncode != 0 or not lines:
        sys.exit(f"'{text}' ended with {done.returncode} and printed {len(lines)} lines")
    try:
        result = json.loads(lines[-1])
    except json.JSONDecodeError:
        sys.exit(f"'{text}' printed, instead of JSON: {lines[-1]}")
    absent = [key for key in SAME + tuple(m.key for m in MEASURES) if key not in result]
    if absent:
        sys.exit(f"'{text}' printed JSON without {', '.join(absent)}")
    return result


def run_in_turns(ours, peer, count):
    """`count` pairs of results of the two commands, each pair as it comes."""
    for index in range(count):
        first, second = (ours, peer) if index % 2 == 0 else (peer, ours)
        results = [run(first), run(second)]
        mine, other = results if index % 2 == 0 else reversed(results)
        for key in SAME:
            if mine[key] != other[key]:
                sys.exit(f"the {key} differs: forger's is {mine[key]}, the peer's {other[key]}")
        yield mine, other


def summary(pairs):
    """For each measure the medians of both sides and the ratios of the pairs."""
    measures = {}
    for measure in MEASURES:
        ours = [mine[measure.key] for mine, _ in pairs]
        peers = [other[measure.key] for _, other in pairs]
        ratios = [measure.advantage(*both) for both in zip(ours, peers)]
        measures[measure.key] = {
            "forger": statistics.median(ours),
            "pytorch": statistics.median(peers),
            "ratio": statistics.median(ratios),
            "ratios": ratios,
        }
    return measures

"""Compares Forger with PyTorch, recipe by recipe.

usage: compare.py --forger COMMAND --python COMMAND [--pairs N] [--iterations N] [--cases NAME…] [--out FOLDER]

The cases are `recipes`, all four tutorials' at their own sizes; `r3gan`, at a width of 128 and 64×64 pixels; `batches`
and `widths`, the first recipe at other ones; or the name of a recipe. Writes results.json and results.md into the folder, as far as it has come,
after each case.
"""

import argparse
import json
import platform
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from pairs import MEASURES, run_in_turns, summary

PEER = Path(__file__).parent / "peers" / "torch_peers.py"


@dataclass(frozen=True)
class Case:
    """A recipe at certain sizes."""

    recipe: str
    options: dict = field(default_factory=dict)
    # Of large batches an iteration takes long and varies little.
    most_iterations: int = 1000

    @property
    def name(self):
        """"dcgan-cifar10, batch 100"."""
        return ", ".join([self.recipe] + [f"{key} {value}" for key, value in self.options.items()])

    def words(self, names):
        """The options as words of a command line; `names` spells those that differ from `--key`."""
        return [
            word
            for key, value in self.options.items()
            for word in (names.get(key, f"--{key}"), str(value))
        ]


FIRST = "dcgan-cifar10"
CASES = {
    "recipes": [Case(FIRST), Case("mlp-mnist"), Case("upsampling-mnist"), Case("dcgan-mnist")],
    "batches": [Case(FIRST, {"batch": size}, 400 // size + 1) for size in (10, 100, 200, 400)],
    "widths": [Case(FIRST, {"channels": width}) for width in (64, 128, 256)],
}
CASES |= {case.recipe: [case] for case in CASES["recipes"]}
CASES["r3gan"] = [Case("r3gan", {"channels": 128, "image-size": 64, "batch": 32}, 3)]


def processor():
    """The processor's name."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def peer_version(python):
    """The version of PyTorch."""
    command = [python, "-c", "import torch; print(torch.__version__)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def print_summary(measures):
    """Prints the medians of both sides and of the pairs' ratios."""
    print(f"{'':<24}{'forger':>10}{'pytorch':>10}{'ratio':>8}   of the pairs")
    for measure in MEASURES:
        values = measures[measure.key]
        ours, peers = measure.form.format(values["forger"]), measure.form.format(values["pytorch"])
        pairs = " ".join(f"{ratio:.2f}" for ratio in values["ratios"])
        print(f"  {measure.heading:<22}{ours:>10}{peers:>10}{values['ratio']:>8.2f}   {pairs}")
    print(flush=True)


def markdown(results):
    """The results as a table, a case a row."""
    lines = [
        f"{results['processor']}, {results['threads']} threads, PyTorch {results['pytorch']}. Medians of"
        " pairs; a ratio above 1 means that Forger is better, in brackets the smallest and the largest.",
        "",
        "| case | pairs | Forger, s/iteration | PyTorch | ratio | generation | memory |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, measures in results["cases"].items():
        training = measures["median_s"]
        cells = [name, str(len(training["ratios"])), f"{training['forger']:.4g}", f"{training['pytorch']:.4g}"]
        for key in ("median_s", "generated_images_per_s", "peak_mib"):
            ratios = measures[key]["ratios"]
            cells.append(f"{measures[key]['ratio']:.2f} ({min(ratios):.2f}…{max(ratios):.2f})")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def parse():
    """The command line."""
    parser = argparse.ArgumentParser(description="Compares Forger with PyTorch.")
    parser.add_argument("--forger", required=True, help="the command")
    parser.add_argument("--python", required=True, help="a Python that has PyTorch")
    parser.add_argument("--pairs", type=int, default=5, help="runs of each (default: 5)")
    parser.add_argument("--iterations", type=int, default=8, help="that count (default: 8)")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=["recipes", "batches", "widths"])
    parser.add_argument("--out", type=Path, default=Path("Benchmarks"), help="for the results")
    options = parser.parse_args()
    if options.pairs < 1 or options.iterations < 1:
        parser.error("--pairs and --iterations must be positive")
    return options


def main():
    options = parse()
    results = {
        "processor": processor(),
        "pytorch": peer_version(options.python),
        "cases": {},
    }
    for case in [case for name in options.cases for case in CASES[name]]:
        count = ["--iterations", str(min(options.iterations, case.most_iterations))]
        # The peers have no augmentation.
        ours = [options.forger, "bench", case.recipe, "--json", "--augment", "none", *count]
        peer = [options.python, str(PEER), case.recipe, "--style", "tuned", *count]
        ours += case.words({"batch": "--batch-size"})
        peer += case.words({})
        print(case.name)
        pairs = []
        for pair in run_in_turns(ours, peer, options.pairs):
            pairs.append(pair)
            print(f"  {pair[0]['median_s']:.4g} against {pair[1]['median_s']:.4g} s", flush=True)
        results["threads"] = pairs[0][0]["threads"]
        results["cases"][case.name] = summary(pairs)
        print_summary(results["cases"][case.name])
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "results.json").write_text(json.dumps(results, indent=2) + "\n")
        (options.out / "results.md").write_text(markdown(results))


main()

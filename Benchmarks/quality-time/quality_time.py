"""Fréchet distance and coverage over the time of training: PyTorch's example, `forger train dcgan`, and
`forger train PATH`, which chooses the recipe `pictures`.

usage: quality_time.py --forger COMMAND --python COMMAND --emoji FOLDER [--systems a b c] [--seeds N] [--minutes M]
                       [--datasets emoji fashion-mnist] [--work FOLDER] [--out FOLDER]

Neither evaluation nor what a program takes to start counts as time of training. What is done is kept in the work
folder: a benchmark that was stopped resumes where it was. Samples are evaluated by `forger evaluate` with two kinds
of features. Exits with 1 if a run fails.
"""

import argparse
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

SAMPLES = 2000
MINUTES = [0.5, 1, 2, 3, 4, 6, 8, 10, 12, 15, 20, 30, 40, 50, 60]
SYSTEMS = {"a": "PyTorch's example", "b": "forger train dcgan", "c": "forger train PATH"}
HERE = Path(__file__).parent


class Failed(Exception):
    """A command that did not do what it was to."""


def output(command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(f"'{' '.join(map(str, command))}' ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return done.stdout


def evaluate(options, candidate, dataset):
    """Both Fréchet distances and the coverage of a generator or of a folder of images."""
    command = [options.forger, "evaluate", candidate, "--dataset", dataset, "--samples", SAMPLES, "--json"]
    found = {}
    for features in ("random", "pixels"):
        words = ["--metrics", "frechet,density-coverage", "--features", features]
        result = json.loads(output(command + words).strip().splitlines()[-1])
        found[features] = {key: result["metrics"][key]["mean"] for key in ("frechet", "coverage")}
    return found


class ForgerRun:
    """A run of Forger. It writes generators and the time every 100 iterations, and is stopped by a signal when its
    time is over; one that was stopped before, or that has come to its end, resumes from its last snapshot."""

    def __init__(self, options, folder, source, recipe, seed):
        self.options, self.folder, self.source = options, folder / "run", source
        self.first = [*recipe, "--seed", seed, "--snapshot-interval", 100]

    def times(self):
        """Iterations by the seconds after which they were done."""
        log = self.folder / "log"
        entries = json.loads(log.read_text()) if log.exists() else []
        return {entry["elapsed_time"]: entry["iteration"] for entry in entries}

    def train(self, seconds):
        """Trains until so many seconds were spent on it."""
        while max(self.times(), default=0) < seconds:
            words = [self.options.forger, "train", "--out", self.folder]
            resume = ["--resume", "latest", "--iterations", 1_000_000]
            words += resume if (self.folder / "log").exists() else self.first
            with (self.folder.parent / "output").open("a") as output:
                process = subprocess.Popen([str(w) for w in words], stdout=output, stderr=subprocess.STDOUT)
                while process.poll() is None and max(self.times(), default=0) < seconds:
                    time.sleep(1)
                    self.remove_old_snapshots()
                process.send_signal(signal.SIGINT)
                if process.wait() not in (0, 130):
                    raise Failed(f"'{' '.join(map(str, words))}' ended with {process.returncode}: see {output.name}")

    def remove_old_snapshots(self):
        """Removes all snapshots but the newest two; `--keep` would remove the generators with them."""
        snapshots = self.folder.glob("snapshot_iter_*.npz")
        for path in sorted(snapshots, key=lambda path: int(path.stem.split("_")[-1]))[:-2]:
            path.unlink()

    def results(self, minutes):
        """The figures at each of some minutes, of the generator that was there by then."""
        self.train(60 * minutes[-1])
        times = self.times()
        for minute in minutes:
            seconds = max((t for t in times if t <= 60 * minute), default=None)
            if seconds is None:
                continue
            generator = self.folder / f"gen_iter_{times[seconds]}.npz"
            yield minute, times[seconds], evaluate(self.options, generator, self.source)


class TorchRun:
    """A run of PyTorch's example, trained from minute to minute."""

    def __init__(self, options, folder, source, data, seed):
        self.options, self.folder, self.source, self.data, self.seed = options, folder, source, data, seed

    def results(self, minutes):
        for minute in minutes:
            samples = self.folder / "samples"
            shutil.rmtree(samples, ignore_errors=True)
            words = [self.options.python, HERE / "torch_dcgan.py", self.data, self.folder / "state.pt", "--seed"]
            words += [self.seed, "--until", 60 * minute, "--samples", SAMPLES, "--to", samples]
            done = json.loads(output(words).strip().splitlines()[-1])
            yield minute, done["iterations"], evaluate(self.options, samples, self.source)


def make_run(options, folder, dataset, system, seed):
    source = options.emoji if dataset == "emoji" else dataset
    size = 64 if dataset == "emoji" else 32
    if system == "a":
        data = options.work / f"{dataset}.npy"
        if not data.exists():
            output([options.python, HERE / "read_images.py", source, size, data])
        return TorchRun(options, folder, source, data, seed)
    if system == "b":
        words = ["dcgan", "--dataset", source, "--image-size", size, "--channels", 48, "-b", 32, "--average", 0.995]
        words += ["--iterations", 1_000_000]
        return ForgerRun(options, folder, source, words + ["--color", "gray"] * (dataset != "emoji"), seed)
    return ForgerRun(options, folder, source, [source], seed)


def main():
    parser = argparse.ArgumentParser(description="Quality over the time of training.")
    parser.add_argument("--forger", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--emoji", type=Path, required=True)
    parser.add_argument("--systems", nargs="+", default=list(SYSTEMS), choices=list(SYSTEMS))
    parser.add_argument("--datasets", nargs="+", default=["emoji", "fashion-mnist"])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--minutes", type=float, help="(default: 20 for emoji, 10 for fashion-mnist)")
    parser.add_argument("--work", type=Path, default=Path("quality-runs/time"))
    parser.add_argument("--out", type=Path, default=Path("quality-runs/time"))
    options = parser.parse_args()
    try:
        for seed in range(options.seeds):
            for dataset in options.datasets:
                for system in options.systems:
                    one(options, dataset, system, seed)
    except Failed as problem:
        sys.exit(f"quality-time: {problem}")


def one(options, dataset, system, seed):
    """Trains and evaluates a run, unless that was done, and writes all results anew."""
    folder = options.work / f"{dataset}-{system}-{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    most = options.minutes or (20 if dataset == "emoji" else 10)
    kept = folder / "results.json"
    curve = json.loads(kept.read_text()) if kept.exists() else []
    minutes = [m for m in MINUTES if m <= most and m > max((row["minute"] for row in curve), default=0)]
    if minutes:
        for minute, iterations, found in make_run(options, folder, dataset, system, seed).results(minutes):
            curve.append({"minute": minute, "iterations": iterations, **found})
            kept.write_text(json.dumps(curve, indent=1))
            print(f"{dataset}, {SYSTEMS[system]}, seed {seed}, {row_text(curve[-1])}", flush=True)
    write_table(options)


def row_text(row):
    distances = (f"{name} {row[name]['frechet']:.3f}" for name in ("random", "pixels"))
    coverage = row["random"]["coverage"]
    return f"{row['minute']} min: {row['iterations']} iterations, {', '.join(distances)}, coverage {coverage:.3f}"


def write_table(options):
    """Writes the results of all runs as a document."""
    lines = ["# Quality over time", "", "Fréchet distance by random convolutions, by pixels; coverage.", ""]
    lines += ["| dataset | system | seed | minutes | iterations | random | pixels | coverage |"]
    lines += ["|---|---|---|---|---|---|---|---|"]
    for kept in sorted(options.work.glob("*/results.json")):
        dataset, system, seed = kept.parent.name.rsplit("-", 2)
        for row in json.loads(kept.read_text()):
            figures = [row["random"]["frechet"], row["pixels"]["frechet"], row["random"]["coverage"]]
            cells = [dataset, SYSTEMS[system], seed, row["minute"], row["iterations"]]
            lines.append("| " + " | ".join([str(c) for c in cells] + [f"{f:.3f}" for f in figures]) + " |")
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "results.md").write_text("\n".join(lines) + "\n")


main()

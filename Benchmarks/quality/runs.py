"""One run: a recipe trained by one of the frameworks with one seed, and its samples scored by `forger evaluate`.

What is done already, by the same settings, is not done again.
"""

import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import recipe

FRAMEWORKS = ["forger", "pytorch"]
# Real images that neither side was trained on.
SPLIT = "test"
TRAINER = Path(__file__).parent / "train.py"


class RunFailed(Exception):
    """A command of a run failed."""


@dataclass(frozen=True)
class Score:
    """One way of scoring samples."""

    features: str
    metrics: str


CURVE = Score("classifier", "frechet,density-coverage")
# At the last mark: everything by the classifier, and the most telling by features that are the same everywhere.
FINAL = [Score("classifier", "frechet,kernel,inception,precision-recall,density-coverage,sliced,similarity"),
         Score("random", "frechet,density-coverage")]


@dataclass(frozen=True)
class Plan:
    """What all runs have in common."""

    forger: str
    python: str
    data: str
    samples: int
    work: Path


@dataclass(frozen=True)
class Run:
    """A recipe, as a dictionary, trained by a framework with a seed; sampled at the marks, the last of which is the
    end."""

    plan: Plan
    recipe: dict
    marks: tuple
    framework: str
    seed: int

    @property
    def name(self):
        """The recipe's name."""
        return self.recipe["recipe"]

    @property
    def folder(self):
        return self.plan.work / self.name / f"{self.framework}-{self.seed}"

    @property
    def settings(self):
        """What the run's results depend on."""
        return {"recipe": self.recipe, "marks": list(self.marks), "samples": self.plan.samples,
                "seed": self.seed}

    def results(self):
        """The results that an earlier run with the same settings left, or None."""
        try:
            results = json.loads((self.folder / "results.json").read_text())
        except (OSError, json.JSONDecodeError):
            return None
        return results if results["settings"] == self.settings else None

    def do(self):
        """Trains, samples and scores; returns the results."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        start = time.monotonic()
        self.train_forger() if self.framework == "forger" else self.train_pytorch()
        seconds = time.monotonic() - start
        scores = {mark: self.scores(mark) for mark in self.marks}
        results = {"settings": self.settings, "log": self.log(), "seconds": seconds, "scores": scores}
        text = json.dumps(results, indent=1) + "\n"
        unfinished = self.folder / "results.unfinished"
        unfinished.write_text(text)
        unfinished.rename(self.folder / "results.json")
        # As it will be read back, with keys that are texts.
        return json.loads(text)

    def log(self):
        """The mean losses by iteration, as both frameworks log them."""
        keys = ("iteration", "gen/loss", "dis/loss")
        return [{key: entry[key] for key in keys}
                for entry in json.loads((self.folder / "log").read_text())]

    def samples(self, mark):
        return self.folder / f"samples-{mark}"

    def train_forger(self):
        """Trains by `forger train`, and samples by `forger generate`."""
        self.command("train", self.plan.forger, "train", recipe.path(self.name), "--dataset", self.plan.data,
                     "--seed", self.seed, "--iterations", self.marks[-1], "--snapshot-interval",
                     self.marks[0], "--conv-algorithms", "fixed", "--threads", 1, "--display-interval",
                     self.recipe["display-interval"], "--preview-interval", self.marks[-1], "--out",
                     self.folder)
        for mark in self.marks:
            self.command("generate", self.plan.forger, "generate", self.folder / f"gen_iter_{mark}.npz",
                         "--count", self.plan.samples, "--each", "--seed", self.seed, "--threads", 1,
                         "--out", self.samples(mark))

    def train_pytorch(self):
        """Trains and samples by PyTorch."""
        file = self.folder / "recipe.json"
        file.write_text(json.dumps(self.recipe, indent=1) + "\n")
        self.command("train", self.plan.python, TRAINER, file, "--data", self.plan.data, "--seed",
                     self.seed, "--marks", *self.marks, "--samples", self.plan.samples, "--out", self.folder)

    def scores(self, mark):
        """What `forger evaluate` finds in the samples; only a few of them are kept."""
        scores = FINAL if mark == self.marks[-1] else [CURVE]
        found = {score.features: self.score(mark, score) for score in scores}
        for image in sorted(self.samples(mark).iterdir())[100:]:
            image.unlink()
        return found

    def score(self, mark, score):
        output = self.command(
            f"score-{score.features}", self.plan.forger, "evaluate", self.samples(mark), "--dataset",
            self.plan.data, "--split", SPLIT, "--samples", self.plan.samples, "--features", score.features,
            "--metrics", score.metrics, "--threads", 1, "--json")
        return json.loads(output.splitlines()[-1])

    def command(self, purpose, *words):
        """What a command prints; its errors go to a file of the run."""
        words = [str(word) for word in words]
        errors = self.folder / f"{purpose}.errors"
        environment = dict(os.environ, OMP_NUM_THREADS="1")
        with open(errors, "w") as file:
            done = subprocess.run(words, stdout=subprocess.PIPE, stderr=file, text=True, env=environment,
                                  check=False)
        if done.returncode != 0:
            raise RunFailed(f"'{' '.join(words)}' ended with {done.returncode}; see {errors}")
        return done.stdout

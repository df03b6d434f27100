"""What the runs of both frameworks come to: means, deviations and results, as a dictionary and as Markdown.

The rule: Forger is no worse in a metric if its mean over the seeds is worse than PyTorch's by at most
2·√((s₁² + s₂²) / n), twice the standard error of the difference of two means of n seeds with the deviations s₁ and s₂.
Where both are the same program, chance exceeds that in 6 of 100 comparisons of three seeds (Student's t with 4
degrees of freedom exceeds 2), and falls below its negative, which counts as better, as often.
"""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """A number of a score, and what is good."""

    title: str
    features: str
    key: str
    direction: str

    def badness(self, score):
        """A number of a score that is the larger, the worse the samples are."""
        value, real = score["mean"], score["real"]
        return {"lower": value, "higher": -value, "like real": abs(value - real)}[self.direction]


MEASURES = [
    Measure("Fréchet distance", "classifier", "frechet", "lower"),
    Measure("kernel distance", "classifier", "kernel", "lower"),
    Measure("Inception score", "classifier", "inception", "higher"),
    Measure("precision", "classifier", "precision", "higher"),
    Measure("recall", "classifier", "recall", "higher"),
    Measure("density", "classifier", "density", "higher"),
    Measure("coverage", "classifier", "coverage", "higher"),
    Measure("Fréchet distance, random features", "random", "frechet", "lower"),
    Measure("coverage, random features", "random", "coverage", "higher"),
    Measure("sliced Wasserstein", "classifier", "sliced", "lower"),
    Measure("MS-SSIM of pairs", "classifier", "similarity", "like real"),
]


def final_scores(results, measure):
    """A measure's scores at the end of runs: dictionaries with `mean` and `real`."""
    last = str(results[0]["settings"]["marks"][-1])
    return [run["scores"][last][measure.features]["metrics"][measure.key] for run in results]


def mean_and_deviation(values):
    return statistics.mean(values), statistics.stdev(values)


def comparison(measure, forger, pytorch):
    """One measure of both frameworks' runs; needs two of each."""
    sides = [final_scores(results, measure) for results in (forger, pytorch)]
    badness = [mean_and_deviation([measure.badness(score) for score in scores]) for scores in sides]
    (ours, our_spread), (peers, peer_spread) = badness
    allowed = 2 * (our_spread**2 / len(forger) + peer_spread**2 / len(pytorch)) ** 0.5
    worse_by = ours - peers
    result = "worse" if worse_by > allowed else "better" if worse_by < -allowed else "no worse"
    row = {"direction": measure.direction, "real": statistics.mean(score["real"] for score in sides[0]),
           "worse_by": worse_by, "allowed": allowed, "result": result}
    for name, scores in zip(("forger", "pytorch"), sides):
        values = [score["mean"] for score in scores]
        mean, deviation = mean_and_deviation(values)
        row[name] = {"values": values, "mean": mean, "deviation": deviation}
    return row


def summary(forger, pytorch):
    """All measures of a recipe's runs, by title; empty while a side has fewer than two."""
    if min(len(forger), len(pytorch)) < 2:
        return {}
    return {measure.title: comparison(measure, forger, pytorch) for measure in MEASURES}


def number(value):
    return f"{value:.4g}"


def with_deviation(side):
    return f"{number(side['mean'])} ± {side['deviation']:.2g}"


def markdown(recipes):
    """The summaries of all recipes, a measure a row."""
    lines = [
        "| recipe | metric | Forger | PyTorch | real images | worse by | allowed | result |",
        "|---|---|--:|--:|--:|--:|--:|---|",
    ]
    for recipe, result in recipes.items():
        for title, row in result["summary"].items():
            cells = [f"`{recipe}`", f"{title} ({row['direction']})", with_deviation(row["forger"]),
                     with_deviation(row["pytorch"]), number(row["real"]), number(row["worse_by"]),
                     number(row["allowed"]), row["result"]]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"

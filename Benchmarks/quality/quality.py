"""Compares the samples of Forger's training with those of PyTorch's: same recipes, sizes and schedules, other
seeds, the samples of both as PNG files, scored by the same command.

usage: quality.py --forger COMMAND [--python COMMAND] [--recipes NAME…] [--seeds N] [--scale X] [--samples N]
                  [--data FOLDER] [--jobs N] [--work FOLDER] [--out FOLDER]

Runs go to the work folder; those that are done already, with the same settings, are not done again. After each
run the results, as far as they have come, are written into the other folder: results.json and results.md, and at the
end curves.png and samples.png.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import recipe
from plots import draw_curves, draw_samples
from runs import FRAMEWORKS, SPLIT, Plan, Run, RunFailed
from summary import markdown, summary

DATASET = "fashion-mnist"
# Where samples are scored, as parts of the schedule.
PARTS = 5
HERE = Path(__file__).parent


def output(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def data_folder(forger):
    """Where Forger finds the dataset."""
    for line in output(forger, "datasets", "list").splitlines():
        if line.startswith(DATASET + " "):
            place = line.split("  ")[-1].strip()
            if Path(place).is_dir():
                return place
    sys.exit(f"Forger finds no {DATASET}; 'forger datasets fetch {DATASET}' gets it")


def evaluation(plan):
    """How samples are evaluated, from an evaluation of a few images; exits if there is no classifier."""
    command = [plan.forger, "evaluate", plan.data, "--dataset", plan.data, "--split", SPLIT, "--samples", "100",
               "--features", "classifier", "--metrics", "frechet", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr.strip())
    report = json.loads(done.stdout.splitlines()[-1])
    return {"split": SPLIT, "features": report["features"], "features accuracy": report["features_accuracy"],
            "features SHA-256": report["features_hash"]}


def all_runs(plan, options):
    """All runs, those of the first seed first, so that a comparison of some seeds is there early."""
    runs = []
    for seed in range(options.seeds):
        for name in options.recipes:
            settings = recipe.compared(name, plan.forger)
            part = max(1, round(settings["iterations"] * options.scale / PARTS))
            marks = tuple(part * index for index in range(1, PARTS + 1))
            settings["display-interval"] = min(settings["display-interval"], part)
            # PyTorch takes longer, so it begins.
            runs += [Run(plan, settings, marks, framework, seed) for framework in reversed(FRAMEWORKS)]
    return runs


def collected(runs):
    """What the runs have come to so far, by recipe."""
    recipes = {}
    for run in runs:
        found = run.results()
        entry = recipes.setdefault(run.name, {name: {} for name in FRAMEWORKS})
        if found:
            entry[run.framework][str(run.seed)] = found
    for entry in recipes.values():
        entry["summary"] = summary(*(list(entry[name].values()) for name in FRAMEWORKS))
    return recipes


def stored(entry):
    """A recipe's runs without what is the same in all of them, or in the summary."""
    runs = {name: dict(entry[name]) for name in FRAMEWORKS}
    first = next((run for name in FRAMEWORKS for run in runs[name].values()), None)
    if first is None:
        return {}
    final = first["scores"][str(first["settings"]["marks"][-1])]
    features = {features: {key: score[key] for key in ("features_hash", "real_hash", "adaptation")}
              for features, score in final.items()}
    for name in FRAMEWORKS:
        for seed, run in runs[name].items():
            scores = {mark: {features: {key: value["mean"] for key, value in score["metrics"].items()}
                             for features, score in found.items()}
                      for mark, found in run["scores"].items()}
            runs[name][seed] = {"seconds": run["seconds"], "log": run["log"], "scores": scores}
    settings = {key: value for key, value in first["settings"].items() if key != "seed"}
    return {"settings": settings, "features": features, **runs, "summary": entry["summary"]}


def write_results(runs, facts, out):
    """Writes the numbers; returns them by recipe."""
    recipes = collected(runs)
    done = sum(len(entry[name]) for entry in recipes.values() for name in FRAMEWORKS)
    facts = {**facts, "runs": f"{done} of {len(runs)}"}
    results = {**facts, "recipes": {name: stored(entry) for name, entry in recipes.items()}}
    out.mkdir(parents=True, exist_ok=True)
    (out / "results.json").write_text(json.dumps(results, ensure_ascii=False) + "\n")
    listed = "".join(f"- {key}: {value}\n" for key, value in facts.items())
    (out / "results.md").write_text(f"{listed}\n{markdown(recipes)}")
    return recipes


def do_all(runs, jobs):
    """Does the runs that are not done, some at a time; yields after each whether it went well."""
    waiting = [run for run in runs if run.results() is None]
    print(f"{len(runs) - len(waiting)} of {len(runs)} runs are done already", flush=True)
    pool = ThreadPoolExecutor(jobs)
    futures = {pool.submit(run.do): run for run in waiting}
    try:
        for future in as_completed(futures):
            run = futures[future]
            title = f"{run.name}, {run.framework}, seed {run.seed}"
            try:
                seconds = future.result()["seconds"]
                print(f"{title}: trained in {seconds:.0f} s", flush=True)
                yield True
            except RunFailed as problem:
                print(f"{title}: {problem}", file=sys.stderr, flush=True)
                yield False
    finally:
        pool.shutdown(cancel_futures=True)


def parse():
    parser = argparse.ArgumentParser(description="Compares Forger's samples with PyTorch's.")
    parser.add_argument("--forger", required=True, help="the command")
    parser.add_argument("--python", default=sys.executable, help="a Python that has PyTorch (this one)")
    parser.add_argument("--recipes", nargs="+", choices=recipe.NAMES, default=recipe.NAMES)
    parser.add_argument("--seeds", type=int, default=3, help="runs of each (default: 3)")
    parser.add_argument("--scale", type=float, default=1, help="of the iterations (default: 1)")
    parser.add_argument("--samples", type=int, default=2000, help="to be scored (default: 2000)")
    parser.add_argument("--data", help=f"IDX files (default: where Forger finds {DATASET})")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="runs at a time, a thread each")
    parser.add_argument("--work", type=Path, default=Path("quality-runs"), help="for the runs")
    parser.add_argument("--out", type=Path, default=HERE, help="for the results")
    options = parser.parse_args()
    if min(options.seeds, options.jobs) < 1 or options.scale <= 0:
        parser.error("--seeds, --jobs and --scale must be positive")
    return options


def main():
    options = parse()
    data = options.data or data_folder(options.forger)
    plan = Plan(options.forger, options.python, data, options.samples, options.work)
    runs = all_runs(plan, options)
    facts = {
        "forger": output(options.forger, "--version"),
        "pytorch": output(options.python, "-c", "import torch; print(torch.__version__)"),
        "python": platform.python_version(),
        "dataset": DATASET,
        "seeds": options.seeds,
        "samples": options.samples,
        **evaluation(plan),
    }
    is_well = True
    for went_well in do_all(runs, options.jobs):
        is_well = is_well and went_well
        write_results(runs, facts, options.out)
    recipes = write_results(runs, facts, options.out)
    draw_curves(recipes, options.out / "curves.png")
    draw_samples(runs, options.out / "samples.png")
    print(markdown(recipes))
    sys.exit(0 if is_well else 1)


main()

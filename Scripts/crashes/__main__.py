"""Cuts commands short at every file operation, and checks that resuming ends as if nothing had been.

    python3 Scripts/crashes [--states 40] [--only NAME] [--forger PATH] [--jobs 2] [--keep FOLDER]

A command is run once, and what it does to its files is recorded. For each prefix of that, the states are
made that a crash there can leave: all done as the program saw it, and what was not synced lost or half there
in several ways (see states.py). From each, the work is resumed: no file may be broken, nothing that the
command had reported as saved may be lost, and the end must be, byte for byte but for times, that of a run
that was left alone.

All states are looked at; --states limits how many of each scenario are resumed from, spread evenly. Exits
with 1 if any failed. Linux only; needs a C compiler.
"""

import argparse
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.append(str(Path(__file__).resolve().parent.parent / "torture"))

from fetching import Fetching, FetchingAnew, Interrupted  # noqa: E402
from recording import Recorder, put_together  # noqa: E402
from scenarios import (  # noqa: E402
    Classifying, Evaluating, Keeping, Overwriting, Resuming, Training, Writing,
)
from states import History, digest  # noqa: E402
from training import Failure, check  # noqa: E402

ALL = [
    Training, Keeping, Resuming, Overwriting, Evaluating, Classifying, Writing, Fetching, FetchingAnew,
    Interrupted,
]

SHOWN = 10  # Failures of a scenario that are printed; they tend to be of one kind.


def parse():
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Cuts commands short at every file operation, and checks what resuming comes to."
    )
    parser.add_argument("--forger", default=".build/release/forger", help="the command")
    parser.add_argument("--states", type=int, help="resume from so many of each scenario")
    parser.add_argument("--only", choices=[scenario.name for scenario in ALL], help="one scenario")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="at once")
    parser.add_argument("--keep", type=Path, help="where states that failed are put")
    options = parser.parse_args()
    options.forger = str(Path(options.forger).resolve())
    if not Path(options.forger).is_file():
        parser.error(f"found no {options.forger}; 'make build' makes it")
    return options


class Tried:
    """The states of a scenario: how many there are, and which failed."""

    def __init__(self, scenario, history, scratch, options):
        self.scenario, self.history = scenario, history
        self.scratch, self.options = scratch, options
        self.moments = len(history.calls) + 1
        self.variants = self.looked_at = self.gone_on = 0
        self.failures = []

    def distinct(self):
        """Each state once for each promise that was given when a crash could leave it."""
        found = {}
        for moment, states in self.history.moments():
            promise = self.scenario.promised(self.history.printed(moment))
            for what, state in states:
                self.variants += 1
                found.setdefault((digest(state), promise), (moment, what, state, promise))
        return list(found.values())

    def run(self):
        """Looks at them all and resumes from as many as were asked for."""
        states = self.distinct()
        limit = self.options.states or len(states)
        chosen = {place * (len(states) - 1) // max(limit - 1, 1) for place in range(limit)}
        work = [(state, place in chosen) for place, state in enumerate(states)]
        self.looked_at, self.gone_on = len(work), sum(goes_on for _, goes_on in work)
        with ThreadPoolExecutor(self.options.jobs) as pool:
            self.failures = [problem for problem in pool.map(self.attempt, work) if problem]

    def attempt(self, work):
        """Looks at one state, and perhaps resumes from it; what is wrong, or nothing."""
        (moment, what, files, promise), goes_on = work
        with tempfile.TemporaryDirectory(dir=self.scratch, prefix="crash-") as folder:
            root = Path(folder) / "root"
            put_together(root, files)
            try:
                self.scenario.look(root, promise)
                if goes_on:
                    self.scenario.go_on(root, promise)
                return None
            except Failure as failure:
                if self.options.keep:
                    name = f"{self.scenario.name.replace(' ', '')}-{moment}-{digest(files).hex()[:12]}"
                    put_together(self.options.keep / name, files)
                calls = self.history.calls
                before = calls[moment - 1] if moment else "the beginning"
                after = calls[moment] if moment < len(calls) else "the end"
                text = (
                    f"{self.scenario.name}: after call {moment}, {before}, and before {after}; "
                    f"{what}: {failure}"
                )
                return text.replace(f"{self.history.root}/", "").replace(f"{root}/", "")


def main():
    options = parse()
    failures = []
    # In memory where there is such a place: what is synced is synced in vain.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="forger-crashes-", dir=memory) as folder:
        scratch = Path(folder).resolve()
        recorder = Recorder(scratch)
        try:
            for kind in ALL:
                if options.only in (None, kind.name):
                    failures += try_scenario(kind, recorder, scratch, options)
        except Failure as failure:
            sys.exit(f"crashes: FAILED: {failure}")
    if failures:
        sys.exit(f"crashes: FAILED: {len(failures)} states")
    print("crashes: all is well")


def check_alertness(scenario, recording, scratch, options):
    """Checks that the same program, had it never synced, would be found out: at the end all is lost."""
    careless = History(recording, without_syncs=True)
    *_, (moment, states) = careless.moments()
    printed = careless.printed(moment)
    promise = scenario.promised(printed)
    check(promise != scenario.promised(""), f"promises nothing:\n{printed}")
    state = dict(states)["what was synced"]
    problem = Tried(scenario, careless, scratch, options).attempt(((moment, "", state, promise), False))
    check(problem, f"{scenario.name} that syncs nothing passes: nothing is checked here")


def try_scenario(kind, recorder, scratch, options):
    """Records a scenario and tries its states; what failed."""
    scenario = kind(options.forger, scratch)
    root = scratch / "recorded"
    put_together(root, {})
    scenario.prepare(root)
    recording = recorder.record(root, lambda environment: scenario.run(root, environment))
    tried = Tried(scenario, History(recording), scratch, options)
    tried.run()
    for failure in tried.failures[:SHOWN]:
        print(failure)
    print(
        f"{kind.name + ':':<19} {tried.moments} prefixes, {tried.variants} states after a crash, "
        f"{tried.looked_at} of them different, resumed from {tried.gone_on}; {len(tried.failures)} failed",
        flush=True,
    )
    if scenario.is_promising:
        check_alertness(scenario, recording, scratch, options)
    return tried.failures


main()

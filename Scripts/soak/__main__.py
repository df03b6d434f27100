"""Trains for a very long time, and checks that nothing grows and nothing slows down.

    python3 Scripts/soak [--iterations 200000] [--sessions 4] [--forger PATH]

The smallest recipe trains with previews, snapshots and evaluations; now and then it is stopped by SIGINT and
resumed. Meanwhile its memory, open files, threads and disk are measured, and the time that iterations take.
Each is reported for the first and the last quarter of the iterations, as the median, and memory for each
session besides. Two things grow by design, and in proportion: the log with its entries, in its file, in
snapshots and in memory, and the previews, a file each. Exits with 1 if anything else grows, or if the end is
slower than the start.
"""

import argparse
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.append(str(Path(__file__).resolve().parent.parent / "torture"))

from training import Failure, check, snapshots, write_digits  # noqa: E402

ENTRY = 100  # Iterations from one entry of the log to the next.
SNAPSHOT = 500
PREVIEW = 1000
EVALUATION = 200
KEPT = 2
ENTRY_MEMORY = 4096  # Bytes that an entry may take in memory, with what is made of it where it is written.


class Sample:
    """What a process used at a moment."""

    def __init__(self, process, session, iteration, out):
        status = Path(f"/proc/{process}/status").read_text()
        self.session, self.iteration = session, iteration
        self.memory = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
        self.threads = int(re.search(r"Threads:\s+(\d+)", status)[1])
        self.files = len(os.listdir(f"/proc/{process}/fd"))
        self.disk = disk(out)


def disk(out):
    """Kilobytes of a run, but for the log, its curves and the previews."""
    size = 0
    for path in out.iterdir():
        # Files that are about to be replaced come and go; the log is in snapshots, too.
        if path.name in ("log", "losses.svg", "preview.gif", "preview", ".lock"):
            continue
        try:
            if path.name.startswith("snapshot_"):
                with zipfile.ZipFile(path) as archive:
                    members = archive.infolist()
                size += sum(m.file_size for m in members if not m.filename.startswith("extensions/log/"))
            elif not path.name.startswith("."):
                size += path.stat().st_size
        except FileNotFoundError:
            pass
    return size / 1024


class Soak:
    """The run, session after session."""

    def __init__(self, forger, scratch, iterations):
        self.forger, self.iterations = forger, iterations
        self.out, self.data = scratch / "run", scratch / "data"
        self.temporary = scratch / "temporary"
        self.temporary.mkdir()
        self.environment = {
            **os.environ, "TMPDIR": str(self.temporary), "XDG_CACHE_HOME": str(scratch / "cache"),
        }
        write_digits(self.data, random.Random(1))
        self.samples = []
        self.iteration = 0

    def arguments(self):
        if snapshots(self.out):
            return ["--resume", "latest", "--keep", str(KEPT)]
        return [
            *("mlp-mnist", "--dataset", self.data, "--iterations", self.iterations),
            *("--image-size", 16, "--batch-size", 2, "--channels", 1, "--latent-size", 2),
            *("--average", 0.9, "--display-interval", ENTRY, "--preview-interval", PREVIEW),
            *("--snapshot-interval", SNAPSHOT, "--keep", KEPT, "--evaluate-every", EVALUATION),
            *("--evaluate-samples", 20, "--evaluate-metrics", "frechet,similarity"),
        ]

    def run(self, session, goal):
        """Trains until `goal`, then stops the session if that is not the end."""
        command = [self.forger, "train", "--out", self.out, "--threads", 1, *self.arguments()]
        process = subprocess.Popen(
            list(map(str, command)), env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        reader = threading.Thread(target=self.read, args=[process.stdout])
        reader.start()
        is_stopped = False
        while process.poll() is None:
            time.sleep(0.1)
            if self.iteration >= goal and goal < self.iterations and not is_stopped:
                process.send_signal(signal.SIGINT)
                is_stopped = True
            if not is_stopped and self.out.exists():
                try:
                    self.samples.append(Sample(process.pid, session, self.iteration, self.out))
                except (FileNotFoundError, ProcessLookupError, TypeError):
                    pass  # It has just ended.
        reader.join()
        errors = process.stderr.read()
        expected = 128 + signal.SIGINT if is_stopped else 0
        check(process.returncode == expected and not errors, f"exit code {process.returncode}:\n{errors}")

    def read(self, output):
        """Follows the table."""
        for line in output:
            row = re.match(r"\d+ +(\d+) ", line)
            if row:
                self.iteration = int(row[1])


def quarters(samples):
    """The samples of the first quarter of the iterations, and of the last."""
    low, high = samples[0].iteration, samples[-1].iteration
    quarter = (high - low) / 4
    first = [sample for sample in samples if sample.iteration <= low + quarter]
    return first, [sample for sample in samples if sample.iteration >= high - quarter]


def report(what, first, last, unit, share, amount=0):
    """Prints a figure of both quarters; whether it has grown by no more than a share and an amount."""
    is_flat = last <= first * (1 + share) + amount + 1e-9
    print(f"{what:<34} {first:10.2f} {last:10.2f} {unit:<8} {'flat' if is_flat else 'GROWS'}")
    return is_flat


def medians(parts, value):
    return [statistics.median(map(value, part)) for part in parts]


def evaluate(soak, sessions):
    """Prints the figures; whether nothing grows."""
    samples = [sample for sample in soak.samples if sample.iteration]
    # Each session warms up: the heap of the C library comes to its size after some dozen evaluations. Its
    # first fifth is not counted.
    warm = []
    for number in range(sessions):
        own = [sample for sample in samples if sample.session == number]
        start, end = own[0].iteration, own[-1].iteration
        warm += [sample for sample in own if sample.iteration >= start + (end - start) / 5]
    print(f"{'':<34} {'first':>10} {'last':>10}            of the quarters, medians")
    results = []
    parts = quarters(warm)
    # From the middle of one quarter to that of the other.
    log = 0.75 * soak.iterations / ENTRY * ENTRY_MEMORY / (1 << 20)
    results.append(report("resident memory", *medians(parts, lambda s: s.memory), "MiB", 0.05, log))
    for number in range(sessions):
        own = quarters([sample for sample in warm if sample.session == number])
        memory = medians(own, lambda s: s.memory)
        results.append(report(f"  in session {number + 1}", *memory, "MiB", 0.05, log / sessions))
    results.append(report("open files", *medians(parts, lambda s: s.files), "", 0))
    results.append(report("threads", *medians(parts, lambda s: s.threads), "", 0))
    results.append(report("files of the run", *medians(parts, lambda s: s.disk), "KiB", 0.01))

    entries = json.loads((soak.out / "log").read_text())
    expected = list(range(ENTRY, soak.iterations + 1, ENTRY))
    check([entry["iteration"] for entry in entries] == expected, "the log lacks entries")
    steps = [
        (later["elapsed_time"] - earlier["elapsed_time"]) * 1000 / ENTRY
        for earlier, later in zip(entries, entries[1:])
    ]
    quarter = len(steps) // 4
    sides = steps[:quarter], steps[-quarter:]
    print(f"{'an iteration, median':<34} {statistics.median(sides[0]):10.3f} {statistics.median(sides[1]):10.3f} ms")
    # Other programs slow it down, and one evaluation more in some entries: the fastest tenth says what it can.
    fastest = [statistics.quantiles(side, n=10)[0] for side in sides]
    results.append(report("  of the fastest tenth", *fastest, "ms", 0.15))

    size = (soak.out / "log").stat().st_size
    previews = [path.stat().st_size for path in (soak.out / "preview").iterdir()]
    print(
        f"by design: the log of {len(entries)} entries has {size} bytes ({size / len(entries):.0f} each), "
        f"{len(previews)} previews {sum(previews)} ({sum(previews) / len(previews):.0f} each)"
    )
    left = [str(path) for path in soak.temporary.iterdir()]
    check(not left, f"left in TMPDIR: {left}")
    return all(results)


def main():
    parser = argparse.ArgumentParser(description="Trains for a very long time and checks that nothing grows.")
    parser.add_argument("--forger", default=".build/release/forger", help="the command")
    parser.add_argument("--iterations", type=int, default=200_000, help="in all")
    parser.add_argument("--sessions", type=int, default=4, help="how often it is started")
    options = parser.parse_args()
    forger = str(Path(options.forger).resolve())
    if not Path(forger).is_file():
        parser.error(f"found no {forger}; 'make build' makes it")
    if options.iterations % ENTRY or options.iterations < 40 * ENTRY * options.sessions:
        parser.error(f"--iterations is {options.iterations}; expected {40 * ENTRY} a session at least")
    with tempfile.TemporaryDirectory(prefix="forger-soak-") as folder:
        soak = Soak(forger, Path(folder), options.iterations)
        start = time.monotonic()
        try:
            for session in range(options.sessions):
                soak.run(session, options.iterations * (session + 1) // options.sessions)
            print(
                f"soak: {options.iterations} iterations in {options.sessions} sessions, "
                f"{time.monotonic() - start:.0f} seconds, {len(soak.samples)} samples"
            )
            is_flat = evaluate(soak, options.sessions)
        except Failure as failure:
            sys.exit(f"soak: FAILED: {failure}")
    if not is_flat:
        sys.exit("soak: FAILED: something grows")
    print("soak: all is well")


main()

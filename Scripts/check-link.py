"""Cuts the cable between two hosts that share a run, for a while and for good; needs root, iproute2 and Open MPI.

usage: check-link.py [--program PROGRAM]

The hosts are network namespaces of this machine. A cut of some seconds must change nothing; after one for good both
processes must end by themselves, with a message and with the last snapshot whole. Where the hosts cannot be made, that
is said, and nothing is checked.
"""

import argparse
import glob
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "Benchmarks"))
sys.path.insert(0, str(Path(__file__).parent / "page"))
import hosts  # noqa: E402
from runs import make_images  # noqa: E402

PATIENCE = 5


def start(on_both, program, folder, out, iterations):
    """Starts a run of two hosts."""
    train = [
        *(program, "train", "mlp-mnist", "-i", f"{folder}/images", "--threads", "1", "--conv-algorithms", "fixed"),
        *("--channels", "32", "--iterations", str(iterations), "--snapshot-interval", "50", "-o", f"{folder}/{out}"),
    ]
    command = [*on_both, "-x", f"FORGER_MPI_PATIENCE={PATIENCE + 15}", "sh", "-c", shlex.join(train)]
    output = open(f"{folder}/{out}.txt", "w")
    return subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


def last(folder, out):
    """The iteration of the last snapshot."""
    names = glob.glob(f"{folder}/{out}/snapshot_iter_*.npz")
    return max((int(re.search(r"(\d+)\.npz", name)[1]) for name in names), default=0)


def own_processes(program):
    return subprocess.run(["pgrep", "-f", f"^{program} train"], capture_output=True, text=True).stdout.split()


def main():
    parser = argparse.ArgumentParser(description="Cuts the cable between two hosts that share a run.")
    parser.add_argument("--program", default=".build/release/forger", help="(default: .build/release/forger)")
    program = os.path.abspath(parser.parse_args().program)
    if hosts.missing():
        print(f"check-link: left out, it needs {hosts.missing()}")
        return
    failures = []

    def expect(what, holds, path):
        print(f"check-link: {what}: {'well' if holds else 'FAILED'}", flush=True)
        if not holds:
            failures.append(what)
            print(Path(path).read_text())

    with tempfile.TemporaryDirectory() as folder, hosts.joined("none") as on_both:
        make_images(Path(folder) / "images")
        for out, pause in (("whole", 0), ("cut", PATIENCE)):
            run = start(on_both, program, folder, out, 400)
            if pause:
                wait_for(lambda: last(folder, out) >= 50, 60)
                hosts.cut(True)
                before = last(folder, out)
                time.sleep(pause)
                held_up = run.poll() is None and last(folder, out) <= before + 50
                hosts.cut(False)
            status = run.wait(120)
        same = Path(f"{folder}/whole/gen_iter_400.npz").read_bytes() == Path(f"{folder}/cut/gen_iter_400.npz").read_bytes()
        what = f"a cut of {PATIENCE} seconds changes nothing"
        expect(what, held_up and status == 0 and same, f"{folder}/cut.txt")

        run = start(on_both, program, folder, "good", 10_000_000)
        wait_for(lambda: last(folder, "good") >= 50, 60)
        hosts.cut(True)
        ended = wait_for(lambda: not own_processes(program), PATIENCE + 60)
        launcher = wait_for(lambda: run.poll() is not None, 30)
        text = Path(f"{folder}/good.txt").read_text()
        before = last(folder, "good")
        if not launcher:
            os.killpg(run.pid, 9)
        resumed = subprocess.run(
            [program, "train", "--resume", "latest", "--iterations", str(before + 1), "-o", f"{folder}/good"],
            capture_output=True,
            check=False,
        )
        said = re.search(r"has waited for the others for \d+ seconds|lost", text)
        holds = ended and said and before > 0 and resumed.returncode == 0
        what = f"a cut for good ends both, and the run continues after iteration {before}"
        expect(what, holds, f"{folder}/good.txt")
        print(f"check-link: the launcher {'ended, too' if launcher else 'waits for its other host: kill it'}")
        print("check-link: it was said:\n" + "\n".join("  " + line for line in text.splitlines()[-8:]))
    if failures:
        sys.exit(f"check-link: {len(failures)} failed")
    print("check-link: all is well")


main()

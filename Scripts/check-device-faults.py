"""Trains on a device that fails, that ranks share, and for long, and checks that nothing is lost and nothing grows.

usage: check-device-faults.py [--program PROGRAM] [--iterations N]

Checks, on the CPU by XLA: what is said of a plugin that is missing, of another kind, too old, without a device, and of
one whose driver does not answer; of a program that does not compile, and of memory that does not suffice in the middle
of a run, which continues to the bits of one that was never stopped; two ranks of an MPI against one process; the
memory of a run of N iterations. The faults are those of Tests/FaultyPlugin. Without the plugin or an MPI, what needs it
is left out, and that is said.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "page"))
from runs import make_images

ROOT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
PLUGIN = CACHE / "forger/plugins/xla_plugins/xla_cpu_pjrt/xla_cpu_pjrt.so"
SIZES = ["--channels", "8", "--batch-size", "4", "--classes", "none"]
# Mebibytes: what the memory of a run may grow by between a quarter of it and its end, as caches fill.
ALLOWED_GROWTH = 48
faults = []


def expect(is_right, what):
    """Notes a fault."""
    print(f"  {'ok' if is_right else 'FAULT'}: {what}", flush=True)
    if not is_right:
        faults.append(what)


def train(program, out, *options, launcher=(), environment=()):
    """Trains on the device; returns how it ended and what it said last."""
    command = [*launcher, program, "train", "mlp-mnist", "--dataset", "data", "--device", "xla", "--out", out]
    command += [*SIZES, *options]
    variables = {**os.environ, **dict(environment)}
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=variables, timeout=900)
    return done.returncode, done.stderr.strip().splitlines()[-1:] or [""], done.stderr


def messages(program, faulty):
    """What is said where the device cannot be had, or fails at once."""
    cases = [
        ("a file that is not there", "/no/such.so", "", "/no/such.so"),
        ("a library of another kind", "libm.so.6", "", "expected a PJRT plugin"),
        ("a plugin that is too old", faulty, "old", "has version 0.30 of the interface; expected 0.40"),
        ("a plugin without a device", faulty, "none", "finds no device; expected one"),
        ("a driver that does not answer", faulty, "driver", "no supported devices found for platform CUDA"),
        ("a program that does not compile", faulty, "compile:1", "PJRT_Client_Compile: UNIMPLEMENTED: this operation"),
        ("no memory from the start", faulty, "memory:0", "a smaller --batch-size or --channels needs less"),
    ]
    for name, path, fault, wanted in cases:
        environment = {"FORGER_PJRT_XLA": path, "PLUGIN": PLUGIN, "FAULT": fault}
        environment = {key: str(value) for key, value in environment.items()}.items()
        status, last, text = train(program, "messages", "--iterations", "2", environment=environment)
        is_right = status == 1 and wanted in last[0] and last[0].startswith("Error: ") and text.count("Error") == 1
        expect(is_right, f"{name}: {last[0][:160]}" if is_right else f"{name}: status {status}, {text!r}")


def same(first, second):
    """Whether two snapshots hold the same bytes in all arrays."""
    with zipfile.ZipFile(first) as a, zipfile.ZipFile(second) as b:
        names = sorted(a.namelist())
        return names == sorted(b.namelist()) and all(a.read(name) == b.read(name) for name in names)


def memory_exhausted(program, faulty):
    """A run whose memory does not suffice in its middle, and its continuation."""
    options = ["--iterations", "8", "--snapshot-interval", "2", "--display-interval", "1"]
    status, last, text = train(program, "whole", *options)
    expect(status == 0, f"a whole run: status {status} {last[0]}")
    if status != 0:
        return
    environment = {"FORGER_PJRT_XLA": str(faulty), "PLUGIN": str(PLUGIN), "FAULT": "memory:17"}.items()
    status, last, _ = train(program, "stopped", *options, environment=environment)
    kept = sorted(path.name for path in Path("stopped").glob("snapshot_*"))
    expect(status == 1 and kept, f"memory exhausted: status {status}, {last[0][:90]}…; kept {', '.join(kept)}")
    left = [path.name for path in Path("stopped").iterdir() if "partial" in path.name or "tmp" in path.name]
    expect(not left, f"nothing half-written: {left}")
    status, last, text = train(program, "stopped", *options, "--resume", "latest")
    name = "gen_iter_8.npz"
    is_right = status == 0 and same(f"whole/{name}", f"stopped/{name}")
    expect(is_right, "continued, it ends with the bits of a run that was never stopped" + ("" if is_right else text))


def ranks(program):
    """Two ranks, each on the device, against one process."""
    launcher = shutil.which("mpirun.openmpi")
    if launcher is None:
        print("  left out: two ranks, since Open MPI is not installed: make setup-mpi")
        return
    options = ["--iterations", "6", "--display-interval", "1", "--threads", "1"]
    environment = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}.items()
    train(program, "one", *options)
    launch = [launcher, "--oversubscribe", "-n", "2"]
    status, last, _ = train(program, "two", *options, launcher=launch, environment=environment)
    expect(status == 0, f"two ranks: status {status} {last[0]}")
    if status != 0:
        return
    one, two = (json.loads(Path(name, "log").read_text()) for name in ("one", "two"))
    apart = max(abs(a[key] - b[key]) for a, b in zip(one, two, strict=True) for key in ("gen/loss", "dis/loss"))
    expect(apart < 1e-5, f"losses of two ranks and of one process: {apart:.1e} apart")


def growth(program, iterations):
    """The resident memory of a long run, at a quarter of it and at its end."""
    command = [program, "train", "mlp-mnist", "--dataset", "data", "--device", "xla", "--out", "long", *SIZES]
    command += ["--iterations", str(iterations), "--display-interval", "20", "--snapshot-interval", str(iterations)]
    command += ["--average-half-life", "100", "--preview-interval", str(iterations)]
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    resident = {}
    deadline = time.monotonic() + 1800
    while process.poll() is None:
        time.sleep(0.05)
        if time.monotonic() > deadline:
            process.kill()
        try:
            entries = json.loads(Path("long/log").read_text())
            pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
        except (OSError, ValueError, IndexError):
            continue
        if entries and pages:
            resident[entries[-1]["iteration"]] = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    expect(process.returncode == 0 and resident, f"{iterations} iterations: status {process.returncode}")
    if resident:
        quarter = min(resident, key=lambda place: abs(place - iterations // 4))
        first, last = resident[quarter], resident[max(resident)]
        text = f"{first:.0f} MiB at iteration {quarter}, {last:.0f} at {max(resident)}"
        expect(last - first < ALLOWED_GROWTH and max(resident) > iterations * 0.8, text)


def main():
    parser = argparse.ArgumentParser(description="Trains on a device that fails, that ranks share, and for long.")
    parser.add_argument("--program", default=ROOT / ".build/release/forger")
    parser.add_argument("--iterations", type=int, default=2000, help="of the long run (default: 2000)")
    options = parser.parse_args()
    program = Path(options.program).resolve()
    if not PLUGIN.exists():
        print("device faults: left out, since XLA's CPU plugin is not installed: make setup-xla")
        return
    with tempfile.TemporaryDirectory() as folder:
        faulty = Path(folder, "faulty_plugin.so")
        source = ROOT / "Tests/FaultyPlugin/faulty_plugin.c"
        compiler = ["clang", "-shared", "-fPIC", "-Wall", "-Werror", "-I", ROOT / "Sources/CPJRT"]
        subprocess.run([*compiler, source, "-o", faulty], check=True)
        os.chdir(folder)
        make_images(Path("data"), 16)
        messages(program, faulty)
        memory_exhausted(program, faulty)
        ranks(program)
        growth(program, options.iterations)
    if faults:
        sys.exit(f"device faults: {len(faults)} faults")
    print("device faults: all is well")


main()

"""Trains by several processes, with each MPI that is there, and checks that they do what one does, and fail well.

usage: check-mpi.py [--program PROGRAM] [--faulty PROGRAM] [--kills N] [--seed N]

Checks: the weights of two and three ranks against one process's, added up in memory and by messages; a run that
continues with other numbers of ranks; a rank with other images, another seed, another version of Forger, no images; a
loss of one rank that is NaN; a signal to one rank; a rank that stops for a while; a rank killed; a disk that is full
for rank 0; a run that is killed N times at random moments, one rank or the other, and continued; a wrong flag.
Layers are so wide that ranks which see the same memory update them in shards.
An MPI that is not installed is left out, and that is said.
"""

import argparse
import array
import glob
import math
import os
import random
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "page"))
from runs import png

PATIENCE = 60
# Layers so wide that ranks which see the same memory update them in shards.
WIDTH = "128"
OPTIONS = ["--conv-algorithms", "fixed", "--threads", "1"]


def numbers(path):
    """All Float32 numbers in an .npz file, array by array."""
    found = array.array("f")
    with zipfile.ZipFile(path) as file:
        for name in sorted(file.namelist()):
            data = file.read(name)
            # The format's magic number and version take 8 bytes, the header's length 2.
            (length,) = struct.unpack_from("<H", data, 8)
            if b"'<f4'" in data[10 : 10 + length]:
                found.frombytes(data[10 + length :])
    return found


def launchers():
    """The names of the MPIs that are installed, with the commands that start N ranks."""
    found = {}
    if shutil.which("mpirun.openmpi"):
        found["Open MPI"] = ["mpirun.openmpi", "--oversubscribe", "-n"]
    hydra = shutil.which("mpiexec.hydra") or next(iter(glob.glob(f"{sys.prefix}/bin/mpiexec.hydra")), None)
    if hydra:
        found["MPICH"] = [hydra, "-n"]
    for name in ("Open MPI", "MPICH"):
        if name not in found:
            print(f"{name}: not installed, left out ('make setup-mpi' installs Open MPI)", flush=True)
    return found


class Check:
    """The checks with one MPI."""

    def __init__(self, name, launcher, program, folder):
        self.short = name.replace(" ", "")
        self.name, self.launcher, self.program, self.folder = name, launcher, program, folder
        self.environment = {
            **os.environ,
            "OMPI_ALLOW_RUN_AS_ROOT": "1",
            "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        }
        self.failures = 0

    def expect(self, what, holds, output=""):
        """Says whether something holds."""
        print(f"{self.name}: {what}: {'well' if holds else 'FAILED'}", flush=True)
        if not holds:
            self.failures += 1
            print(output, flush=True)

    def train(self, *flags):
        """The command that trains on the squares."""
        width = [] if "--channels" in flags or "--resume" in flags else ["--channels", WIDTH]
        return [self.program, "train", "-i", f"{self.folder}/images", *OPTIONS, *width, *flags]

    def start(self, ranks, command):
        """Starts a command on so many ranks."""
        return subprocess.Popen(
            [*self.launcher, str(ranks), *command],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, ranks, command, patience=PATIENCE):
        """Runs a command on so many ranks; returns the exit status, `None` where it does not end, and the output."""
        started = self.start(ranks, command)
        try:
            output, _ = started.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            return None, started.communicate()[0]
        return started.returncode, output

    def deviation(self, one, other, share=1.0):
        """By how much such a share of the generators' numbers differ at most in two runs."""
        a, b = numbers(f"{self.folder}/{one}"), numbers(f"{self.folder}/{other}")
        found = sorted(abs(x - y) for x, y in zip(a, b, strict=True))
        return found[math.ceil(share * len(found)) - 1]

    def equality(self, width, share=1.0):
        """Ranks compute what one process does, but for chance, which Adam makes of rounding in some of many numbers."""
        flags = ["mlp-mnist", "--batch-size", "7", "--channels", width]
        names = {ranks: f"{self.short}-{ranks}-{width}" for ranks in (1, 2, 3, "moved")}

        def expect(what, name, output):
            paths = [f"{run}/gen_iter_20.npz" for run in (names[1], name)]
            there = all(os.path.exists(f"{self.folder}/{path}") for path in paths)
            deviation = self.deviation(*paths, share) if there else 1
            self.expect(f"{what} within {deviation:.1e} of one process, width {width}", deviation <= 2e-6, output)

        def command(name):
            return self.train(*flags, "--iterations", "20", "-o", f"{self.folder}/{name}")

        subprocess.run(command(names[1]), check=True, stdout=subprocess.DEVNULL)
        for ranks in (2, 3):
            expect(f"{ranks} ranks are", names[ranks], self.run(ranks, command(names[ranks]))[1])
        texts = []
        for ranks, iterations in ((1, 5), (2, 10), (3, 15), (1, 20)):
            resume = ["--resume", "latest"] if iterations > 5 else flags
            out = f"{self.folder}/{names['moved']}"
            texts.append(self.run(ranks, self.train(*resume, "--iterations", str(iterations), "-o", out))[1])
        expect("1, 2, 3 and 1 ranks one after the other are", names["moved"], "\n".join(texts))
        # Ranks that add up by MPI's messages, as those of several machines do.
        self.environment["FORGER_MPI_MEMORY"] = "0"
        name = f"{self.short}-messages-{width}"
        _, output = self.run(2, command(name))
        del self.environment["FORGER_MPI_MEMORY"]
        expect("2 ranks by messages are", name, output)

    def differences(self):
        """Ranks that have come for different runs do not start."""
        rank = "${OMPI_COMM_WORLD_RANK:-$PMI_RANK}"
        for what, changed, expected in (
            ("another seed", f"--seed {rank}", r"rank 1 .*differ in their seed"),
            ("other images", f"-i {self.folder}/images{rank}", r"rank 1 .*differ in their images"),
            ("no images", f"-i {self.folder}/nothing{rank}", r"rank \d of 2: .*nothing\d"),
        ):
            out = f"{self.folder}/{self.short}-different"
            command = " ".join(self.train("mlp-mnist", "--iterations", "5", "-o", out))
            command = command if changed.startswith("--") else command.replace(f"-i {self.folder}/images", changed)
            command += f" {changed}" if changed.startswith("--") else ""
            status, output = self.run(2, ["bash", "-c", f"exec {command}"])
            holds = status not in (0, None) and re.search(expected, output) and not os.path.exists(out)
            self.expect(f"a rank with {what} is refused", holds, output)

    def usage(self):
        """How the command is used is said by one rank."""
        status, output = self.run(2, self.train("--no-such-flag"))
        self.expect("one rank explains what is wrong with a flag", status == 2 and output.count("Usage: ") == 1, output)

    def version(self):
        """A rank of another version does not start."""
        own = subprocess.check_output([self.program, "--version"], text=True).strip()
        other = f"{own[:-1]}{(int(own[-1]) + 1) % 10}"
        with open(self.program, "rb") as file:
            program = file.read()
        path = f"{self.folder}/forger1"
        with open(path, "wb") as file:
            file.write(program.replace(own.encode(), other.encode()))
        os.chmod(path, 0o755)
        if not os.path.exists(f"{self.folder}/forger0"):
            os.symlink(self.program, f"{self.folder}/forger0")
        changed = subprocess.check_output([path, "--version"], text=True).strip()
        out = f"{self.folder}/{self.short}-version"
        flags = " ".join(self.train("mlp-mnist", "--iterations", "5", "-o", out)[1:])
        rank = "${OMPI_COMM_WORLD_RANK:-$PMI_RANK}"
        status, output = self.run(2, ["bash", "-c", f"exec {self.folder}/forger{rank} {flags}"])
        said = re.search(rf"rank 1 .*differ in their version: {re.escape(other)}.* and {re.escape(own)}", output)
        holds = changed == other and status not in (0, None) and said and not os.path.exists(out)
        self.expect(f"a rank of version {other} beside {own} is refused", holds, output)

    def nan(self, program):
        """A loss that is NaN on one rank ends all, before anything is written."""
        for rank in (0, 1):
            out = f"{self.folder}/{self.short}-nan{rank}"
            flags = ["--iterations", "50", "--snapshot-interval", "5", "-o", out]
            command = [program, "train", "faulty", "-i", f"{self.folder}/images", "--threads", "1", *flags]
            status, output = self.run(2, ["env", f"FORGER_FAULT={rank}:22", *command])
            last = self.last(out)
            said = re.search(r"iteration \d+", output) and "nan" in output.lower()
            whole = not any(x != x for x in numbers(f"{out}/snapshot_iter_{last}.npz")) if last else False
            holds = status not in (0, None) and said and whole
            self.expect(f"a NaN loss of rank {rank} ends both, after iteration {last}", holds, output)

    def faults(self):
        """A rank that ends takes the others along, and the last snapshot is whole."""
        for what, number in (("SIGTERM", signal.SIGTERM), ("SIGKILL", signal.SIGKILL)):
            for rank in (0, 1):
                self.fault(f"{what} to rank {rank}", lambda process, number=number: os.kill(process, number), rank)
        limit = (4096, 4096)
        self.fault(
            "a full disk of rank 0",
            lambda process: resource.prlimit(process, resource.RLIMIT_FSIZE, limit),
            0,
            r"rank 0 of 2: ",
        )

    def fault(self, what, befall, rank, expected=""):
        """What befalls one of two ranks, between two snapshots."""
        out = f"{self.folder}/{self.short}-{what.replace(' ', '-')}"
        command = self.train("mlp-mnist", "--iterations", "1000000", "--snapshot-interval", "20", "-o", out)
        started = self.start(2, command)
        end = time.monotonic() + PATIENCE
        while len(glob.glob(f"{out}/snapshot_iter_*.npz")) < 2 and time.monotonic() < end:
            time.sleep(0.1)
        befall(self.process(command, rank))
        try:
            output, _ = started.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            output = "does not end\n" + started.communicate()[0]
        last = self.last(out)
        resumed = subprocess.run(
            self.train("--resume", "latest", "--iterations", str(last + 1), "-o", out),
            capture_output=True,
            text=True,
            check=False,
        )
        ended = started.returncode not in (0, None) and re.search(expected, output)
        holds = ended and last > 0 and resumed.returncode == 0
        self.expect(f"{what} ends both, and the run continues after iteration {last}", holds, output + resumed.stderr)

    def pause(self):
        """A rank that stops for a while holds the others up, and nothing else."""
        out = f"{self.folder}/{self.short}-paused"
        command = self.train("mlp-mnist", "--batch-size", "7", "--iterations", "20", "-o", out)
        started = self.start(2, command)
        process = self.process(command, 1, patience=10)
        os.kill(process, signal.SIGSTOP)
        time.sleep(3)
        waits = started.poll() is None
        os.kill(process, signal.SIGCONT)
        output, _ = started.communicate(timeout=PATIENCE)
        found, expected = (f"{self.short}-{name}/gen_iter_20.npz" for name in ("paused", f"2-{WIDTH}"))
        holds = waits and started.returncode == 0 and self.deviation(found, expected) == 0
        self.expect("a rank that stops for three seconds changes nothing", holds, output)

    def kills(self, count, seed):
        """A run that is killed again and again loses nothing that it had saved."""
        chance = random.Random(seed)
        flags = ["mlp-mnist", "--batch-size", "7", "--snapshot-interval", "20"]
        for name in ("whole", "killed"):
            command = self.train(*flags, "--iterations", "20", "-o", f"{self.folder}/{self.short}-{name}")
            self.run(2, command)
        out = f"{self.folder}/{self.short}-killed"
        saved, texts = 20, []
        for _ in range(count):
            command = self.train("--resume", "latest", "--iterations", "1000000", "-o", out)
            started = self.start(2, command)
            time.sleep(chance.uniform(0.3, 2.5))
            try:
                os.kill(self.process(command, chance.randrange(2), patience=10), signal.SIGKILL)
            except ProcessLookupError:
                pass
            output, _ = started.communicate(timeout=PATIENCE)
            now = self.last(out)
            if now < saved or "Skipping" in output or "annot be read" in output:
                self.expect(f"iteration {saved} is still there after a kill", False, output)
            saved = now
            texts.append(output)
        for name in ("whole", "killed"):
            path = f"{self.folder}/{self.short}-{name}"
            command = self.train("--resume", "latest", "--iterations", str(saved + 20), "-o", path)
            # The whole run may have thousands of iterations left, on cores that it shares.
            texts.append(self.run(2, command, patience=PATIENCE + saved)[1])
        found, expected = (f"{self.short}-{name}/gen_iter_{saved + 20}.npz" for name in ("killed", "whole"))
        there = all(os.path.exists(f"{self.folder}/{path}") for path in (found, expected))
        self.expect(
            f"{count} random kills until iteration {saved} change nothing",
            there and self.deviation(found, expected) == 0,
            "\n".join(texts),
        )

    @staticmethod
    def last(out):
        """The iteration of the last snapshot."""
        names = (name for name in os.listdir(out) if re.fullmatch(r"snapshot_iter_\d+\.npz", name))
        return max((int(re.sub(r"\D", "", name)) for name in names), default=0)

    def process(self, command, rank, patience=0):
        """The process of a rank, which may still be about to start."""
        end = time.monotonic() + patience
        while True:
            found = self.find(command, rank)
            if found is not None:
                return found
            if time.monotonic() > end:
                raise ProcessLookupError(f"rank {rank} is not running")
            time.sleep(0.05)

    @staticmethod
    def find(command, rank):
        """The process of a rank, if it is running."""
        for path in glob.glob("/proc/[0-9]*/environ"):
            try:
                with open(path, "rb") as file:
                    variables = file.read().split(b"\0")
                with open(path.replace("environ", "cmdline"), "rb") as file:
                    arguments = file.read().split(b"\0")
            except OSError:
                continue
            named = {f"OMPI_COMM_WORLD_RANK={rank}".encode(), f"PMI_RANK={rank}".encode()}
            if named & set(variables) and command[-1].encode() in arguments and arguments[0] == command[0].encode():
                return int(path.split("/")[2])
        return None


def main():
    parser = argparse.ArgumentParser(description="Checks training by several processes.")
    parser.add_argument("--program", default=".build/release/forger", help="(default: .build/release/forger)")
    parser.add_argument(
        "--faulty",
        default=".build/release/FaultyProgram",
        help="the program that fails in one process (default: .build/release/FaultyProgram)",
    )
    parser.add_argument("--kills", type=int, default=20, help="how often a run is killed (default: 20)")
    parser.add_argument("--seed", type=int, default=1, help="what all chance follows from (default: 1)")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, first in (("images", 0), ("images0", 0), ("images1", 1)):
            os.makedirs(f"{folder}/{name}")
            for index in range(40):
                pixels = random.Random(first * 100 + index).randbytes(28 * 28)
                with open(f"{folder}/{name}/{index:02}.png", "wb") as file:
                    file.write(png(pixels, 28, 28))
        for name, launcher in launchers().items():
            check = Check(name, launcher, program, folder)
            check.equality("8")
            check.equality(WIDTH, 0.999)
            check.differences()
            check.usage()
            check.version()
            check.nan(os.path.abspath(options.faulty))
            check.pause()
            check.faults()
            check.kills(options.kills, options.seed)
            failures += check.failures
    if failures:
        sys.exit(f"check-mpi: {failures} failed")
    print("check-mpi: all is well")


main()

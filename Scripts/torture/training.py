"""Small training runs: starting them, looking at their files, comparing what they came to."""

import json
import random
import re
import shutil
import struct
import subprocess
import zipfile

from events import values

INTERVAL = 5  # Iterations from one snapshot to the next.
PREVIEWS = 20
IMAGES = 90


class Failure(Exception):
    """Something was not as it should be."""


def check(condition, message):
    """Fails with a message unless the condition holds."""
    if not condition:
        raise Failure(message)


# What starts a run of a recipe: together, all that has a state is switched on.
RECIPES = {
    "mlp-mnist": [
        *("--channels", "8", "--gradient-penalty", "1", "--r1", "1", "--discriminator-steps", "2"),
        *("--average", "0.9", "--tensorboard"),
    ],
    "pictures": [
        *("--channels", "8", "--latent-size", "4", "--classes", "all", "--flip"),
        *("--r2", "0.5", "--penalty-interval", "2", "--tensorboard"),
    ],
}


class Trainings:
    """Runs of one recipe on one small dataset, and what they come to when left alone."""

    def __init__(self, forger, scratch, seed, recipe):
        self.forger, self.scratch, self.recipe = forger, scratch, recipe
        self.data = scratch / "data"
        self.references = {}
        write_digits(self.data, random.Random(seed))

    def arguments(self, out, iterations, keep):
        """What starts a run."""
        return [
            *(self.forger, "train", self.recipe, "--dataset", self.data, "--out", out),
            *("--iterations", str(iterations), "--batch-size", "8", "--threads", "1"),
            *("--image-size", "28", "--color", "gray", *RECIPES[self.recipe]),
            *("--augment", "auto", "--augment-target=-1", "--augment-images", "300"),
            *("--snapshot-interval", str(INTERVAL), "--display-interval", "3"),
            *("--preview-interval", str(PREVIEWS)),
            *(("--keep", str(keep)) if keep else ()),
        ]

    def start(self, out, iterations, keep=None, overwrite=False):
        """Resumes from the newest snapshot, or starts anew where there is none."""
        if snapshots(out):
            arguments = [self.forger, "train", "--out", out, "--resume", "latest", "--threads", "1"]
            arguments += ["--keep", str(keep)] if keep else []
        else:
            arguments = self.arguments(out, iterations, keep) + ["--overwrite"] * overwrite
        return Session(arguments)

    def reference(self, iterations):
        """The folder of a run that was left alone, made once."""
        if iterations not in self.references:
            out = self.scratch / f"reference-{iterations}"
            self.start(out, iterations, keep=2).expect_end()
            self.references[iterations] = out
        return self.references[iterations]


class Session:
    """A process that trains."""

    def __init__(self, arguments):
        self.command = " ".join(map(str, arguments))
        self.process = subprocess.Popen(
            list(map(str, arguments)),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )

    @property
    def is_running(self):
        return self.process.poll() is None

    def finish(self):
        """Waits for the end; the exit code, the output and the errors."""
        try:
            output, errors = self.process.communicate(timeout=600)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failure(f"hangs: {self.command}")
        check("Skipping" not in output, f"a file was skipped:\n{output}")
        return self.process.returncode, output, errors

    def expect_end(self):
        """Waits for the end, which must be a good one; the output."""
        code, output, errors = self.finish()
        check(code == 0 and not errors, f"exit code {code} of {self.command}\n{output}{errors}")
        return output

    def expect_problem(self, words, folder):
        """Waits for the end, which must be one line about a file in the folder; the path in it."""
        code, output, errors = self.finish()
        path, _, rest = errors.removeprefix("Error: ").partition(": ")
        check(
            code == 1 and errors.startswith("Error: ") and errors.count("\n") == 1
            and words in rest and path.startswith(str(folder)),
            f"exit code {code} instead of an error that says '{words}': {self.command}\n"
            f"{output}{errors}",
        )
        left = [name for name in names(folder) if name.endswith(".partial") or name == ".lock"]
        check(not left, f"the failed run left {left} behind")
        return path


def kind(path):
    """What kind of file it is: "snapshot" of "snapshot_iter_5.npz"."""
    name = path.rsplit("/", 1)[-1]
    return "preview" if name.startswith("image") else name.split("_")[0]


def names(folder):
    """The files of a run, relative to its folder, hidden ones included."""
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()
    )


def numbers(folder, stem):
    """The iterations of the files that are called after a stem and an iteration."""
    found = (re.fullmatch(rf"{stem}_iter_(\d+)\.npz", path.name) for path in folder.glob(f"{stem}_*"))
    return sorted(int(match[1]) for match in found if match)


def snapshots(folder):
    """The iterations of the snapshots in a folder."""
    return numbers(folder, "snapshot")


def check_whole(folder):
    """Checks that every file that stands under its name is whole."""
    for name in names(folder):
        path = folder / name
        if name.endswith(".npz"):
            try:
                broken = zipfile.ZipFile(path).testzip()
            except (zipfile.BadZipFile, OSError) as problem:
                broken = problem
            check(broken is None, f"{name} is broken: {broken}")
        elif name == "log":
            try:
                json.loads(path.read_text())
            except ValueError as problem:
                raise Failure(f"the log is broken: {problem}")
        elif name.endswith((".png", ".gif", ".svg")) and not name.startswith("."):
            ends = {"png": b"IEND\xaeB`\x82", "gif": b";", "svg": b"</svg>\n"}
            check(path.read_bytes().endswith(ends[name[-3:]]), f"{name} is not whole")
    # Older ones may have been about to be removed.
    for newest in snapshots(folder)[-1:]:
        for stem in ("gen", "dis"):
            check(newest in numbers(folder, stem), f"snapshot {newest} has no {stem}_iter_{newest}.npz")


def without_times(path):
    """What a file holds, but for the times that the run took."""
    if path.name == "log":
        return re.sub(r'"elapsed_time": [^,]*', "", path.read_text())
    if path.name.startswith("snapshot"):
        with zipfile.ZipFile(path) as archive:
            members = [name for name in archive.namelist() if not name.endswith("elapsed_time.npy")]
            return [(name, archive.read(name)) for name in members]
    return path.read_bytes()


def compare(reference, folder, may_hold_more=False):
    """Checks that two runs came to the same."""
    # Each session has an event file: what they hold together is compared.
    expected, found = (
        [name for name in names(run) if not name.startswith("events.out")] for run in (reference, folder)
    )
    try:
        check(values(reference) == values(folder), "the event files differ")
    except ValueError as problem:
        raise Failure(f"event files: {problem}")
    if may_hold_more:
        # Snapshots that were cleared away for want of space are no loss, but the last one is.
        last = {f"{stem}_iter_{snapshots(reference)[-1]}.npz" for stem in ("gen", "dis", "snapshot")}
        expected = [name for name in expected if "_iter_" not in name or name in last]
        found = [name for name in found if "_iter_" not in name or name in last]
    check(expected == found, f"files differ: {sorted(set(expected) ^ set(found))}")
    for name in expected:
        same = without_times(reference / name) == without_times(folder / name)
        check(same, f"{name} differs from that of the run that was left alone")
    return len(expected)


def write_digits(folder, rng):
    """Writes a dataset: bright squares on dark ground."""
    folder.mkdir()
    pixels = bytearray()
    for _ in range(IMAGES):
        top, left, side = rng.randrange(14), rng.randrange(14), rng.randrange(4, 14)
        for row in range(28):
            for column in range(28):
                inside = top <= row < top + side and left <= column < left + side
                pixels.append(rng.randrange(180, 256) if inside else rng.randrange(30))
    (folder / "train-images-idx3-ubyte").write_bytes(
        struct.pack(">IIII", 0x803, IMAGES, 28, 28) + pixels
    )
    (folder / "train-labels-idx1-ubyte").write_bytes(
        struct.pack(">II", 0x801, IMAGES) + bytes(index % 2 for index in range(IMAGES))
    )


def clear(folder):
    """Removes a run."""
    shutil.rmtree(folder, ignore_errors=True)

"""What is recorded, what its output promises, and how resuming after a crash has to end."""

import json
import os
import random
import re
import shutil
import struct
import subprocess

from recording import contents, put_together
from training import Failure, check, check_whole, compare, names, snapshots, without_times

INTERVAL = 2  # Iterations from one snapshot to the next.
LENGTH = 6


class Scenario:
    """A command that is cut short at each of its calls."""

    name = ""
    is_promising = True  # Whether it reports something as saved.

    def __init__(self, forger, scratch):
        self.forger, self.scratch = forger, scratch
        self.data = scratch / "data"
        if not self.data.exists():
            write_squares(self.data, random.Random(1))

    def prepare(self, root):
        """Puts into the folder what is there before."""

    def run(self, root, environment):
        """Runs what is recorded."""
        raise NotImplementedError

    def promised(self, printed):
        """What was reported as saved by what was printed, as a value of any kind."""
        return None

    def look(self, root, promise):
        """Checks what a crash left in the folder."""

    def go_on(self, root, promise):
        """Resumes from what a crash left in the folder, and checks what that comes to."""

    def call(self, root, *arguments, environment=None):
        """Runs forger; what it printed."""
        return self.execute(root, [self.forger, *map(str, arguments)], environment)

    def execute(self, root, command, environment=None):
        """Runs a program, which must end well; what it printed."""
        result = self.attempt(root, command, environment)
        check(
            result.returncode == 0 and not result.stderr,
            f"exit code {result.returncode} of {' '.join(command)}:\n{result.stdout}{result.stderr}",
        )
        return result.stdout

    def attempt(self, root, command, environment=None):
        """Runs a program; how it ended."""
        try:
            return subprocess.run(
                command, env=self.variables(root, environment), stdin=subprocess.DEVNULL,
                capture_output=True, text=True, timeout=120,
            )
        except subprocess.TimeoutExpired:
            raise Failure(f"hangs: {' '.join(command)}")

    @staticmethod
    def variables(root, others=None):
        """The environment: a home and a cache in the folder, one thread."""
        return {
            **os.environ, "XDG_CACHE_HOME": str(root / "cache"), "HOME": str(root / "home"),
            "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **(others or {}),
        }

    def place(self, name):
        """A folder of the scenario's own."""
        folder = self.scratch / "references" / self.name / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def train(self, root, *arguments, seed=0, environment=None):
        """Trains for a moment into `run`, from the beginning."""
        return self.call(
            root, "train", "mlp-mnist", "--dataset", self.data, "--out", root / "run",
            *("--iterations", LENGTH, "--batch-size", 2, "--channels", 2, "--latent-size", 2),
            *("--snapshot-interval", INTERVAL, "--display-interval", 1, "--preview-interval", 3),
            *("--threads", 1, "--conv-algorithms", "fixed", "--seed", seed, "--tensorboard", *arguments),
            environment=environment,
        )


class Training(Scenario):
    """A run from its beginning, in folders that are not there yet."""

    name = "train"
    arguments = ()

    def __init__(self, forger, scratch):
        super().__init__(forger, scratch)
        self.reference = self.place("alone")
        self.train(self.reference, *self.arguments)
        self.reference /= "run"

    def run(self, root, environment):
        self.train(root, *self.arguments, environment=environment)

    def promised(self, printed):
        """The newest snapshot that has to be there: each is written before the next iteration's row."""
        rows = re.findall(r"^\d+ +(\d+) ", printed, re.MULTILINE)
        iteration = LENGTH if "\nDone: " in printed else max(map(int, rows), default=0) - 1
        resumed = re.search(r"resumed +at iteration (\d+)", printed)
        start = int(resumed[1]) if resumed else 0
        return max(iteration // INTERVAL * INTERVAL, start)

    def look(self, root, promise):
        check_whole(root / "run")
        newest = max(snapshots(root / "run"), default=0)
        check(newest >= promise, f"snapshot {promise} is lost, the newest is {newest}")

    def go_on(self, root, promise):
        out = root / "run"
        newest = max(snapshots(out), default=0)
        output = self.resume(root, *self.arguments)
        resumed = re.search(r"resumed +at iteration (\d+)", output)
        check(int(resumed[1] if resumed else 0) == newest, f"did not resume from {newest}:\n{output}")
        compare(self.reference, out)

    def resume(self, root, *arguments, seed=0):
        """Resumes from the newest snapshot, or starts anew where there is none."""
        if not snapshots(root / "run"):
            return self.train(root, *arguments, "--overwrite", seed=seed)
        keep = arguments[arguments.index("--keep") :][:2] if "--keep" in arguments else ()
        output = self.call(
            root, "train", "--out", root / "run", "--resume", "latest", "--threads", 1,
            "--conv-algorithms", "fixed", *keep,
        )
        check("Skipping" not in output, f"a snapshot was skipped:\n{output}")
        return output


class Keeping(Training):
    """The same where old snapshots go, with an EMA, evaluations and caches that are empty."""

    name = "train --keep"
    arguments = (
        *("--keep", 1, "--average", 0.5, "--evaluate-every", INTERVAL, "--evaluate-samples", 20),
        *("--evaluate-metrics", "frechet"),
    )


class Resuming(Training):
    """A run that resumes where another was killed, in the middle of a snapshot."""

    name = "train --resume"
    arguments = Keeping.arguments

    def prepare(self, root):
        self.train(root, *self.arguments[2:])
        out = root / "run"
        # As if it had been killed before the last snapshot, but after the networks beside it.
        for path in [*out.glob("*_iter_2.npz"), out / f"snapshot_iter_{LENGTH}.npz", out / "preview.gif"]:
            path.unlink()
        (out / f".snapshot_iter_{LENGTH}.npz.1.0.partial").write_bytes(b"PK")

    def run(self, root, environment):
        self.call(
            root, "train", "--out", root / "run", "--resume", "latest", "--threads", 1,
            "--conv-algorithms", "fixed", "--keep", 1, environment=environment,
        )


class Overwriting(Training):
    """A run in the place of an older one, whose files have the same names and are more."""

    name = "train --overwrite"

    def __init__(self, forger, scratch):
        super().__init__(forger, scratch)
        old = self.place("old")
        self.train(old, "--iterations", LENGTH + INTERVAL, seed=1)
        self.references = {"new": self.reference, "old": old / "run"}

    def prepare(self, root):
        shutil.copytree(self.references["old"], root / "run")

    def run(self, root, environment):
        self.train(root, "--overwrite", environment=environment)

    def owners(self, root):
        """The run that each snapshot is of, by iteration."""
        out = root / "run"
        return {number: self.owner(out / f"snapshot_iter_{number}.npz") for number in snapshots(out)}

    def look(self, root, promise):
        # While the old run goes, its files are in two places; what resumes puts that right.
        if not (root / "run/.replacing").exists():
            check_whole(root / "run")
        owners = self.owners(root)
        newest = max((number for number, owner in owners.items() if owner == "new"), default=0)
        check(newest >= promise, f"snapshot {promise} of the new run is lost, there is {owners}")
        check(len(set(owners.values())) < 2, f"there are snapshots of both runs: {owners}")

    def go_on(self, root, promise):
        out = root / "run"
        arguments = ["train", "--out", out, "--resume", "latest", "--threads", 1]
        result = self.attempt(root, [self.forger, *map(str, arguments), "--conv-algorithms", "fixed"])
        if result.returncode:
            check("holds no snapshot" in result.stderr, f"cannot be resumed:\n{result.stderr}")
            self.train(root, "--overwrite")
        owners = set(self.owners(root).values())
        check(len(owners) == 1, f"there are snapshots of both runs: {owners}")
        check(owners == {"new"} or not promise, "the new run is lost")
        compare(self.references[owners.pop()], out)

    def owner(self, path):
        """The run that a snapshot is of."""
        for name, reference in self.references.items():
            other = reference / path.name
            if other.exists() and without_times(other) == without_times(path):
                return name
        raise Failure(f"{path.name} is of neither run")


class Evaluating(Scenario):
    """An evaluation that keeps the features of real images in the cache."""

    name = "evaluate"
    is_promising = False

    def __init__(self, forger, scratch):
        super().__init__(forger, scratch)
        self.trained = self.place("trained")
        self.train(self.trained)
        root = self.place("alone")
        self.prepare(root)
        self.expected = self.evaluate(root)

    def prepare(self, root):
        shutil.copytree(self.trained / "run", root / "run")

    def evaluate(self, root, *arguments, environment=None):
        output = self.call(
            root, "evaluate", root / "run", "--samples", 20, "--json", "--threads", 1, *arguments,
            *("--metrics", "frechet,precision-recall,density-coverage"), environment=environment,
        )
        found = json.loads(output.replace(str(root), ""))
        del found["seconds"]
        return found

    def run(self, root, environment):
        self.evaluate(root, environment=environment)

    def look(self, root, promise):
        check_whole(root / "cache")

    def check_tidy(self, root):
        """Checks that nothing half-written is left in the cache."""
        left = [name for name in names(root / "cache") if name.endswith((".partial", "/.lock"))]
        check(not left, f"left behind: {left}")

    def go_on(self, root, promise):
        for _ in range(2):
            found = self.evaluate(root)
            check(found == self.expected, f"evaluated otherwise than before:\n{found}{self.expected}")
        self.check_tidy(root)


class Classifying(Evaluating):
    """The training of a classifier in the place of an older one of the same images."""

    name = "classifier train"
    is_promising = True

    def __init__(self, forger, scratch):
        super().__init__(forger, scratch)
        self.expected, self.files = {}, {}
        for seed in (0, 1):
            root = self.place(f"seed-{seed}")
            shutil.copytree(self.trained / "run", root / "run")
            self.classify(root, seed)
            self.expected[seed] = self.evaluate(root, "--features", "classifier")
            self.files[seed] = self.classifier(root).read_bytes()
        check(self.expected[0] != self.expected[1], "two classifiers cannot be told apart")

    def prepare(self, root):
        super().prepare(root)
        self.classify(root, 0)

    def classify(self, root, seed, environment=None):
        return self.call(
            root, "classifier", "train", self.data, "--iterations", 3, "--batch-size", 4,
            *("--seed", seed, "--threads", 1), environment=environment,
        )

    def classifier(self, root):
        """The only classifier in the cache."""
        found = list((root / "cache").rglob("classifier.npz"))
        check(len(found) == 1, f"there are {len(found)} classifiers")
        return found[0]

    def run(self, root, environment):
        self.classify(root, 1, environment)

    def promised(self, printed):
        return "kept in" in printed

    def kept(self, root):
        """The seed of the classifier that is kept."""
        content = self.classifier(root).read_bytes()
        check(content in self.files.values(), "the classifier is neither the old one nor the new")
        return 0 if content == self.files[0] else 1

    def look(self, root, promise):
        check_whole(root / "cache")
        check(self.kept(root) == 1 or not promise, "the new classifier is lost")

    def go_on(self, root, promise):
        seed = self.kept(root)
        found = self.evaluate(root, "--features", "classifier")
        check(found == self.expected[seed], f"evaluated otherwise:\n{found}{self.expected}")
        self.classify(root, 1)
        check(self.classifier(root).read_bytes() == self.files[1], "trained to another classifier")
        self.check_tidy(root)


class Writing(Scenario):
    """Files that commands are told to write, in the place of older ones."""

    name = "generate"
    files = ("grid.png", "network.onnx", "network.safetensors", "samples.npz", "walk.gif", "walk.png")

    def __init__(self, forger, scratch):
        super().__init__(forger, scratch)
        self.trained = self.place("trained")
        self.train(self.trained)
        self.before = self.made(0)
        self.after = self.made(1)

    def made(self, seed):
        """The files of a seed."""
        root = self.place(f"seed-{seed}")
        self.write(root, seed)
        return {name: (root / name).read_bytes() for name in self.files}

    def write(self, root, seed, environment=None):
        network = self.trained / f"run/gen_iter_{LENGTH}.npz"
        common = ("--seed", seed, "--threads", 1)
        # Another network makes other files, as another seed does.
        part = ("generator", "discriminator")[seed]
        exported = "".join(
            self.call(root, "export", network, "--network", part, "--format", kind, "--out", root / f"network.{kind}", environment=environment)
            for kind in ("onnx", "safetensors")
        )
        return exported + "".join(
            self.call(root, *arguments, root / name, *common, environment=environment)
            for arguments, name in (
                (("generate", network, "--rows", 2, "--columns", 2, "--out"), "grid.png"),
                (("generate", network, "--count", 4, "--arrays"), "samples.npz"),
                (("interpolate", network, "--pairs", 1, "--steps", 3, "--gif", root / "walk.gif", "--out"), "walk.png"),
            )
        )

    def prepare(self, root):
        put_together(root, self.before)

    def run(self, root, environment):
        self.write(root, 1, environment)

    def promised(self, printed):
        return tuple(name for name in self.files if name in printed)

    def look(self, root, promise):
        found = contents(root)
        for name in self.files:
            content = found.get(name)
            check(
                content == self.after[name] or (name not in promise and content == self.before[name]),
                f"{name} is neither the old one nor the new" + " but was promised" * (name in promise),
            )


def write_squares(folder, rng):
    """Writes a dataset of two classes: squares and bars, bright on dark ground."""
    folder.mkdir(parents=True)
    pixels, labels = bytearray(), bytearray()
    for index in range(40):
        label = index % 2
        top, left = rng.randrange(14), rng.randrange(14)
        height, width = (10, 10) if label else (3, 14)
        for row in range(28):
            for column in range(28):
                inside = top <= row < top + height and left <= column < left + width
                pixels.append(rng.randrange(180, 256) if inside else rng.randrange(30))
        labels.append(label)
    (folder / "train-images-idx3-ubyte").write_bytes(struct.pack(">IIII", 0x803, 40, 28, 28) + pixels)
    (folder / "train-labels-idx1-ubyte").write_bytes(struct.pack(">II", 0x801, 40) + labels)


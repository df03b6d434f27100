"""Runs exported networks in other programs, and checks that they do what Forger does.

usage: check-export.py [--program PROGRAM] [--recipes NAME…] [--full]

For each recipe, and with classes where it takes them: onnx.checker with full checks; onnxruntime's images and logits
against Forger's, for batches of 1, 3 and 64, both orders of axes, numbers and bytes; safetensors and npz read by their
own packages, and read back by Forger bit for bit. The examples of docs/export.md run as they stand. --full takes the
recipes' own widths instead of narrow ones. What is not installed is left out, and that is said.
"""

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "page"))
from runs import png

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv-export/bin/python"
# Sums of some hundred products in two programs' float32, of numbers up to about 1; larger ones in proportion.
TOLERANCE = 1e-5
BATCHES = [1, 3, 64]

if Path(sys.prefix) != ENVIRONMENT.parent.parent and ENVIRONMENT.exists():
    os.execv(ENVIRONMENT, [str(ENVIRONMENT), *sys.argv])
try:
    import numpy as np
    import onnx
    import onnxruntime
    import safetensors
    import safetensors.numpy
except ImportError as error:
    print(f"check-export: left out, since {error.name} is not installed: make setup-export")
    sys.exit(0)


class Check:
    """The checks of one checkpoint, in a folder of its own."""

    def __init__(self, program, folder, name):
        self.program, self.folder, self.name = program, folder, name
        self.faults = []

    def forger(self, *arguments):
        """Runs Forger in the folder."""
        done = subprocess.run([self.program, *arguments], cwd=self.folder, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"check-export: forger {' '.join(arguments)}: {done.stderr or done.stdout}")
        return done.stdout

    def expect(self, is_right, what):
        """Notes a fault."""
        if not is_right:
            self.faults.append(what)
            print(f"  FAULT: {self.name}: {what}")

    def close(self, found, expected, what):
        """Notes arrays that are too far apart; returns how far they are."""
        if found.shape != expected.shape:
            self.expect(False, f"{what}: shape {found.shape}, not {expected.shape}")
            return np.inf
        distance = float(np.abs(found.astype(np.float64) - expected).max())
        allowed = TOLERANCE * max(1.0, float(np.abs(expected).max()))
        self.expect(distance <= allowed, f"{what}: {distance:.2g} apart, more than {allowed:.2g}")
        return distance

    def enliven(self, factor):
        """Makes weights larger, so that images differ as those of a trained generator."""
        for path in self.folder.glob("result/*_iter_*.npz"):
            if path.name.startswith("snapshot"):
                path.unlink()
                continue
            arrays = dict(np.load(path))
            for name, array in arrays.items():
                if array.ndim > 1 and not name.endswith(("gamma", "beta")):
                    arrays[name] = array * np.float32(factor)
            np.savez(path, **arrays)

    def session(self, *options):
        """Exports a graph, checks it and returns it, ready to run."""
        self.forger("export", "gen_iter_1.npz", "--out", "graph.onnx", *options)
        path = self.folder / "graph.onnx"
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = 2
        return model, onnxruntime.InferenceSession(path, settings, providers=["CPUExecutionProvider"])

    def images(self):
        """onnxruntime's images against Forger's."""
        worst = 0.0
        model, session = self.session()
        _, last = self.session("--layout", "nhwc")
        _, bytes_out = self.session("--layout", "nhwc", "--bytes")
        texts = {entry.key: entry.value for entry in model.metadata_props}
        low, high = map(float, texts["forger.pixel_range"].split())
        for count in BATCHES:
            self.forger("generate", "gen_iter_1.npz", "--arrays", "a.npz", "--count", str(count), "--seed", str(count))
            arrays = np.load(self.folder / "a.npz")
            feeds = {"z": arrays["z"]}
            if "label" in arrays:
                feeds["class"] = arrays["label"]
            image = arrays["image"]
            found = session.run(["image"], feeds)[0]
            worst = max(worst, self.close(found, image.transpose(0, 3, 1, 2), f"image of {count}"))
            self.close(last.run(["image"], feeds)[0], image, f"NHWC image of {count}")
            levels = np.clip((image.astype(np.float64) - low) * (255 / (high - low)), 0, 255)
            off = np.abs(bytes_out.run(["image"], feeds)[0] - levels)
            self.expect(off.max() <= 0.5 + 255 * TOLERANCE * max(1, np.abs(image).max()), f"bytes {off.max():.4g} off")
        self.expect(image.std() > 0.02, f"images that hardly differ: {image.std():.3g}")
        return worst

    def logits(self):
        """onnxruntime's logits against Forger's."""
        worst = 0.0
        _, session = self.session("--network", "discriminator")
        for count in BATCHES:
            options = ["--count", str(count), "--best", str(count)]
            self.forger("generate", "gen_iter_1.npz", "--arrays", "a.npz", *options)
            arrays = np.load(self.folder / "a.npz")
            feeds = {"image": arrays["image"].transpose(0, 3, 1, 2)}
            if "label" in arrays:
                feeds["class"] = arrays["label"]
            found = session.run(["logit"], feeds)[0]
            worst = max(worst, self.close(found[:, 0], arrays["score"], f"logit of {count}"))
        return worst

    def truncation(self):
        """Truncated vectors against the quantiles of the distribution."""
        _, session = self.session("--truncation-input")
        normal = statistics.NormalDist()
        inputs = {entry.name: entry.shape for entry in session.get_inputs()}
        z = np.random.default_rng(0).normal(size=(64, inputs["z"][1])).astype(np.float32)
        feeds = {"class": np.zeros(64, np.int64)} if "class" in inputs else {}

        def run(z, threshold):
            threshold = np.array(threshold, np.float32)
            return session.run(["image"], {"z": z.astype(np.float32), "truncation": threshold, **feeds})[0]

        for threshold in (0.3, 0.7, 1.5, 3.0):
            low, high = normal.cdf(-threshold), normal.cdf(threshold)
            moved = [normal.inv_cdf(low + normal.cdf(float(x)) * (high - low)) for x in z.ravel()]
            expected = run(np.array(moved).reshape(z.shape), np.inf)
            # erf and its inverse are float32's, too.
            apart = np.abs(run(z, threshold) - expected).max() / max(1, np.abs(expected).max())
            self.expect(apart <= 1e-4, f"truncation at {threshold}: {apart:.2g} apart")

    def weights(self):
        """safetensors and npz, read by their packages and by Forger."""
        for network, short in (("generator", "gen"), ("discriminator", "dis")):
            options = ["--network", network]
            self.forger("export", "gen_iter_1.npz", "--format", "npz", "-o", "w.npz", *options)
            kept, written = (dict(np.load(self.folder / name)) for name in (f"{short}_iter_1.npz", "w.npz"))
            same = kept.keys() == written.keys() and all(
                name == "recipe" or np.array_equal(kept[name], written[name]) for name in kept
            )
            self.expect(same, f"another {network} in npz")
            self.forger("export", "gen_iter_1.npz", "--format", "safetensors", "-o", f"{network}.safetensors", *options)
            path = self.folder / f"{network}.safetensors"
            arrays = safetensors.numpy.load_file(path)
            count = sum(array.size for name, array in kept.items() if array.dtype == np.float32)
            self.expect(sum(array.size for array in arrays.values()) == count, f"other numbers in {path.name}")
            with safetensors.safe_open(path, "numpy") as file:
                self.expect(file.metadata()["forger.network"] == network, "texts that are not there")
        # Read back and written again, they are the same bytes.
        files = ["generator.safetensors", "discriminator.safetensors"]
        self.forger("import", *files, "-o", "back")
        for network, short in (("generator", "gen"), ("discriminator", "dis")):
            kept, back = (dict(np.load(self.folder / name)) for name in (f"{short}_iter_1.npz", f"back/{short}_iter_0.npz"))
            self.expect(
                kept.keys() == back.keys()
                and all(kept[name].tobytes() == back[name].tobytes() for name in kept if name != "recipe"),
                f"another {network} after export and import",
            )


def trained(program, scratch, recipe, classes, is_full):
    """A checkpoint of a recipe after one iteration, made lively."""
    name = recipe + (", classes" if classes else "")
    folder = scratch / name.replace(", ", "-")
    folder.mkdir()
    chance = random.Random(1)
    size = 28 if recipe.endswith("-mnist") else 32
    for index in range(6):
        place = folder / "data" / "abc"[index % 3]
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{index}.png").write_bytes(png(chance.randbytes(size * size * 3), size, size, 3))
    check = Check(program, folder, name)
    widths = [] if is_full else ["--channels", "16"]
    options = [*widths, "--batch-size", "3", "--iterations", "1", "--classes", "all" if classes else "none"]
    check.forger("train", recipe, "--dataset", "data", "--conv-algorithms", "fixed", *options)
    # Some start at N(0, 0.02), whatever the width; others at a width's own scale.
    factor = {"dcgan-cifar10": 15, "dcgan": 3, "dcgan-mnist": 3, "pictures": 3, "r3gan": 1}.get(recipe, 1.5)
    if is_full and factor > 2:
        width = int(re.search(r"^channels: (\d+)", check.forger("recipes", "show", recipe), re.MULTILINE)[1])
        factor = max(factor / (width / 16) ** 0.5, 1)
    check.enliven(factor)
    for path in (folder / "result").glob("*_iter_1.npz"):
        shutil.copy(path, folder)
    return check


def examples(check, document):
    """Runs the examples of the documentation beside an exported generator."""
    if not document.exists():
        return
    blocks = re.findall(r"```(python|javascript)\n(.*?)```", document.read_text(), re.DOTALL)
    check.forger("export", "gen_iter_1.npz", "--layout", "nhwc", "--bytes")
    for number, (language, text) in enumerate(blocks):
        if language == "python":
            command, name = [sys.executable], f"example{number}.py"
        else:
            # Node resolves packages from the folder of the program.
            modules = ROOT / ".venv-export/node_modules"
            if not shutil.which("node") or not modules.exists():
                print(f"  example {number + 1} (JavaScript): left out, since node or onnxruntime-node is not installed")
                continue
            (check.folder / "node_modules").symlink_to(modules)
            command, name = ["node"], f"example{number}.mjs"
        (check.folder / name).write_text(text)
        done = subprocess.run([*command, name], cwd=check.folder, capture_output=True, text=True)
        check.expect(done.returncode == 0, f"example {number + 1} ({language}): {done.stderr}")
        print(f"  example {number + 1} ({language}): {done.stdout.strip()}")


def main():
    parser = argparse.ArgumentParser(description="Runs exported networks in other programs.")
    parser.add_argument("--program", default=ROOT / ".build/release/forger")
    parser.add_argument("--recipes", nargs="*", default=None)
    parser.add_argument("--full", action="store_true")
    arguments = parser.parse_args()
    program = str(Path(arguments.program).resolve())
    listed = subprocess.run([program, "recipes"], capture_output=True, text=True, check=True).stdout
    recipes = arguments.recipes or [line.split()[0] for line in listed.splitlines()]
    faults = 0
    with tempfile.TemporaryDirectory() as scratch:
        checks = []
        for recipe in recipes:
            for classes in [False, True]:
                if classes and recipe in ("dcgan-cifar10", "mlp-mnist", "upsampling-mnist"):
                    continue
                check = trained(program, Path(scratch), recipe, classes, arguments.full)
                image, logit = check.images(), check.logits()
                check.weights()
                with safetensors.safe_open(check.folder / "generator.safetensors", "numpy") as file:
                    normal = file.metadata()["forger.latent"] == "normal"
                if normal:
                    check.truncation()
                print(f"{check.name}: images {image:.1e} apart, logits {logit:.1e}" + (", truncated" if normal else ""))
                checks.append(check)
        if arguments.recipes is None:
            examples(checks[-2], ROOT / "docs/export.md")
        faults = sum(len(check.faults) for check in checks)
    if faults:
        sys.exit(f"check-export: {faults} faults")
    print(f"check-export: {len(checks)} checkpoints do the same in onnxruntime {onnxruntime.__version__}")


main()

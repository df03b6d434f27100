"""Compares a PixelCNN, a variational autoencoder and a GAN that learn from the same images for the same time.

usage: models.py [--programs FOLDER] [--dataset FOLDER] [--minutes M] [--samples N] [--out FOLDER]

The images are those of a folder of IDX files, in black and white. What is in the folder --out already is kept: a
second call trains nothing, and times sampling again. Prints a table and writes it to OUT/table.md, with a grid of
samples of each model beside it. Exits with 1 if a program fails.
"""

import argparse
import array
import gzip
import io
import json
import re
import shutil
import signal
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

HERE = Path(__file__).parent
SIZE = 28


def run(*command, seconds=None):
    """What a command prints; one that is given seconds is asked to stop after them."""
    words = [str(word) for word in command]
    print("$", " ".join(words), file=sys.stderr, flush=True)
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        text = process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        text = process.communicate()[0]
    if process.returncode not in (0, 130 if seconds else 0):
        sys.exit(f"'{' '.join(words)}' ended with {process.returncode}")
    return text


def black_and_white(pixels):
    """Bytes as 0 where they are darker than half of white, and 255 elsewhere."""
    return bytes(pixels).translate(bytes(0 if value < 128 else 255 for value in range(256)))


def write_idx(path, pixels):
    path.write_bytes(struct.pack(">4I", 0x803, len(pixels) // SIZE**2, SIZE, SIZE) + pixels)


def write_grid(path, pixels, side=8):
    """The first images as a square in a PNG file."""
    lines = bytearray()
    for row in range(side * SIZE):
        lines.append(0)
        for column in range(side):
            start = ((row // SIZE * side + column) * SIZE + row % SIZE) * SIZE
            lines += pixels[start : start + SIZE]
    chunks = [
        (b"IHDR", struct.pack(">2I5B", side * SIZE, side * SIZE, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(lines), 9)),
        (b"IEND", b""),
    ]
    parts = [struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
             for kind, data in chunks]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))


def prepare(source, target):
    """The dataset in black and white, with its labels; returns the test images' bytes."""
    target.mkdir(parents=True, exist_ok=True)
    for part in ("train", "t10k"):
        with gzip.open(source / f"{part}-images-idx3-ubyte.gz") as file:
            pixels = black_and_white(file.read()[16:])
        write_idx(target / f"{part}-images-idx3-ubyte", pixels)
        labels = f"{part}-labels-idx1-ubyte.gz"
        shutil.copyfile(source / labels, target / labels)
    return pixels


def explicit(options, name, program):
    """Trains and measures one of the examples, whose programs do both."""
    folder = options.out / name
    known = any(folder.glob("snapshot_iter_*.npz"))
    command = [options.programs / program, "--dataset", options.data, "--out", folder,
               "--minutes", options.minutes, "--samples", options.samples]
    text = run(*command, *(["--resume"] if known else []))
    (folder / "report.txt").write_text(text)
    shutil.copyfile(folder / "samples.png", options.out / f"{name}.png")
    bits = float(re.search(r"(?:exactly|at most): ([\d.]+)", text)[1])
    seconds = float(re.search(r"samples took ([\d.]+) s", text)[1])
    alone = float(re.search(r"independent of the others: ([\d.]+)", text)[1])
    return {"bits": bits, "independent": alone, "seconds": seconds, "images": folder / "samples"}


def adversarial(options):
    """Trains the GAN, and makes its samples black and white, as the data are."""
    folder = options.out / "gan"
    forger = options.programs / "forger"
    if not any(folder.glob("snapshot_iter_*.npz")):
        run(forger, "train", HERE / "gan.yaml", "--dataset", options.data, "--out", folder,
            seconds=options.minutes * 60)
    # Without what starting takes; the least of several, as there is little left.
    taken = {1: [], options.samples + 1: []}
    for count in list(taken) * 5:
        start = time.perf_counter()
        run(forger, "generate", folder, "--count", count, "--arrays", folder / "samples.npz")
        taken[count].append(time.perf_counter() - start)
    few, many = (min(times) for times in taken.values())
    with zipfile.ZipFile(folder / "samples.npz") as file:
        data = io.BytesIO(file.read("image.npy"))
    data.seek(8)
    data.seek(struct.unpack("<H", data.read(2))[0], io.SEEK_CUR)
    values = array.array("f", data.read())[: options.samples * SIZE**2]
    pixels = bytes(255 if value >= 0 else 0 for value in values)
    write_idx(folder / "samples-idx3-ubyte", pixels)
    write_grid(options.out / "gan.png", pixels)
    return {"seconds": many - few, "images": folder / "samples-idx3-ubyte"}


def evaluate(options, images):
    """Fréchet distance and coverage of samples, and those of as many real images."""
    text = run(options.programs / "forger", "evaluate", images, "--dataset", options.data,
               "--samples", options.samples, "--metrics", "frechet,density-coverage",
               "--features", "classifier", "--json")
    metrics = json.loads(text.strip().splitlines()[-1])["metrics"]
    return [{name: metrics[name][key] for name in ("frechet", "coverage")} for key in ("mean", "real")]


def table(options, results):
    """The results in Markdown."""
    lines = [
        f"| model | bits per dimension | seconds for {options.samples:,} samples | latent vector of an image "
        "| Fréchet distance | coverage |",
        "|---|--:|--:|---|--:|--:|",
    ]
    for name, found in results.items():
        seconds = f"{found['seconds']:.3g}" if "seconds" in found else ""
        lines.append(
            f"| {name} | {found['likelihood']} | {seconds} | {found['latent']} "
            f"| {found['frechet']:.1f} | {found['coverage']:.3f} |"
        )
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description="Compares three kinds of generative models.")
    parser.add_argument("--programs", type=Path, default=Path(".build/release"), help="the folder of the programs")
    parser.add_argument("--dataset", type=Path, default=Path("/usr/share/datasets/fashion-mnist"))
    parser.add_argument("--minutes", type=float, default=5, help="training of each model (default: 5)")
    parser.add_argument("--samples", type=int, default=1000, help="(default: 1000)")
    parser.add_argument("--out", type=Path, default=Path("models"))
    options = parser.parse_args()
    options.data = options.out / "data"
    test = prepare(options.dataset, options.data)
    write_grid(options.out / "real.png", test)
    known = options.out / "classifier.txt"
    if not known.exists():
        known.write_text(run(options.programs / "forger", "classifier", "train", options.data))

    results = {
        "PixelCNN": explicit(options, "pixelcnn", "Autoregressive"),
        "VAE": explicit(options, "vae", "VariationalAutoencoder"),
        "GAN": adversarial(options),
    }
    for found in results.values():
        scores, real = evaluate(options, found["images"])
        found.update(scores)
    results["PixelCNN"].update(likelihood=f"{results['PixelCNN']['bits']:.4f}", latent="there is none")
    results["VAE"].update(likelihood=f"at most {results['VAE']['bits']:.4f}", latent="by the encoder")
    results["GAN"].update(likelihood="unknown", latent="by search")
    independent = f"independent pixels: {results['PixelCNN']['independent']:.4f}"
    results["real images"] = {"likelihood": independent, "latent": "", **real}
    text = table(options, results)
    (options.out / "table.md").write_text(text)
    print(text)


main()

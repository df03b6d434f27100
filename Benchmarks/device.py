"""Times Forger on a device against PyTorch on the same one, in turns.

Prints a line for each case: the medians of both in ms an iteration, of training, and in images/s, of generation, and how
many times as fast as PyTorch Forger is. Both compute in Float32; --precision fast lets both use TF32.
"""

import argparse
import json
import statistics
import subprocess
import sys

CASES = [("dcgan-cifar10", []), ("r3gan", ["--image-size", "64", "--batch", "64"])]


def run(command):
    """The JSON line that a command prints."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"'{' '.join(command)}' ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forger", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--precision", choices=["highest", "fast"], default="highest")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--iterations", type=int, default=50)
    options = parser.parse_args()
    for recipe, sizes in CASES:
        count = ["--iterations", str(options.iterations)]
        # The peers have no augmentation.
        ours = [options.forger, "bench", recipe, "--json", "--augment", "none", "--device", options.device, *count]
        ours += [size.replace("--batch", "--batch-size") for size in sizes]
        ours += ["--precision", options.precision]
        theirs = [options.python, "Benchmarks/peers/torch_peers.py", recipe, *sizes, *count]
        # PyTorch calls AMD's GPUs cuda, too.
        theirs += ["--device", options.device.replace("rocm", "cuda")]
        theirs += ["--precision", options.precision]
        found = ([], [])
        for index in range(options.pairs):
            for side in (0, 1) if index % 2 == 0 else (1, 0):
                found[side].append(run((ours, theirs)[side]))
        for key, unit, factor in (("median_s", "ms", 1000), ("generated_images_per_s", "images/s", 1)):
            mine, other = (statistics.median(entry[key] for entry in side) for side in found)
            ratio = other / mine if key == "median_s" else mine / other
            print(f"{recipe}: {mine * factor:.2f} and {other * factor:.2f} {unit}, {ratio:.2f} x PyTorch")


main()

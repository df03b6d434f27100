#!/usr/bin/env python3
"""Write the small valid files that fuzzing starts from.

    Scripts/fuzz_seeds.py FOLDER

Into FOLDER/FuzzImages go images, into FOLDER/FuzzFiles archives, arrays and datasets, into FOLDER/FuzzRuns
recipes and edits of snapshots. Needs Pillow, numpy and a build of the command.
"""

import gzip
import io
import json
import re
import struct
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path


def images() -> dict[str, bytes]:
    """Images of every mode and kind that can be read, some that cannot."""
    from PIL import Image

    base = Image.linear_gradient("L").resize((13, 9))
    color = Image.merge("RGB", (base, base.transpose(Image.Transpose.ROTATE_180), base))
    modes = {
        "gray": base,
        "gray-alpha": base.convert("LA"),
        "color": color,
        "color-alpha": color.convert("RGBA"),
        "palette": color.convert("P"),
        "bits": base.convert("1"),
        "deep": base.convert("I;16"),
    }
    files = {}
    for name, image in modes.items():
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        files[f"{name}.png"] = buffer.getvalue()
    for name, options in {"plain": {}, "progressive": {"progressive": True}}.items():
        for image in (base, color):
            buffer = io.BytesIO()
            exif = Image.Exif()
            exif[0x0112] = 6
            image.save(buffer, "JPEG", exif=exif, **options)
            files[f"{name}-{image.mode}.jpg"] = buffer.getvalue()
    buffer = io.BytesIO()
    color.convert("CMYK").save(buffer, "JPEG")
    files["inks.jpg"] = buffer.getvalue()
    return files


def arrays() -> dict[str, bytes]:
    """NumPy files, stored and compressed."""
    import numpy

    values = {
        "weights": numpy.arange(12, dtype=numpy.float32).reshape(3, 4),
        "step": numpy.int64(7),
        "text": numpy.frombuffer(b"{}", dtype=numpy.uint8),
    }
    files = {}
    for name, save in {"stored": numpy.savez, "compressed": numpy.savez_compressed}.items():
        buffer = io.BytesIO()
        save(buffer, **values)
        files[f"{name}.npz"] = buffer.getvalue()
    buffer = io.BytesIO()
    numpy.save(buffer, values["weights"])
    files["array.npy"] = buffer.getvalue()
    return files


def weights() -> dict[str, bytes]:
    """safetensors files: of every type, and of a network that is imported."""

    def file(arrays: dict[str, tuple[str, list[int], bytes]], texts: dict[str, str]) -> bytes:
        header, data = {"__metadata__": texts}, b""
        for name, (kind, shape, values) in arrays.items():
            header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
            data += values
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        return struct.pack("<Q", len(text)) + text + data

    widths = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "U64": 8, "U8": 1}
    types = {f"a.{kind}": (kind, [2, 1], bytes(range(2 * width))) for kind, width in widths.items()}
    sizes = [2, 4, 8, 16, 784]
    layers = {}
    for index, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        layers[f"generator.{2 * index}.weight"] = ("F16", [outputs, inputs], bytes(2 * inputs * outputs))
        layers[f"generator.{2 * index}.bias"] = ("F16", [outputs], bytes(2 * outputs))
    return {"types.safetensors": file(types, {"a": "b"}), "network.safetensors": file(layers, {})}


def archives(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files as archives of each kind."""
    made = {}
    for name, mode in {"images.tar": "w", "images.tar.gz": "w:gz"}.items():
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode=mode) as archive:
            for path, data in files.items():
                entry = tarfile.TarInfo(f"kind/{path}")
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
        made[name] = buffer.getvalue()
    for name, method in {"stored.zip": zipfile.ZIP_STORED, "deflated.zip": zipfile.ZIP_DEFLATED}.items():
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as archive:
            for path, data in files.items():
                archive.writestr(f"kind/{path}", data)
        made[name] = buffer.getvalue()
    return made


def data_sets() -> dict[str, bytes]:
    """IDX images, plain and compressed, and CIFAR-10 in its archive."""
    idx = struct.pack(">HBB3I", 0, 8, 3, 2, 4, 4) + bytes(range(32))
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        data = (b"\x03" + bytes(range(256)) * 12) * 2
        entry = tarfile.TarInfo("cifar-10-batches-bin/data_batch_1.bin")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return {"images-idx3-ubyte": idx, "idx.gz": gzip.compress(idx), "cifar.tar.gz": buffer.getvalue()}


def runs() -> dict[str, bytes]:
    """Recipes in YAML, as the first versions stored them in JSON, and the files to be edited."""
    root = Path(__file__).resolve().parent.parent
    made = {}
    for path in sorted(root.glob("Tests/ForgerCommandTests/Earlier/*/snapshot_iter_2.npz")):
        with zipfile.ZipFile(path) as archive:
            array = archive.read("notes/recipe.npy")
        made[f"{path.parent.name}.json"] = array[array.index(b"\n") + 1 :]
    for name in ("mlp-mnist", "dcgan"):
        command = [root / ".build/release/forger", "recipes", "show", name]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        lines = [re.sub(r"\s+#.*", "", line) for line in text.splitlines() if not line.startswith("#")]
        made[f"{name}.yaml"] = "".join(line + "\n" for line in lines).encode()
    # The file, whether it is resumed from, and then edits: see Fuzzing/Sources/FuzzRuns/Edits.swift.
    for base in range(10):
        for kind in range(2):
            made[f"base-{base}-{kind}"] = bytes([base, kind])
    made["element"] = bytes([0, 0, 0, 3, 0, 1, 9, 7, 200, 0, 40, 1, 8])
    return made


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        image_files = images()
        files = arrays()
    except ImportError as problem:
        sys.exit(f"fuzz_seeds.py needs Pillow and numpy: {problem}")
    few = {name: image_files[name] for name in ("gray.png", "palette.png", "plain-RGB.jpg")}
    seeds = {"FuzzImages": image_files, "FuzzFiles": files | archives(few) | data_sets() | few | weights()}
    seeds["FuzzRuns"] = runs()
    for fuzzer, made in seeds.items():
        folder = Path(sys.argv[1]) / fuzzer
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in made.items():
            (folder / name).write_bytes(data)
        print(f"{folder}: {len(made)} seeds")


if __name__ == "__main__":
    main()

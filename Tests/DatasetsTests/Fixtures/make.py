"""Makes the fixtures beside it: the same small images as .tar, .tar.gz and .zip, by Python's own modules.

Needs NumPy and Pillow (made with 2.4.6 and 13.0.0). Image `n` is 4×6 and of the value 10 n throughout.
"""

import io
import pathlib
import tarfile
import zipfile

import numpy as np
from PIL import Image

folder = pathlib.Path(__file__).parent
long = "a-name-that-is-too-long-for-the-header-of-a-tar-archive-" * 3


def image(number, kind):
    stream = io.BytesIO()
    Image.fromarray(np.full((4, 6), 10 * number, "u1")).save(stream, kind)
    return stream.getvalue()


files = [
    ("./pictures/dogs/b.png", image(3, "PNG")),
    ("pictures/cats/z.jpg", image(2, "JPEG")),
    ("pictures/cats/" + long + ".PNG", image(1, "PNG")),
    ("pictures/.hidden/x.png", image(9, "PNG")),
    ("__MACOSX/pictures/cats/._z.jpg", b"not an image"),
    ("pictures/readme.txt", b"text" * 1000),
    ("pictures/dogs/c.webp", b"not read"),
]
for name, mode in [("pictures.tar", "w"), ("pictures.tar.gz", "w:gz")]:
    with tarfile.open(folder / name, mode, format=tarfile.PAX_FORMAT) as archive:
        for path, content in files:
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
with zipfile.ZipFile(folder / "pictures.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr(zipfile.ZipInfo("pictures/"), b"")
    for path, content in files:
        archive.writestr(path.removeprefix("./"), content, zipfile.ZIP_DEFLATED)

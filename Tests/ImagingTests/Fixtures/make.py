"""Makes the fixtures beside it; needs NumPy and Pillow (made with 2.4.6 and 13.0.0)."""

import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

folder = pathlib.Path(__file__).parent


def png(width, height, depth, color, rows, interlace=0):
    """A PNG file of given scan lines, for the kinds that Pillow does not write."""

    def chunk(kind, data):
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


y, x = np.mgrid[0:7, 0:10]
gray = (x * 25 + y * 3).astype("u1")
rgb = np.stack([x * 25, y * 36, (x + y) * 15], -1).astype("u1")
opacity = ((x + y) % 3 * 127).astype("u1")
Image.fromarray(gray).save(folder / "gray.png")
Image.fromarray(gray.astype("<u2") * 257).save(folder / "gray16.png")
Image.fromarray(rgb).save(folder / "rgb.png")
Image.fromarray(np.concatenate([rgb, opacity[..., None]], -1)).save(folder / "rgba.png")
Image.fromarray(np.stack([gray, opacity], -1)).save(folder / "gray_alpha.png")
Image.fromarray(gray > 100).save(folder / "bilevel.png")
palette = Image.fromarray(gray // 64, "P")
palette.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30])
palette.save(folder / "palette.png")
palette.save(folder / "palette_transparent.png", transparency=1)

deep = b"".join(b"\0" + (row.astype(">u2") * 257).tobytes() for row in rgb)
(folder / "rgb16.png").write_bytes(png(10, 7, 16, 2, deep))
passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
interlaced = b"".join(
    b"\0" + row.tobytes() for x0, y0, dx, dy in passes for row in rgb[y0::dy, x0::dx] if row.size
)
(folder / "interlaced.png").write_bytes(png(10, 7, 8, 2, interlaced, 1))
(folder / "enormous.png").write_bytes(png(100_000, 100_000, 8, 2, b"\0" * 100))
(folder / "too_many_pixels.png").write_bytes(png(16_384, 16_384, 8, 2, b"\0" * 100))

y, x = np.mgrid[0:24, 0:40]
color = np.stack([x * 6, y * 10, 255 - x * 6], -1).astype("u1")
Image.fromarray((x * 4 + y * 4).astype("u1")).save(folder / "gray.jpg", quality=92)
Image.fromarray(color).save(folder / "color.jpg", quality=92)
Image.fromarray(color).save(folder / "progressive.jpg", quality=92, progressive=True)
Image.fromarray(color).convert("CMYK").save(folder / "cmyk.jpg")
for name in ["gray.jpg", "color.jpg", "progressive.jpg"]:
    np.array(Image.open(folder / name)).tofile(folder / (name + ".bytes"))

# A camera held in eight ways, with both orders of bytes: the image and what Pillow makes of it.
y, x = np.mgrid[0:8, 0:24]
scene = Image.fromarray((x * 8 + y * 5).astype("u1"))
for orientation in range(1, 9):
    exif = Image.Exif()
    exif.endian = "<>"[orientation % 2]
    exif[0x010F] = "Forger"
    exif[0x0112] = orientation
    name = folder / f"orientation_{orientation}.jpg"
    scene.save(name, quality=95, exif=exif)
    np.array(ImageOps.exif_transpose(Image.open(name))).tofile(f"{name}.bytes")
    if orientation == 6:
        scene.save(folder / "orientation_6.png", exif=exif)

# Lanczos' filter without rounding on the way: Pillow keeps floats as they are.
noise = np.random.default_rng(7).integers(0, 256, (19, 31)).astype("u1")
Image.fromarray(noise).save(folder / "noise.png")
for height, width in [(5, 7), (19, 8), (32, 32), (60, 31), (1, 1)]:
    resized = Image.fromarray(noise.astype("f4")).resize((width, height), Image.Resampling.LANCZOS)
    rounded = np.clip(np.floor(np.array(resized) + 0.5), 0, 255).astype("u1")
    rounded.tofile(folder / f"lanczos_{height}x{width}.bytes")

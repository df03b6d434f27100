"""Runs to look at, and the server that shows them."""

import random
import re
import struct
import subprocess
import time
import zlib
from pathlib import Path

WIDTH = 28


def png(pixels, height, width, channels=1):
    """The bytes of an image file."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + pixels[row * width * channels : (row + 1) * width * channels] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0 if channels == 1 else 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def make_images(folder, count=200):
    """Bright disks and bars on dark ground, a folder for each kind."""
    draw = random.Random(3)
    for kind in ("bars", "disks"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for number in range(count // 2):
            x, y, size = draw.uniform(9, 19), draw.uniform(9, 19), draw.uniform(4, 8)
            pixels = bytearray(WIDTH * WIDTH)
            for row in range(WIDTH):
                for column in range(WIDTH):
                    far = abs(column - x) if kind == "bars" else ((column - x) ** 2 + (row - y) ** 2) ** 0.5
                    pixels[row * WIDTH + column] = max(0, min(255, int(255 * (size - far))))
            (folder / kind / f"{number}.png").write_bytes(png(bytes(pixels), WIDTH, WIDTH))


def options(place):
    if not (place / "images").exists():
        make_images(place / "images")
    return ["pictures", "-i", str(place / "images"), "--channels", "8", "-b", "8", "--classes", "all", "--color", "gray",
            "--image-size", "32", "--display-interval", "10", "--preview-interval", "25", "--threads", "1"]


def train(forger, place, name, iterations):
    """Trains a small run to its end."""
    subprocess.run(
        [forger, "train", *options(place), "--iterations", str(iterations), "--snapshot-interval", "100", "--norms", "-o", name],
        cwd=place, check=True, stdout=subprocess.DEVNULL,
    )


class Server:
    """A command of Forger's that shows a page, until the block ends."""

    def __init__(self, forger, place, *arguments, port=0):
        self.output = open(place / f"output-{time.monotonic_ns()}", "w+")
        self.process = subprocess.Popen(
            [forger, *arguments, "--port", str(port)], cwd=place, stdout=self.output, stderr=subprocess.STDOUT
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found = re.search(r"The page is at (http://127\.0\.0\.1:(\d+)/)", Path(self.output.name).read_text())
            if found:
                self.address, self.port = found[1], int(found[2])
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise SystemExit(f"check-page: no page: {Path(self.output.name).read_text()}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.output.close()


def require(condition, text):
    if not condition:
        raise SystemExit(f"check-page: {text}")


def wait(page, expression, seconds=60):
    """Waits until an expression holds; the page's policy forbids the browser's own way, which is to evaluate texts."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        require(time.monotonic() < deadline, f"this did not come: {expression}")
        page.wait_for_timeout(20)


def new_page(browser, server, watch, *, wide=True, dark=False):
    """A page in a context of its own, with what it must not do recorded."""
    size = {"width": 1280, "height": 860} if wide else {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, color_scheme="dark" if dark else "light", accept_downloads=True, reduced_motion="reduce")
    recorded = watch(context, server)
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page, recorded


def finish(page, recorded):
    require(not recorded.faults, "; ".join(recorded.faults[:5]))
    page.context.close()

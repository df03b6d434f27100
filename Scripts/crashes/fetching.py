"""A fetch of a dataset from a server of our own, cut short."""

import contextlib
import hashlib
import random
import re
import signal
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from recording import contents
from scenarios import Scenario
from training import check

RANDOM = random.Random(2)
FILES = {"images": RANDOM.randbytes(90_000), "labels": RANDOM.randbytes(500), "more": RANDOM.randbytes(9_000)}
TOTAL = sum(map(len, FILES.values()))


class Server:
    """Serves the files, from any byte on, and counts what it sends by the first part of the path."""

    def __init__(self):
        self.sent = {}
        # Called when half of the first file is sent to `interrupted`.
        self.interrupt = None
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                _, token, name = self.path.split("/")
                content = FILES[name]
                found = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
                start = int(found[1]) if found else 0
                self.send_response(206 if found else 200)
                if found:
                    self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
                self.send_header("Content-Length", str(len(content) - start))
                self.send_header("ETag", '"1"')
                self.end_headers()
                rest = content[start:]
                server.sent[token] = server.sent.get(token, 0) + len(rest)
                if token == "interrupted" and name == "images":
                    self.wfile.write(rest[: len(rest) // 2])
                    self.wfile.flush()
                    server.interrupt()
                    # Until the client has gone away.
                    with contextlib.suppress(ConnectionError):
                        self.rfile.read(1)
                    self.close_connection = True
                    return
                self.wfile.write(rest)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Fetching(Scenario):
    """A dataset that is not there yet."""

    name = "fetch"
    anew = "missing"
    there = {}  # What is in its folder before.

    def __init__(self, forger, scratch):
        super().__init__(forger, scratch)
        self.program = Path(forger).with_name("FetchProgram")
        check(self.program.is_file(), f"found no {self.program}; 'make crashes' builds it")
        self.server = Server()
        self.start = 0

    def prepare(self, root):
        for name, content in self.there.items():
            path = root / "cache/numbers" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def command(self, root, token):
        facts = []
        for name, content in FILES.items():
            facts += [name, str(len(content)), hashlib.sha256(content).hexdigest()]
        address = f"{self.server.address}/{token}"
        return [str(self.program), address, str(root / "cache/numbers"), self.anew, *facts]

    def fetch(self, root, token, environment=None):
        return self.execute(root, self.command(root, token), environment)

    def run(self, root, environment):
        self.fetch(root, "recorded", environment)

    def promised(self, printed):
        return "all" if re.search(r"^(fetched|it was there)$", printed, re.MULTILINE) else 0

    def look(self, root, promise):
        folder = root / "cache/numbers"
        found = contents(folder) if folder.is_dir() else {}
        if promise == "all":
            check(self.is_whole(found), f"fetched, and lost: there is {sorted(found)}")
        # The mark of the folder in which it all waited is removed by the next fetch.
        found.pop(".forger-fetch", None)
        for name, content in found.items():
            old = self.there.get(name)
            check(content in (old, FILES.get(name)), f"{name} is neither the old one nor the new")
        if not self.there:
            check(not found or self.is_whole(found), f"not all is there: {sorted(found)}")
        for name in self.there.keys() - FILES.keys():
            check(name in found, f"{name}, which is not of the dataset, is lost")

    def go_on(self, root, promise):
        folder = root / "cache/numbers"
        token = root.parent.name
        self.fetch(root, token)
        found = contents(folder)
        check(self.is_whole(found), f"not all is there in the end: {sorted(found)}")
        sent = self.server.sent.pop(token, 0)
        if promise and promise != "all":
            check(sent <= TOTAL - promise, f"{promise} bytes were kept, and yet {sent} are fetched again")
        others = sorted(path.name for path in (root / "cache").iterdir() if path.name != "numbers")
        check(not others, f"left behind: {others}")
        strangers = found.keys() - FILES.keys() - self.there.keys()
        check(not strangers, f"left behind: {strangers}")

    def is_whole(self, found):
        return all(found.get(name) == content for name, content in FILES.items())


class FetchingAnew(Fetching):
    """One in the place of a damaged one, in a folder with something else."""

    name = "fetch --force"
    anew = "anew"
    there = {"images": b"an earlier edition", "labels": FILES["labels"], "notes": b"mine"}


class Interrupted(Fetching):
    """One that is stopped by Ctrl-C, and says how much it keeps."""

    name = "fetch, stopped"

    def run(self, root, environment):
        with subprocess.Popen(
            self.command(root, "interrupted"), env=self.variables(root, environment),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ) as process:
            def interrupt():
                # What has been sent need not have been written yet.
                part = root / "cache/numbers.part/images.part"
                for _ in range(1000):
                    if part.is_file() and part.stat().st_size > 0:
                        break
                    time.sleep(0.01)
                process.send_signal(signal.SIGINT)

            self.server.interrupt = interrupt
            output, errors = process.communicate(timeout=60)
        check(process.returncode == 0 and "kept" in output, f"was not interrupted:\n{output}{errors}")

    def look(self, root, promise):
        super().look(root, promise)
        parts = [path.read_bytes() for path in (root / "cache").rglob("images.part")]
        right = max((len(part) for part in parts if FILES["images"].startswith(part)), default=0)
        check(right >= promise, f"{promise} bytes were kept, and there are {right}")

    def promised(self, printed):
        kept = re.search(r"^kept (\d+) bytes$", printed, re.MULTILINE)
        return int(kept[1]) if kept else 0

"""Measures what clients of the page cost a training, and attacks the page's server while a run trains.

usage: python3 Scripts/stress-page.py [--forger PATH] [--pairs N] [--seconds S]

One run trains with --serve, on one core that the page's server shares. Phases without and with 20 clients that watch as
browsers do alternate; the clients have the other cores, as if they were on other machines. They may cost 1 % of the speed.
Then come 1,000 connections, 100 readers that do not read, 100 halves of requests, and 10,000 requests of each of four
clients: the run must go its way, the server's memory stay bounded, and the server answer after each. Exits with 1
otherwise. Nothing else may run on the machine.
"""

import argparse
import http.client
import json
import os
import re
import resource
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "page"))
from runs import make_images  # noqa: E402

MOST_MEGABYTES = 250
MOST_LOSS = 0.01


class Run:
    """A training with its page, on one core."""

    def __init__(self, forger, place, core):
        make_images(place / "images")
        self.output = place / "output"
        with open(self.output, "w") as output:
            self.process = subprocess.Popen(
                [forger, "train", "dcgan-mnist", "-i", str(place / "images"), "--channels", "32", "-b", "32",
                 "--iterations", "10000000", "--snapshot-interval", "1000000", "--display-interval", "20",
                 "--preview-interval", "500", "--threads", "1", "-o", "run", "--serve", "--port", "0"],
                cwd=place, stdout=output, stderr=subprocess.STDOUT, preexec_fn=lambda: os.sched_setaffinity(0, {core}),
            )  # fmt: skip
        self.port = int(wait_for(lambda: re.search(r"http://127\.0\.0\.1:(\d+)/", self.output.read_text()), 60)[1])
        self.server = int(subprocess.check_output(["pgrep", "-P", str(self.process.pid)]).split()[0])
        wait_for(lambda: self.status().get("iteration", 0) > 50, 120)

    def connect(self, timeout=10):
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def request(self, path, last=True):
        return (f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n" + ("Connection: close\r\n" if last else "") + "\r\n").encode()

    def get(self, path):
        with self.connect() as connection:
            connection.sendall(self.request(path))
            answer = b""
            while part := connection.recv(1 << 16):
                answer += part
        return answer.split(b"\r\n\r\n", 1)[1]

    def status(self):
        return json.loads(self.get("/api/runs/0"))["overview"]["status"]

    def megabytes(self):
        text = Path(f"/proc/{self.server}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024

    def server_seconds(self):
        """The processor time that the server has taken."""
        fields = Path(f"/proc/{self.server}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def wait_for(condition, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if found := condition():
                return found
        except (OSError, ValueError, KeyError):
            pass
        time.sleep(0.1)
    sys.exit("stress-page: something did not come in time")


class Watchers(threading.Thread):
    """Clients that watch as browsers do: they get news, and ask for the run and its curves whenever there are entries, by
    a connection that stays."""

    def __init__(self, run, count):
        super().__init__(daemon=True)
        self.run_, self.count, self.ended, self.news = run, count, threading.Event(), 0

    def run(self):
        selector = selectors.DefaultSelector()
        connections = []
        for _ in range(self.count):
            connection = self.run_.connect()
            connection.sendall(self.run_.request("/api/events?run=0"))
            connection.setblocking(False)
            browser = http.client.HTTPConnection("127.0.0.1", self.run_.port, timeout=10)
            selector.register(connection, selectors.EVENT_READ, {"revision": None, "browser": browser})
            connections.append(connection)
        while not self.ended.is_set():
            for key, _ in selector.select(0.2):
                data = key.fileobj.recv(1 << 16)
                for found in re.findall(rb'"revision":(-?\d+)', data):
                    self.news += 1
                    if found != key.data["revision"]:
                        key.data["revision"] = found
                        for path in ("/api/runs/0", "/api/runs/0/curves?points=640"):
                            key.data["browser"].request("GET", path)
                            key.data["browser"].getresponse().read()
        for connection in connections:
            connection.close()


def measure(run, pairs, seconds):
    """The speeds of phases without and with clients, alternating, in pairs."""
    speeds, shares = {0: [], 20: []}, {0: [], 20: []}
    for pair in range(pairs):
        for count in (0, 20) if pair % 2 == 0 else (20, 0):
            watchers = Watchers(run, count) if count else None
            if watchers:
                watchers.start()
                time.sleep(1)
            first, taken, start = run.status(), run.server_seconds(), time.monotonic()
            time.sleep(seconds)
            share = (run.server_seconds() - taken) / (time.monotonic() - start)
            last = run.status()
            shares[count].append(share)
            if watchers:
                watchers.ended.set()
                watchers.join()
                if watchers.news < count:
                    sys.exit("stress-page: the clients heard nothing")
            speeds[count].append((last["iteration"] - first["iteration"]) / (last["seconds"] - first["seconds"]))
            time.sleep(0.5)
    return speeds, {count: statistics.mean(values) for count, values in shares.items()}


def attack(run, name, body):
    """Does harm, then checks that the run and the server are well."""
    before = run.status()["iteration"] if name != "connections" else 0
    peak = [0.0]
    ended = threading.Event()

    def look():
        while not ended.is_set():
            peak[0] = max(peak[0], run.megabytes())
            time.sleep(0.1)

    thread = threading.Thread(target=look)
    thread.start()
    body()
    ended.set()
    thread.join()
    start = time.monotonic()
    status = wait_for(run.status, 60)
    answered = time.monotonic() - start
    wait_for(lambda: run.status()["iteration"] > max(before, status["iteration"]), 60)
    print(f"stress-page: {name}: the run continued, the server answers after {answered:.1f} s, at most {peak[0]:.0f} MB", flush=True)
    if peak[0] > MOST_MEGABYTES:
        sys.exit(f"stress-page: {name}: the server took {peak[0]:.0f} MB; expected at most {MOST_MEGABYTES}")


def many_connections(run):
    connections = []
    for _ in range(1000):
        try:
            connections.append(run.connect(2))
        except OSError:
            pass
    time.sleep(3)
    for connection in connections:
        connection.close()


def slow_readers(run):
    connections = []
    for _ in range(100):
        connection = run.connect()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            connection.sendall(run.request("/js/chart.js", last=False) * 200)
        except OSError:
            pass
        connections.append(connection)
    time.sleep(5)
    for connection in connections:
        connection.close()


def half_requests(run):
    connections = [run.connect() for _ in range(100)]
    for index, connection in enumerate(connections):
        connection.sendall([b"GET / HT", b"POST /api/uploads HTTP/1.1\r\nHost: x\r\n", b"\x16\x03\x01\x02", b"GET /" + b"a" * 20000][index % 4])
    time.sleep(3)
    for connection in connections:
        connection.close()


def many_requests(run, count=10_000, clients=4):
    def client():
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
        done = 0
        while done < count:
            try:
                with run.connect() as connection:
                    connection.settimeout(30)
                    while done < count:
                        connection.sendall(run.request("/api/none", last=False) * 50)
                        answers, pending = 0, b""
                        while answers < 50:
                            part = connection.recv(1 << 16)
                            if not part:
                                raise OSError
                            pending += part
                            answers = pending.count(b"nothing of this name")
                        done += 50
            except OSError:
                time.sleep(0.05)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--forger", default=".build/release/forger")
    parser.add_argument("--pairs", type=int, default=10, help="0 or two and more (default: 10)")
    parser.add_argument("--seconds", type=float, default=10, help="the length of a phase (default: 10)")
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) == 1 and options.pairs:
        parser.error("--pairs needs a second core for the clients; expected 0 here")
    if options.pairs == 1 or options.pairs < 0:
        parser.error(f"--pairs is {options.pairs}; expected 0 or at least 2")
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    with tempfile.TemporaryDirectory(prefix="forger-stress-") as folder:
        run = Run(str(Path(options.forger).resolve()), Path(folder), cores[0])
        # What follows is of this process alone.
        os.sched_setaffinity(0, cores[1:] or cores)
        try:
            if options.pairs:
                speeds, shares = measure(run, options.pairs, options.seconds)
                ratios = [watched / alone for alone, watched in zip(speeds[0], speeds[20])]
                loss = 1 - statistics.median(ratios)
                low, *_, high = statistics.quantiles(ratios, n=4)
                alone, watched = (statistics.median(speeds[count]) for count in (0, 20))
                print(
                    f"stress-page: {alone:.2f} iterations/s without clients, {watched:.2f} with 20, {len(ratios)} pairs: the median "
                    f"ratio is {statistics.median(ratios):.3f}, half of them are in {low:.3f} to {high:.3f}",
                    flush=True,
                )
                print(
                    f"stress-page: the server takes {100 * shares[0]:.2f} % of the core's time without clients, "
                    f"{100 * shares[20]:.2f} % with 20",
                    flush=True,
                )
            attack(run, "1,000 connections", lambda: many_connections(run))
            attack(run, "100 readers that do not read", lambda: slow_readers(run))
            attack(run, "100 halves of requests", lambda: half_requests(run))
            attack(run, "10,000 requests of each of 4 clients", lambda: many_requests(run))
        finally:
            run.stop()
    if options.pairs and loss > MOST_LOSS:
        sys.exit(f"stress-page: clients cost {100 * loss:.2f} %; expected at most {100 * MOST_LOSS:.0f} %")
    print("stress-page: ok")


main()

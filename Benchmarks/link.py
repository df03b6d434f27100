"""Times training by two hosts that a slow link joins, with and without overlap; needs root, iproute2 and Open MPI.

usage: link.py [--program PROGRAM] [--rate RATE] [--pairs N] [RECIPE [FLAG...]]

The hosts are network namespaces of this machine, one core each, joined by a virtual cable that is slowed down to
RATE (default: 1gbit). The part of the communication that is hidden is what overlap saves of what is waited for without.
"""

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HOSTS = ("forger-a", "forger-b")
ADDRESSES = ("10.97.0.1", "10.97.0.2")


def ip(*arguments, check=True):
    subprocess.run(["ip", *arguments], check=check, stderr=None if check else subprocess.DEVNULL)


@contextlib.contextmanager
def hosts(rate):
    """Two hosts, joined; yields the start of a command that runs on both."""
    for host in HOSTS:
        ip("netns", "delete", host, check=False)
    for host in HOSTS:
        ip("netns", "add", host)
    try:
        ip("link", "add", "cable", "netns", HOSTS[0], "type", "veth", "peer", "name", "cable", "netns", HOSTS[1])
        for host, address in zip(HOSTS, ADDRESSES):
            inside = ["netns", "exec", host]
            ip("-n", host, "addr", "add", f"{address}/24", "dev", "cable")
            for device in ("lo", "cable"):
                ip("-n", host, "link", "set", device, "up")
            if rate != "none":
                limits = ["rate", rate, "burst", "128kb", "latency", "50ms"]
                ip(*inside, "tc", "qdisc", "add", "dev", "cable", "root", "tbf", *limits)
        with tempfile.TemporaryDirectory() as folder:
            agent = f"{folder}/agent"
            with open(agent, "w", encoding="utf-8") as file:
                file.write('#!/bin/sh\nhost=$1; shift\n')
                for host, address in zip(HOSTS, ADDRESSES):
                    file.write(f'[ "$host" = {address} ] && exec ip netns exec {host} sh -c "$*"\n')
            os.chmod(agent, 0o755)
            yield [
                *("ip", "netns", "exec", HOSTS[0], "mpirun.openmpi", "--allow-run-as-root", "--bind-to", "none"),
                *("--mca", "plm_rsh_agent", agent, "--mca", "btl", "tcp,self", "--mca", "btl_tcp_if_include", "cable"),
                *("--mca", "oob_tcp_if_include", "cable", "--mca", "orte_keep_fqdn_hostnames", "1"),
                *("-H", ",".join(f"{address}:1" for address in ADDRESSES), "-n", "2"),
            ]
    finally:
        for host in HOSTS:
            ip("netns", "delete", host)


def iteration(start, program, flags, overlap):
    """The seconds of an iteration, and those of it that are waited for the other host, as the log has them."""
    with tempfile.TemporaryDirectory() as folder:
        rank = "taskset -c $((OMPI_COMM_WORLD_RANK % $(nproc)))"
        train = f"{program} train {' '.join(flags)} --threads 1 --iterations 30 --display-interval 10 -o {folder}/run"
        command = [*start, "-x", f"FORGER_MPI_OVERLAP={int(overlap)}", "sh", "-c", f"exec {rank} {train}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stdout}{done.stderr}")
        with open(f"{folder}/run/log", encoding="utf-8") as file:
            entries = json.load(file)
    # The first ten choose algorithms.
    taken = (entries[-1]["elapsed_time"] - entries[0]["elapsed_time"]) / 20
    return taken, statistics.mean(entry["communication/time"] for entry in entries[1:])


def main():
    parser = argparse.ArgumentParser(description="Times training over a slow link.")
    parser.add_argument("--program", default=".build/release/forger")
    parser.add_argument("--rate", default="1gbit", help="of the link, or 'none' (default: 1gbit)")
    parser.add_argument("--pairs", type=int, default=3, help="runs of each (default: 3)")
    parser.add_argument("recipe", nargs=argparse.REMAINDER, default=[])
    options = parser.parse_args()
    if os.geteuid() != 0 or not shutil.which("mpirun.openmpi") or not shutil.which("ip"):
        sys.exit("link.py needs root, Open MPI ('make setup-mpi') and ip of Debian's iproute2")
    flags = options.recipe or ["dcgan-cifar10", "-i", "fashion-mnist"]
    program = os.path.abspath(options.program)
    taken = {True: [], False: []}
    with hosts(options.rate) as start:
        for index in range(options.pairs):
            for overlap in (True, False) if index % 2 == 0 else (False, True):
                taken[overlap].append(iteration(start, program, flags, overlap))
    for overlap in (True, False):
        seconds, waiting = (statistics.median(values) for values in zip(*taken[overlap]))
        print(f"{'with' if overlap else 'without'} overlap: {seconds:.3f} s an iteration, {waiting:.3f} s of it waiting")
    (fast, _), (slow, waiting) = (
        [statistics.median(values) for values in zip(*taken[overlap])] for overlap in (True, False)
    )
    print(f"{options.rate}: overlap hides {(slow - fast) / waiting:.0%} of the communication")


main()

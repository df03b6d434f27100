"""Two hosts on one machine: network namespaces with a cable between them, which can be slow, or cut."""

import contextlib
import os
import shutil
import subprocess
import tempfile

HOSTS = ("forger-a", "forger-b")
ADDRESSES = ("10.97.0.1", "10.97.0.2")


def ip(*arguments, check=True):
    subprocess.run(["ip", *arguments], check=check, stderr=None if check else subprocess.DEVNULL)


@contextlib.contextmanager
def joined(rate):
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


def missing():
    """What the hosts need and this machine or user lacks; `None` if it is all there."""
    if os.geteuid() == 0 and shutil.which("mpirun.openmpi") and shutil.which("ip"):
        return None
    return "root, Open MPI ('make setup-mpi') and ip of Debian's iproute2"


def cut(lost):
    """Cuts the cable, so that all is lost on it, or mends it."""
    for host in HOSTS:
        inside = ["netns", "exec", host, "tc", "qdisc"]
        if lost:
            # No packet is as small as what this lets through.
            ip(*inside, "replace", "dev", "cable", "root", "tbf", "rate", "8bit", "burst", "10b", "limit", "10b")
        else:
            ip(*inside, "delete", "dev", "cable", "root")

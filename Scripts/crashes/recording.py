"""What a program did to the files below a folder, in order, with the data: run it and listen."""

import enum
import os
import shutil
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

from training import Failure, check

HEADER = struct.Struct("<IIIIQQQ")


class Kind(enum.IntEnum):
    """What record.c tells; the numbers are the same there."""

    CREATE = 1
    MKDIR = 2
    WRITE = 3
    TRUNCATE = 4
    RENAME = 5
    EXCHANGE = 6
    UNLINK = 7
    RMDIR = 8
    LINK = 9
    SYMLINK = 10
    SYNC = 11
    SYNC_ALL = 12
    PRINT = 13
    UNKNOWN = 14


@dataclass
class Call:
    """One call that succeeded."""

    kind: Kind
    path: str
    other: str
    inode: int
    offset: int
    data: bytes

    def __str__(self):
        if self.kind == Kind.PRINT:
            return f"print {self.data.decode(errors='replace').strip()[:40]!r}"
        names = " to ".join(part for part in (self.path, self.other) if part)
        return f"{self.kind.name.lower()} {names or self.inode}"


@dataclass
class Recording:
    """What there was, what was done, and what came of it."""

    root: Path
    before: dict
    inodes: dict  # Of what there was before, by path.
    calls: list
    after: dict


class Recorder:
    """Runs programs under a library that listens."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.library = scratch / "record.so"
        source = Path(__file__).with_name("record.c")
        compiler = next(filter(shutil.which, [os.environ.get("CC", ""), "cc", "clang", "gcc"]), None)
        check(compiler, "found no C compiler: cc, clang or gcc, or what CC says")
        command = [compiler, "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", self.library, source, "-ldl"]
        result = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        check(result.returncode == 0, f"record.c cannot be compiled:\n{result.stderr}")

    def record(self, root, run):
        """Has `run` start a program with the environment that it is given; what happened below `root`."""
        log = self.scratch / "calls"
        log.unlink(missing_ok=True)
        before, inodes = contents(root), inodes_below(root)
        environment = {
            "LD_PRELOAD": str(self.library),
            "FORGER_CRASHES_ROOT": str(root),
            "FORGER_CRASHES_LOG": str(log),
        }
        run(environment)
        check(log.is_file(), "nothing was recorded: the command is linked statically, perhaps")
        recording = Recording(root, before, inodes, list(parse(log.read_bytes())), contents(root))
        for call in recording.calls:
            if call.kind == Kind.UNKNOWN:
                raise Failure(f"a call cannot be recorded: {call.path} ({call.other})")
        return recording


def parse(log):
    """The calls in what record.c wrote."""
    place = 0
    while place < len(log):
        number, first, second, _, inode, offset, length = HEADER.unpack_from(log, place)
        place += HEADER.size
        path = log[place : place + first].decode()
        other = log[place + first : place + first + second].decode()
        place += first + second
        yield Call(Kind(number), path, other, inode, offset, log[place : place + length])
        place += length


def contents(root):
    """What lies below a folder, by relative path: bytes of files, None for folders, text of links."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if path.is_symlink():
            found[name] = os.readlink(path)
        else:
            found[name] = None if path.is_dir() else path.read_bytes()
    return found


def inodes_below(root):
    """The inodes of a folder and of all that lies below it, by relative path."""
    paths = [root, *root.rglob("*")]
    return {str(path.relative_to(root)): os.lstat(path).st_ino for path in paths}


def put_together(root, state):
    """Makes a folder hold a state, and nothing else."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    for name, content in state.items():
        path = root / name
        if content is None:
            path.mkdir()
        elif isinstance(content, str):
            path.symlink_to(content)
        else:
            path.write_bytes(content)



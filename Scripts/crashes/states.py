"""What a folder can hold after a crash.

A file system keeps what was written to a file, and what names were given to what in a folder, for a while
in memory. Only a sync of the file makes its data sure to be on the disk, only a sync of the folder its
names; until then each may be there or not, and data may be there in part. So POSIX has it; most file systems
promise a little more, none of them to all programs. See Pillai et al. 2014, "All File Systems Are Not
Created Equal" (ALICE), and Mohan et al. 2018, "Finding Crash-Consistency Bugs with Bounded Black-Box Crash
Testing" (CrashMonkey).

Kept whole here: a rename happens or does not; what one call writes lands in order, though maybe half of it.
"""

import bisect
import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from recording import Kind
from training import check

ROOT = 0
NAMES = {Kind.CREATE, Kind.MKDIR, Kind.RENAME, Kind.EXCHANGE, Kind.UNLINK, Kind.RMDIR, Kind.LINK, Kind.SYMLINK}
DATA = {Kind.WRITE, Kind.TRUNCATE}


@dataclass
class Effect:
    """What one call changed: names in folders, or the data of a file."""

    kind: Kind
    # Names: (folder, name, what it stands for now or None).
    changes: tuple = ()
    # Data.
    file: int = 0
    offset: int = 0
    data: bytes = b""
    # The number of the call from which on it is on the disk.
    sure: float = float("inf")


class History:
    """A recording, from which the states of each moment are made."""

    def __init__(self, recording, without_syncs=False):
        self.calls = recording.calls
        self.root = str(recording.root)
        # What objects there are: bytes, None for a folder, text for a link.
        self.objects = {ROOT: None}
        self.by_inode = {recording.inodes["."]: ROOT}
        self.start = {}
        ids = {".": ROOT}
        for path, content in recording.before.items():
            number = self.add(content, recording.inodes[path])
            ids[path] = number
            place = PurePosixPath(path)
            self.start[ids[str(place.parent)], place.name] = number
        self.now = dict(self.start)
        self.effects = []
        self.syncs = {}  # By object, the numbers of the calls that synced it.
        for number, call in enumerate(self.calls):
            self.effects.append(self.take(number, call, without_syncs))
        for number, effect in enumerate(self.effects):
            if effect:
                effect.sure = self.sure(number, effect)
        # Nothing was overheard: the calls lead to what there was in the end.
        end = self.state(len(self.calls), lambda number: "all")
        different = {name for name in end.keys() | recording.after.keys()
                     if end.get(name, 0) != recording.after.get(name, 0)}
        check(not different, f"the calls that were recorded do not explain {sorted(different)}")

    def add(self, content, inode):
        number = len(self.objects)
        self.objects[number] = content
        self.by_inode[inode] = number
        return number

    def place(self, path):
        """The folder and the name of an absolute path."""
        parts = PurePosixPath(path).relative_to(self.root).parts
        check(parts, f"the root itself was changed: {path}")
        folder = ROOT
        for part in parts[:-1]:
            folder = self.now[folder, part]
        return folder, parts[-1]

    def take(self, number, call, without_syncs):
        """What a call changed, if it changed anything."""
        kind = call.kind
        if kind in (Kind.SYNC, Kind.SYNC_ALL):
            if not without_syncs:
                target = None if kind == Kind.SYNC_ALL else self.by_inode[call.inode]
                self.syncs.setdefault(target, []).append(number)
            return None
        if kind in DATA:
            return Effect(kind, file=self.by_inode[call.inode], offset=call.offset, data=call.data)
        if kind not in NAMES:
            return None
        if kind in (Kind.CREATE, Kind.MKDIR, Kind.SYMLINK):
            content = {Kind.CREATE: b"", Kind.MKDIR: None}.get(kind, call.other)
            changes = [(*self.place(call.path), self.add(content, call.inode))]
        elif kind in (Kind.UNLINK, Kind.RMDIR):
            changes = [(*self.place(call.path), None)]
        else:
            old, new = self.place(call.path), self.place(call.other)
            there = self.now.get(new) if kind == Kind.EXCHANGE else None
            changes = [(*new, self.now[old])]
            if kind != Kind.LINK:
                changes.insert(0, (*old, there))
        for folder, name, target in changes:
            self.now[folder, name] = target
        self.now = {key: value for key, value in self.now.items() if value is not None}
        return Effect(kind, changes=tuple(changes))

    def sure(self, number, effect):
        """The call from which on an effect is on the disk."""
        synced = {None} | ({effect.file} if effect.kind in DATA else {c[0] for c in effect.changes})
        following = []
        for target in synced:
            calls = self.syncs.get(target, [])
            following += calls[bisect.bisect(calls, number) :][:1]
        return min(following, default=float("inf"))

    def open(self, moment):
        """The calls before a moment whose effects may or may not be on the disk."""
        return [
            number
            for number, effect in enumerate(self.effects[:moment])
            # The sync itself has to be over.
            if effect and effect.sure >= moment
        ]

    def state(self, moment, fate):
        """What is there after so many calls; `fate` says of each open one what becomes of its effect:
        "all", "half", "zeros" or "none"."""
        names, files = dict(self.start), {}
        undecided = set(self.open(moment))
        for number, effect in enumerate(self.effects[:moment]):
            if not effect:
                continue
            what = fate(number) if number in undecided else "all"
            if what == "none":
                continue
            if effect.kind not in DATA:
                for folder, name, target in effect.changes:
                    names.pop((folder, name), None)
                    if target is not None:
                        names[folder, name] = target
                continue
            data = files.get(effect.file)
            if data is None:
                data = files[effect.file] = bytearray(self.objects[effect.file])
            if effect.kind == Kind.TRUNCATE:
                del data[effect.offset :]
                data.extend(bytes(effect.offset - len(data)))
            else:
                new = effect.data
                new = bytes(len(new)) if what == "zeros" else new
                new = new[: len(new) // 2] if what == "half" else new
                data.extend(bytes(max(effect.offset - len(data), 0)))
                data[effect.offset : effect.offset + len(new)] = new
        return self.listing(names, files)

    def listing(self, names, files):
        """The same by path, folders before what is in them."""
        children = {}
        for (folder, name), target in names.items():
            children.setdefault(folder, []).append((name, target))
        found = {}

        def visit(folder, start):
            for name, target in sorted(children.get(folder, [])):
                content = files.get(target, self.objects[target])
                found[start + name] = bytes(content) if isinstance(content, bytearray) else content
                if self.objects[target] is None:
                    visit(target, start + name + "/")

        visit(ROOT, "")
        return found

    def states(self, moment):
        """The states in which a crash after so many calls can leave the folder, with what became of the
        effects that were open."""
        open_calls = self.open(moment)
        naming = [number for number in open_calls if self.effects[number].kind not in DATA]
        is_data = {number: self.effects[number].kind in DATA for number in open_calls}
        # As far as half of the data goes, file by file.
        writes = {}
        for number in open_calls:
            if is_data[number]:
                writes.setdefault(self.effects[number].file, []).append(number)
        halves = {}
        for calls in writes.values():
            middle = len(calls) // 2
            for place, number in enumerate(calls):
                halves[number] = "all" if place < middle else "half" if place == middle else "none"

        yield "everything", self.state(moment, lambda number: "all")
        if not open_calls:
            return
        yield "what was synced", self.state(moment, lambda number: "none")
        if writes:
            def names_and(data):
                return lambda number: data(number) if is_data[number] else "all"

            yield "names without data", self.state(moment, names_and(lambda number: "none"))
            yield "names, half the data", self.state(moment, names_and(halves.get))
            yield "names, zeros as data", self.state(moment, names_and(lambda number: "zeros"))
        if naming:
            yield "data without names", self.state(
                moment, lambda number: "all" if is_data[number] else "none"
            )
        if len(naming) > 1:
            for one in naming:
                call = self.calls[one]
                yield f"all but {call}", self.state(
                    moment, lambda number, one=one: "none" if number == one else "all"
                )
                yield f"of names only {call}", self.state(
                    moment, lambda number, one=one: "all" if is_data[number] or number == one else "none"
                )

    def printed(self, moment):
        """What the program had printed after so many calls."""
        data = b"".join(call.data for call in self.calls[:moment] if call.kind == Kind.PRINT)
        return data.decode()


def digest(state):
    """The same for equal states."""
    sum = hashlib.sha256()
    for name, content in state.items():
        kind = "folder" if content is None else "link" if isinstance(content, str) else "file"
        sum.update(f"{kind} {name!r} ".encode())
        if kind == "link":
            sum.update(content.encode())
        if kind == "file":
            sum.update(hashlib.sha256(content).digest())
    return sum.digest()

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
import functools
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
        names, files = dict(self.start), {}
        for effect in filter(None, self.effects):
            self.apply(effect, "all", names, files)
        end = self.listing(names, files)
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

    def apply(self, effect, what, names, files):
        """Does to names and files what a call did; of data that are written all, half or zeros."""
        if effect.kind not in DATA:
            for folder, name, target in effect.changes:
                names.pop((folder, name), None)
                if target is not None:
                    names[folder, name] = target
            return
        data = files.get(effect.file, self.objects[effect.file])
        if effect.kind == Kind.TRUNCATE:
            files[effect.file] = data[: effect.offset] + bytes(effect.offset - len(data))
            return
        new = bytes(len(effect.data)) if what == "zeros" else effect.data
        new = new[: len(new) // 2] if what == "half" else new
        data += bytes(max(effect.offset - len(data), 0))
        files[effect.file] = data[: effect.offset] + new + data[effect.offset + len(new) :]

    def listing(self, names, files):
        """The same by path, folders before what is in them."""
        children = {}
        for (folder, name), target in names.items():
            children.setdefault(folder, []).append((name, target))
        found = {}

        def visit(folder, start):
            for name, target in sorted(children.get(folder, [])):
                content = files.get(target, self.objects[target])
                found[start + name] = content
                if self.objects[target] is None:
                    visit(target, start + name + "/")

        visit(ROOT, "")
        return found

    def moments(self):
        """Each number of calls after which there can be a crash, with the states that it can leave."""
        names, files = dict(self.start), {}  # What is sure to be on the disk.
        undecided = []
        for moment in range(len(self.calls) + 1):
            yield moment, self.states(undecided, names, files)
            if moment == len(self.calls):
                return
            undecided.append(moment)
            # A sync is of all earlier calls for the same file or folder, so that the order within it stays.
            for number in undecided:
                if self.effects[number] and self.effects[number].sure <= moment:
                    self.apply(self.effects[number], "all", names, files)
            undecided = [
                number for number in undecided
                if self.effects[number] and self.effects[number].sure > moment
            ]

    def states(self, undecided, sure_names, sure_files):
        """The states that are possible while the effects of some calls may be on the disk or not, with what
        becomes of them: "all", "half", "zeros" or "none"."""

        def state(fate):
            names, files = dict(sure_names), dict(sure_files)
            for number in undecided:
                what = fate(number)
                if what != "none":
                    self.apply(self.effects[number], what, names, files)
            return self.listing(names, files)

        naming = [number for number in undecided if self.effects[number].kind not in DATA]
        writes = {}
        for number in undecided:
            if self.effects[number].kind in DATA:
                writes.setdefault(self.effects[number].file, []).append(number)
        # As far as half of the data goes, file by file.
        halves = {}
        for calls in writes.values():
            middle = len(calls) // 2
            for place, number in enumerate(calls):
                halves[number] = "all" if place < middle else "half" if place == middle else "none"
        is_data = halves.keys()

        yield "everything", state(lambda number: "all")
        if not undecided:
            return
        yield "what was synced", state(lambda number: "none")
        if writes:
            yield "names without data", state(lambda number: "none" if number in is_data else "all")
            yield "names, half the data", state(lambda number: halves.get(number, "all"))
            yield "names, zeros as data", state(lambda number: "zeros" if number in is_data else "all")
        if naming:
            yield "data without names", state(lambda number: "all" if number in is_data else "none")
        if len(naming) > 1:
            for one in naming:
                call = self.calls[one]
                yield f"all but {call}", state(lambda number: "none" if number == one else "all")
                yield f"of names only {call}", state(
                    lambda number: "all" if number in is_data or number == one else "none"
                )

    def printed(self, moment):
        """What the program had printed after so many calls."""
        data = b"".join(call.data for call in self.calls[:moment] if call.kind == Kind.PRINT)
        return data.decode()


@functools.lru_cache(maxsize=4096)
def digest_of(content):
    """The same for equal contents of a file; that of each is computed once."""
    return hashlib.sha256(content).digest()


def digest(state):
    """The same for equal states."""
    sum = hashlib.sha256()
    for name, content in state.items():
        kind = "folder" if content is None else "link" if isinstance(content, str) else "file"
        sum.update(f"{kind} {name!r} ".encode())
        if kind == "link":
            sum.update(content.encode())
        if kind == "file":
            sum.update(digest_of(content))
    return sum.digest()

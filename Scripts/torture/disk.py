"""A run on a disk that fills up."""

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from training import INTERVAL, Failure, check, check_whole, clear, compare, kind, snapshots

FULL = "No space left on device"


class SmallDisk:
    """A file system of a few megabytes in memory, mounted for as long as this object is in use."""

    def __init__(self, folder, megabytes):
        self.folder, self.megabytes = folder, megabytes
        self.filler = folder / "filler"

    def __enter__(self):
        self.folder.mkdir()
        problem = self.mount(f"size={self.megabytes}m")
        if problem:
            raise Failure(f"the disk cannot be mounted: {problem}")
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", str(self.folder)], check=True)

    def mount(self, options):
        """What is wrong, or nothing."""
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.folder)]
        try:
            result = subprocess.run(command, capture_output=True, text=True)
        except FileNotFoundError:
            return "there is no command 'mount'"
        return result.stderr.strip() if result.returncode else ""

    @property
    def free(self):
        """Bytes that are free."""
        state = os.statvfs(self.folder)
        return state.f_bavail * state.f_frsize

    def leave(self, size):
        """Fills the disk but for so many bytes."""
        self.filler.unlink(missing_ok=True)
        with open(self.filler, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(self.free - size, 1))

    def empty(self):
        """Takes away what filled it."""
        self.filler.unlink(missing_ok=True)

    @staticmethod
    def why_not():
        """Why there can be no such disk, or nothing. May start this script anew in a name space."""
        with tempfile.TemporaryDirectory() as folder:
            problem = SmallDisk(Path(folder), 1).mount("size=1m")
            if not problem:
                subprocess.run(["umount", "-l", folder], check=True)
                return ""
        variable = "FORGER_TORTURE_UNSHARED"
        if variable in os.environ:
            return f"a tmpfs cannot be mounted ({problem})"
        try:
            subprocess.run(["unshare", "-rm", "true"], check=True, capture_output=True)
        except (subprocess.CalledProcessError, FileNotFoundError):
            return f"a tmpfs cannot be mounted ({problem}), and 'unshare -rm' does not work either"
        os.environ[variable] = "1"
        sys.stdout.flush()
        os.execvp("unshare", ["unshare", "-rm", sys.executable, *sys.argv])


def torture_by_full_disk(trainings, megabytes, seed):
    """Lets a disk fill up in several ways."""
    folder = trainings.scratch / "disk"
    with SmallDisk(folder, megabytes) as disk:
        out = folder / "run"
        fill_with_snapshots(trainings, disk, out, megabytes)
        fill_beforehand(trainings, disk, out, random.Random(f"{seed} disk"))
        fill_at_the_end(trainings, disk, out)
        forbid_writing(trainings, disk, out)


def fill_with_snapshots(trainings, disk, out, megabytes):
    """A run that keeps all its snapshots fills the disk; they are deleted, and it resumes."""
    # A snapshot and its companions take about a megabyte.
    iterations = 5 * INTERVAL * megabytes // 2
    reference = trainings.reference(iterations)
    failed = []
    while True:
        session = trainings.start(out, iterations, overwrite=True)
        if len(failed) == 20:
            raise Failure("the disk fills up again and again")
        code, output, errors = session.finish()
        if code == 0:
            break
        check(FULL in errors and str(out) in errors, f"exit code {code}:\n{output}{errors}")
        check("--resume latest" in output, f"no advice how to resume:\n{output}")
        left = [path.name for path in out.rglob(".*")]
        check(not left, f"left behind: {left}")
        check_whole(out)
        failed.append(kind(errors.split(":")[1]))
        newest = snapshots(out)[-1]
        for number in snapshots(out)[:-1]:
            for stem in ("snapshot", "gen", "dis"):
                (out / f"{stem}_iter_{number}.npz").unlink()
        check(snapshots(out) == [newest], "deleting failed")
    count = compare(reference, out, may_hold_more=True)
    print(
        f"disk:   {megabytes} MB filled {len(failed)} times by {iterations // INTERVAL} snapshots "
        f"({', '.join(failed)} could not be written); {count} files as if nothing had been"
    )
    check(failed, "the disk did not fill up")
    clear(out)


def fill_beforehand(trainings, disk, out, rng):
    """Runs that keep two snapshots find little space from the beginning."""
    iterations = 8 * INTERVAL
    reference = trainings.reference(iterations)
    sizes = [0, 4096, 12_288, 65_536] + [rng.randrange(100_000, 3_000_000) for _ in range(6)]
    outcomes = []
    for size in sizes:
        disk.leave(size)
        session = trainings.start(out, iterations, keep=2)
        code, output, errors = session.finish()
        if code:
            check(code == 1 and FULL in errors and str(out) in errors, f"code {code}:\n{output}{errors}")
            check(errors.count("\n") == 1, errors)
            if out.exists():
                check(not [path for path in out.rglob(".*")], "something was left behind")
                check_whole(out)
            kept = snapshots(out) if out.exists() else []
            outcomes.append(f"{size // 1000} kB: {len(kept)} kept")
            disk.empty()
            trainings.start(out, iterations, keep=2, overwrite=True).expect_end()
        else:
            outcomes.append(f"{size // 1000} kB: enough")
        compare(reference, out)
        clear(out)
    print(f"disk:   little space from the beginning, then enough: {', '.join(outcomes)}")


def fill_at_the_end(trainings, disk, out):
    """There is space for all but the animation."""
    iterations = 8 * INTERVAL
    trainings.start(out, iterations, keep=2).expect_end()
    size = (out / "preview.gif").stat().st_size
    (out / "preview.gif").unlink()
    disk.leave(size // 2)
    path = trainings.start(out, iterations, keep=2).expect_problem(FULL, out)
    check(path.endswith("preview.gif"), f"{path} could not be written, not preview.gif")
    check_whole(out)
    disk.empty()
    trainings.start(out, iterations, keep=2).expect_end()
    count = compare(trainings.reference(iterations), out)
    print(f"disk:   no space for preview.gif; then enough: {count} files as if nothing had been")


def forbid_writing(trainings, disk, out):
    """A disk that cannot be written to is named as such."""
    check(not disk.mount("remount,ro"), "the disk cannot be made read-only")
    trainings.start(out, 8 * INTERVAL).expect_problem("Read-only file system", out)
    check(not disk.mount("remount,rw"), "the disk cannot be made writable")
    print("disk:   read-only: refused with a clear error")

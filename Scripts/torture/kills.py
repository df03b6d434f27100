"""A run that is killed again and again."""

import os
import random
import re
import time

from training import INTERVAL, check, check_whole, clear, compare, names, numbers, snapshots

LIMIT = 120  # Seconds that anything may take.
# When kills come: most of them aim at a file that is being written.
KINDS = ["saving", "saving", "saving", "saving", "anytime", "starting"]


def torture_by_kills(trainings, kills, seed):
    """Kills a run with SIGKILL, resumes it, and compares what it comes to."""
    rng = random.Random(f"{seed} kills")
    # Six snapshots are more than a session gets to write, so that there is enough to kill.
    iterations = 6 * INTERVAL * kills
    reference = trainings.reference(iterations)
    out = trainings.scratch / "killed"
    run = KilledRun(trainings, out, iterations, rng)
    kinds = ["starting"] + [rng.choice(KINDS) for _ in range(kills - 2)] + ["ending"] * (kills > 1)
    for kind in kinds:
        run.kill(kind)
    while run.kills < kills:  # Some may have come too late, when the session was over.
        run.kill("starting")
    trainings.start(out, iterations, keep=2, overwrite=True).expect_end()
    count = compare(reference, out)
    print(
        f"kills:  {run.kills} with SIGKILL over {iterations} iterations, {run.while_saving} of them "
        f"between a snapshot's first byte and its last, {run.while_writing} while some file was being "
        f"written, {run.without_snapshot} before the first snapshot; {count} files as if nothing had been"
    )
    clear(out)


class KilledRun:
    """A run and what its kills hit."""

    def __init__(self, trainings, out, iterations, rng):
        self.trainings, self.out, self.iterations, self.rng = trainings, out, iterations, rng
        self.kills = self.while_saving = self.while_writing = self.without_snapshot = 0
        self.seen = 0

    def kill(self, kind):
        """One session, from its start to its kill, and the checks that follow."""
        begin = snapshots(self.out)[-1] if snapshots(self.out) else 0
        check(begin >= self.seen, f"snapshot {self.seen} was there, the newest is {begin}")
        left = set(name for name in names(self.out) if name.endswith(".partial"))
        session = self.trainings.start(self.out, self.iterations, keep=2, overwrite=True)
        self.wait(session, kind, begin)
        was_running = session.is_running
        session.process.kill()
        _, output, errors = session.finish()
        check(not errors, f"a session said:\n{errors}")
        self.kills += was_running
        resumed = re.search(r"resumed +at iteration (\d+)", output)
        if resumed:
            check(int(resumed[1]) == begin, f"resumed at {resumed[1]}, the newest was {begin}")
            # The file's end may be replaced by another process of the same number.
            still = left & set(names(self.out))
            check(not still, f"{still} of an earlier kill are still there")
        self.look()
        check(resumed or begin in (0, self.seen), f"did not say that it resumed:\n{output}")

    def wait(self, session, kind, begin):
        """Waits for the moment of the kill."""
        rng = self.rng
        if kind == "starting":
            time.sleep(rng.uniform(0, 0.6))
            return
        goal = begin + INTERVAL * rng.randint(0, 4)
        if kind == "ending":
            goal = self.iterations
        self.wait_until(session, lambda: self.note_newest() >= goal)
        if kind == "saving":
            what = rng.choice([".gen", ".dis", ".snapshot", ".snapshot", ".losses", ".log"])
            self.wait_until(session, lambda: any(name.startswith(what) for name in self.list()))
            time.sleep(rng.uniform(0, 0.002))
        else:
            time.sleep(rng.uniform(0, 0.05))

    def wait_until(self, session, condition):
        deadline = time.monotonic() + LIMIT
        while not condition() and session.is_running:
            check(time.monotonic() < deadline, "the run makes no progress")

    def list(self):
        try:
            return os.listdir(self.out)
        except FileNotFoundError:
            return []

    def note_newest(self):
        """The newest snapshot, which must never be lost from now on."""
        self.seen = max([self.seen] + snapshots(self.out))
        return self.seen

    def look(self):
        """Checks what the kill left, and counts what it hit."""
        found = snapshots(self.out)
        check_whole(self.out)
        newest = found[-1] if found else 0
        check(newest >= self.seen, f"snapshot {self.seen} is lost, there is {found}")
        self.seen = newest
        partial = [name for name in names(self.out) if name.endswith(".partial")]
        orphans = [n for stem in ("gen", "dis") for n in numbers(self.out, stem) if n > newest]
        self.while_writing += bool(partial or orphans)
        self.while_saving += bool(orphans or any("_iter_" in name for name in partial))
        self.without_snapshot += not found

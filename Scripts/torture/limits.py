"""A run whose files may suddenly grow no further, so that some write of its fails."""

import random
import resource
import time

from training import INTERVAL, check, check_whole, clear, compare, kind, snapshots


def torture_by_limits(trainings, limits, seed):
    """Limits the size of files of a process that runs, resumes it, and compares what it comes to."""
    rng = random.Random(f"{seed} limits")
    iterations = 6 * INTERVAL * limits
    reference = trainings.reference(iterations)
    out = trainings.scratch / "limited"
    failed = []
    for _ in range(limits):
        before = snapshots(out)
        session = trainings.start(out, iterations, keep=2, overwrite=True)
        goal = (before[-1] if before else 0) + INTERVAL * rng.randint(0, 3)
        while session.is_running and goal > (snapshots(out) or [0])[-1]:
            time.sleep(0.001)
        time.sleep(rng.uniform(0, 0.02))
        # Nothing, or the log but no preview, or all but the snapshot.
        size = rng.choice([0, 3_000, 30_000, 300_000])
        if not session.is_running:
            session.expect_end()
            continue
        resource.prlimit(session.process.pid, resource.RLIMIT_FSIZE, (size, size))
        path = session.expect_problem("cannot be written: File too large", out)
        failed.append(kind(path))
        check_whole(out)
        after = snapshots(out)
        check(not before or (after and after[-1] >= before[-1]), f"snapshots went: {before}, {after}")
    trainings.start(out, iterations, keep=2, overwrite=True).expect_end()
    count = compare(reference, out)
    print(
        f"limits: {len(failed)} writes failed ({', '.join(failed)}); {count} files as if nothing had been"
    )
    clear(out)

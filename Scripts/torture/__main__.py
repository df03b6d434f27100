"""Spoils training runs in every way that it can, and checks that they come out as if nothing had been.

    python3 Scripts/torture [--kills 30] [--limits 6] [--megabytes 20] [--seed 1] [--forger PATH] [--recipe NAME]

- Kills: a run is killed with SIGKILL at random moments, many of them while it writes a snapshot, and
  resumed with `--resume latest` each time.
- Limits: files are forbidden to grow at random moments, which makes any write fail, anywhere.
- Disk: the run writes to a file system of a few megabytes that fills up.

Each ends with a run that is compared, byte for byte but for the times, with one that was left alone.
Everything random follows from the seed. Exits with 1 if anything was not as it should be. The disk needs
the right to mount a tmpfs, as root or in a name space of one's own; without it the script says so, and
with `--require-disk` fails.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from disk import SmallDisk, torture_by_full_disk  # noqa: E402
from kills import torture_by_kills  # noqa: E402
from limits import torture_by_limits  # noqa: E402
from training import RECIPES, Failure, Trainings  # noqa: E402


def parse():
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Spoils training runs and checks that they come out as if nothing had been."
    )
    parser.add_argument("--forger", default=".build/release/forger", help="the command")
    parser.add_argument("--recipe", default="mlp-mnist", choices=list(RECIPES), help="what is trained")
    parser.add_argument("--kills", type=int, default=30, help="how often a run is killed")
    parser.add_argument("--limits", type=int, default=6, help="how often its files may not grow")
    parser.add_argument("--megabytes", type=int, default=20, help="the disk's size; 0 for no disk")
    parser.add_argument("--require-disk", action="store_true", help="fail if there can be no disk")
    parser.add_argument("--seed", type=int, default=1, help="what all chance follows from")
    options = parser.parse_args()
    options.forger = str(Path(options.forger).resolve())
    if not Path(options.forger).is_file():
        parser.error(f"found no {options.forger}; 'make build' makes it")
    return options


def main():
    options = parse()
    # First, since it may start this script anew where it may mount.
    reason = SmallDisk.why_not() if options.megabytes else "it was not asked for"
    with tempfile.TemporaryDirectory(prefix="forger-torture-") as scratch:
        trainings = Trainings(options.forger, Path(scratch), options.seed, options.recipe)
        try:
            if options.kills:
                torture_by_kills(trainings, options.kills, options.seed)
            if options.limits:
                torture_by_limits(trainings, options.limits, options.seed)
            if not reason:
                torture_by_full_disk(trainings, options.megabytes, options.seed)
        except Failure as failure:
            sys.exit(f"torture: FAILED (seed {options.seed}): {failure}")
    if reason:
        print(f"disk:   LEFT OUT, {reason}")
        if options.require_disk:
            sys.exit("torture: FAILED: a disk was required")
    print("torture: all is well")


main()

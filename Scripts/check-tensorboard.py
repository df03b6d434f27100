"""Trains with --tensorboard, kills and resumes the run, and has TensorBoard read back every value and image.

usage: check-tensorboard.py [--forger PATH] [--kills N]

TensorBoard's own reader must find each entry of the log, each preview, and the recipe's settings, all of them once,
in a run that was killed as in one that was left alone, and in one that began without. Where TensorBoard is not installed (`make setup-tensorboard`
does that) the check is left out, and says so.
"""

import argparse
import json
import os
import random
import struct
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
ENVIRONMENT = Path(".venv-tensorboard/bin/python")
try:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData
except ImportError:
    if ENVIRONMENT.exists() and Path(sys.prefix).resolve() != ENVIRONMENT.parents[1].resolve():
        os.execv(ENVIRONMENT, [str(ENVIRONMENT), *sys.argv])
    print("tensorboard: LEFT OUT, it is not installed; 'make setup-tensorboard' does that")
    sys.exit()

sys.path.insert(0, str(Path(__file__).parent / "torture"))
from training import Failure, Trainings, check, snapshots  # noqa: E402

ITERATIONS = 600


def single(value):
    """A number in single precision."""
    return struct.unpack("<f", struct.pack("<f", value))[0]


def check_read_back(run):
    """Compares what TensorBoard reads with the log and the previews; how many values and images there were."""
    log = json.loads((run / "log").read_text())
    previews = {int(path.stem[5:]): path.read_bytes() for path in (run / "preview").glob("image*.png")}
    reader = EventAccumulator(str(run), size_guidance={"tensors": 0, "scalars": 0, "images": 0})
    reader.Reload()
    names = {name for entry in log for name in entry} - {"epoch", "iteration", "elapsed_time"}
    check(set(reader.Tags()["scalars"]) == names, f"scalars: {reader.Tags()['scalars']}")
    count = 0
    for name in names:
        expected = [(entry["iteration"], single(entry[name])) for entry in log if name in entry]
        found = [(event.step, event.value) for event in reader.Scalars(name)]
        check(expected == found, f"{name} differs: {set(expected) ^ set(found)}")
        times = [event.wall_time for event in reader.Scalars(name)]
        check(times == sorted(times) and 0 < time.time() - times[-1] < 600, f"{name} at {times}")
        count += len(found)
    found = [(image.step, image.encoded_image_string) for image in reader.Images("preview")]
    check(found == sorted(previews.items()), f"previews {[step for step, _ in found]}, not {sorted(previews)}")
    check_settings(reader)
    check_once(run)
    return count, len(found)


def check_settings(reader):
    """Finds the recipe's text and its settings."""
    text = reader.Tensors("recipe")[-1].tensor_proto.string_val[0].decode()
    check("    recipe: mlp-mnist" in text, f"the recipe's text is {text[:80]}")
    metadata = reader.SummaryMetadata("_hparams_/session_start_info").plugin_data
    settings = HParamsPluginData.FromString(metadata.content).session_start_info.hparams
    check(metadata.plugin_name == "hparams", metadata.plugin_name)
    check(settings["batch-size"].number_value == 8, f"batch-size: {settings['batch-size']}")
    check(settings["objective"].string_value == "non-saturating", f"objective: {settings['objective']}")
    check(settings["tensorboard"].bool_value is True, f"tensorboard: {settings['tensorboard']}")


def check_once(run):
    """No step of a tag is in two places, whatever TensorBoard would make of that."""
    seen = set()
    for path in sorted(run.glob("events.out.tfevents.*")):
        for record in RawEventFileLoader(str(path)).Load():
            event = Event.FromString(record)
            for value in event.summary.value:
                check((event.step, value.tag) not in seen, f"{value.tag} of {event.step} is there twice")
                seen.add((event.step, value.tag))


def killed(trainings, kills, rng):
    """A run that was killed at random moments."""
    out = trainings.scratch / "killed"
    for _ in range(kills):
        begin = (snapshots(out) or [0])[-1]
        session = trainings.start(out, ITERATIONS, keep=2, overwrite=True)
        while session.is_running and (snapshots(out) or [0])[-1] < begin + 10:
            time.sleep(0.001)
        time.sleep(rng.uniform(0, 0.1))
        session.process.kill()
        session.finish()
    trainings.start(out, ITERATIONS, keep=2, overwrite=True).expect_end()
    return out


def main():
    parser = argparse.ArgumentParser(description="Has TensorBoard read back what a run wrote for it.")
    parser.add_argument("--forger", default=".build/release/forger", help="the command")
    parser.add_argument("--kills", type=int, default=8, help="how often a run is killed")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="forger-tensorboard-") as scratch:
            trainings = Trainings(str(Path(options.forger).resolve()), Path(scratch), 1, "mlp-mnist")
            alone = trainings.reference(ITERATIONS)
            values, images = check_read_back(alone)
            run = killed(trainings, options.kills, random.Random(1))
            sessions = len(list(run.glob("events.out.tfevents.*")))
            check(check_read_back(run) == (values, images), "a killed run has another number of values")
            for path in alone.glob("events.out.tfevents.*"):
                path.unlink()
            trainings.start(alone, ITERATIONS, keep=2).expect_end()
            check(check_read_back(alone) == (values, images), "the log was not written again")
    except Failure as failure:
        sys.exit(f"tensorboard: FAILED: {failure}")
    print(
        f"tensorboard: read {values} values, {images} images and the recipe's settings of a run that was left "
        f"alone, of one killed {options.kills} times ({sessions} files), and of one whose files were lost"
    )


main()

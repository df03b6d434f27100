"""Checks the structure of the sources, given `swift package describe --type json` on standard input.

Prints a line for each fault and exits with 1 if there is any.
"""

import json
import re
import sys
from pathlib import Path

# What stops a program that is wrong: below all targets, and unseen by other packages.
BASE = "Preconditions"

# What each target may import of this package: the design's order, in which dependencies point to the
# left. C modules have one home each, but for the kernels, which belong to all that computes.
NUMBERS = ["Randomness", "OneDNN", "TensorCore", "NeuralNetworks", "Optimizers"]
FILES = ["Archives", "Batches", "Imaging", "Datasets"]
TOP = [
    "Terminal",
    "Downloads",
    "Training",
    "Evaluation",
    "Adversarial",
    "Distributed",
    "StableHLO",
    "PJRT",
    "Accelerators",
    "Recipes",
    "LatentTools",
    "Interchange",
    "Serving",
    "Reports",
    "ForgerCommand",
    "forger",
]
# What other packages get, and so the examples and the book's programs.
LIBRARY = [module for module in NUMBERS + FILES + TOP if module not in ("OneDNN", "ForgerCommand", "forger")]
C_MODULES = {
    "CDNNL": ["OneDNN"],
    "COpenMP": ["OneDNN", "TensorCore"],
    "CKernels": ["Randomness", "TensorCore", "Optimizers"],
    "CArchive": ["Archives"],
    "CCurl": ["Downloads"],
    "CCrypto": ["Archives"],
    "CLAPACK": ["Evaluation"],
    "CPNG": ["Imaging"],
    "CGIF": ["Imaging", "ImagingTests"],
    "CPJRT": ["PJRT"],
    "CJPEG": ["Imaging", "CImageCodecs"],
    "CImageCodecs": ["Imaging"],
}
# What computes elsewhere, which only commands choose; programs for it are written to files, too.
DEVICES = {"StableHLO", "PJRT", "Accelerators"}
# Imports that the chains do not show, and imports that they would allow but the design does not.
ADDED = {"Datasets": {"Randomness"}}
REMOVED = {
    "OneDNN": {"Randomness"},
    "Imaging": {"Batches"},
    "Terminal": set(NUMBERS + FILES),
    "Downloads": set(NUMBERS),
    "Training": {"Downloads", "Imaging", "Datasets"},
    "Evaluation": {"Downloads"},
    "Adversarial": {"Terminal", "Downloads", "Training", "Evaluation"},
    "Distributed": set(NUMBERS + FILES + TOP) - {"TensorCore"},
    "StableHLO": set(NUMBERS + FILES + TOP) - {"Randomness", "TensorCore"},
    "PJRT": set(NUMBERS + FILES + TOP),
    "Accelerators": set(NUMBERS + FILES + TOP) - {"TensorCore", "StableHLO", "PJRT"},
    "Recipes": {"Downloads"} | DEVICES,
    "LatentTools": {"Downloads", "Distributed"} | DEVICES,
    "Interchange": {"Downloads", "Distributed", "LatentTools"} | DEVICES - {"StableHLO"},
    "Serving": {"Downloads", "Distributed", "Interchange"} | DEVICES,
    "Reports": {"Downloads", "LatentTools", "Distributed", "Interchange", "Serving"} | DEVICES,
    "forger": set(NUMBERS + FILES + TOP[:-2]),
}

LONGEST_FILE = 400
IMPORT = re.compile(
    r"^\s*(?:@[\w()]+\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)"
)


def allowed_imports(target):
    """The modules of this package that a target may import, or None if the design does not know it."""
    own_c_modules = {module for module, homes in C_MODULES.items() if target in homes}
    if target == BASE:
        return set()
    own_c_modules.add(BASE)
    for chain in (NUMBERS, FILES):
        if target in chain:
            earlier = set(chain[: chain.index(target)])
            return earlier | own_c_modules | ADDED.get(target, set()) - REMOVED.get(target, set())
    if target in TOP:
        earlier = set(NUMBERS + FILES + TOP[: TOP.index(target)]) - REMOVED.get(target, set())
        return earlier | own_c_modules
    return None


def check_target(target, modules):
    """The faults of one target."""
    name, kind = target["name"], target["type"]
    if kind == "system-target" or name in C_MODULES:
        return [] if name in C_MODULES else [f"{name}: no target is known to be its home"]
    declared = set(target.get("target_dependencies", []))
    in_tests = target["path"].startswith("Tests/")
    in_examples = target["path"].startswith(("Examples/", "Book/"))
    allowed = set(LIBRARY) | {"ExampleSupport"} if in_examples else allowed_imports(name)
    if in_tests:
        own_c_modules = {module for module, homes in C_MODULES.items() if name in homes}
        allowed = modules - set(C_MODULES) | own_c_modules
    if allowed is None:
        return [f"{name}: the design does not know this target"]
    faults = [
        f"Package.swift: {name} must not depend on {other}" for other in sorted(declared - allowed)
    ]
    for source in target["sources"]:
        path = Path(target["path"]) / source
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = IMPORT.match(line)
            if not match or match[1] not in modules or match[1] == name:
                continue
            if match[1] not in allowed:
                faults.append(f"{path}:{number}: {name} must not import {match[1]}")
            elif match[1] not in declared:
                faults.append(f"{path}:{number}: {name} does not declare its use of {match[1]}")
    return faults


def check_advice():
    """The faults of libraries whose texts name the command: its advice is the command's own."""
    faults = []
    names = "train|generate|interpolate|project|complete|nearest|evaluate|classifier|recipes|datasets|bench|export|import|serve|report|compare|devices|doctor|cache"
    command = re.compile(rf"forger (?:{names})\b")
    for path in sorted(Path("Sources").rglob("*.swift")):
        if path.parts[1] in ("ForgerCommand", "forger"):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if command.search(line.split("//")[0]):
                faults.append(f"{path}:{number}: a library's text names a subcommand of forger")
    return faults


def check_lengths():
    """The faults of files that are too long."""
    faults = []
    for folder in ("Sources", "Tests", "Examples", "Book"):
        for path in sorted(Path(folder).rglob("*.swift")):
            lines = len(path.read_text().splitlines())
            if lines > LONGEST_FILE:
                faults.append(f"{path}: {lines} lines are more than {LONGEST_FILE}")
    return faults


def main():
    targets = json.load(sys.stdin)["targets"]
    modules = {target["name"] for target in targets}
    faults = [fault for target in targets for fault in check_target(target, modules)]
    faults += check_lengths() + check_advice()
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        sys.exit(1)
    print(f"structure: {len(targets)} targets are in order")


if __name__ == "__main__":
    main()

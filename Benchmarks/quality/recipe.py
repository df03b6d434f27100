"""The recipes that are compared: Forger's own, as `forger recipes show` prints them, changed by the files in
`recipes` to sizes that two cores can train."""

import subprocess
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "recipes"
NAMES = ["dcgan-cifar10", "mlp-mnist", "upsampling-mnist", "dcgan-mnist"]


def path(name):
    """The file of changes, which `forger train` takes."""
    return FOLDER / f"{name}.yaml"


def merged(base, changes):
    """`base` with the values of `changes`, sections being merged key by key."""
    result = dict(base)
    for key, value in changes.items():
        result[key] = merged(base[key], value) if isinstance(value, dict) else value
    return result


def shown(name, forger):
    """Forger's recipe of a name, as a dictionary with the keys of a recipe's file."""
    command = [forger, "recipes", "show", name]
    return yaml.safe_load(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def compared(name, forger):
    """The recipe with the sizes of the comparison."""
    return merged(shown(name, forger), yaml.safe_load(path(name).read_text()))

#!/usr/bin/env bash
# Compares samples of Forger's training with those of PyTorch's; see Benchmarks/quality/quality.py.
#
# usage: Scripts/quality.sh [--recipes NAME…] [--seeds N] [--scale X] [--samples N] [--data FOLDER] [--jobs N]
#                           [--work FOLDER] [--out FOLDER]
# Needs Fashion-MNIST and, once, 'forger classifier train fashion-mnist --flip'. A run of all takes an hour or
# two on two cores; if it is stopped, it resumes.
#
# The first run installs PyTorch and matplotlib into .venv-quality. FORGER_QUALITY_PYTHON names a Python that has
# torch, numpy, Pillow, PyYAML and matplotlib already; FORGER_BENCH_PIP holds further options for pip, such as
# an index of wheels for CPUs only.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${FORGER_QUALITY_PYTHON:-.venv-quality/bin/python}
if [[ -z ${FORGER_QUALITY_PYTHON:-} ]]; then
  # Unquoted: these are several options.
  # shellcheck disable=SC2086
  Scripts/python-environment.sh .venv-quality torch numpy pillow pyyaml matplotlib ${FORGER_BENCH_PIP:-}
fi
forger=.build/release/forger
[[ -x $forger ]] || {
  echo "quality: found no $forger; 'make build' builds it" >&2
  exit 1
}

# First of all, that the PyTorch side does what the originals did.
"$python" Benchmarks/quality/replay.py --forger "$forger"
exec "$python" Benchmarks/quality/quality.py --forger "$forger" "$@"

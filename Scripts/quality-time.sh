#!/usr/bin/env bash
# Measures Fréchet distance and coverage over the time of training; see Benchmarks/quality-time/quality_time.py.
#
# usage: Scripts/quality-time.sh [--systems a b c] [--datasets emoji fashion-mnist] [--seeds N] [--minutes M]
#                                [--work FOLDER] [--out FOLDER]
# All of it takes five hours on two cores, evaluation not counted; if it is stopped, it resumes.
#
# The first run installs PyTorch into .venv-quality. FORGER_QUALITY_PYTHON names a Python that has torch, numpy and
# Pillow already; FORGER_BENCH_PIP holds further options for pip, such as an index of wheels for CPUs only.
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
  echo "quality-time: found no $forger; 'make build' builds it" >&2
  exit 1
}
[[ -d emoji ]] || Scripts/emoji.sh emoji
exec "$python" Benchmarks/quality-time/quality_time.py --forger "$forger" --python "$python" --emoji emoji "$@"

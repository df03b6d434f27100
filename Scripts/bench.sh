#!/usr/bin/env bash
# Times the recipes against PyTorch on this machine, in turns; see Benchmarks/compare.py.
#
# usage: Scripts/bench.sh [--pairs N] [--iterations N] [--cases recipes|batches|widths|RECIPE…] [--out FOLDER]
# The first run installs PyTorch into .venv-bench. FORGER_BENCH_PYTHON names a Python that has it
# already; FORGER_BENCH_PIP holds further options for pip, such as an index of wheels for CPUs only.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${FORGER_BENCH_PYTHON:-.venv-bench/bin/python}
if [[ -z ${FORGER_BENCH_PYTHON:-} ]]; then
  # Unquoted: these are several options.
  # shellcheck disable=SC2086
  Scripts/python-environment.sh .venv-bench torch numpy ${FORGER_BENCH_PIP:-}
fi
[[ -x .build/release/forger ]] || {
  echo "bench: found no .build/release/forger; 'make build' builds it" >&2
  exit 1
}

exec python3 Benchmarks/compare.py --forger .build/release/forger --python "$python" "$@"

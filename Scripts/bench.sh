#!/usr/bin/env bash
# Times training of the recipe dcgan-cifar10 against PyTorch on this machine, in turns.
#
# usage: Scripts/bench.sh [PAIRS] [ITERATIONS]
# The first run installs PyTorch into .venv-bench. FORGER_BENCH_PYTHON names a Python that has it
# already; FORGER_BENCH_PIP holds further options for pip, such as an index of wheels for CPUs only.
set -euo pipefail
pairs=${1:-5}
iterations=${2:-8}

cd "$(dirname "$0")/.."
python=${FORGER_BENCH_PYTHON:-.venv-bench/bin/python}
if [[ -z ${FORGER_BENCH_PYTHON:-} && ! -f .venv-bench/is-complete ]]; then
  echo "installing PyTorch into .venv-bench"
  rm -rf .venv-bench
  python3 -m venv .venv-bench
  # Unquoted: these are several options.
  # shellcheck disable=SC2086
  .venv-bench/bin/pip install --quiet --disable-pip-version-check torch numpy ${FORGER_BENCH_PIP:-}
  touch .venv-bench/is-complete
fi
[[ -x .build/release/forger ]] || {
  echo "bench: found no .build/release/forger; 'make build' builds it" >&2
  exit 1
}

exec python3 Benchmarks/compare.py --pairs "$pairs" \
  --ours ".build/release/forger bench dcgan-cifar10 --iterations $iterations --json" \
  --peer "$python Benchmarks/peers/torch_peers.py dcgan-cifar10 --style tuned --iterations $iterations"

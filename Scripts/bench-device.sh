#!/usr/bin/env bash
# Times Forger against PyTorch on the same GPU, in turns: recipe 1, R3GAN at 64x64, and generation.
#
# usage: Scripts/bench-device.sh [--device cuda] [--pairs N] [--iterations N]
# FORGER_BENCH_PYTHON names a Python with PyTorch for the GPU; by default one is installed into .venv-bench-device.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${FORGER_BENCH_PYTHON:-.venv-bench-device/bin/python}
[[ -n ${FORGER_BENCH_PYTHON:-} ]] || Scripts/python-environment.sh .venv-bench-device torch numpy
[[ -x .build/release/forger ]] || {
  echo "bench-device: found no .build/release/forger; 'make build' builds it" >&2
  exit 1
}
exec python3 Benchmarks/device.py --forger .build/release/forger --python "$python" "$@"

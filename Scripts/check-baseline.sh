#!/usr/bin/env bash
# Runs the tests of the C kernels and an iteration of training on an emulated CPU that has no AVX, to show
# that Forger finds its way. The same programs as on any other CPU: the loader and oneDNN choose.
#
# usage: Scripts/check-baseline.sh [CPU]      after `swift build -c release --build-tests`
#
# CPU is a model that qemu knows (`qemu-x86_64 -cpu help`); Nehalem, of 2008, if none is given. Needs
# Debian's package qemu-user. An emulated iteration takes a hundred times as long.
set -euo pipefail
cd "$(dirname "$0")/.."
cpu=${1:-Nehalem}
command -v qemu-x86_64 >/dev/null || {
  echo "baseline: needs qemu-x86_64, of Debian's package qemu-user" >&2
  exit 1
}
tests="ConvolutionAlgorithmTests|SmallGradientTests|MatrixProductTests|LinearTests|RectifiedBatchNormTests"
tests+="|BatchNormTests|RectifiersTests|SigmoidsTests|NoiseTests"
programs=$(swift build -c release --show-bin-path)
# Without a spin count the command would start itself anew, outside of the emulator.
export OMP_NUM_THREADS=2 GOMP_SPINCOUNT=1000

echo "baseline: an iteration on the CPU $cpu"
emulated() { qemu-x86_64 -cpu "$cpu" "$@"; }
emulated "$programs/forger" bench --batch-size 2 --channels 16 --iterations 1 --conv-algorithms winograd

echo "baseline: convolutions, products, normalization and functions of one value against their definitions"
emulated "$programs/ForgerPackageTests.xctest" --testing-library swift-testing \
  --filter "TensorCoreTests.($tests)" --no-parallel

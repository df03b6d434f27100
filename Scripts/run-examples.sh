#!/usr/bin/env bash
# Runs every example, and every program of the book, for a moment, on Fashion-MNIST, and looks at what it leaves behind.
#
# usage: Scripts/run-examples.sh      after `swift build -c release`
set -euo pipefail
cd "$(dirname "$0")/.."
programs=$(swift build -c release --show-bin-path)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  echo "examples: $*" >&2
  exit 1
}

# The size of a PNG file as "WIDTHxHEIGHT", which stands behind its signature.
png_size() { od -A n -t u1 -j 16 -N 8 "$1" | awk '{ print $3 * 256 + $4 "x" $7 * 256 + $8 }'; }

# Runs the example $1 with the options that follow $3, and expects the image $2 of size $3.
run() {
  local name=$1 image=$scratch/$1/$2 size=$3
  shift 3
  echo "examples: $name"
  "$programs/$name" --dataset fashion-mnist --out "$scratch/$name" "$@"
  [[ -s $image ]] || fail "$name left no image $(basename "$image")"
  [[ $(png_size "$image") == "$size" ]] || fail "$name: an image of $(png_size "$image")"
}

run DCGANCIFAR10 3.png 320x320 --iterations 3 --channels 16
run MLPMNIST 20.png 224x224 --iterations 20
run UpsamplingMNIST 0_2.png 112x112 --iterations 2 --batch-size 16
run DCGANMNIST 3.png 280x280 --iterations 3 --channels 8

run Autoregressive completions.png 224x168 --minutes 0.02 --channels 4 --depth 3 --samples 4
[[ $(find "$scratch/Autoregressive/samples" -name '*.png' | wc -l) == 4 ]] || fail "a wrong number of samples"
run VariationalAutoencoder plane.png 448x448 --minutes 0.02 --hidden 32 --latent 3
run VariationalAutoencoder reconstructions.png 224x224 --minutes 0.02 --hidden 32 --latent 3 --resume

echo "examples: OneDimensionalGAN"
"$programs/OneDimensionalGAN" --rounds 300 --trial-steps 1000 --frames 4 --out "$scratch/line"
[[ $(head -c 6 "$scratch/line/training.gif") == GIF89a ]] || fail "OneDimensionalGAN left no animation"
[[ $(find "$scratch/line/frames" -name '*.svg' | wc -l) == 5 ]] || fail "a wrong number of frames"

for record in Book/Output/*.txt; do
  name=$(basename "$record" .txt)
  echo "examples: BookPrograms $name"
  "$programs/BookPrograms" "$name" --brief --out "$scratch/book" >"$scratch/output"
  [[ -s $scratch/output ]] || fail "the program $name printed nothing"
  for image in Book/Book.docc/"$name"*.{svg,png}; do
    [[ ! -e $image || -s $scratch/book/$(basename "$image") ]] || fail "$name left no image $(basename "$image")"
  done
done

# A mistake is told in one line.
if "$programs/MLPMNIST" --dataset no-such-thing --out "$scratch/none" 2>"$scratch/message"; then
  fail "no dataset, and no complaint"
fi
grep -q '^Error: no-such-thing: .*expected' "$scratch/message" || fail "$(cat "$scratch/message")"
echo "examples: all run"

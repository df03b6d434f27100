#!/usr/bin/env bash
# Runs the book's programs in full: what they print goes to Book/Output, their images to the chapters.
#
# The program `computing` measures speed: run it on a machine that does nothing else.
#
# usage: Scripts/run-book.sh [PROGRAM…]      all of them by default
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product BookPrograms
programs=$(swift build -c release --show-bin-path)
if (($# == 0)); then
  for record in Book/Output/*.txt; do set -- "$@" "$(basename "$record" .txt)"; done
fi
for name in "$@"; do
  SECONDS=0
  "$programs/BookPrograms" "$name" --out Book/Book.docc | tee "Book/Output/$name.txt"
  echo "run-book: $name took $SECONDS s"
done

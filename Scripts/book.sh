#!/usr/bin/env bash
# Builds the book with DocC, with warnings as errors.
#
# The chapters are plain Markdown, whose links name files. DocC wants links that name pages and a list of them, so it gets a copy.
#
# usage: Scripts/book.sh [FOLDER]      the folder for the result, by default book-build
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-book-build}
docc=$(dirname "$(readlink -f "$(command -v swift)")")/docc
[[ -x $docc ]] || { echo "book: no docc beside $(command -v swift)" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cp -r Book/Book.docc "$scratch/"
cd "$scratch/Book.docc"
sed -i -E 's/\]\(([A-Za-z0-9-]+)\.md\)/](doc:\1)/g' ./*.md
printf '\n## Topics\n\n### Chapters\n\n' >>Book.md
for chapter in [0-9]*.md; do printf -- '- <doc:%s>\n' "${chapter%.md}" >>Book.md; done
cd - >/dev/null

rm -rf "$out"
"$docc" convert "$scratch/Book.docc" --output-path "$out" --warnings-as-errors --transform-for-static-hosting \
  --fallback-display-name Book --fallback-bundle-identifier org.forger.book
echo "book: $out/documentation/book"

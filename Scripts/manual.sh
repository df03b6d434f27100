#!/usr/bin/env bash
# Makes the manual pages of the command, forger.1, forger-train.1 and so on, from its help.
#
# usage: Scripts/manual.sh PROGRAM FOLDER [BUILD]     BUILD: where the program was built, .build
#
# The pages are made by the argument parser's own tool, which is built once. Their date is that of the last commit.
set -euo pipefail

program=$(realpath "$1")
folder=$2
build=${3:-.build}
parser=$build/checkouts/swift-argument-parser
tool=$build/manual-tool
[[ -x $tool/release/generate-manual ]] \
  || swift build -c release --package-path "$parser" --scratch-path "$tool" --product generate-manual
date=$(git log -1 --format=%cs 2>/dev/null || date +%F)
rm -rf "$folder"
mkdir -p "$folder"
"$tool/release/generate-manual" "$program" --multi-page --date "$date" --output-directory "$folder"
# Pages are called after their subcommand's place, with dots; man looks for dashes.
sed -i -E '/^\.(Xr|Dt) /s/([A-Za-z])\.([A-Za-z])/\1-\2/g' "$folder"/*.1
for page in "$folder"/*.*.1; do
  [[ -e $page ]] || continue
  name=${page##*/}
  stem=${name%.1}
  mv "$page" "$folder/${stem//./-}.1"
done

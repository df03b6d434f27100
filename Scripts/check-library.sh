#!/usr/bin/env bash
# Shows that Forger is a library too: a package elsewhere that depends on it by version, through a git
# tag, builds with no flags and runs the README's first Swift example as it stands.
#
# usage: Scripts/check-library.sh [CONFIGURATION]     debug (the default of `swift build`) or release
source "$(dirname "$0")/drills/scaffold.sh"

dependency=$(by_version)
awk '/^```swift$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' "$root/README.md" \
  > "$scratch/main.swift"
[ -s "$scratch/main.swift" ] || { echo "README.md: no Swift example found" >&2; exit 1; }
file=main.swift make_package example "$dependency" Forger < "$scratch/main.swift"
build_package example "$scratch/build"
"$program"
are_pictures samples.png
echo "The README's example builds by version and runs."

#!/usr/bin/env bash
# Shows that Forger is a library too: a package elsewhere that depends on it by version, through a git
# tag, builds with no flags and runs the README's first Swift example as it stands.
#
# usage: Scripts/check-library.sh [CONFIGURATION]     debug (the default of `swift build`) or release
set -euo pipefail
cd "$(dirname "$0")/.."
configuration=${1:-debug}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The commit at hand as a repository with a version's tag.
git clone --quiet --bare . "$scratch/forger.git"
git -C "$scratch/forger.git" tag 0.1.0-check HEAD

mkdir -p "$scratch/example/Sources/example"
cat > "$scratch/example/Package.swift" <<PACKAGE
// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "example",
  dependencies: [.package(url: "file://$scratch/forger.git", exact: "0.1.0-check")],
  targets: [
    .executableTarget(name: "example", dependencies: [.product(name: "Forger", package: "forger")])
  ]
)
PACKAGE
awk '/^```swift$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' README.md \
  > "$scratch/example/Sources/example/main.swift"
[ -s "$scratch/example/Sources/example/main.swift" ] \
  || { echo "README.md: no Swift example found" >&2; exit 1; }

cd "$scratch/example"
swift build --configuration "$configuration"
"$(swift build --configuration "$configuration" --show-bin-path)/example"
[ "$(head -c 4 samples.png | tail -c 3)" = PNG ] \
  || { echo "samples.png: not written by the example" >&2; exit 1; }
echo "The README's example builds by version and runs."

# What the drills and check-library.sh share: packages elsewhere that depend on this one, and checks of what their
# commands say. Bash, to be sourced.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
configuration=${1:-debug}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Where packages are built that depend on this one as it stands: Forger is compiled once for all of them.
builds=${DRILLS_BUILD:-$root/.build/drills}

# How a package depends on Forger: on the sources as they stand, or on the commit at hand by a version's tag.
standing=".package(name: \"forger\", path: \"$root\")"
by_version() {
  git clone --quiet --bare "$root" "$scratch/forger.git"
  git -C "$scratch/forger.git" tag 0.1.0-check HEAD
  echo ".package(url: \"file://$scratch/forger.git\", exact: \"0.1.0-check\")"
}

# Makes a package of one executable, whose one source file is standard input, and goes to its folder.
#
# usage: make_package NAME DEPENDENCY [PRODUCT]...
make_package() {
  local name=$1 dependency=$2
  shift 2
  mkdir -p "$scratch/$name/Sources/$name"
  cd "$scratch/$name"
  cat > "Sources/$name/${file:-$name.swift}"
  cat > Package.swift <<PACKAGE
// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "$name",
  dependencies: [$dependency],
  targets: [
    .executableTarget(
      name: "$name",
      dependencies: [$(printf '.product(name: "%s", package: "forger"), ' "$@")]
    )
  ]
)
PACKAGE
  if [ -f "$root/Package.resolved" ]; then cp "$root/Package.resolved" .; fi
}

# Builds the package NAME here, and sets `program` to its executable.
#
# usage: build_package NAME [BUILDS]
build_package() {
  local build=${2:-$builds}
  swift build --configuration "$configuration" --scratch-path "$build" --product "$1"
  program=$build/$configuration/$1
}

# Runs the program where it has to succeed; its output goes to the file `output`.
runs() {
  "$program" "$@" > output 2>&1 || { cat output >&2; echo "$* failed" >&2; exit 1; }
}

# Runs the program where it has to succeed and to say a text.
#
# usage: says TEXT ARGUMENT...
says() {
  local text=$1
  shift
  runs "$@"
  contains output "$text"
}

# Runs the program where it has to end with an exit code and a text.
#
# usage: fails CODE TEXT ARGUMENT...
fails() {
  local expected=$1 text=$2 code=0
  shift 2
  "$program" "$@" > output 2>&1 || code=$?
  [ "$code" = "$expected" ] || { cat output >&2; echo "$*: exit code $code, not $expected" >&2; exit 1; }
  contains output "$text"
}

# Checks that a file contains a text.
contains() {
  grep -qF -- "$2" "$1" || { cat "$1" >&2; echo "$1: does not say '$2'" >&2; exit 1; }
}

# Checks that files are there and start as PNG files do.
are_pictures() {
  local path
  for path in "$@"; do
    [ "$(head -c 4 "$path" | tail -c 3)" = PNG ] || { echo "$path: not a PNG file" >&2; exit 1; }
  done
}

# Writes gray pictures of 16×16 pixels, four to a folder: FOLDER/CLASS/0.png and so on.
#
# usage: write_pictures FOLDER CLASS...
write_pictures() {
  python3 - "$@" <<'PYTHON'
import struct
import sys
import zlib
from pathlib import Path


def png(rows):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


for label, name in enumerate(sys.argv[2:]):
    folder = Path(sys.argv[1]) / name
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(4):
        rows = [[(x * (index + 1) + 80 * label + y) % 256 for x in range(16)] for y in range(16)]
        (folder / f"{index}.png").write_bytes(png(rows))
PYTHON
}

# Says how many files a drill wrote, and that all went well.
#
# usage: finish WHAT FILE...
finish() {
  local what=$1
  shift
  echo "$what"
  echo "files touched: $# ($*)"
  echo ok
}

#!/usr/bin/env bash
# Compiles the C sources for arm64 and runs their tests, on this machine, by an emulator.
#
# usage: Scripts/check-arm64.sh
#
# Needs Swift's clang, and Debian's packages qemu-user-static, gcc-aarch64-linux-gnu and libc6-dev-arm64-cross. libjpeg for
# arm64 comes from a mirror of Debian, which DEBIAN_MIRROR names, and is kept in $XDG_CACHE_HOME/forger-roots or
# ~/.cache/forger-roots. See docs/install.md for what is known of Swift on arm64.
set -euo pipefail
cd "$(dirname "$0")/.."

cc=${CC:-clang}
emulator=qemu-aarch64-static
system=/usr/aarch64-linux-gnu
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
jpeg=${XDG_CACHE_HOME:-$HOME/.cache}/forger-roots/libjpeg-arm64
build=.build-sanitize/arm64

fail() {
  echo "check-arm64: $*" >&2
  exit 1
}

missing=()
command -v "$emulator" >/dev/null || missing+=(qemu-user-static)
command -v aarch64-linux-gnu-gcc >/dev/null || missing+=(gcc-aarch64-linux-gnu)
[[ -f $system/include/stdio.h ]] || missing+=(libc6-dev-arm64-cross)
[[ ${#missing[@]} == 0 ]] || fail "Debian's packages are missing: apt-get install --no-install-recommends ${missing[*]}"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# libjpeg and its headers, without adding an architecture to this machine's packages.
fetch_jpeg() {
  mkdir -p "$scratch/lists/partial" "$scratch/cache/archives/partial" "$scratch/root"
  echo "deb [arch=arm64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror bookworm main" \
    >"$scratch/sources.list"
  local options=(-q -o APT::Architecture=arm64 -o APT::Architectures::=arm64 -o APT::Sandbox::User=
    -o Dir::Etc::sourcelist="$scratch/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$scratch/lists"
    -o Dir::State::status=/dev/null -o Dir::Cache="$scratch/cache")
  apt-get "${options[@]}" update >/dev/null
  (cd "$scratch" && apt-get "${options[@]}" download libjpeg62-turbo libjpeg62-turbo-dev >/dev/null)
  local file
  for file in "$scratch"/*.deb; do dpkg-deb --extract "$file" "$scratch/root"; done
  mkdir -p "${jpeg%/*}"
  mv "$scratch/root" "$jpeg"
}
[[ -d $jpeg ]] || fetch_jpeg

# The baseline of arm64 is all that the kernels are compiled for there.
make --silent --jobs="${JOBS:-2}" --directory Tests/C SANITIZER=none CLONE=armv8-a BUILD="../../$build" \
  CC="$cc --target=aarch64-linux-gnu -isystem $jpeg/usr/include -isystem $jpeg/usr/include/aarch64-linux-gnu" \
  LIBRARIES="-L$jpeg/usr/lib/aarch64-linux-gnu" all
# An old CPU, which has no more than the baseline.
cpu=cortex-a53
for program in try-codecs try-kernels; do
  printf '%-12s ' "$cpu"
  "$emulator" -cpu "$cpu" -L "$system" -E LD_LIBRARY_PATH="$jpeg/usr/lib/aarch64-linux-gnu" "$build/$program" \
    || fail "$program failed on an emulated $cpu"
done
echo "check-arm64: all is well"

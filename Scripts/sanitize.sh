#!/usr/bin/env bash
# Runs the C sources over odd shapes, with guard pages around all that they are given: as they are
# shipped, and under clang's sanitizers of addresses, undefined behavior and uninitialized memory; the
# kernels for each kind of CPU that they are compiled for and that this one can run.
#
# usage: Scripts/sanitize.sh [SANITIZER ...]      after `make setup`; JOBS=2 compiles two files at a time
#
# SANITIZER is what clang's -fsanitize= takes, or `none`; `thread` runs the kernels' units in parallel.
#
# The clang is that of the Swift toolchain, or CC. The loader's choice among the clones is left out:
# each is compiled and tried by itself.
set -euo pipefail
cd "$(dirname "$0")/.."
cc=${CC:-clang}
jobs=${JOBS:-1}

fail() {
  echo "sanitize: $*" >&2
  exit 1
}

command -v "$cc" >/dev/null || fail "found no '$cc'; it comes with the Swift toolchain, or with" \
  "Debian's packages clang and libclang-rt-dev"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
echo 'int main(void) { return 0; }' >"$scratch/empty.c"

# The thread sanitizer's runtime in Swift's toolchain listens to Swift's libdispatch, which has to be there.
libraries() {
  local folder
  folder=$(dirname "$(readlink -f "$(command -v "$cc")")")/../lib/swift/linux
  [[ $1 == *thread* && -e $folder/libdispatch.so ]] || return 0
  echo "-L$folder -Wl,-rpath,$folder -ldispatch -lBlocksRuntime"
}

# Whether the compiler brings along what sanitizer $1 needs, and this machine runs it.
has() {
  # shellcheck disable=SC2046 # Several words, or none.
  "$cc" -fsanitize="$1" "$scratch/empty.c" $(libraries "$1") -o "$scratch/empty" 2>/dev/null \
    && "$scratch/empty"
}

export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export TSAN_OPTIONS=halt_on_error=1

if [[ $(uname -m) == x86_64 ]]; then clones=(x86-64-v4 x86-64-v3 x86-64); else clones=(native); fi

# Compiles and runs program $1 for sanitizer $2 and clone $3.
try() {
  local folder=.build-sanitize/$2/$3
  code=0
  make --silent --jobs="$jobs" --directory Tests/C CC="$cc" SANITIZER="$2" CLONE="$3" \
    LIBRARIES="$(libraries "$2")" "../../$folder/$1"
  printf '%-18s ' "$2"
  "$folder/$1" || code=$?
  # 77: this CPU cannot.
  [[ $code == 0 || $code == 77 ]] || fail "$1 failed: SANITIZER=$2 CLONE=$3"
}

[[ $# -gt 0 ]] || set -- none address,undefined memory thread
for sanitizer; do
  if [[ $sanitizer != none ]] && ! has "$sanitizer"; then
    fail "'$cc' cannot make programs for -fsanitize=$sanitizer: its runtime is missing (Debian's" \
      "package libclang-rt-dev, or a complete Swift toolchain)"
  fi
  for clone in "${clones[@]}"; do
    try try-kernels "$sanitizer" "$clone"
    # Whether units are independent is the same for each width of vectors.
    [[ $sanitizer != thread || $code != 0 ]] || break
  done
  # libjpeg itself comes without sanitizers, and would be blamed for what it writes by the others.
  case $sanitizer in none | address,undefined) try try-codecs "$sanitizer" "${clones[-1]}" ;; esac
done
echo "sanitize: nothing was found"

#!/bin/sh
# Feed mutated files to the readers of images, of archives and of what comes to the page's server, and mutated
# snapshots, generators and recipes to runs that are resumed and to what generates, under the address sanitizer: no
# crash, no hang, no more memory than a file deserves.
#
# usage: Scripts/fuzz.sh [RUNS] [FUZZER ...]   (100000 inputs for each of the four fuzzers)
#
# libFuzzer mutates the seeds that Scripts/fuzz_seeds.py made and keeps what reaches new code. What fails is
# left in Fuzzing/failures.
set -eu
cd "$(dirname "$0")/.."
runs=${1:-100000}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- FuzzImages FuzzFiles FuzzRuns FuzzRequests

# SwiftPM hands the two sanitizers to the compiler one by one, in any order, and the compiler obeys the last;
# hence both once more, together.
build() {
  swift build --package-path Fuzzing -c release --sanitize address --sanitize fuzzer \
    -Xswiftc -sanitize=address,fuzzer "$@"
}

for fuzzer; do build --product $fuzzer; done
binaries=$(build --show-bin-path)
for symbol in __asan_report_load __sancov_cntrs; do
  cat "$binaries"/Archives.build/*.o | grep -qa $symbol || {
    echo "fuzz: the readers were compiled without $symbol" >&2
    exit 1
  }
done
mkdir -p Fuzzing/failures
for fuzzer; do
  corpus=Fuzzing/corpus/$fuzzer
  mkdir -p "$corpus"
  echo "$fuzzer: $runs inputs"
  # A backtrace by the Swift runtime would take minutes under the sanitizer. FuzzRuns keeps arrays whose pointers
  # hold the case of an enum in spare bits, which the leak checker takes for lost.
  leaks=1
  [ $fuzzer != FuzzRuns ] || leaks=0
  if SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=$leaks "$binaries/$fuzzer" \
    -runs="$runs" -timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=1024 -max_len=65536 \
    -artifact_prefix=Fuzzing/failures/ -print_final_stats=1 \
    "$corpus" Fuzzing/seeds/$fuzzer >Fuzzing/$fuzzer.log 2>&1
  then
    grep -E "^stat::number_of_executed_units|^stat::peak_rss_mb|^Done" Fuzzing/$fuzzer.log
  else
    tail -n 30 Fuzzing/$fuzzer.log
    echo "$fuzzer failed; the input is in Fuzzing/failures" >&2
    exit 1
  fi
done
rm -rf /dev/shm/forger-fuzz-*

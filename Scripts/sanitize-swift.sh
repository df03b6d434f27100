#!/usr/bin/env bash
# Runs the Swift tests under the address sanitizer, but for what it reports wrongly.
#
# usage: Scripts/sanitize-swift.sh      after `make setup`; half an hour on two cores, most of it for the build
#
# - Leaks: Swift keeps the cases of enums in spare bits of pointers, which the leak checker does not follow.
# - The tests of the command start processes, for which Foundation reads past an entry of /proc/self/fd: there
#   the functions that copy memory are not checked. Where there is no /proc, the sanitizer itself complains.
# - The thread sanitizer would need an OpenMP that it knows: GCC's is not instrumented, so that whatever one
#   parallel region writes and the next one reads looks like a race. `Scripts/sanitize.sh thread` runs the
#   kernels' units in threads of its own instead.
set -uo pipefail
cd "$(dirname "$0")/.."

swift build -c release --build-tests --sanitize address --scratch-path .build-asan || exit 1
tests=.build-asan/release/ForgerPackageTests.xctest
export SWIFT_BACKTRACE=enable=no GOMP_SPINCOUNT=1000
code=0
try() {
  ASAN_OPTIONS=$1 "$tests" --testing-library swift-testing "${@:2}" || code=1
}
try detect_leaks=0 --skip ForgerCommandTests
try detect_leaks=0:replace_intrin=0 --filter ForgerCommandTests --skip noProc
exit $code

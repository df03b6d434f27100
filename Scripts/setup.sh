#!/usr/bin/env bash
# Installs what Forger needs and this machine lacks: a few Debian packages, and oneDNN 3 or newer.
#
# Safe to run at any time: it looks first, installs only what is missing, and repairs an installation
# that was interrupted. FORGER_PREFIX says where oneDNN goes if Debian's is too old (/usr/local).
set -euo pipefail

# Everything that is installed is named here.
debian_packages=(libarchive-dev libpng-dev libjpeg-dev libgif-dev libcurl4-openssl-dev libssl-dev libgomp1
  liblapacke-dev libopenblas-openmp-dev dataset-fashion-mnist)
debian_one_dnn=libdnnl-dev
one_dnn_version=3.2.0
one_dnn_wheels="\
onednn-cpu-gomp==2023.2.0 \
--hash=sha256:2f22a54d6a890ed14bfa185d42a4be65d8b5b1df85dc1f0f3a9abe31620416fb
onednn-devel-cpu-gomp==2023.2.0 \
--hash=sha256:9763c69e8c907e119056bd52ad918ca84ac9ba939d130a99dfa95ccca3e5e284"
oldest_swift=6.1

prefix=${FORGER_PREFIX:-/usr/local}

say() { echo "setup: $*"; }
fail() {
  echo "setup: $*" >&2
  exit 1
}

# Whether version $1 is $2 or newer.
is_at_least() { [[ $(printf '%s\n' "$2" "$1" | sort --version-sort | head -n 1) == "$2" ]]; }

# Runs a command as root, who owns the places that packages go to.
as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "must run '$*' as root, but this is user '$(id -un)' and there is no sudo"
  fi
}

# Runs a command as whoever may write below the prefix.
as_owner() {
  local folder=$prefix
  while [[ ! -e $folder ]]; do folder=$(dirname "$folder"); done
  if [[ -w $folder ]]; then "$@"; else as_root "$@"; fi
}

check_swift() {
  command -v swift >/dev/null \
    || fail "found no 'swift' in PATH; Forger needs Swift $oldest_swift or newer: https://swift.org/install"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p')
  [[ -n $version ]] || fail "'swift --version' names no version: is the toolchain complete?"
  is_at_least "$version" "$oldest_swift" \
    || fail "found Swift $version; Forger needs $oldest_swift or newer: https://swift.org/install"
}

# Sets `missing` to the Debian packages that are not installed, and `found_one_dnn` to the version of
# Debian's oneDNN that is (or nothing).
find_missing_packages() {
  local installed
  # The query fails if it does not know a package, and still lists those that it knows.
  installed=$(dpkg-query --show --showformat='${db:Status-Status} ${binary:Package} ${Version}\n' \
    "${debian_packages[@]}" "$debian_one_dnn" 2>/dev/null || true)
  installed=$(sed -n 's/^installed \([^ :]*\)\(:[^ ]*\)\{0,1\} \(.*\)/\1 \3/p' <<<"$installed")
  missing=()
  local package
  for package in "${debian_packages[@]}"; do
    # libcurl comes in several kinds, of which a machine can have one; any will do.
    [[ $package == libcurl4-* ]] && pkg-config --exists libcurl 2>/dev/null && continue
    grep -q "^$package " <<<"$installed" || missing+=("$package")
  done
  found_one_dnn=$(sed -n "s/^$debian_one_dnn //p" <<<"$installed")
}

# Whether oneDNN is below the prefix. Its .pc file is written last, so an interrupted installation has
# none; the other files could have been removed since.
has_one_dnn() {
  local version
  [[ -f $prefix/lib/pkgconfig/dnnl.pc && -f $prefix/include/oneapi/dnnl/dnnl.h &&
    -f $prefix/include/dnnl.h && -s $prefix/lib/libdnnl.so && -s $prefix/lib/libdnnl.so.3 ]] || return 1
  version=$(sed -n 's/^Version: *//p' "$prefix/lib/pkgconfig/dnnl.pc")
  is_at_least "${version:-0}" 3
}

update_package_lists() {
  [[ -z ${package_lists_are_new:-} ]] || return 0
  say "updating apt's package lists"
  as_root apt-get update -qq
  package_lists_are_new=yes
}

install_packages() {
  update_package_lists
  say "installing with apt: $*"
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq --yes --no-install-recommends "$@" >/dev/null
}

# The wheels are archives; no Python package is installed.
install_one_dnn_wheels() {
  [[ $(uname -sm) == "Linux x86_64" ]] || fail "the oneDNN wheels are for Linux on x86-64, and this is" \
    "$(uname -sm); Debian 13 and newer have oneDNN 3 as $debian_one_dnn, or install it from source:" \
    "https://github.com/uxlfoundation/oneDNN"
  local tools=()
  command -v python3 >/dev/null || tools+=(python3)
  python3 -m pip --version >/dev/null 2>&1 || tools+=(python3-pip)
  [[ ${#tools[@]} == 0 ]] || install_packages "${tools[@]}"

  # First, as it tells whether the rest can succeed.
  as_owner mkdir -p "$prefix/include" "$prefix/lib/pkgconfig" "$prefix/share/doc/onednn"
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  say "downloading oneDNN $one_dnn_version (two wheels of 2023.2.0 from the Python package index)"
  echo "$one_dnn_wheels" >"$scratch/requirements.txt"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
    --require-hashes --requirement "$scratch/requirements.txt" --dest "$scratch/wheels"
  local wheel
  for wheel in "$scratch"/wheels/*.whl; do
    python3 -m zipfile --extract "$wheel" "$scratch/content"
  done

  say "installing oneDNN $one_dnn_version below $prefix"
  local headers library
  headers=$(echo "$scratch"/content/onednn_devel_cpu_gomp-*.data/data/include)
  library=$(echo "$scratch"/content/onednn_cpu_gomp-*.data/data/lib/libdnnl.so.3.2)
  [[ -d $headers && -s $library ]] || fail "the oneDNN wheels do not hold what is expected of them"
  as_owner cp -R "$headers/." "$prefix/include/"
  as_owner cp "$scratch"/content/onednn_cpu_gomp-*.data/data/share/doc/onednn/* "$prefix/share/doc/onednn/"
  # By way of another name: programs that run keep the old file, and nobody sees half of the new.
  as_owner cp "$library" "$prefix/lib/.libdnnl.new"
  as_owner mv -f "$prefix/lib/.libdnnl.new" "$prefix/lib/libdnnl.so.3.2"
  as_owner ln -sfn libdnnl.so.3.2 "$prefix/lib/libdnnl.so.3"
  as_owner ln -sfn libdnnl.so.3 "$prefix/lib/libdnnl.so"
  # These flags are what lets a plain `swift build` find it: the linker does not look in /usr/local/lib.
  cat >"$scratch/dnnl.pc" <<END
prefix=$prefix
libdir=\${prefix}/lib
includedir=\${prefix}/include

Name: oneDNN
Description: oneAPI Deep Neural Network Library
Version: $one_dnn_version
Libs: -L\${libdir} -ldnnl
Cflags: -I\${includedir}
END
  as_owner cp "$scratch/dnnl.pc" "$prefix/lib/pkgconfig/.dnnl.pc.new"
  as_owner mv -f "$prefix/lib/pkgconfig/.dnnl.pc.new" "$prefix/lib/pkgconfig/dnnl.pc"
  as_owner chmod -R a+rX "$prefix/include/oneapi" "$prefix"/include/dnnl* "$prefix"/lib/libdnnl* \
    "$prefix/lib/pkgconfig" "$prefix/share/doc/onednn"
  if [[ $prefix == /usr/local ]]; then
    as_root "$(PATH=$PATH:/sbin:/usr/sbin command -v ldconfig)"
  else
    say "to build with it, set PKG_CONFIG_PATH=$prefix/lib/pkgconfig and LD_LIBRARY_PATH=$prefix/lib"
  fi
}

# The version of oneDNN that apt would install, or nothing.
one_dnn_candidate() {
  apt-cache policy "$debian_one_dnn" | sed -n 's/^ *Candidate: *\([0-9].*\)/\1/p'
}

install_one_dnn() {
  local candidate
  candidate=$(one_dnn_candidate)
  if [[ -z $candidate ]]; then
    update_package_lists
    candidate=$(one_dnn_candidate)
  fi
  if [[ -n $candidate ]] && is_at_least "$candidate" 3; then
    install_packages "$debian_one_dnn"
  else
    install_one_dnn_wheels
  fi
}

check_swift
command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || fail "this script installs with apt," \
  "which is not here; install these or their like by hand: ${debian_packages[*]}, oneDNN 3 or newer"
find_missing_packages
needs_one_dnn=yes
if has_one_dnn || { [[ -n $found_one_dnn ]] && is_at_least "$found_one_dnn" 3; }; then
  needs_one_dnn=
fi
if [[ ${#missing[@]} == 0 && -z $needs_one_dnn ]]; then
  say "nothing to install"
  exit
fi
[[ ${#missing[@]} == 0 ]] || install_packages "${missing[@]}"
[[ -z $needs_one_dnn ]] || install_one_dnn
say "done"

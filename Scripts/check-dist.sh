#!/usr/bin/env bash
# Tries what `make dist` has made in fresh roots of Debian 12, which have no compiler: the package is installed, used and
# removed again; so is the archive, by a user without rights, in a folder whose name has spaces.
#
# usage: Scripts/check-dist.sh [FOLDER]     FOLDER: where Scripts/dist.sh has put them, dist
#
# Needs root, debootstrap and a mirror of Debian, which DEBIAN_MIRROR names. The fresh root is kept in
# $XDG_CACHE_HOME/forger-roots or ~/.cache/forger-roots, where each trial unpacks it.
set -euo pipefail
cd "$(dirname "$0")/.."

dist=$(realpath "${1:-dist}")
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/forger-roots
limit=40000000

say() { echo "dist: $*"; }
fail() {
  echo "dist: FAILED: $*" >&2
  exit 1
}

# Groups of the same file mean that there is one of it.
one_of() {
  local files=("$@")
  [[ ${#files[@]} == 1 && -f ${files[0]} ]] || fail "found ${files[*]}; expected one, by 'make dist'"
  echo "${files[0]}"
}

[[ $(id -u) == 0 ]] || fail "this is user '$(id -un)'; expected root, for debootstrap and chroot: sudo $0"
command -v debootstrap >/dev/null || fail "found no debootstrap; Debian's package has it"
package=$(one_of "$dist"/forger_*.deb)
archive=$(one_of "$dist"/forger-*-linux-*.tar.gz)
version=$(dpkg-deb --field "$package" Version)
images=/usr/share/datasets/fashion-mnist
[[ -d $images ]] || fail "found no $images; 'make setup' installs it"

scratch=$(mktemp -d)
trap 'rm -rf --one-file-system "$scratch"' EXIT

(cd "$dist" && sha256sum --check --quiet "forger-$version.sha256") || fail "the checksums are others"
for file in "$package" "$archive"; do
  size=$(stat -c %s "$file")
  ((size < limit)) || fail "${file##*/} has $size bytes; expected less than $limit"
  say "${file##*/}: $size bytes, below $limit"
done

# Makes the root $scratch/$1.
fresh_root() {
  local base=$cache/bookworm-$(dpkg --print-architecture).tar
  if [[ ! -f $base ]]; then
    mkdir -p "$cache"
    debootstrap --variant=minbase bookworm "$scratch/base" "$mirror" >"$scratch/debootstrap.log" 2>&1 \
      || fail "debootstrap: $(tail -n 3 "$scratch/debootstrap.log")"
    tar --create --file "$base.new" --numeric-owner --directory "$scratch/base" .
    mv "$base.new" "$base"
    rm -rf --one-file-system "$scratch/base"
  fi
  mkdir "$scratch/$1"
  tar --extract --file "$base" --numeric-owner --directory "$scratch/$1"
  cp /etc/resolv.conf "$scratch/$1/etc/resolv.conf"
  ! chroot "$scratch/$1" sh -c 'command -v swift || command -v cc' >/dev/null || fail "the fresh root has a compiler"
}

# Runs a script in root $1 with mounts of its own, which go with it; what follows are options of chroot, the script, and
# its arguments. A step that fails prints what it printed.
inside() {
  local root=$scratch/$1
  shift
  unshare --mount --pid --fork --kill-child env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive TERM=dumb bash -c '
      mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$@"' "$root" "${options[@]}" "$root" \
    bash -euo pipefail -c "$@" >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; fail "$step"; }
}

# What a user does first, in the current folder; $1 is the command, $2 the images.
read -r -d '' first_steps <<'END' || true
forger=$1
"$forger" train -i "$2" --channels 32 --iterations 100 --out garments --threads 2
test -s garments/gen_iter_100.npz
"$forger" generate garments --rows 4 --columns 4 --out samples.png
head -c 8 samples.png | grep -q PNG
"$forger" evaluate garments --samples 500 --json >quality.json
grep -q '"frechet"' quality.json
"$forger" cache clear --all
END

options=()
# --- The package.
fresh_root package
cp "$package" "$scratch/package/root/"
step="apt has to install the tools of the trial"
inside package 'apt-get update -q; apt-get install -qy man-db bash-completion ca-certificates'
# What apt itself writes anew at each turn is left out.
listing='find / -xdev \( -path /proc -o -path /dev -o -path /tmp -o -path /root -o -path /var/cache -o -path /var/log \
  -o -path /var/lib/apt -o -path /var/lib/dpkg -o -path /var/lib/systemd \) -prune -o -print | sort'
step="listing the files"
inside package "$listing >/tmp/before"
step="installing the package"
inside package 'apt-get install -qy /root/forger_*.deb'
step="forger --version"
inside package 'test "$(forger --version)" = "$1"' - "$version"
say "package: installed in a fresh Debian 12, $version"
step="man forger-train"
inside package 'MANWIDTH=80 man forger-train | grep -q -e --tensorboard'
say "package: man forger-train"
step="completion in bash"
inside package 'source /usr/share/bash-completion/bash_completion
  _completion_loader forger || test $? = 124
  COMP_WORDS=(forger tra) COMP_CWORD=1 COMP_LINE="forger tra" COMP_POINT=10
  _forger forger tra forger
  test "${COMPREPLY[0]// }" = train'
say "package: bash completes 'forger tra'"
step="training, generating, evaluating"
inside package "cd /root; $first_steps" - forger fashion-mnist
say "package: 100 iterations on Fashion-MNIST, samples, their Fréchet distance"
step="removing the package"
inside package "apt-get purge -qy forger; apt-get autoremove --purge -qy; $listing >/tmp/after; ! dpkg -s forger"
diff "$scratch/package/tmp/before" "$scratch/package/tmp/after" >&2 || fail "files were left behind, or taken away"
[[ -z $(find "$scratch/package/root/.cache" -type f 2>/dev/null) ]] || fail "forger cache clear left files behind"
say "package: removed without residue"

# --- The archive.
fresh_root archive
home="$scratch/archive/home/some body"
mkdir -p "$home/a place"
cp "$archive" "$home/a place/"
cp -r "$images" "$home/images of garments"
chown -R 1234:1234 "$home"
options=(--userspec=1234:1234)
before=$(find "$scratch/archive" -xdev -not -path "$scratch/archive/home/*" | sort)
step="unpacking the archive"
inside archive 'cd "/home/some body/a place"; tar -xzf forger-*.tar.gz; rm forger-*.tar.gz; mv forger-* "the forger"
  test "$(id -u)" = 1234; test "$("./the forger/bin/forger" --version)" = "$1"' - "$version"
say "archive: unpacked into 'a place/the forger' by a user without rights, $version"
step="manual and completions of the archive"
inside archive 'cd "/home/some body/a place/the forger"
  gzip -dc share/man/man1/forger-train.1.gz | grep -q tensorboard
  PATH="$PWD/bin:$PATH"; source share/bash-completion/completions/forger
  COMP_WORDS=(forger tra) COMP_CWORD=1 COMP_LINE="forger tra" COMP_POINT=10
  _forger forger tra forger
  test "${COMPREPLY[0]// }" = train
  ls share/doc/forger/LICENSE-{Swift,oneDNN,libarchive,libcurl4}'
say "archive: manual, completions and licenses are there"
step="all libraries but the C library's have to come from the archive"
inside archive 'cd "/home/some body/a place/the forger"
  for path in /lib64/ld-linux-* /lib/ld-linux-*; do [ ! -e "$path" ] || "$path" --list bin/forger >"/tmp/libraries"; done
  if grep "not found" /tmp/libraries; then exit 1; fi
  ! grep "=> /" /tmp/libraries | grep -v "the forger" | grep -vE "lib(c|m|dl|pthread|rt|resolv|util)\.so"'
say "archive: all libraries but the C library are its own"
step="training, generating, evaluating by the archive's command"
inside archive "export HOME='/home/some body'; cd '/home/some body/a place'; $first_steps" - \
  "./the forger/bin/forger" "/home/some body/images of garments"
say "archive: 100 iterations on Fashion-MNIST, samples, their Fréchet distance"
step="removing the archive"
inside archive 'rm -r "/home/some body/a place" "/tmp/libraries"
  test -z "$(find "/home/some body" -type f -not -path "*/images of garments/*")"'
after=$(find "$scratch/archive" -xdev -not -path "$scratch/archive/home/*" | sort)
[[ $before == "$after" ]] || fail "the archive's command left behind: $(diff <(echo "$before") <(echo "$after") || true)"
say "archive: gone with its folder, without residue"
say "all is well"

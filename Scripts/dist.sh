#!/usr/bin/env bash
# Makes a Debian package of the command, and an archive that runs from any folder.
#
# usage: Scripts/dist.sh [FOLDER]
#
# Both hold the command with Swift's runtime linked in, and oneDNN. The package depends on Debian's libraries; the archive
# has them in it, all but the C library, and their licenses. Beside them go lists of their contents in SPDX, and checksums.
#
# The same commit gives the same bytes with the same compiler and the same libraries of Debian's, whose versions the lists
# name, whatever the folder and the time. What is built is what was committed, in a clone at a place that is the same for all:
# the compiler writes the length of a file's path, if not the path, where a closure must not escape, and a hash of its options
# into every module.
set -euo pipefail
cd "$(dirname "$0")/.."
place=/var/tmp/forger-dist

fail() {
  echo "dist: $*" >&2
  exit 1
}

mkdir -p "${1:-dist}"
out=$(realpath "${1:-dist}")
mkdir -p -m 755 "$place"
[[ -d $place && ! -L $place && -O $place ]] || fail "$place is a link, or somebody else's; remove it"
exec 7<"$place"
flock 7
[[ -d $place/.git ]] || git init --quiet "$place"
git -C "$place" fetch --quiet "$PWD" HEAD
git -C "$place" checkout --quiet --force --detach FETCH_HEAD
cd "$place"

version=$(sed -n 's/.*current = "\(.*\)".*/\1/p' Sources/Recipes/ForgerVersion.swift)
commit=$(git rev-parse HEAD)
debian_architecture=$(dpkg --print-architecture)
package=forger_${version}_$debian_architecture
archive=forger-$version-linux-$(uname -m)
libraries=/usr/lib/$(uname -m)-linux-gnu
build=.build-dist
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
umask 022
# The versions of Swift's packages to build with.
cp Scripts/dist-packages.json Package.resolved

# Builds the command and strips it into file $1; what follows are words for the linker.
build_command() {
  local target=$1 words=() word size
  shift
  for word; do words+=(-Xlinker "$word"); done
  swift build -c release --product forger --static-swift-stdlib --scratch-path "$build" --force-resolved-versions \
    -Xswiftc -gnone -Xswiftc -file-prefix-map -Xswiftc "$PWD=/forger" -Xcc -g0 -Xcc "-ffile-prefix-map=$PWD=/forger" \
    -Xlinker --build-id=none "${words[@]}"
  strip -o "$target" "$build/release/forger"
  # The compiler's hashes of what it made each object from: they differ from build to build, and programs do not read them.
  size=$(objdump --section-headers "$target" | awk '$2 == ".swift_modhash" { print "0x" $3 }')
  head -c "$((size))" /dev/zero >"$scratch/zeros"
  objcopy --update-section .swift_modhash="$scratch/zeros" "$target"
  chmod 755 "$target"
}

# The version of Debian's package $1.
version_of() { dpkg-query --show --showformat='${Version}' "$1"; }

# The Debian package, without its architecture, that file $1 belongs to; nothing where there is none. Older packages own
# what /lib, which is a link now, leads to.
owner_of() { { dpkg -S "$1" || dpkg -S "${1#/usr}"; } 2>/dev/null | head -n 1 | cut -d: -f1 || true; }

# The license of Debian's package $1, into file $2.
put_license() {
  [[ -f /usr/share/doc/$1/copyright ]] || fail "found no license of $1"
  install -m 644 "/usr/share/doc/$1/copyright" "$2"
}

# Lists the libraries that program $1 loads, with their paths: those that it names itself, or all.
loaded_by() {
  local needed=
  [[ $2 == all ]] || needed=$(objdump -p "$1" | awk '$1 == "NEEDED" { print $2 }')
  ldd "$1" | awk -v needed="$needed" 'BEGIN { count = split(needed, names); for (i in names) wanted[names[i]] = 1 }
    $3 ~ /^\// && (count == 0 || $1 in wanted) { print $1, $3 }' | sort
}

# The licenses of what is linked in, into folder $1.
put_linked_licenses() {
  local checkout file swift
  for checkout in swift-argument-parser Yams FlyingFox; do
    for file in "$build/checkouts/$checkout"/LICENSE*; do install -m 644 "$file" "$1/LICENSE-$checkout"; done
  done
  swift=$(dirname "$(realpath "$(command -v swift)")")/../share/swift/LICENSE.txt
  [[ -f $swift ]] || fail "found no $swift"
  install -m 644 "$swift" "$1/LICENSE-Swift"
  # Foundation has the same ICU in it.
  put_license libicu72 "$1/LICENSE-ICU"
}

# Library $1 at path $2, which is not Debian's, into folder $3, and its license into folder $4.
put_library() {
  local license=${2%/lib/*}/share/doc/onednn
  [[ $1 == libdnnl.* ]] || fail "found $2, which is in none of Debian's packages; expected only oneDNN"
  [[ -f $license/LICENSE ]] || fail "found no license of oneDNN in $license; remove ${2%/lib/*}/lib/pkgconfig/dnnl.pc," \
    "and 'make setup' installs it again"
  strip --strip-unneeded -o "$3/$1" "$2"
  chmod 644 "$3/$1"
  install -m 644 "$license/LICENSE" "$4/LICENSE-oneDNN"
  gzip -9nc "$license/THIRD-PARTY-PROGRAMS" >"$4/THIRD-PARTY-PROGRAMS-oneDNN.gz"
}

# Lists the files in folder $1 into $2.spdx.json; what follows are parts, each as NAME=VERSION=LICENSE.
list_contents() {
  local folder=$1 name=$2
  shift 2
  python3 Scripts/spdx.py "$folder" "${linked_parts[@]}" "$@" --name "$name" --version "$version" --commit "$commit" \
    --time "$SOURCE_DATE_EPOCH" >"$out/$name.spdx.json"
}

# The version of a package of Swift's that is linked in.
resolved() {
  python3 -c 'import json, sys
print(next(pin["state"]["version"] for pin in json.load(open("Package.resolved"))["pins"] if pin["identity"] == sys.argv[1]))' "$1"
}

# --- The Debian package.

# $ORIGIN is the folder of the command, which the loader fills in.
build_command "$scratch/forger" -rpath '$ORIGIN/../lib/forger'
linked_parts=(
  "Swift=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p')=Apache-2.0 WITH Swift-exception"
  "swift-argument-parser=$(resolved swift-argument-parser)=Apache-2.0 WITH Swift-exception"
  "Yams=$(resolved yams)=MIT"
  "FlyingFox=$(resolved flyingfox)=MIT"
  "oneDNN=$(pkg-config --modversion dnnl)=Apache-2.0"
)

root=$scratch/root
docs=$root/usr/share/doc/forger
Scripts/manual.sh "$scratch/forger" "$scratch/manual" "$build"
DESTDIR=$root Scripts/install.sh install /usr "$scratch/forger" "$scratch/manual"
rm -r "$root/usr/share/forger"
gzip -9n "$root"/usr/share/man/man1/*.1 "$docs/CHANGELOG.md"
mkdir -p "$root/usr/lib/forger"
put_linked_licenses "$docs"
cp -r "$root" "$scratch/plain"

# The libraries that the command names: Debian's are depended on, others go into the package.
depends=()
bundled=()
while read -r library path; do
  path=$(realpath "$path")
  owner=$(owner_of "$path")
  if [[ -n $owner ]]; then
    depends+=("$owner")
  else
    put_library "$library" "$path" "$root/usr/lib/forger" "$docs"
    bundled+=("usr/lib/forger/$library")
  fi
done < <(loaded_by "$scratch/forger" named)
# OpenBLAS has a package for each kind of threads, of which any will do; this one shares oneDNN's.
libc=$(version_of libc6)
mapfile -t depends < <(printf '%s\n' "${depends[@]}" | sort -u |
  sed -e 's/^libopenblas0-.*/libopenblas0-openmp | libopenblas0/' -e "s/^libc6\$/libc6 (>= ${libc%-*})/")

cat >"$docs/copyright" <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Forger

Files: *
Copyright: Forger's authors
License: Apache-2.0

Files: usr/bin/forger
Copyright: Forger's authors; Apple Inc. and the Swift project authors; JP Simard and Yams' contributors;
 Kirill Simonov and Ingy döt Net (libYAML); Simon Whitty; Unicode, Inc.
License: Apache-2.0 and Apache-2.0-with-Swift-exception and Expat and Unicode-3.0
Comment: Swift's standard library, Foundation, Dispatch, ICU's data, swift-argument-parser, Yams, libYAML and FlyingFox are
 linked in. Their licenses lie beside this file.

Files: ${bundled[*]}
Copyright: Intel Corporation and oneDNN's contributors
License: Apache-2.0
END

mkdir -p "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<END
Package: forger
Version: $version
Architecture: $debian_architecture
Maintainer: Forger's authors <forger@localhost>
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f1)
Depends: $(printf '%s, ' "${depends[@]}" | sed 's/, $//')
Recommends: dataset-fashion-mnist, ca-certificates
Section: science
Priority: optional
Description: trains generative adversarial networks
 Trains generative adversarial networks (GANs) on a CPU, generates images with
 them and measures their quality. Runs survive kills and full disks, and resume
 bit for bit.
END
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --threads-max=1 --build "$root" "$out/$package.deb" >/dev/null
list_contents "$root/usr" "$package"

# --- The archive.

# What Debian's shared libraries bring along is 25 MB more than fits. The linker, which clang looks for in a folder of ours
# first, gets in their place
# - libarchive's static library, of which only what is called comes in: the shared one needs libxml2, and that ICU. The table
#   of all formats that can be written would still need libxml2 for xar;
# - Netlib's LAPACK and BLIS, static, for OpenBLAS, which is three times as large. Netlib's own BLAS would be smaller still, but
#   takes minutes for the distances that 'forger evaluate' looks at;
# - ICU's data without languages that Forger does not speak.
links=$scratch/links
mkdir "$links"
fortran=$(clang -print-file-name=libgfortran.a)
# Where there is one: not on arm64.
quadmath=${fortran%/*}/libquadmath.a
[[ -f $quadmath ]] || quadmath=
for file in "$libraries"/{libarchive.a,liblapacke.a,lapack/liblapack.a,blis-openmp/libblis.a} "$fortran"; do
  [[ -f $file ]] || fail "found no $file; expected Debian's packages libarchive-dev, liblapacke-dev, liblapack-dev," \
    "libblis-openmp-dev and libgfortran-12-dev"
done
shared=()
for library in libz.so.1 libbz2.so.1.0 liblzma.so.5 libzstd.so.1 libnettle.so.8; do
  shared+=("$(ldconfig -p | awk -v name="$library" '$1 == name && /x86-64|AArch64/ && !found++ { print $NF }')")
  [[ -f ${shared[-1]} ]] || fail "found no $library, which libarchive needs"
done
echo "GROUP($libraries/libarchive.a ${shared[*]})" >"$links/libarchive.so"
echo "GROUP($links/threads.a $libraries/liblapacke.a $libraries/lapack/liblapack.a $libraries/blis-openmp/libblis.a $fortran" \
  "$quadmath -lgomp -lm)" >"$links/liblapacke.so"
echo "INPUT(-lm)" >"$links/libopenblas.so"
echo 'int archive_write_set_format_xar(void *archive) { (void)archive; return -30; }  // ARCHIVE_FATAL' >"$links/xar.c"
cat >"$links/threads.c" <<'END'
void bli_thread_set_num_threads(long count);
void openblas_set_num_threads(int count) { bli_thread_set_num_threads(count); }
END
for name in xar threads; do clang -O2 -c "$links/$name.c" -o "$links/$name.o"; done
ar rcsD "$links/threads.a" "$links/threads.o"
python3 Scripts/trim_icu.py "$(dirname "$(realpath "$(command -v swift)")")/../lib/swift_static/linux/lib_FoundationICU.a" "$links"
cat >"$links/ld.gold" <<END
#!/bin/sh
exec "$(command -v ld.gold)" -L"$links" "$links/xar.o" "$links/icu.o" "\$@"
END
chmod 755 "$links/ld.gold"

# By old tags, the bundled libraries find each other, too.
COMPILER_PATH=$links build_command "$scratch/forger" --disable-new-dtags -rpath '$ORIGIN/../lib/forger'
! objdump -p "$scratch/forger" | grep -E 'NEEDED +lib(archive|openblas)' || fail "the linker was not asked in $links"
folder=$scratch/archive/$archive
mkdir "$scratch/archive"
mv "$scratch/plain/usr" "$folder"
install -m 755 "$scratch/forger" "$folder/bin/forger"
docs=$folder/share/doc/forger
parts=()
for owner in libarchive-dev liblapacke-dev liblapack-dev libblis-openmp-dev "$(owner_of "$fortran")" ${quadmath:+"$(owner_of "$quadmath")"}; do
  put_license "$owner" "$docs/LICENSE-${owner%-dev}"
  parts+=("${owner%-dev}=$(version_of "$owner")=NOASSERTION")
done
while read -r library path; do
  path=$(realpath "$path")
  owner=$(owner_of "$path")
  # The C library belongs to the system, as it has to agree with the loader.
  [[ $owner == libc6 ]] && continue
  if [[ -n $owner ]]; then
    install -m 644 "$path" "$folder/lib/forger/$library"
    put_license "$owner" "$docs/LICENSE-$owner"
    parts+=("$owner=$(version_of "$owner")=NOASSERTION")
  else
    put_library "$library" "$path" "$folder/lib/forger" "$docs"
  fi
done < <(loaded_by "$scratch/forger" all)
# Debian's texts refer to those of the common licenses.
mkdir "$docs/common-licenses"
cat "$docs"/LICENSE-* | grep -oE 'common-licenses/[A-Za-z0-9.-]*[A-Za-z0-9]' | sort -u | while read -r name; do
  [[ ! -f /usr/share/$name ]] || install -m 644 "/usr/share/$name" "$docs/common-licenses/"
done
mapfile -t parts < <(printf '%s\n' "${parts[@]}" | sort -u)
tar --create --directory "$scratch/archive" --format=gnu --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 \
  --numeric-owner --mode=u=rwX,go=rX "$archive" | gzip -9n >"$out/$archive.tar.gz"
list_contents "$folder" "$archive" "${parts[@]}"

(cd "$out" && sha256sum "$package.deb" "$package.spdx.json" "$archive.tar.gz" "$archive.spdx.json" >"forger-$version.sha256")
for file in "$package.deb" "$archive.tar.gz"; do echo "dist: $out/$file, $(stat -c %s "$out/$file") bytes"; done

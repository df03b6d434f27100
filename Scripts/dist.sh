#!/usr/bin/env bash
# Makes a Debian package of the command, with what a plain system lacks in it: Swift's runtime, linked statically, and
# oneDNN.
#
# usage: Scripts/dist.sh [FOLDER]
#
# The same commit gives the same bytes: times are those of the commit, and the build's own folder is not in them. Beside the
# package go its checksum and a list of its contents in SPDX.
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-dist}
version=$(sed -n 's/.*current = "\(.*\)".*/\1/p' Sources/Recipes/ForgerVersion.swift)
commit=$(git rev-parse HEAD)
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
name=forger_${version}_$architecture
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
umask 022

# $ORIGIN is the folder of the command, which the loader fills in.
swift build -c release --product forger --static-swift-stdlib --scratch-path .build-dist \
  -Xlinker -rpath -Xlinker '$ORIGIN/../lib/forger'
program=.build-dist/release/forger

root=$scratch/root
strip -o "$scratch/forger" "$program"
chmod 755 "$scratch/forger"
Scripts/manual.sh "$program" "$scratch/manual"
DESTDIR=$root Scripts/install.sh install /usr "$scratch/forger" "$scratch/manual"
rm -r "$root/usr/share/forger"
gzip -9n "$root"/usr/share/man/man1/*.1 "$root/usr/share/doc/forger/CHANGELOG.md"
mkdir -p "$root/usr/lib/forger"

# The libraries that the command needs, and where they come from: Debian's are depended on, others go into the package.
depends=()
bundled=()
while read -r library path; do
  path=$(realpath "$path")
  # Older packages own what /lib, which is a link now, leads to.
  package=$({ dpkg -S "$path" || dpkg -S "${path#/usr}"; } 2>/dev/null | head -n 1 | cut -d: -f1) || true
  if [[ -n $package ]]; then
    depends+=("$package")
  else
    strip --strip-unneeded -o "$root/usr/lib/forger/$library" "$path"
    chmod 644 "$root/usr/lib/forger/$library"
    bundled+=("$library")
  fi
done < <(needed=$(objdump -p "$program" | awk '$1 == "NEEDED" { print $2 }')
  ldd "$program" | awk -v needed="$needed" 'BEGIN { split(needed, names); for (i in names) wanted[names[i]] = 1 }
    $1 in wanted && $3 ~ /^\// { print $1, $3 }' | sort)
# OpenBLAS has a package for each kind of threads, of which any will do; this one shares oneDNN's.
mapfile -t depends < <(printf '%s\n' "${depends[@]}" | sed 's/^libopenblas0-.*/libopenblas0-openmp | libopenblas0/' | sort -u)

{
  echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
  echo "Upstream-Name: Forger"
  echo
  echo "Files: *"
  echo "Copyright: Forger's authors"
  echo "License: Apache-2.0"
  echo
  echo "Files: usr/bin/forger"
  echo "Copyright: Forger's authors; Apple Inc. and the Swift project authors; JP Simard and Yams' contributors; Simon Whitty"
  echo "License: Apache-2.0 and Apache-2.0-with-Swift-exception and Expat and Unicode-3.0"
  echo "Comment: Swift's standard library, Foundation, Dispatch, ICU's data, swift-argument-parser, Yams, libYAML and FlyingFox are linked in."
  echo
  echo "Files: ${bundled[*]/#/usr/lib/forger/}"
  echo "Copyright: Intel Corporation and oneDNN's contributors"
  echo "License: Apache-2.0"
} >"$root/usr/share/doc/forger/copyright"
for checkout in swift-argument-parser Yams FlyingFox; do
  for file in .build-dist/checkouts/"$checkout"/LICENSE*; do
    [[ -f $file ]] && install -m 644 "$file" "$root/usr/share/doc/forger/LICENSE-$checkout"
  done
done

mkdir -p "$root/DEBIAN"
size=$(du -sk --apparent-size "$root/usr" | cut -f1)
cat >"$root/DEBIAN/control" <<END
Package: forger
Version: $version
Architecture: $architecture
Maintainer: Forger's authors <forger@localhost>
Installed-Size: $size
Depends: $(printf '%s, ' "${depends[@]}" | sed 's/, $//')
Recommends: dataset-fashion-mnist
Section: science
Priority: optional
Description: trains generative adversarial networks
 Trains generative adversarial networks (GANs) on a CPU, generates images with
 them and measures their quality. Runs survive kills and full disks, and resume
 bit for bit.
END
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

mkdir -p "$out"
dpkg-deb --root-owner-group -Zxz --build "$root" "$out/$name.deb" >/dev/null
python3 Scripts/spdx.py "$root" --name "forger-$version" --version "$version" --commit "$commit" \
  --time "$SOURCE_DATE_EPOCH" >"$out/$name.spdx.json"
(cd "$out" && sha256sum "$name.deb" "$name.spdx.json" >"$name.sha256")
echo "dist: $out/$name.deb, $(stat -c %s "$out/$name.deb") bytes, with ${bundled[*]} in it"

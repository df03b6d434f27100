#!/usr/bin/env bash
# Makes a folder of 3,926 emoji from Debian's font, installing the font and a Python package that reads it.
#
# usage: Scripts/emoji.sh FOLDER
set -euo pipefail
folder=$(realpath -m "$1")
cd "$(dirname "$0")/.."
[[ ! -e $folder ]] || {
  echo "emoji: $folder is there already" >&2
  exit 1
}
if [[ ! -f /usr/share/fonts/truetype/noto/NotoColorEmoji.ttf ]]; then
  as_root=()
  [[ $(id -u) == 0 ]] || as_root=(sudo)
  echo "emoji: installing fonts-noto-color-emoji"
  "${as_root[@]}" apt-get install --yes --quiet fonts-noto-color-emoji >/dev/null
fi
Scripts/python-environment.sh .venv-emoji fonttools
# Whole or not at all.
staging=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$staging"' EXIT
.venv-emoji/bin/python Scripts/make_emoji.py "$staging" >/dev/null
chmod 755 "$staging"
mv --no-target-directory "$staging" "$folder"
echo "emoji: $(find "$folder" -name '*.png' | wc -l) images in $folder"

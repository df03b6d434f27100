#!/usr/bin/env bash
# Installs the command with its manual pages and completions, or removes them.
#
# usage: Scripts/install.sh install|uninstall PREFIX [PROGRAM MANUAL_FOLDER]
#
# What goes to PREFIX, below DESTDIR if that is set, is listed in PREFIX/share/forger/installed, and only that is removed.
set -euo pipefail
umask 022

action=$1
prefix=${2%/}
root=${DESTDIR:-}$prefix
list=$root/share/forger/installed
[[ $prefix == /* ]] || { echo "install: PREFIX is '$2'; expected a path from the root" >&2; exit 1; }

# Removes what was installed before, and the folders that were made for it and are empty.
remove() {
  local name
  [[ -f $list ]] || return 0
  tac "$list" | while IFS= read -r name; do
    [[ -n $name && $name != /* && $name != *..* ]] || continue
    if [[ $name == */ ]]; then rmdir "$root/$name" 2>/dev/null || true; else rm -f "$root/$name"; fi
  done
}

# Makes a folder and those that it is in, and puts on the list which ones were not there.
make_folder() {
  local path=. part
  [[ -d $root ]] || mkdir -p "$root"
  while IFS= read -r -d / part; do
    path=$path/$part
    if [[ ! -d $root/$path ]]; then
      mkdir "$root/$path"
      made+=("${path#./}/")
    fi
  done <<<"$1/"
}

# Puts a file into place and on the list.
put() {
  make_folder "${3%/*}"
  install -m "$1" "$2" "$root/$3"
  made+=("$3")
}

case $action in
  uninstall)
    [[ -f $list ]] || { echo "uninstall: found no $list; expected what 'make install' wrote" >&2; exit 1; }
    remove
    echo "uninstall: removed what was below $root"
    ;;
  install)
    program=$3
    manual=$4
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    for shell in bash zsh fish; do "$program" --generate-completion-script $shell >"$scratch/$shell"; done
    remove
    made=()
    make_folder share/forger
    made+=(share/forger/installed)
    put 755 "$program" bin/forger
    for page in "$manual"/*.1; do put 644 "$page" "share/man/man1/${page##*/}"; done
    put 644 "$scratch/bash" share/bash-completion/completions/forger
    put 644 "$scratch/zsh" share/zsh/site-functions/_forger
    put 644 "$scratch/fish" share/fish/vendor_completions.d/forger.fish
    put 644 LICENSE share/doc/forger/LICENSE
    put 644 CHANGELOG.md share/doc/forger/CHANGELOG.md
    printf '%s\n' "${made[@]}" >"$list"
    echo "install: $root/bin/forger, with manual pages and completions"
    ;;
  *) echo "install: '$action' is no action; expected install or uninstall" >&2; exit 1 ;;
esac

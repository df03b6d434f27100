#!/usr/bin/env bash
# Installs the command into a folder of a name with a space, looks at what is there, and removes it again.
#
# usage: Scripts/check-install.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/.."

program=${1:-.build/release/forger}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
  echo "install: FAILED: $*" >&2
  exit 1
}

Scripts/manual.sh "$program" .build/manual
prefix="$scratch/a place"
# A folder and a file that were there before have to stay.
mkdir -p "$prefix/share/man"
touch "$prefix/share/somebody's"
before=$(cd "$prefix" && find . | sort)
for _ in 1 2; do Scripts/install.sh install "$prefix" "$program" .build/manual >/dev/null; done

[[ $("$prefix/bin/forger" --version) == $("$program" --version) ]] || fail "the installed command has another version"
pages=0
for page in "$prefix"/share/man/man1/*.1; do
  grep -q '^\.Dt FORGER' "$page" || fail "$page is no manual page"
  if grep -E '^\.Xr ' "$page" | grep -q 'forger\.'; then fail "$page refers to pages by other names"; fi
  pages=$((pages + 1))
done
for name in train datasets-fetch report; do
  [[ -f "$prefix/share/man/man1/forger-$name.1" ]] || fail "forger-$name.1 is missing"
done
if command -v man >/dev/null; then
  manual=$(MANWIDTH=80 man -l "$prefix/share/man/man1/forger-train.1" 2>/dev/null) || fail "man cannot show forger-train.1"
  [[ $manual == *tensorboard* ]] || fail "the manual of train lacks an option"
fi
# What bash offers after "forger tra".
offered=$(PATH="$prefix/bin:$PATH" bash -c '
  source "$0/share/bash-completion/completions/forger"
  COMP_WORDS=(forger tra) COMP_CWORD=1 COMP_LINE="forger tra" COMP_POINT=10
  _forger forger tra forger
  printf "%s\n" "${COMPREPLY[@]}"' "$prefix")
[[ ${offered// /} == train ]] || fail "bash offers '$offered' after 'forger tra'"
grep -q '^#compdef forger' "$prefix/share/zsh/site-functions/_forger" || fail "the completions of zsh are not its"
grep -q 'complete -c .forger' "$prefix/share/fish/vendor_completions.d/forger.fish" || fail "those of fish are not its"

Scripts/install.sh uninstall "$prefix" >/dev/null
after=$(cd "$prefix" && find . | sort)
[[ $before == "$after" ]] || fail "left behind or taken away: $(diff <(echo "$before") <(echo "$after") || true)"
echo "install: the command, $pages manual pages and the completions of three shells, and gone without residue"

#!/usr/bin/env bash
# Installs a browser without windows and what drives it, for the test of the page. Safe to run at any time.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v chromium-headless-shell >/dev/null; then
  as_root=()
  if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null || { echo "setup-browser: must run 'apt-get' as root, and there is no sudo" >&2; exit 1; }
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update
  "${as_root[@]}" apt-get install --yes --no-install-recommends chromium-headless-shell fonts-dejavu-core
fi
Scripts/python-environment.sh .venv-browser playwright
echo "setup-browser: $(chromium-headless-shell --version)"

#!/usr/bin/env bash
# Tries the page in a browser without windows, where there is one: see Scripts/page.
#
# usage: Scripts/check-page.sh [--screenshots FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v chromium-headless-shell >/dev/null || [[ ! -f .venv-browser/is-complete ]]; then
  echo "check-page: left out, for there is no browser; 'make setup-browser' installs one"
  exit
fi
exec .venv-browser/bin/python Scripts/page "$@"

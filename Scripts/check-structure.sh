#!/usr/bin/env bash
# Checks that the sources keep the design's order of dependencies and that files stay short.
set -euo pipefail
cd "$(dirname "$0")/.."
swift package describe --type json 2>/dev/null | python3 Scripts/check_structure.py

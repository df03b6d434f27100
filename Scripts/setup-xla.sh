#!/usr/bin/env bash
# Installs XLA's plugin for the CPU (--device xla) where Forger looks for it. Safe to run at any time.
set -euo pipefail

folder=${XDG_CACHE_HOME:-$HOME/.cache}/forger/plugins
plugin=$folder/xla_plugins/xla_cpu_pjrt/xla_cpu_pjrt.so
if [[ -f $plugin ]]; then
  echo "setup-xla: $plugin is installed"
  exit
fi
command -v python3 >/dev/null || { echo "setup-xla: found no python3, whose pip has the plugin" >&2; exit 1; }
mkdir -p "$folder"
python3 -m pip install --quiet --no-deps --target "$folder" --upgrade xla-cpu-pjrt==0.0.1
[[ -f $plugin ]] || { echo "setup-xla: the package has no $plugin" >&2; exit 1; }
echo "setup-xla: installed $plugin"

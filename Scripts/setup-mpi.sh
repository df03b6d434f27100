#!/usr/bin/env bash
# Installs Open MPI, which Forger loads when it is started as one of several processes. Safe to run at any time.
set -euo pipefail

if command -v mpirun >/dev/null; then
  echo "setup-mpi: $(mpirun --version | head -n 1) is installed"
  exit
fi
as_root=()
if [[ $(id -u) != 0 ]]; then
  command -v sudo >/dev/null || { echo "setup-mpi: must run 'apt-get' as root, and there is no sudo" >&2; exit 1; }
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update
"${as_root[@]}" apt-get install --yes --no-install-recommends openmpi-bin

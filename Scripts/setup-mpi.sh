#!/usr/bin/env bash
# Installs Open MPI, which Forger loads when it is started as one of several processes. Safe to run at any time.
set -euo pipefail

# Under its own name where Debian has several; another MPI's `mpirun` may come first.
for program in mpirun.openmpi mpirun; do
  version=$("$program" --version 2>/dev/null | head -n 1) || continue
  if [[ $version == *OpenRTE* || $version == *"Open MPI"* ]]; then
    echo "setup-mpi: $version is installed"
    exit
  fi
done
as_root=()
if [[ $(id -u) != 0 ]]; then
  command -v sudo >/dev/null || { echo "setup-mpi: must run 'apt-get' as root, and there is no sudo" >&2; exit 1; }
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update
"${as_root[@]}" apt-get install --yes --no-install-recommends openmpi-bin

#!/usr/bin/env bash
# Checks with Chainer itself that it loads the generators that Forger writes, and makes the same images.
#
# usage: Scripts/chainer-check.sh GENERATOR.npz IMAGES.npz
#        Scripts/chainer-check.sh --golden CHAINER_GOLDEN.npz
# The first run installs Chainer into .venv-chainer. See chainer_check.py for what the files hold.
set -euo pipefail
[[ $# -gt 0 ]] || {
  sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"
  exit 2
}

root=$(cd "$(dirname "$0")/.." && pwd)
environment=$root/.venv-chainer
if [[ ! -f $environment/is-complete ]]; then
  echo "installing Chainer into $environment"
  rm -rf "$environment"
  python3 -m venv "$environment"
  # Chainer 7.8.1 is older than NumPy 1.24, which it does not work with, and is installed by a setup.py.
  "$environment/bin/pip" install --quiet --disable-pip-version-check \
    'numpy==1.23.5' 'setuptools<70' wheel six filelock typing_extensions protobuf
  "$environment/bin/pip" install --quiet --disable-pip-version-check \
    --no-deps --no-build-isolation 'chainer==7.8.1'
  touch "$environment/is-complete"
fi
exec "$environment/bin/python" -W ignore "$root/Scripts/chainer_check.py" "$@"

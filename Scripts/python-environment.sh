#!/usr/bin/env bash
# Makes a Python environment of packages from pip, unless it is there and complete.
#
# usage: Scripts/python-environment.sh FOLDER PACKAGE…     options of pip may stand among the packages
set -euo pipefail
environment=$1
shift
[[ ! -f $environment/is-complete ]] || exit 0
echo "installing $* into $environment"
rm -rf "$environment"
python3 -m venv "$environment"
"$environment/bin/pip" install --quiet --disable-pip-version-check "$@"
touch "$environment/is-complete"

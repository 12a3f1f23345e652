#!/bin/sh
# Looks up known weaknesses of what both environments pin: `make audit`. Needs uv, as lock.sh does, and the package index.
#
# --strict: where a package cannot be looked up, that is a failure and no all-clear.
set -eu
cd "$(dirname "$0")/.."
uv=$(command -v uv || echo .venvs/tools/bin/uv)
[ -x "$uv" ] || { echo "uv is needed for this; run 'make setup' first." >&2; exit 1; }

audit() {
    "$uv" tool run --python "$1" pip-audit==2.10.1 --strict --disable-pip --no-deps -r "$2"
}

found=0
audit .venvs/main/bin/python requirements/main.lock || found=1
audit .venvs/rasa/bin/python requirements/rasa.lock || found=1
exit $found

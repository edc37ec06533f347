#!/bin/bash
# mypy over the rooms and the tests.  Usage: scripts/check_types.sh ROOM…
set -euo pipefail
cd "$(dirname -- "$0")/.."

# Test files import the helpers beside them by bare name.
MYPYPATH=$(find tests -type d -not -name __pycache__ | paste -sd: -)
export MYPYPATH
.venv/bin/mypy --strict --exclude '/conftest\.py$' "$@" tests

# Every conftest.py is a module of the same name, so each is checked by itself.
while read -r conftest; do
    .venv/bin/mypy --strict "$conftest"
done < <(find tests -name conftest.py | sort)

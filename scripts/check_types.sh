#!/bin/bash
# mypy over the rooms, then over each folder of tests.  Usage: scripts/check_types.sh ROOM…
set -euo pipefail
cd "$(dirname -- "$0")/.."

.venv/bin/mypy --strict "$@"

# Test files import the helpers beside them by bare name, and every folder may have its conftest.py: each folder is
# checked by itself, all with the same options so that one cache serves them.
find tests -name "*.py" -exec dirname {} + | sort -u | xargs -P 2 -I {} sh -c \
    'echo {}; MYPYPATH={} .venv/bin/mypy --strict --no-error-summary {}/*.py'

#!/bin/bash
# mypy over the rooms, then over each folder of tests.  Usage: scripts/check_types.sh ROOM…
set -euo pipefail
cd "$(dirname -- "$0")/.."

failed=0
.venv/bin/mypy --strict "$@" || failed=1

# Test files import the helpers beside them by bare name, and every folder may have its conftest.py: each folder is
# checked by itself, all with the same options so that one cache serves them.
while read -r folder; do
    echo "$folder"
    MYPYPATH=$folder .venv/bin/mypy --strict --no-error-summary "$folder"/*.py || failed=1
done < <(find tests -name "*.py" -exec dirname {} + | sort -u)
exit "$failed"

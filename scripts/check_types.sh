#!/bin/bash
# mypy over the rooms, then over the tests.  Usage: scripts/check_types.sh ROOM…
set -euo pipefail
cd "$(dirname -- "$0")/.."

.venv/bin/mypy --strict "$@"

# Test files import the helpers beside them by bare name. Their names differ, so one run checks them all; only conftest.py
# is in every folder: each is checked by itself, with the tests that import from it.
mapfile -t folders < <(find tests -name "*.py" -exec dirname {} + | sort -u)
mapfile -t importing < <(grep -rlE "^\s*(from|import) conftest" tests --include="*.py" | xargs -r dirname | sort -u)
mapfile -t files < <(find tests -name "*.py" ! -name conftest.py | sort)
for folder in "${importing[@]}"; do
    for index in "${!files[@]}"; do
        [[ $(dirname "${files[$index]}") == "$folder" ]] && unset "files[$index]"
    done
done
MYPYPATH=$(IFS=:; echo "${folders[*]}") .venv/bin/mypy --strict --no-error-summary "${files[@]}"
{
    find tests -name conftest.py
    printf '%s\n' "${importing[@]}"
} | xargs -P 2 -I {} sh -c '
    if [ -d {} ]; then MYPYPATH={} .venv/bin/mypy --strict --no-error-summary {}/*.py
    else MYPYPATH=$(dirname {}) .venv/bin/mypy --strict --no-error-summary {}; fi'

#!/bin/bash
# mypy over the rooms, then over each folder of tests.  Usage: scripts/check_types.sh ROOM…
set -euo pipefail
cd "$(dirname -- "$0")/.."

failed=0
.venv/bin/mypy --strict "$@" || failed=1


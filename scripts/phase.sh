#!/bin/bash
# Run a command under a name, and show how long it took.  Usage: scripts/phase.sh NAME COMMAND…
set -euo pipefail
name=$1
shift
echo "==> $name"
started=$SECONDS
if "$@"; then
    echo "    $name: passed in $((SECONDS - started)) s"
else
    status=$?
    echo "    $name: FAILED after $((SECONDS - started)) s" >&2
    exit "$status"
fi

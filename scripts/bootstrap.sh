#!/bin/sh
# Find a Python the pinned packages support and hand over to bootstrap.py.
# Usage: scripts/bootstrap.sh run|dev|superset|lock        PYTHON=/path/to/python3.12 names an interpreter of your own.
set -eu
cd "$(dirname -- "$0")/.."

# dbt-core 1.11 supports 3.13 at most, Superset 6.1 3.12; ensurepip is what Debian splits off into python3-venv.
newest=13 versions='3.11, 3.12 or 3.13'
if [ "${1:-}" = superset ]; then newest=12 versions='3.11 or 3.12'; fi
suitable="import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $newest))"

seen=''
for candidate in ${PYTHON:-.venv/bin/python python3.11 python3.12 python3.13 python3}; do
    path=$(command -v "$candidate" 2>/dev/null) || continue
    if "$path" -c "$suitable" 2>/dev/null; then
        exec "$path" scripts/bootstrap.py "$@"
    fi
    version=$("$path" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue
    seen="$seen
  $path is Python $version"
    case $version in 3.11.* | 3.12.* | 3.13.*)
        minor=${version%.*}
        seen="$seen without the modules venv and ensurepip (Debian, Ubuntu: apt-get install python$minor-venv)" ;;
    esac
done

cat >&2 <<EOF
No suitable Python: $versions with the modules venv and ensurepip is needed.
Found:${seen:- none}
Install one (Debian, Ubuntu: apt-get install python3 python3-venv), or name yours: PYTHON=/path/to/python3.12 make …
EOF
exit 1

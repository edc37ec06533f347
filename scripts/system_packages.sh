#!/bin/bash
# Install the programs of system_packages.txt that are missing, where this machine permits it; name them where not.
set -euo pipefail
cd "$(dirname -- "$0")"

missing=()
while read -r command package; do
    command -v "$command" >/dev/null || missing+=("$package")
done < <(grep -v '^#' system_packages.txt)
((${#missing[@]} == 0)) && exit

install=(apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}")
as_root=()
if command -v apt-get >/dev/null; then
    if ((EUID == 0)); then
        as_root=(env DEBIAN_FRONTEND=noninteractive)
    elif sudo --non-interactive true 2>/dev/null; then
        as_root=(sudo env DEBIAN_FRONTEND=noninteractive)
    fi
fi
if ((${#as_root[@]} == 0)); then
    echo "The tests need these programs, which may not be installed from here: ${missing[*]}" >&2
    echo "Debian, Ubuntu: sudo apt-get install ${missing[*]}" >&2
    exit 1
fi

echo "  system packages: ${missing[*]}"
"${as_root[@]}" "${install[@]}" >/dev/null 2>&1 \
    || { "${as_root[@]}" apt-get update --quiet=2 >/dev/null && "${as_root[@]}" "${install[@]}" >/dev/null; }

#!/bin/sh
# Makes sure that PostgreSQL with PostGIS is there for the tests of the export; says on stderr what it did, and on stdout
# the folder of the programs that start a server. Where it cannot be had, it says so loudly and the tests are left out.
set -eu

say() { echo "postgis: $*" >&2; }

found() {
    for bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do
        version=$(basename "$(dirname "$bin")")
        if [ -x "$bin/initdb" ] && [ -f "/usr/share/postgresql/$version/extension/postgis.control" ]; then
            echo "$bin"
            return 0
        fi
    done
    return 1
}

if bin=$(found); then
    say "already here: $bin"
    echo "$bin"
    exit 0
fi

as_root=none
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
fi

if [ "$as_root" != none ] && command -v apt-get >/dev/null 2>&1; then
    say "installing with apt-get"
    if $as_root apt-get update >&2 &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql postgresql-postgis >&2
    then
        if bin=$(found); then
            say "installed: $bin"
            echo "$bin"
            exit 0
        fi
    fi
fi
say "=================================================================================================="
say "NO PostgreSQL WITH PostGIS HERE, and no right to install it: the export into a database is NOT tested."
say "=================================================================================================="

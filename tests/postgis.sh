#!/bin/sh
# Makes sure that PostgreSQL with PostGIS is there for the tests of the export; prints the folder of the programs that
# start a server. Where it cannot be had, it says so loudly and the tests are left out.
set -eu

what=postgis
. "$(dirname "$0")/install.sh"

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

done_if_found "already here"
apt_install --no-install-recommends postgresql postgresql-postgis || say "apt-get did not bring it"
done_if_found "installed"
say "=================================================================================================="
say "NO PostgreSQL WITH PostGIS HERE, and no right to install it: the export into a database is NOT tested."
say "=================================================================================================="

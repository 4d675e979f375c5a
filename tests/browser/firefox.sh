#!/bin/sh
# Makes sure that a Firefox is there for the browser tests.
set -eu

what=firefox
. "$(dirname "$0")/../install.sh"

found() {
    for name in firefox-esr firefox; do
        if command -v "$name" >/dev/null 2>&1 && "$(command -v "$name")" --version >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

done_if_found "already here"
apt_install firefox-esr || say "apt-get did not bring it"
done_if_found "installed"
say "no Firefox; install firefox-esr or firefox, and put it on the PATH"
exit 1

#!/bin/sh
# Makes sure that a Firefox is there for the browser tests; says on stderr what it did, and its path on stdout.
set -eu

found() {
    for name in firefox-esr firefox; do
        if command -v "$name" >/dev/null 2>&1 && "$(command -v "$name")" --version >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

say() { echo "firefox: $*" >&2; }

if path=$(found); then
    say "already here: $path"
    echo "$path"
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
    $as_root apt-get update >&2
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y firefox-esr >&2
fi
path=$(found) || { say "no Firefox; install firefox-esr or firefox, and put it on the PATH"; exit 1; }
say "installed: $path"
echo "$path"

#!/bin/sh
# Makes sure that a Chromium is there for the browser tests; says on stderr what it did, and its path on stdout.
set -eu

found() {
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        if command -v "$name" >/dev/null 2>&1; then
            # A stub that only tells how to install the real one does not count.
            if "$(command -v "$name")" --version >/dev/null 2>&1; then
                command -v "$name"
                return 0
            fi
        fi
    done
    return 1
}

say() { echo "chromium: $*" >&2; }

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
    if $as_root apt-get update >&2 && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y chromium >&2; then
        if path=$(found); then
            say "installed: $path"
            echo "$path"
            exit 0
        fi
    fi
    say "apt-get gave no working Chromium; trying playwright's own"
fi

here=$(cd "$(dirname "$0")/../.." && pwd)
python="${PYTHON:-$here/.venv/bin/python}"
say "installing playwright's own with $python"
"$python" -m playwright install chromium >&2
path=$("$python" "$here/tests/browser/browser.py")
say "installed: $path"
echo "$path"

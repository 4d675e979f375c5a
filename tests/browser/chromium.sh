#!/bin/sh
# Makes sure that a Chromium is there for the browser tests.
set -eu

what=chromium
here=$(cd "$(dirname "$0")/../.." && pwd)
. "$here/tests/install.sh"

found() {
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        # A stub that only tells how to install the real one does not count.
        if command -v "$name" >/dev/null 2>&1 && "$(command -v "$name")" --version >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

done_if_found "already here"
apt_install chromium || say "apt-get did not bring it"
done_if_found "installed"

python="${PYTHON:-$here/.venv/bin/python}"
say "installing playwright's own with $python"
"$python" -m playwright install chromium >&2
path=$("$python" "$here/tests/browser/browser.py")
say "installed: $path"
echo "$path"

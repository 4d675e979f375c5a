#!/bin/sh
# Makes sure that a Chromium is there for the browser tests.
set -eu

what=chromium
here=$(cd "$(dirname "$0")/../.." && pwd)
. "$here/tests/install.sh"

found() { first_that_runs chromium chromium-browser google-chrome google-chrome-stable chrome; }

done_if_found "already here"
apt_install chromium || say "apt-get did not bring it"
done_if_found "installed"

python="${PYTHON:-$here/.venv/bin/python}"
say "installing playwright's own with $python"
"$python" -m playwright install chromium >&2
path=$("$python" "$here/tests/browser/browser.py")
say "installed: $path"
echo "$path"

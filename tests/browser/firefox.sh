#!/bin/sh
# Makes sure that a Firefox is there for the browser tests.
set -eu

what=firefox
. "$(dirname "$0")/../install.sh"

found() { first_that_runs firefox-esr firefox; }

done_if_found "already here"
apt_install firefox-esr || say "apt-get did not bring it"
done_if_found "installed"
say "no Firefox; install firefox-esr or firefox, and put it on the PATH"
exit 1

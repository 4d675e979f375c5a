# For the scripts that bring what the tests need. A script sets `what`, its name in messages, and defines `found`, which
# prints where the thing is or fails. Messages go to stderr, the path to stdout.

say() { echo "$what: $*" >&2; }

# Prints where the first of these programs is that tells its version; a stub that only says how to install it does not count.
first_that_runs() {
    for name in "$@"; do
        if command -v "$name" >/dev/null 2>&1 && "$(command -v "$name")" --version >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# Ends the script if the thing is there; $1 says since when.
done_if_found() {
    if path=$(found); then
        say "$1: $path"
        echo "$path"
        exit 0
    fi
}

# Installs packages with apt-get, where that is there and allowed.
apt_install() {
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || return 1
        as_root="sudo -n"
    fi
    command -v apt-get >/dev/null 2>&1 || return 1
    say "installing with apt-get"
    $as_root apt-get update >&2 && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y "$@" >&2
}

# Sourced by the scripts: installs what is missing, then puts the project's own tools first on PATH.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# need_commands PACKAGE:COMMAND ... installs the Debian packages whose command is missing.
need_commands() {
    local missing=() pair
    for pair in "$@"; do
        command -v "${pair#*:}" >/dev/null 2>&1 || missing+=("${pair%%:*}")
    done
    install_packages "${missing[@]}"
}

install_packages() {
    [ $# -eq 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "please install as root: apt-get install $*" >&2; exit 7; }
        as_root=(sudo)
    fi
    echo "installing: $*" >&2
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@" >&2
}

have_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }

setup() {
    need_commands python3:python3
    have_library 'libcairo\.so\.2' || install_packages libcairo2
    # WeasyPrint asks for it: without it papers cannot be made in future versions, and warn already.
    have_library 'libharfbuzz-subset\.so' || install_packages libharfbuzz-subset0
    have_library 'libpangoft2-1\.0\.so' || install_packages libpango-1.0-0 libpangoft2-1.0-0
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "codong needs Python 3.11 or newer; this is $(python3 --version)" >&2
        exit 7
    }
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    local stamp=.venv/.lock-installed
    if ! cmp -s requirements.lock "$stamp"; then
        echo "installing the locked Python packages into .venv" >&2
        python3 -m venv --clear .venv
        .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
        .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
        cp requirements.lock "$stamp"
    fi
    PATH="$PWD/.venv/bin:$PATH"
    export PATH
}

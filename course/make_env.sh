#!/bin/sh
# Makes a virtual environment with the pinned versions of constraints.txt.
# Usage: sh course/make_env.sh FOLDER PYTHON [what pip should install ...]
set -eu
folder=$1
python=$2
shift 2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed, but '$python' is" \
        "$("$python" --version 2>&1 || echo missing)." \
        "Name another one: make PYTHON=/path/to/python3.12 ..." >&2
    exit 1
}
if command -v uv >/dev/null; then
    uv venv --quiet --clear --python "$python" "$folder"
    uv pip install --python "$folder" -c constraints.txt "$@"
else
    "$python" -m venv --clear "$folder" || {
        echo "This Python cannot make virtual environments. On Debian and" \
            "Ubuntu: apt install python3-venv; or install uv." >&2
        exit 1
    }
    "$folder/bin/python" -m pip install --quiet --upgrade "pip>=25.1"
    "$folder/bin/python" -m pip install -c constraints.txt "$@"
fi
touch "$folder/.ready"

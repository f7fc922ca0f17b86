#!/bin/sh
# readme.sh [--write] NINES: runs the README's console blocks in a temporary directory and compares their output with
# what stands there. A block ```yaml NAME, ```csv NAME and the like is the file NAME of that directory, fixtures/ is the repository's.
# A line "..." stands for any lines; "$ command  # exit N" wants that status. --write puts the real output into the README.
set -eu
export LC_ALL=C.UTF-8 TZ=UTC
write=
[ "$1" != --write ] || { write=--write; shift; }
nines=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$nines" "$work/bin/nines"
ln -s "$root/fixtures" "$work/fixtures"
PATH="$work/bin:$PATH" python3 "$root/tests/readme.py" "$root/README.md" "$work" $write

#!/bin/sh
# man.sh NINES SCDOC DIRECTORY: writes every man page into DIRECTORY.
set -eu
nines=$1 scdoc=$2 out=$3
rm -rf "$out"
mkdir -p "$out"
for page in $("$nines" man --list); do
    "$nines" man "$page" | "$scdoc" >"$out/$page.1"
done

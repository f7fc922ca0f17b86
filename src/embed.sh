#!/bin/sh
# Writes C source that holds the given files: embed.sh SYMBOL FILE... (see include/nines/base/embedded.h).
set -eu
symbol=$1
shift
echo '#include "nines/base/embedded.h"'
n=0
for file in "$@"; do
    echo "static const unsigned char file_${n}[] = {"
    od -An -v -tu1 "$file" | sed 's/\([0-9][0-9]*\)/\1,/g'
    echo '0};'
    n=$((n + 1))
done
echo "const Embedded ${symbol}[] = {"
n=0
for file in "$@"; do
    echo "    {\"${file##*/}\", file_$n, sizeof file_$n - 1},"
    n=$((n + 1))
done
echo '    {0},'
echo '};'

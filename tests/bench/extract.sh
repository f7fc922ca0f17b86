#!/bin/sh
# Prints what a megabyte of hostile text costs `nines extract`: seconds per megabyte and peak memory, for one and for
# four megabytes of each kind, so that what grows faster than its input shows. Nothing is judged here.
# Usage: extract.sh NINES [MEGABYTES ...]
set -eu
nines=$1
shift
[ $# -gt 0 ] || set -- 1 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# generate KIND MEGABYTES: the text on stdout
generate() {
    python3 - "$1" "$2" <<'PY'
import sys
kind, size = sys.argv[1], int(float(sys.argv[2]) * (1 << 20))
kinds = {
    "nested-lists": lambda: "\n".join("  " * (i % 200) + "- 10:%02d the service was down again" % (i % 60) for i in range(200)) + "\n",
    "dates-on-a-line": lambda: "2024-05-06 07:08 UTC to 09:10, " * 10000 + "\n",
    "wide-tables": lambda: ("| a 10:01 " * 1000 + "|\n") + ("|---" * 1000 + "|\n") + ("| errors began " * 1000 + "|\n") * 8 + "\n",
    "broken-utf8": lambda: b"\xff\xfe\xc3( outage at 10:0\x805 \xe2\x82 \xf0\x9f\x92 resolved \xc3\xa9\n" * 500,
    "cue-words": lambda: "errors error latency outage started began alert alerts fired users customers reported is was down back up " * 400 + "\n",
    "one-word": lambda: "a" * 100000,
    "headings": lambda: "".join("## 2024-01-%02d Outage %d\n\nDown from 10:00 to 11:00.\n\n" % (i % 28 + 1, i) for i in range(400)),
    "entries": lambda: "".join("- %02d:%02d alert fired again, error rate rising, fixed\n" % (i // 60 % 24, i % 60) for i in range(2000)),
    "brackets": lambda: "[(<*_`" * 2000 + "\n",
    "pipes": lambda: "".join("|07:%02d|the site is down|users report errors|\n" % (i % 60) for i in range(2000)) + "\n",
    "html": lambda: "<html><body>" + "<div><table><tr><td>10:01</td><td>down</td></tr>" * 2000,
    "front-matter": lambda: "---\n" + "".join("started_at: 2024-01-01T10:%02d:00Z\n" % (i % 60) for i in range(3000)) + "---\n",
}
part = kinds[kind]()
part = part if isinstance(part, bytes) else part.encode()
text = part * (size // len(part) + 1)
sys.stdout.buffer.write(text[:size])
PY
}

printf '%-16s %4s %8s %8s %8s\n' kind MB s s/MB peak-MB
for kind in nested-lists dates-on-a-line wide-tables broken-utf8 cue-words one-word headings entries brackets pipes html \
    front-matter; do
    for megabytes in "$@"; do
        generate "$kind" "$megabytes" >"$work/$kind.md"
        /usr/bin/time -o "$work/cost" -f '%U %S %M' "$nines" extract --json "$work/$kind.md" >/dev/null
        awk -v kind="$kind" -v mb="$megabytes" '{ s = $1 + $2; printf "%-16s %4s %8.2f %8.2f %8.0f\n", kind, mb, s, s / mb, $3 / 1024 }' "$work/cost"
    done
done

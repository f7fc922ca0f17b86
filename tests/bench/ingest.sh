#!/bin/sh
# Prints what reading costs: nines ingest beside sqlite3's .import of the same CSV into an untyped table, in one run.
# Usage: ingest.sh NINES DIRECTORY... (each with incidents.csv of the benchmark's generator); nothing is judged here.
set -eu
nines=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# measure NAME COMMAND...: user+system seconds and peak KiB into $work/NAME
measure() {
    name=$1
    shift
    /usr/bin/time -o "$work/$name" -f '%U %S %M' "$@" >/dev/null
}

printf '%-28s %9s %10s %8s %7s %10s %10s\n' file rows '.import s' 'nines s' ratio '.import K' 'nines K'
for directory in "$@"; do
    csv=$directory/incidents.csv
    header=$(head -n 1 "$csv")
    rm -f "$work"/*.db
    measure import sqlite3 "$work/import.db" "CREATE TABLE raw ($header)" ".import --csv --skip 1 $csv raw"
    measure nines "$nines" ingest --quiet --db "$work/nines.db" "$csv"
    rows=$(sqlite3 "$work/nines.db" 'SELECT sum(read_n) FROM source')
    set_of=$(cat "$work/import" "$work/nines" | tr '\n' ' ')
    echo "$set_of" | awk -v file="$directory" -v rows="$rows" '{
        import = $1 + $2; nines = $4 + $5
        printf "%-28s %9d %10.2f %8.2f %7.2f %10d %10d\n", file, rows, import, nines, nines / import, $3, $6 }'
done

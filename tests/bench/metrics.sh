#!/bin/sh
# Prints what a month's figures cost: nines metrics for the last month of a database that holds all of a file, beside a
# database that holds only the rows that start in that month. Nothing is judged here.
# Usage: metrics.sh NINES CSV [RUNS] (incidents of the benchmark's generator, 24 months of them)
set -eu
nines=$1
csv=$2
runs=${3:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$nines" ingest --quiet --db "$work/all.db" "$csv"
# The last full month in UTC.
newest="(SELECT max(started_at) / 1000 FROM incident)"
month=$(sqlite3 "$work/all.db" "SELECT strftime('%Y-%m', $newest, 'unixepoch', 'start of month', '-1 day')")
sqlite3 "$work/all.db" "SELECT line FROM incident WHERE strftime('%Y-%m', started_at / 1000, 'unixepoch') = '$month'
    ORDER BY line" >"$work/lines"
awk 'NR == FNR { wanted[$1]; next } FNR == 1 || FNR in wanted' "$work/lines" "$csv" >"$work/month.csv"
"$nines" ingest --quiet --db "$work/month.db" "$work/month.csv"

# measure DATABASE: the least user+system seconds of the runs
measure() {
    for _ in $(seq "$runs"); do
        /usr/bin/time -a -o "$work/$1.times" -f '%U %S' "$nines" metrics --db "$work/$1.db" --period "$month" --json \
            >"$work/$1.json"
    done
    awk '{ s = $1 + $2; if (NR == 1 || s < least) least = s } END { printf "%.2f", least }' "$work/$1.times"
}

all=$(measure all)
alone=$(measure month)
rows=$(sqlite3 "$work/all.db" 'SELECT count(*) FROM incident')
month_rows=$(sqlite3 "$work/month.db" 'SELECT count(*) FROM incident')
printf '%-8s %10s %10s %8s %8s %6s\n' month 'rows all' 'rows month' 'all s' 'month s' ratio
echo "$all $alone" | awk -v month="$month" -v rows="$rows" -v month_rows="$month_rows" '{
    printf "%-8s %10d %10d %8.2f %8.2f %6.2f\n", month, rows, month_rows, $1, $2, $1 / $2 }'

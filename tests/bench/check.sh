#!/bin/sh
# Prints what judging costs: the time of one plain ordered scan of the incidents through the sqlite3 shell (all columns, and
# the seven that judging needs), beside nines
# check of a contract over all services and months in one run, with their ratio and nines' peak memory. Nothing is judged
# right or wrong here.
# Usage: check.sh NINES DIRECTORY [RUNS] (incidents.csv, maintenance.csv and sla.csv of the benchmark's generator)
set -eu
nines=$1
data=$2
runs=${3:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$nines" ingest --quiet --db "$work/n.db" "$data/incidents.csv" "$data/maintenance.csv"
# One obligation for each service, with credits and excluded maintenance.
awk -F, 'BEGIN {
        print "contract: bench\ntimezone: Europe/Berlin\nperiod: month\nrounding: none"
        print "fee: {amount: 1000.00, currency: EUR}\navailability:"
    }
    NR > 1 {
        printf "  - name: %s\n    services: [%s]\n    target: %s%%\n    exclude: [maintenance]\n", $1, $1, $2
        printf "    credits: {tiers: [{below: %s%%, percent: 10}, {below: 99%%, percent: 25}]}\n", $2
    }' "$data/sla.csv" >"$work/contract.yaml"
cat >"$work/rows.sql" <<'SQL'
.output /dev/null
SELECT * FROM incident ORDER BY service_id, started_at;
SQL
cat >"$work/scan.sql" <<'SQL'
.output /dev/null
SELECT service_id, started_at, coalesce(mitigated_at, resolved_at), share_ppm, severity_id, external_id, title
FROM incident ORDER BY service_id, started_at;
SQL

# measure NAME COMMAND...: user+system seconds and peak KB of each run; check's status says only how the verdict is.
measure() {
    name=$1
    shift
    for _ in $(seq "$runs"); do
        /usr/bin/time -a -o "$work/$name.times" -f '%U %S %M' "$@" >"$work/$name.out" || [ $? -lt 3 ]
    done
}
least() {
    awk '$1 ~ /^[0-9.]+$/ { s = $1 + $2; if (!n++ || s < least) least = s } END { printf "%.2f", least }' \
        "$work/$1.times"
}

measure rows sqlite3 -init "$work/rows.sql" "$work/n.db" ''
measure scan sqlite3 -init "$work/scan.sql" "$work/n.db" ''
measure check "$nines" check --db "$work/n.db" --contract "$work/contract.yaml" --period 2023-01..2024-12
measure json "$nines" check --db "$work/n.db" --contract "$work/contract.yaml" --period 2023-01..2024-12 --json
rows=$(sqlite3 "$work/n.db" 'SELECT count(*) FROM incident')
services=$(sqlite3 "$work/n.db" 'SELECT count(*) FROM service')
judged=$(grep -c '^    counted' "$work/check.out")
echo "$rows incidents of $services services, $judged verdicts over 24 months"
printf '%-28s %8s %6s %9s\n' '' 'CPU s' ratio 'peak MB'
for name in rows scan check json; do
    echo "$name $(least "$name") $(least rows)" | awk -v kb="$(awk 'NF == 3 && $3 > most { most = $3 } END { print most }' "$work/$name.times")" '
        BEGIN { label["rows"] = "ordered scan (sqlite3)"; label["scan"] = "  of seven columns"; label["check"] = "nines check"; label["json"] = "nines check --json" }
        { printf "%-28s %8.2f %6.2f %9.0f\n", label[$1], $2, $2 / $3, kb / 1024 }'
done

/* The ledger: consecutive segments that cover a period exactly, each of one class, with the share of the service lost
 * and the incidents behind it. All availability, budgets and credits are computed from it.
 *
 * Invariants: segments are in order, without gap or overlap, from period.from to period.to; up + counted + excluded +
 * unknown = length in milliseconds; the credits of a segment add up to its share; the order of the input and repeated
 * overlaps of the same incident change nothing.
 *
 * At every instant: an exclusion wins, else the largest share among the outages counts once, else unknown, else up.
 * Credit goes to incidents in order of (start, incident): the first is credited its share, a later one only what its
 * share adds to the largest so far. So per-incident milliseconds add up to the total. An incident's start is the
 * earliest of all its outages given, within the period or not: the same list gives months that add up to their quarter.
 *
 *     Ledger *ledger = ledger_build(from, to, outages, n, exclusions, m, NULL, 0);
 *     double availability = ledger_availability(&ledger->totals);
 */
#pragma once

#include "nines/base/civil.h"
#include "nines/calc/intervals.h"
#include <glib.h>

#define SHARE_FULL INT32_C(1000000) /* shares are parts per million, so sums stay exact integers */

typedef enum { SEGMENT_UP, SEGMENT_COUNTED, SEGMENT_EXCLUDED, SEGMENT_UNKNOWN } SegmentClass;
const char *segment_class_name(SegmentClass class); /* "up", "counted", "excluded", "unknown" */

typedef struct {
    Instant from, to;  /* half-open; empty or reversed windows are ignored by the ledger (they are findings) */
    int64_t incident;  /* key of the incident, for credit */
    int32_t share_ppm; /* 0..SHARE_FULL */
} Outage;

typedef struct {
    Instant from, to;
    int64_t clause; /* key of the contract's clause or maintenance window that excludes */
} Exclusion;

/* An outage known by its length and by a span only ("23 minutes on 22 September"). */
typedef struct {
    Instant within_from, within_to;
    int64_t duration_ms;
    int64_t incident;
    int32_t share_ppm;
} UndatedOutage;

typedef struct {
    int64_t incident;
    int32_t share_ppm; /* what this incident adds to the segment's share */
} Credit;

typedef struct {
    Instant from, to;
    SegmentClass class;
    int32_t share_ppm; /* COUNTED: share lost; else 0 */
    int64_t clause;    /* EXCLUDED: which; else 0 */
    bool undated;      /* COUNTED: the length is known, the position is nominal */
    guint first_credit,
        n_credits; /* into Ledger.credits; an EXCLUDED segment lists the outages that it covers with share 0 */
} Segment;

/* Exact sums; counted is weighted by share, so counted_ppm_ms / SHARE_FULL milliseconds. */
typedef struct {
    int64_t length_ms;
    int64_t up_ms;          /* time of UP segments, plus nothing */
    int64_t down_ms;        /* time of COUNTED segments, unweighted */
    int64_t counted_ppm_ms; /* sum of share_ppm x milliseconds over COUNTED segments */
    int64_t excluded_ms, unknown_ms;
    int64_t outages_n;   /* maximal runs of counted time (for MTBF) */
    int64_t undated_ms;  /* of down_ms, placed nominally */
    int64_t unplaced_ms; /* undated time that found no room: a finding */
} LedgerTotals;

typedef struct {
    GArray *segments; /* Segment */
    GArray *credits;  /* Credit */
    LedgerTotals totals;
} Ledger;

/* An open outage is given with `to` cut at the as-of time already; the ledger knows no clock. Where exclusions overlap,
 * the one that began first holds until its end. counted_ppm_ms is exact for 292 years that are wholly lost.
 * Inputs need not be sorted (sorted input costs one pass). Windows are clipped to the period. from < to. Undated
 * outages take the earliest up time within their span, clipped to the period; they never displace dated ones. */
Ledger *ledger_build(Instant from, Instant to, const Outage *outages, guint n_outages, const Exclusion *exclusions,
                     guint n_exclusions, const Exclusion *unknowns, guint n_unknowns, const UndatedOutage *undated,
                     guint n_undated);
void ledger_free(Ledger *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ledger, ledger_free)

/* Counted time in milliseconds, rounded to the nearest; exact when shares are whole. */
int64_t ledger_counted_ms(const LedgerTotals *totals);
/* 1 - counted / (length - excluded - unknown); NaN when nothing is measurable. */
double ledger_availability(const LedgerTotals *totals);
/* Time in service per outage, with the interval that the count of outages allows. */
typedef struct {
    int64_t up_ms;     /* measured time without any downtime; without an outage the mean is at least this */
    int64_t mean_ms;   /* up_ms / outages; INSTANT_NONE without an outage */
    Interval interval; /* milliseconds; high is infinite without an outage */
} Mtbf;
Mtbf ledger_mtbf(const LedgerTotals *totals, double confidence);
/* Per incident: counted ppm-milliseconds, in order of incident. Array of struct {int64_t incident, counted_ppm_ms}. */
typedef struct {
    int64_t incident;
    int64_t counted_ppm_ms;
} IncidentCount;
GArray *ledger_by_incident(const Ledger *ledger);

/* Total length of the union of windows, clipped to [from, to); windows are sorted in place. */
int64_t windows_union_ms(Outage *windows, guint n, Instant from, Instant to);

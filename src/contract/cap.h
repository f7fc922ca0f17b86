/* A clause's cap on excluded time: how much of a span it still takes, in order of time.
 *
 * Invariant: what one span has used is not used twice by another that overlaps it; a span that reaches into the next
 * month, quarter or year of the cap begins with a fresh one there.
 *
 *     CapUse cap = cap_use(clause, zone);
 *     for (Instant at = from; at < to;) {
 *         Instant part = to, covered = cap_take(&cap, at, &part);
 *         exclude [at, covered), count [covered, part)
 *         at = part;
 *     }
 */
#pragma once

#include "nines/contract/schedule.h"

typedef struct {
    const Clause *clause;
    const Zone *zone;
    ContractPeriod period;
    int64_t used_ms;    /* in that period */
    Instant covered_to; /* time up to here is in the cap already */
} CapUse;

CapUse cap_use(const Clause *clause, const Zone *zone);
/* Where the cap's own period that the instant lies in begins; the instant itself without a cap. */
Instant cap_start(const Clause *clause, const Zone *zone, Instant at);
/* Takes as much of [from, *to) as is left, after cutting *to to the end of the cap's period; returns where that ends.
 * Spans come in order of from. */
Instant cap_take(CapUse *cap, Instant from, Instant *to);

/* The parts of a ledger's sweep over time: the windows that are open at an instant, and the disjoint runs of what
 * excludes or hides time. */
#pragma once

#include "nines/calc/ledger.h"

/* A window of an outage, clipped to the period. Windows are numbered in order of credit: by the start of their
 * incident, then by its key; so an incident's windows are neighbours. */
typedef struct {
    Instant from, to;
    int64_t incident;
    int32_t share_ppm;
    guint rank;  /* of the incident */
    guint place; /* of the window in order of credit */
} LedgerWindow;

/* The outages that count within [from, to), ordered by clipped start; array of LedgerWindow. */
GArray *ledger_windows(const Outage *outages, guint n, Instant from, Instant to);

/* Shares of the windows that are open, by place: a tree of maxima, so that the windows that lift the share are found
 * in the order of credit without looking at the others. */
typedef struct {
    int32_t *max; /* max[1] is the root, the leaves follow from index `leaves` */
    guint leaves;
} OpenShares;

void open_shares_init(OpenShares *shares, guint n);
void open_shares_clear(OpenShares *shares);
void open_shares_set(OpenShares *shares, guint place, int32_t share_ppm);
/* The first place whose share is above the floor; G_MAXUINT when there is none. */
guint open_shares_first_above(const OpenShares *shares, int32_t floor_ppm, int32_t *share_ppm);
/* The first open place from `from` on; G_MAXUINT when there is none. */
guint open_shares_next(const OpenShares *shares, guint from);

/* The ends of the open windows, the nearest first: a binary heap. */
typedef struct {
    Instant at;
    guint place;
} WindowEnd;

void window_ends_push(GArray *ends, WindowEnd end);
void window_ends_pop(GArray *ends);

/* Disjoint, sorted, clipped: where several overlap, the one that began first (then the lower clause) holds until its
 * end. Array of Exclusion. */
GArray *ledger_runs(const Exclusion *exclusions, guint n, Instant from, Instant to);

/* Adds a segment, or makes the last one longer when nothing but time tells them apart. Empty segments are ignored. */
void ledger_append(Ledger *ledger, Segment segment, const Credit *credits, guint n_credits);
/* Gives up time to undated outages, and counts them in the totals. */
void ledger_place_undated(Ledger *ledger, const UndatedOutage *undated, guint n, Instant from, Instant to);
void ledger_total(Ledger *ledger);

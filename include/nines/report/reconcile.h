/* Why another tool's dashboard shows another figure: the same incidents under our rules and under its rules.
 *
 * Invariant: the walk leads from our figure to theirs in steps, each of which changes one thing; its first line is our
 * figure, its last is theirs. Every incident that is measured differently stands in the differences with its reason.
 *
 *     g_autoptr(Reconciliation) r = reconcile(store, &request, definition_set_find("pagerduty"), &error);
 */
#pragma once

#include "nines/report/figures.h"

#define WALK_STEPS 5

typedef struct {
    char *step; /* "our figure (median)", "mean in place of median", ... */
    int64_t n;
    double figure_ms; /* NaN for n == 0 */
} WalkStep;

typedef struct {
    char *external_id, *title;
    int64_t our_ms, their_ms; /* INSTANT_NONE: not measured there */
    char *reason;
} ReconcileDifference;

typedef struct {
    DurationKind kind;
    DurationSummary ours, theirs;
    char *our_rule, *their_rule; /* definition_describe */
    WalkStep walk[WALK_STEPS];
    GPtrArray *differences; /* ReconcileDifference*, the largest first */
} ReconciledDuration;

typedef struct {
    const DefinitionSet *ours, *theirs;
    int64_t our_incidents_n, their_incidents_n, unlinked_n, unchanged_n; /* the last two: left out by their rules */
    GPtrArray *durations;                                                /* ReconciledDuration*: those they define */
} Reconciliation;

/* request->definitions are ours. */
Reconciliation *reconcile(Store *store, const FigureRequest *request, const DefinitionSet *theirs, GError **error);
void reconciliation_free(Reconciliation *reconciliation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reconciliation, reconciliation_free)

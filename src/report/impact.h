/* Business impact of a period: what the records state, and what the rates give. Private to report. */
#pragma once

#include "nines/report/figures.h"

/* Appends ImpactSum* to out: stated sums, then computed ones when the request has rates, then the total in one
 * currency when they have exchange rates for all. ledgers: ServiceLedger*, those of the period first. */
bool impact_load(Store *store, const FigureRequest *request, const GPtrArray *ledgers, const Population *population,
                 GPtrArray *out, GError **error);
/* Users times minutes: those that a record states for as long as its windows last. */
ImpactSum *impact_user_minutes(Store *store, const FigureRequest *request, const Population *population,
                               GError **error);
/* Which incidents hold the counted time of the period. */
Harm impact_harm(Store *store, const FigureRequest *request, const GPtrArray *ledgers);
void impact_sum_free(gpointer sum);
/* Kinds whose amounts are minor units of the currency beside them. */
bool impact_is_money(const char *kind);

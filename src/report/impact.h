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
/* Appends Harm* to out: the counted time first, then each kind of stated amount. ledgers as above. */
bool harm_load(Store *store, const FigureRequest *request, const GPtrArray *ledgers, const Population *population,
               GPtrArray *out, GError **error);
void harm_free(gpointer harm);
/* "INC-1, INC-2"; NULL when there is none. Caller frees. */
char *harm_worst_text(const Harm *harm);
void impact_sum_free(gpointer sum);
/* "stated", "computed" from the rates, or "computed by the record". */
const char *impact_basis(const ImpactSum *sum);
/* Kinds whose amounts are minor units of the currency beside them. */
bool impact_is_money(const char *kind);

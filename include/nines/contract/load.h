/* The facts of a contract's periods out of the store: the only place where judging meets the database.
 *
 * Invariant: what is loaded covers contract_facts_span(); every outage has its incident's id, tags, region ("region=x")
 * and cause ("cause=x" and the plain word) as tags.
 *
 *     g_autoptr(JudgeFacts) facts = facts_load(store, contract, &period, as_of, &error);
 */
#pragma once

#include "nines/contract/judge.h"
#include "nines/store/store.h"

/* Of the span alone. */
JudgeFacts *facts_load_span(Store *store, const Contract *contract, const FactsSpan *span, Instant as_of,
                            GError **error);
/* Judges the parts of the asked period one after the other, each with its own facts, so that memory holds one at a
 * time; the judgement that func gets is its only during the call. */
typedef void (*JudgementFunc)(const Judgement *judgement, gpointer user_data);
bool contract_judge_store(Store *store, const Contract *contract, const Period *period, Instant as_of,
                          JudgementFunc func, gpointer user_data, GError **error);
JudgeFacts *facts_load(Store *store, const Contract *contract, const Period *period, Instant as_of, GError **error);

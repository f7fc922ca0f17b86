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

JudgeFacts *facts_load(Store *store, const Contract *contract, const Period *period, Instant as_of, GError **error);

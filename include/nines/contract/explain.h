/* A contract in plain sentences, so that a reader can hold it against the paper.
 *
 *     g_autofree char *text = contract_explain(contract);
 */
#pragma once

#include "nines/contract/contract.h"

/* Caller frees. Every term that is in force is named, also those that come from a default. */
char *contract_explain(const Contract *contract);

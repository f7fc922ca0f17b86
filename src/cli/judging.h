/* What the commands on contracts share: the contract, the period in its zone, the facts, the judgement. */
#pragma once

#include "nines/cli/command.h"
#include "nines/contract/judge.h"
#include "nines/store/store.h"

typedef struct {
    Contract *contract;
    Store *store;
    Period period;
    JudgeFacts *facts;
    Judgement *judgement;
} JudgingRun;

/* Reads --contract, --period, --db and --as-of. */
bool judging_prepare(const Invocation *invocation, JudgingRun *run, GError **error);
/* The same, and judges all of it at once. */
bool judging_run(const Invocation *invocation, JudgingRun *run, GError **error);
void judging_clear(JudgingRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(JudgingRun, judging_clear)

/* What the commands on contracts share: the contract, the period in its zone, the facts, the judgement. */
#pragma once

#include "nines/cli/command.h"
#include "nines/contract/judge.h"

typedef struct {
    Contract *contract;
    JudgeFacts *facts;
    Judgement *judgement;
} JudgingRun;

/* Reads --contract, --period, --db and --as-of. */
bool judging_run(const Invocation *invocation, JudgingRun *run, GError **error);
void judging_clear(JudgingRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(JudgingRun, judging_clear)

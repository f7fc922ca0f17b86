#include "judging.h"
#include "nines/contract/load.h"
#include "nines/store/facts.h"

void judging_clear(JudgingRun *run)
{
    judgement_free(run->judgement);
    judge_facts_free(run->facts);
    contract_free(run->contract);
    store_close(run->store);
}

static bool required(const Invocation *invocation, const char *option, const char *example, GError **error)
{
    if (invocation_text(invocation, option) != NULL)
        return true;
    error_at(error, ERROR_USAGE, NULL, 0, 0, "--%s is missing, for example --%s %s", option, option, example);
    return false;
}

/* The period is meant in the contract's own zone. */
static bool parse_period(const Invocation *invocation, const Contract *contract, Store *store, Period *period,
                         GError **error)
{
    const Terms *terms = g_ptr_array_index(contract->versions, contract->versions->len - 1);
    if (!period_parse(invocation_text(invocation, "period"), terms->zone, period, error))
        return false;
    Instant as_of = invocation_as_of(invocation);
    if (period->kind != PERIOD_ALL || facts_span(store, as_of, &period->from, &period->to))
        return true;
    error_at(error, ERROR_DATA, NULL, 0, 0, "there are no dated incidents, so \"all\" has no bounds");
    return false;
}

bool judging_prepare(const Invocation *invocation, JudgingRun *run, GError **error)
{
    if (!required(invocation, "contract", "contract.yaml", error) || !required(invocation, "period", "2026-05", error))
        return false;
    run->contract = contract_read_file(invocation_text(invocation, "contract"), error);
    if (run->contract == NULL)
        return false;
    run->store = store_open(invocation_text(invocation, "db"), STORE_READ, error);
    return run->store != NULL && parse_period(invocation, run->contract, run->store, &run->period, error);
}

bool judging_run(const Invocation *invocation, JudgingRun *run, GError **error)
{
    if (!judging_prepare(invocation, run, error))
        return false;
    Instant as_of = invocation_as_of(invocation);
    run->facts = facts_load(run->store, run->contract, &run->period, as_of, error);
    if (run->facts == NULL)
        return false;
    run->judgement = contract_judge(run->contract, &run->period, run->facts, as_of, error);
    return run->judgement != NULL;
}

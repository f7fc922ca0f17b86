#include "judge_private.h"

void chronic_judgement_free(gpointer data)
{
    ChronicJudgement *judgement = data;
    g_free(judgement->period);
    g_free(judgement->text);
    g_free(judgement);
}

static bool any_breached(const GPtrArray *obligations)
{
    for (guint i = 0; i < obligations->len; i++) {
        Verdict verdict = ((const ObligationJudgement *)g_ptr_array_index(obligations, i))->verdict;
        if (verdict == VERDICT_BREACHED || verdict == VERDICT_BREACHED_NO_CREDIT)
            return true;
    }
    return false;
}

/* Breached periods, newest first; a period before the contract was in force ends the look back. */
static GArray *history_of(const Judging *judging, const Terms *terms, const ContractPeriod *period,
                          const GPtrArray *now, int periods)
{
    GArray *history = g_array_new(FALSE, FALSE, sizeof(bool));
    bool breached = any_breached(now);
    g_array_append_val(history, breached);
    for (int back = 1; back < periods; back++) {
        ContractPeriod earlier = schedule_step(&terms->schedule, terms->zone, period, -back);
        const Terms *then = contract_terms_at(judging->contract, earlier.from);
        if (then == NULL && terms->from != INSTANT_NONE && earlier.to <= terms->from)
            break;
        g_autoptr(GPtrArray) obligations = g_ptr_array_new_with_free_func(obligation_judgement_free);
        judge_obligations(judging, then != NULL ? then : terms, &earlier, obligations);
        breached = any_breached(obligations);
        g_array_append_val(history, breached);
    }
    return history;
}

static int count_breached(const GArray *history, const Chronic *chronic)
{
    int n = 0;
    for (guint i = 0; i < history->len && i < (guint)chronic->periods; i++) {
        bool breached = g_array_index(history, bool, i);
        if (!breached && chronic->consecutive)
            break;
        n += breached ? 1 : 0;
    }
    return n;
}

void judge_chronic(const Judging *judging, const Terms *terms, const ContractPeriod *period, const GPtrArray *now,
                   GPtrArray *out)
{
    int most = 0;
    for (guint i = 0; i < terms->chronic->len; i++)
        most = MAX(most, ((const Chronic *)g_ptr_array_index(terms->chronic, i))->periods);
    if (most == 0)
        return;
    g_autoptr(GArray) history = history_of(judging, terms, period, now, most);
    for (guint i = 0; i < terms->chronic->len; i++) {
        const Chronic *chronic = g_ptr_array_index(terms->chronic, i);
        ChronicJudgement *judgement = g_new0(ChronicJudgement, 1);
        judgement->chronic = chronic;
        judgement->period = g_strdup(period->label);
        judgement->periods = (int)MIN(history->len, (guint)chronic->periods);
        judgement->breached = count_breached(history, chronic);
        judgement->reached = judgement->breached >= chronic->breaches;
        judgement->text =
            g_strdup_printf("%d of the last %d periods breached%s; %d give the right to %s%s", judgement->breached,
                            judgement->periods, chronic->consecutive ? " in a row" : "", chronic->breaches,
                            chronic->right, judgement->reached ? ": reached" : "");
        g_ptr_array_add(out, judgement);
    }
}

#include "judge_private.h"
#include "nines/base/timetext.h"
#include <string.h>

void chronic_judgement_free(gpointer data)
{
    ChronicJudgement *judgement = data;
    g_free(judgement->period);
    g_free(judgement->text);
    g_free(judgement);
}

/* What one obligation came to in one period. */
typedef struct {
    char *name;
    bool breached;
    int64_t counted_ms, outages_n;
} PeriodOutcome;

static void outcome_clear(gpointer outcome)
{
    g_free(((PeriodOutcome *)outcome)->name);
}

static GArray *outcomes_of(const GPtrArray *obligations)
{
    GArray *outcomes = g_array_new(FALSE, FALSE, sizeof(PeriodOutcome));
    g_array_set_clear_func(outcomes, outcome_clear);
    for (guint i = 0; i < obligations->len; i++) {
        const ObligationJudgement *one = g_ptr_array_index(obligations, i);
        PeriodOutcome outcome = {.name = g_strdup(one->obligation->name),
                                 .breached =
                                     one->verdict == VERDICT_BREACHED || one->verdict == VERDICT_BREACHED_NO_CREDIT,
                                 .counted_ms = one->counted_ms,
                                 .outages_n = one->ledger->totals.outages_n};
        g_array_append_val(outcomes, outcome);
    }
    return outcomes;
}

/* Outcomes of the periods, newest first; a period before the contract was in force ends the look back. */
static GPtrArray *history_of(const Judging *judging, const Terms *terms, const ContractPeriod *period,
                             const GPtrArray *now, int periods)
{
    GPtrArray *history = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    g_ptr_array_add(history, outcomes_of(now));
    for (int back = 1; back < periods; back++) {
        ContractPeriod earlier = schedule_step(&terms->schedule, terms->zone, period, -back);
        const Terms *then = contract_terms_at(judging->contract, earlier.from);
        if (then == NULL && terms->from != INSTANT_NONE && earlier.to <= terms->from)
            break;
        g_autoptr(GPtrArray) obligations = g_ptr_array_new_with_free_func(obligation_judgement_free);
        judge_obligations(judging, then != NULL ? then : terms, &earlier, obligations);
        g_ptr_array_add(history, outcomes_of(obligations));
    }
    return history;
}

static bool is_meant(const Chronic *chronic, const PeriodOutcome *outcome)
{
    return chronic->obligation == NULL || strcmp(chronic->obligation, outcome->name) == 0;
}

static bool any_breached(const Chronic *chronic, const GArray *outcomes)
{
    for (guint i = 0; i < outcomes->len; i++) {
        const PeriodOutcome *outcome = &g_array_index(outcomes, PeriodOutcome, i);
        if (outcome->breached && is_meant(chronic, outcome))
            return true;
    }
    return false;
}

static int count_breached(const GPtrArray *history, const Chronic *chronic)
{
    int n = 0;
    for (guint i = 0; i < history->len && i < (guint)chronic->periods; i++) {
        bool breached = any_breached(chronic, g_ptr_array_index(history, i));
        if (!breached && chronic->consecutive)
            break;
        n += breached ? 1 : 0;
    }
    return n;
}

/* Downtime or outages of one obligation over all periods: the most of any. */
static int64_t most_of(const GPtrArray *history, const Chronic *chronic)
{
    int64_t most = 0;
    const GArray *now = g_ptr_array_index(history, 0);
    for (guint i = 0; i < now->len; i++) {
        const PeriodOutcome *meant = &g_array_index(now, PeriodOutcome, i);
        int64_t sum = 0;
        for (guint back = 0; back < history->len && back < (guint)chronic->periods; back++) {
            const GArray *outcomes = g_ptr_array_index(history, back);
            for (guint k = 0; k < outcomes->len; k++) {
                const PeriodOutcome *outcome = &g_array_index(outcomes, PeriodOutcome, k);
                if (strcmp(outcome->name, meant->name) == 0)
                    sum += chronic->outages > 0 ? outcome->outages_n : outcome->counted_ms;
            }
        }
        most = is_meant(chronic, meant) ? MAX(most, sum) : most;
    }
    return most;
}

static void set_by_breaches(ChronicJudgement *judgement, const GPtrArray *history)
{
    const Chronic *chronic = judgement->chronic;
    judgement->breached = count_breached(history, chronic);
    judgement->reached = judgement->breached >= chronic->breaches;
    judgement->text = g_strdup_printf("%d of the last %d periods breached%s; %d give the right to %s%s",
                                      judgement->breached, judgement->periods, chronic->consecutive ? " in a row" : "",
                                      chronic->breaches, chronic->right, judgement->reached ? ": reached" : "");
}

static void set_by_amount(ChronicJudgement *judgement, const GPtrArray *history)
{
    const Chronic *chronic = judgement->chronic;
    int64_t most = most_of(history, chronic);
    judgement->breached = count_breached(history, chronic);
    judgement->reached = most >= (chronic->outages > 0 ? chronic->outages : chronic->downtime_ms);
    g_autofree char *had =
        chronic->outages > 0 ? g_strdup_printf("%d outages", (int)most) : duration_format(most, true);
    g_autofree char *needed =
        chronic->outages > 0 ? g_strdup_printf("%d", chronic->outages) : duration_format(chronic->downtime_ms, true);
    judgement->text = g_strdup_printf("%s%s in the last %d periods; %s give the right to %s%s", had,
                                      chronic->outages > 0 ? "" : " of downtime", judgement->periods, needed,
                                      chronic->right, judgement->reached ? ": reached" : "");
}

void judge_chronic(const Judging *judging, const Terms *terms, const ContractPeriod *period, const GPtrArray *now,
                   GPtrArray *out)
{
    int most = 0;
    for (guint i = 0; i < terms->chronic->len; i++)
        most = MAX(most, ((const Chronic *)g_ptr_array_index(terms->chronic, i))->periods);
    if (most == 0)
        return;
    g_autoptr(GPtrArray) history = history_of(judging, terms, period, now, most);
    for (guint i = 0; i < terms->chronic->len; i++) {
        const Chronic *chronic = g_ptr_array_index(terms->chronic, i);
        ChronicJudgement *judgement = g_new0(ChronicJudgement, 1);
        judgement->chronic = chronic;
        judgement->period = g_strdup(period->label);
        judgement->periods = (int)MIN(history->len, (guint)chronic->periods);
        if (chronic->breaches > 0)
            set_by_breaches(judgement, history);
        else
            set_by_amount(judgement, history);
        g_ptr_array_add(out, judgement);
    }
}

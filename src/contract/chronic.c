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

#define PARTS_MAX 400 /* of a contract year: days */

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

/* ---- memory ---- */

struct JudgeMemory {
    GHashTable *outcomes; /* char* -> GArray* of PeriodOutcome */
    GHashTable *paid;     /* char* -> int64_t*: credits of a part, after every cap */
};

JudgeMemory *judge_memory_new(void)
{
    JudgeMemory *memory = g_new0(JudgeMemory, 1);
    memory->outcomes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    memory->paid = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return memory;
}

void judge_memory_free(JudgeMemory *memory)
{
    if (memory == NULL)
        return;
    g_hash_table_unref(memory->outcomes);
    g_hash_table_unref(memory->paid);
    g_free(memory);
}

static char *memory_key(const Terms *terms, const ContractPeriod *period)
{
    return g_strdup_printf("%p %" G_GINT64_FORMAT, (const void *)terms, period->from);
}

static GArray *recall(const JudgeMemory *memory, const Terms *terms, const ContractPeriod *period)
{
    g_autofree char *key = memory_key(terms, period);
    return memory != NULL ? g_hash_table_lookup(memory->outcomes, key) : NULL;
}

/* Keeps the outcomes and gives them back. */
static GArray *remember(JudgeMemory *memory, const Terms *terms, const ContractPeriod *period, GArray *outcomes)
{
    if (memory != NULL)
        g_hash_table_replace(memory->outcomes, memory_key(terms, period), g_array_ref(outcomes));
    return outcomes;
}

void paid_remember(JudgeMemory *memory, const JudgePart *part, int64_t minor)
{
    if (memory != NULL)
        g_hash_table_replace(memory->paid, memory_key(part->terms, &part->period), g_memdup2(&minor, sizeof minor));
}

bool paid_recall(const JudgeMemory *memory, const JudgePart *part, int64_t *minor)
{
    g_autofree char *key = memory_key(part->terms, &part->period);
    const int64_t *found = memory != NULL ? g_hash_table_lookup(memory->paid, key) : NULL;
    *minor = found != NULL ? *found : 0;
    return found != NULL;
}

/* ---- the contract year ---- */

/* From the month in which the terms came into force, else January. */
ContractPeriod contract_year(const JudgePart *part)
{
    const Terms *terms = part->terms;
    int month = terms->from != INSTANT_NONE ? zone_to_civil(terms->zone, terms->from).month : 1;
    Schedule year = {.kind = SCHEDULE_YEAR, .first_month = month};
    return schedule_at(&year, terms->zone, part->period.from);
}

int years_parts(const JudgePart *part)
{
    const Terms *terms = part->terms;
    ContractPeriod year = contract_year(part);
    Instant first = terms->from != INSTANT_NONE ? MAX(year.from, terms->from) : year.from;
    int n = 0;
    for (ContractPeriod at = part->period; n < PARTS_MAX; n++) {
        at = schedule_step(&terms->schedule, terms->zone, &at, -1);
        if (at.from < year.from || at.to <= first)
            break;
    }
    return n;
}

/* ---- looking back ---- */

/* The terms under which an earlier period is judged; NULL before the contract was in force, which ends the look back.
 */
static const Terms *terms_then(const Contract *contract, const Terms *terms, const ContractPeriod *earlier)
{
    const Terms *then = contract_terms_at(contract, earlier->from);
    if (then == NULL && terms->from != INSTANT_NONE && earlier->to <= terms->from)
        return NULL;
    return then != NULL ? then : terms;
}

static int most_periods(const Terms *terms)
{
    int most = 0;
    for (guint i = 0; i < terms->chronic->len; i++)
        most = MAX(most, ((const Chronic *)g_ptr_array_index(terms->chronic, i))->periods);
    return most;
}

int chronic_look_back(const Contract *contract, const JudgePart *part, const JudgeMemory *memory)
{
    int needed = 0;
    for (int back = 1; back < most_periods(part->terms); back++) {
        ContractPeriod earlier = schedule_step(&part->terms->schedule, part->terms->zone, &part->period, -back);
        const Terms *then = terms_then(contract, part->terms, &earlier);
        if (then == NULL)
            break;
        needed = recall(memory, then, &earlier) == NULL ? back : needed;
    }
    int year = part->terms->year_cap.kind != AWARD_NONE ? years_parts(part) : 0;
    for (int back = year; back > needed; back--) {
        JudgePart earlier = {.terms = part->terms,
                             .period = schedule_step(&part->terms->schedule, part->terms->zone, &part->period, -back)};
        int64_t paid;
        if (!paid_recall(memory, &earlier, &paid))
            return MAX(needed, back);
    }
    return needed;
}

static GArray *outcomes_at(const Judging *judging, const Terms *terms, const ContractPeriod *period)
{
    GArray *known = recall(judging->memory, terms, period);
    if (known != NULL)
        return g_array_ref(known);
    g_autoptr(GPtrArray) obligations = g_ptr_array_new_with_free_func(obligation_judgement_free);
    judge_obligations(judging, terms, period, obligations);
    return remember(judging->memory, terms, period, outcomes_of(obligations));
}

/* Outcomes of the periods, newest first. */
static GPtrArray *history_of(const Judging *judging, const Terms *terms, const ContractPeriod *period,
                             const GPtrArray *now, int periods)
{
    GPtrArray *history = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    g_ptr_array_add(history, remember(judging->memory, terms, period, outcomes_of(now)));
    for (int back = 1; back < periods; back++) {
        ContractPeriod earlier = schedule_step(&terms->schedule, terms->zone, period, -back);
        const Terms *then = terms_then(judging->contract, terms, &earlier);
        if (then == NULL)
            break;
        g_ptr_array_add(history, outcomes_at(judging, then, &earlier));
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
    int most = most_periods(terms);
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

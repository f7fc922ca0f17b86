#include "cap.h"
#include "judge_private.h"
#include "nines/base/money.h"

static Judgement *judgement_new(const Contract *contract, const Period *period, Instant as_of)
{
    Judgement *judgement = g_new0(Judgement, 1);
    judgement->contract = contract;
    judgement->period = *period;
    judgement->as_of = as_of;
    judgement->obligations = g_ptr_array_new_with_free_func(obligation_judgement_free);
    judgement->responses = g_ptr_array_new_with_free_func(response_judgement_free);
    judgement->chronic = g_ptr_array_new_with_free_func(chronic_judgement_free);
    judgement->notes = g_ptr_array_new_with_free_func(g_free);
    return judgement;
}

void judgement_free(Judgement *judgement)
{
    if (judgement == NULL)
        return;
    g_ptr_array_unref(judgement->obligations);
    g_ptr_array_unref(judgement->responses);
    g_ptr_array_unref(judgement->chronic);
    g_ptr_array_unref(judgement->notes);
    g_free(judgement->currency);
    g_free(judgement);
}

/* ---- which terms, which periods ---- */

/* Where the terms change within a period, each version judges its own part; the other part is out of its ledger. */
static bool in_force_within(const Terms *terms, const ContractPeriod *period)
{
    return (terms->from == INSTANT_NONE || terms->from < period->to) &&
           (terms->until == INSTANT_NONE || terms->until > period->from);
}

static GArray *judged_periods(const Contract *contract, const Period *period)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(JudgePart));
    for (guint i = 0; i < contract->versions->len; i++) {
        const Terms *terms = g_ptr_array_index(contract->versions, i);
        g_autoptr(GArray) periods = schedule_periods(&terms->schedule, terms->zone, period->from, period->to);
        for (guint k = 0; k < periods->len; k++) {
            const ContractPeriod *one = &g_array_index(periods, ContractPeriod, k);
            JudgePart item = {.terms = terms, .period = *one};
            if (in_force_within(terms, one))
                g_array_append_val(all, item);
        }
    }
    return all;
}

static Instant caps_start(const Terms *terms, Instant from, bool maintenance)
{
    Instant earliest = from;
    for (guint i = 0; i < terms->obligations->len; i++) {
        const Obligation *obligation = g_ptr_array_index(terms->obligations, i);
        for (guint k = 0; k < obligation->clauses->len; k++) {
            const Clause *clause = g_ptr_array_index(obligation->clauses, k);
            if ((clause->kind == EXCLUDE_MAINTENANCE) == maintenance)
                earliest = MIN(earliest, cap_start(clause, terms->zone, from));
        }
    }
    return earliest;
}

/* How many periods on a credit can be earned back. */
static int look_ahead(const Terms *terms)
{
    int most = 0;
    for (guint i = 0; i < terms->obligations->len; i++)
        most = MAX(most, ((const Obligation *)g_ptr_array_index(terms->obligations, i))->credit.earn_back);
    return most;
}

FactsSpan judge_part_span(const Contract *contract, const JudgePart *part, const JudgeMemory *memory)
{
    const Schedule *schedule = &part->terms->schedule;
    const Zone *zone = part->terms->zone;
    int back_n = chronic_look_back(contract, part, memory);
    ContractPeriod back = schedule_step(schedule, zone, &part->period, -back_n);
    ContractPeriod ahead = schedule_step(schedule, zone, &part->period, look_ahead(part->terms));
    FactsSpan span = {.from = caps_start(part->terms, back.from, false), .to = ahead.to};
    span.maintenance_from = MIN(span.from, caps_start(part->terms, back.from, true));
    return span;
}

FactsSpan contract_facts_span(const Contract *contract, const Period *period)
{
    g_autoptr(GArray) parts = judged_periods(contract, period);
    FactsSpan span = {.from = period->from, .to = period->to, .maintenance_from = period->from};
    for (guint i = 0; i < parts->len; i++) {
        FactsSpan part = judge_part_span(contract, &g_array_index(parts, JudgePart, i), NULL);
        span.from = MIN(span.from, part.from);
        span.to = MAX(span.to, part.to);
        span.maintenance_from = MIN(span.maintenance_from, part.maintenance_from);
    }
    return span;
}

/* ---- the sum ---- */

static void note_gaps(Judgement *judgement);

static Verdict graver(Verdict a, Verdict b)
{
    return verdict_rank(a) >= verdict_rank(b) ? a : b;
}

static int64_t cap_of(const Terms *terms, const ContractPeriod *period)
{
    CreditTerms whole = {.base = BASE_PERIOD};
    CreditCase reckoning = {.terms = terms, .credit = &whole, .period = *period};
    return credit_award(&reckoning, &terms->cap, credit_base(&reckoning, NULL));
}

static void judge_period(const Judging *judging, Judgement *judgement, const JudgePart *item);

/* What an earlier part of the contract year has paid; judged now when nobody has. */
static int64_t paid_by(const Judging *judging, const JudgePart *part)
{
    int64_t paid = 0;
    if (paid_recall(judging->memory, part, &paid))
        return paid;
    const Period none = {.label = {0}};
    g_autoptr(Judgement) earlier = judgement_new(judging->contract, &none, judging->as_of);
    judge_period(judging, earlier, part);
    return earlier->credit_minor;
}

static int64_t year_cap_minor(const Terms *terms, const ContractPeriod *year)
{
    Terms yearly = *terms; /* so that the fee is that of a year */
    yearly.schedule = (Schedule){.kind = SCHEDULE_YEAR, .first_month = zone_to_civil(terms->zone, year->from).month};
    CreditTerms whole = {.base = BASE_PERIOD};
    CreditCase reckoning = {.terms = &yearly, .credit = &whole, .period = *year};
    return credit_award(&reckoning, &terms->year_cap, credit_base(&reckoning, NULL));
}

/* By how much the credit of this part exceeds what the contract year still pays. */
static int64_t over_year_cap(const Judging *judging, Judgement *judgement, const JudgePart *item, int64_t sum)
{
    if (item->terms->year_cap.kind == AWARD_NONE || sum == 0)
        return 0;
    ContractPeriod year = contract_year(item);
    int64_t before = 0;
    for (int i = years_parts(item); i > 0; i--) {
        JudgePart earlier = {.terms = item->terms,
                             .period = schedule_step(&item->terms->schedule, item->terms->zone, &item->period, -i)};
        before += paid_by(judging, &earlier);
    }
    int64_t left = MAX(year_cap_minor(item->terms, &year) - before, 0);
    if (sum <= left)
        return 0;
    g_autofree char *paid = money_format(left, item->terms->fee.currency);
    g_ptr_array_add(judgement->notes, g_strdup_printf("%s: the cap of the contract year leaves %s of its credits",
                                                      item->period.label, paid));
    return sum - left;
}

static void add_credit(const CreditSum *credit, int64_t *all, int64_t *highest)
{
    *all += credit->minor;
    *highest = MAX(*highest, credit->minor);
}

static void add_credits(const Judging *judging, Judgement *judgement, const JudgePart *item, guint first_obligation,
                        guint first_response)
{
    int64_t all = 0, highest = 0;
    for (guint i = first_obligation; i < judgement->obligations->len; i++)
        add_credit(&((ObligationJudgement *)g_ptr_array_index(judgement->obligations, i))->credit, &all, &highest);
    for (guint i = first_response; i < judgement->responses->len; i++)
        add_credit(&((ResponseJudgement *)g_ptr_array_index(judgement->responses, i))->credit, &all, &highest);
    int64_t sum = item->terms->highest_only ? highest : all;
    if (sum < all)
        g_ptr_array_add(judgement->notes, g_strdup_printf("%s: only the highest credit is paid", item->period.label));
    int64_t most = item->terms->cap.kind == AWARD_NONE ? sum : cap_of(item->terms, &item->period);
    g_autofree char *whole = money_format(sum, item->terms->fee.currency);
    g_autofree char *capped = money_format(most, item->terms->fee.currency);
    if (sum > most)
        g_ptr_array_add(judgement->notes,
                        g_strdup_printf("%s: the contract's cap limits the sum of its credits from %s "
                                        "to %s",
                                        item->period.label, whole, capped));
    sum = MIN(sum, most);
    sum -= over_year_cap(judging, judgement, item, sum);
    paid_remember(judging->memory, item, sum);
    judgement->credit_minor += sum;
    if (judgement->currency == NULL)
        judgement->currency = g_strdup(item->terms->fee.currency);
}

static void judge_period(const Judging *judging, Judgement *judgement, const JudgePart *item)
{
    guint first_obligation = judgement->obligations->len, first_response = judgement->responses->len;
    judge_obligations(judging, item->terms, &item->period, judgement->obligations);
    judge_responses(judging, item->terms, &item->period, judgement->responses);
    g_autoptr(GPtrArray) now = g_ptr_array_new();
    for (guint i = first_obligation; i < judgement->obligations->len; i++)
        g_ptr_array_add(now, g_ptr_array_index(judgement->obligations, i));
    judge_chronic(judging, item->terms, &item->period, now, judgement->chronic);
    add_credits(judging, judgement, item, first_obligation, first_response);
}

/* A target without a ticket in the period has nothing to break; it decides only when there is nothing else. */
static void decide(Judgement *judgement)
{
    judgement->decided = VERDICT_NOT_JUDGED;
    for (guint i = 0; i < judgement->obligations->len; i++)
        judgement->decided =
            graver(judgement->decided, ((ObligationJudgement *)g_ptr_array_index(judgement->obligations, i))->verdict);
    for (guint i = 0; i < judgement->responses->len; i++) {
        const ResponseJudgement *response = g_ptr_array_index(judgement->responses, i);
        judgement->nothing_to_judge |= response->verdict == VERDICT_NOT_MEASURABLE;
        if (response->verdict != VERDICT_NOT_MEASURABLE)
            judgement->decided = graver(judgement->decided, response->verdict);
    }
}

static void settle_verdict(Judgement *judgement)
{
    bool nothing = judgement->decided == VERDICT_NOT_JUDGED && judgement->nothing_to_judge;
    judgement->verdict = nothing ? VERDICT_NOT_MEASURABLE : judgement->decided;
}

static bool is_noted(const GPtrArray *notes, const char *note)
{
    return g_ptr_array_find_with_equal_func((GPtrArray *)(uintptr_t)notes, note, g_str_equal, NULL);
}

static void add_note(Judgement *judgement, const char *note)
{
    if (!is_noted(judgement->notes, note))
        g_ptr_array_add(judgement->notes, g_strdup(note));
}

void judgement_merge(Judgement *sum, const Judgement *part)
{
    sum->decided = graver(sum->decided, part->decided);
    sum->nothing_to_judge |= part->nothing_to_judge;
    settle_verdict(sum);
    sum->credit_minor += part->credit_minor;
    if (sum->currency == NULL)
        sum->currency = g_strdup(part->currency);
    for (guint i = 0; i < part->notes->len; i++)
        add_note(sum, g_ptr_array_index(part->notes, i));
}

Judgement *judgement_sum_new(const Contract *contract, const Period *period, Instant as_of)
{
    Judgement *sum = judgement_new(contract, period, as_of);
    sum->decided = VERDICT_NOT_JUDGED;
    note_gaps(sum);
    settle_verdict(sum);
    return sum;
}

static char *day_text(const Zone *zone, Instant at)
{
    Civil civil = zone_to_civil(zone, at);
    return g_strdup_printf("%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

/* Time between two versions that the asked period holds is judged by nobody. */
static void note_gaps(Judgement *judgement)
{
    const GPtrArray *versions = judgement->contract->versions;
    for (guint i = 1; i < versions->len; i++) {
        const Terms *before = g_ptr_array_index(versions, i - 1), *after = g_ptr_array_index(versions, i);
        if (before->until >= after->from || after->from <= judgement->period.from ||
            before->until >= judgement->period.to)
            continue;
        g_autofree char *from = day_text(after->zone, before->until);
        g_autofree char *to = day_text(after->zone, after->from - 1);
        g_ptr_array_add(judgement->notes, g_strdup_printf("no terms are in force from %s to %s", from, to));
    }
}

static bool is_named(const Terms *terms, const char *severity)
{
    for (guint i = 0; i < terms->responses->len; i++) {
        const ResponseTerms *response = g_ptr_array_index(terms->responses, i);
        if (response->severities->len == 0)
            return true;
        for (guint k = 0; k < response->severities->len; k++)
            if (g_ascii_strcasecmp(g_ptr_array_index(response->severities, k), severity) == 0)
                return true;
    }
    return false;
}

/* Tickets whose severity no target names are judged by none, which may be a matter of spelling. */
static void note_unmatched(Judgement *judgement, const JudgeFacts *facts, const JudgePart *part)
{
    const Terms *terms = part->terms;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GString) names = g_string_new(NULL);
    guint n = 0;
    for (guint i = 0; terms->responses->len > 0 && i < facts->tickets->len; i++) {
        const JudgeTicket *ticket = &g_array_index(facts->tickets, JudgeTicket, i);
        bool outside = ticket->started_at < part->period.from || ticket->started_at >= part->period.to;
        if (outside || ticket->severity == NULL || is_named(terms, ticket->severity))
            continue;
        n++;
        if (g_hash_table_add(seen, (gpointer)(uintptr_t)ticket->severity))
            g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", ticket->severity);
    }
    if (n > 0)
        g_ptr_array_add(judgement->notes, g_strdup_printf("%u %s a severity that no response target names: %s", n,
                                                          n == 1 ? "ticket has" : "tickets have", names->str));
}

GArray *contract_parts(const Contract *contract, const Period *period, GError **error)
{
    g_autoptr(GArray) parts = judged_periods(contract, period);
    if (parts->len > 0)
        return g_steal_pointer(&parts);
    error_at(error, ERROR_DATA, contract->file, 0, 0, "no version of the terms is in force in %s", period->label);
    return NULL;
}

static Judgement *judge_parts(const Judging *judging, const Period *period, const JudgePart *parts, guint n)
{
    Judgement *judgement = judgement_new(judging->contract, period, judging->as_of);
    for (guint i = 0; i < n; i++)
        judge_period(judging, judgement, &parts[i]);
    decide(judgement);
    settle_verdict(judgement);
    for (guint i = 0; i < n; i++)
        note_unmatched(judgement, judging->facts, &parts[i]);
    for (guint i = 0; i < judging->facts->notes->len; i++)
        add_note(judgement, g_ptr_array_index(judging->facts->notes, i));
    return judgement;
}

Judgement *judge_part(const Contract *contract, const Period *period, const JudgePart *part, const JudgeFacts *facts,
                      Instant as_of, JudgeMemory *memory)
{
    g_autoptr(FactsIndex) index = facts_index_new(facts);
    Judging judging = {.contract = contract, .facts = facts, .index = index, .as_of = as_of, .memory = memory};
    return judge_parts(&judging, period, part, 1);
}

Judgement *contract_judge(const Contract *contract, const Period *period, const JudgeFacts *facts, Instant as_of,
                          GError **error)
{
    g_autoptr(GArray) parts = contract_parts(contract, period, error);
    if (parts == NULL)
        return NULL;
    g_autoptr(FactsIndex) index = facts_index_new(facts);
    g_autoptr(JudgeMemory) memory = judge_memory_new();
    Judging judging = {.contract = contract, .facts = facts, .index = index, .as_of = as_of, .memory = memory};
    Judgement *judgement = judge_parts(&judging, period, (const JudgePart *)(void *)parts->data, parts->len);
    note_gaps(judgement);
    return judgement;
}

double judgement_share(const ObligationJudgement *judgement, int32_t share_ppm)
{
    const int64_t *parts = g_hash_table_lookup(judgement->exact_shares, GINT_TO_POINTER(share_ppm));
    return parts != NULL ? (double)*parts / SHARE_FULL / (double)judgement->share_parts
                         : (double)share_ppm / SHARE_FULL;
}

const char *judgement_clause(const ObligationJudgement *judgement, int64_t clause)
{
    if (clause < 1 || clause > judgement->exclusions->len)
        return "excluded";
    return g_array_index(judgement->exclusions, ExclusionRecord, clause - 1).label;
}

#include "judge_private.h"
#include "nines/base/timetext.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

static void incident_clear(gpointer data)
{
    g_free(((IncidentShare *)data)->excluded_by);
    g_free(((IncidentShare *)data)->claim_day);
}

static void reading_clear(gpointer data)
{
    g_free(((Reading *)data)->reading);
}

static ObligationJudgement *judgement_new(const Measure *measure, const ContractPeriod *period)
{
    ObligationJudgement *judgement = g_new0(ObligationJudgement, 1);
    judgement->terms = measure->terms;
    judgement->obligation = measure->obligation;
    judgement->period = g_strdup(period->label);
    judgement->from = period->from;
    judgement->to = period->to;
    judgement->claim_by = INSTANT_NONE;
    judgement->settle = g_ptr_array_new_with_free_func(g_free);
    judgement->notes = g_ptr_array_new_with_free_func(g_free);
    judgement->readings = g_array_new(FALSE, TRUE, sizeof(Reading));
    g_array_set_clear_func(judgement->readings, reading_clear);
    judgement->incidents = g_array_new(FALSE, TRUE, sizeof(IncidentShare));
    g_array_set_clear_func(judgement->incidents, incident_clear);
    judgement->pace.exhausted_at = INSTANT_NONE;
    judgement->pace.next_edge_ms = NOT_GIVEN;
    return judgement;
}

void obligation_judgement_free(gpointer data)
{
    ObligationJudgement *judgement = data;
    g_free(judgement->name);
    g_free(judgement->period);
    g_free(judgement->claim_day);
    credit_clear(&judgement->credit);
    ledger_free(judgement->ledger);
    if (judgement->exact_shares != NULL)
        g_hash_table_unref(judgement->exact_shares);
    g_ptr_array_unref(judgement->settle);
    g_ptr_array_unref(judgement->notes);
    g_array_unref(judgement->readings);
    g_array_unref(judgement->incidents);
    if (judgement->exclusions != NULL)
        g_array_unref(judgement->exclusions);
    g_free(judgement);
}

/* ---- one case ---- */

static gpointer copy_text(gconstpointer text, gpointer unused)
{
    (void)unused;
    return g_strdup(text);
}

/* The ledger's shares by what they stand for, summed exactly. */
static Wide counted_parts(const Measure *measure)
{
    Wide sum = 0;
    for (guint i = 0; i < measure->ledger->segments->len; i++) {
        const Segment *segment = &g_array_index(measure->ledger->segments, Segment, i);
        if (segment->class == SEGMENT_COUNTED)
            sum += (Wide)(segment->to - segment->from) * measure_share_parts(measure, segment->share_ppm);
    }
    return sum;
}

static void set_counted(const Measure *measure, Achieved *achieved)
{
    const CountUnit *unit = &measure->obligation->unit;
    const LedgerTotals *totals = &measure->ledger->totals;
    if (unit->kind == COUNT_REQUESTS) {
        int64_t total = MAX(measure->unit_total, 1);
        achieved->counted =
            (totals->length_ms * MIN(measure->failed_parts, (Wide)total * SHARE_FULL) + total - 1) / total;
    } else if (measure->share_parts > 1) {
        achieved->counted = counted_parts(measure);
        achieved->per_ms = SHARE_FULL * measure->share_parts;
    } else {
        achieved->counted = totals->counted_ppm_ms;
    }
}

static bool lacks_total(const Measure *measure)
{
    return measure->obligation->unit.totals != NULL && measure->unit_total == 0;
}

/* What is still to come is measured in the end, so it stands in the denominator of the verdict; where nothing has been
 * measured yet there is nothing to judge. */
static Achieved achieved_of(const Measure *measure)
{
    const LedgerTotals *totals = &measure->ledger->totals;
    Achieved achieved = achieved_ppm(0, totals->length_ms, &measure->terms->rounding);
    set_counted(measure, &achieved);
    if (totals->excluded_ms + totals->unknown_ms == totals->length_ms || lacks_total(measure))
        achieved.base_ms = 0;
    else if (measure->obligation->denominator == DENOMINATOR_MEASURED &&
             measure->obligation->unit.kind != COUNT_REQUESTS)
        achieved.base_ms -= totals->excluded_ms + totals->unknown_ms - measure->future_ms;
    return achieved;
}

static Measure *measure_case(const Measure *like, CaseKind kind)
{
    Measure *measure = measure_new(like->terms, like->obligation, like->index, kind);
    measure->only_value = like->only_value;
    measure->from = like->from;
    measure->to = like->to;
    measure->as_of = like->as_of;
    measure->parts_n = like->parts_n;
    measure->unit_total = like->unit_total;
    g_ptr_array_extend(measure->services, like->services, NULL, NULL);
    g_ptr_array_extend(measure->values, like->values, NULL, NULL);
    measure_run(measure);
    return measure;
}

static bool is_breach(Verdict verdict)
{
    return verdict == VERDICT_BREACHED || verdict == VERDICT_BREACHED_NO_CREDIT;
}

/* Maximal stretches of counted time, by what they count. */
static GArray *outages_of(const Measure *measure)
{
    GArray *outages = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Wide sum = 0, part = (Wide)SHARE_FULL * measure->share_parts;
    for (guint i = 0; i < measure->ledger->segments->len; i++) {
        const Segment *segment = &g_array_index(measure->ledger->segments, Segment, i);
        if (segment->class == SEGMENT_COUNTED)
            sum += (Wide)(segment->to - segment->from) * measure_share_parts(measure, segment->share_ppm);
        bool ends = segment->class != SEGMENT_COUNTED || i + 1 == measure->ledger->segments->len;
        int64_t ms = (int64_t)((sum + part - 1) / part);
        if (ends && ms > 0)
            g_array_append_val(outages, ms);
        sum = ends ? 0 : sum;
    }
    return outages;
}

/* Empty unless the credit asks for them. */
static GArray *obligation_outages(const Measure *measure)
{
    return measure->obligation->credit.each_outage ? outages_of(measure) : g_array_new(FALSE, FALSE, sizeof(int64_t));
}

static CreditCase reckoning_of(const Measure *measure, const ContractPeriod *period, const GArray *outages,
                               Verdict verdict)
{
    Achieved achieved = achieved_of(measure);
    const Obligation *obligation = measure->obligation;
    return (CreditCase){
        .terms = measure->terms,
        .credit = &obligation->credit,
        .services = measure->services,
        .period = *period,
        .achieved = achieved,
        .outages = outages,
        .budget_ms = target_allowed_ms(&obligation->target, achieved.base_ms, &achieved.rounding),
        .breached = is_breach(verdict),
    };
}

static Case case_of(const Measure *measure, const ContractPeriod *period)
{
    Achieved achieved = achieved_of(measure);
    Case one = {.counted_ppm_ms = achieved_ppm_ms_up(&achieved),
                .base_ms = achieved.base_ms,
                .verdict = achieved_verdict(&achieved, &measure->obligation->target)};
    if (one.verdict != VERDICT_BREACHED && one.verdict != VERDICT_MET)
        return one;
    g_autoptr(GArray) outages = obligation_outages(measure);
    CreditCase reckoning = reckoning_of(measure, period, outages, one.verdict);
    CreditSum sum = credit_reckon(&reckoning);
    one.credit_minor = sum.minor;
    credit_clear(&sum);
    return one;
}

/* Only vague facts need the other two cases. */
static void judge_cases(ObligationJudgement *judgement, const Measure *nominal, const ContractPeriod *period)
{
    judgement->best = judgement->worst = case_of(nominal, period);
    if (nominal->vague->len == 0)
        return;
    g_autoptr(Measure) best = measure_case(nominal, CASE_BEST);
    g_autoptr(Measure) worst = measure_case(nominal, CASE_WORST);
    judgement->best = case_of(best, period);
    judgement->worst = case_of(worst, period);
    bool undecidable = judgement->best.verdict != judgement->worst.verdict;
    if (undecidable)
        judgement->verdict = VERDICT_UNDECIDABLE;
    if (undecidable || judgement->best.credit_minor != judgement->worst.credit_minor)
        g_ptr_array_extend(judgement->settle, nominal->vague, copy_text, NULL);
}

/* ---- figures ---- */

/* "60 of 8928 slices of 5 min" */
static void note_slices(ObligationJudgement *judgement)
{
    const CountUnit *unit = &judgement->obligation->unit;
    if (unit->kind != COUNT_SLICES && unit->kind != COUNT_INTERVAL_ERROR_RATE)
        return;
    g_autofree char *size = duration_format(unit->size_ms, true);
    double bad = (double)judgement->counted_ppm_ms / SHARE_FULL / (double)unit->size_ms;
    int64_t n = (judgement->length_ms + unit->size_ms - 1) / unit->size_ms;
    g_ptr_array_add(judgement->notes,
                    g_strdup_printf("%.6g of %" PRId64 " %s of %s", bad, n,
                                    unit->kind == COUNT_SLICES ? "slices" : "intervals' worth of errors", size));
}

static void set_figures(ObligationJudgement *judgement, Measure *measure)
{
    const LedgerTotals *totals = &measure->ledger->totals;
    Achieved achieved = achieved_of(measure);
    judgement->length_ms = totals->length_ms;
    judgement->excluded_ms = totals->excluded_ms;
    judgement->unknown_ms = totals->unknown_ms;
    judgement->base_ms = MAX(achieved.base_ms - measure->future_ms, 0);
    judgement->counted_ppm_ms = achieved_ppm_ms_up(&achieved);
    judgement->counted_ms = achieved_ms_up(&achieved);
    judgement->budget_ms = target_allowed_ms(&judgement->obligation->target, achieved.base_ms, &achieved.rounding);
    judgement->remaining_ms = judgement->budget_ms - judgement->counted_ms;
    judgement->verdict = achieved_verdict(&achieved, &judgement->obligation->target);
    judgement->availability_ratio =
        judgement->base_ms <= 0 ? NAN
                                : 1.0 - (double)achieved.counted / (double)achieved.per_ms / (double)judgement->base_ms;
    judgement->judged_ratio = judgement->availability_ratio;
    achieved.base_ms = judgement->base_ms;
    if (judgement->base_ms > 0 && rounding_rounds(&achieved.rounding))
        judgement->judged_ratio = (double)achieved_ppb(&achieved) / RATIO_ONE;
    note_slices(judgement);
    if (lacks_total(measure))
        g_ptr_array_add(judgement->notes,
                        g_strdup_printf("the contract does not state how many %s there were in %s",
                                        judgement->obligation->unit.kind == COUNT_REQUESTS ? "requests" : "users",
                                        judgement->period));
    if (totals->unplaced_ms > 0)
        g_ptr_array_add(judgement->notes, g_strdup("an outage is longer than the time that it is said to lie in"));
    if (judgement->obligation->unit.kind == COUNT_REQUESTS)
        g_ptr_array_add(judgement->notes,
                        g_strdup("counted in requests: times are the same share of the period, not clock time"));
}

/* A claim that counts from the incident must be in time for the first of them. */
static Instant first_incident_at(const ObligationJudgement *judgement)
{
    for (guint i = 0; i < judgement->incidents->len; i++) {
        const IncidentShare *row = &g_array_index(judgement->incidents, IncidentShare, i);
        if (row->counted_ppm_ms > 0)
            return row->from;
    }
    return INSTANT_NONE;
}

static void set_claim(ObligationJudgement *judgement, const ContractPeriod *period)
{
    const ClaimTerms *claim = &judgement->obligation->credit.claim;
    if (judgement->credit.minor == 0 && judgement->credit.ratio_ppb <= 0)
        return;
    judgement->claim_by =
        claim_deadline(judgement->terms, claim, period, first_incident_at(judgement), &judgement->claim_day);
    for (guint i = 0; claim->after == CLAIM_INCIDENT && i < judgement->incidents->len; i++) {
        IncidentShare *row = &g_array_index(judgement->incidents, IncidentShare, i);
        if (row->counted_ppm_ms > 0)
            claim_deadline(judgement->terms, claim, period, row->from, &row->claim_day);
    }
    if (claim->given && judgement->claim_day == NULL)
        g_ptr_array_add(judgement->notes, g_strdup("the last day to claim is undecidable: it counts from the invoice, "
                                                   "and the contract states no invoice_day"));
}

static void note_open(ObligationJudgement *judgement)
{
    for (guint i = 0; i < judgement->incidents->len; i++) {
        const IncidentShare *row = &g_array_index(judgement->incidents, IncidentShare, i);
        if (row->open && row->counted_ppm_ms > 0)
            g_ptr_array_add(judgement->notes,
                            g_strdup_printf("%s is still open: it counts up to the as-of time or the period's end",
                                            row->label != NULL ? row->label : "an outage"));
    }
}

static void set_credit(ObligationJudgement *judgement, const Measure *measure, const ContractPeriod *period)
{
    g_autoptr(GArray) outages = obligation_outages(measure);
    CreditCase reckoning = reckoning_of(measure, period, outages, judgement->verdict);
    bool sure = judgement->verdict == VERDICT_MET || reckoning.breached;
    judgement->credit = sure ? credit_reckon(&reckoning) : credit_none(judgement->terms);
    if (judgement->verdict == VERDICT_BREACHED && reckoning.credit->kind != CREDIT_NONE &&
        judgement->credit.minor == 0 && MAX(judgement->credit.ratio_ppb, 0) == 0)
        judgement->verdict = VERDICT_BREACHED_NO_CREDIT;
    set_claim(judgement, period);
    if (sure)
        judge_readings(judgement, &reckoning);
    judge_pace(judgement, &reckoning, measure->as_of);
}

static int64_t unit_total_of(const CountUnit *unit, const ContractPeriod *period)
{
    for (guint i = 0; unit->totals != NULL && i < unit->totals->len; i++) {
        const PeriodTotal *total = &g_array_index(unit->totals, PeriodTotal, i);
        if (strcmp(total->key, period->label) == 0)
            return total->total;
    }
    return unit->total;
}

ObligationJudgement *judge_measure(Measure *measure, const ContractPeriod *period)
{
    measure->from = period->from;
    measure->to = period->to;
    measure->unit_total = unit_total_of(&measure->obligation->unit, period);
    measure_run(measure);
    ObligationJudgement *judgement = judgement_new(measure, period);
    set_figures(judgement, measure);
    judge_incidents(judgement, measure);
    note_open(judgement);
    judge_cases(judgement, measure, period);
    set_credit(judgement, measure, period);
    judgement->ledger = g_steal_pointer(&measure->ledger);
    judgement->exclusions = g_array_ref(measure->records);
    judgement->exact_shares = g_hash_table_ref(measure->exact_shares);
    judgement->share_parts = measure->share_parts;
    return judgement;
}

void judgement_credit_limits(const ObligationJudgement *judgement, int64_t *base_minor, int64_t *cap_minor)
{
    const CreditTerms *credit = &judgement->obligation->credit;
    CreditCase reckoning = {.terms = judgement->terms, .credit = credit, .services = judgement->obligation->services};
    reckoning.period.from = judgement->from;
    reckoning.period.to = judgement->to;
    *base_minor = credit_base(&reckoning, NULL);
    *cap_minor = credit->cap.kind == AWARD_NONE ? NOT_GIVEN : credit_award(&reckoning, &credit->cap, *base_minor);
}

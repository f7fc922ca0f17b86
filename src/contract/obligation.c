#include "judge_private.h"
#include "nines/base/timetext.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

static void incident_clear(gpointer data)
{
    g_free(((IncidentShare *)data)->excluded_by);
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
    g_ptr_array_unref(judgement->settle);
    g_ptr_array_unref(judgement->notes);
    g_array_unref(judgement->readings);
    g_array_unref(judgement->incidents);
    if (judgement->exclusions != NULL)
        g_array_unref(judgement->exclusions);
    g_free(judgement);
}

/* ---- one case ---- */

static int64_t counted_of(const Measure *measure)
{
    const CountUnit *unit = &measure->obligation->unit;
    const LedgerTotals *totals = &measure->ledger->totals;
    if (unit->kind != COUNT_REQUESTS)
        return totals->counted_ppm_ms;
    Wide ppm_ms = (Wide)totals->length_ms * SHARE_FULL * MIN(measure->failed_requests, unit->total);
    return (int64_t)((ppm_ms + unit->total - 1) / unit->total);
}

/* What is still to come is measured in the end, so it stands in the denominator of the verdict. */
static Achieved achieved_of(const Measure *measure)
{
    const LedgerTotals *totals = &measure->ledger->totals;
    int64_t base = totals->length_ms;
    if (measure->obligation->denominator == DENOMINATOR_MEASURED && measure->obligation->unit.kind != COUNT_REQUESTS)
        base -= totals->excluded_ms + totals->unknown_ms - measure->future_ms;
    else if (totals->excluded_ms + totals->unknown_ms == totals->length_ms)
        base = measure->future_ms;
    return (Achieved){.counted_ppm_ms = counted_of(measure), .base_ms = base, .rounding = measure->terms->rounding};
}

static Measure *measure_case(const Measure *like, CaseKind kind)
{
    Measure *measure = measure_new(like->terms, like->obligation, like->index, kind);
    measure->only_value = like->only_value;
    measure->from = like->from;
    measure->to = like->to;
    measure->as_of = like->as_of;
    for (guint i = 0; i < like->services->len; i++)
        g_ptr_array_add(measure->services, g_ptr_array_index(like->services, i));
    measure_run(measure);
    return measure;
}

static Case case_of(const Measure *measure)
{
    Achieved achieved = achieved_of(measure);
    return (Case){.counted_ppm_ms = achieved.counted_ppm_ms,
                  .base_ms = achieved.base_ms,
                  .verdict = achieved_verdict(&achieved, &measure->obligation->target)};
}

/* Only vague facts need the other two cases. */
static void judge_cases(ObligationJudgement *judgement, const Measure *nominal)
{
    judgement->best = judgement->worst = case_of(nominal);
    if (nominal->vague->len == 0)
        return;
    g_autoptr(Measure) best = measure_case(nominal, CASE_BEST);
    g_autoptr(Measure) worst = measure_case(nominal, CASE_WORST);
    judgement->best = case_of(best);
    judgement->worst = case_of(worst);
    if (judgement->best.verdict == judgement->worst.verdict)
        return;
    judgement->verdict = VERDICT_UNDECIDABLE;
    for (guint i = 0; i < nominal->vague->len; i++)
        g_ptr_array_add(judgement->settle, g_strdup(g_ptr_array_index(nominal->vague, i)));
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
    judgement->base_ms = achieved.base_ms - measure->future_ms;
    judgement->counted_ppm_ms = achieved.counted_ppm_ms;
    judgement->counted_ms = ppm_ms_up(achieved.counted_ppm_ms);
    judgement->budget_ms = target_allowed_ms(&judgement->obligation->target, achieved.base_ms);
    judgement->remaining_ms = judgement->budget_ms - judgement->counted_ms;
    judgement->availability_ratio =
        judgement->base_ms <= 0 ? NAN
                                : 1.0 - (double)judgement->counted_ppm_ms / SHARE_FULL / (double)judgement->base_ms;
    judgement->verdict = achieved_verdict(&achieved, &judgement->obligation->target);
    note_slices(judgement);
    if (totals->unplaced_ms > 0)
        g_ptr_array_add(judgement->notes, g_strdup("an outage is longer than the time that it is said to lie in"));
    if (judgement->obligation->unit.kind == COUNT_REQUESTS)
        g_ptr_array_add(judgement->notes,
                        g_strdup("counted in requests: times are the same share of the period, not clock time"));
}

static bool is_breach(Verdict verdict)
{
    return verdict == VERDICT_BREACHED || verdict == VERDICT_BREACHED_NO_CREDIT;
}

static Instant last_incident_at(const ObligationJudgement *judgement)
{
    Instant last = INSTANT_NONE;
    for (guint i = 0; i < judgement->incidents->len; i++)
        last = MAX(last, g_array_index(judgement->incidents, IncidentShare, i).from);
    return last;
}

static void set_credit(ObligationJudgement *judgement, const Measure *measure, const ContractPeriod *period)
{
    CreditCase reckoning = {
        .terms = judgement->terms,
        .credit = &judgement->obligation->credit,
        .services = measure->services,
        .period = *period,
        .achieved = achieved_of(measure),
        .budget_ms = judgement->budget_ms,
        .breached = is_breach(judgement->verdict),
    };
    bool sure = judgement->verdict == VERDICT_MET || reckoning.breached;
    judgement->credit = sure ? credit_reckon(&reckoning) : credit_none(judgement->terms);
    if (judgement->verdict == VERDICT_BREACHED && reckoning.credit->kind != CREDIT_NONE &&
        judgement->credit.minor == 0 && MAX(judgement->credit.ratio_ppb, 0) == 0)
        judgement->verdict = VERDICT_BREACHED_NO_CREDIT;
    if (judgement->credit.minor > 0 || judgement->credit.ratio_ppb > 0)
        judgement->claim_by = claim_deadline(judgement->terms, &reckoning.credit->claim, period,
                                             last_incident_at(judgement), &judgement->claim_day);
    if (sure)
        judge_readings(judgement, &reckoning);
    judge_pace(judgement, &reckoning, measure->as_of);
}

static ObligationJudgement *judge_one(Measure *measure, const ContractPeriod *period)
{
    measure->from = period->from;
    measure->to = period->to;
    measure_run(measure);
    ObligationJudgement *judgement = judgement_new(measure, period);
    set_figures(judgement, measure);
    judge_incidents(judgement, measure);
    judge_cases(judgement, measure);
    set_credit(judgement, measure, period);
    judgement->ledger = g_steal_pointer(&measure->ledger);
    judgement->exclusions = g_array_ref(measure->records);
    return judgement;
}

/* ---- which services, which tenants ---- */

static bool is_listed(const GPtrArray *services, const char *service)
{
    for (guint i = 0; i < services->len; i++)
        if (g_ascii_strcasecmp(g_ptr_array_index(services, i), service) == 0)
            return true;
    return false;
}

static void add_service(GPtrArray *services, const char *service)
{
    if (service != NULL && !is_listed(services, service))
        g_ptr_array_add(services, (gpointer)(uintptr_t)service);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
}

/* The names as the records write them, so that they can be looked up; "*" is every service that has a record. */
static GPtrArray *services_of(const Judging *judging, const Obligation *obligation)
{
    GPtrArray *services = g_ptr_array_new();
    bool all = is_listed(obligation->services, "*");
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, judging->index->services);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        if (all || is_listed(obligation->services, name))
            g_ptr_array_add(services, name);
    for (guint i = 0; i < judging->facts->undated->len; i++) {
        const char *service = g_array_index(judging->facts->undated, JudgeUndated, i).service;
        if (service != NULL && (all || is_listed(obligation->services, service)))
            add_service(services, service);
    }
    for (guint i = 0; !all && i < obligation->services->len; i++)
        add_service(services, g_ptr_array_index(obligation->services, i));
    g_ptr_array_sort(services, compare_names);
    return services;
}

static void add_value(GPtrArray *values, const char *tag, const char *key)
{
    gsize length = strlen(key);
    if (g_ascii_strncasecmp(tag, key, length) == 0 && (tag[length] == '=' || tag[length] == ':'))
        add_service(values, tag + length + 1);
}

static GPtrArray *values_of(const Judging *judging, const char *key)
{
    GPtrArray *values = g_ptr_array_new();
    for (guint i = 0; i < judging->facts->outages->len; i++) {
        const char *const *tags = g_array_index(judging->facts->outages, JudgeOutage, i).tags;
        for (guint k = 0; tags != NULL && tags[k] != NULL; k++)
            add_value(values, tags[k], key);
    }
    g_ptr_array_sort(values, compare_names);
    return values;
}

typedef struct {
    const Judging *judging;
    const Terms *terms;
    const Obligation *obligation;
    const ContractPeriod *period;
    GPtrArray *out;
} Expanding;

static void judge_part(const Expanding *expanding, const GPtrArray *services, const char *service, const char *value)
{
    g_autoptr(Measure) measure =
        measure_new(expanding->terms, expanding->obligation, expanding->judging->index, CASE_NOMINAL);
    measure->as_of = expanding->judging->as_of;
    measure->only_value = value;
    for (guint i = 0; i < services->len; i++)
        if (service == NULL || service == g_ptr_array_index(services, i))
            g_ptr_array_add(measure->services, g_ptr_array_index(services, i));
    ObligationJudgement *judgement = judge_one(measure, expanding->period);
    const char *part = service != NULL ? service : value;
    judgement->name = part != NULL ? g_strdup_printf("%s: %s", expanding->obligation->name, part)
                                   : g_strdup(expanding->obligation->name);
    g_ptr_array_add(expanding->out, judgement);
}

static void judge_values(const Expanding *expanding, const GPtrArray *services, const char *service)
{
    const char *key = expanding->obligation->per;
    g_autoptr(GPtrArray) values = key != NULL ? values_of(expanding->judging, key) : g_ptr_array_new();
    if (values->len == 0)
        judge_part(expanding, services, service, NULL);
    for (guint i = 0; i < values->len; i++)
        judge_part(expanding, services, service, g_ptr_array_index(values, i));
}

void judge_obligations(const Judging *judging, const Terms *terms, const ContractPeriod *period, GPtrArray *out)
{
    for (guint i = 0; i < terms->obligations->len; i++) {
        const Obligation *obligation = g_ptr_array_index(terms->obligations, i);
        Expanding expanding = {
            .judging = judging, .terms = terms, .obligation = obligation, .period = period, .out = out};
        g_autoptr(GPtrArray) services = services_of(judging, obligation);
        if (obligation->combine != COMBINE_EACH) {
            judge_values(&expanding, services, NULL);
            continue;
        }
        for (guint k = 0; k < services->len; k++)
            judge_values(&expanding, services, g_ptr_array_index(services, k));
    }
}

/* Derived tables of what is not over yet and what is to come: the survival curve, and the risk that a running period
 * ends in a breach. */
#include "derive_parts.h"
#include "nines/calc/statistics.h"
#include "save.h"
#include <math.h>
#include <string.h>

/* ---- survival of the time to resolve ---- */

static GArray *lifetimes_of(const Population *population)
{
    GArray *lifetimes = g_array_new(FALSE, FALSE, sizeof(Lifetime));
    for (guint i = 0; i < population->rows->len; i++) {
        const PopulationRow *row = &g_array_index(population->rows, PopulationRow, i);
        DurationStatus status = row->status[DURATION_RESOLVE];
        Lifetime lifetime = {row->duration_ms[DURATION_RESOLVE], status != DURATION_CENSORED};
        if (status <= DURATION_CENSORED)
            g_array_append_val(lifetimes, lifetime);
    }
    return lifetimes;
}

/* A curve begins at 1 and is drawn to the longest duration, ended or not. */
static void add_curve(Table *table, const char *scope, const char *title, const Population *population)
{
    g_autoptr(GArray) lifetimes = lifetimes_of(population);
    if (lifetimes->len == 0)
        return;
    g_autoptr(SurvivalCurve) curve =
        survival_curve_new((const Lifetime *)(gconstpointer)lifetimes->data, lifetimes->len);
    double survival = 1;
    derived_row(table, "sstrrriii", scope, title, INT64_C(0), 1.0, 1.0, 1.0, curve->n, INT64_C(0), curve->censored_n);
    for (guint i = 0; i < curve->steps->len; i++) {
        const SurvivalStep *step = &g_array_index(curve->steps, SurvivalStep, i);
        Interval band = survival_interval(step, 0.95);
        survival = step->survival;
        derived_row(table, "sstrrriii", scope, title, step->ms, survival, band.low, band.high, step->at_risk,
                    step->ended, curve->censored_n);
    }
    if (curve->steps->len == 0 || g_array_index(curve->steps, SurvivalStep, curve->steps->len - 1).ms < curve->last_ms)
        derived_row(table, "sstrrriii", scope, title, curve->last_ms, survival, NAN, NAN, INT64_C(0), INT64_C(0),
                    curve->censored_n);
}

bool derive_survival(const DeriveContext *context, GError **error)
{
    g_autoptr(Table) table = derived_new(
        "report_survival", "scope title ttr_ms survival_ratio low_ratio high_ratio at_risk_n ended_n censored_n");
    g_autofree char *now = period_title(&context->request->period);
    g_autofree char *before = period_title(&context->previous);
    add_curve(table, "period", now, context->population);
    add_curve(table, "previous", before, context->previous_population);
    return derived_save(context->store, table, error);
}

/* ---- the risk of a breach ---- */

/* The counted time of each incident of the services over the trend's months, and how much time was measured, of all
 * services together, since the first of them. */
static GArray *past_outages(const DeriveContext *context, const BreachCase *of, double *observed_ms)
{
    GArray *past = g_array_new(FALSE, FALSE, sizeof(int64_t));
    guint per_period = context->ledgers->len / (2 + context->months->len);
    *observed_ms = 0;
    for (guint i = 2 * per_period; i < context->ledgers->len; i++) {
        const ServiceLedger *line = g_ptr_array_index(context->ledgers, i);
        if (!of->is_meant(of->data, line))
            continue;
        g_autoptr(GArray) shares = ledger_by_incident(line->ledger);
        for (guint s = 0; s < shares->len; s++) {
            int64_t ms = g_array_index(shares, IncidentCount, s).counted_ppm_ms / SHARE_FULL;
            if (ms > 0)
                g_array_append_val(past, ms);
        }
        const LedgerTotals *totals = &line->ledger->totals;
        if (past->len > 0)
            *observed_ms += (double)(totals->length_ms - totals->excluded_ms - totals->unknown_ms);
    }
    return past;
}

/* How many of the services there are: what is observed of one is expected of each. */
static guint count_meant(const DeriveContext *context, const BreachCase *of)
{
    guint per_period = context->ledgers->len / (2 + context->months->len), n = 0;
    for (guint i = 0; i < per_period; i++)
        n += of->is_meant(of->data, g_ptr_array_index(context->ledgers, i));
    return n;
}

double derive_breach_risk(const DeriveContext *context, const BreachCase *of)
{
    Instant as_of = context->request->as_of;
    if (as_of <= of->from || as_of >= of->to)
        return NAN;
    double observed_ms;
    g_autoptr(GArray) past = past_outages(context, of, &observed_ms);
    if (of->left_ms < 0 || observed_ms <= 0) /* nothing on record: no rate to go by */
        return of->left_ms < 0 ? 1 : NAN;
    double to_come_ms = (double)of->to_come_ms * count_meant(context, of);
    BreachQuestion question = {.durations_ms = (const int64_t *)(gconstpointer)past->data,
                               .n = past->len,
                               .expected_n = (double)past->len / observed_ms * to_come_ms,
                               .budget_left_ms = of->left_ms,
                               .simulations = BOOTSTRAP_RESAMPLES,
                               .seed = context->request->seed,
                               .name = of->name};
    return breach_forecast(&question).risk_ratio;
}

static bool is_same_service(gconstpointer line, const ServiceLedger *other)
{
    return ((const ServiceLedger *)line)->service_id == other->service_id;
}

double derive_service_risk(const DeriveContext *context, const ServiceLedger *line, double target_ratio)
{
    const LedgerTotals *totals = &line->ledger->totals;
    if (isnan(target_ratio))
        return NAN;
    g_autofree char *name = g_strdup_printf("breach.%s.%s", line->service, line->period.label);
    double budget_ms = (1 - target_ratio) * (double)(totals->length_ms - totals->excluded_ms);
    BreachCase of = {.from = line->period.from,
                     .to = line->period.to,
                     .left_ms = llround(floor(budget_ms - (double)totals->counted_ppm_ms / SHARE_FULL)),
                     .to_come_ms = totals->unknown_ms,
                     .name = name,
                     .is_meant = is_same_service,
                     .data = line};
    return derive_breach_risk(context, &of);
}

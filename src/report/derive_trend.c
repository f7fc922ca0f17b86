/* Derived tables of the last months: a line for each, whether anything has drifted, and the gaps between incidents. */
#include "derive_parts.h"
#include "nines/calc/statistics.h"
#include "save.h"
#include <math.h>

#define GAPS_MOST 100 /* of the g chart: the newest */

/* Who began and when; of the last months together, in order. */
typedef struct {
    int64_t id;
    Instant at;
} Begin;

typedef struct {
    const DeriveContext *context;
    Table *months;
    GArray *rates, *medians; /* double, for each month: incidents a day, ln of the median time to resolve or NaN */
    GArray *begins;          /* Begin */
} Trends;

static void add_begins(Trends *trends, const Population *population)
{
    for (guint i = 0; i < population->rows->len; i++) {
        const PopulationRow *row = &g_array_index(population->rows, PopulationRow, i);
        Begin begin = {row->id, row->at[MOMENT_STARTED]};
        if (begin.at != INSTANT_NONE)
            g_array_append_val(trends->begins, begin);
    }
}

/* Of a running month only the days that have passed count. */
static double days_seen(const Trends *trends, const Period *month)
{
    Instant to = CLAMP(trends->context->request->as_of, month->from, month->to);
    return (double)(to - month->from) / (double)MS_PER_DAY;
}

static void add_month(Trends *trends, const Period *month, const Population *population)
{
    int64_t n = population->rows->len;
    Interval count = count_interval(n, 0.95);
    DurationSummary ttd = population_summary(population, NULL, DURATION_DETECT);
    DurationSummary tta = population_summary(population, NULL, DURATION_ACKNOWLEDGE);
    DurationSummary ttm = population_summary(population, NULL, DURATION_MITIGATE);
    g_autoptr(GArray) values = population_values(population, NULL, DURATION_RESOLVE);
    DurationSummary ttr = duration_summary((int64_t *)(gpointer)values->data, values->len, 0, 0);
    Interval median = median_interval((const int64_t *)(gconstpointer)values->data, ttr.n, 0.95);
    double days = days_seen(trends, month), rate = days > 0 ? (double)n / days : NAN;
    double ln_median = ttr.n > 0 ? log(fmax(ttr.median_ms, COMPARE_FLOOR_MS)) : NAN;
    derived_row(trends->months, "stirrttttttttt", month->label, month->from, n, count.low, count.high,
                whole_ms(ttd.median_ms), whole_ms(tta.median_ms), whole_ms(ttm.median_ms), whole_ms(ttr.median_ms),
                whole_ms(median.low), whole_ms(median.high), whole_ms(ttr.p90_ms),
                ttr.n > 0 ? ttr.total_ms : INSTANT_NONE, ttr.n);
    g_array_append_val(trends->rates, rate);
    g_array_append_val(trends->medians, ln_median);
}

static bool load_month(Trends *trends, const Period *month, GError **error)
{
    FigureRequest request = *trends->context->request;
    request.period = *month;
    g_autoptr(Population) population = population_load(trends->context->store, &request, false, error);
    if (population == NULL)
        return false;
    add_month(trends, month, population);
    add_begins(trends, population);
    return true;
}

/* ---- drift ---- */

typedef struct {
    const char *measure;
    const GArray *values; /* double; NaN: the month has none */
    bool is_ln;           /* shown as durations, judged as logarithms */
} Series;

static void drift_row(const Trends *trends, Table *table, const Series *series, guint month,
                      const ControlLimits *limits, ControlSignal signal)
{
    const Period *period = &g_array_index(trends->context->months, Period, month);
    double value = g_array_index(series->values, double, month);
    if (series->is_ln)
        derived_row(table, "sstrrrrtttts", series->measure, period->label, period->from, NAN, NAN, NAN, NAN,
                    whole_ms(exp(value)), whole_ms(exp(limits->centre)), whole_ms(exp(limits->low)),
                    whole_ms(exp(limits->high)), control_signal_name(signal));
    else
        derived_row(table, "sstrrrrtttts", series->measure, period->label, period->from, value, limits->centre,
                    isnan(limits->low) ? NAN : fmax(0, limits->low), limits->high, INSTANT_NONE, INSTANT_NONE,
                    INSTANT_NONE, INSTANT_NONE, control_signal_name(signal));
}

/* Months without a value are skipped, as the chart's moving range does. */
static void add_drift(const Trends *trends, Table *table, const Series *series)
{
    g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) months = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < series->values->len; i++) {
        double value = g_array_index(series->values, double, i);
        if (!isfinite(value))
            continue;
        g_array_append_val(known, value);
        g_array_append_val(months, i);
    }
    const double *values = (const double *)(gconstpointer)known->data;
    ControlLimits limits = xmr_limits(values, known->len);
    g_autofree ControlSignal *signals = g_new0(ControlSignal, known->len + 1);
    control_signals(values, known->len, &limits, signals);
    for (guint i = 0; i < known->len; i++)
        drift_row(trends, table, series, g_array_index(months, guint, i), &limits, signals[i]);
}

static bool save_drift(const Trends *trends, GError **error)
{
    const Series series[] = {{"incidents", trends->rates, false}, {"ttr", trends->medians, true}};
    g_autoptr(Table) table =
        derived_new("report_drift", "measure month month_at per_day centre_per_day low_per_day high_per_day median_ms "
                                    "centre_ms low_ms high_ms signal");
    for (gsize i = 0; i < G_N_ELEMENTS(series); i++)
        add_drift(trends, table, &series[i]);
    return derived_save(trends->context->store, table, error);
}

/* ---- days between incidents ---- */

/* Rules that count by another time list the incidents in its order. */
static int compare_begins(gconstpointer a, gconstpointer b)
{
    const Begin *left = a, *right = b;
    return left->at != right->at ? (left->at < right->at ? -1 : 1) : (left->id > right->id) - (left->id < right->id);
}

static bool save_gaps(const Trends *trends, GError **error)
{
    g_autoptr(Table) table = derived_new("report_gap", "id started_at gap_n centre low high signal");
    g_autoptr(Query) query =
        store_query(trends->context->store, "SELECT external_id FROM incident WHERE id = ?1", error);
    if (query == NULL)
        return false;
    g_array_sort(trends->begins, compare_begins);
    guint n = trends->begins->len, first = n > GAPS_MOST ? n - GAPS_MOST : 1;
    gsize gaps_n = n > first ? n - first : 0;
    g_autofree int64_t *gaps = g_new0(int64_t, gaps_n + 1);
    g_autofree double *values = g_new0(double, gaps_n + 1);
    for (gsize i = 0; i < gaps_n; i++) {
        const Begin *begin = &g_array_index(trends->begins, Begin, first + i);
        gaps[i] = (begin->at - (begin - 1)->at) / MS_PER_DAY;
        values[i] = (double)gaps[i];
    }
    ControlLimits limits = g_chart_limits(gaps, (int64_t)gaps_n);
    g_autofree ControlSignal *signals = g_new0(ControlSignal, gaps_n + 1);
    control_signals(values, (int64_t)gaps_n, &limits, signals);
    for (gsize i = 0; i < gaps_n; i++) {
        const Begin *begin = &g_array_index(trends->begins, Begin, first + i);
        query_bind_integer(query, 1, begin->id);
        derived_row(table, "stirrrs", query_step(query, NULL) ? query_text(query, 0) : NULL, begin->at, gaps[i],
                    limits.centre, limits.low, limits.high, control_signal_name(signals[i]));
        query_reset(query);
    }
    return derived_save(trends->context->store, table, error);
}

/* ---- the whole ---- */

bool derive_months(const DeriveContext *context, GError **error)
{
    g_autoptr(Table) months =
        derived_new("report_month", "month month_at incidents_n low high ttd_median_ms tta_median_ms ttm_median_ms "
                                    "ttr_median_ms ttr_low_ms ttr_high_ms ttr_p90_ms ttr_total_ms ttr_known_n");
    g_autoptr(GArray) rates = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) medians = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) begins = g_array_new(FALSE, FALSE, sizeof(Begin));
    Trends trends = {context, months, rates, medians, begins};
    for (guint i = 0; i < context->months->len; i++)
        if (!load_month(&trends, &g_array_index(context->months, Period, i), error))
            return false;
    return derived_save(context->store, months, error) && save_drift(&trends, error) && save_gaps(&trends, error);
}

/* Derived tables of durations: each figure with its interval and its verdict against the previous period; the trend. */
#include "derive_parts.h"
#include "nines/report/duration_statistics.h"
#include "save.h"
#include <math.h>
#include <string.h>

static const char *const metric_keys[N_DURATIONS] = {"ttd", "tta", "ttm", "ttr", "repair"};

static int64_t whole_ms(double ms)
{
    return isnan(ms) ? INSTANT_NONE : llround(ms);
}

static const Group *find_group(const GPtrArray *groups, const char *key)
{
    for (guint i = 0; i < groups->len; i++) {
        const Group *group = g_ptr_array_index(groups, i);
        if (strcmp(group->key, key) == 0)
            return group;
    }
    return NULL;
}

typedef struct {
    const char *scope, *label, *dimension, *key;
    const GArray *rows, *rows_before; /* NULL: everything */
    bool has_before;
    bool is_group; /* one of many: compared on time to resolve only, by fewer permutations */
} Slice;

#define GROUP_RESAMPLES 1999

static void duration_row(const DeriveContext *context, Table *table, const Slice *slice, DurationKind kind)
{
    g_autofree char *name = g_strdup_printf("%s.%s.%s", metric_keys[kind], slice->dimension, slice->key);
    StatisticsRequest ask = {.now = context->population,
                             .before = slice->has_before ? context->previous_population : NULL,
                             .rows = slice->rows,
                             .rows_before = slice->rows_before,
                             .kind = kind,
                             .name = name,
                             .method = BOOTSTRAP_BCA,
                             .is_brief = slice->is_group,
                             .permutations = !slice->is_group           ? 0
                                             : kind == DURATION_RESOLVE ? GROUP_RESAMPLES
                                                                        : -1};
    DurationStatistics d = duration_statistics(&ask);
    const DurationSummary *s = &d.summary;
    derived_row(table, "ssssiiittttttttttttttttrriisrrrrr", slice->dimension, slice->key, metric_keys[kind],
                s->n < 6 ? "few" : "enough", s->n, s->missing, s->censored, whole_ms(s->median_ms),
                whole_ms(d.median.low), whole_ms(d.median.high), whole_ms(s->p75_ms), whole_ms(s->p90_ms),
                whole_ms(d.p90.low), whole_ms(d.p90.high), whole_ms(s->p95_ms), whole_ms(s->mean_ms),
                whole_ms(d.mean.low), whole_ms(d.mean.high), s->max_ms, s->n > 0 ? s->total_ms : INSTANT_NONE,
                d.survival_median_ms, whole_ms(d.without_worst.mean_ms), whole_ms(d.standardised_median_ms),
                d.worst_one_ratio, d.worst_three_ratio, whole_ms(d.previous.median_ms), d.previous.n,
                ask.permutations >= 0 ? trend_name(d.change.trend) : NULL, d.change.p, d.change.ratio,
                d.change.ratio_interval.low, d.change.ratio_interval.high, d.change.detectable_ratio);
}

static void slice_rows(const DeriveContext *context, Table *table, const Slice *slice)
{
    for (int kind = 0; kind < N_DURATIONS; kind++)
        duration_row(context, table, slice, (DurationKind)kind);
}

bool derive_durations(const DeriveContext *context, GError **error)
{
    static const Dimension shown[] = {DIMENSION_SEVERITY, DIMENSION_SERVICE, DIMENSION_TEAM, DIMENSION_CAUSE};
    g_autoptr(Table) table = derived_new(
        "report_duration",
        "dimension key metric enough n missing censored median_ms median_low_ms median_high_ms p75_ms p90_ms "
        "p90_low_ms "
        "p90_high_ms p95_ms mean_ms mean_low_ms mean_high_ms max_ms total_ms with_open_median_ms without_worst_mean_ms "
        "standardised_median_ms worst_ratio worst_3_ratio previous_median_ms previous_n verdict p change_factor "
        "change_low_factor change_high_factor detectable_factor");
    Slice all = {.dimension = "all", .key = "all", .has_before = true};
    slice_rows(context, table, &all);
    for (gsize d = 0; d < G_N_ELEMENTS(shown); d++)
        for (guint i = 0; i < context->groups[shown[d]]->len; i++) {
            const Group *group = g_ptr_array_index(context->groups[shown[d]], i);
            const Group *before = find_group(context->previous_groups[shown[d]], group->key);
            Slice slice = {.dimension = dimension_name(shown[d]),
                           .key = group->key,
                           .rows = group->rows,
                           .rows_before = before != NULL ? before->rows : NULL,
                           .has_before = before != NULL,
                           .is_group = true};
            slice_rows(context, table, &slice);
        }
    return derived_save(context->store, table, error);
}

/* ---- the trend ---- */

static bool month_row(const DeriveContext *context, Table *table, const Period *month, GError **error)
{
    FigureRequest request = *context->request;
    request.period = *month;
    g_autoptr(Population) population = population_load(context->store, &request, false, error);
    if (population == NULL)
        return false;
    int64_t n = population->rows->len;
    Interval count = count_interval(n, 0.95);
    DurationSummary ttd = population_summary(population, NULL, DURATION_DETECT);
    DurationSummary tta = population_summary(population, NULL, DURATION_ACKNOWLEDGE);
    DurationSummary ttm = population_summary(population, NULL, DURATION_MITIGATE);
    DurationSummary ttr = population_summary(population, NULL, DURATION_RESOLVE);
    g_autoptr(GArray) values = population_values(population, NULL, DURATION_RESOLVE);
    Interval median = median_interval((const int64_t *)(gconstpointer)values->data, ttr.n, 0.95);
    derived_row(table, "stirrtttttttt", month->label, month->from, n, count.low, count.high, whole_ms(ttd.median_ms),
                whole_ms(tta.median_ms), whole_ms(ttm.median_ms), whole_ms(ttr.median_ms), whole_ms(median.low),
                whole_ms(median.high), whole_ms(ttr.p90_ms), ttr.n > 0 ? ttr.total_ms : INSTANT_NONE);
    return true;
}

bool derive_months(const DeriveContext *context, GError **error)
{
    g_autoptr(Table) table =
        derived_new("report_month", "month month_at incidents_n low high ttd_median_ms tta_median_ms ttm_median_ms "
                                    "ttr_median_ms ttr_low_ms ttr_high_ms ttr_p90_ms ttr_total_ms");
    for (guint i = 0; i < context->months->len; i++)
        if (!month_row(context, table, &g_array_index(context->months, Period, i), error))
            return false;
    return derived_save(context->store, table, error);
}

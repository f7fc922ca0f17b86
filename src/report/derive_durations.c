/* The derived table of durations: each figure with its interval and its verdict against the previous period. */
#include "derive_parts.h"
#include "nines/report/duration_statistics.h"
#include "save.h"
#include <math.h>
#include <string.h>

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
#define FEW 6

/* A percentile of a handful of values says nothing; their list stands in the scorecard. */
static int64_t percentile(const DurationSummary *summary, double ms)
{
    return summary->n < FEW ? INSTANT_NONE : whole_ms(ms);
}

static const char columns[] =
    "dimension key metric enough n missing censored left_out_n median_ms median_low_ms median_high_ms p75_ms p90_ms "
    "p90_low_ms p90_high_ms p95_ms mean_ms mean_low_ms mean_high_ms intervals max_ms total_ms with_open_median_ms "
    "with_open_low_ms with_open_high_ms without_worst_mean_ms standardised_median_ms "
    "previous_standardised_median_ms worst_ratio worst_3_ratio worst_5_ratio half_n gini previous_median_ms "
    "previous_n verdict p change_factor change_low_factor change_high_factor detectable_factor log_rank_verdict "
    "log_rank_p log_rank_factor";

static void add_row(Table *table, const Slice *slice, DurationKind kind, const DurationStatistics *d, bool is_compared)
{
    const DurationSummary *s = &d->summary;
    const DurationIntervals *in = &d->intervals;
    derived_row(table, "ssssiiiitttttttttttsttttttttrrrirtisrrrrrsrr", slice->dimension, slice->key, duration_key(kind),
                s->n < FEW ? "few" : "enough", s->n, s->missing, s->censored, d->left_out_n, whole_ms(s->median_ms),
                whole_ms(in->median.low), whole_ms(in->median.high), percentile(s, s->p75_ms), percentile(s, s->p90_ms),
                whole_ms(in->p90.low), whole_ms(in->p90.high), percentile(s, s->p95_ms), whole_ms(s->mean_ms),
                whole_ms(in->mean.low), whole_ms(in->mean.high),
                interval_is_known(in->mean) ? statistics_method_name(in->method) : NULL, s->max_ms,
                s->n > 0 ? s->total_ms : INSTANT_NONE, d->survival_median_ms, whole_ms(d->survival_median.low),
                whole_ms(d->survival_median.high), whole_ms(d->without_worst.mean_ms),
                whole_ms(d->standardised_median_ms), whole_ms(d->previous_standardised_median_ms), d->worst_one_ratio,
                d->worst_three_ratio, d->worst_five_ratio, d->half_n, d->gini, whole_ms(d->previous.median_ms),
                d->previous.n, is_compared ? trend_name(d->change.trend) : NULL, d->change.p, d->change.ratio,
                d->change.ratio_interval.low, d->change.ratio_interval.high, d->change.detectable_ratio,
                trend_name(d->log_rank.trend), d->log_rank.p, d->log_rank.ratio);
}

static void duration_row(const DeriveContext *context, Table *table, const Slice *slice, DurationKind kind)
{
    g_autofree char *name = g_strdup_printf("%s.%s.%s", duration_key(kind), slice->dimension, slice->key);
    StatisticsRequest ask = {.now = context->population,
                             .before = slice->has_before ? context->previous_population : NULL,
                             .rows = slice->rows,
                             .rows_before = slice->rows_before,
                             .kind = kind,
                             .name = name,
                             .method = BOOTSTRAP_BCA,
                             .seed = context->request->seed,
                             .is_group = slice->is_group,
                             .permutations = !slice->is_group           ? 0
                                             : kind == DURATION_RESOLVE ? GROUP_RESAMPLES
                                                                        : -1};
    DurationStatistics d = duration_statistics(&ask);
    add_row(table, slice, kind, &d, ask.permutations >= 0);
}

static void slice_rows(const DeriveContext *context, Table *table, const Slice *slice)
{
    for (int kind = 0; kind < N_DURATIONS; kind++)
        duration_row(context, table, slice, (DurationKind)kind);
}

bool derive_durations(const DeriveContext *context, GError **error)
{
    static const Dimension shown[] = {DIMENSION_SEVERITY, DIMENSION_SERVICE, DIMENSION_TEAM,
                                      DIMENSION_CAUSE,    DIMENSION_REGION,  DIMENSION_DETECTED_BY};
    g_autoptr(Table) table = derived_new("report_duration", columns);
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

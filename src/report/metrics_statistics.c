/* Intervals, open incidents, concentration and change, in JSON and as tables for the terminal. */
#include "metrics_parts.h"
#include "nines/calc/glossary.h"
#include "save.h"
#include <math.h>

static void write_ms(JsonWriter *w, const char *key, double ms)
{
    json_real(w, key, ms / 1000.0);
}

static void write_interval(JsonWriter *w, const char *key, Interval interval, const char *method)
{
    json_begin_object(w, key);
    write_ms(w, "low_s", interval.low);
    write_ms(w, "high_s", interval.high);
    json_text(w, "method", method);
    json_end(w);
}

static void write_without_worst(const DurationSummary *rest, JsonWriter *w)
{
    json_begin_object(w, "without_worst");
    json_integer(w, "n", rest->n);
    write_ms(w, "mean_s", rest->mean_ms);
    write_ms(w, "median_s", rest->median_ms);
    write_ms(w, "p90_s", rest->p90_ms);
    json_seconds(w, "total_s", rest->total_ms);
    json_end(w);
}

static void write_concentration(const DurationStatistics *s, JsonWriter *w)
{
    json_begin_object(w, "concentration");
    json_real(w, "worst_1_ratio", s->worst_one_ratio);
    json_real(w, "worst_3_ratio", s->worst_three_ratio);
    json_real(w, "worst_5_ratio", s->worst_five_ratio);
    json_integer(w, "half_n", s->half_n);
    json_real(w, "gini", s->gini);
    json_end(w);
}

static void write_change(const DurationStatistics *s, JsonWriter *w)
{
    json_begin_object(w, "change");
    json_integer(w, "previous_n", s->previous.n);
    write_ms(w, "previous_median_s", s->previous.median_ms);
    write_ms(w, "previous_standardised_median_s", s->previous_standardised_median_ms);
    json_text(w, "verdict", trend_name(s->change.trend));
    json_real(w, "p", s->change.p);
    json_real(w, "ratio", s->change.ratio);
    json_real(w, "ratio_low", s->change.ratio_interval.low);
    json_real(w, "ratio_high", s->change.ratio_interval.high);
    json_real(w, "detectable_ratio", s->change.detectable_ratio);
    json_begin_object(w, "log_rank");
    json_text(w, "verdict", trend_name(s->log_rank.trend));
    json_real(w, "p", s->log_rank.p);
    json_real(w, "ratio", s->log_rank.ratio);
    json_real(w, "ratio_low", s->log_rank.ratio_interval.low);
    json_real(w, "ratio_high", s->log_rank.ratio_interval.high);
    json_real(w, "detectable_ratio", s->log_rank.detectable_ratio);
    json_end(w);
    json_end(w);
}

/* A median that the curve does not reach is null; an upper end that it does not reach too. */
static void write_survival(const DurationStatistics *s, JsonWriter *w)
{
    json_begin_object(w, "with_open");
    json_seconds(w, "median_s", s->survival_median_ms);
    write_ms(w, "low_s", s->survival_median.low);
    write_ms(w, "high_s", s->survival_median.high);
    json_text(w, "method", "Kaplan-Meier");
    json_end(w);
}

void metrics_write_intervals(const DurationIntervals *intervals, JsonWriter *w)
{
    const char *method = statistics_method_name(intervals->method);
    json_begin_object(w, "interval");
    json_real(w, "confidence", STATISTICS_CONFIDENCE);
    write_interval(w, "median", intervals->median, MEDIAN_METHOD);
    write_interval(w, "mean", intervals->mean, method);
    write_interval(w, "p90", intervals->p90, method);
    json_end(w);
}

void metrics_write_duration_statistics(const DurationStatistics *s, JsonWriter *w)
{
    json_integer(w, "left_out", s->left_out_n);
    metrics_write_intervals(&s->intervals, w);
    write_survival(s, w);
    write_without_worst(&s->without_worst, w);
    write_concentration(s, w);
    write_ms(w, "standardised_median_s", s->standardised_median_ms);
    json_real(w, "standardised_covered_ratio", s->standardised_covered_ratio);
    write_change(s, w);
}

void metrics_write_count_interval(const char *name, Interval interval, JsonWriter *w)
{
    json_begin_object(w, name);
    json_real(w, "confidence", STATISTICS_CONFIDENCE);
    json_real(w, "low", interval.low);
    json_real(w, "high", interval.high);
    json_text(w, "method", COUNT_METHOD);
    json_end(w);
}

void metrics_write_count_statistics(const PeriodStatistics *statistics, JsonWriter *w)
{
    const CountStatistics *count = &statistics->count;
    metrics_write_count_interval("interval", count->interval, w);
    json_begin_object(w, "change");
    json_integer(w, "previous_n", count->previous_n);
    json_text(w, "verdict", trend_name(count->trend));
    json_real(w, "p", count->p);
    json_real(w, "rate_ratio", count->rate_ratio);
    json_real(w, "rate_ratio_low", count->rate_ratio_interval.low);
    json_real(w, "rate_ratio_high", count->rate_ratio_interval.high);
    json_real(w, "detectable_ratio", count->detectable_ratio);
    json_end(w);
}

void metrics_write_settings(const PeriodStatistics *statistics, JsonWriter *w)
{
    json_begin_object(w, "statistics");
    json_integer(w, "seed", (int64_t)statistics->seed);
    json_integer(w, "resamples", BOOTSTRAP_RESAMPLES);
    json_integer(w, "permutations", COMPARE_RESAMPLES);
    json_text(w, "intervals", statistics_method_name(statistics->method));
    json_integer(w, "groups_resampled_up_to", GROUP_RESAMPLED_MOST);
    json_real(w, "confidence", STATISTICS_CONFIDENCE);
    json_text(w, "compared_with", statistics->previous.label);
    json_instant(w, "compared_from", statistics->previous.from);
    json_instant(w, "compared_to", statistics->previous.to);
    json_integer(w, "glossary_version", GLOSSARY_VERSION);
    json_end(w);
}

/* The glossary's keys of the figures that stand above. */
static const char *const defined[] = {"n",
                                      "missing",
                                      "censored",
                                      "median",
                                      "percentile",
                                      "mean",
                                      "population",
                                      "count_interval",
                                      "count_change",
                                      "rate_ratio",
                                      "median_interval",
                                      "mean_interval",
                                      "quick_interval",
                                      "quantile_interval",
                                      "survival_median",
                                      "log_rank",
                                      "without_worst",
                                      "concentration",
                                      "gini",
                                      "standardised_median",
                                      "duration_change",
                                      "ratio",
                                      "detectable_ratio",
                                      "verdict",
                                      "availability",
                                      "counted",
                                      "excluded",
                                      "unknown",
                                      "stated",
                                      "computed",
                                      "user_minutes",
                                      "mtbf",
                                      "coverage",
                                      "share_interval",
                                      "range",
                                      "deferred",
                                      "harm",
                                      "left_out",
                                      "total",
                                      "maximum",
                                      "budget",
                                      "budget_left",
                                      "target",
                                      "seed"};

char *metrics_rule_text(const DefinitionSet *rules, DurationKind kind)
{
    g_autofree char *from_to = definition_describe(rules, kind);
    return g_strdup_printf("%s: %s", glossary_find(duration_key(kind))->name, from_to);
}

void metrics_write_definitions(const DefinitionSet *rules, JsonWriter *w)
{
    json_begin_object(w, "definitions");
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        g_autofree char *text = metrics_rule_text(rules, (DurationKind)kind);
        json_text(w, duration_key((DurationKind)kind), text);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(defined); i++) {
        g_autofree char *text = glossary_text(defined[i]);
        if (text != NULL)
            json_text(w, defined[i], text);
    }
    json_end(w);
}

/* ---- tables ---- */

int64_t metrics_end_ms(double ms)
{
    bool is_long = isfinite(ms) && ms >= MS_PER_MINUTE;
    return is_long ? llround(ms / MS_PER_SECOND) * MS_PER_SECOND : whole_ms(ms);
}

static Table *exactness_table(const PeriodStatistics *statistics)
{
    g_autofree char *seed = g_strdup_printf("; seed %" G_GUINT64_FORMAT, statistics->seed);
    g_autofree char *name =
        g_strdup_printf("Exactness (95 %% intervals%s)", statistics->method == BOOTSTRAP_QUICK ? "" : seed);
    Table *table =
        derived_new(name, "duration mean_ms mean_low_ms mean_high_ms p90_ms p90_low_ms p90_high_ms intervals");
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        const DurationStatistics *s = &statistics->durations[kind];
        const DurationIntervals *in = &s->intervals;
        derived_row(table, "stttttts", duration_title((DurationKind)kind), whole_ms(s->summary.mean_ms),
                    metrics_end_ms(in->mean.low), metrics_end_ms(in->mean.high),
                    metrics_percentile_ms(&s->summary, s->summary.p90_ms), metrics_end_ms(in->p90.low),
                    metrics_end_ms(in->p90.high),
                    interval_is_known(in->mean) ? statistics_method_name(in->method) : NULL);
    }
    return table;
}

/* What open incidents, the longest ones and the mix of severities do to the figures. */
static Table *shape_table(const PeriodStatistics *statistics)
{
    Table *table = derived_new("Open incidents, the longest, the mix of severities",
                               "duration with_open_median_ms with_open_low_ms with_open_high_ms "
                               "without_worst_mean_ms worst_ratio worst_3_ratio worst_5_ratio half_of_time_n "
                               "standardised_median_ms standardised_before_ms");
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        const DurationStatistics *s = &statistics->durations[kind];
        derived_row(table, "sttttrrritt", duration_title((DurationKind)kind), s->survival_median_ms,
                    whole_ms(s->survival_median.low), whole_ms(s->survival_median.high),
                    whole_ms(s->without_worst.mean_ms), s->worst_one_ratio, s->worst_three_ratio, s->worst_five_ratio,
                    s->half_n, whole_ms(s->standardised_median_ms), whole_ms(s->previous_standardised_median_ms));
    }
    return table;
}

static Table *change_table(const PeriodStatistics *statistics)
{
    g_autofree char *title = period_title(&statistics->previous);
    g_autofree char *name = g_strdup_printf("Change since %s (seed %" G_GUINT64_FORMAT ")", title, statistics->seed);
    Table *table = derived_new(name, "figure n n_before median_before_ms verdict p factor factor_low factor_high "
                                     "smallest_visible_factor log_rank_verdict log_rank_p");
    const CountStatistics *count = &statistics->count;
    derived_row(table, "siitsrrrrrsr", "incidents", count->n, count->previous_n, INSTANT_NONE, trend_name(count->trend),
                count->p, count->rate_ratio, count->rate_ratio_interval.low, count->rate_ratio_interval.high,
                count->detectable_ratio, (const char *)NULL, NAN);
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        const DurationStatistics *s = &statistics->durations[kind];
        derived_row(table, "siitsrrrrrsr", duration_title((DurationKind)kind), s->summary.n, s->previous.n,
                    whole_ms(s->previous.median_ms), trend_name(s->change.trend), s->change.p, s->change.ratio,
                    s->change.ratio_interval.low, s->change.ratio_interval.high, s->change.detectable_ratio,
                    trend_name(s->log_rank.trend), s->log_rank.p);
    }
    return table;
}

void metrics_add_statistics_tables(GPtrArray *tables, const PeriodStatistics *statistics)
{
    g_ptr_array_add(tables, exactness_table(statistics));
    g_ptr_array_add(tables, shape_table(statistics));
    g_ptr_array_add(tables, change_table(statistics));
}

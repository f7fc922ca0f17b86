/* Intervals, open incidents, concentration and change, in JSON and as tables for the terminal. */
#include "metrics_parts.h"
#include "nines/calc/glossary.h"
#include "save.h"
#include <math.h>

static const char *const duration_keys[N_DURATIONS] = {"ttd", "tta", "ttm", "ttr", "repair"};
static const char *const duration_titles[N_DURATIONS] = {"TTD", "TTA", "TTM", "TTR", "repair"};

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
    json_real(w, "log_rank_p", s->log_rank_p);
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

void metrics_write_duration_statistics(const DurationStatistics *s, BootstrapMethod method, JsonWriter *w)
{
    const char *name = statistics_method_name(method, s->summary.n);
    json_integer(w, "left_out", s->left_out_n);
    json_begin_object(w, "interval");
    json_real(w, "confidence", STATISTICS_CONFIDENCE);
    write_interval(w, "median", s->median, "order statistics");
    write_interval(w, "mean", s->mean, name);
    write_interval(w, "p90", s->p90, name);
    json_end(w);
    write_survival(s, w);
    write_without_worst(&s->without_worst, w);
    write_concentration(s, w);
    write_ms(w, "standardised_median_s", s->standardised_median_ms);
    json_real(w, "standardised_covered_ratio", s->standardised_covered_ratio);
    write_change(s, w);
}

void metrics_write_count_statistics(const PeriodStatistics *statistics, JsonWriter *w)
{
    const CountStatistics *count = &statistics->count;
    json_begin_object(w, "interval");
    json_real(w, "confidence", STATISTICS_CONFIDENCE);
    json_real(w, "low", count->interval.low);
    json_real(w, "high", count->interval.high);
    json_text(w, "method", "exact Poisson (Garwood)");
    json_end(w);
    json_begin_object(w, "change");
    json_integer(w, "previous_n", count->previous_n);
    json_text(w, "verdict", trend_name(count->trend));
    json_real(w, "p", count->p);
    json_real(w, "rate_ratio", count->rate_ratio);
    json_real(w, "rate_ratio_low", count->rate_ratio_interval.low);
    json_real(w, "rate_ratio_high", count->rate_ratio_interval.high);
    json_end(w);
}

void metrics_write_settings(const PeriodStatistics *statistics, JsonWriter *w)
{
    json_begin_object(w, "statistics");
    json_integer(w, "seed", (int64_t)RANDOM_SEED);
    json_integer(w, "resamples", BOOTSTRAP_RESAMPLES);
    json_integer(w, "permutations", COMPARE_RESAMPLES);
    json_text(w, "intervals", statistics_method_name(statistics->method, 0));
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
                                      "seed"};

void metrics_write_definitions(const DefinitionSet *rules, JsonWriter *w)
{
    json_begin_object(w, "definitions");
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        const GlossaryEntry *entry = glossary_find(duration_keys[kind]);
        g_autofree char *from_to = definition_describe(rules, (DurationKind)kind);
        g_autofree char *text = g_strdup_printf("%s: %s", entry != NULL ? entry->name : duration_titles[kind], from_to);
        json_text(w, duration_keys[kind], text);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(defined); i++) {
        g_autofree char *text = glossary_text(defined[i]);
        if (text != NULL)
            json_text(w, defined[i], text);
    }
    json_end(w);
}

/* ---- tables ---- */

static int64_t whole_ms(double ms)
{
    return isfinite(ms) ? llround(ms) : INSTANT_NONE;
}

static Table *exactness_table(const PeriodStatistics *statistics)
{
    Table *table = derived_new("Exactness (95 % intervals)",
                               "duration mean_ms mean_low_ms mean_high_ms p90_ms p90_low_ms p90_high_ms "
                               "with_open_median_ms without_worst_mean_ms worst_ratio worst_3_ratio intervals");
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        const DurationStatistics *s = &statistics->durations[kind];
        derived_row(table, "sttttttttrrs", duration_titles[kind], whole_ms(s->summary.mean_ms), whole_ms(s->mean.low),
                    whole_ms(s->mean.high), whole_ms(s->summary.p90_ms), whole_ms(s->p90.low), whole_ms(s->p90.high),
                    s->survival_median_ms, whole_ms(s->without_worst.mean_ms), s->worst_one_ratio, s->worst_three_ratio,
                    statistics_method_name(statistics->method, s->summary.n));
    }
    return table;
}

static Table *change_table(const PeriodStatistics *statistics)
{
    g_autofree char *title = period_title(&statistics->previous);
    g_autofree char *name = g_strdup_printf("Change since %s (seed %" G_GUINT64_FORMAT ")", title, RANDOM_SEED);
    Table *table = derived_new(name, "figure n n_before median_before_ms verdict p factor factor_low factor_high "
                                     "smallest_visible_factor");
    const CountStatistics *count = &statistics->count;
    derived_row(table, "siitsrrrrr", "incidents", count->n, count->previous_n, INSTANT_NONE, trend_name(count->trend),
                count->p, count->rate_ratio, count->rate_ratio_interval.low, count->rate_ratio_interval.high, NAN);
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        const DurationStatistics *s = &statistics->durations[kind];
        derived_row(table, "siitsrrrrr", duration_titles[kind], s->summary.n, s->previous.n,
                    whole_ms(s->previous.median_ms), trend_name(s->change.trend), s->change.p, s->change.ratio,
                    s->change.ratio_interval.low, s->change.ratio_interval.high, s->change.detectable_ratio);
    }
    return table;
}

void metrics_add_statistics_tables(GPtrArray *tables, const PeriodStatistics *statistics)
{
    if (statistics == NULL)
        return;
    g_ptr_array_add(tables, exactness_table(statistics));
    g_ptr_array_add(tables, change_table(statistics));
}

/* --explain: what the columns of a table mean, from the glossary. */
#include "metrics_parts.h"
#include "nines/calc/glossary.h"
#include <string.h>

static const struct {
    const char *column, *key;
} meanings[] = {
    {"incidents_n", "population"},
    {"count_low", "count_interval"},
    {"excluded_n", "left_out"},
    {"n", "n"},
    {"missing", "missing"},
    {"censored", "censored"},
    {"median_ms", "median"},
    {"median_low_ms", "median_interval"},
    {"p75_ms", "p75"},
    {"p90_ms", "p90"},
    {"mean_ms", "mean"},
    {"mean_low_ms", "mean_interval"},
    {"p90_low_ms", "quantile_interval"},
    {"intervals", "quick_interval"},
    {"max_ms", "maximum"},
    {"total_ms", "total"},
    {"values", "percentile"},
    {"share_ratio", "within"},
    {"low_ratio", "share_interval"},
    {"with_open_median_ms", "survival_median"},
    {"without_worst_mean_ms", "without_worst"},
    {"half_of_time_n", "concentration"},
    {"standardised_median_ms", "standardised_median"},
    {"verdict", "verdict"},
    {"p", "duration_change"},
    {"median_before_ms", "count_change"},
    {"factor", "ratio"},
    {"smallest_visible_factor", "detectable_ratio"},
    {"log_rank_p", "log_rank"},
    {"availability_ratio", "availability"},
    {"target_ratio", "target"},
    {"counted_ms", "counted"},
    {"excluded_ms", "excluded"},
    {"unknown_ms", "unknown"},
    {"budget_ms", "budget"},
    {"remaining_ms", "budget_left"},
    {"MTBF", "mtbf"},
    {"stated", "stated"},
    {"computed", "computed"},
    {"stated_incidents_n", "user_minutes"},
    {"exchange", "range"},
    {"without_worst", "harm"},
    {"known_ratio", "coverage"},
};

/* The quick mode resamples nothing. */
static bool is_used(const Metrics *metrics, const char *key)
{
    bool resampled = strcmp(key, "mean_interval") == 0 || strcmp(key, "quantile_interval") == 0;
    return !resampled || metrics->statistics->method != BOOTSTRAP_QUICK;
}

static void add_line(GString *out, const char *name, const char *text)
{
    g_string_append_printf(out, "  %s: %s\n", name, text);
}

/* The rules of the durations, where the rows are durations. */
static void add_rules(GString *out, const Metrics *metrics, const Table *table)
{
    if (table_find_column(table, "total_ms") < 0)
        return;
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        g_autofree char *text = metrics_rule_text(metrics->request->definitions, (DurationKind)kind);
        add_line(out, duration_title((DurationKind)kind), text);
    }
}

char *metrics_explain(const Metrics *metrics, const Table *table)
{
    GString *out = g_string_new(NULL);
    add_rules(out, metrics, table);
    for (gsize i = 0; i < G_N_ELEMENTS(meanings); i++) {
        if (table_find_column(table, meanings[i].column) < 0 || !is_used(metrics, meanings[i].key))
            continue;
        g_autofree char *text = glossary_text(meanings[i].key);
        add_line(out, glossary_find(meanings[i].key)->name, text);
    }
    return g_string_free(out, FALSE);
}

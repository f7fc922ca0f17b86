#include "nines/report/duration_statistics.h"
#include <math.h>

typedef struct {
    const Population *population; /* NULL: nothing */
    const GArray *rows;
    DurationKind kind;
} Sample;

static guint sample_n(const Sample *sample)
{
    if (sample->population == NULL)
        return 0;
    return sample->rows != NULL ? sample->rows->len : sample->population->rows->len;
}

static const PopulationRow *sample_row(const Sample *sample, guint i)
{
    guint at = sample->rows != NULL ? g_array_index(sample->rows, guint, i) : i;
    return &g_array_index(sample->population->rows, PopulationRow, at);
}

static bool is_measured(const PopulationRow *row, DurationKind kind)
{
    return row->status[kind] == DURATION_MEASURED || row->status[kind] == DURATION_CLAMPED;
}

static GArray *sample_values(const Sample *sample)
{
    return sample->population != NULL ? population_values(sample->population, sample->rows, sample->kind)
                                      : g_array_new(FALSE, FALSE, sizeof(int64_t));
}

static int64_t count_status(const Sample *sample, DurationStatus status)
{
    int64_t n = 0;
    for (guint i = 0; i < sample_n(sample); i++)
        n += sample_row(sample, i)->status[sample->kind] == status;
    return n;
}

static const int64_t *values_of(const GArray *values)
{
    return (const int64_t *)(gconstpointer)values->data;
}

/* ---- open incidents ---- */

static GArray *sample_lifetimes(const Sample *sample)
{
    GArray *lifetimes = g_array_new(FALSE, FALSE, sizeof(Lifetime));
    for (guint i = 0; i < sample_n(sample); i++) {
        const PopulationRow *row = sample_row(sample, i);
        Lifetime lifetime = {row->duration_ms[sample->kind], is_measured(row, sample->kind)};
        if (lifetime.ended || row->status[sample->kind] == DURATION_CENSORED)
            g_array_append_val(lifetimes, lifetime);
    }
    return lifetimes;
}

static void add_survival(DurationStatistics *out, const Sample *now, const Sample *before)
{
    g_autoptr(GArray) lives = sample_lifetimes(now);
    g_autoptr(GArray) earlier = sample_lifetimes(before);
    const Lifetime *after = (const Lifetime *)(gconstpointer)lives->data;
    g_autoptr(SurvivalCurve) curve = survival_curve_new(after, lives->len);
    out->survival_median_ms = survival_median(curve);
    out->survival_median = survival_median_interval(curve, STATISTICS_CONFIDENCE);
    out->log_rank = log_rank_test((const Lifetime *)(gconstpointer)earlier->data, earlier->len, after, lives->len,
                                  STATISTICS_CONFIDENCE);
}

/* ---- the mix of severities ---- */

static int64_t stratum_of(GHashTable *strata, int64_t severity)
{
    gpointer known = g_hash_table_lookup(strata, &severity);
    if (known != NULL)
        return GPOINTER_TO_INT(known) - 1;
    g_hash_table_insert(strata, g_memdup2(&severity, sizeof severity),
                        GINT_TO_POINTER((gint)g_hash_table_size(strata) + 1));
    return (int64_t)g_hash_table_size(strata) - 1;
}

static GArray *sample_strata(const Sample *sample, GHashTable *strata)
{
    GArray *values = g_array_new(FALSE, FALSE, sizeof(StratumDuration));
    for (guint i = 0; i < sample_n(sample); i++) {
        const PopulationRow *row = sample_row(sample, i);
        StratumDuration value = {.ms = row->duration_ms[sample->kind]};
        if (!is_measured(row, sample->kind))
            continue;
        value.stratum = stratum_of(strata, row->key[DIMENSION_SEVERITY]);
        g_array_append_val(values, value);
    }
    return values;
}

static void count_strata(const GArray *values, double *reference)
{
    for (guint i = 0; i < values->len; i++)
        reference[g_array_index(values, StratumDuration, i).stratum] += 1;
}

static void add_standardised(DurationStatistics *out, const Sample *now, const Sample *before)
{
    g_autoptr(GHashTable) strata = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    g_autoptr(GArray) values = sample_strata(now, strata);
    g_autoptr(GArray) earlier = sample_strata(before, strata);
    int64_t n = g_hash_table_size(strata);
    g_autofree double *reference = g_new0(double, (gsize)n + 1);
    count_strata(values, reference);
    count_strata(earlier, reference);
    out->standardised_median_ms = standardised_median((StratumDuration *)(gpointer)values->data, values->len, reference,
                                                      n, &out->standardised_covered_ratio);
    out->previous_standardised_median_ms =
        standardised_median((StratumDuration *)(gpointer)earlier->data, earlier->len, reference, n, NULL);
}

/* ---- the whole ---- */

DurationIntervals duration_intervals(const int64_t *sorted, int64_t n, BootstrapMethod method, uint64_t seed,
                                     const char *name)
{
    g_autofree char *mean = g_strconcat(name, ".mean", NULL);
    g_autofree char *p90 = g_strconcat(name, ".p90", NULL);
    BootstrapOptions options = bootstrap_options(mean);
    options.method = n > BOOTSTRAP_MOST ? BOOTSTRAP_QUICK : method;
    options.seed = seed;
    DurationIntervals out = {.median = median_interval(sorted, n, STATISTICS_CONFIDENCE), .method = options.method};
    out.mean = bootstrap_mean(sorted, n, &options);
    options.name = p90;
    out.p90 = bootstrap_quantile(sorted, n, 0.9, &options);
    return out;
}

static BootstrapMethod group_method(BootstrapMethod method, int64_t n)
{
    return n > GROUP_RESAMPLED_MOST ? BOOTSTRAP_QUICK : method;
}

DurationIntervals group_intervals(const Population *population, const Group *group, DurationKind kind,
                                  BootstrapMethod method, uint64_t seed)
{
    g_autofree char *name =
        g_strdup_printf("%s.%s.%s", duration_key(kind), dimension_name(group->dimension), group->key);
    g_autoptr(GArray) values = population_values(population, group->rows, kind);
    return duration_intervals(values_of(values), values->len, group_method(method, values->len), seed, name);
}

static void add_concentration(DurationStatistics *out, GArray *values)
{
    const int64_t *sorted = values_of(values);
    out->worst_one_ratio = concentration_share(sorted, values->len, 1);
    out->worst_three_ratio = concentration_share(sorted, values->len, 3);
    out->worst_five_ratio = concentration_share(sorted, values->len, 5);
    out->half_n = concentration_count(sorted, values->len, 0.5);
    out->gini = concentration_gini(sorted, values->len);
    int64_t rest = values->len > 0 ? (int64_t)values->len - 1 : 0;
    out->without_worst = duration_summary((int64_t *)(gpointer)values->data, rest, 0, 0);
}

DurationStatistics duration_statistics(const StatisticsRequest *ask)
{
    Sample now = {ask->now, ask->rows, ask->kind}, before = {ask->before, ask->rows_before, ask->kind};
    g_autoptr(GArray) values = sample_values(&now);
    g_autoptr(GArray) earlier = sample_values(&before);
    CompareOptions comparing = compare_options(ask->name);
    comparing.seed = ask->seed;
    DurationStatistics out = {.left_out_n = count_status(&now, DURATION_LEFT_OUT)};
    int64_t missing_n = count_status(&now, DURATION_MISSING) + count_status(&now, DURATION_REJECTED);
    out.summary = duration_summary((int64_t *)(gpointer)values->data, values->len, missing_n,
                                   count_status(&now, DURATION_CENSORED));
    out.previous = duration_summary((int64_t *)(gpointer)earlier->data, earlier->len, 0, 0);
    out.change = (Comparison){
        .p = NAN, .ratio = NAN, .ratio_interval = {NAN, NAN}, .detectable_ratio = NAN, .before_n = earlier->len};
    if (ask->permutations > 0)
        comparing.resamples = ask->permutations;
    if (ask->permutations >= 0)
        out.change = durations_compare(values_of(earlier), earlier->len, values_of(values), values->len, &comparing);
    out.intervals =
        duration_intervals(values_of(values), values->len,
                           ask->is_group ? group_method(ask->method, values->len) : ask->method, ask->seed, ask->name);
    add_survival(&out, &now, &before);
    add_standardised(&out, &now, &before);
    add_concentration(&out, values);
    return out;
}

static double days_seen(const Period *period, Instant as_of)
{
    Instant to = as_of != INSTANT_NONE ? CLAMP(as_of, period->from, period->to) : period->to;
    return (double)(to - period->from) / (double)MS_PER_DAY;
}

CountStatistics count_statistics(int64_t n, const Period *period, int64_t before_n, const Period *before, Instant as_of)
{
    double days = days_seen(period, as_of), days_before = days_seen(before, as_of);
    CountStatistics out = {.n = n, .previous_n = before_n, .interval = count_interval(n, STATISTICS_CONFIDENCE)};
    out.rate_ratio = before_n > 0 && days > 0 ? (double)n / days / ((double)before_n / days_before) : NAN;
    out.p = count_change_p(before_n, days_before, n, days);
    out.rate_ratio_interval = rate_ratio_interval(before_n, days_before, n, days, STATISTICS_CONFIDENCE);
    out.detectable_ratio = detectable_ratio(1, before_n, n); /* the sd of ln(count) is 1/sqrt(count) */
    out.trend = counts_trend(before_n, days_before, n, days, STATISTICS_CONFIDENCE);
    return out;
}

bool period_statistics(Store *store, const FigureRequest *request, const Figures *figures, BootstrapMethod method,
                       PeriodStatistics *out, GError **error)
{
    FigureRequest earlier = *request;
    earlier.period = period_previous(&request->period);
    g_autoptr(Population) before = population_load(store, &earlier, false, error);
    if (before == NULL)
        return false;
    out->previous = earlier.period;
    out->method = method;
    out->seed = request->seed;
    out->count = count_statistics(figures->population->rows->len, &request->period, before->rows->len, &out->previous,
                                  request->as_of);
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        g_autofree char *name = g_strconcat(duration_key((DurationKind)kind), ".all.all", NULL);
        StatisticsRequest ask = {.now = figures->population,
                                 .before = before,
                                 .kind = (DurationKind)kind,
                                 .name = name,
                                 .method = method,
                                 .seed = request->seed};
        out->durations[kind] = duration_statistics(&ask);
    }
    return true;
}

const char *statistics_method_name(BootstrapMethod method)
{
    return method == BOOTSTRAP_QUICK ? "closed form (quick)" : "bootstrap, BCa";
}

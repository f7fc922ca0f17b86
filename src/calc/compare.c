#include "nines/calc/compare.h"
#include "nines/calc/counts.h"
#include "nines/calc/distributions.h"
#include "nines/calc/random.h"
#include <glib.h>
#include <math.h>
#include <stdlib.h>

/* Differences of sums that differ by rounding alone are ties. */
#define TIE_RELATIVE 1e-11

const char *trend_name(Trend verdict)
{
    static const char *const names[] = {
        [TREND_TOO_FEW] = "too few to say",
        [TREND_NO_CHANGE] = "no distinguishable change",
        [TREND_IMPROVED] = "improved",
        [TREND_WORSENED] = "worsened",
    };
    return names[verdict];
}

CompareOptions compare_options(const char *name)
{
    return (CompareOptions){COMPARE_RESAMPLES, 0.95, RANDOM_SEED, name};
}

double duration_ln(int64_t ms)
{
    return log((double)MAX(ms, COMPARE_FLOOR_MS));
}

double detectable_ratio(double sd, int64_t before_n, int64_t after_n)
{
    if (before_n <= 0 || after_n <= 0 || !(sd >= 0))
        return NAN;
    return exp((1.96 + 0.84) * sd * sqrt(1 / (double)before_n + 1 / (double)after_n));
}

static int compare_reals(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Logarithms, ascending, so that sums do not depend on the order of the rows. */
static void logs_sorted(const int64_t *values, int64_t n, double *logs)
{
    for (int64_t i = 0; i < n; i++)
        logs[i] = duration_ln(values[i]);
    qsort(logs, (size_t)n, sizeof *logs, compare_reals);
}

typedef struct {
    double mean, squares; /* sum of squared deviations */
} Moments;

static Moments moments_of(const double *values, int64_t n)
{
    Moments m = {0};
    for (int64_t i = 0; i < n; i++)
        m.mean += values[i] / (double)n;
    for (int64_t i = 0; i < n; i++)
        m.squares += (values[i] - m.mean) * (values[i] - m.mean);
    return m;
}

/* A logarithm, marked when it came from the later sample. */
typedef struct {
    double value;
    bool after;
} Labelled;

typedef struct {
    Labelled *pool; /* all values; reordered by each permutation */
    int64_t before_n, after_n;
    double sum;        /* of all values */
    double difference; /* mean after - mean before, as observed */
    double *shifts;    /* per permutation that moved a value across: the shift at which it ties with the observation */
    int64_t shifts_n;
    int64_t hits; /* permutations at least as far from 0 as the observation */
} Permutation;

/* Deals the first part of the pool anew (Fisher and Yates, stopped early) and returns its sum; *later counts the later
 * sample's values in it. */
static double deal(Permutation *t, Random *random, int64_t part, int64_t *later)
{
    int64_t n = t->before_n + t->after_n;
    double sum = 0;
    *later = 0;
    for (int64_t i = 0; i < part; i++) {
        int64_t j = i + (int64_t)random_below(random, (uint64_t)(n - i));
        Labelled drawn = t->pool[j];
        t->pool[j] = t->pool[i];
        t->pool[i] = drawn;
        sum += drawn.value;
        *later += drawn.after;
    }
    return sum;
}

/* One permutation, dealing the smaller side. Under a true shift d its difference is the one at d = 0 minus
 * d (1 - k (1/n + 1/m)), k values of the later sample standing in the earlier one; so it ties with the observed
 * difference minus d at exactly one d, and at all d when k = 0. */
static void permute(Permutation *t, Random *random, double tolerance)
{
    double n = (double)t->before_n, m = (double)t->after_n;
    bool deal_before = t->before_n <= t->after_n;
    int64_t later;
    double dealt = deal(t, random, MIN(t->before_n, t->after_n), &later);
    double sum_before = deal_before ? dealt : t->sum - dealt;
    double crossed = deal_before ? (double)later : m - (double)later;
    double difference = (t->sum - sum_before) / m - sum_before / n;
    t->hits += fabs(difference) >= fabs(t->difference) - tolerance;
    if (crossed > 0)
        t->shifts[t->shifts_n++] = (t->difference - difference) / (crossed * (1 / n + 1 / m));
}

/* The shifts that a one-sided test at half the error rejects on neither side. */
static Interval shifts_kept(Permutation *t, int64_t resamples, double confidence)
{
    int64_t always = resamples - t->shifts_n;
    int64_t rank = (int64_t)floor((1 - confidence) / 2 * (double)(resamples + 1)) - always;
    if (rank < 1 || rank > t->shifts_n)
        return (Interval){-INFINITY, INFINITY};
    qsort(t->shifts, (size_t)t->shifts_n, sizeof *t->shifts, compare_reals);
    return (Interval){t->shifts[rank - 1], t->shifts[t->shifts_n - rank]};
}

static void test_permutations(Comparison *c, const double *before, const double *after, const CompareOptions *options)
{
    int64_t n = c->before_n + c->after_n;
    g_autofree Labelled *pool = g_new(Labelled, (gsize)n);
    g_autofree double *shifts = g_new(double, (gsize)options->resamples);
    Permutation t = {.pool = pool, .before_n = c->before_n, .after_n = c->after_n, .shifts = shifts};
    double size = 0;
    for (int64_t i = 0; i < n; i++) {
        pool[i] = i < c->before_n ? (Labelled){before[i], false} : (Labelled){after[i - c->before_n], true};
        t.sum += pool[i].value;
        size = fmax(size, fabs(pool[i].value));
    }
    t.difference = log(c->ratio);
    Random random = random_stream(options->seed, options->name);
    for (int64_t b = 0; b < options->resamples; b++)
        permute(&t, &random, TIE_RELATIVE * size);
    c->p = (double)(1 + t.hits) / (double)(1 + options->resamples);
    Interval kept = shifts_kept(&t, options->resamples, options->confidence);
    c->ratio_interval = (Interval){exp(kept.low), exp(kept.high)};
}

/* What the permutations tend to: a normal difference whose variance is that of the pooled logarithms. */
static void test_limit(Comparison *c, const Moments *from, const Moments *to, double sd, double confidence)
{
    double n = (double)c->before_n, m = (double)c->after_n, scale = sqrt(1 / n + 1 / m);
    double difference = to->mean - from->mean;
    double pooled = (from->squares + to->squares + difference * difference / (1 / n + 1 / m)) / (n + m - 1);
    c->p = pooled > 0 ? erfc(fabs(difference) / (scale * sqrt(2 * pooled))) : 1;
    double reach = normal_quantile(0.5 + confidence / 2) * sd * scale;
    c->ratio_interval = (Interval){exp(difference - reach), exp(difference + reach)};
}

/* A change is named only when the test and the interval agree that there is one. */
static Trend verdict_of(const Comparison *c, double confidence)
{
    if (c->p > 1 - confidence || (c->ratio_interval.low <= 1 && c->ratio_interval.high >= 1))
        return TREND_NO_CHANGE;
    return c->ratio < 1 ? TREND_IMPROVED : TREND_WORSENED;
}

Comparison durations_compare(const int64_t *before, int64_t before_n, const int64_t *after, int64_t after_n,
                             const CompareOptions *options)
{
    Comparison c = {TREND_TOO_FEW, before_n, after_n, NAN, NAN, interval_none(), NAN};
    g_autofree double *a = g_new(double, (gsize)MAX(before_n, 1)), *b = g_new(double, (gsize)MAX(after_n, 1));
    logs_sorted(before, before_n, a);
    logs_sorted(after, after_n, b);
    Moments from = moments_of(a, before_n), to = moments_of(b, after_n);
    if (before_n > 0 && after_n > 0)
        c.ratio = exp(to.mean - from.mean);
    if (before_n < COMPARE_LEAST || after_n < COMPARE_LEAST)
        return c;
    double sd = sqrt((from.squares + to.squares) / (double)(before_n + after_n - 2));
    c.detectable_ratio = detectable_ratio(sd, before_n, after_n);
    if (MIN(before_n, after_n) > COMPARE_MOST)
        test_limit(&c, &from, &to, sd, options->confidence);
    else
        test_permutations(&c, a, b, options);
    c.trend = verdict_of(&c, options->confidence);
    return c;
}

Trend counts_trend(int64_t before, double exposure_before, int64_t after, double exposure_after, double confidence)
{
    if (before + after < COMPARE_LEAST)
        return TREND_TOO_FEW;
    Interval ratio = rate_ratio_interval(before, exposure_before, after, exposure_after, confidence);
    if (!(count_change_p(before, exposure_before, after, exposure_after) <= 1 - confidence) ||
        (ratio.low <= 1 && ratio.high >= 1))
        return TREND_NO_CHANGE;
    return (double)after / exposure_after < (double)before / exposure_before ? TREND_IMPROVED : TREND_WORSENED;
}

/* Answers questions about samples, one a line, so that other statistics programs can check the answers.
 *
 *     count 12                      low high
 *     change 5 1 12 1               p low high (rate ratio)
 *     share 18 20                   low high (Wilson)
 *     median 1 2 3 ...              low high (order statistics)
 *     mean|quantile 0.9 | values    low high (BCa)
 *     percentile 0.9 | values       low high (percentile bootstrap)
 *     compare | before | after      p ratio low high
 *     survival 20 35 35+ ...        median, its interval, then time survival variance of each step
 *     logrank | 1 2+ | 3 4          p
 *     normal|chi2|beta|poisson|binomial ...
 *
 * Durations are whole milliseconds; a plus sign marks one that is not over. */
#include "nines/calc/distributions.h"
#include "nines/calc/statistics.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GROUPS 3

/* The numbers of a line: up to three groups, divided by bars. */
typedef struct {
    double values[GROUPS][4096];
    bool censored[GROUPS][4096];
    int64_t integers[GROUPS][4096];
    int n[GROUPS];
} Question;

static void parse(Question *q, const char *line)
{
    int group = 0;
    memset(q->n, 0, sizeof q->n);
    for (char *end; *line; line = end) {
        line += strspn(line, " \n");
        if (*line == '|' && group < GROUPS - 1)
            group++, line++;
        double value = g_ascii_strtod(line, &end);
        if (end == line && *line == '\0')
            break;
        if (end == line) {
            end++;
            continue;
        }
        int i = q->n[group]++;
        q->values[group][i] = value;
        q->integers[group][i] = (int64_t)value;
        q->censored[group][i] = *end == '+';
        end += *end == '+';
    }
}

static void print_interval(Interval interval)
{
    printf("%.17g %.17g\n", interval.low, interval.high);
}

static int compare_integers(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t *sorted(Question *q, int group)
{
    qsort(q->integers[group], (size_t)q->n[group], sizeof(int64_t), compare_integers);
    return q->integers[group];
}

static void answer_count(Question *q)
{
    print_interval(count_interval(q->integers[0][0], 0.95));
}

static void answer_change(Question *q)
{
    const int64_t *n = q->integers[0];
    const double *t = q->values[0];
    printf("%.17g ", count_change_p(n[0], t[1], n[2], t[3]));
    print_interval(rate_ratio_interval(n[0], t[1], n[2], t[3], 0.95));
}

static void answer_share(Question *q)
{
    print_interval(share_interval(q->integers[0][0], q->integers[0][1], 0.95));
}

static void answer_median(Question *q)
{
    print_interval(median_interval(sorted(q, 0), q->n[0], 0.95));
}

static void answer_mean(Question *q)
{
    BootstrapOptions options = bootstrap_options("oracle.mean");
    print_interval(bootstrap_mean(sorted(q, 1), q->n[1], &options));
}

static void answer_quantile(Question *q)
{
    BootstrapOptions options = bootstrap_options("oracle.quantile");
    print_interval(bootstrap_quantile(sorted(q, 1), q->n[1], q->values[0][0], &options));
}

static void answer_percentile(Question *q)
{
    BootstrapOptions options = bootstrap_options("oracle.percentile");
    options.method = BOOTSTRAP_PERCENTILE;
    print_interval(bootstrap_quantile(sorted(q, 1), q->n[1], q->values[0][0], &options));
}

static void answer_compare(Question *q)
{
    CompareOptions options = compare_options("oracle.compare");
    Comparison c = durations_compare(q->integers[1], q->n[1], q->integers[2], q->n[2], &options);
    printf("%.17g %.17g ", c.p, c.ratio);
    print_interval(c.ratio_interval);
}

static Lifetime *lifetimes(const Question *q, int group)
{
    Lifetime *all = g_new(Lifetime, (gsize)MAX(q->n[group], 1));
    for (int i = 0; i < q->n[group]; i++)
        all[i] = (Lifetime){q->integers[group][i], !q->censored[group][i]};
    return all;
}

static void answer_survival(Question *q)
{
    g_autofree Lifetime *all = lifetimes(q, 0);
    g_autoptr(SurvivalCurve) curve = survival_curve_new(all, q->n[0]);
    Interval interval = survival_median_interval(curve, 0.95);
    int64_t median = survival_median(curve);
    printf("%.17g %.17g %.17g", median == INSTANT_NONE ? NAN : (double)median, interval.low, interval.high);
    for (guint i = 0; i < curve->steps->len; i++) {
        const SurvivalStep *step = &g_array_index(curve->steps, SurvivalStep, i);
        printf(" %" G_GINT64_FORMAT " %.17g %.17g", step->ms, step->survival, step->variance);
    }
    printf("\n");
}

static void answer_logrank(Question *q)
{
    g_autofree Lifetime *before = lifetimes(q, 1), *after = lifetimes(q, 2);
    printf("%.17g\n", log_rank_test(before, q->n[1], after, q->n[2], 0.95).p);
}

static void answer_normal(Question *q)
{
    printf("%.17g %.17g\n", normal_quantile(q->values[0][0]), normal_cdf(normal_quantile(q->values[0][0])));
}

static void answer_chi2(Question *q)
{
    const double *v = q->values[0];
    printf("%.17g %.17g\n", chi_square_quantile(v[0], v[1]), chi_square_cdf(v[1], v[1]));
}

static void answer_beta(Question *q)
{
    const double *v = q->values[0];
    printf("%.17g %.17g\n", beta_quantile(v[0], v[1], v[2]), beta_cdf(v[0], v[1], v[2]));
}

static void answer_poisson(Question *q)
{
    printf("%.17g\n", poisson_cdf(q->integers[0][0], q->values[0][1]));
}

static void answer_binomial(Question *q)
{
    const int64_t *v = q->integers[0];
    double p = q->values[0][2];
    printf("%.17g %.17g\n", binomial_cdf(v[0], v[1], p), binomial_mass(v[0], v[1], p));
}

static const struct {
    const char *verb;
    void (*answer)(Question *question);
} verbs[] = {{"count", answer_count},
             {"change", answer_change},
             {"share", answer_share},
             {"median", answer_median},
             {"mean", answer_mean},
             {"quantile", answer_quantile},
             {"percentile", answer_percentile},
             {"compare", answer_compare},
             {"survival", answer_survival},
             {"logrank", answer_logrank},
             {"normal", answer_normal},
             {"chi2", answer_chi2},
             {"beta", answer_beta},
             {"poisson", answer_poisson},
             {"binomial", answer_binomial}};

static int answer_line(Question *question, const char *line)
{
    size_t length = strcspn(line, " \n");
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
        if (strlen(verbs[i].verb) == length && strncmp(verbs[i].verb, line, length) == 0) {
            parse(question, line + length);
            verbs[i].answer(question);
            return 0;
        }
    fprintf(stderr, "unknown question: %s", line);
    return 1;
}

int main(void)
{
    g_autofree Question *question = g_new0(Question, 1);
    char *line = NULL;
    size_t size = 0;
    int status = 0;
    while (getline(&line, &size, stdin) > 0)
        status |= answer_line(question, line);
    free(line);
    return status;
}

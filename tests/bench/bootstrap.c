/* Intervals of mean, median and P90 for months of durations: what bootstrap.py measures against SciPy.
 *
 *     bench-bootstrap [bca|percentile|quick] < months.txt
 *
 * Input: one line a month, durations in milliseconds. Output: one line a month, "mean low high", "median low high" and
 * "p90 low high", then the seed. */
#include "nines/calc/statistics.h"
#include "nines/calc/summary.h"
#include <stdio.h>
#include <string.h>

static GArray *read_line_values(const char *line)
{
    GArray *values = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (char *end = NULL; *line && *line != '\n'; line = end) {
        int64_t value = g_ascii_strtoll(line, &end, 10);
        if (end == line)
            break;
        g_array_append_val(values, value);
    }
    return values;
}

static void print_interval(const char *name, double estimate, Interval interval)
{
    printf("%s %.17g %.17g %.17g ", name, estimate, interval.low, interval.high);
}

static void answer(const char *line, BootstrapMethod method)
{
    g_autoptr(GArray) values = read_line_values(line);
    int64_t n = values->len, *sorted = &g_array_index(values, int64_t, 0);
    DurationSummary summary = duration_summary(sorted, n, 0, 0);
    BootstrapOptions options = bootstrap_options("bench.mean");
    options.method = method;
    print_interval("mean", summary.mean_ms, bootstrap_mean(sorted, n, &options));
    options.name = "bench.median";
    print_interval("median", summary.median_ms, bootstrap_quantile(sorted, n, 0.5, &options));
    options.name = "bench.p90";
    print_interval("p90", summary.p90_ms, bootstrap_quantile(sorted, n, 0.9, &options));
    printf("\n");
}

int main(int argc, char **argv)
{
    static const char *const methods[] = {"bca", "percentile", "quick"};
    BootstrapMethod method = BOOTSTRAP_BCA;
    for (int i = 0; argc > 1 && i < 3; i++)
        if (strcmp(argv[1], methods[i]) == 0)
            method = (BootstrapMethod)i;
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) > 0)
        answer(line, method);
    free(line);
    printf("seed %" G_GUINT64_FORMAT "\n", (guint64)RANDOM_SEED);
    return 0;
}

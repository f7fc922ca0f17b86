/* SQL aggregates over durations, so that a report's query can group them itself. */
#include "functions_parts.h"
#include "nines/calc/statistics.h"
#include "nines/calc/summary.h"
#include <math.h>

static void give_real(Cell *result, double value)
{
    if (isfinite(value))
        *result = (Cell){.type = CELL_REAL, .real = value};
}

static double number_of(const Cell *cell)
{
    return cell->type == CELL_INTEGER ? (double)cell->integer : cell->type == CELL_REAL ? cell->real : NAN;
}

static void quantile(const int64_t *sorted, int64_t n, const Cell *parameters, guint n_parameters, Cell *result)
{
    double p = n_parameters > 0 ? number_of(&parameters[0]) : NAN;
    if (p >= 0 && p <= 1)
        give_real(result, quantile_sorted(sorted, n, p));
}

#define QUANTILE(name, p)                                                                                              \
    static void name(const int64_t *sorted, int64_t n, const Cell *parameters, guint n_parameters, Cell *result)       \
    {                                                                                                                  \
        (void)parameters, (void)n_parameters;                                                                          \
        give_real(result, quantile_sorted(sorted, n, p));                                                              \
    }
QUANTILE(median, 0.5)
QUANTILE(p75, 0.75)
QUANTILE(p90, 0.9)
#undef QUANTILE

static Interval mean_interval(const int64_t *sorted, int64_t n)
{
    BootstrapOptions options = bootstrap_options("sql.mean");
    return bootstrap_mean(sorted, n, &options);
}

#define INTERVAL_END(name, interval, end)                                                                              \
    static void name(const int64_t *sorted, int64_t n, const Cell *parameters, guint n_parameters, Cell *result)       \
    {                                                                                                                  \
        (void)parameters, (void)n_parameters;                                                                          \
        give_real(result, (interval).end);                                                                             \
    }
INTERVAL_END(median_low, median_interval(sorted, n, 0.95), low)
INTERVAL_END(median_high, median_interval(sorted, n, 0.95), high)
INTERVAL_END(mean_low, mean_interval(sorted, n), low)
INTERVAL_END(mean_high, mean_interval(sorted, n), high)
#undef INTERVAL_END

static const struct {
    const char *name;
    int n_arguments;
    StoreAggregate aggregate;
} aggregates[] = {
    {"median", 1, median},
    {"p75", 1, p75},
    {"p90", 1, p90},
    {"quantile", 2, quantile},
    {"median_low", 1, median_low},
    {"median_high", 1, median_high},
    {"mean_low", 1, mean_low},
    {"mean_high", 1, mean_high},
};

bool derive_aggregates(Store *store, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(aggregates); i++)
        if (!store_register_aggregate(store, aggregates[i].name, aggregates[i].n_arguments, aggregates[i].aggregate,
                                      error))
            return false;
    return true;
}

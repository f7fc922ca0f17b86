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

/* The last parameter, when there is one, is the seed. */
static BootstrapOptions options_of(const char *name, const Cell *parameters, guint n_parameters)
{
    BootstrapOptions options = bootstrap_options(name);
    double seed = n_parameters > 0 ? number_of(&parameters[n_parameters - 1]) : NAN;
    if (seed >= 0)
        options.seed = (uint64_t)seed;
    return options;
}

static Interval mean_interval(const int64_t *sorted, int64_t n, const Cell *parameters, guint n_parameters)
{
    BootstrapOptions options = options_of("sql.mean", parameters, n_parameters);
    return bootstrap_mean(sorted, n, &options);
}

static Interval p90_interval(const int64_t *sorted, int64_t n, const Cell *parameters, guint n_parameters)
{
    BootstrapOptions options = options_of("sql.p90", parameters, n_parameters);
    return bootstrap_quantile(sorted, n, 0.9, &options);
}

#define INTERVAL_END(name, interval, end)                                                                              \
    static void name(const int64_t *sorted, int64_t n, const Cell *parameters, guint n_parameters, Cell *result)       \
    {                                                                                                                  \
        (void)parameters, (void)n_parameters;                                                                          \
        give_real(result, (interval).end);                                                                             \
    }
INTERVAL_END(median_low, median_interval(sorted, n, 0.95), low)
INTERVAL_END(median_high, median_interval(sorted, n, 0.95), high)
INTERVAL_END(mean_low, mean_interval(sorted, n, parameters, n_parameters), low)
INTERVAL_END(mean_high, mean_interval(sorted, n, parameters, n_parameters), high)
INTERVAL_END(p90_low, p90_interval(sorted, n, parameters, n_parameters), low)
INTERVAL_END(p90_high, p90_interval(sorted, n, parameters, n_parameters), high)
#undef INTERVAL_END

/* ---- functions of counts ---- */

#define COUNT_END(name, interval, end)                                                                                 \
    static void name(const Cell *arguments, guint n_arguments, Cell *result)                                           \
    {                                                                                                                  \
        if (arguments[0].type == CELL_INTEGER && arguments[n_arguments - 1].type == CELL_INTEGER)                      \
            give_real(result, (interval).end);                                                                         \
    }
COUNT_END(count_low, count_interval(arguments[0].integer, 0.95), low)
COUNT_END(count_high, count_interval(arguments[0].integer, 0.95), high)
COUNT_END(share_low, share_interval(arguments[0].integer, arguments[1].integer, 0.95), low)
COUNT_END(share_high, share_interval(arguments[0].integer, arguments[1].integer, 0.95), high)
#undef COUNT_END

static const struct {
    const char *name;
    int n_arguments;
    StoreFunction function;
} functions[] = {
    {"count_low", 1, count_low},
    {"count_high", 1, count_high},
    {"share_low", 2, share_low},
    {"share_high", 2, share_high},
};

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
    {"mean_low", 2, mean_low},
    {"mean_high", 2, mean_high},
    {"p90_low", 1, p90_low},
    {"p90_high", 1, p90_high},
    {"p90_low", 2, p90_low},
    {"p90_high", 2, p90_high},
};

bool derive_aggregates(Store *store, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(aggregates); i++)
        if (!store_register_aggregate(store, aggregates[i].name, aggregates[i].n_arguments, aggregates[i].aggregate,
                                      error))
            return false;
    for (gsize i = 0; i < G_N_ELEMENTS(functions); i++)
        if (!store_register(store, functions[i].name, functions[i].n_arguments, functions[i].function, error))
            return false;
    return true;
}

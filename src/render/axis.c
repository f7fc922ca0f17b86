#include "nines/render/axis.h"

#include "axis_ticks.h"
#include "nines/base/money.h"
#include "nines/base/timetext.h"
#include <math.h>
#include <string.h>

static void tick_clear(gpointer data)
{
    g_free(((Tick *)data)->label);
}

void axis_add_tick(Axis *axis, double value, char *label, int rank)
{
    Tick tick = {value, label, rank};
    g_array_append_val(axis->ticks, tick);
}

const Tick *axis_tick(const Axis *axis, guint index)
{
    return &g_array_index(axis->ticks, Tick, index);
}

/* The smallest of 1, 2, 5 times a power of ten that is at least rough. */
static double round_step(double rough)
{
    double power = pow(10, floor(log10(rough)));
    static const double factors[] = {1, 2, 5, 10};
    for (guint i = 0; i < G_N_ELEMENTS(factors); i++)
        if (factors[i] * power >= rough * (1 - 1e-9))
            return factors[i] * power;
    return 10 * power;
}

static const int64_t duration_steps[] = {
    1,       2,       5,       10,       20,       50,       100,      200,       500,       1000,
    2000,    5000,    10000,   15000,    30000,    60000,    120000,   300000,    600000,    900000,
    1800000, 3600000, 7200000, 10800000, 21600000, 43200000, 86400000, 172800000, 604800000,
};

static double duration_step(double rough)
{
    for (guint i = 0; i < G_N_ELEMENTS(duration_steps); i++)
        if ((double)duration_steps[i] >= rough * (1 - 1e-9))
            return (double)duration_steps[i];
    return round_step(rough / (double)MS_PER_DAY) * (double)MS_PER_DAY;
}

static double minor_per_unit(const Format *format)
{
    int digits = format->currency ? currency_digits(format->currency) : 2;
    return pow(10, digits < 0 ? 2 : digits);
}

static double choose_step(const AxisRequest *request, double rough, const Format *format)
{
    if (request->unit == UNIT_DURATION)
        return duration_step(rough);
    if (request->unit == UNIT_MONEY)
        return fmax(1, round_step(rough / minor_per_unit(format)) * minor_per_unit(format));
    double step = round_step(rough);
    return request->unit == UNIT_COUNT || request->whole ? fmax(1, step) : step;
}

static int decimals_of(double step)
{
    int decimals = 0;
    while (decimals < 12 && fabs(step * pow(10, decimals) - round(step * pow(10, decimals))) > 1e-6)
        decimals++;
    return decimals;
}

/* With all its units: on an axis far from zero two of them would not tell neighbours apart. */
static char *exact_duration(double value)
{
    g_autofree char *text = duration_format((int64_t)llround(fabs(value)), true);
    return value < 0 ? g_strconcat("\xe2\x88\x92", text, NULL) : g_steal_pointer(&text);
}

static char *tick_label(const AxisRequest *request, double value, double step, const Format *format)
{
    Format own = *format;
    switch (request->unit) {
    case UNIT_DURATION:
        return value == 0 ? g_strdup("0") : exact_duration(value);
    case UNIT_RATIO:
        own.ratio_digits = decimals_of(step * 100);
        return format_ratio(value, &own);
    case UNIT_MONEY:
        return format_decimals(value / minor_per_unit(format), decimals_of(step / minor_per_unit(format)), format);
    case UNIT_INSTANT:
    case UNIT_COUNT:
    case UNIT_NONE:
    default:
        return format_decimals(value, decimals_of(step), format);
    }
}

static void linear_ticks(Axis *axis, const AxisRequest *request, const Format *format)
{
    double low = axis->low, high = axis->high, step = 0;
    /* Widening to round ends may add a step at both sides: count again with the ends in place. */
    for (guint n = request->max_ticks; n > 0; n--) {
        step = choose_step(request, (high - low) / n, format);
        axis->low = floor(low / step + 1e-9) * step;
        axis->high = ceil(high / step - 1e-9) * step;
        if (round((axis->high - axis->low) / step) <= request->max_ticks)
            break;
    }
    double first = round(axis->low / step), last = round(axis->high / step);
    for (double k = first; k <= last && k - first < 1000; k++)
        axis_add_tick(axis, k * step, tick_label(request, k * step, step, format), 0);
    axis->is_cut = axis->low > 0;
}

static const struct {
    int64_t ms;
    int rank;
} log_durations[] = {
    {1, 2},          {10, 3},          {100, 3},          {1000, 1},          {5000, 3},
    {15000, 2},      {60000, 0},       {300000, 2},       {900000, 1},        {3600000, 0},
    {14400000, 1},   {86400000, 0},    {259200000, 2},    {604800000, 1},     {2592000000, 1},
    {7776000000, 2}, {31536000000, 0}, {315360000000, 1}, {3153600000000, 2},
};

static void log_duration_ticks(Axis *axis, const Format *format)
{
    guint n = G_N_ELEMENTS(log_durations), first = 0, last = n - 1;
    while (first + 1 < n && (double)log_durations[first + 1].ms <= axis->low)
        first++;
    while (last > first + 1 && (double)log_durations[last - 1].ms >= axis->high)
        last--;
    axis->low = fmin(axis->low, (double)log_durations[first].ms);
    axis->high = fmax(axis->high, (double)log_durations[last].ms);
    (void)format;
    for (guint i = first; i <= last; i++)
        axis_add_tick(axis, (double)log_durations[i].ms, format_duration(log_durations[i].ms), log_durations[i].rank);
}

static void log_number_ticks(Axis *axis, const AxisRequest *request, const Format *format)
{
    static const double factors[] = {1, 2, 5};
    double low = pow(10, floor(log10(axis->low) + 1e-9)), high = pow(10, ceil(log10(axis->high) - 1e-9));
    axis->low = low;
    axis->high = high > low ? high : low * 10;
    for (double decade = low; decade <= axis->high * 1.001; decade *= 10)
        for (guint i = 0; i < G_N_ELEMENTS(factors) && decade * factors[i] <= axis->high * 1.001; i++)
            axis_add_tick(axis, decade * factors[i],
                          tick_label(request, decade * factors[i], decade * factors[i], format), i == 0 ? 0 : 2);
}

static void log_ticks(Axis *axis, const AxisRequest *request, const Format *format)
{
    axis->kind = AXIS_LOG;
    double floor_value = request->unit == UNIT_DURATION ? 1000 : 1e-9;
    axis->low = fmax(axis->low, floor_value);
    axis->high = fmax(axis->high, axis->low * 2);
    if (request->unit == UNIT_DURATION)
        log_duration_ticks(axis, format);
    else
        log_number_ticks(axis, request, format);
}

/* Two equal labels would make the axis unreadable: the later one goes. */
static void drop_repeated_labels(Axis *axis)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < axis->ticks->len;) {
        if (g_hash_table_contains(seen, axis_tick(axis, i)->label))
            g_array_remove_index(axis->ticks, i);
        else
            g_hash_table_add(seen, axis_tick(axis, i++)->label);
    }
}

static const double least_time = 600000;

static void choose_domain(Axis *axis, const AxisRequest *request)
{
    axis->low = isfinite(request->low) ? request->low : 0;
    axis->high = isfinite(request->high) ? request->high : axis->low;
    if (request->from_zero && !request->is_log) {
        axis->low = fmin(0, axis->low);
        axis->high = fmax(0, axis->high);
    }
    double span = axis->high - axis->low;
    if (request->unit == UNIT_INSTANT && span < least_time) { /* so that some boundary of the clock lies within */
        axis->low -= (least_time - span) / 2;
        axis->high = axis->low + least_time;
    }
    if (axis->high - axis->low > 1e-12 * fmax(1, fabs(axis->high)))
        return;
    static const double least[] = {[UNIT_NONE] = 1,      [UNIT_INSTANT] = 3600000, [UNIT_DURATION] = 60000,
                                   [UNIT_RATIO] = 0.001, [UNIT_MONEY] = 100,       [UNIT_COUNT] = 1};
    bool at_full = request->unit == UNIT_RATIO && axis->high >= 1 && axis->high < 1 + 1e-9;
    if (at_full)
        axis->low = axis->high - least[request->unit];
    else
        axis->high = axis->low + least[request->unit];
}

Axis *axis_new(const AxisRequest *request, const Format *format)
{
    Axis *axis = g_new0(Axis, 1);
    axis->ticks = g_array_new(FALSE, FALSE, sizeof(Tick));
    g_array_set_clear_func(axis->ticks, tick_clear);
    axis->unit = request->unit;
    axis->kind = AXIS_LINEAR;
    choose_domain(axis, request);
    if (request->unit == UNIT_INSTANT) {
        axis->kind = AXIS_TIME;
        axis_time_ticks(axis, request->max_ticks, format);
    } else if (request->is_log) {
        log_ticks(axis, request, format);
    } else {
        linear_ticks(axis, request, format);
    }
    drop_repeated_labels(axis);
    bool in_labels = request->unit == UNIT_RATIO || request->unit == UNIT_DURATION;
    axis->words = in_labels ? NULL : g_strdup(format_unit_words(request->unit, format));
    return axis;
}

void axis_free(Axis *axis)
{
    if (!axis)
        return;
    g_array_unref(axis->ticks);
    g_free(axis->words);
    g_free(axis);
}

double axis_at(const Axis *axis, double value)
{
    double low = axis->low, high = axis->high;
    value = CLAMP(value, low, high);
    if (axis->kind == AXIS_LOG) {
        low = log(low);
        high = log(high);
        value = log(value);
    }
    return axis->from + (axis->to - axis->from) * (value - low) / (high - low);
}

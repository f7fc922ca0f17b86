#include "axis_ticks.h"
#include <math.h>

typedef enum { TIME_MINUTE, TIME_HOUR, TIME_DAY, TIME_MONTH, TIME_YEAR } TimeUnit;

static const struct {
    TimeUnit unit;
    int count;
    double ms; /* about */
} time_steps[] = {
    {TIME_MINUTE, 1, 6e4},      {TIME_MINUTE, 5, 3e5},       {TIME_MINUTE, 15, 9e5},    {TIME_MINUTE, 30, 18e5},
    {TIME_HOUR, 1, 36e5},       {TIME_HOUR, 3, 108e5},       {TIME_HOUR, 6, 216e5},     {TIME_HOUR, 12, 432e5},
    {TIME_DAY, 1, 864e5},       {TIME_DAY, 2, 1728e5},       {TIME_DAY, 7, 6048e5},     {TIME_DAY, 14, 12096e5},
    {TIME_MONTH, 1, 26298e5},   {TIME_MONTH, 3, 78894e5},    {TIME_MONTH, 6, 157788e5}, {TIME_YEAR, 1, 315576e5},
    {TIME_YEAR, 2, 631152e5},   {TIME_YEAR, 5, 157788e6},    {TIME_YEAR, 10, 315576e6}, {TIME_YEAR, 50, 157788e7},
    {TIME_YEAR, 100, 315576e7}, {TIME_YEAR, 1000, 315576e8},
};

static const Zone *zone_of(const Format *format)
{
    return format->zone ? format->zone : zone_utc();
}

/* How much of the date a label spells out. */
typedef enum { LABEL_SHORT, LABEL_DATED } LabelForm;

static char *short_day(const Civil *civil, const Format *format)
{
    const char *month = format->months[civil->month - 1];
    return format->dates == DATES_MONTH_DAY_YEAR ? g_strdup_printf("%s %d", month, civil->day)
                                                 : g_strdup_printf("%d %s", civil->day, month);
}

static char *time_label(const Civil *civil, TimeUnit unit, LabelForm form, const Format *format)
{
    g_autofree char *day = short_day(civil, format);
    switch (unit) {
    case TIME_YEAR:
        return g_strdup_printf("%d", civil->year);
    case TIME_MONTH:
        return form == LABEL_DATED ? g_strdup_printf("%s\n%d", format->months[civil->month - 1], civil->year)
                                   : g_strdup(format->months[civil->month - 1]);
    case TIME_DAY:
        return form == LABEL_DATED ? g_strdup_printf("%s\n%d", day, civil->year) : g_steal_pointer(&day);
    case TIME_HOUR:
    case TIME_MINUTE:
    default:
        return form == LABEL_DATED ? g_strdup_printf("%02d:%02d\n%s", civil->hour, civil->minute, day)
                                   : g_strdup_printf("%02d:%02d", civil->hour, civil->minute);
    }
}

/* The first label of each larger unit spells the date out; the others do when they would repeat one another. */
static bool begins_larger_unit(const Civil *civil, const Civil *previous, TimeUnit unit)
{
    if (!previous)
        return true;
    return unit >= TIME_DAY ? civil->year != previous->year
                            : civil->day != previous->day || civil->month != previous->month;
}

static GPtrArray *labels_in_form(const double *instants, guint n, TimeUnit unit, bool all_dated, const Format *format)
{
    GPtrArray *labels = g_ptr_array_new_with_free_func(g_free);
    Civil previous = {0};
    for (guint i = 0; i < n; i++) {
        Civil civil = zone_to_civil(zone_of(format), (Instant)instants[i]);
        bool dated = all_dated || begins_larger_unit(&civil, i > 0 ? &previous : NULL, unit);
        g_ptr_array_add(labels, time_label(&civil, unit, dated ? LABEL_DATED : LABEL_SHORT, format));
        previous = civil;
    }
    return labels;
}

static bool are_unique(GPtrArray *labels)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < labels->len; i++)
        if (!g_hash_table_add(seen, g_ptr_array_index(labels, i)))
            return false;
    return true;
}

static GPtrArray *make_labels(const double *instants, guint n, TimeUnit unit, const Format *format)
{
    GPtrArray *labels = labels_in_form(instants, n, unit, false, format);
    if (are_unique(labels))
        return labels;
    g_ptr_array_unref(labels);
    return labels_in_form(instants, n, unit, true, format);
}

static int floor_to(int value, int step)
{
    int rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

/* Boundaries of days and longer units, counted on the calendar, never by adding to an instant. */
static Instant boundary(const Zone *zone, const Civil *first, TimeUnit unit, int step, int k)
{
    if (unit == TIME_YEAR)
        return zone_day_start(zone, civil_days(floor_to(first->year, step) + (int64_t)k * step, 1, 1));
    if (unit == TIME_MONTH)
        return zone_day_start(zone,
                              civil_days(first->year, floor_to(first->month - 1, step) + 1 + (int64_t)k * step, 1));
    int64_t day = civil_days(first->year, first->month, first->day);
    if (step % 7 == 0)
        day -= civil_weekday(day); /* weeks begin on Monday */
    return zone_day_start(zone, day + (int64_t)k * step);
}

static void append_in_domain(GArray *instants, double at, const Axis *axis)
{
    bool is_after = instants->len == 0 || at > g_array_index(instants, double, instants->len - 1);
    if (is_after && at >= axis->low - 0.5 && at <= axis->high + 0.5)
        g_array_append_val(instants, at);
}

static void clock_boundaries(GArray *instants, const Axis *axis, const Zone *zone, int64_t step_ms)
{
    int64_t first = zone_to_local(zone, (Instant)axis->low), last = zone_to_local(zone, (Instant)axis->high);
    first -= ((first % step_ms) + step_ms) % step_ms;
    for (int64_t local = first; local <= last + step_ms; local += step_ms) {
        ZoneSolution solution = zone_solve(zone, local);
        if (solution.n > 0) /* times that the clock never showed get no tick */
            append_in_domain(instants, (double)solution.earlier, axis);
    }
}

static GArray *find_boundaries(const Axis *axis, guint step, const Zone *zone)
{
    GArray *instants = g_array_new(FALSE, FALSE, sizeof(double));
    TimeUnit unit = time_steps[step].unit;
    if (unit <= TIME_HOUR) {
        clock_boundaries(instants, axis, zone,
                         time_steps[step].count * (unit == TIME_HOUR ? MS_PER_HOUR : MS_PER_MINUTE));
        return instants;
    }
    Civil first = zone_to_civil(zone, (Instant)axis->low);
    for (int k = 0; k < 1000; k++) {
        double at = (double)boundary(zone, &first, unit, time_steps[step].count, k);
        if (at > axis->high + 0.5)
            break;
        append_in_domain(instants, at, axis);
    }
    return instants;
}

void axis_time_ticks(Axis *axis, guint max_ticks, const Format *format)
{
    guint step = 0;
    while (step + 1 < G_N_ELEMENTS(time_steps) && (axis->high - axis->low) / time_steps[step].ms > max_ticks)
        step++;
    g_autoptr(GArray) instants = find_boundaries(axis, step, zone_of(format));
    while (instants->len < 2 && step > 0) { /* a span between two boundaries still needs two ticks */
        g_clear_pointer(&instants, g_array_unref);
        instants = find_boundaries(axis, --step, zone_of(format));
    }
    const double *at = (const double *)(const void *)instants->data;
    g_autoptr(GPtrArray) labels = make_labels(at, instants->len, time_steps[step].unit, format);
    for (guint i = 0; i < instants->len; i++)
        axis_add_tick(axis, at[i], g_strdup(g_ptr_array_index(labels, i)), 0);
}

GPtrArray *axis_calendar_labels(const double *instants, guint n, const Format *format)
{
    TimeUnit unit = TIME_YEAR;
    for (guint i = 0; i < n; i++) {
        Civil civil = zone_to_civil(zone_of(format), (Instant)instants[i]);
        bool is_day_start =
            zone_day_start(zone_of(format), civil_days(civil.year, civil.month, civil.day)) == (Instant)instants[i];
        TimeUnit needed = !is_day_start      ? TIME_MINUTE
                          : civil.day != 1   ? TIME_DAY
                          : civil.month != 1 ? TIME_MONTH
                                             : TIME_YEAR;
        unit = MIN(unit, needed);
    }
    unit = unit == TIME_YEAR && n < 2 ? TIME_MONTH : unit;
    return make_labels(instants, n, unit, format);
}

#include "nines/base/format.h"

#include "nines/base/money.h"
#include "nines/base/timetext.h"
#include <math.h>
#include <string.h>

static const char *const english_months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const english_weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

Format format_default(void)
{
    return (Format){
        .decimal = ".", .group = ",", .months = english_months, .weekdays = english_weekdays, .ratio_digits = 2};
}

/* Rewrites a number in the C locale ("-1234.50") with the format's signs; whole digits are grouped by three. */
static char *localise(const char *plain, const Format *format)
{
    GString *out = g_string_new(NULL);
    const char *digits = plain;
    if (*digits == '-') {
        g_string_append(out, "\xe2\x88\x92"); /* minus sign */
        digits++;
    }
    size_t whole = strspn(digits, "0123456789");
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            g_string_append(out, format->group);
        g_string_append_c(out, digits[i]);
    }
    if (digits[whole] == '.') {
        g_string_append(out, format->decimal);
        g_string_append(out, digits + whole + 1);
    }
    return g_string_free(out, FALSE);
}

char *format_count(int64_t count, const Format *format)
{
    g_autofree char *plain = g_strdup_printf("%" G_GINT64_FORMAT, count);
    return localise(plain, format);
}

/* A decimal text of value; "-0.00" loses its sign. */
static char *plain_decimals(double value, int decimals)
{
    char pattern[16], buffer[400];
    g_snprintf(pattern, sizeof pattern, "%%.%df", CLAMP(decimals, 0, 15));
    g_ascii_formatd(buffer, sizeof buffer, pattern, value);
    bool is_zero = strspn(buffer, "-0.") == strlen(buffer);
    return g_strdup(is_zero && buffer[0] == '-' ? buffer + 1 : buffer);
}

char *format_decimals(double value, int decimals, const Format *format)
{
    if (!isfinite(value))
        return g_strdup(FORMAT_NULL);
    g_autofree char *plain = plain_decimals(value, decimals);
    return localise(plain, format);
}

char *format_number(double value, const Format *format)
{
    if (!isfinite(value))
        return g_strdup(FORMAT_NULL);
    double size = fabs(value);
    int decimals = size >= 1 || size == 0 ? 2 : MIN(12, 1 - (int)floor(log10(size)));
    while (decimals > 0 && fabs(value - round(value * pow(10, decimals - 1)) / pow(10, decimals - 1)) <= 1e-9 * size)
        decimals--;
    return format_decimals(value, decimals, format);
}

/* In units of the last digit. The fifteenth decimal absorbs binary noise, so 0.57 is 57 and not 56.99. */
static double ratio_units(double ratio, int digits)
{
    double scale = pow(10, digits + 2), nearest = round(ratio * scale);
    if (fabs(ratio - nearest / scale) < 1e-15 * MAX(1, fabs(ratio)))
        return nearest;
    if (digits >= 2 && ratio < 1)
        return floor(ratio * scale); /* held against a target: cut towards the breach */
    if (nearest == scale)
        return ratio < 1 ? scale - 1 : scale + 1; /* neither a whole that is none, nor a budget kept that was not */
    return nearest;
}

char *format_ratio(double ratio, const Format *format)
{
    if (!isfinite(ratio))
        return g_strdup(FORMAT_NULL);
    int digits = CLAMP(format->ratio_digits, 0, 9);
    g_autofree char *number = format_decimals(ratio_units(ratio, digits) / pow(10, digits), digits, format);
    return g_strconcat(number, "\xc2\xa0%", NULL);
}

int format_ratio_digits(double target)
{
    int digits = 0;
    while (digits < 7 && fabs(target * 100 - round(target * 100 * pow(10, digits)) / pow(10, digits)) > 1e-9)
        digits++;
    return digits + 2;
}

char *format_money(int64_t minor, const Format *format)
{
    int digits = format->currency ? currency_digits(format->currency) : 2;
    digits = digits < 0 ? 2 : digits;
    int64_t unit = 1;
    for (int i = 0; i < digits; i++)
        unit *= 10;
    int64_t whole = minor / unit, rest = minor % unit;
    g_autofree char *plain =
        digits == 0 ? g_strdup_printf("%" G_GINT64_FORMAT, minor)
                    : g_strdup_printf("%s%" G_GUINT64_FORMAT ".%0*d", minor < 0 ? "-" : "",
                                      whole < 0 ? (guint64)-whole : (guint64)whole, digits, abs((int)rest));
    g_autofree char *number = localise(plain, format);
    return format->currency ? g_strconcat(format->currency, "\xc2\xa0", number, NULL) : g_steal_pointer(&number);
}

char *format_duration(int64_t ms)
{
    if (ms == INSTANT_NONE)
        return g_strdup(FORMAT_NULL);
    g_autofree char *text = duration_format(ms, false);
    return *text == '-' ? g_strconcat("\xe2\x88\x92", text + 1, NULL) : g_steal_pointer(&text);
}

static char *day_text(const Civil *day, const Format *format)
{
    const char *month = format->months[CLAMP(day->month, 1, 12) - 1];
    switch (format->dates) {
    case DATES_DAY_MONTH_YEAR:
        return g_strdup_printf("%d %s %d", day->day, month, day->year);
    case DATES_MONTH_DAY_YEAR:
        return g_strdup_printf("%s %d, %d", month, day->day, day->year);
    case DATES_ISO:
    default:
        return g_strdup_printf("%04d-%02d-%02d", day->year, day->month, day->day);
    }
}

static Civil civil_in(Instant at, const Format *format)
{
    return zone_to_civil(format->zone ? format->zone : zone_utc(), at);
}

char *format_day(Instant at, const Format *format)
{
    if (at == INSTANT_NONE)
        return g_strdup(FORMAT_NULL);
    Civil civil = civil_in(at, format);
    return day_text(&civil, format);
}

char *format_instant(Instant at, const Format *format)
{
    if (at == INSTANT_NONE)
        return g_strdup(FORMAT_NULL);
    Civil civil = civil_in(at, format);
    g_autofree char *day = day_text(&civil, format);
    if (format->exact && civil.millisecond > 0)
        return g_strdup_printf("%s %02d:%02d:%02d.%03d", day, civil.hour, civil.minute, civil.second,
                               civil.millisecond);
    if (format->exact)
        return g_strdup_printf("%s %02d:%02d:%02d", day, civil.hour, civil.minute, civil.second);
    return g_strdup_printf("%s %02d:%02d", day, civil.hour, civil.minute);
}

char *format_value(double value, Unit unit, const Format *format)
{
    if (!isfinite(value))
        return g_strdup(FORMAT_NULL);
    int64_t whole = fabs(value) < 9e18 ? (int64_t)llround(value) : INSTANT_NONE;
    switch (unit) {
    case UNIT_INSTANT:
        return format_instant(whole, format);
    case UNIT_DURATION:
        return format_duration(whole);
    case UNIT_RATIO:
        return format_ratio(value, format);
    case UNIT_MONEY:
        return format_money(whole, format);
    case UNIT_COUNT:
    case UNIT_NONE:
    default:
        return format_number(value, format);
    }
}

char *format_cell(const Cell *cell, Unit unit, const Format *format)
{
    static const int64_t exact = INT64_C(1) << 53;
    switch (cell->type) {
    case CELL_TEXT:
        return g_strdup(cell->text);
    case CELL_REAL:
        return format_value(cell->real, unit, format);
    case CELL_INTEGER:
        if (unit == UNIT_NONE) /* a year or a number of a ticket is not a quantity */
            return g_strdup_printf("%" G_GINT64_FORMAT, cell->integer);
        if (unit == UNIT_DURATION)
            return format->exact ? duration_format(cell->integer, true) : format_duration(cell->integer);
        if (unit == UNIT_INSTANT)
            return format_instant(cell->integer, format);
        if (cell->integer > exact || cell->integer < -exact)
            return unit == UNIT_MONEY ? format_money(cell->integer, format) : format_count(cell->integer, format);
        return format_value((double)cell->integer, unit, format);
    case CELL_NULL:
    default:
        return g_strdup(FORMAT_NULL);
    }
}

const char *format_row_currency(const Table *table, guint row, const char *fallback)
{
    return table_text(table, row, "currency", fallback);
}

static bool all_values_high(const Table *table, guint column)
{
    bool any = false;
    for (guint row = 0; row < table_n_rows(table); row++) {
        const Cell *cell = table_cell(table, row, column);
        if (cell->type == CELL_REAL && cell->real < 0.9)
            return false;
        if (cell->type == CELL_INTEGER && cell->integer < 1)
            return false;
        any = any || cell->type == CELL_REAL;
    }
    return any;
}

int format_figure_digits(const char *name, double value)
{
    return strstr(name, "availability") || (value >= 0.9 && value <= 1) ? 3 : 1;
}

/* Availabilities and targets are judged by their third decimal even beside one that is far below. */
static bool is_judged(const Table *table, guint column)
{
    const char *name = g_array_index(table->columns, TableColumn, column).name;
    return strstr(name, "availability") || strstr(name, "target") || all_values_high(table, column);
}

static int column_digits(const Table *table, guint column)
{
    if (!is_judged(table, column))
        return 1;
    int digits = 3, target = table_find_column(table, "target_ratio");
    if (target < 0)
        return digits;
    for (guint row = 0; row < table_n_rows(table); row++) {
        const Cell *cell = table_cell(table, row, (guint)target);
        if (cell->type == CELL_REAL)
            digits = MAX(digits, format_ratio_digits(cell->real));
    }
    return digits;
}

Format format_of_column(const Table *table, guint column, const Format *base)
{
    Format format = *base;
    Unit unit = g_array_index(table->columns, TableColumn, column).unit;
    if (unit == UNIT_RATIO)
        format.ratio_digits = column_digits(table, column);
    for (guint row = 0; unit == UNIT_MONEY && row < table_n_rows(table); row++) {
        const char *currency = format_row_currency(table, row, NULL);
        if (currency) {
            format.currency = currency;
            break;
        }
    }
    return format;
}

const char *format_unit_words(Unit unit, const Format *format)
{
    switch (unit) {
    case UNIT_RATIO:
        return "%";
    case UNIT_MONEY:
        return format->currency ? format->currency : "money";
    case UNIT_COUNT:
        return "count";
    case UNIT_INSTANT:
        return zone_name(format->zone ? format->zone : zone_utc());
    case UNIT_DURATION:
    case UNIT_NONE:
    default:
        return NULL;
    }
}

bool format_is_right_aligned(const Table *table, guint column)
{
    bool any = false;
    for (guint row = 0; row < table_n_rows(table); row++) {
        const Cell *cell = table_cell(table, row, column);
        if (cell->type == CELL_TEXT)
            return false;
        any = any || cell->type != CELL_NULL;
    }
    return any;
}

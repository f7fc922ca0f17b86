#include "cells.h"
#include "nines/base/money.h"
#include "term_width.h"
#include <math.h>
#include <string.h>

#define SERIAL_OF_EPOCH 25569.0 /* 1970-01-01 */
#define FIRST_SERIAL 61.0       /* 1900-03-01: before it, spreadsheets disagree about a leap day */
#define LAST_SERIAL 2958466.0   /* 10000-01-01 */
#define EXACT_INTEGER (INT64_C(1) << 53)

bool field_is_local(const char *field)
{
    return g_str_has_suffix(field, "_local");
}

bool field_is_time(const char *field)
{
    return field_is_local(field) || unit_of_name(field) == UNIT_INSTANT;
}

const char *row_currency(const Table *table, guint row)
{
    return table_text(table, row, "currency", NULL);
}

static void set_number(SheetValue *out, double number)
{
    out->type = isfinite(number) ? CELL_REAL : CELL_NULL;
    out->number = number;
}

static void set_integer(SheetValue *out, int64_t value)
{
    if (value > -EXACT_INTEGER && value < EXACT_INTEGER) {
        set_number(out, (double)value);
        return;
    }
    g_snprintf(out->buffer, sizeof out->buffer, "%" G_GINT64_FORMAT, value);
    out->type = CELL_TEXT;
    out->text = out->buffer;
}

static void set_time(SheetValue *out, int64_t at, const Zone *zone)
{
    int64_t shown = zone != NULL ? zone_to_local(zone, at) : at;
    double serial = (double)shown / (double)MS_PER_DAY + SERIAL_OF_EPOCH;
    if (serial >= FIRST_SERIAL && serial < LAST_SERIAL) {
        set_number(out, serial);
        return;
    }
    out->type = CELL_TEXT;
    out->text = instant_format(at, out->buffer);
}

static double minor_scale(const char *currency)
{
    int digits = currency != NULL ? currency_digits(currency) : 2;
    return pow(10.0, digits < 0 ? 2 : digits);
}

static double as_double(const Cell *cell)
{
    return cell->type == CELL_INTEGER ? (double)cell->integer : cell->real;
}

void sheet_value(const Cell *cell, const char *field, const char *currency, const Zone *zone, SheetValue *out)
{
    out->type = CELL_NULL;
    out->number = 0;
    out->text = NULL;
    if (cell->type == CELL_NULL)
        return;
    if (cell->type == CELL_TEXT) {
        out->type = CELL_TEXT;
        out->text = cell->text;
        return;
    }
    if (field_is_time(field) && cell->type == CELL_INTEGER) {
        set_time(out, cell->integer, field_is_local(field) ? zone : NULL);
        return;
    }
    switch (unit_of_name(field)) {
    case UNIT_DURATION:
        set_number(out, as_double(cell) / (double)MS_PER_DAY);
        return;
    case UNIT_MONEY:
        set_number(out, as_double(cell) / minor_scale(currency));
        return;
    default:
        break;
    }
    if (cell->type == CELL_INTEGER)
        set_integer(out, cell->integer);
    else
        set_number(out, cell->real);
}

/* ---- number formats ---- */

typedef struct {
    bool milliseconds, seconds, fraction, real, integer, text;
    double nearest_to_one; /* smallest 1 - v of ratios from 0.9 up */
    double smallest;       /* smallest ratio above zero */
} Traits;

static void note_time(Traits *traits, int64_t ms)
{
    traits->milliseconds |= ms % MS_PER_SECOND != 0;
    traits->seconds |= ms % MS_PER_MINUTE != 0;
}

static void note_real(Traits *traits, double value)
{
    traits->real = true;
    traits->fraction |= value != floor(value);
    double rest = 1.0 - value;
    if (value >= 0.9 && rest > 1e-12 && rest < traits->nearest_to_one)
        traits->nearest_to_one = rest;
    if (value > 0 && value < traits->smallest)
        traits->smallest = value;
}

static void note_cell(Traits *traits, const Cell *cell)
{
    if (cell->type == CELL_INTEGER) {
        traits->integer = true;
        note_time(traits, cell->integer);
    } else if (cell->type == CELL_REAL) {
        note_real(traits, cell->real);
    } else if (cell->type == CELL_TEXT) {
        traits->text = true;
    }
}

/* Two digits that differ from 100 % (99.9928 %), else one decimal; small ratios keep two digits too. */
static char *ratio_format(const Traits *traits)
{
    double detail = MIN(traits->nearest_to_one, traits->smallest);
    int decimals = detail < 1.0 ? (int)ceil(-log10(detail * 100.0)) + 1 : 1;
    decimals = CLAMP(decimals, 1, 6);
    return g_strdup_printf("0.%.*s%%", decimals, "000000");
}

static const char *time_format(const Traits *traits)
{
    if (traits->milliseconds)
        return "yyyy\\-mm\\-dd\\ hh:mm:ss.000";
    return traits->seconds ? "yyyy\\-mm\\-dd\\ hh:mm:ss" : "yyyy\\-mm\\-dd\\ hh:mm";
}

/* Excel shows a negative time as "####" whatever its format, so below zero the cell shows days. */
static const char *duration_number_format(const Traits *traits)
{
    return traits->milliseconds ? "[<0]\\-0.0000000\" d\";[h]:mm:ss.000" : "[<0]\\-0.00000\" d\";[h]:mm:ss";
}

static char *format_of(const char *field, const Traits *traits)
{
    if (field_is_time(field))
        return g_strdup(time_format(traits));
    switch (unit_of_name(field)) {
    case UNIT_DURATION:
        return g_strdup(duration_number_format(traits));
    case UNIT_RATIO:
        return ratio_format(traits);
    case UNIT_MONEY:
        return money_number_format(NULL);
    case UNIT_COUNT:
        return g_strdup(traits->fraction ? "#,##0.0" : "#,##0");
    default:
        break;
    }
    if (traits->real)
        return g_strdup(traits->fraction ? "#,##0.00##" : "#,##0");
    return traits->integer ? g_strdup("0") : NULL;
}

char *column_number_format(const Table *table, guint column)
{
    Traits traits = {.nearest_to_one = 1.0, .smallest = 1.0};
    guint n = table_n_rows(table);
    for (guint row = 0; row < n; row++)
        note_cell(&traits, table_cell(table, row, column));
    return format_of(g_array_index(table->columns, TableColumn, column).name, &traits);
}

char *value_number_format(const char *field, const Cell *value)
{
    Traits traits = {.nearest_to_one = 1.0, .smallest = 1.0};
    note_cell(&traits, value);
    return format_of(field, &traits);
}

char *money_number_format(const char *currency)
{
    static const char *const decimals[] = {"", ".0", ".00", ".000", ".0000"};
    int digits = currency != NULL ? currency_digits(currency) : 2;
    const char *tail = decimals[CLAMP(digits < 0 ? 2 : digits, 0, 4)];
    if (currency == NULL)
        return g_strdup_printf("#,##0%s", tail);
    g_autofree char *code = g_strdup(currency);
    g_strdelimit(code, "\"\\", ' ');
    return g_strdup_printf("\"%s\" #,##0%s", code, tail);
}

/* ---- widths ---- */

static double digits_before_point(double number)
{
    double size = fabs(number);
    return (size < 10 ? 1 : floor(log10(size)) + 1) + (number < 0 ? 1 : 0);
}

static double number_width(double number, const char *field, const char *number_format)
{
    const char *point = strchr(number_format, '.');
    double decimals = point != NULL ? (double)strspn(point + 1, "0#") + 1 : 0;
    double digits = digits_before_point(number);
    switch (unit_of_name(field)) {
    case UNIT_DURATION:
        return digits_before_point(number * 24) + 6.0 + (strstr(number_format, ".000") != NULL ? 4 : 0);
    case UNIT_RATIO:
        return digits_before_point(number * 100) + decimals + 1;
    case UNIT_MONEY:
        return digits + floor((digits - 1) / 3) + decimals + 4;
    default:
        return digits + (strchr(number_format, ',') != NULL ? floor((digits - 1) / 3) : 0) + decimals;
    }
}

double value_width(const SheetValue *value, const char *field, const char *number_format)
{
    if (value->type == CELL_NULL)
        return 0;
    if (value->type == CELL_TEXT)
        return term_width_widest_line(value->text);
    if (number_format == NULL)
        return digits_before_point(value->number);
    if (field_is_time(field))
        return 16.0 + (strstr(number_format, "ss") != NULL ? 3 : 0) + (strstr(number_format, ".000") != NULL ? 4 : 0);
    return number_width(value->number, field, number_format);
}

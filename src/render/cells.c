#include "cells.h"
#include "nines/base/format.h"
#include "nines/base/money.h"
#include "term_width.h"
#include <math.h>
#include <string.h>

#define SERIAL_OF_EPOCH 25569.0 /* 1970-01-01 */
#define FIRST_SERIAL 61.0       /* 1900-03-01: before it, spreadsheets disagree about a leap day */
#define LAST_SERIAL 2958466.0   /* 10000-01-01 */
#define EXACT_INTEGER (INT64_C(1) << 53)
#define MOST_DECIMALS 9

bool field_is_local(const char *field)
{
    return g_str_has_suffix(field, "_local");
}

bool field_is_time(const char *field)
{
    return field_is_local(field) || unit_of_name(field) == UNIT_INSTANT;
}

char *title_of_field(const char *field)
{
    const char *suffix = unit_suffix(unit_of_name(field));
    g_autofree char *stem = g_strdup(field);
    if (suffix != NULL && suffix[0] != '\0' && g_str_has_suffix(stem, suffix))
        stem[strlen(stem) - strlen(suffix)] = '\0';
    g_strstrip(g_strdelimit(stem, "_", ' '));
    stem[0] = g_ascii_toupper(stem[0]);
    return g_strconcat(stem[0] != '\0' ? stem : field, unit_of_name(field) == UNIT_INSTANT ? " (UTC)" : "", NULL);
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
    bool minutes, seconds, milliseconds, fraction, real, integer;
    int64_t longest; /* of integers, without sign */
    int decimals;    /* of ratios */
} Traits;

static void note_integer(Traits *traits, int64_t value)
{
    int64_t size = value == INT64_MIN ? INT64_MAX : ABS(value);
    traits->integer = true;
    traits->minutes |= value % MS_PER_DAY != 0;
    traits->seconds |= value % MS_PER_MINUTE != 0;
    traits->milliseconds |= value % MS_PER_SECOND != 0;
    traits->longest = MAX(traits->longest, size);
}

static void note_cell(Traits *traits, const Cell *cell)
{
    if (cell->type == CELL_INTEGER)
        note_integer(traits, cell->integer);
    if (cell->type != CELL_REAL)
        return;
    traits->real = true;
    traits->fraction |= cell->real != floor(cell->real);
}

static double shown(double ratio, int decimals)
{
    double scale = pow(10.0, decimals + 2);
    return round(ratio * scale) / scale;
}

/* More decimals until a value below a bound (its target, or 1) is not shown as the bound: spreadsheets round. */
static int decimals_below(double value, double bound, int decimals)
{
    while (value < bound && shown(value, decimals) >= bound && decimals < MOST_DECIMALS)
        decimals++;
    return decimals;
}

static int ratio_decimals(const Table *table, guint column)
{
    Format base = format_default();
    int decimals = format_of_column(table, column, &base).ratio_digits;
    for (guint row = 0; row < table_n_rows(table); row++) {
        const Cell *cell = table_cell(table, row, column);
        if (cell->type != CELL_REAL)
            continue;
        decimals = decimals_below(cell->real, 1.0, decimals);
        decimals = decimals_below(cell->real, table_real(table, row, "target_ratio", 1.0), decimals);
    }
    return decimals;
}

/* Excel shows a negative time as "####" whatever its format, so below zero the cell shows days. */
static const char *duration_number_format(const Traits *traits)
{
    bool brief = traits->milliseconds && traits->longest < MS_PER_MINUTE;
    return brief ? "[<0]\\-0.0000000\" d\";[h]:mm:ss.000" : "[<0]\\-0.00000\" d\";[h]:mm:ss";
}

static const char *time_number_format(const Traits *traits)
{
    if (traits->seconds)
        return "yyyy\\-mm\\-dd\\ hh:mm:ss";
    return traits->minutes ? "yyyy\\-mm\\-dd\\ hh:mm" : "yyyy\\-mm\\-dd";
}

static char *format_of(const char *field, const Traits *traits)
{
    if (field_is_time(field))
        return g_strdup(time_number_format(traits));
    switch (unit_of_name(field)) {
    case UNIT_DURATION:
        return g_strdup(duration_number_format(traits));
    case UNIT_RATIO:
        return g_strdup_printf("0%s%.*s%%", traits->decimals > 0 ? "." : "", traits->decimals, "000000000000");
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

static void note_column(Traits *traits, const Table *table, guint column, const Zone *zone)
{
    for (guint row = 0; row < table_n_rows(table); row++) {
        Cell cell = *table_cell(table, row, column);
        if (zone != NULL && cell.type == CELL_INTEGER)
            cell.integer = zone_to_local(zone, cell.integer);
        note_cell(traits, &cell);
    }
}

char *column_number_format(const Table *table, guint column, const Zone *zone)
{
    const TableColumn *named = &g_array_index(table->columns, TableColumn, column);
    Traits traits = {.decimals = 1};
    note_column(&traits, table, column, field_is_local(named->name) ? zone : NULL);
    if (named->unit == UNIT_RATIO)
        traits.decimals = ratio_decimals(table, column);
    return format_of(named->name, &traits);
}

char *value_number_format(const char *field, const Cell *value)
{
    double ratio = value->type == CELL_REAL ? value->real : 0;
    Traits traits = {.decimals = decimals_below(ratio, 1.0, ratio >= 0.9 ? 3 : 1)};
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
        return strstr(number_format, "ss") != NULL ? 19 : strstr(number_format, "hh") != NULL ? 16 : 10;
    return number_width(value->number, field, number_format);
}

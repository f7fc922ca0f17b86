/* SQL functions that turn typed values into words and local time, for report definitions. */
#include "functions_parts.h"
#include "nines/base/format.h"
#include "nines/base/text.h"
#include "nines/base/timetext.h"
#include "nines/report/derive.h"
#include "nines/store/query.h"
#include <math.h>

/* How numbers and dates are written: SQLite gives a function no room for it. */
static Format words;

const Format *derive_words(void)
{
    if (words.decimal == NULL)
        words = format_default();
    return &words;
}

static int64_t integer_of(const Cell *cell, int64_t fallback)
{
    if (cell->type == CELL_INTEGER)
        return cell->integer;
    return cell->type == CELL_REAL ? (int64_t)llround(cell->real) : fallback;
}

static double real_of(const Cell *cell)
{
    if (cell->type == CELL_REAL)
        return cell->real;
    return cell->type == CELL_INTEGER ? (double)cell->integer : NAN;
}

static const char *text_of(const Cell *cell)
{
    return cell->type == CELL_TEXT ? cell->text : NULL;
}

static void give_text(Cell *result, char *text)
{
    result->type = CELL_TEXT;
    result->text = text;
}

static void give_integer(Cell *result, int64_t value)
{
    result->type = CELL_INTEGER;
    result->integer = value;
}

static Format format_in(const Cell *zone)
{
    Format format = *derive_words();
    format.zone = text_of(zone) != NULL ? zone_find(text_of(zone), NULL) : zone_utc();
    return format;
}

static void fmt_duration(const Cell *arguments, guint n, Cell *result)
{
    (void)n;
    if (arguments[0].type == CELL_NULL)
        return; /* null in, null out: coalesce and || work as everywhere in SQL */
    g_autofree char *text = format_duration(integer_of(&arguments[0], 0));
    g_auto(GStrv) parts = g_strsplit(text, " ", -1); /* within a sentence it is not broken over lines */
    give_text(result, g_strjoinv("\xc2\xa0", parts));
}

static void fmt_ratio(const Cell *arguments, guint n, Cell *result)
{
    (void)n;
    if (arguments[0].type == CELL_NULL)
        return;
    Format format = *derive_words();
    format.ratio_digits = (int)CLAMP(integer_of(&arguments[1], 2), 0, 9);
    give_text(result, format_ratio(real_of(&arguments[0]), &format));
}

static void fmt_count(const Cell *arguments, guint n, Cell *result)
{
    (void)n;
    const char *one = text_of(&arguments[1]), *many = text_of(&arguments[2]);
    int64_t count = integer_of(&arguments[0], 0);
    Format format = *derive_words();
    g_autofree char *digits = format_count(count, &format);
    give_text(result, g_strdup_printf("%s %s", count == 0 ? "no" : digits, count == 1 ? one : many));
}

static void fmt_number(const Cell *arguments, guint n, Cell *result)
{
    (void)n;
    if (arguments[0].type == CELL_NULL)
        return;
    Format format = *derive_words();
    give_text(result, format_number(real_of(&arguments[0]), &format));
}

static void fmt_time(const Cell *arguments, guint n, Cell *result)
{
    (void)n;
    if (arguments[0].type == CELL_NULL)
        return;
    Format format = format_in(&arguments[1]);
    give_text(result, format_instant(integer_of(&arguments[0], INSTANT_NONE), &format));
}

static void fmt_day(const Cell *arguments, guint n, Cell *result)
{
    (void)n;
    if (arguments[0].type == CELL_NULL)
        return;
    Format format = format_in(&arguments[1]);
    give_text(result, format_day(integer_of(&arguments[0], INSTANT_NONE), &format));
}

static void fmt_money(const Cell *arguments, guint n, Cell *result)
{
    (void)n;
    Format format = *derive_words();
    format.currency = text_of(&arguments[1]);
    if (arguments[0].type != CELL_NULL)
        give_text(result, format_money(integer_of(&arguments[0], 0), &format));
}

/* A value by the suffix of its figure's name. */
static void fmt_figure(const Cell *arguments, guint n, Cell *result)
{
    (void)n;
    Format format = format_in(&arguments[3]);
    format.currency = text_of(&arguments[2]);
    format.ratio_digits = 4;
    const char *name = text_of(&arguments[0]);
    give_text(result, format_cell(&arguments[1], name != NULL ? unit_of_name(name) : UNIT_NONE, &format));
}

static bool local_of(const Cell *arguments, Civil *civil, int64_t *local_ms)
{
    const char *name = text_of(&arguments[1]);
    const Zone *zone = name != NULL ? zone_find(name, NULL) : zone_utc();
    if (arguments[0].type == CELL_NULL || zone == NULL)
        return false;
    *local_ms = zone_to_local(zone, integer_of(&arguments[0], 0));
    *civil = civil_from_ms(*local_ms);
    return true;
}

static void local_ms(const Cell *arguments, guint n, Cell *result)
{
    (void)n;
    Civil civil;
    int64_t ms = 0;
    if (local_of(arguments, &civil, &ms))
        give_integer(result, ms);
}

static void local_hour(const Cell *arguments, guint n, Cell *result)
{
    (void)n;
    Civil civil;
    int64_t ms = 0;
    if (local_of(arguments, &civil, &ms))
        give_integer(result, civil.hour);
}

static void local_weekday(const Cell *arguments, guint n, Cell *result)
{
    (void)n;
    Civil civil;
    int64_t ms = 0;
    if (local_of(arguments, &civil, &ms))
        give_integer(result, civil_weekday(civil_days(civil.year, civil.month, civil.day)));
}

static void local_month(const Cell *arguments, guint n, Cell *result)
{
    (void)n;
    Civil civil;
    int64_t ms = 0;
    if (local_of(arguments, &civil, &ms))
        give_text(result, g_strdup_printf("%04d-%02d", civil.year, civil.month));
}

static const struct {
    const char *name;
    int n_arguments;
    StoreFunction function;
} functions[] = {
    {"fmt_duration", 1, fmt_duration},   {"fmt_ratio", 2, fmt_ratio},     {"fmt_count", 3, fmt_count},
    {"fmt_number", 1, fmt_number},       {"fmt_time", 2, fmt_time},       {"fmt_day", 2, fmt_day},
    {"fmt_money", 2, fmt_money},         {"local_ms", 2, local_ms},       {"local_hour", 2, local_hour},
    {"local_weekday", 2, local_weekday}, {"local_month", 2, local_month}, {"fmt_figure", 4, fmt_figure},
};

bool derive_functions(Store *store, const Format *given, GError **error)
{
    words = *given;
    for (gsize i = 0; i < G_N_ELEMENTS(functions); i++)
        if (!store_register(store, functions[i].name, functions[i].n_arguments, functions[i].function, error))
            return false;
    return derive_aggregates(store, error);
}

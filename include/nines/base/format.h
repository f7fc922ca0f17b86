/* How a value is written for people: the one place that turns a typed cell into text, shared by charts, PDF pages,
 * Markdown and terminal tables.
 *
 * Invariant: the unit alone chooses the form, the same value is written the same way everywhere, and rounding never
 * makes a breach look like a pass: a ratio with two decimals or more is held against a target and cut downwards; one
 * with fewer is a share and goes to the nearest, but never onto 100 % from either side.
 *
 *     Format format = format_default();
 *     format.ratio_digits = format_ratio_digits(0.999);          // 3: the target's one digit plus two
 *     format_ratio(0.99899999, &format);                         // "99.899 %"
 *     format_cell(cell, UNIT_DURATION, &format);                 // "4 min 19 s"
 */
#pragma once

#include "nines/base/table.h"
#include "nines/base/zone.h"

typedef enum {
    DATES_ISO,            /* 2022-05-03 14:05 */
    DATES_DAY_MONTH_YEAR, /* 3 May 2022 14:05 */
    DATES_MONTH_DAY_YEAR, /* May 3, 2022 14:05 */
} DateStyle;

#define FORMAT_NULL "\xe2\x80\x93" /* en dash: a value that is not there, unlike 0 */

/* Borrowed strings; copy the struct freely. */
typedef struct {
    const Zone *zone;     /* of instants; NULL: UTC */
    const char *currency; /* of money, ISO 4217; NULL: none is written */
    const char *decimal;  /* "." */
    const char *group;    /* between thousands: "," */
    DateStyle dates;
    const char *const *months;   /* 12 short names, January first */
    const char *const *weekdays; /* 7 short names, Monday first */
    int ratio_digits;            /* decimals of a percentage */
    bool exact;                  /* instants with their seconds, durations with all their units */
} Format;

/* English names, ISO dates, 1,234.5, UTC, two decimals of a percentage. */
Format format_default(void);

/* Decimals of a percentage with which a value is compared to target safely: those that the target needs, plus two. */
int format_ratio_digits(double target);
/* The format for a column: a ratio column takes its digits from the target beside it ("target_ratio"), three when all
 * its values are 0.9 or more, else one. The currency is that of the first row which names one. */
Format format_of_column(const Table *table, guint column, const Format *base);
/* Decimals of a single ratio: three of an availability or a value of 0.9 and more, else one. */
int format_figure_digits(const char *name, double value);
/* currency of one row ("currency" column), else fallback; borrowed. */
const char *format_row_currency(const Table *table, guint row, const char *fallback);

/* All return new strings. A null cell and NaN give FORMAT_NULL; text is itself. */
char *format_cell(const Cell *cell, Unit unit, const Format *format);
char *format_value(double value, Unit unit, const Format *format);
char *format_ratio(double ratio, const Format *format);  /* "99.899 %" with 3 digits, "147.8 %" with 1 */
char *format_count(int64_t count, const Format *format); /* "12,345" */
char *format_number(double value, const Format *format); /* "12,345.68", at most two decimals above 1 */
char *format_decimals(double value, int decimals, const Format *format); /* "0.50" */
char *format_money(int64_t minor, const Format *format);                 /* "EUR 12,345.60" */
char *format_duration(int64_t ms);                                       /* "1 d 6 h" */
char *format_instant(Instant at, const Format *format);                  /* "2022-05-03 14:05" */
char *format_day(Instant at, const Format *format);                      /* "2022-05-03" */

/* The unit as words for an axis or a header: "%", "EUR", zone name, "count"; NULL for durations (each value carries
 * its own) and plain values. Borrowed from format or static. */
const char *format_unit_words(Unit unit, const Format *format);
/* Text columns read from the left, all others from the right. */
bool format_is_right_aligned(const Table *table, guint column);

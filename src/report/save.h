/* Saves a Table as a derived SQLite table of its name, and adds rows by spelling out their cells. Private to report. */
#pragma once

#include "nines/base/table.h"
#include "nines/calc/intervals.h"
#include "nines/store/query.h"

/* names: columns separated by blanks. */
Table *derived_new(const char *name, const char *names);
/* Appends one row: format has a letter for each cell: i int64_t, t Instant or duration (INSTANT_NONE is null), r
 * double, s text (NULL is null). */
void derived_row(Table *table, const char *format, ...);
/* Milliseconds rounded to whole ones; INSTANT_NONE for NaN and infinity. */
int64_t whole_ms(double ms);
/* Drops what was there. */
bool derived_save(Store *store, const Table *table, GError **error);

/* The one typed result that stands between SQL and every renderer.
 *
 * Invariant: rows x columns of cells, row-major; a column's unit comes from its name's suffix, and the unit alone
 * chooses number format, axis and JSON key:
 *
 *     started_at        UNIT_INSTANT   milliseconds since the epoch (integer)
 *     counted_ms        UNIT_DURATION  milliseconds (integer); JSON writes counted_s in seconds
 *     availability_ratio UNIT_RATIO    0..1 (real)
 *     credit_minor      UNIT_MONEY     minor units; the currency stands in the column named "currency" of the row
 *     incidents_n       UNIT_COUNT     integer
 *     anything else     UNIT_NONE      text or plain number
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum { UNIT_NONE, UNIT_INSTANT, UNIT_DURATION, UNIT_RATIO, UNIT_MONEY, UNIT_COUNT } Unit;
typedef enum { CELL_NULL, CELL_INTEGER, CELL_REAL, CELL_TEXT } CellType;

typedef struct {
    CellType type;
    union {
        int64_t integer;
        double real;
        char *text; /* owned by the table */
    };
} Cell;

typedef struct {
    char *name; /* as in SQL */
    Unit unit;
} TableColumn;

typedef struct {
    char *name;
    GArray *columns; /* TableColumn */
    GArray *cells;   /* Cell, row-major */
} Table;

Unit unit_of_name(const char *column_name);
const char *unit_suffix(Unit unit);

Table *table_new(const char *name);
void table_free(Table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)
void table_add_column(Table *table, const char *name); /* before the first cell */
guint table_n_columns(const Table *table);
guint table_n_rows(const Table *table);
int table_find_column(const Table *table, const char *name); /* -1 when absent */
const Cell *table_cell(const Table *table, guint row, guint column);
/* Cells are appended left to right, row after row. Text is copied and cleaned (text_clean). */
void table_append_null(Table *table);
void table_append_integer(Table *table, int64_t value);
void table_append_real(Table *table, double value);     /* NaN and infinity become null */
void table_append_text(Table *table, const char *text); /* NULL becomes null */
/* Convenience for readers; a null, absent or wrongly typed cell gives the fallback. Text is owned by the table. */
int64_t table_integer(const Table *table, guint row, const char *column, int64_t fallback);
double table_real(const Table *table, guint row, const char *column, double fallback);
const char *table_text(const Table *table, guint row, const char *column, const char *fallback);

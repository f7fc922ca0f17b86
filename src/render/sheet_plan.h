/* A sheet of the workbook as plain data: which rows, which columns, how wide, in which format, with which formula.
 *
 * Invariant: everything that the workbook writer needs is decided here, before a byte is written, so the layout can be
 * tested without a workbook. Headers are unique in their sheet, every column has a cached value in the table.
 *
 *     row 0              title
 *     rows 1..           text, one line a row, and the `empty` sentence when there are no rows
 *     header_row         headers
 *     header_row + 1..   the table's rows (one blank row when there are none, so that references stay valid)
 *     then               totals
 */
#pragma once

#include "cells.h"
#include "formula.h"
#include "nines/base/document.h"

typedef struct {
    const char *field; /* of the sheet's table */
    guint table_column;
    char *header;
    char *number_format; /* NULL: text, or money by row */
    ColumnStyle style;
    bool money, wrap, right, total;
    double width;     /* characters */
    const char *note; /* or NULL */
    const char *formula_text, *first_text;
    Formula *formula, *first; /* NULL until compiled, or none */
    int group_column;         /* of the table; -1: the whole table is one group */
    double sum;               /* of a total column, in workbook units */
} ColumnPlan;

typedef struct {
    const Sheet *sheet;
    char *table_name;
    GPtrArray *lines; /* char*: title, then text */
    guint header_row;
    double header_height; /* points, for the headers that break */
    GArray *columns;      /* ColumnPlan */
    guint n_rows;         /* of the table */
    bool totals;
    bool wraps;        /* some column breaks its text: rows have heights of their own */
    guint key_columns; /* that stay in view, and stand on each printed page */
    double width;      /* of all columns */
} SheetPlan;

/* table_name is sound and unique already. */
SheetPlan *sheet_plan_new(const Sheet *sheet, const char *table_name, const Zone *zone, GError **error);
void sheet_plan_free(SheetPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SheetPlan, sheet_plan_free)
void sheet_plan_declare(const SheetPlan *plan, FormulaScope *scope);
/* After all plans were declared. */
bool sheet_plan_compile(SheetPlan *plan, const FormulaScope *scope, GError **error);
const ColumnPlan *sheet_plan_column(const SheetPlan *plan, guint index);
/* -1 when the sheet does not show the field. */
int sheet_plan_find_field(const SheetPlan *plan, const char *field);
/* Lines of the row's tallest cell, at least 1. */
guint sheet_plan_row_lines(const SheetPlan *plan, guint row);
/* The row (of the table) begins a group of the column's formula. */
bool sheet_plan_begins_group(const SheetPlan *plan, const ColumnPlan *column, guint row);
/* The formula of that cell, or NULL when the cell is a value. */
const Formula *sheet_plan_formula(const SheetPlan *plan, const ColumnPlan *column, guint row);
/* "Ledger[Counted]", for formulas outside the language. Caller frees. */
char *sheet_plan_column_reference(const SheetPlan *plan, const ColumnPlan *column);

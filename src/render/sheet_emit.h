/* Writes one planned sheet: lines, table, rows, totals, rules, page set-up.
 *
 * Invariant: cells are written row by row from the top, so that the constant-memory mode works too.
 */
#pragma once

#include "sheet_plan.h"
#include "xlsx.h"

typedef struct {
    const SheetPlan *plan;
    const Document *document;
    Xlsx *book;
    XlsxSheet *sheet;
    bool live;      /* formulas, a table and totals; else values alone */
    guint first, n; /* rows of the table: those of this sheet */
} SheetEmission;

void sheet_emit(const SheetEmission *emission);
/* Header, footer and paper of a sheet that is no table. */
void sheet_emit_page(XlsxSheet *sheet, const Document *document, const char *title);
/* Wide tables of few rows have their charts below, the others beside. */
bool sheet_emit_charts_below(const SheetPlan *plan);
/* The top left cell of the sheet's index-th native chart. */
void sheet_emit_chart_place(const SheetPlan *plan, guint index, guint *row, guint *column);
/* Rules that colour the words of verdicts. */
void sheet_emit_verdicts(XlsxSheet *sheet, XlsxRange range);

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
/* Header, footer and paper of any sheet. repeat_to 0: no rows are repeated. */
void sheet_emit_page(XlsxSheet *sheet, const Document *document, const char *title, guint repeat_to, XlsxRange area);
/* Rules that colour the words of verdicts. */
void sheet_emit_verdicts(XlsxSheet *sheet, XlsxRange range);

/* The whole workbook as plain data: sheets in order, table names, named cells and compiled formulas.
 *
 * Invariant: names are sound and unique across the book; every formula refers to what exists.
 */
#pragma once

#include "sheet_plan.h"

typedef struct {
    gsize live_cells;     /* above: a listing without formulas */
    guint rows_per_sheet; /* header and lines included */
} BookLimits;

typedef struct {
    const Figure *figure;
    char *name;       /* defined name */
    Formula *formula; /* or NULL */
} FigurePlan;

typedef struct {
    const Document *document;
    FormulaScope *scope;
    GPtrArray *sheets;  /* SheetPlan* */
    GPtrArray *figures; /* FigurePlan* */
    bool live;
} BookPlan;

extern const BookLimits book_limits;

BookPlan *book_plan_new(const Document *document, const BookLimits *limits, GError **error);
void book_plan_free(BookPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BookPlan, book_plan_free)
const SheetPlan *book_plan_sheet(const BookPlan *plan, guint index);

/* workbook_write with other limits, for tests. */
bool book_write(const Document *document, const char *path, const BookLimits *limits, GError **error);

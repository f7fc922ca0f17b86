/* Charts of the spreadsheet program itself, drawn from cells, beside the rendered ones.
 *
 * Invariant: a native chart shows the same rows as the Chart; where the sheet shows them in the Chart's order its cells
 * are used, so that an edit moves the chart, else the values stand on the "Chart data" sheet. Marks that no spreadsheet
 * has (gantt, heat, strip, calendar) are left out.
 */
#pragma once

#include "book_plan.h"
#include "xlsx.h"

#define NATIVE_CHART_WIDTH 640 /* pixels */
#define NATIVE_CHART_HEIGHT 320

typedef struct {
    Xlsx *book;
    XlsxSheet *data; /* "Chart data" */
    guint next_row;
    const Zone *zone;
} ChartData;

bool native_chart_has(const Chart *chart);
/* Of all charts of the book's sheets, some need the data sheet. */
bool native_chart_needs_data(const BookPlan *plan);
/* Beside the table: the sheet's rows begin at header_row + 1 on sheet. */
void native_chart_add(ChartData *data, const Chart *chart, const SheetPlan *plan, XlsxSheet *sheet, guint row,
                      guint column);

/* Scales of native charts: round steps and fixed decimals, which spreadsheets do not choose for times and percentages.
 *
 * Invariant: an axis of durations has steps that people count in (1, 2, 5, 10, 15, 30 minutes, 1, 2, 3, 6, 12 hours,
 * days), an axis of ratios ends at 100 % and shows the decimals that its range needs.
 */
#pragma once

#include "chart_block.h"
#include "xlsx.h"

typedef struct {
    double low, high; /* in workbook units; low > high when there is no number */
} Extent;

/* Of the column's cells from first to the last column; stacked: of the sums of each row. */
Extent native_axis_extent(const Chart *chart, const ChartBlock *block, guint first, guint last, bool stacked,
                          const Zone *zone);
/* Format, step and ends of axis for values of field; SCALE_LOG gets the format alone. from_zero: bars. */
void native_axis_scale(XlsxAxis *axis, const char *field, Extent extent, ScaleKind scale, bool from_zero);
/* Words of the unit for the title: "h:mm", "EUR", NULL. */
const char *native_axis_words(const XlsxAxis *axis, const char *field, const char *currency);

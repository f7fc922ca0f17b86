/* A chart's rows in the shape that spreadsheet charts want: one column of categories, one column for each series.
 *
 * Invariant: plain data, no spreadsheet; every number comes from the Chart's table or is a sum of such numbers.
 */
#pragma once

#include "nines/base/document.h"

typedef enum {
    BLOCK_PLAIN, /* a value for each row of the table, in its order: a sheet's own cells may serve */
    BLOCK_PIVOT, /* rows gathered by category and series */
    BLOCK_STEPS, /* each row twice, at the old and the new height */
    BLOCK_FALLS, /* waterfall: hidden base, rise, fall */
    BLOCK_SPANS, /* gantt: hidden start, then a length in the column of its series */
    BLOCK_NONE,  /* no spreadsheet has this mark */
} ChartBlockKind;

typedef struct {
    char *header;
    const char *field; /* unit and, for plain blocks, where the cells are; borrowed */
} ChartBlockColumn;

typedef struct {
    ChartBlockKind kind;
    GArray *columns; /* ChartBlockColumn; the first is the category */
    GArray *cells;   /* Cell, row-major; text borrowed from the chart's table */
    guint n_rows;
} ChartBlock;

ChartBlockKind chart_block_kind(const Chart *chart);
/* NULL when the chart has no native form or no rows. */
ChartBlock *chart_block_new(const Chart *chart);
void chart_block_free(ChartBlock *block);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ChartBlock, chart_block_free)
const ChartBlockColumn *chart_block_column(const ChartBlock *block, guint index);
const Cell *chart_block_cell(const ChartBlock *block, guint row, guint column);
/* Encodings by role: the category's, and the measure's (value, else the numeric one of x and y). */
const Encoding *chart_category(const Chart *chart);
const Encoding *chart_measure(const Chart *chart);

#include "native_axis.h"
#include "cells.h"
#include <math.h>
#include <string.h>

#define MINUTES_A_DAY 1440.0
#define MOST_STEPS 6.0

static const double duration_steps[] = {1.0 / 60, 5.0 / 60, 10.0 / 60, 30.0 / 60, 1,     2,      5,      10,
                                        15,       30,       60,        120,       180,   360,    720,    1440,
                                        2880,     7200,     14400,     28800,     72000, 144000, 288000, 720000};

static void widen(Extent *extent, double value)
{
    extent->low = MIN(extent->low, value);
    extent->high = MAX(extent->high, value);
}

Extent native_axis_extent(const Chart *chart, const ChartBlock *block, guint first, guint last, bool stacked,
                          const Zone *zone)
{
    Extent extent = {INFINITY, -INFINITY};
    for (guint row = 0; row < block->n_rows; row++) {
        double sum = 0;
        for (guint i = first; i <= last; i++) {
            SheetValue value;
            const char *field = chart_block_column(block, i)->field;
            sheet_value(chart_block_cell(block, row, i), field, row_currency(chart->table, 0), zone, &value);
            if (value.type != CELL_REAL)
                continue;
            sum += value.number;
            widen(&extent, stacked ? sum : value.number);
        }
    }
    return extent;
}

static void scale_duration(XlsxAxis *axis, Extent extent)
{
    double minutes = extent.high * MINUTES_A_DAY;
    gsize i = 0;
    while (i + 1 < G_N_ELEMENTS(duration_steps) && minutes / duration_steps[i] > MOST_STEPS)
        i++;
    double step = duration_steps[i];
    axis->format = step < 1 ? "[h]:mm:ss" : "[h]:mm";
    if (extent.low < 0 || minutes <= 0)
        return;
    axis->has_min = axis->has_max = true;
    axis->max = ceil(minutes / step - 1e-9) * step / MINUTES_A_DAY;
    axis->step = step / MINUTES_A_DAY;
}

static void scale_ratio(XlsxAxis *axis, Extent extent, bool from_zero)
{
    static const char *const formats[] = {"0%", "0.0%", "0.00%", "0.000%", "0.0000%"};
    double low = from_zero ? 0 : extent.low;
    double range = extent.high > low ? (extent.high - low) * 100 : 100;
    int decimals = (int)ceil(-log10(range)) + 1;
    axis->format = formats[CLAMP(decimals, 0, 4)];
    axis->has_max = extent.high <= 1.0 && extent.high > 0.8;
    axis->max = 1.0;
}

void native_axis_scale(XlsxAxis *axis, const char *field, Extent extent, ScaleKind scale, bool from_zero)
{
    Unit unit = unit_of_name(field);
    axis->log = scale == SCALE_LOG && extent.low > 0;
    if (field_is_time(field))
        axis->format = "d\\ mmm\\ yyyy";
    else if (unit == UNIT_MONEY || unit == UNIT_COUNT)
        axis->format = "#,##0";
    if (extent.low > extent.high)
        return;
    if (unit == UNIT_DURATION && axis->log)
        axis->format = "[h]:mm";
    else if (unit == UNIT_DURATION)
        scale_duration(axis, extent);
    else if (unit == UNIT_RATIO)
        scale_ratio(axis, extent, from_zero || scale == SCALE_ZERO);
    if ((scale == SCALE_ZERO || from_zero) && extent.low >= 0 && !axis->log)
        axis->has_min = true;
}

const char *native_axis_words(const XlsxAxis *axis, const char *field, const char *currency)
{
    switch (unit_of_name(field)) {
    case UNIT_DURATION:
        return axis->format != NULL && strcmp(axis->format, "[h]:mm:ss") == 0 ? "h:mm:ss" : "h:mm";
    case UNIT_MONEY:
        return currency;
    case UNIT_COUNT:
        return "count";
    default:
        return NULL;
    }
}

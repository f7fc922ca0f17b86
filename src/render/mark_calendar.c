/* A cell a day: weeks as columns, blocks of months below each other, shade by the day's sum. */
#include "mark_shade.h"

#include <math.h>

typedef struct {
    const Zone *zone;
    int64_t first, last; /* days since 1970-01-01; whole months */
    Civil start;         /* of first */
    int months_n;        /* from first to last */
    int block_months;    /* months beside each other */
    guint blocks_n;
    double cell, left, block_h;
} CalendarPlot;

static int64_t day_of(const CalendarPlot *plot, double at)
{
    Civil civil = zone_to_civil(plot->zone, (Instant)at);
    return civil_days(civil.year, civil.month, civil.day);
}

static Civil civil_of_day(int64_t day)
{
    return civil_from_ms(day * MS_PER_DAY);
}

static int month_number(const Civil *civil)
{
    return civil->year * 12 + civil->month - 1;
}

/* Months are shown whole, so that days without an incident are seen to be good ones. */
static void find_days(const Frame *frame, CalendarPlot *plot)
{
    bool any = false;
    for (guint i = 0; i < frame->data->len; i++) {
        if (!isfinite(frame_datum(frame, i)->x))
            continue;
        int64_t day = day_of(plot, frame_datum(frame, i)->x);
        plot->first = any ? MIN(plot->first, day) : day;
        plot->last = any ? MAX(plot->last, day) : day;
        any = true;
    }
    Civil last = civil_of_day(plot->last);
    plot->start = civil_of_day(plot->first);
    plot->first = civil_days(plot->start.year, plot->start.month, 1);
    plot->last = civil_days(last.year, last.month + 1, 1) - 1;
    plot->months_n = month_number(&last) - month_number(&plot->start) + 1;
}

static double block_head(const Frame *frame)
{
    return text_height(frame_label_style(frame)) * 1.2;
}

static double cell_for(const Frame *frame, const CalendarPlot *plot, int block_months)
{
    int blocks = (plot->months_n + block_months - 1) / block_months;
    double weeks = MIN(block_months, plot->months_n) * 4.4 + 1.6;
    double wide = (frame->body.x + frame->body.w - plot->left) / weeks;
    double high = (frame->body.h / blocks - block_head(frame) * 1.5) / 7;
    return fmin(fmin(wide, high), 26);
}

/* The arrangement with the largest cells; more months than can be seen: the last ones. */
static void size_calendar(Frame *frame, CalendarPlot *plot)
{
    static const int choices[] = {1, 2, 3, 4, 6, 12, 24, 36};
    static const double least_cell = 3.5;
    double widest = 0;
    for (int i = 0; i < 7; i++)
        widest = fmax(widest, text_width(frame->measure, frame->format.weekdays[i], frame_label_style(frame)));
    plot->left = frame->body.x + widest + 8;
    int all = plot->months_n;
    for (;;) {
        plot->cell = 0;
        for (guint i = 0; i < G_N_ELEMENTS(choices); i++) {
            double cell = cell_for(frame, plot, choices[i]);
            if (cell > plot->cell * 1.02)
                plot->block_months = choices[i];
            plot->cell = fmax(plot->cell, cell);
        }
        if (plot->cell >= least_cell || plot->months_n <= 12)
            break;
        plot->months_n = plot->months_n > 24 ? plot->months_n - 12 : 12;
    }
    plot->cell = fmax(cell_for(frame, plot, plot->block_months), 1);
    if (plot->months_n < all) {
        frame_note(frame, "The last %d of %d months are drawn.", plot->months_n, all);
        plot->first = civil_days(plot->start.year, plot->start.month + all - plot->months_n, 1);
        plot->start = civil_of_day(plot->first);
    }
    plot->blocks_n = (guint)((plot->months_n + plot->block_months - 1) / plot->block_months);
    plot->block_h = plot->cell * 7 + block_head(frame) * 1.5;
}

static guint block_of(const CalendarPlot *plot, int64_t day)
{
    Civil civil = civil_of_day(day);
    return (guint)((month_number(&civil) - month_number(&plot->start)) / plot->block_months);
}

static Point day_corner(const Frame *frame, const CalendarPlot *plot, int64_t day)
{
    guint block = block_of(plot, day);
    int64_t begin = civil_days(plot->start.year, plot->start.month + (int)block * plot->block_months, 1);
    int64_t offset = day - (begin - civil_weekday(begin));
    double top = frame->body.y + plot->block_h * block + block_head(frame);
    return (Point){plot->left + plot->cell * (double)(offset / 7), top + plot->cell * (double)(offset % 7)};
}

static double *sum_days(const Frame *frame, const CalendarPlot *plot)
{
    double *values = g_new0(double, (gsize)(plot->last - plot->first + 1));
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        int64_t day = isfinite(datum->x) ? day_of(plot, datum->x) : plot->first - 1;
        if (day >= plot->first && day <= plot->last && isfinite(datum->value))
            values[day - plot->first] += datum->value;
    }
    return values;
}

static Shades day_shades(const double *values, gsize n)
{
    Shades shades = {0, 0, NAN};
    for (gsize i = 0; i < n; i++)
        shades.high = fmax(shades.high, values[i]);
    return shades;
}

static void draw_days(Frame *frame, const CalendarPlot *plot, const Shades *shades, const double *values)
{
    double gap = plot->cell > 6 ? 1 : 0.4;
    for (int64_t day = plot->first; day <= plot->last; day++) {
        double value = values[day - plot->first];
        Point corner = day_corner(frame, plot, day);
        Color color = value == 0 ? frame->theme->palette.shade_none : shade_of(frame, shades, value);
        Shape *cell =
            scene_rect(frame->scene, ROLE_MARK, (Rect){corner.x, corner.y, plot->cell - gap, plot->cell - gap}, color);
        cell->stroke = frame->theme->palette.grid;
        cell->width = value == 0 ? 0.5 : 0;
    }
}

static void name_month(Frame *frame, const CalendarPlot *plot, int64_t day, const Civil *civil)
{
    const Palette *palette = &frame->theme->palette;
    bool begins_block = (month_number(civil) - month_number(&plot->start)) % plot->block_months == 0;
    const char *month = frame->format.months[civil->month - 1];
    Point corner = day_corner(frame, plot, day);
    double x = corner.x + (!begins_block && civil_weekday(day) > 3 ? plot->cell : 0);
    Point at = {begins_block ? plot->left : x,
                frame->body.y + plot->block_h * block_of(plot, day) + block_head(frame) / 2.4};
    if (!begins_block && civil->month != 1) {
        frame_label(frame, month, at, ALIGN_LEFT, palette->quiet, palette->paper);
        return;
    }
    g_autofree char *dated = g_strdup_printf("%s %d", month, civil->year);
    frame_label(frame, dated, at, ALIGN_LEFT, palette->quiet, palette->paper);
}

static void name_months(Frame *frame, const CalendarPlot *plot)
{
    for (int pass = 0; pass < 2; pass++) /* those with a year first: they must not be the ones to go */
        for (int month = 0; month < plot->months_n; month++) {
            int64_t day = civil_days(plot->start.year, plot->start.month + month, 1);
            Civil civil = civil_of_day(day);
            bool is_dated = month % plot->block_months == 0 || civil.month == 1;
            if (is_dated == (pass == 0))
                name_month(frame, plot, day, &civil);
        }
}

static void name_weekdays(Frame *frame, const CalendarPlot *plot)
{
    double line = text_height(frame_label_style(frame));
    int stride = plot->cell >= line ? 1 : plot->cell * 2 >= line ? 2 : plot->cell * 3 >= line ? 3 : 7;
    for (guint block = 0; block < plot->blocks_n; block++) {
        double top = frame->body.y + plot->block_h * block + block_head(frame);
        for (int weekday = 0; weekday < 7; weekday += stride)
            frame_text(frame, ROLE_TICK_Y, frame->format.weekdays[weekday], frame_label_style(frame),
                       frame->theme->palette.quiet,
                       (Rect){frame->body.x, top + plot->cell * (weekday + 0.5) - line / 2 - 0.5,
                              plot->left - frame->body.x - 6, line},
                       ALIGN_LEFT);
    }
}

void layout_calendar(Frame *frame)
{
    CalendarPlot plot = {.zone = frame->chart->zone ? frame->chart->zone : zone_utc()};
    find_days(frame, &plot);
    g_autofree double *all = sum_days(frame, &plot);
    Shades shades = day_shades(all, (gsize)(plot.last - plot.first + 1));
    shade_ramp(frame, &shades);
    size_calendar(frame, &plot);
    g_autofree double *values = sum_days(frame, &plot);
    draw_days(frame, &plot, &shades, values);
    name_weekdays(frame, &plot);
    name_months(frame, &plot);
}

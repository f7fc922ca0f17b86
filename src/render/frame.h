/* What the layouts of all marks share: the data by roles, the header and footer of a chart, and its axes.
 *
 * A mark's layout takes the free area from frame->body, asks for axes, and adds its shapes to frame->scene.
 */
#pragma once

#include "nines/render/axis.h"
#include "nines/render/chart.h"

#define CHART_PAD 12.0 /* points around a chart; pages place charts so that text lines up with the margin */

typedef struct {
    int column; /* -1: not encoded */
    Unit unit;
    bool is_text;
} Field;

typedef struct {
    double x, x2, y, low, high, value, target; /* NaN: absent */
    bool is_dashed;
    guint category, category2, series;
    const char *label; /* NULL: none; borrowed */
} Datum;

typedef struct {
    const Chart *chart;
    const Theme *theme;
    const TextMeasure *measure;
    const TypeSizes *sizes;
    Scene *scene;
    Format format;
    Rect body; /* free area */
    Field x, x2, y, low, high, series, value, target, label, dash;
    GArray *data;           /* Datum, in the rows' order */
    GPtrArray *categories;  /* char*, in order of first appearance: of y (row marks) or x (column marks) */
    bool in_time_order;     /* categories are months or instants: labels may be thinned, columns not left out */
    GPtrArray *categories2; /* heat: of the other direction */
    GPtrArray *names;       /* char*, of the series */
    GPtrArray *notes;       /* char*, sentences that the layout must say: "and 3 more" */
} Frame;

/* ---- chart_data.c ---- */
void frame_read(Frame *frame);
void frame_clear(Frame *frame);
const Datum *frame_datum(const Frame *frame, guint i);
const char *frame_category(const Frame *frame, guint i);
/* Values of the measure lie in [low, high] over all rows, with low/high and targets; NaN when there are none. */
void frame_extent(const Frame *frame, double *low, double *high);
/* The measure of bars and rows: value, else the numeric one of x and y. */
double datum_measure(const Frame *frame, const Datum *datum);
const Field *frame_measure_field(const Frame *frame);
const Encoding *frame_measure_encoding(const Frame *frame);
Format frame_format_of(const Frame *frame, const Field *field);
char *frame_value_text(const Frame *frame, const Field *field, double value);

/* ---- frame.c ---- */
TextStyle frame_label_style(const Frame *frame);
TextStyle frame_small_style(const Frame *frame);
/* Title, subtitle, source and notes; shrinks body. */
void frame_header(Frame *frame);
void frame_empty(Frame *frame);
typedef enum { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT } Align;
/* One line in a box; shortened to it; nothing when not even a character fits. Returns false then. */
bool frame_text(Frame *frame, Role role, const char *text, TextStyle style, Color color, Rect box, Align align);
/* A direct label with its left edge (or centre, right edge) at point, dropped when it would touch another text or
 * leave the body. */
bool frame_label(Frame *frame, const char *text, Point at, Align align, Color color, Color ground);
Color frame_series_color(const Frame *frame, guint series);
/* Swatches with names above the body, when there are two series or more. */
void frame_legend(Frame *frame);
void frame_note(Frame *frame, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* ---- frame_axes.c ---- */
typedef struct {
    AxisRequest request;
    const Encoding *encoding;
    const Field *field;
} AxisSpec;
AxisSpec frame_axis_spec(const Frame *frame, const Encoding *encoding, const Field *field, double low, double high);
/* Value axis along the bottom of plot (labels below it) or along its left side; sets from and to, draws grid and
 * labels. plot is the area of the marks. */
Axis *frame_axis_x(Frame *frame, const AxisSpec *spec, Rect plot);
Axis *frame_axis_y(Frame *frame, const AxisSpec *spec, Rect *plot);
double frame_axis_x_height(const Frame *frame, const AxisSpec *spec);
double frame_axis_title_height(const Frame *frame);
/* Rows for categories at the left: takes label width from body, leaves the rows that fit. */
typedef struct {
    Rect plot; /* of the marks */
    double row_h;
    guint shown_n; /* of the categories, from the first */
    double rest_h; /* below the rows: where "and 3 more" stands */
} Rows;
Rows frame_rows(Frame *frame, double axis_h, double max_row_h);
/* The lines of a category's label in width; a name that would look like an earlier one is cut in its middle, then
 * numbered. side: "x" or "y". */
GPtrArray *frame_name_lines(Frame *frame, const char *side, const char *name, guint number, double width,
                            guint max_lines);
double rows_center(const Rows *rows, guint row);
/* Columns for categories at the bottom. */
typedef struct {
    Rect plot;
    double column_w;
    guint shown_n;
} Columns;
Columns frame_columns(Frame *frame, Rect plot);
double frame_columns_height(const Frame *frame, double plot_w);
/* The same before the y axis takes its width from plot_w. */
double frame_columns_height_beside_axis(const Frame *frame, double plot_w);
double columns_center(const Columns *columns, guint column);

/* ---- marks ---- */
void layout_bar(Frame *frame);
void layout_waterfall(Frame *frame);
void layout_hbar(Frame *frame);
void layout_dot(Frame *frame);
void layout_strip(Frame *frame);
void layout_pareto(Frame *frame);
void layout_line(Frame *frame);
void layout_step(Frame *frame);
void layout_whisker(Frame *frame);
void layout_gantt(Frame *frame);
void layout_heat(Frame *frame);
void layout_calendar(Frame *frame);

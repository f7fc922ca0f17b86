#include "frame.h"

#include <math.h>
#include <string.h>

static const double least_row = 1.15;   /* of the label line, so that labels of neighbours keep apart */
static const double label_share = 0.38; /* of the width that category labels may take */

/* "counted_ms" becomes "Counted": the suffix is the unit, which is written separately. */
static char *title_of_column(const TableColumn *column)
{
    const char *suffix = unit_suffix(column->unit);
    gsize length = strlen(column->name), cut = suffix ? strlen(suffix) : 0;
    char *title = g_strndup(column->name,
                            cut < length && suffix && g_str_has_suffix(column->name, suffix) ? length - cut : length);
    g_strdelimit(title, "_", ' ');
    title[0] = g_ascii_toupper(title[0]);
    return g_strchomp(title);
}

static char *axis_title(const Frame *frame, const AxisSpec *spec, const Axis *axis)
{
    g_autofree char *derived = NULL;
    const char *title = spec->encoding->title;
    if (!title && spec->field->column >= 0)
        title = derived =
            title_of_column(&g_array_index(frame->chart->table->columns, TableColumn, spec->field->column));
    GString *out = g_string_new(title ? title : "");
    if (axis->words && *axis->words)
        g_string_append_printf(out, out->len > 0 ? " (%s)" : "%s", axis->words);
    if (axis->is_cut && axis->kind == AXIS_LINEAR && axis->ticks->len > 1)
        g_string_append_printf(out, "%sscale from %s to %s", out->len > 0 ? ", " : "", axis_tick(axis, 0)->label,
                               axis_tick(axis, axis->ticks->len - 1)->label);
    if (axis->kind == AXIS_LOG)
        g_string_append(out, out->len > 0 ? ", log scale" : "log scale");
    return g_string_free(out, FALSE);
}

AxisSpec frame_axis_spec(const Frame *frame, const Encoding *encoding, const Field *field, double low, double high)
{
    (void)frame;
    bool is_ratio_near_full = field->unit == UNIT_RATIO && low >= 0.9;
    bool from_zero = encoding->scale == SCALE_ZERO || (encoding->scale == SCALE_AUTO && !is_ratio_near_full);
    return (AxisSpec){.request = {.low = low,
                                  .high = high,
                                  .unit = field->unit,
                                  .is_log = encoding->scale == SCALE_LOG,
                                  .from_zero = from_zero,
                                  .max_ticks = 8},
                      .encoding = encoding,
                      .field = field};
}

static double label_width(const Frame *frame, const char *label, TextStyle style)
{
    g_auto(GStrv) lines = g_strsplit(label, "\n", 2);
    double first = text_width(frame->measure, lines[0], style);
    return lines[1] ? fmax(first, text_width(frame->measure, lines[1], style)) : first;
}

/* Records a label; false when the same one stands on that side already. */
static bool record_tick(Frame *frame, const char *side, const char *label)
{
    g_autofree char *entry = g_strdup_printf("%s %s", side, label);
    for (guint i = 0; i < frame->scene->ticks->len; i++)
        if (strcmp(g_ptr_array_index(frame->scene->ticks, i), entry) == 0)
            return false;
    g_ptr_array_add(frame->scene->ticks, g_steal_pointer(&entry));
    return true;
}

static void axis_label(Frame *frame, Role role, const char *label, Rect box, Align align)
{
    g_auto(GStrv) lines = g_strsplit(label, "\n", 2);
    double h = text_height(frame_label_style(frame));
    if (!scene_is_free_of_text(frame->scene, (Rect){box.x, box.y, box.w, h * g_strv_length(lines)}, 0)) {
        frame->scene->dropped_labels_n++; /* a picture too low for its axis */
        return;
    }
    record_tick(frame, role == ROLE_TICK_X ? "x" : "y", label);
    for (guint i = 0; lines[i]; i++)
        frame_text(frame, role, lines[i], frame_label_style(frame), frame->theme->palette.quiet,
                   (Rect){box.x, box.y + h * i, box.w, h}, align);
}

/* Below the plot, so far that the lowest label of the y axis clears those of the x axis. */
static double tick_gap(const Frame *frame)
{
    return text_height(frame_label_style(frame)) * 0.55;
}

double frame_axis_title_height(const Frame *frame)
{
    return text_height(frame_small_style(frame)) + 2;
}

double frame_axis_x_height(const Frame *frame, const AxisSpec *spec)
{
    guint lines = spec->request.unit == UNIT_INSTANT ? 2 : 1;
    return tick_gap(frame) + text_height(frame_label_style(frame)) * lines + frame_axis_title_height(frame);
}

static Rect x_label_box(const Frame *frame, const Axis *axis, const Tick *tick, Rect plot)
{
    double w = label_width(frame, tick->label, frame_label_style(frame));
    double x = axis_at(axis, tick->value) - w / 2;
    x = CLAMP(x, CHART_PAD / 2, frame->scene->width - CHART_PAD / 2 - w);
    return (Rect){x, plot.y + plot.h + tick_gap(frame), w, text_height(frame_label_style(frame))};
}

/* Log axes have uneven ticks: the less round ones give way first. */
static void drop_crowded(const Frame *frame, Axis *axis, Rect plot, double gap)
{
    for (int rank = 3; rank >= 0; rank--) {
        for (guint i = 0; i + 1 < axis->ticks->len;) {
            Rect a = x_label_box(frame, axis, axis_tick(axis, i), plot);
            Rect b = x_label_box(frame, axis, axis_tick(axis, i + 1), plot);
            bool is_crowded = a.x + a.w + gap > b.x;
            guint loser = axis_tick(axis, i)->rank > axis_tick(axis, i + 1)->rank ? i : i + 1;
            if (is_crowded && axis_tick(axis, loser)->rank >= rank)
                g_array_remove_index(axis->ticks, loser);
            else
                i++;
        }
    }
}

static bool is_crowded(const Frame *frame, const Axis *axis, Rect plot, double gap)
{
    for (guint i = 0; i + 1 < axis->ticks->len; i++) {
        Rect a = x_label_box(frame, axis, axis_tick(axis, i), plot);
        Rect b = x_label_box(frame, axis, axis_tick(axis, i + 1), plot);
        if (a.x + a.w + gap > b.x)
            return true;
    }
    return false;
}

static Axis *fit_axis_x(const Frame *frame, const AxisSpec *spec, Rect plot)
{
    Format format = frame_format_of(frame, spec->field);
    double gap = frame->sizes->label * 0.8;
    AxisRequest request = spec->request;
    bool is_time = request.unit == UNIT_INSTANT; /* a year of months is not too many; other values need few lines */
    for (guint n = (guint)CLAMP(plot.w / (frame->sizes->label * (is_time ? 3.6 : 6)), 2, is_time ? 14 : 8);; n--) {
        request.max_ticks = n;
        Axis *axis = axis_new(&request, &format);
        axis->from = plot.x;
        axis->to = plot.x + plot.w;
        if (axis->kind == AXIS_LOG || n <= 1 || !is_crowded(frame, axis, plot, gap)) {
            drop_crowded(frame, axis, plot, gap);
            return axis;
        }
        axis_free(axis);
    }
}

static void record_unit(Frame *frame, const char *side, const Axis *axis, const char *title)
{
    const char *unit = axis->words                   ? axis->words
                       : axis->unit == UNIT_RATIO    ? "%"
                       : axis->unit == UNIT_DURATION ? "time"
                                                     : title;
    g_ptr_array_add(frame->scene->units, g_strdup_printf("%s: %s", side, unit));
}

Axis *frame_axis_x(Frame *frame, const AxisSpec *spec, Rect plot)
{
    const Palette *palette = &frame->theme->palette;
    Axis *axis = fit_axis_x(frame, spec, plot);
    for (guint i = 0; i < axis->ticks->len; i++) {
        double x = axis_at(axis, axis_tick(axis, i)->value);
        scene_line(frame->scene, ROLE_GRID, (Point){x, plot.y}, (Point){x, plot.y + plot.h}, palette->grid, 0.6);
        axis_label(frame, ROLE_TICK_X, axis_tick(axis, i)->label, x_label_box(frame, axis, axis_tick(axis, i), plot),
                   ALIGN_CENTER);
    }
    g_autofree char *title = axis_title(frame, spec, axis);
    double h = frame_axis_title_height(frame), top = plot.y + plot.h + frame_axis_x_height(frame, spec) - h;
    if (*title)
        frame_text(frame, ROLE_AXIS_TITLE, title, frame_small_style(frame), palette->quiet,
                   (Rect){plot.x, top, plot.w, h}, ALIGN_LEFT);
    record_unit(frame, "x", axis, title);
    return axis;
}

static double widest_tick(const Frame *frame, const Axis *axis)
{
    double widest = 0;
    for (guint i = 0; i < axis->ticks->len; i++)
        widest = fmax(widest, label_width(frame, axis_tick(axis, i)->label, frame_label_style(frame)));
    return widest;
}

static void drop_crowded_y(const Frame *frame, Axis *axis)
{
    double least = text_height(frame_label_style(frame)) * 1.05;
    for (int rank = 3; rank >= 0; rank--) {
        for (guint i = 0; i + 1 < axis->ticks->len;) {
            double distance =
                fabs(axis_at(axis, axis_tick(axis, i)->value) - axis_at(axis, axis_tick(axis, i + 1)->value));
            guint loser = axis_tick(axis, i)->rank > axis_tick(axis, i + 1)->rank ? i : i + 1;
            if (distance < least && axis_tick(axis, loser)->rank >= rank)
                g_array_remove_index(axis->ticks, loser);
            else
                i++;
        }
    }
}

Axis *frame_axis_y(Frame *frame, const AxisSpec *spec, Rect *plot)
{
    const Palette *palette = &frame->theme->palette;
    double line = text_height(frame_label_style(frame)), title_h = frame_axis_title_height(frame);
    AxisSpec own = *spec;
    own.request.max_ticks = (guint)CLAMP((plot->h - title_h) / (line * 2.4), 2, 7);
    Format format = frame_format_of(frame, spec->field);
    Axis *axis = axis_new(&own.request, &format);
    g_autofree char *title = axis_title(frame, &own, axis);
    if (*title)
        frame_text(frame, ROLE_AXIS_TITLE, title, frame_small_style(frame), palette->quiet,
                   (Rect){plot->x, plot->y, plot->w, title_h}, ALIGN_LEFT);
    plot->y += title_h + line / 2;
    plot->h -= title_h + line / 2;
    axis->from = plot->y + plot->h;
    axis->to = plot->y;
    drop_crowded_y(frame, axis);
    double w = widest_tick(frame, axis);
    for (guint i = 0; i < axis->ticks->len; i++) {
        double y = axis_at(axis, axis_tick(axis, i)->value);
        bool is_base = axis_tick(axis, i)->value == 0 || (i == 0 && axis->low >= 0);
        scene_line(frame->scene, ROLE_GRID, (Point){plot->x + w + 5, y}, (Point){plot->x + plot->w, y},
                   is_base ? palette->axis : palette->grid, is_base ? 0.8 : 0.6);
        axis_label(frame, ROLE_TICK_Y, axis_tick(axis, i)->label, (Rect){plot->x, y - line / 2, w, line}, ALIGN_RIGHT);
    }
    plot->x += w + 5;
    plot->w -= w + 5;
    record_unit(frame, "y", axis, title);
    return axis;
}

/* ---- category rows ---- */

static double rows_label_width(const Frame *frame, guint shown)
{
    double widest = 0;
    for (guint i = 0; i < shown; i++)
        widest = fmax(widest, label_width(frame, frame_category(frame, i), frame_label_style(frame)));
    return fmin(widest, frame->body.w * label_share);
}

static bool record_lines(Frame *frame, const char *side, GPtrArray *lines)
{
    GString *joined = g_string_new(NULL);
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(joined, "%s%s", i > 0 ? " " : "", (const char *)g_ptr_array_index(lines, i));
    g_autofree char *label = g_string_free(joined, FALSE);
    return *label == '\0' || record_tick(frame, side, label);
}

GPtrArray *frame_name_lines(Frame *frame, const char *side, const char *name, guint number, double width,
                            guint max_lines)
{
    TextStyle style = frame_label_style(frame);
    GPtrArray *lines = text_wrap(frame->measure, name, style, width, max_lines);
    if (record_lines(frame, side, lines))
        return lines;
    g_ptr_array_set_size(lines, 0);
    g_ptr_array_add(lines, text_fit_middle(frame->measure, name, style, width));
    if (record_lines(frame, side, lines))
        return lines;
    g_autofree char *numbered = g_strdup_printf("%u. %s", number + 1, name);
    g_ptr_array_set_size(lines, 0);
    g_ptr_array_add(lines, text_fit(frame->measure, numbered, style, width));
    record_lines(frame, side, lines);
    return lines;
}

static void row_label(Frame *frame, guint row, Rect box)
{
    g_autofree char *single = g_strdelimit(g_strdup(frame_category(frame, row)), "\n", ' ');
    double line = text_height(frame_label_style(frame));
    guint most = (guint)CLAMP(floor(box.h / line), 1, 2);
    g_autoptr(GPtrArray) lines = frame_name_lines(frame, "y", single, row, box.w + 0.01, most);
    double top = box.y + (box.h - line * lines->len) / 2;
    for (guint i = 0; i < lines->len; i++)
        frame_text(frame, ROLE_TICK_Y, g_ptr_array_index(lines, i), frame_label_style(frame), frame->theme->palette.ink,
                   (Rect){box.x, top + line * i, box.w, line}, ALIGN_RIGHT);
}

/* What was left out is said where the rows end. */
static void rows_rest(Frame *frame, guint n, Rect slot, double label_w)
{
    g_autofree char *text = g_strdup_printf("and %u more", n);
    double w = fmax(label_w, text_width(frame->measure, text, frame_label_style(frame)));
    frame_text(frame, ROLE_NOTE, text, frame_label_style(frame), frame->theme->palette.quiet,
               (Rect){slot.x, slot.y, fmin(w, slot.w), slot.h}, ALIGN_RIGHT);
}

Rows frame_rows(Frame *frame, double axis_h, double max_row_h)
{
    double line = text_height(frame_label_style(frame)), least = line * least_row;
    double h = frame->body.h - axis_h;
    guint n = frame->categories->len, fit = (guint)fmax(1, floor(h / least)), shown = MIN(n, fit);
    bool is_cut = n > fit;
    if (is_cut && shown > 1)
        shown--;
    double row_h = fmin(max_row_h, h / (shown + (is_cut ? 1 : 0)));
    double w = rows_label_width(frame, shown);
    Rect plot = {frame->body.x + w + 8, frame->body.y, frame->body.w - w - 8, row_h * shown};
    for (guint i = 0; i < shown; i++)
        row_label(frame, i, (Rect){frame->body.x, plot.y + row_h * i, w, row_h});
    if (is_cut)
        rows_rest(frame, n - shown, (Rect){frame->body.x, plot.y + plot.h, plot.x + plot.w - frame->body.x, row_h}, w);
    return (Rows){plot, row_h, shown, is_cut ? row_h : 0};
}

double rows_center(const Rows *rows, guint row)
{
    return rows->plot.y + rows->row_h * (row + 0.5);
}

/* ---- category columns ---- */

static double column_need(const Frame *frame)
{
    double widest = 0, size = frame->sizes->label;
    for (guint i = 0; i < frame->categories->len; i++)
        widest = fmax(widest, label_width(frame, frame_category(frame, i), frame_label_style(frame)));
    return CLAMP(widest + size * 0.6, size * 1.4, size * 6.5);
}

static guint column_lines(const Frame *frame, double column_w)
{
    guint lines = 1;
    for (guint i = 0; i < frame->categories->len; i++) {
        g_autoptr(GPtrArray) wrapped = text_wrap(frame->measure, frame_category(frame, i), frame_label_style(frame),
                                                 frame->in_time_order ? 1e4 : column_w - frame->sizes->label * 0.5, 3);
        lines = MAX(lines, wrapped->len);
    }
    return lines;
}

static guint columns_that_fit(const Frame *frame, double plot_w)
{
    if (frame->in_time_order)
        return (guint)CLAMP(floor(plot_w / 1.5), 1, frame->categories->len);
    return (guint)CLAMP(floor(plot_w / column_need(frame)), 1, frame->categories->len);
}

double frame_columns_height(const Frame *frame, double plot_w)
{
    guint shown = columns_that_fit(frame, plot_w);
    double column_w = fmin(plot_w / shown, frame->sizes->label * 18);
    return tick_gap(frame) + 1 + column_lines(frame, column_w) * text_height(frame_label_style(frame)) +
           (frame->chart->x.title ? frame_axis_title_height(frame) : 0);
}

/* How wide the axis will be is known only when it stands; in a narrow picture a few points are a line of a label. */
double frame_columns_height_beside_axis(const Frame *frame, double plot_w)
{
    double most = 0;
    for (double axis_w = 2; axis_w <= 8; axis_w += 2)
        most = fmax(most, frame_columns_height(frame, fmax(1, plot_w - axis_w * frame->sizes->label)));
    return most;
}

/* Every how many columns a label fits; 1 unless the columns are points in time. */
static guint label_stride(const Frame *frame, const Columns *columns)
{
    if (!frame->in_time_order)
        return 1;
    double widest = 0;
    for (guint i = 0; i < columns->shown_n; i++)
        widest = fmax(widest, label_width(frame, frame_category(frame, i), frame_label_style(frame)));
    return (guint)ceil((widest + frame->sizes->label * 0.5) / columns->column_w);
}

static void column_label(Frame *frame, const Columns *columns, guint i, guint stride)
{
    double line = text_height(frame_label_style(frame)), w = columns->column_w * stride - frame->sizes->label * 0.4;
    double x = columns_center(columns, i) - w / 2, right = frame->scene->width - CHART_PAD / 2;
    x = CLAMP(x, CHART_PAD / 2, fmax(CHART_PAD / 2, right - w));
    g_autoptr(GPtrArray) lines = frame_name_lines(frame, "x", frame_category(frame, i), i, w, 3);
    for (guint k = 0; k < lines->len; k++)
        frame_text(frame, ROLE_TICK_X, g_ptr_array_index(lines, k), frame_label_style(frame), frame->theme->palette.ink,
                   (Rect){x, columns->plot.y + columns->plot.h + tick_gap(frame) + line * k, w, line}, ALIGN_CENTER);
}

Columns frame_columns(Frame *frame, Rect plot)
{
    guint n = frame->categories->len, shown = columns_that_fit(frame, plot.w);
    Columns columns = {plot, fmin(plot.w / shown, frame->sizes->label * 18), shown};
    guint stride = label_stride(frame, &columns);
    for (guint i = 0; i < shown; i += stride)
        column_label(frame, &columns, i, stride);
    if (n > shown)
        frame_note(frame, "And %u more, not drawn.", n - shown);
    if (frame->chart->x.title) {
        double h = frame_axis_title_height(frame), top = plot.y + plot.h + frame_columns_height(frame, plot.w) - h;
        frame_text(frame, ROLE_AXIS_TITLE, frame->chart->x.title, frame_small_style(frame), frame->theme->palette.quiet,
                   (Rect){plot.x, top, plot.w, h}, ALIGN_LEFT);
    }
    return columns;
}

double columns_center(const Columns *columns, guint column)
{
    return columns->plot.x + columns->column_w * (column + 0.5);
}

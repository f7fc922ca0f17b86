#include "flow.h"

#include "frame.h"
#include <math.h>
#include <string.h>

#define TITLE_LINES 2

void flow_outline(Flow *flow, const char *title, int level)
{
    OutlineEntry *entry = g_new0(OutlineEntry, 1);
    entry->title = g_strdup(title);
    entry->page = flow->layout->pages->len - 1;
    entry->y = flow->y;
    entry->level = level;
    g_ptr_array_add(flow->layout->outline, entry);
}

void flow_line(Flow *flow, Role role, const char *text, TextStyle style, Color color, Rect box, bool right)
{
    g_autofree char *fitted = text_fit(flow->measure, text, style, box.w + 0.01);
    if (!*fitted)
        return;
    double w = text_width(flow->measure, fitted, style), h = text_height(style);
    scene_text(flow->scene, role, fitted, style, color,
               (Rect){right ? box.x + box.w - w : box.x, box.y + (box.h - h) / 2, w, h});
}

static TextStyle page_title_style(const Flow *flow)
{
    return (TextStyle){flow->document->deck ? flow->sizes->title : flow->sizes->title + 3, true};
}

void flow_page_title(Flow *flow, const char *title, bool is_continued)
{
    if (!title || !*title)
        return;
    g_autofree char *text = is_continued ? g_strdup_printf("%s (continued)", title) : g_strdup(title);
    if (!is_continued)
        flow_outline(flow, title, 1);
    Paragraph heading = {ROLE_HEADING,      "H1",       page_title_style(flow), flow->theme->palette.ink,
                         flow->sizes->body, TITLE_LINES};
    flow_paragraph(flow, &heading, text);
    flow->content_top = flow->y;
}

void flow_new_page(Flow *flow)
{
    const Document *document = flow->document;
    bool is_continued = flow->scene && flow->page && flow->layout->pages->len > 0;
    flow->scene = scene_new(document->page_width_in * 72, document->page_height_in * 72, flow->theme->palette.paper);
    g_ptr_array_add(flow->layout->pages, flow->scene);
    flow->y = flow->content_top = flow->top;
    scene_rect(flow->scene, ROLE_DECORATION, (Rect){0, 0, flow->scene->width, flow->scene->height},
               flow->theme->palette.paper);
    if (is_continued)
        flow_page_title(flow, flow->page->title, true);
}

bool flow_is_at_top(const Flow *flow)
{
    return flow->y <= flow->content_top + 1;
}

void flow_gap(Flow *flow, double h)
{
    flow->y += h * flow->gap_scale;
}

double flow_left_h(const Flow *flow)
{
    return flow->bottom - flow->y;
}

void flow_need(Flow *flow, double h)
{
    if (flow_left_h(flow) < h && !flow_is_at_top(flow))
        flow_new_page(flow);
}

static void paragraph_lines(Flow *flow, const Paragraph *paragraph, GPtrArray *lines)
{
    double h = text_height(paragraph->style);
    for (guint i = 0; i < lines->len; i++) {
        bool is_orphan = i == 0 && lines->len > 2; /* one line of a longer text alone at the foot */
        if (flow_left_h(flow) < h * (is_orphan ? 2 : 1)) {
            scene_close(flow->scene);
            flow_new_page(flow);
            scene_open(flow->scene, paragraph->tag, NULL);
        }
        flow_line(flow, paragraph->role, g_ptr_array_index(lines, i), paragraph->style, paragraph->color,
                  (Rect){flow->left, flow->y, flow->width, h}, false);
        flow->y += h;
    }
}

void flow_paragraph(Flow *flow, const Paragraph *paragraph, const char *text)
{
    g_autoptr(GPtrArray) lines = text_wrap(flow->measure, text, paragraph->style, flow->width, paragraph->max_lines);
    scene_open(flow->scene, paragraph->tag, NULL);
    paragraph_lines(flow, paragraph, lines);
    scene_close(flow->scene);
    flow_gap(flow, paragraph->after);
}

void flow_heading(Flow *flow, const Block *block)
{
    TextStyle style = {flow->document->deck ? flow->sizes->body + 2 : flow->sizes->body + 2.5, true};
    if (!block->text || !*block->text)
        return; /* its query had nothing to say */
    if (!flow_is_at_top(flow))
        flow_gap(flow, flow->sizes->body * 0.8);
    flow_need(flow, text_height(style) + flow->sizes->body * 6); /* a heading stays with what it heads */
    flow_outline(flow, block->text, 2);
    Paragraph heading = {ROLE_HEADING, "H2", style, flow->theme->palette.ink, flow->sizes->body * 0.5, TITLE_LINES};
    flow_paragraph(flow, &heading, block->text);
}

void flow_text(Flow *flow, const Block *block)
{
    Paragraph body = {ROLE_BODY, "P", {flow->sizes->body, false}, flow->theme->palette.ink, flow->sizes->body * 0.7, 0};
    g_auto(GStrv) paragraphs = g_strsplit(block->text ? block->text : "", "\n", -1);
    for (char **text = paragraphs; *text; text++)
        if (**text)
            flow_paragraph(flow, &body, *text);
}

void flow_note(Flow *flow, const char *text)
{
    Paragraph note = {ROLE_NOTE, "P", {flow->sizes->small, false}, flow->theme->palette.quiet, flow->sizes->body * 0.7,
                      0};
    if (text && *text)
        flow_paragraph(flow, &note, text);
}

static TypeSizes chart_sizes(const Flow *flow)
{
    TypeSizes sizes = *flow->sizes;
    sizes.title = flow->document->deck ? fmax(sizes.least, sizes.body) : sizes.body + 2;
    return sizes;
}

/* As high as the rows need, else in the chart's own proportions. */
static double wanted_height(const Flow *flow, const Chart *chart, double width)
{
    TypeSizes sizes = chart_sizes(flow);
    double natural =
        chart_natural_height(chart, flow->theme, flow->measure, width + 2 * CHART_PAD, &sizes) - 2 * CHART_PAD;
    if (natural > 0)
        return natural;
    double width_in = chart->width_in > 0 ? chart->width_in : flow->theme->chart_width_in;
    double height_in = chart->height_in > 0 ? chart->height_in : flow->theme->chart_height_in;
    return width * height_in / width_in;
}

static double chart_gap(const Flow *flow)
{
    return flow->sizes->body * 1.4 * flow->gap_scale;
}

/* A page of charts alone: a little lower each when all then fit on one sheet. */
void flow_scale_charts(Flow *flow, const Page *page)
{
    static const double least_scale = 0.68;
    double sum = 0, gaps = 0;
    flow->chart_scale = 1;
    for (guint i = 0; i < page->blocks->len; i++) {
        const Block *block = g_ptr_array_index(page->blocks, i);
        if (block->kind != BLOCK_CHART || !block->chart)
            return;
        sum += wanted_height(flow, block->chart, flow->width);
        gaps += chart_gap(flow);
    }
    double scale = sum > 0 ? (flow_left_h(flow) - gaps) / sum : 1;
    if (scale >= least_scale && scale < 1)
        flow->chart_scale = scale;
}

/* A high chart may lose some height to stay on the page; of a low one too little would be left. */
static double least_height(const Flow *flow, double wanted)
{
    return wanted < flow->sizes->label * 30 ? wanted : wanted * 0.7;
}

/* The height at which the chart keeps its own proportions, or what is left where that is nearly enough. */
static double chart_height(Flow *flow, const Chart *chart)
{
    double wanted = fmin(wanted_height(flow, chart, flow->width) * flow->chart_scale,
                         flow->bottom - flow->top - text_height(page_title_style(flow)) * 2);
    if (table_n_rows(chart->table) == 0)
        wanted = fmin(wanted, flow->sizes->body * 5);                    /* a sentence needs no empty field below it */
    bool fills = flow->document->deck && table_n_rows(chart->table) > 0; /* a slide has one picture */
    double rest = flow->sizes->body * 0.8;                               /* above the foot of a slide */
    flow_need(flow, fills ? fmin(flow->sizes->label * 14, wanted + rest) : least_height(flow, wanted));
    return fills ? flow_left_h(flow) - rest : fmin(wanted, flow_left_h(flow));
}

/* In the box; its title goes into the outline unless the page says it already. */
static void place_chart(Flow *flow, const Chart *original, Rect box)
{
    Chart chart = *original; /* shallow: only its title may go */
    if (chart.title && !(flow->page && g_strcmp0(flow->page->title, chart.title) == 0))
        flow_outline(flow, chart.title, 2);
    else
        chart.title = NULL;
    TypeSizes sizes = chart_sizes(flow);
    g_autoptr(Scene) scene =
        chart_layout(&chart, flow->theme, flow->measure, box.w + 2 * CHART_PAD, box.h + 2 * CHART_PAD, &sizes);
    g_array_index(scene->shapes, Shape, 0).fill.a = 0; /* the chart's own paper would cover what stands above */
    scene_open(flow->scene, "Figure", NULL);
    scene_append(flow->scene, scene, box.x - CHART_PAD, box.y - CHART_PAD);
    scene_close(flow->scene);
}

void flow_chart(Flow *flow, const Block *block)
{
    if (!block->chart)
        return;
    double h = chart_height(flow, block->chart);
    place_chart(flow, block->chart, (Rect){flow->left, flow->y, flow->width, h});
    flow->y += h + chart_gap(flow);
}

/* Beside each other, all as high as the highest needs. */
void flow_charts(Flow *flow, const Block *block)
{
    static const double plot_share = 0.56; /* height to width of what the texts leave of a narrow chart */
    TypeSizes sizes = chart_sizes(flow);
    guint n = block->charts->len;
    double gap = flow->sizes->body * 2.4, w = (flow->width - gap * (n - 1)) / n, h = 0;
    for (guint i = 0; i < n; i++) {
        const Chart *chart = g_ptr_array_index(block->charts, i);
        double natural = chart_natural_height(chart, flow->theme, flow->measure, w + 2 * CHART_PAD, &sizes);
        double margins = chart_margin_height(chart, flow->theme, flow->measure, w + 2 * CHART_PAD, &sizes);
        bool is_empty = table_n_rows(chart->table) == 0;
        double plot = is_empty ? flow->sizes->body * 3 : w * plot_share;
        h = fmax(h, (natural > 0 ? natural : margins + plot) - 2 * CHART_PAD);
    }
    h = fmin(h, flow->bottom - flow->top - text_height(page_title_style(flow)) * 2);
    flow_need(flow, least_height(flow, h));
    h = fmin(h, flow_left_h(flow));
    for (guint i = 0; i < n; i++)
        place_chart(flow, g_ptr_array_index(block->charts, i), (Rect){flow->left + (w + gap) * i, flow->y, w, h});
    flow->y += h + chart_gap(flow);
}

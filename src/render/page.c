#include "nines/render/pdf.h"

#include "flow.h"
#include "flow_links.h"
#include <math.h>

static void outline_entry_free(gpointer data)
{
    OutlineEntry *entry = data;
    g_free(entry->title);
    g_free(entry);
}

static void scene_destroy(gpointer data)
{
    scene_free(data);
}

void layout_free(Layout *layout)
{
    if (!layout)
        return;
    g_ptr_array_unref(layout->pages);
    g_ptr_array_unref(layout->outline);
    g_free(layout);
}

static void flow_note_block(Flow *flow, const Block *block)
{
    flow_note(flow, block->text);
}

static void (*const blocks[])(Flow *flow, const Block *block) = {
    [BLOCK_HEADING] = flow_heading, [BLOCK_TEXT] = flow_text,   [BLOCK_CHART] = flow_chart,
    [BLOCK_CHARTS] = flow_charts,   [BLOCK_TABLE] = flow_table, [BLOCK_FIGURES] = flow_figures,
    [BLOCK_NOTE] = flow_note_block,
};

static Flow flow_begin(const Document *document, const Theme *theme, const TextMeasure *measure, Layout *layout)
{
    double width = document->page_width_in * 72, height = document->page_height_in * 72;
    double side = document->deck ? 48 : 46, line = document->deck ? theme->deck_sizes.small : theme->paper_sizes.small;
    Flow flow = {.document = document,
                 .theme = theme,
                 .measure = measure,
                 .sizes = document->deck ? &theme->deck_sizes : &theme->paper_sizes,
                 .layout = layout,
                 .left = side,
                 .width = width - 2 * side,
                 .top = document->deck ? 40 : 54,
                 .bottom = height - (document->deck ? 30 : 34) - line * LINE_HEIGHT * (document->deck ? 1 : 2) - 8,
                 .format = theme->format,
                 .chart_scale = 1,
                 .gap_scale = 1};
    flow.format.zone = document->zone;
    return flow;
}

static void draw_logo(Flow *flow)
{
    if (!flow->theme->logo)
        return;
    Rect box = {flow->left + flow->width - 90, flow->top - 26, 90, 24};
    scene_rect(flow->scene, ROLE_DECORATION, box, (Color){0, 0, 0, 0});
    Shape *image = &g_array_index(flow->scene->shapes, Shape, flow->scene->shapes->len - 1);
    image->kind = SHAPE_IMAGE;
    image->text = g_strdup(flow->theme->logo);
}

/* Name and period of the whole document, on its first page. */
static void document_title(Flow *flow)
{
    const Document *document = flow->document;
    const Palette *palette = &flow->theme->palette;
    double size = document->deck ? flow->sizes->subtitle : flow->sizes->title + 7;
    Paragraph title = {ROLE_TITLE, "H1", {size, true}, palette->ink, 1, 2};
    Paragraph subtitle = {ROLE_SUBTITLE,           "P", {flow->sizes->subtitle, false}, palette->quiet,
                          flow->sizes->body * 0.8, 3};
    draw_logo(flow);
    if (document->title)
        flow_paragraph(flow, &title, document->title);
    if (document->subtitle)
        flow_paragraph(flow, &subtitle, document->subtitle);
    scene_line(flow->scene, ROLE_DECORATION, (Point){flow->left, flow->y}, (Point){flow->left + flow->width, flow->y},
               palette->accent, 1.6);
    flow->y += flow->sizes->body * 1.2;
}

static void flow_blocks(Flow *flow, const Page *page, bool is_first)
{
    flow->page = NULL; /* no "(continued)" on the page's own beginning */
    flow_new_page(flow);
    if (is_first)
        document_title(flow);
    flow_page_title(flow, page->title, false);
    flow->page = page;
    flow_scale_charts(flow, page);
    for (guint i = 0; i < page->blocks->len; i++) {
        const Block *block = g_ptr_array_index(page->blocks, i);
        blocks[block->kind](flow, block);
    }
}

/* As far as the layout had come before a page was begun. */
typedef struct {
    guint pages_n, outline_n, ids_n;
} Begun;

static void take_back(Flow *flow, Begun begun)
{
    g_ptr_array_set_size(flow->layout->pages, (int)begun.pages_n);
    g_ptr_array_set_size(flow->layout->outline, (int)begun.outline_n);
    if (flow->ids)
        g_array_set_size(flow->ids, begun.ids_n);
}

/* So few lines on the last sheet that they can come to those before. */
static bool is_spilled(const Flow *flow, Begun begun)
{
    static const double few = 0.15; /* of a sheet's height */
    return !flow->document->deck && flow->layout->pages->len > begun.pages_n + 1 &&
           flow->y - flow->content_top < (flow->bottom - flow->content_top) * few;
}

/* Sheets of a page whose last one would be all but empty are set tighter, if that saves it. */
static void flow_page(Flow *flow, const Page *page, bool is_first)
{
    static const double gap_scales[] = {0.8, 0.6, 0.4, 1}; /* the last one: in vain */
    Begun begun = {flow->layout->pages->len, flow->layout->outline->len, flow->ids ? flow->ids->len : 0};
    flow_blocks(flow, page, is_first);
    if (!is_spilled(flow, begun))
        return;
    guint wide_n = flow->layout->pages->len;
    for (guint i = 0; i < G_N_ELEMENTS(gap_scales) && flow->layout->pages->len >= wide_n; i++) {
        take_back(flow, begun);
        flow->gap_scale = gap_scales[i];
        flow_blocks(flow, page, is_first);
    }
    flow->gap_scale = 1;
}

static void running_line(Flow *flow, Role role, const char *text, double y, bool right, double share)
{
    TextStyle style = {flow->sizes->small, false};
    double w = flow->width * share;
    flow_line(flow, role, text, style, flow->theme->palette.quiet,
              (Rect){right ? flow->left + flow->width - w : flow->left, y, w, text_height(style)}, right);
}

static void running_footer(Flow *flow, guint number)
{
    const Document *document = flow->document;
    TextStyle style = {flow->sizes->small, false};
    double y = flow->bottom + 8, line = text_height(style);
    g_autofree char *page = g_strdup_printf("%u / %u", number, flow->layout->pages->len);
    running_line(flow, ROLE_FOOTER, page, y, true, 0.15);
    if (document->deck) {
        running_line(flow, ROLE_FOOTER, document->title ? document->title : document->name, y, false, 0.8);
        return;
    }
    g_autoptr(GPtrArray) lines =
        text_wrap(flow->measure, document->footer ? document->footer : "", style, flow->width * 0.82, 2);
    for (guint i = 0; i < lines->len; i++)
        running_line(flow, ROLE_FOOTER, g_ptr_array_index(lines, i), y + line * i, false, 0.83);
}

static void add_running_lines(Flow *flow)
{
    const Document *document = flow->document;
    for (guint i = 0; i < flow->layout->pages->len; i++) {
        flow->scene = g_ptr_array_index(flow->layout->pages, i);
        if (i > 0 && !document->deck) {
            running_line(flow, ROLE_HEADER, document->title ? document->title : document->name, 28, false, 0.27);
            if (document->subtitle)
                running_line(flow, ROLE_HEADER, document->subtitle, 28, true, 0.71);
        }
        running_footer(flow, i + 1);
    }
}

/* The footer of a report is too long for every slide: it stands once, at the end. */
static void deck_sources(Flow *flow)
{
    TextStyle style = {flow->sizes->small, false};
    g_autoptr(GPtrArray) lines = text_wrap(flow->measure, flow->document->footer, style, flow->width, 0);
    if (flow_left_h(flow) < lines->len * text_height(style)) {
        flow->page = NULL;
        flow_new_page(flow);
        flow_page_title(flow, "Sources and versions", false);
    }
    flow_note(flow, flow->document->footer);
}

Layout *document_layout(const Document *document, const Theme *theme, const TextMeasure *measure)
{
    Layout *layout = g_new0(Layout, 1);
    layout->pages = g_ptr_array_new_with_free_func(scene_destroy);
    layout->outline = g_ptr_array_new_with_free_func(outline_entry_free);
    Flow flow = flow_begin(document, theme, measure, layout);
    for (guint i = 0; i < document->pages->len; i++)
        flow_page(&flow, g_ptr_array_index(document->pages, i), i == 0);
    if (document->pages->len == 0) {
        flow_new_page(&flow);
        document_title(&flow);
    }
    if (document->deck && document->footer)
        deck_sources(&flow);
    add_running_lines(&flow);
    flow_links_resolve(&flow);
    return layout;
}

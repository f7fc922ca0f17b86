/* The scorecard: figures as tiles, name above, value large, definition below. */
#include "flow.h"

#include "verdict.h"
#include <math.h>

#define NOTE_LINES 6

typedef struct {
    TextStyle name, value, note;
    double gap, w;
    guint columns_n;
} TileGrid;

typedef struct {
    GPtrArray *name, *value, *note; /* lines */
    double value_size, sign;        /* sign: room for that of a verdict */
    Verdict verdict;
} Tile;

static void tile_free(gpointer data)
{
    Tile *tile = data;
    g_ptr_array_unref(tile->value);
    g_ptr_array_unref(tile->name);
    g_ptr_array_unref(tile->note);
    g_free(tile);
}

static TileGrid grid_of(const Flow *flow, guint n)
{
    const TypeSizes *sizes = flow->sizes;
    guint most = 4;
    TileGrid grid = {.name = {sizes->label, false},
                     .value = {flow->document->deck ? sizes->title + 14 : sizes->title + 4, true},
                     .note = {sizes->small, false},
                     .gap = sizes->body * 1.6,
                     .columns_n = MAX(1, n < most                     ? n
                                         : n == 5 || n == 6 || n == 9 ? 3
                                                                      : most)};
    guint across = MAX(grid.columns_n, 3); /* one or two tiles are not stretched over the page */
    grid.w = (flow->width - grid.gap * (across - 1)) / across;
    return grid;
}

static char *figure_text(const Flow *flow, const Figure *figure)
{
    Format format = flow->format;
    Unit unit = unit_of_name(figure->name);
    format.currency = figure->currency ? figure->currency : format.currency;
    format.ratio_digits = format_figure_digits(figure->name, figure->value.type == CELL_REAL ? figure->value.real : 0);
    return format_cell(&figure->value, unit, &format);
}

/* The value loses size rather than characters; words that are long even then take a second line. */
static double value_size(const Flow *flow, const TileGrid *grid, const char *text, double sign)
{
    double size = grid->value.size;
    while (size > flow->sizes->body && text_width(flow->measure, text, (TextStyle){size, true}) > grid->w - sign)
        size -= 1;
    return fmax(size, flow->sizes->body);
}

static Tile *tile_of(const Flow *flow, const TileGrid *grid, const Figure *figure)
{
    Tile *tile = g_new0(Tile, 1);
    g_autofree char *value = figure_text(flow, figure);
    tile->verdict = verdict_of(value);
    tile->sign = tile->verdict == VERDICT_NONE ? 0 : flow->sizes->body * 1.2;
    tile->value_size = value_size(flow, grid, value, tile->sign);
    tile->value = text_wrap(flow->measure, value, (TextStyle){tile->value_size, true}, grid->w - tile->sign + 0.01, 2);
    tile->name = text_wrap(flow->measure, figure->title ? figure->title : figure->name, grid->name, grid->w, 2);
    const char *note = figure->beside ? figure->beside : figure->note ? figure->note : "";
    tile->note = text_wrap(flow->measure, note, grid->note, grid->w, NOTE_LINES);
    return tile;
}

/* Heights of the three parts, the same for all tiles beside each other. */
typedef struct {
    double name, value, note;
} TileHeights;

static TileHeights row_heights(const TileGrid *grid, GPtrArray *tiles, guint from, guint to)
{
    TileHeights heights = {0, text_height(grid->value), 0};
    for (guint i = from; i < to; i++) {
        const Tile *tile = g_ptr_array_index(tiles, i);
        heights.name = fmax(heights.name, tile->name->len * text_height(grid->name));
        heights.value = fmax(heights.value, tile->value->len * text_height((TextStyle){tile->value_size, true}));
        heights.note = fmax(heights.note, tile->note->len * text_height(grid->note));
    }
    return heights;
}

static void draw_lines(Flow *flow, Role role, GPtrArray *lines, TextStyle style, Color color, double x, double *y,
                       double w)
{
    double h = text_height(style);
    for (guint i = 0; i < lines->len; i++) {
        flow_line(flow, role, g_ptr_array_index(lines, i), style, color, (Rect){x, *y, w, h}, false);
        *y += h;
    }
}

static void draw_tile(Flow *flow, const TileGrid *grid, const Tile *tile, double x, const TileHeights *heights)
{
    const Palette *palette = &flow->theme->palette;
    TextStyle style = {tile->value_size, true};
    double y = flow->y + 5, value_y = y + heights->name, note_y = value_y + heights->value;
    scene_open(flow->scene, "P", NULL);
    scene_line(flow->scene, ROLE_DECORATION, (Point){x, flow->y}, (Point){x + grid->w, flow->y}, palette->axis, 0.8);
    draw_lines(flow, ROLE_BODY, tile->name, grid->name, palette->quiet, x, &y, grid->w);
    value_y += fmax(0, heights->value - tile->value->len * text_height(style)) / 2;
    if (tile->verdict != VERDICT_NONE)
        verdict_sign(flow->scene, palette, tile->verdict, (Rect){x, value_y, tile->sign * 0.75, text_height(style)},
                     tile->sign * 0.6);
    draw_lines(flow, ROLE_BODY, tile->value, style, verdict_color(palette, tile->verdict), x + tile->sign, &value_y,
               grid->w - tile->sign);
    draw_lines(flow, ROLE_NOTE, tile->note, grid->note, palette->quiet, x, &note_y, grid->w);
    scene_close(flow->scene);
}

static GPtrArray *collect_tiles(const Flow *flow, const Block *block, TileGrid *grid)
{
    guint n = block->fields && block->fields->len > 0 ? block->fields->len : flow->document->figures->len;
    *grid = grid_of(flow, n);
    GPtrArray *tiles = g_ptr_array_new_with_free_func(tile_free);
    for (guint i = 0; i < n; i++) {
        bool by_name = block->fields && block->fields->len > 0;
        const Figure *figure = by_name ? document_figure(flow->document, g_ptr_array_index(block->fields, i))
                                       : g_ptr_array_index(flow->document->figures, i);
        if (figure)
            g_ptr_array_add(tiles, tile_of(flow, grid, figure));
    }
    return tiles;
}

void flow_figures(Flow *flow, const Block *block)
{
    TileGrid grid;
    g_autoptr(GPtrArray) tiles = collect_tiles(flow, block, &grid);
    flow_gap(flow, flow_is_at_top(flow) ? 0 : flow->sizes->body * 0.5);
    for (guint from = 0; from < tiles->len; from += grid.columns_n) {
        guint to = MIN(from + grid.columns_n, tiles->len);
        TileHeights heights = row_heights(&grid, tiles, from, to);
        double h = 5 + heights.name + heights.value + heights.note;
        flow_need(flow, h);
        for (guint i = from; i < to; i++)
            draw_tile(flow, &grid, g_ptr_array_index(tiles, i), flow->left + (grid.w + grid.gap) * (i - from),
                      &heights);
        flow->y += h;
        flow_gap(flow, flow->sizes->body * 1.2);
    }
}

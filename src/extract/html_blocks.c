/* The blocks that tags begin, and their text. */
#include "html.h"

#define HTML_TABLES 1000000 /* numbers of such tables, apart from those of Markdown */

/* ---- blocks ---- */

TextBlock *html_open_row(const HtmlReader *r)
{
    TextBlock *open = r->builder.open;
    return open && open->kind == TEXT_ROW ? open : NULL;
}

void html_end_block(HtmlReader *r)
{
    TextBlock *open = r->builder.open;
    if (open && r->builder.text->len) {
        r->in_item = false;
        open->italic = open->kind != TEXT_ROW && r->italic_bytes > 0 && r->italic_bytes + 2 >= r->builder.text->len;
    }
    if (html_open_row(r) && open->cells->len)
        g_array_index(open->cells, TextCell, open->cells->len - 1).end = (guint)r->builder.text->len;
    block_end(&r->builder);
    r->italic_bytes = r->meaning = 0;
    r->gap = HTML_GAP_NONE;
    r->broken = r->term = false;
}

void html_begin_block(HtmlReader *r, TextBlockKind kind, int level)
{
    html_end_block(r);
    bool item = kind == TEXT_ITEM;
    TextBlock *block = block_begin(&r->builder, kind, level);
    block->quoted = r->quotes > 0;
    block->ordered = item && r->ordered[r->depth];
    block->first = item && r->in_item;
    block->task = item && r->in_item ? r->task : -1;
    if (kind == TEXT_ROW)
        block->table = HTML_TABLES + r->table;
}

void html_begin_text(HtmlReader *r)
{
    html_begin_block(r, r->depth ? TEXT_ITEM : TEXT_PARAGRAPH, r->depth);
}

void html_begin_heading(HtmlReader *r, int level)
{
    heading_path_enter(r->path, level);
    html_begin_block(r, TEXT_HEADING, level);
}

/* ---- text ---- */

void html_put(HtmlReader *r, const char *bytes, gsize length, guint source)
{
    TextBlock *block = r->builder.open;
    guint before = (guint)r->builder.text->len;
    block_append(&r->builder, bytes, length, source);
    guint after = (guint)r->builder.text->len;
    if (block && r->bold && block->bold == before)
        block->bold = after;
    if (r->italic)
        r->italic_bytes += after - before;
}

static bool at_start(const HtmlReader *r)
{
    const TextBlock *row = html_open_row(r);
    guint length = (guint)r->builder.text->len;
    return !length || r->builder.text->str[length - 1] == '\n' ||
           (row && row->cells->len && g_array_index(row->cells, TextCell, row->cells->len - 1).start == length);
}

static void put_gap(HtmlReader *r)
{
    if (r->gap != HTML_GAP_NONE && !at_start(r))
        html_put(r, r->gap == HTML_GAP_LINE ? "\n" : " ", 1, r->gap_at);
    r->gap = HTML_GAP_NONE;
    r->broken = false;
}

void html_want_gap(HtmlReader *r, HtmlGap gap, guint source)
{
    if (gap <= r->gap)
        return;
    r->gap = gap;
    r->gap_at = source;
}

static void put_words(HtmlReader *r, const char *text, gsize length, guint source)
{
    for (gsize at = 0; at < length;) {
        bool line = text[at] == '\n' && !r->page && !html_open_row(r);
        gsize end = at;
        if (g_ascii_isspace(text[at])) {
            html_want_gap(r, line ? HTML_GAP_LINE : HTML_GAP_BLANK, source + (guint)at);
            at++;
            continue;
        }
        while (end < length && !g_ascii_isspace(text[end]))
            end++;
        put_gap(r);
        if (r->link)
            block_link(&r->builder, r->link, r->link_length);
        r->link = NULL;
        html_put(r, text + at, end - at, source + (guint)at);
        at = end;
    }
}

void html_put_text(HtmlReader *r, const char *text, gsize length, guint source)
{
    if (r->builder.open && r->builder.open->kind == TEXT_CODE)
        block_append(&r->builder, text, length, source);
    else
        put_words(r, text, length, source);
}

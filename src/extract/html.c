/* HTML: pages, exports and what stands within Markdown, as far as their text goes: no tree, only tags that begin
 * blocks, cells and lines. White space is one blank, but in Markdown a line stays a line. */
#include "html.h"

#include <stdlib.h>
#include <string.h>

static void begin_item(HtmlReader *r, const HtmlTag *tag)
{
    static const char *const done[] = {"checked", NULL};
    html_end_block(r);
    r->in_item = true;
    r->task = r->tasks ? html_attribute_has(&r->scan, tag, "class", done) : -1;
    html_begin_block(r, TEXT_ITEM, MAX(r->depth, 1));
}

static void begin_list(HtmlReader *r, const HtmlTag *tag)
{
    static const char *const tasks[] = {"inline-task-list", NULL};
    r->depth = MIN(r->depth + 1, HTML_MAX_DEPTH);
    r->ordered[r->depth] = tag->level;
    r->tasks = html_attribute_has(&r->scan, tag, "class", tasks);
    html_begin_text(r);
}

static void end_list(HtmlReader *r)
{
    r->depth = MAX(r->depth - 1, 0);
    r->tasks = false;
    html_begin_text(r);
}

/* A block within a cell is a line of it; one within a heading, an item or a meaning that has no text yet adds nothing.
 */
static void read_block(HtmlReader *r, const HtmlTag *tag, guint from)
{
    const TextBlock *open = r->builder.open;
    bool empty = r->builder.text->len == (r->term ? r->meaning : 0);
    if (html_open_row(r))
        html_want_gap(r, HTML_GAP_LINE, from);
    else if (tag->closing || !open || !empty || (open->kind != TEXT_HEADING && open->kind != TEXT_ITEM))
        html_begin_text(r);
}

static void begin_cell(HtmlReader *r, bool head, guint from)
{
    TextBlock *row = html_open_row(r);
    if (!row)
        return;
    row->head = head && (row->head || !row->cells->len); /* "<th>Start</th><td>10:02</td>" is no head row */
    r->gap = HTML_GAP_NONE;
    if (row->cells->len) {
        g_array_index(row->cells, TextCell, row->cells->len - 1).end = (guint)r->builder.text->len;
        block_append(&r->builder, "\n", 1, from);
    }
    TextCell cell = {(guint)r->builder.text->len, (guint)r->builder.text->len};
    g_array_append_val(row->cells, cell);
}

/* Cells that reach down from rows above are empty here. */
static void read_cell(HtmlReader *r, const HtmlTag *tag, guint from)
{
    const TextBlock *row = html_open_row(r);
    while (row && row->cells->len < HTML_MAX_COLUMNS && r->spanned[row->cells->len]) {
        r->spanned[row->cells->len]--;
        begin_cell(r, tag->level == 1, from);
    }
    gsize length = 0;
    const char *rows = html_attribute(&r->scan, tag, "rowspan", &length);
    if (rows && row && row->cells->len < HTML_MAX_COLUMNS)
        r->spanned[row->cells->len] = (guint)CLAMP(g_ascii_strtoll(rows, NULL, 10), 1, 1000) - 1;
    begin_cell(r, tag->level == 1, from);
}

static void read_table(HtmlReader *r, const HtmlTag *tag, guint from)
{
    memset(r->spanned, 0, sizeof r->spanned);
    if (!tag->closing)
        r->table = (int)from;
    html_begin_text(r);
}

/* Two breaks are what a new paragraph is. */
static void read_break(HtmlReader *r, guint from)
{
    const TextBlock *open = r->builder.open;
    bool again = r->broken && open && (open->kind == TEXT_PARAGRAPH || open->kind == TEXT_ITEM);
    if (open && open->kind == TEXT_CODE)
        block_append(&r->builder, "\n", 1, from);
    else if (again)
        html_begin_text(r);
    else
        html_want_gap(r, HTML_GAP_LINE, from);
    r->broken = !again;
}

/* "<dt>Start</dt><dd>10:02</dd>" is "Start: 10:02". */
static void read_meaning(HtmlReader *r, const HtmlTag *tag, guint from)
{
    guint length = (guint)r->builder.text->len;
    if (tag->closing || !r->term || !length) {
        html_begin_text(r);
        return;
    }
    r->gap = HTML_GAP_NONE;
    if (r->builder.text->str[length - 1] != ':')
        html_put(r, ":", 1, from);
    html_put(r, " ", 1, from);
    r->meaning = (guint)r->builder.text->len;
}

static void read_check(HtmlReader *r, const HtmlTag *tag)
{
    static const char *const boxes[] = {"checkbox", NULL};
    gsize length = 0;
    if (!r->in_item || !html_attribute_has(&r->scan, tag, "type", boxes))
        return;
    r->task = html_attribute(&r->scan, tag, "checked", &length) != NULL;
    if (r->builder.open && r->builder.open->kind == TEXT_ITEM)
        r->builder.open->task = r->task;
}

/* "<ac:task-status>complete</ac:task-status>": offset of its end. */
static guint read_status(HtmlReader *r, const HtmlTag *tag)
{
    guint end = tag->after;
    if (tag->closing || !html_tag_end(&r->scan, tag, &end))
        return tag->after;
    r->task = g_str_has_prefix(r->scan.source + tag->after, "complete");
    if (r->builder.open && r->builder.open->kind == TEXT_ITEM)
        r->builder.open->task = r->task;
    return end;
}

/* "<time datetime="2024-05-06" />" without words of its own. */
static void read_time(HtmlReader *r, const HtmlTag *tag)
{
    const char *source = r->scan.source;
    gsize length = 0;
    const char *value = tag->closing ? NULL : html_attribute(&r->scan, tag, "datetime", &length);
    bool empty = source[tag->after - 2] == '/' || g_ascii_strncasecmp(source + tag->after, "</time", 6) == 0;
    if (value && empty)
        html_put_text(r, value, length, (guint)(value - source));
}

static void read_link(HtmlReader *r, const HtmlTag *tag)
{
    r->link = tag->closing ? NULL : html_attribute(&r->scan, tag, "href", &r->link_length);
    if (r->link && *r->link == '#')
        r->link = NULL;
}

/* What people write may stand in <pre>: mails, pages of plain text, a fence without a language. */
static guint read_code(HtmlReader *r, const HtmlTag *tag)
{
    const char *source = r->scan.source;
    guint from = tag->after, end = from;
    if (tag->closing) {
        html_begin_text(r);
        return from;
    }
    if (g_ascii_strncasecmp(source + from, "<code>", 6) == 0)
        from += 6;
    bool text = r->page && source[from] != '<' && html_tag_end(&r->scan, tag, &end);
    if (text && end >= from + 7 && g_ascii_strncasecmp(source + end - 7, "</code>", 7) == 0)
        end -= 7;
    if (!text || !text_is_prose(source, from, end, 0)) {
        html_begin_block(r, TEXT_CODE, 0);
        return from;
    }
    html_end_block(r);
    markdown_read_within(r->builder.document, from, end);
    html_begin_text(r);
    return end;
}

/* A page's <title> counts where no heading does. */
static guint read_title(HtmlReader *r, const HtmlTag *tag)
{
    guint end = tag->after;
    bool heading = r->page && !r->titled && !html_has_heading(&r->scan, tag->after);
    r->titled = true;
    if (tag->closing)
        html_begin_text(r);
    else if (heading)
        html_begin_block(r, TEXT_HEADING, 1);
    else
        html_tag_end(&r->scan, tag, &end);
    return end;
}

static guint read_parameter(HtmlReader *r, const HtmlTag *tag)
{
    static const char *const titles[] = {"title", NULL};
    guint end = tag->after;
    if (tag->closing) {
        if (!r->status_box)
            html_begin_text(r);
        return end;
    }
    bool title = html_attribute_has(&r->scan, tag, "ac:name", titles);
    if (!title)
        html_tag_end(&r->scan, tag, &end);
    else if (!r->status_box)
        html_begin_heading(r, heading_path_below(r->path));
    return end;
}

static void read_macro(HtmlReader *r, const HtmlTag *tag)
{
    static const char *const boxes[] = {"status", NULL};
    bool inside = r->status_box;
    r->status_box = !tag->closing && html_attribute_has(&r->scan, tag, "ac:name", boxes);
    if (!inside && !r->status_box && !html_open_row(r))
        html_begin_text(r);
}

static void read_mark(int *depth, bool closing)
{
    *depth = MAX(*depth + (closing ? -1 : 1), 0);
}

static void read_list_tag(HtmlReader *r, const HtmlTag *tag, guint from)
{
    if (html_open_row(r))
        html_want_gap(r, HTML_GAP_LINE, from);
    else if (tag->kind == HTML_LIST && tag->closing)
        end_list(r);
    else if (tag->kind == HTML_LIST)
        begin_list(r, tag);
    else if (tag->closing)
        html_begin_text(r);
    else
        begin_item(r, tag);
}

/* Tags that begin or end blocks. */
static void read_structure(HtmlReader *r, const HtmlTag *tag, guint from)
{
    switch (tag->kind) {
    case HTML_HEADING:
        if (tag->closing)
            html_begin_text(r);
        else
            html_begin_heading(r, tag->level);
        break;
    case HTML_DETAILS:
        heading_path_details(r->path, tag->closing);
        html_begin_text(r);
        break;
    case HTML_SUMMARY:
        if (tag->closing)
            html_begin_text(r);
        else
            html_begin_heading(r, heading_path_below(r->path));
        break;
    case HTML_TABLE:
        read_table(r, tag, from);
        break;
    case HTML_ROW:
        if (tag->closing)
            html_begin_text(r);
        else
            html_begin_block(r, TEXT_ROW, 0);
        break;
    case HTML_CELL:
        if (!tag->closing)
            read_cell(r, tag, from);
        break;
    case HTML_TERM:
        if (tag->closing)
            break;
        begin_item(r, tag);
        r->term = true;
        break;
    case HTML_QUOTE:
        read_mark(&r->quotes, tag->closing);
        html_begin_text(r);
        break;
    default:
        read_block(r, tag, from);
    }
}

/* Returns the offset from which to read on. */
static guint read_known(HtmlReader *r, const HtmlTag *tag, guint from)
{
    guint after = tag->after;
    bool box = tag->kind == HTML_BLOCK || tag->kind == HTML_LIST;
    bool skipped = tag->kind == HTML_SKIP || (box && r->page && html_is_frame(&r->scan, tag));
    if (skipped && !tag->closing && html_tag_end(&r->scan, tag, &after))
        return after;
    switch (tag->kind) {
    case HTML_BOLD:
        read_mark(&r->bold, tag->closing);
        break;
    case HTML_ITALIC:
        read_mark(&r->italic, tag->closing);
        break;
    case HTML_LIST:
    case HTML_ITEM:
        read_list_tag(r, tag, from);
        break;
    case HTML_MEANING:
        read_meaning(r, tag, from);
        break;
    case HTML_CODE:
        return read_code(r, tag);
    case HTML_BREAK:
        read_break(r, from);
        break;
    case HTML_LINK:
        read_link(r, tag);
        break;
    case HTML_CHECK:
        read_check(r, tag);
        break;
    case HTML_TIME:
        read_time(r, tag);
        break;
    case HTML_TITLE:
        return read_title(r, tag);
    case HTML_MACRO:
        read_macro(r, tag);
        break;
    case HTML_PARAMETER:
        return read_parameter(r, tag);
    case HTML_STATUS:
        return read_status(r, tag);
    case HTML_SKIP:
        break;
    default:
        read_structure(r, tag, from);
    }
    return after;
}

static guint read_text(HtmlReader *r, guint from)
{
    const char *source = r->scan.source;
    guint to = r->scan.to, end = from;
    while (end < to && source[end] != '<' && source[end] != '&')
        end++;
    if (end > from) {
        html_put_text(r, source + from, end - from, from);
        return end;
    }
    guint stop = from + 1;
    while (stop < to && stop - from < 12 && (g_ascii_isalnum(source[stop]) || source[stop] == '#'))
        stop++;
    g_autoptr(GString) character = g_string_new(NULL);
    bool entity = source[from] == '&' && stop < to && source[stop] == ';';
    if (entity)
        html_entity(character, source + from, stop + 1 - from);
    else
        g_string_append_c(character, source[from]);
    html_put_text(r, character->str, character->len, from);
    return entity ? stop + 1 : from + 1;
}

void html_read(TextDocument *document, guint from, guint to, HeadingPath *path)
{
    HeadingPath own = {0};
    HtmlReader r = {.builder = {document, NULL, g_string_new(NULL)},
                    .scan = {.source = document->source, .to = to},
                    .path = path ? path : &own,
                    .page = !path};
    block_begin(&r.builder, TEXT_PARAGRAPH, 0);
    while (from < to) {
        char next = from + 1 < to ? document->source[from + 1] : ' ';
        if (document->source[from] == '<' && (g_ascii_isalpha(next) || next == '/' || next == '!')) {
            HtmlTag tag = html_tag_read(&r.scan, from);
            from = tag.name ? read_known(&r, &tag, from) : tag.after;
        } else
            from = read_text(&r, from);
    }
    html_end_block(&r);
    g_string_free(r.builder.text, TRUE);
}

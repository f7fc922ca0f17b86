/* Markdown through md4c: its callbacks become blocks. Text pointers lead into the source, so places come free. */
#include "builder.h"

#include <md4c.h>
#include <string.h>

#define MAX_DEPTH 64 /* of lists that is kept; deeper items count as this deep */

typedef struct {
    BlockBuilder builder;
    HeadingPath *path;
    guint base; /* offset of md4c's input in the source */
    guint length;
    int depth; /* of lists */
    gboolean ordered[MAX_DEPTH + 1];
    int quotes;
    int tables;
    bool head;
    bool in_item; /* the next paragraph is the first of a list item */
    int task;
    int bold, italic, image;
    guint italic_bytes;
    GString *html; /* of an HTML block: offsets of its pieces are contiguous */
    guint html_from, html_to;
    guint code_from, code_to; /* of a code block's lines in the source */
    bool fenced, fenced_text; /* fence without a language; "```md", "```text" */
    bool nested;              /* within a fence: a fence there is code */
} Reader;

static void read_part(TextDocument *document, guint from, guint to, bool nested, HeadingPath *path);

static bool reader_text(const Reader *r, const char *text, guint *source)
{
    const char *start = r->builder.document->source + r->base;
    if (text < start || text > start + r->length)
        return false;
    *source = (guint)(text - start) + r->base;
    return true;
}

static void begin_paragraph(Reader *r, TextBlockKind kind, int level)
{
    bool item = kind == TEXT_PARAGRAPH && r->depth > 0;
    TextBlock *block = block_begin(&r->builder, item ? TEXT_ITEM : kind, item ? MIN(r->depth, MAX_DEPTH) : level);
    block->quoted = r->quotes > 0;
    block->ordered = r->depth > 0 && r->ordered[MIN(r->depth, MAX_DEPTH)];
    block->first = r->in_item;
    block->task = r->in_item ? r->task : -1;
    r->in_item = false;
    r->italic_bytes = 0;
}

static void begin_item(Reader *r, const MD_BLOCK_LI_DETAIL *detail)
{
    block_end(&r->builder);
    r->in_item = true;
    r->task = detail->is_task ? detail->task_mark != ' ' : -1;
}

/* Tight items have no paragraph of their own: their block opens with their first text. */
static void open_item(Reader *r)
{
    if (r->in_item && !r->builder.open)
        begin_paragraph(r, TEXT_PARAGRAPH, 0);
}

static void begin_list(Reader *r, bool ordered)
{
    block_end(&r->builder);
    r->depth++;
    r->ordered[MIN(r->depth, MAX_DEPTH)] = ordered;
}

static void begin_row(Reader *r)
{
    TextBlock *block = block_begin(&r->builder, TEXT_ROW, 0);
    block->table = r->tables - 1;
    block->head = r->head;
}

static void begin_cell(Reader *r)
{
    TextBlock *row = r->builder.open;
    if (!row)
        return;
    if (row->cells->len)
        block_append(&r->builder, "\n", 1, 0);
    TextCell cell = {(guint)r->builder.text->len, 0};
    g_array_append_val(row->cells, cell);
}

static void end_cell(Reader *r)
{
    TextBlock *row = r->builder.open;
    if (row && row->cells->len)
        g_array_index(row->cells, TextCell, row->cells->len - 1).end = (guint)r->builder.text->len;
}

static void begin_code(Reader *r, const MD_BLOCK_CODE_DETAIL *detail)
{
    static const char *const texts[] = {"md", "markdown", "text", "txt", "plaintext", "plain", NULL};
    g_autofree char *language = detail->lang.size ? g_ascii_strdown(detail->lang.text, detail->lang.size) : NULL;
    block_begin(&r->builder, TEXT_CODE, 0);
    r->code_from = r->code_to = 0;
    r->fenced = detail->fence_char && !language;
    r->fenced_text = language && g_strv_contains(texts, language);
}

/* "19:05:23.373330": nobody writes fractions of a second by hand. */
static bool has_fine_clock(const char *text)
{
    for (const char *p = strchr(text, '.'); p; p = strchr(p + 1, '.'))
        if (p - text >= 3 && p[-3] == ':' && g_ascii_isdigit(p[-2]) && g_ascii_isdigit(p[-1]) &&
            strspn(p + 1, "0123456789") >= 3)
            return true;
    return false;
}

/* A line of a log, a command or a program: none of them is prose. */
static bool is_code_line(const char *line, gsize length)
{
    static const char *const levels[] = {" ERROR",    " WARN", " INFO", " DEBUG", "Exception",
                                         "Traceback", "://",   "]:",    "=",      NULL};
    gsize marks = 0;
    g_autofree char *text = g_strndup(line, length);
    if (has_fine_clock(text))
        return true;
    for (guint i = 0; levels[i]; i++)
        if (strstr(text, levels[i]))
            return true;
    for (gsize i = 0; i < length; i++)
        marks += strchr("{}[]<>|$\\=;#@_/^~`", text[i]) != NULL;
    return marks * 12 > length;
}

bool text_is_prose(const char *source, guint from, guint to, guint most)
{
    guint lines = 0, words = 0, code = 0;
    bool titled = from < to && source[from] == '#'; /* else "#" opens a comment */
    for (guint at = from; at < to;) {
        const char *end = memchr(source + at, '\n', to - at);
        guint stop = end ? (guint)(end - source) : to;
        bool blank = true, inner = false;
        for (guint i = at; i < stop; i++) {
            bool letter = g_ascii_isalpha(source[i]) || (guchar)source[i] >= 0x80;
            words += letter && !inner;
            inner = letter;
            blank = blank && g_ascii_isspace(source[i]);
        }
        lines += !blank;
        code += !blank && ((source[at] == '#' && !titled) || is_code_line(source + at, stop - at));
        at = stop + 1;
    }
    return lines >= 2 && words >= 4 * lines && code * 10 <= most * lines;
}

/* What stands in a fence is read as text if it is written as one. */
static void end_code(Reader *r)
{
    TextDocument *document = r->builder.document;
    guint from = r->code_from, to = r->code_to;
    bool text = (r->fenced || r->fenced_text) && !r->nested && to > from &&
                text_is_prose(document->source, from, to, r->fenced_text ? 3 : 0);
    if (!text) {
        block_end(&r->builder);
        return;
    }
    g_string_truncate(r->builder.text, 0);
    block_end(&r->builder);
    read_part(document, from, to, true, r->path);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    Reader *r = data;
    switch (type) {
    case MD_BLOCK_QUOTE:
        block_end(&r->builder);
        r->quotes++;
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        begin_list(r, type == MD_BLOCK_OL);
        break;
    case MD_BLOCK_LI:
        begin_item(r, detail);
        break;
    case MD_BLOCK_H:
        heading_path_enter(r->path, (int)((MD_BLOCK_H_DETAIL *)detail)->level);
        begin_paragraph(r, TEXT_HEADING, (int)((MD_BLOCK_H_DETAIL *)detail)->level);
        break;
    case MD_BLOCK_P:
        begin_paragraph(r, TEXT_PARAGRAPH, 0);
        break;
    case MD_BLOCK_CODE:
        begin_code(r, detail);
        break;
    case MD_BLOCK_HTML:
        block_end(&r->builder);
        r->html_from = r->html_to = 0;
        break;
    case MD_BLOCK_TABLE:
        block_end(&r->builder);
        r->tables++;
        break;
    case MD_BLOCK_THEAD:
        r->head = true;
        break;
    case MD_BLOCK_TBODY:
        r->head = false;
        break;
    case MD_BLOCK_TR:
        begin_row(r);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        begin_cell(r);
        break;
    default:
        break;
    }
    return 0;
}

static void end_paragraph(Reader *r)
{
    TextBlock *block = r->builder.open;
    if (block && block->kind != TEXT_ROW)
        block->italic = r->italic_bytes > 0 && r->italic_bytes + 2 >= r->builder.text->len;
    r->bold = r->italic = 0; /* what <b> opened ends here */
    block_end(&r->builder);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    Reader *r = data;
    (void)detail;
    switch (type) {
    case MD_BLOCK_QUOTE:
        block_end(&r->builder);
        r->quotes--;
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        block_end(&r->builder);
        r->depth--;
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        end_cell(r);
        break;
    case MD_BLOCK_CODE:
        end_code(r);
        r->in_item = false;
        break;
    case MD_BLOCK_HTML:
        if (r->html_to > r->html_from)
            html_read(r->builder.document, r->html_from, r->html_to, r->path);
        break;
    case MD_BLOCK_P:
    case MD_BLOCK_H:
    case MD_BLOCK_LI:
    case MD_BLOCK_TR:
        end_paragraph(r);
        r->in_item = false;
        break;
    default:
        break;
    }
    return 0;
}

static void append_attribute_link(Reader *r, const MD_ATTRIBUTE *href)
{
    if (href->text)
        block_link(&r->builder, href->text, href->size);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
    Reader *r = data;
    open_item(r);
    if (type == MD_SPAN_STRONG)
        r->bold++;
    else if (type == MD_SPAN_EM)
        r->italic++;
    else if (type == MD_SPAN_IMG)
        r->image++;
    else if (type == MD_SPAN_A)
        append_attribute_link(r, &((MD_SPAN_A_DETAIL *)detail)->href);
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
    Reader *r = data;
    (void)detail;
    if (type == MD_SPAN_STRONG)
        r->bold--;
    else if (type == MD_SPAN_EM)
        r->italic--;
    else if (type == MD_SPAN_IMG)
        r->image--;
    return 0;
}

/* <br>, <b>, </strong>, <em> */
static void append_inline_html(Reader *r, const char *text, gsize size, guint source)
{
    bool closing = size > 1 && text[1] == '/';
    gsize from = closing ? 2 : 1, to = from;
    while (to < size && g_ascii_isalpha(text[to]))
        to++;
    g_autofree char *name = from < to ? g_ascii_strdown(text + from, (gssize)(to - from)) : g_strdup("");
    int *span = strcmp(name, "b") == 0 || strcmp(name, "strong") == 0 ? &r->bold
                : strcmp(name, "i") == 0 || strcmp(name, "em") == 0   ? &r->italic
                                                                      : NULL;
    if (strcmp(name, "br") == 0)
        block_append(&r->builder, "\n", 1, source);
    else if (span)
        *span = MAX(*span + (closing ? -1 : 1), 0);
}

static void append_plain(Reader *r, const char *text, gsize size, guint source)
{
    TextBlock *block = r->builder.open;
    if (!block)
        return;
    guint before = (guint)r->builder.text->len;
    block_append(&r->builder, text, size, source);
    guint after = (guint)r->builder.text->len;
    if (r->bold && block->bold == before)
        block->bold = after;
    if (r->italic)
        r->italic_bytes += after - before;
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
    Reader *r = data;
    guint source = r->html_to;
    bool known = reader_text(r, text, &source);
    if (type != MD_TEXT_HTML)
        open_item(r);
    if (r->image)
        return 0; /* a picture's description is no evidence */
    switch (type) {
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
        if (!g_str_has_suffix(r->builder.text->str, "\n")) /* "<br>" ends its line by itself */
            block_append(&r->builder, "\n", 1, source);
        break;
    case MD_TEXT_ENTITY: {
        g_autoptr(GString) character = g_string_new(NULL);
        html_entity(character, text, size);
        append_plain(r, character->str, character->len, source);
        break;
    }
    case MD_TEXT_HTML:
        if (r->builder.open)
            append_inline_html(r, text, size, source);
        else if (known) {
            if (!r->html_to)
                r->html_from = source;
            r->html_to = source + size;
        }
        break;
    case MD_TEXT_NULLCHAR:
        break;
    case MD_TEXT_CODE:
        if (known && r->builder.open && r->builder.open->kind == TEXT_CODE) {
            r->code_from = r->code_to ? r->code_from : source;
            r->code_to = source + size;
        }
        append_plain(r, text, size, source);
        break;
    default:
        append_plain(r, text, size, source);
    }
    return 0;
}

static void read_part(TextDocument *document, guint from, guint to, bool nested, HeadingPath *path)
{
    Reader r = {.builder = {document, NULL, g_string_new(NULL)},
                .base = from,
                .length = to - from,
                .nested = nested,
                .path = path};
    MD_PARSER parser = {
        .abi_version = 0,
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_NOINDENTEDCODEBLOCKS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = on_text,
    };
    md_parse(document->source + from, to - from, &parser, &r);
    block_end(&r.builder);
    g_string_free(r.builder.text, TRUE);
}

void markdown_read(TextDocument *document, guint from, guint to)
{
    HeadingPath path = {0};
    read_part(document, from, to, false, &path);
}

void markdown_read_within(TextDocument *document, guint from, guint to)
{
    HeadingPath path = {0};
    read_part(document, from, to, true, &path);
}

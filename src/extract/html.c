/* HTML exports and left-overs, as far as their text goes: no tree, only tags that begin blocks, cells and lines. */
#include "builder.h"

#include <string.h>

typedef enum { TAG_BLOCK, TAG_HEADING, TAG_ITEM, TAG_ROW, TAG_CELL, TAG_BREAK, TAG_SKIP, TAG_LIST, TAG_CODE } TagKind;

typedef struct {
    const char *name;
    TagKind kind;
    int level;
} Tag;

static const Tag tags[] = {
    {"p", TAG_BLOCK, 0},     {"div", TAG_BLOCK, 0},  {"section", TAG_BLOCK, 0},   {"article", TAG_BLOCK, 0},
    {"table", TAG_BLOCK, 1}, {"dt", TAG_BLOCK, 0},   {"dd", TAG_BLOCK, 0},        {"blockquote", TAG_BLOCK, 0},
    {"h1", TAG_HEADING, 1},  {"h2", TAG_HEADING, 2}, {"h3", TAG_HEADING, 3},      {"h4", TAG_HEADING, 4},
    {"h5", TAG_HEADING, 5},  {"h6", TAG_HEADING, 6}, {"summary", TAG_HEADING, 4}, {"li", TAG_ITEM, 0},
    {"tr", TAG_ROW, 0},      {"td", TAG_CELL, 0},    {"th", TAG_CELL, 1},         {"br", TAG_BREAK, 0},
    {"script", TAG_SKIP, 0}, {"style", TAG_SKIP, 0}, {"title", TAG_SKIP, 0},      {"ul", TAG_LIST, 0},
    {"ol", TAG_LIST, 1},     {"pre", TAG_CODE, 0},   {"nav", TAG_SKIP, 0},
};

typedef struct {
    BlockBuilder builder;
    int depth, tables;
} HtmlReader;

static const Tag *tag_find(const char *name, gsize length)
{
    for (guint i = 0; i < G_N_ELEMENTS(tags); i++)
        if (strlen(tags[i].name) == length && g_ascii_strncasecmp(tags[i].name, name, length) == 0)
            return &tags[i];
    return NULL;
}

bool html_is_page(const char *source, gsize length)
{
    gsize blank = strspn(source, " \t\n");
    const char *start = source + blank;
    (void)length;
    return g_ascii_strncasecmp(start, "<!doctype html", 14) == 0 || g_ascii_strncasecmp(start, "<html", 5) == 0 ||
           g_ascii_strncasecmp(start, "<body", 5) == 0;
}

/* The names of U+00A1 to U+00FF in their order (HTML 4, chapter 24). */
static const char *const latin[] = {
    "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",   "ordf",   "laquo",
    "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",  "para",
    "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute",
    "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
    "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",
    "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",
    "atilde", "auml",   "aring",  "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute",
    "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash",
    "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

static gunichar latin_entity(const char *entity, gsize length)
{
    for (guint i = 0; i < G_N_ELEMENTS(latin); i++)
        if (strlen(latin[i]) == length - 2 && memcmp(latin[i], entity + 1, length - 2) == 0)
            return 0xa1 + i;
    return 0;
}

void html_entity(GString *text, const char *entity, gsize length)
{
    static const struct {
        const char *name;
        const char *text;
    } names[] = {{"&nbsp;", " "},
                 {"&amp;", "&"},
                 {"&lt;", "<"},
                 {"&gt;", ">"},
                 {"&quot;", "\""},
                 {"&ndash;", "-"},
                 {"&mdash;", "-"},
                 {"&minus;", "-"},
                 {"&rarr;", "-"},
                 {"&euro;", "\xe2\x82\xac"},
                 {"&rsquo;", "'"},
                 {"&apos;", "'"},
                 {"&lsquo;", "'"},
                 {"&ldquo;", "\""},
                 {"&rdquo;", "\""},
                 {"&hellip;", "..."},
                 {"&bull;", "\xe2\x80\xa2"}};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i].name) == length && memcmp(names[i].name, entity, length) == 0) {
            g_string_append(text, names[i].text);
            return;
        }
    gunichar c = length > 3 && entity[1] != '#' ? latin_entity(entity, length) : 0;
    if (length > 3 && entity[1] == '#')
        c = (gunichar)(g_ascii_tolower(entity[2]) == 'x' ? g_ascii_strtoull(entity + 3, NULL, 16)
                                                         : g_ascii_strtoull(entity + 2, NULL, 10));
    if (c >= 32 && g_unichar_validate(c))
        g_string_append_unichar(text, c == 0xa0 ? ' ' : c);
    else
        g_string_append_len(text, entity, (gssize)length);
}

static void begin_cell(HtmlReader *r, bool head, guint source)
{
    TextBlock *row = r->builder.open;
    if (!row || row->kind != TEXT_ROW)
        return;
    row->head = head && (row->head || !row->cells->len); /* "<th>Start</th><td>10:02</td>" is no head row */
    if (row->cells->len) {
        g_array_index(row->cells, TextCell, row->cells->len - 1).end = (guint)r->builder.text->len;
        block_append(&r->builder, "\n", 1, source);
    }
    TextCell cell = {(guint)r->builder.text->len, (guint)r->builder.text->len};
    g_array_append_val(row->cells, cell);
}

static void end_row(HtmlReader *r)
{
    TextBlock *row = r->builder.open;
    if (row && row->kind == TEXT_ROW && row->cells->len)
        g_array_index(row->cells, TextCell, row->cells->len - 1).end = (guint)r->builder.text->len;
}

static void begin_block(HtmlReader *r, TextBlockKind kind, int level)
{
    end_row(r);
    TextBlock *block = block_begin(&r->builder, kind, level);
    block->first = kind == TEXT_ITEM;
    if (kind == TEXT_ROW)
        block->table = 1000000 + r->tables;
}

static void open_tag(HtmlReader *r, const Tag *tag, guint source)
{
    TextBlock *row = r->builder.open && r->builder.open->kind == TEXT_ROW ? r->builder.open : NULL;
    switch (tag->kind) {
    case TAG_BLOCK:
        r->tables += tag->level;
        if (row && !tag->level)
            block_append(&r->builder, " ", 1, source);
        else
            begin_block(r, r->depth ? TEXT_ITEM : TEXT_PARAGRAPH, r->depth);
        break;
    case TAG_HEADING:
        begin_block(r, TEXT_HEADING, tag->level);
        break;
    case TAG_ITEM:
        begin_block(r, TEXT_ITEM, MAX(r->depth, 1));
        break;
    case TAG_ROW:
        begin_block(r, TEXT_ROW, 0);
        break;
    case TAG_CELL:
        begin_cell(r, tag->level == 1, source);
        break;
    case TAG_BREAK:
        block_append(&r->builder, "\n", 1, source);
        break;
    case TAG_LIST:
        r->depth++;
        break;
    case TAG_CODE:
        begin_block(r, TEXT_CODE, 0);
        break;
    case TAG_SKIP:
        break;
    }
}

static void close_tag(HtmlReader *r, const Tag *tag)
{
    TextBlock *open = r->builder.open;
    if (tag->kind == TAG_LIST)
        r->depth = MAX(r->depth - 1, 0);
    bool in_row = open && open->kind == TEXT_ROW;
    if (tag->kind == TAG_CELL || tag->kind == TAG_BREAK || (in_row && tag->kind != TAG_ROW))
        return;
    end_row(r);
    if (!r->depth || tag->kind != TAG_BLOCK)
        begin_block(r, r->depth ? TEXT_ITEM : TEXT_PARAGRAPH, r->depth);
}

/* Offset behind the tag at from; the text of <script> and <style> goes with it. */
static guint read_tag(HtmlReader *r, guint from, guint to)
{
    const char *source = r->builder.document->source;
    if (to - from > 4 && memcmp(source + from, "<!--", 4) == 0) {
        const char *end = g_strstr_len(source + from, (gssize)(to - from), "-->");
        return end ? (guint)(end - source) + 3 : to;
    }
    const char *end = memchr(source + from, '>', to - from);
    if (!end)
        return to;
    bool closing = source[from + 1] == '/';
    const char *name = source + from + 1 + closing;
    gsize length = 0;
    while (g_ascii_isalnum(name[length]))
        length++;
    const Tag *tag = tag_find(name, length);
    guint after = (guint)(end - source) + 1;
    if (tag && closing)
        close_tag(r, tag);
    else if (tag && tag->kind != TAG_SKIP)
        open_tag(r, tag, from);
    else if (tag) {
        g_autofree char *close = g_strdup_printf("</%s", tag->name);
        const char *stop = g_strstr_len(source + after, (gssize)(to - after), close);
        after = stop ? (guint)(stop - source) : to;
    }
    return after;
}

static guint read_text(HtmlReader *r, guint from, guint to)
{
    const char *source = r->builder.document->source;
    guint end = from;
    while (end < to && source[end] != '<' && source[end] != '&')
        end++;
    if (end > from) {
        block_append(&r->builder, source + from, end - from, from);
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
    block_append(&r->builder, character->str, character->len, from);
    return entity ? stop + 1 : from + 1;
}

void html_read(TextDocument *document, guint from, guint to)
{
    HtmlReader r = {.builder = {document, NULL, g_string_new(NULL)}};
    block_begin(&r.builder, TEXT_PARAGRAPH, 0);
    while (from < to) {
        char next = from + 1 < to ? document->source[from + 1] : ' ';
        if (document->source[from] == '<' && (g_ascii_isalpha(next) || next == '/' || next == '!'))
            from = read_tag(&r, from, to);
        else
            from = read_text(&r, from, to);
    }
    end_row(&r);
    block_end(&r.builder);
    g_string_free(r.builder.text, TRUE);
}

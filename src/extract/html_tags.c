#include "html.h"

#include <string.h>

/* In the order of their names. */
static const struct {
    const char *name;
    HtmlKind kind;
    int level;
} tags[] = {
    {"a", HTML_LINK, 0},
    {"ac:parameter", HTML_PARAMETER, 0},
    {"ac:plain-text-body", HTML_SKIP, 0},
    {"ac:structured-macro", HTML_MACRO, 0},
    {"ac:task", HTML_ITEM, 0},
    {"ac:task-id", HTML_SKIP, 0},
    {"ac:task-list", HTML_LIST, 0},
    {"ac:task-status", HTML_STATUS, 0},
    {"ac:task-uuid", HTML_SKIP, 0},
    {"address", HTML_BLOCK, 0},
    {"article", HTML_BLOCK, 0},
    {"aside", HTML_BLOCK, 0},
    {"b", HTML_BOLD, 0},
    {"blockquote", HTML_QUOTE, 0},
    {"br", HTML_BREAK, 0},
    {"button", HTML_SKIP, 1},
    {"caption", HTML_BLOCK, 0},
    {"center", HTML_BLOCK, 0},
    {"dd", HTML_MEANING, 0},
    {"details", HTML_DETAILS, 0},
    {"div", HTML_BLOCK, 0},
    {"dl", HTML_LIST, 0},
    {"dt", HTML_TERM, 0},
    {"em", HTML_ITALIC, 0},
    {"fieldset", HTML_BLOCK, 0},
    {"figcaption", HTML_BLOCK, 0},
    {"figure", HTML_BLOCK, 0},
    {"footer", HTML_SKIP, 1},
    {"form", HTML_BLOCK, 0},
    {"h1", HTML_HEADING, 1},
    {"h2", HTML_HEADING, 2},
    {"h3", HTML_HEADING, 3},
    {"h4", HTML_HEADING, 4},
    {"h5", HTML_HEADING, 5},
    {"h6", HTML_HEADING, 6},
    {"header", HTML_BLOCK, 0},
    {"hr", HTML_BLOCK, 0},
    {"i", HTML_ITALIC, 0},
    {"input", HTML_CHECK, 0},
    {"li", HTML_ITEM, 0},
    {"main", HTML_BLOCK, 0},
    {"nav", HTML_SKIP, 1},
    {"noscript", HTML_SKIP, 1},
    {"ol", HTML_LIST, 1},
    {"p", HTML_BLOCK, 0},
    {"pre", HTML_CODE, 0},
    {"script", HTML_SKIP, 0},
    {"section", HTML_BLOCK, 0},
    {"select", HTML_SKIP, 1},
    {"strong", HTML_BOLD, 0},
    {"style", HTML_SKIP, 0},
    {"summary", HTML_SUMMARY, 0},
    {"svg", HTML_SKIP, 1},
    {"table", HTML_TABLE, 0},
    {"td", HTML_CELL, 0},
    {"template", HTML_SKIP, 1},
    {"textarea", HTML_SKIP, 0},
    {"th", HTML_CELL, 1},
    {"time", HTML_TIME, 0},
    {"title", HTML_TITLE, 0},
    {"tr", HTML_ROW, 0},
    {"ul", HTML_LIST, 0},
};

G_STATIC_ASSERT(G_N_ELEMENTS(tags) <= 64); /* HtmlScan.unclosed */

static int compare_name(const char *name, gsize length, const char *known)
{
    int order = g_ascii_strncasecmp(name, known, length);
    return order ? order : -(int)(known[length] != '\0');
}

static int tag_find(const char *name, gsize length)
{
    int low = 0, high = (int)G_N_ELEMENTS(tags);
    while (low < high) {
        int middle = (low + high) / 2, order = compare_name(name, length, tags[middle].name);
        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return -1;
}

static bool is_name(char c)
{
    return g_ascii_isalnum(c) || c == ':' || c == '-';
}

/* The ">" that ends the tag; one between quotation marks does not. */
static const char *tag_close(HtmlScan *scan, const char *from)
{
    const char *end = scan->source + scan->to;
    char quote = '\0';
    for (const char *p = from; p < end && !scan->plain; p++) {
        if (quote)
            quote = *p == quote ? '\0' : quote;
        else if (*p == '>')
            return p;
        else if ((*p == '"' || *p == '\'') && p[-1] == '=')
            quote = *p;
    }
    scan->plain = true;
    return from < end ? memchr(from, '>', (gsize)(end - from)) : NULL;
}

static guint comment_end(const HtmlScan *scan, guint from)
{
    const char *end = g_strstr_len(scan->source + from, (gssize)(scan->to - from), "-->");
    return end ? (guint)(end - scan->source) + 3 : scan->to;
}

HtmlTag html_tag_read(HtmlScan *scan, guint from)
{
    static const char data[] = "<![CDATA[";
    const char *source = scan->source;
    HtmlTag tag = {.after = scan->to};
    if (scan->to - from > 4 && memcmp(source + from, "<!--", 4) == 0) {
        tag.after = comment_end(scan, from);
        return tag;
    }
    if (scan->to - from > sizeof data && memcmp(source + from, data, sizeof data - 1) == 0) {
        tag.after = from + (guint)sizeof data - 1;
        return tag;
    }
    tag.closing = source[from + 1] == '/';
    guint name = from + 1 + tag.closing, end = name;
    while (end < scan->to && is_name(source[end]))
        end++;
    const char *close = tag_close(scan, source + end);
    int known = tag_find(source + name, end - name);
    tag.after = close ? (guint)(close - source) + 1 : scan->to;
    tag.inner = end;
    if (known < 0)
        return tag;
    tag.name = tags[known].name;
    tag.kind = tags[known].kind;
    tag.level = tags[known].level;
    return tag;
}

const char *html_attribute(const HtmlScan *scan, const HtmlTag *tag, const char *name, gsize *length)
{
    const char *p = scan->source + tag->inner, *end = scan->source + tag->after - 1;
    while (p < end) {
        while (p < end && !is_name(*p))
            p++;
        const char *key = p;
        while (p < end && is_name(*p))
            p++;
        bool found = strlen(name) == (gsize)(p - key) && g_ascii_strncasecmp(key, name, (gsize)(p - key)) == 0;
        const char *value = p;
        *length = 0;
        if (p < end && *p == '=') {
            char quote = p + 1 < end && (p[1] == '"' || p[1] == '\'') ? p[1] : '\0';
            value = p + 1 + (quote != '\0');
            for (p = value; p < end && (quote ? *p != quote : !g_ascii_isspace(*p)); p++)
                continue;
            *length = (gsize)(p - value);
            p += quote && p < end;
        }
        if (found)
            return value;
    }
    return NULL;
}

bool html_attribute_has(const HtmlScan *scan, const HtmlTag *tag, const char *name, const char *const *words)
{
    gsize length = 0;
    const char *value = html_attribute(scan, tag, name, &length);
    for (gsize at = 0; value && at < length;) {
        gsize end = at;
        while (end < length && !g_ascii_isspace(value[end]))
            end++;
        for (guint w = 0; words[w]; w++)
            if (strlen(words[w]) == end - at && g_ascii_strncasecmp(value + at, words[w], end - at) == 0)
                return true;
        at = end + 1;
    }
    return false;
}

static guint tag_bit(const HtmlTag *tag)
{
    return (guint)tag_find(tag->name, strlen(tag->name));
}

bool html_tag_end(HtmlScan *scan, const HtmlTag *tag, guint *end)
{
    gsize length = strlen(tag->name);
    guint depth = 1, nests = tag->kind == HTML_BLOCK || tag->kind == HTML_LIST || tag->level;
    if (scan->unclosed >> tag_bit(tag) & 1)
        return false;
    for (guint at = tag->after; at < scan->to; at++) {
        const char *next = memchr(scan->source + at, '<', scan->to - at);
        if (!next)
            break;
        at = (guint)(next - scan->source);
        bool closing = at + 1 < scan->to && next[1] == '/';
        guint name = at + 1 + closing;
        if (name + length >= scan->to || g_ascii_strncasecmp(scan->source + name, tag->name, length) != 0 ||
            is_name(scan->source[name + length]))
            continue;
        depth = closing ? depth - 1 : depth + nests;
        *end = at;
        if (!depth)
            return true;
    }
    scan->unclosed |= (guint64)1 << tag_bit(tag);
    return false;
}

bool html_is_frame(const HtmlScan *scan, const HtmlTag *tag)
{
    static const char *const words[] = {"breadcrumb", "breadcrumbs", "breadcrumb-section", "page-metadata",
                                        "footer",     "site-footer", "page-footer",        "navbar",
                                        "site-nav",   "sidebar",     "toc-macro",          "navigation",
                                        "skip-link",  NULL};
    static const char *const attributes[] = {"id", "class", "role"};
    for (guint a = 0; a < G_N_ELEMENTS(attributes); a++)
        if (html_attribute_has(scan, tag, attributes[a], words))
            return true;
    return false;
}

bool html_has_heading(const HtmlScan *scan, guint from)
{
    const char *p = scan->source + from, *end = scan->source + scan->to;
    for (; p + 3 < end && (p = memchr(p, '<', (gsize)(end - p))); p++)
        if (g_ascii_strncasecmp(p, "<h1", 3) == 0)
            return true;
    return false;
}

/* "<h2>", "<p class=": a fragment of a page, where nothing but tags begins and ends the text and no line is Markdown.
 */
static bool is_fragment(const char *source, gsize length)
{
    static const HtmlKind kinds[] = {HTML_BLOCK, HTML_HEADING, HTML_TABLE, HTML_LIST, HTML_MACRO, HTML_TITLE};
    HtmlScan scan = {.source = source, .to = (guint)length};
    while (length && g_ascii_isspace(source[length - 1]))
        length--;
    if (length < 8 || source[0] != '<' || source[length - 1] != '>')
        return false;
    HtmlTag tag = html_tag_read(&scan, 0);
    bool begins = false;
    for (guint k = 0; k < G_N_ELEMENTS(kinds); k++)
        begins |= tag.name && tag.kind == kinds[k];
    for (const char *line = source; begins && (line = strchr(line, '\n')); line++) {
        gsize marks = strspn(line + 1, "#*-");
        if (marks && line[1 + marks] == ' ')
            return false;
    }
    return begins;
}

bool html_is_page(const char *name, const char *source, gsize length)
{
    static const char *const starts[] = {"<!doctype html", "<html", "<head", "<body", "<?xml"};
    gsize blank = strspn(source, " \t\n");
    const char *start = source + blank;
    for (guint i = 0; i < G_N_ELEMENTS(starts); i++)
        if (g_ascii_strncasecmp(start, starts[i], strlen(starts[i])) == 0)
            return true;
    g_autofree char *lower = g_ascii_strdown(name, -1);
    bool named =
        g_str_has_suffix(lower, ".html") || g_str_has_suffix(lower, ".htm") || g_str_has_suffix(lower, ".xhtml");
    return (named && strchr(start, '<')) || is_fragment(start, length - blank);
}

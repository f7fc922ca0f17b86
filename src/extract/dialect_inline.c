#include "dialects.h"

#include <string.h>

#define MOST_BYTES 400 /* between a mark and its end */

typedef struct {
    const char *open, *close, *markdown;
} Mark;

static const Mark mediawiki[] = {{"'''''", "'''''", "**"}, {"'''", "'''", "**"}, {"''", "''", "*"}, {NULL, NULL, NULL}};
static const Mark dokuwiki[] = {{"//", "//", "*"}, {"''%%", "%%''", "`"}, {"''", "''", "`"}, {NULL, NULL, NULL}};
static const Mark jira[] = {{"*", "*", "**"}, {"{{", "}}", "`"}, {NULL, NULL, NULL}};
static const Mark textile[] = {{"*", "*", "**"}, {"@", "@", "`"}, {NULL, NULL, NULL}};
static const Mark org[] = {{"*", "*", "**"}, {"/", "/", "*"}, {"=", "=", "`"}, {"~", "~", "`"}, {NULL, NULL, NULL}};
static const Mark asciidoc[] = {{"*", "*", "**"}, {NULL, NULL, NULL}};
static const Mark none[] = {{NULL, NULL, NULL}};

static const Mark *const marks[] = {
    [DIALECT_MARKDOWN] = none,     [DIALECT_MEDIAWIKI] = mediawiki,
    [DIALECT_DOKUWIKI] = dokuwiki, [DIALECT_JIRA] = jira,
    [DIALECT_TEXTILE] = textile,   [DIALECT_ORG] = org,
    [DIALECT_ASCIIDOC] = asciidoc, [DIALECT_RST] = none,
};

/* The end of what the mark opens at text, or NULL: "*so*" and "(*so*)", not "2*3*4" or "* item". */
static const char *mark_end(const Mark *mark, const char *line, const char *text)
{
    gsize open = strlen(mark->open), close = strlen(mark->close);
    const char *inner = text + open;
    if ((text > line && (g_ascii_isalnum(text[-1]) || text[-1] == '\\')) || g_ascii_isspace(*inner) ||
        *inner == mark->open[0])
        return NULL;
    const char *limit = inner + strnlen(inner, MOST_BYTES);
    for (const char *p = inner; p < limit; p++)
        if (p > inner && strncmp(p, mark->close, close) == 0 && !g_ascii_isspace(p[-1]) && !g_ascii_isalnum(p[close]))
            return p;
    return NULL;
}

typedef struct {
    const char *text, *url; /* of a link */
    gsize text_length, url_length, length;
} Link;

static bool is_address(const char *text, gsize length)
{
    return length > 0 && (*text == '/' || *text == '#' || g_strstr_len(text, (gssize)length, "://") ||
                          g_str_has_prefix(text, "mailto:"));
}

/* "[[address][text]]" (Emacs), "[[page|text]]", "[text|address]" (Jira), "[address text]" (MediaWiki). */
static bool bracket_link(Dialect dialect, const char *p, Link *link)
{
    bool two = p[1] == '[';
    const char *start = p + 1 + two, *end = memchr(start, ']', strnlen(start, MOST_BYTES));
    if (!end || end == start || (dialect == DIALECT_ORG && !two))
        return false;
    const char *bar = memchr(start, dialect == DIALECT_MEDIAWIKI && !two ? ' ' : '|', (gsize)(end - start));
    const char *text = bar ? bar + 1 : start, *stop = end;
    if (dialect == DIALECT_ORG) {
        text = two && end[1] == '[' ? end + 2 : start;
        stop = memchr(text, ']', strnlen(text, MOST_BYTES));
        bar = end;
    }
    if (!stop || stop == text || (two && stop[1] != ']'))
        return false;
    *link = (Link){text, start, (gsize)(stop - text), (gsize)((bar ? bar : end) - start), 0};
    link->length = (gsize)(stop - p) + 1 + two;
    if (dialect == DIALECT_JIRA && bar && !two)
        *link = (Link){start, text, (gsize)(bar - start), (gsize)(stop - text), link->length};
    return two || is_address(link->url, link->url_length);
}

/* "`text <address>`__" (reStructuredText) */
static bool tick_link(const char *p, Link *link)
{
    const char *end = memchr(p + 1, '`', strnlen(p + 1, MOST_BYTES));
    const char *open = end ? memchr(p, '<', (gsize)(end - p)) : NULL;
    if (!open || end[-1] != '>' || end[1] != '_' || open == p + 1)
        return false;
    *link = (Link){p + 1, open + 1, (gsize)(open - p) - 1 - (open[-1] == ' '), (gsize)(end - open) - 2, 0};
    link->length = (gsize)(end - p) + 1 + strspn(end + 1, "_");
    return true;
}

/* "\"text\":address" (Textile) */
static bool quoted_link(const char *p, Link *link)
{
    const char *end = memchr(p + 1, '"', strnlen(p + 1, MOST_BYTES));
    if (!end || end[1] != ':' || end == p + 1)
        return false;
    gsize url = strcspn(end + 2, " \t\n,;)|");
    *link = (Link){p + 1, end + 2, (gsize)(end - p) - 1, url, (gsize)(end + 2 - p) + url};
    return is_address(link->url, url);
}

/* "https://address[text]", "link:address[text]" (AsciiDoc) */
static bool address_link(const char *line, const char *p, Link *link)
{
    if (p > line && !g_ascii_isspace(p[-1]) && p[-1] != '(')
        return false;
    gsize prefix = g_str_has_prefix(p, "link:") ? 5 : 0, url = strcspn(p + prefix, " \t[]");
    const char *text = p + prefix + url;
    const char *end = *text == '[' ? memchr(text, ']', strnlen(text, MOST_BYTES)) : NULL;
    if (!end || (!prefix && !is_address(p, url)) || end == text + 1)
        return false;
    *link = (Link){text + 1, p + prefix, (gsize)(end - text) - 1, url, (gsize)(end - p) + 1};
    return true;
}

static bool link_at(Dialect dialect, const char *line, const char *p, Link *link)
{
    switch (dialect) {
    case DIALECT_MEDIAWIKI:
    case DIALECT_DOKUWIKI:
    case DIALECT_JIRA:
    case DIALECT_ORG:
        return *p == '[' && bracket_link(dialect, p, link);
    case DIALECT_RST:
        return *p == '`' && tick_link(p, link);
    case DIALECT_TEXTILE:
        return *p == '"' && quoted_link(p, link);
    case DIALECT_ASCIIDOC:
        return (*p == 'h' || *p == 'l') && address_link(line, p, link);
    default:
        return false;
    }
}

static void append_link(GString *out, const Link *link)
{
    if (is_address(link->url, link->url_length))
        g_string_append_printf(out, "[%.*s](%.*s)", (int)link->text_length, link->text, (int)link->url_length,
                               link->url);
    else
        g_string_append_len(out, link->text, (gssize)link->text_length);
}

char *dialect_inline(Dialect dialect, const char *line)
{
    if (dialect == DIALECT_MARKDOWN)
        return NULL;
    GString *out = g_string_sized_new(strlen(line) + 8);
    for (const char *p = line; *p;) {
        const Mark *mark = marks[dialect];
        const char *end = NULL;
        Link link;
        while (mark->open && !(strncmp(p, mark->open, strlen(mark->open)) == 0 && (end = mark_end(mark, line, p))))
            mark++;
        if (end) {
            const char *inner = p + strlen(mark->open);
            g_string_append(out, mark->markdown);
            g_string_append_len(out, inner, (gssize)(end - inner));
            g_string_append(out, mark->markdown);
            p = end + strlen(mark->close);
        } else if (link_at(dialect, line, p, &link)) {
            append_link(out, &link);
            p += link.length;
        } else
            g_string_append_c(out, *p++);
    }
    return g_string_free(out, FALSE);
}

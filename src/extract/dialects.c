#include "dialects.h"

#include <string.h>

/* ---- which one ---- */

typedef struct {
    guint jira, textile, equals, closed, org, rst, doku;
    guint first_equals; /* marks of the first heading of a wiki */
    bool markdown;      /* "# Title" stands before any heading of a wiki */
} Signs;

static bool has_ending(const char *name, const char *ending)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);
    return g_str_has_suffix(lower, ending);
}

static void note_equals(const char *line, Signs *signs)
{
    gsize n = strspn(line, "="), length = strlen(line);
    while (length && g_ascii_isspace(line[length - 1]))
        length--;
    if (!n || n > 6 || length <= n + 1)
        return;
    if (length > 2 * n && line[length - 1] == '=') {
        signs->first_equals = signs->closed++ ? signs->first_equals : (guint)n;
    } else
        signs->equals += line[n] == ' ' && strchr(line, '=') + n == line + n && !strchr(line + n, '=');
}

static void note_line(const char *line, guint i, Signs *signs)
{
    gsize n = strspn(line, "#");
    signs->markdown |= n >= 1 && n <= 6 && line[n] == ' ' && !signs->jira && !signs->textile && !signs->closed;
    if (line[0] == 'h' && line[1] >= '1' && line[1] <= '6') {
        signs->jira += line[2] == '.' && line[3] == ' ';
        signs->textile += line[2] == '(' && strstr(line, "). ");
    }
    signs->textile += strncmp(line, "|_. ", 4) == 0;
    signs->closed += g_str_has_prefix(line, "{|") || (g_str_has_prefix(line, "'''") && line[3] && line[3] != '\'');
    signs->doku += line[0] == '^' && strchr(line + 1, '^');
    signs->org += (i < 5 && g_str_has_prefix(line, "#+") && strchr(line, ':')) ||
                  g_ascii_strncasecmp(line, "#+begin_", 8) == 0 ||
                  strcmp(line + strspn(line, " "), ":PROPERTIES:") == 0;
    signs->rst += (g_str_has_prefix(line, ".. ") && strstr(line, "::")) || g_str_has_prefix(line, ".. _");
    const char *link = strstr(line, ">`_");
    signs->rst += link && memchr(line, '`', (gsize)(link - line));
    note_equals(line, signs);
}

/* A block of code begins or ends: "# comment" within is no heading. AsciiDoc's "----" is a rule elsewhere, with empty
 * lines around it. */
static bool is_code_mark(const GPtrArray *lines, guint i, bool code)
{
    static const char *const marks[] = {"```",       "{code",           "{noformat",    "<pre",
                                        "</pre",     "<code",           "</code>",      "#+begin_src",
                                        "#+end_src", "#+begin_example", "#+end_example"};
    const char *line = dialect_line(lines, i);
    for (guint m = 0; m < G_N_ELEMENTS(marks); m++)
        if (g_ascii_strncasecmp(line, marks[m], strlen(marks[m])) == 0)
            return true;
    if (strcmp(line, "----") != 0 && strcmp(line, "....") != 0)
        return false;
    return code || ((i == 0 || !*dialect_line(lines, i - 1) || *dialect_line(lines, i - 1) == '[') &&
                    i + 1 < lines->len && *dialect_line(lines, i + 1));
}

Dialect dialect_of(const char *name, const GPtrArray *lines)
{
    Signs signs = {0};
    bool code = false;
    for (guint i = 0; i < lines->len; i++) {
        bool mark = is_code_mark(lines, i, code);
        code ^= mark;
        if (mark || !code)
            note_line(dialect_line(lines, i), i, &signs);
    }
    if (signs.org || has_ending(name, ".org"))
        return DIALECT_ORG;
    if (has_ending(name, ".rst"))
        return DIALECT_RST;
    if (signs.markdown)
        return DIALECT_MARKDOWN;
    if (signs.textile || has_ending(name, ".textile"))
        return DIALECT_TEXTILE;
    if (signs.jira)
        return DIALECT_JIRA;
    if (signs.closed)
        return signs.first_equals >= 5 || signs.doku ? DIALECT_DOKUWIKI : DIALECT_MEDIAWIKI;
    if (signs.equals > 1 || has_ending(name, ".adoc") || has_ending(name, ".asciidoc"))
        return DIALECT_ASCIIDOC;
    return signs.rst ? DIALECT_RST : DIALECT_MARKDOWN;
}

void dialect_apply(Dialect dialect, GPtrArray *lines)
{
    if (dialect == DIALECT_MARKDOWN || dialect == DIALECT_RST)
        dialect_rules(dialect, lines);
    dialect_tables(dialect, lines);
    dialect_lines(dialect, lines);
}

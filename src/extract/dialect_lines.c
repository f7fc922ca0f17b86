#include "dialects.h"

#include <string.h>

static const char hashes[] = "######";

static char *heading(int level, const char *text, gsize length)
{
    while (length && g_ascii_isspace(*text))
        text++, length--;
    return g_strdup_printf("%.*s %.*s", CLAMP(level, 1, 6), hashes, (int)length, text);
}

/* ---- a line at a time: NULL where it stays ---- */

/* "** deeper", "*# counted below", ": indented" */
static char *nested_item(const char *line, const char *marks)
{
    gsize n = strspn(line, marks);
    if (!n || n > 6 || line[n] != ' ')
        return NULL;
    const char *bullet = line[n - 1] == '#' || line[n - 1] == '.' ? "1." : "-";
    return g_strdup_printf("%*s%s %s", (int)(n - 1) * 4, "", bullet, line + n + strspn(line + n, " "));
}

/* "== Title ==": in DokuWiki more marks mean a higher level. */
static char *wiki_heading(Dialect dialect, const char *line, int below)
{
    gsize n = strspn(line, "="), length = strlen(line);
    while (length && g_ascii_isspace(line[length - 1]))
        length--;
    if (!n || n > 6 || length <= 2 * n || strspn(line + length - n, "=") < n)
        return NULL;
    return heading(dialect == DIALECT_DOKUWIKI ? 7 - (int)n : (int)n + below, line + n, length - 2 * n);
}

static char *mediawiki_line(const char *line, int below)
{
    if (g_str_has_prefix(line, "<span id=") && g_str_has_suffix(line, "</span>"))
        return g_strdup("");
    const char *meaning = line[0] == ';' ? strstr(line, " : ") : NULL, *term = line + 1 + strspn(line + 1, " ");
    if (meaning && meaning > term)
        return g_strdup_printf("- %.*s: %s", (int)(meaning - term), term, meaning + 3);
    if (line[0] == ':' && line[1] != '/') {
        const char *text = line + strspn(line, ":");
        return g_strdup(text + strspn(text, " "));
    }
    char *item = nested_item(line, "*#:;");
    return item ? item : wiki_heading(DIALECT_MEDIAWIKI, line, below);
}

/* "^Head ^Head ^", "  - counted", "text\\" */
static char *dokuwiki_line(const char *line)
{
    gsize blank = strspn(line, " ");
    if (blank >= 2 && line[blank] == '-' && line[blank + 1] == ' ')
        return g_strdup_printf("%*s1. %s", (int)blank, "", line + blank + 2);
    if (line[0] == '^' && strchr(line + 1, '^'))
        return g_strdelimit(g_strdup(line), "^", '|');
    return wiki_heading(DIALECT_DOKUWIKI, line, 0);
}

/* "h2. Title", "h2(#id). Title", "bq. said"; in Jira "{anchor:x}", "{color:red}" and the like go. */
static char *jira_line(Dialect dialect, const char *line)
{
    if (line[0] == 'h' && line[1] >= '1' && line[1] <= '6') {
        const char *dot = line[2] == '(' ? strstr(line, "). ") : line[2] == '.' ? line + 1 : NULL;
        const char *text = dot ? dot + 2 : NULL;
        while (text && dialect == DIALECT_JIRA && *text && g_str_has_prefix(text + strspn(text, " "), "{anchor:"))
            text = strchr(text, '}') ? strchr(text, '}') + 1 : text + strlen(text);
        return text ? heading(line[1] - '0', text, strlen(text)) : NULL;
    }
    if (g_str_has_prefix(line, "bq. "))
        return g_strdup_printf("> %s", line + 4);
    if (dialect == DIALECT_TEXTILE && g_str_has_prefix(line, "|_")) {
        g_auto(GStrv) cells = g_strsplit(line, "|_.", -1);
        return g_strjoinv("|", cells);
    }
    return nested_item(line, "*#");
}

/* "#+TITLE: ..." is a key, "** Heading" a heading, "** TODO this" a task, a drawer nothing. */
static char *org_line(const char *line, int below)
{
    const char *text = line + strspn(line, " ");
    if (text[0] == ':' && strlen(text) > 2 && strchr(text + 1, ':') && !strstr(text, ": "))
        return g_strdup("");
    if (text[0] == ':' && g_ascii_isupper(text[1]) && strstr(text, ": "))
        return g_strdup("");
    if (g_ascii_strncasecmp(line, "#+title:", 8) == 0)
        return heading(1, line + 8, strlen(line + 8));
    if (g_str_has_prefix(line, "#+") && strstr(line, ": "))
        return g_strdup_printf("%s  ", line + 2);
    if (text[0] == '|' && text[1] == '-')
        return g_strdelimit(g_strdup(text), "+", '|');
    gsize n = strspn(line, "*");
    if (n < 1 || n > 6 || line[n] != ' ')
        return NULL;
    const char *rest = line + n + strspn(line + n, " ");
    if (g_str_has_prefix(rest, "TODO ") || g_str_has_prefix(rest, "DONE "))
        return g_strdup_printf("- [%c] %s", *rest == 'D' ? 'x' : ' ', rest + 5);
    return heading((int)n + below, rest, strlen(rest));
}

/* "= Title", ":key: value", ". counted", "Term:: what it is", "[options]", ".Title of a block", "text +" */
static char *asciidoc_line(const char *line, int below)
{
    gsize n = strspn(line, "="), length = strlen(line);
    if (n >= 1 && n <= 6 && line[n] == ' ' && line[length - 1] != '=')
        return heading((int)n + below, line + n, length - n);
    if (line[0] == ':' && strstr(line + 1, ": "))
        return g_strdup_printf("%s  ", line + 1);
    if ((line[0] == '[' && line[length - 1] == ']' && strchr("[#.acdhilnoqrstuwNTIWC\"%[", line[1])) ||
        (length == 1 && line[0] == '+') || strspn(line, "'") == length)
        return g_strdup("");
    if (line[0] == '.' && g_ascii_isupper(line[1]))
        return g_strdup_printf("**%s**  ", line + 1);
    const char *defined = strstr(line, "::");
    if (defined && defined > line && strcspn(line, ":") == (gsize)(defined - line) && defined[2] == ' ')
        return g_strdup_printf("- %.*s: %s", (int)(defined - line), line, defined + 3);
    if (length > 2 && strcmp(line + length - 2, " +") == 0)
        return g_strdup_printf("%.*s  ", (int)length - 2, line);
    return NULL;
}

/* AsciiDoc's list with another mark stands within the item above it: "." below "*" as well as "**". */
typedef struct {
    char marks[8]; /* a mark and its number of repetitions in one: '*' + n, '.' + n */
    guint n;
} OpenLists;

static char *asciidoc_item(const char *line, OpenLists *open)
{
    gsize n = strspn(line, line[0] == '*' ? "*" : "."), depth = 0;
    if (!n || n > 6 || line[n] != ' ') {
        bool within = !*line || g_ascii_isspace(*line) || g_ascii_islower(*line) || strcmp(line, "+") == 0;
        open->n = within ? open->n : 0;
        return NULL;
    }
    char mark = (char)((line[0] == '*' ? 16 : 32) + (int)n);
    while (depth < open->n && open->marks[depth] != mark)
        depth++;
    depth = MIN(depth, G_N_ELEMENTS(open->marks) - 1);
    open->marks[depth] = mark;
    open->n = (guint)depth + 1;
    return g_strdup_printf("%*s%s %s", (int)depth * 4, "", line[0] == '.' ? "1." : "-",
                           line + n + strspn(line + n, " "));
}

/* ":Date: 3 May" is a key; "| line" stays a line; "#. counted"; "..", ".. _target: x" and ".. image:: x" are nothing.
 */
static char *rst_line(const char *line)
{
    const char *end = line[0] == ':' ? strstr(line + 1, ": ") : NULL;
    if (end && end - line < 40)
        return g_strdup_printf("%.*s: %s  ", (int)(end - line) - 1, line + 1, end + 2);
    if (line[0] == '|' && line[1] == ' ' && !strchr(line + 2, '|'))
        return g_strdup_printf("%s  ", line + 2);
    if (line[0] != '.' || line[1] != '.' || (line[2] && line[2] != ' '))
        return NULL;
    static const char *const boxes[] = {
        "note::", "warning::", "important::", "tip::", "caution::", "attention::", "hint::", "admonition::"};
    const char *name = line + 2 + strspn(line + 2, " ");
    for (guint i = 0; i < G_N_ELEMENTS(boxes); i++)
        if (g_str_has_prefix(name, boxes[i]))
            return g_strdup(name + strlen(boxes[i]) + strspn(name + strlen(boxes[i]), " "));
    return strstr(name, "code") == name || strstr(name, "literal") == name ? g_strdup("::") : g_strdup("");
}

static char *line_of(Dialect dialect, const char *line, int below)
{
    if (!*line)
        return NULL;
    switch (dialect) {
    case DIALECT_MEDIAWIKI:
        return mediawiki_line(line, below);
    case DIALECT_DOKUWIKI:
        return dokuwiki_line(line);
    case DIALECT_JIRA:
    case DIALECT_TEXTILE:
        return jira_line(dialect, line);
    case DIALECT_ORG:
        return org_line(line, below);
    case DIALECT_ASCIIDOC:
        return asciidoc_line(line, below);
    case DIALECT_RST:
        return rst_line(line);
    default:
        return NULL;
    }
}

/* ---- blocks ---- */

typedef enum { BLOCK_CODE, BLOCK_QUOTE, BLOCK_TITLE } BlockKind;

/* What opens and closes a block on lines of their own; a NULL close is the same line again. */
static const struct {
    Dialect dialect;
    BlockKind kind;
    const char *open, *close;
} blocks[] = {
    {DIALECT_JIRA, BLOCK_CODE, "{code", "{code}"},
    {DIALECT_JIRA, BLOCK_CODE, "{noformat", "{noformat}"},
    {DIALECT_JIRA, BLOCK_QUOTE, "{quote}", "{quote}"},
    {DIALECT_JIRA, BLOCK_TITLE, "{panel", "{panel}"},
    {DIALECT_JIRA, BLOCK_TITLE, "{expand", "{expand}"},
    {DIALECT_JIRA, BLOCK_TITLE, "{info", "{info}"},
    {DIALECT_JIRA, BLOCK_TITLE, "{note", "{note}"},
    {DIALECT_ORG, BLOCK_CODE, "#+begin_src", "#+end_src"},
    {DIALECT_ORG, BLOCK_CODE, "#+begin_example", "#+end_example"},
    {DIALECT_ORG, BLOCK_QUOTE, "#+begin_quote", "#+end_quote"},
    {DIALECT_ASCIIDOC, BLOCK_CODE, "----", NULL},
    {DIALECT_ASCIIDOC, BLOCK_CODE, "....", NULL},
    {DIALECT_ASCIIDOC, BLOCK_QUOTE, "____", NULL},
    {DIALECT_ASCIIDOC, BLOCK_QUOTE, "====", NULL},
    {DIALECT_MEDIAWIKI, BLOCK_CODE, "<pre>", "</pre>"},
    {DIALECT_MEDIAWIKI, BLOCK_CODE, "<syntaxhighlight", "</syntaxhighlight>"},
    {DIALECT_MEDIAWIKI, BLOCK_CODE, "<source", "</source>"},
    {DIALECT_DOKUWIKI, BLOCK_CODE, "<code", "</code>"},
    {DIALECT_TEXTILE, BLOCK_CODE, "<pre>", "</pre>"},
};

static int block_at(Dialect dialect, const char *line)
{
    for (guint i = 0; i < G_N_ELEMENTS(blocks); i++) {
        const char *open = blocks[i].open, *close = blocks[i].close;
        bool opens = close ? g_ascii_strncasecmp(line, open, strlen(open)) == 0 : strcmp(line, open) == 0;
        bool ends = close && blocks[i].kind != BLOCK_CODE && g_ascii_strcasecmp(line, close) == 0;
        if (blocks[i].dialect == dialect && (opens || ends))
            return (int)i;
    }
    return -1;
}

static bool is_blank(const GPtrArray *lines, guint i)
{
    const char *line = i < lines->len ? dialect_line(lines, i) : "x";
    return line[strspn(line, " \t")] == '\0';
}

/* "{panel:title=Impact|color=red}text": the title in bold, and what stands beside it. */
static char *block_text(const char *line, int index)
{
    const char *close = blocks[index].close, *open_end = strchr(line, '}');
    const char *title = strstr(line, "title="), *rest = open_end ? open_end + 1 : "";
    if (!close || line[0] != '{')
        return g_strdup("");
    const char *end = strstr(rest, close);
    gsize length = end ? (gsize)(end - rest) : strlen(rest);
    g_autofree char *text = g_strndup(rest, length);
    if (!title || title > open_end)
        return g_steal_pointer(&text);
    return g_strdup_printf(length ? "**%.*s** %s" : "### %.*s%s", (int)strcspn(title + 6, "|}"), title + 6, text);
}

static bool closes(const char *line, const char *close)
{
    gsize length = strlen(line), n = strlen(close);
    return length >= n && g_ascii_strcasecmp(line + length - n, close) == 0;
}

/* The fence goes to the line beside it, where that is empty, if the line has text of its own. */
static void set_fence(GPtrArray *lines, guint i, guint beside, char *text)
{
    bool room = *text && is_blank(lines, beside);
    dialect_set(lines, i, room ? text : g_strdup("```"));
    if (room)
        dialect_set(lines, beside, g_strdup("```"));
    else
        g_free(text);
}

/* Lines of a block from i on; returns the one behind it. */
static guint read_block(GPtrArray *lines, guint i, int index)
{
    const char *line = dialect_line(lines, i), *open = blocks[index].open;
    const char *close = blocks[index].close ? blocks[index].close : open;
    if (blocks[index].kind != BLOCK_CODE) {
        dialect_set(lines, i, block_text(line, index));
        return i + 1;
    }
    const char *text = strpbrk(line, line[0] == '{' ? "}" : ">"); /* behind "{code:java}", "<pre>" */
    text = text && blocks[index].close && line[0] != '#' ? text + 1 : "";
    if (*text && closes(text, close)) {
        dialect_set(lines, i, g_strdup_printf("`%.*s`", (int)(strlen(text) - strlen(close)), text));
        return i + 1;
    }
    set_fence(lines, i, i ? i - 1 : i, g_strdup(text));
    for (i++; i < lines->len; i++) {
        line = dialect_line(lines, i);
        if (!closes(line, close))
            continue;
        set_fence(lines, i, i + 1, g_strndup(line, strlen(line) - strlen(close)));
        return i + 1;
    }
    return i;
}

/* How much deeper headings stand than their marks say: below the title of Emacs one, without a "= Title" one less. */
static int levels_below(Dialect dialect, const GPtrArray *lines)
{
    bool title = false;
    for (guint i = 0; i < lines->len && !title; i++) {
        const char *line = dialect_line(lines, i);
        title = dialect == DIALECT_ORG ? i < 8 && g_ascii_strncasecmp(line, "#+title:", 8) == 0
                                       : line[0] == '=' && line[1] != '=' && line[1];
    }
    return dialect == DIALECT_ORG ? title : title - 1;
}

/* "text\\": a break in Jira, DokuWiki and Emacs. */
static char *hard_break(Dialect dialect, const char *line)
{
    gsize length = strlen(line);
    bool known = dialect == DIALECT_JIRA || dialect == DIALECT_DOKUWIKI || dialect == DIALECT_ORG;
    return known && length > 2 && strcmp(line + length - 2, "\\\\") == 0
               ? g_strdup_printf("%.*s  ", (int)length - 2, line)
               : NULL;
}

void dialect_lines(Dialect dialect, GPtrArray *lines)
{
    int below = levels_below(dialect, lines);
    OpenLists open = {.n = 0};
    for (guint i = 0; i < lines->len && dialect != DIALECT_MARKDOWN;) {
        int block = block_at(dialect, dialect_line(lines, i));
        if (block >= 0) {
            i = read_block(lines, i, block);
            continue;
        }
        char *changed = hard_break(dialect, dialect_line(lines, i));
        if (changed)
            dialect_set(lines, i, changed);
        changed = dialect == DIALECT_ASCIIDOC ? asciidoc_item(dialect_line(lines, i), &open) : NULL;
        changed = changed ? changed : line_of(dialect, dialect_line(lines, i), below);
        if (changed)
            dialect_set(lines, i, changed);
        changed = dialect_inline(dialect, dialect_line(lines, i));
        if (changed)
            dialect_set(lines, i, changed);
        i++;
    }
}

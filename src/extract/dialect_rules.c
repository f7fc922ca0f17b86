/* reStructuredText's headings become "# Title", with empty lines for their rules. */
#include "dialects.h"

#include <string.h>

typedef struct {
    char seen[12]; /* rules in their order of appearance: the first marks level 1 */
    guint n;
} Rules;

/* The mark of a line that is one mark repeated three times or more, else 0. */
static char rule_mark(const char *line)
{
    size_t n = strlen(line);
    while (n && g_ascii_isspace(line[n - 1]))
        n--;
    if (n < 3 || !strchr("=-~^\"'`*+#:._", line[0]))
        return '\0';
    for (size_t i = 1; i < n; i++)
        if (line[i] != line[0])
            return '\0';
    return line[0];
}

/* An overline counts as a rule of its own: "=" above and below is another level than "=" below alone. */
static guint rule_level(Rules *rules, char mark, bool over)
{
    char key = (char)(over ? mark | 0x80 : mark);
    for (guint i = 0; i < rules->n; i++)
        if (rules->seen[i] == key)
            return i + 1;
    if (rules->n < G_N_ELEMENTS(rules->seen))
        rules->seen[rules->n++] = key;
    return MIN(rules->n, 6);
}

static bool is_title(const char *line, const char *rule)
{
    size_t n = strlen(line), length = strlen(rule);
    return n && rule_mark(line) == '\0' && !g_ascii_isspace(line[0]) && !strchr("#|>", line[0]) &&
           (size_t)g_utf8_strlen(line, -1) <= length + 1 && n < 160;
}

static bool is_blank(const char *line)
{
    return line[strspn(line, " \t")] == '\0';
}

/* A title between two rules of one mark. */
static bool is_between(const GPtrArray *lines, guint i)
{
    if (i + 2 >= lines->len || (i > 0 && !is_blank(dialect_line(lines, i - 1))))
        return false;
    const char *rule = dialect_line(lines, i);
    char mark = rule_mark(rule);
    return mark && mark != '.' && strcmp(rule, dialect_line(lines, i + 2)) == 0 &&
           is_title(dialect_line(lines, i + 1), rule);
}

/* A title above a rule of its length and of a mark that Markdown has no meaning for. */
static bool is_above(const GPtrArray *lines, guint i)
{
    const char *title = dialect_line(lines, i);
    if (i + 1 >= lines->len || (i > 0 && !is_blank(dialect_line(lines, i - 1))))
        return false;
    const char *rule = dialect_line(lines, i + 1);
    char mark = rule_mark(rule);
    return mark && strchr("~^\"'`+*", mark) && strlen(rule) > 4 && is_title(title, rule) &&
           strlen(rule) <= strlen(title) + 2;
}

void dialect_rules(Dialect dialect, GPtrArray *lines)
{
    Rules rules = {{0}, 0};
    bool found = dialect == DIALECT_RST;
    for (guint i = 0; i + 1 < lines->len && !found; i++)
        found = is_between(lines, i) || is_above(lines, i);
    for (guint i = 1; found && i < lines->len; i++) {
        const char *rule = dialect_line(lines, i), *title = dialect_line(lines, i - 1);
        char mark = rule_mark(rule);
        bool over = i > 1 && mark && rule_mark(dialect_line(lines, i - 2)) == mark;
        if (!mark || !is_title(title, rule) || strchr("._:", mark))
            continue;
        int level = (int)rule_level(&rules, mark, over);
        dialect_set(lines, i - 1, g_strdup_printf("%.*s %s", level, "######", title));
        dialect_set(lines, i, g_strdup(""));
        if (over)
            dialect_set(lines, i - 2, g_strdup(""));
    }
}

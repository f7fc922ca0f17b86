/* What happens to the bytes before they are parsed: encodings, and markup of other dialects made Markdown. */
#include "builder.h"

#include <string.h>

static char *decode(const char *bytes, gsize length, TextDocument *document)
{
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        bytes += 3, length -= 3;
    bool wide = length >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0);
    if (!wide && g_utf8_validate(bytes, (gssize)length, NULL))
        return g_strndup(bytes, length);
    document->recoded = true;
    char *text = g_convert_with_fallback(bytes, (gssize)length, "UTF-8", wide ? "UTF-16" : "WINDOWS-1252", "?", NULL,
                                         NULL, NULL);
    return text ? text : g_utf8_make_valid(bytes, (gssize)length);
}

static glong non_ascii(const char *text)
{
    glong n = 0;
    for (; *text; text = g_utf8_next_char(text))
        n += (guchar)*text >= 0x80;
    return n;
}

/* UTF-8 that was once read in charset and written again: encoding it back gives UTF-8 with fewer characters. Only the
 * lines where that works without loss are touched. */
static char *unscramble(const char *line, const char *charset)
{
    gsize length;
    g_autofree char *bytes = g_convert(line, -1, charset, "UTF-8", NULL, &length, NULL);
    if (!bytes || !g_utf8_validate(bytes, (gssize)length, NULL) || memchr(bytes, '\n', length))
        return NULL;
    return non_ascii(bytes) < non_ascii(line) ? g_steal_pointer(&bytes) : NULL;
}

static char *repair_encoding(const char *line)
{
    char *better = unscramble(line, "MACINTOSH");
    return better ? better : unscramble(line, "WINDOWS-1252");
}

static bool has_high_byte(const char *line)
{
    for (; *line; line++)
        if ((guchar)*line >= 0x80)
            return true;
    return false;
}

/* "h2. Title" (Jira), "== Title ==" (MediaWiki; "= Title =" at the top), "##Title" without the blank: all "## Title".
 */
static bool append_heading(GString *out, const char *line, int number)
{
    static const char hashes[] = "######";
    if (line[0] == 'h' && line[1] >= '1' && line[1] <= '6' && line[2] == '.' && line[3] == ' ') {
        g_string_append_printf(out, "%.*s %s", line[1] - '0', hashes, line + 4);
        return true;
    }
    size_t n = strspn(line, "=");
    const char *end = line + strlen(g_strchomp((char *)line));
    bool title = n == 1 && number <= 3 && line[1] == ' ';
    if ((title || (n >= 2 && n <= 6)) && (size_t)(end - line) > 2 * n && strncmp(end - n, line, n) == 0 &&
        end[-(gssize)n - 1] != '=') {
        g_string_append_printf(out, "%.*s %.*s", (int)MAX(n, 2u) - 1, hashes, (int)((size_t)(end - line) - 2 * n),
                               line + n);
        return true;
    }
    n = strspn(line, "#");
    if (n >= 2 && n <= 6 && g_ascii_isalpha(line[n])) {
        g_string_append_printf(out, "%.*s %s", (int)n, hashes, line + n);
        return true;
    }
    return false;
}

/* Jira's "||head||head||" needs a rule below it to be a Markdown table. The rule takes no line of its own: it would
 * shift the lines, so the head becomes a row like the others. */
/* "|-|-|" below a table's head: the parser wants three dashes to a column. */
static bool append_rule(GString *out, const char *line)
{
    if (!strchr(line, '|') || !strchr(line, '-') || strspn(line, "|-: \t") != strlen(line) || strstr(line, "---"))
        return false;
    for (const char *p = line; *p; p += MAX(strspn(p, "-"), 1u))
        g_string_append_len(out, *p == '-' ? "---" : p, *p == '-' ? 3 : 1);
    return true;
}

typedef struct {
    bool asciidoc; /* a title "= ..." stands first, or a table's fence was seen */
    bool table;    /* between "|===" fences */
    bool markdown; /* a heading "# Title" stands first */
    bool wiki;     /* or else one of MediaWiki or Jira */
} Dialect;

/* AsciiDoc: "= Title", ":key: value", ". numbered", a table's rows between fences. */
static bool append_asciidoc(GString *out, char *line, int number, Dialect *dialect)
{
    size_t n = strspn(line, "=");
    bool heading = n >= 1 && n <= 6 && line[n] == ' ' && line[strlen(line) - 1] != '=';
    if (heading && (number <= 3 || dialect->asciidoc)) {
        dialect->asciidoc |= n == 1;
        g_string_append_printf(out, "%.*s%s", (int)n, "######", line + n);
        return dialect->asciidoc;
    }
    if (strcmp(line, "|===") == 0) {
        dialect->table = !dialect->table;
        return true;
    }
    if (!dialect->asciidoc)
        return false;
    if (dialect->table && line[0] == '|') {
        g_string_append(out, "- "); /* a row is an entry of its own */
        for (const char *p = line + 1; *p; p++)
            g_string_append_c(out, *p == '|' ? ' ' : *p);
        return true;
    }
    if (line[0] == ':' && strstr(line + 1, ": ")) {
        g_string_append(out, line + 1);
        g_string_append(out, "  ");
        return true;
    }
    if (line[0] == '.' && line[1] == ' ') {
        g_string_append_printf(out, "1. %s", line + 2);
        return true;
    }
    return false;
}

/* "# step", "## step below": numbered in MediaWiki and Jira, where headings have marks of their own. "#. step" is
 * reStructuredText's. */
static bool append_numbered(GString *out, const char *line, Dialect *dialect)
{
    size_t n = strspn(line, "#");
    dialect->markdown |= !dialect->wiki && n && line[n] == ' ';
    if (n == 1 && line[1] == '.' && line[2] == ' ') {
        g_string_append_printf(out, "1. %s", line + 3);
        return true;
    }
    if (!dialect->wiki || n < 1 || n > 3 || line[n] != ' ')
        return false;
    g_string_append_printf(out, "%.*s1. %s", (int)(n - 1) * 3, "      ", line + n + 1);
    return true;
}

/* Bullets that Markdown does not know. */
static bool append_bullet(GString *out, const char *line)
{
    static const char *const bullets[] = {"\xe2\x80\xa2", "\xe2\x97\x8f", "\xe2\x96\xaa",
                                          "\xe2\x97\xa6", "\xe2\x80\xa3", "\xc2\xb7"};
    size_t blank = strspn(line, " \t");
    for (guint i = 0; i < G_N_ELEMENTS(bullets); i++) {
        size_t n = strlen(bullets[i]);
        if (strncmp(line + blank, bullets[i], n) != 0)
            continue;
        const char *rest = line + blank + n + strspn(line + blank + n, " \t");
        if (!*rest)
            return false;
        g_string_append_printf(out, "%.*s- %s", (int)MIN(blank, 12u), line, rest);
        return true;
    }
    return false;
}

static void append_line(GString *out, char *line, int number, Dialect *dialect)
{
    if (append_asciidoc(out, line, number, dialect))
        return;
    if (g_str_has_prefix(line, "||"))
        for (char *bar = line; (bar = strstr(bar, "||")); bar++)
            *bar = ' ';
    if (append_numbered(out, line, dialect) || append_rule(out, line) || append_bullet(out, line))
        return;
    if (!append_heading(out, line, number))
        g_string_append(out, line);
    else
        dialect->wiki |= !dialect->markdown && (line[0] == 'h' || line[0] == '=');
}

char *source_repair(const char *bytes, gsize length, TextDocument *document)
{
    g_autofree char *text = decode(bytes, length, document);
    GString *out = g_string_sized_new(strlen(text) + 16);
    int number = 1;
    Dialect dialect = {0};
    for (char *line = text; line; number++) {
        char *next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        size_t n = strlen(line);
        if (n && line[n - 1] == '\r')
            line[n - 1] = '\0';
        g_autofree char *better = has_high_byte(line) ? repair_encoding(line) : NULL;
        if (better && !document->repaired_line)
            document->repaired_line = number;
        append_line(out, better ? better : line, number, &dialect);
        if (next)
            g_string_append_c(out, '\n');
        line = next;
    }
    return g_string_free(out, FALSE);
}

static guint line_end(const TextDocument *document, guint from)
{
    const char *end = memchr(document->source + from, '\n', document->length - from);
    return end ? (guint)(end - document->source) : (guint)document->length;
}

static bool line_is(const TextDocument *document, guint from, guint to, const char *text)
{
    while (to > from && g_ascii_isspace(document->source[to - 1]))
        to--;
    return to - from == strlen(text) && memcmp(document->source + from, text, to - from) == 0;
}

static void add_key(TextDocument *document, BlockBuilder *builder, guint from, guint to)
{
    const char *line = document->source + from;
    gsize length = to - from;
    gsize blank = strspn(line, " \t");
    if (blank >= length || line[blank] == '#' || line[blank] == '[' || line[blank] == ']')
        return;
    const char *mark = memchr(line, ':', length);
    const char *equals = memchr(line, '=', length);
    if (equals && (!mark || equals < mark) && document->source[0] == '+')
        mark = equals;
    if (!mark || line[blank] == '-') {
        block_append(builder, "\n", 1, from);
        block_append(builder, line + blank, length - blank, from + (guint)blank);
        return;
    }
    block_begin(builder, TEXT_KEY, blank > 0);
    gsize key = (gsize)(mark - line), end = key;
    while (end > blank && g_ascii_isspace(line[end - 1]))
        end--;
    block_append(builder, line + blank, end - blank, from + (guint)blank);
    block_append(builder, ": ", 2, from + (guint)key);
    gsize value = key + 1;
    while (value < length && strchr(" \t\"'", line[value]))
        value++;
    while (length > value && strchr(" \t\"'", line[length - 1]))
        length--;
    block_append(builder, line + value, length - value, from + (guint)value);
}

guint text_front_matter_read(TextDocument *document)
{
    guint end = line_end(document, 0);
    bool toml = line_is(document, 0, end, "+++");
    if (!toml && !line_is(document, 0, end, "---"))
        return 0;
    guint close = 0;
    for (guint from = end + 1; from < document->length && !close; from = line_end(document, from) + 1)
        if (line_is(document, from, line_end(document, from), toml ? "+++" : "---"))
            close = from;
    if (!close)
        return 0;
    BlockBuilder builder = {document, NULL, g_string_new(NULL)};
    for (guint from = end + 1; from < close; from = line_end(document, from) + 1)
        add_key(document, &builder, from, line_end(document, from));
    block_end(&builder);
    g_string_free(builder.text, TRUE);
    return MIN(line_end(document, close) + 1, (guint)document->length);
}

/* What happens to the bytes before they are parsed: encodings, and markup of other dialects made Markdown. */
#include "builder.h"
#include "dialects.h"

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

/* "#. step" is reStructuredText's. */
static bool append_numbered(GString *out, const char *line)
{
    if (!g_str_has_prefix(line, "#. "))
        return false;
    g_string_append_printf(out, "1. %s", line + 3);
    return true;
}

/* "{{Infobox incident", "| start = 10:02", "}}": lines of a key and its value. */
static bool append_infobox(GString *out, const char *line, bool *infobox)
{
    if (g_str_has_prefix(line, "{{") && !strstr(line, "}}") && !strchr(line, '|')) {
        *infobox = true;
        return true;
    }
    if (!*infobox)
        return false;
    const char *key = line + strspn(line, " |"), *equals = strchr(key, '=');
    if (g_str_has_prefix(line, "}}"))
        *infobox = false;
    else if (equals && strchr(line, '|'))
        g_string_append_printf(out, "%.*s: %s  ", (int)(equals - key - (equals > key && equals[-1] == ' ')), key,
                               equals + 1 + strspn(equals + 1, " "));
    else
        g_string_append(out, line);
    return true;
}

/* Bullets and boxes that Markdown does not know, the latter also behind a bullet. */
static bool append_bullet(GString *out, const char *line)
{
    static const struct {
        const char *mark, *markdown;
    } bullets[] = {{"\xe2\x80\xa2", "-"},     {"\xe2\x97\x8f", "-"},     {"\xe2\x96\xaa", "-"},
                   {"\xe2\x97\xa6", "-"},     {"\xe2\x80\xa3", "-"},     {"\xc2\xb7", "-"},
                   {"\xe2\x98\x90", "- [ ]"}, {"\xe2\x98\x91", "- [x]"}, {"\xe2\x98\x92", "- [x]"}};
    size_t blank = strspn(line, " \t"), mark = blank;
    if (strchr("-*+", line[mark]) && line[mark] && line[mark + 1] == ' ')
        mark += 1 + strspn(line + mark + 1, " ");
    for (guint i = 0; i < G_N_ELEMENTS(bullets); i++) {
        size_t n = strlen(bullets[i].mark);
        bool box = bullets[i].markdown[1] != '\0';
        const char *start = line + (box ? mark : blank);
        if (strncmp(start, bullets[i].mark, n) != 0)
            continue;
        const char *rest = start + n + strspn(start + n, " \t");
        if (!*rest)
            return false;
        g_string_append_printf(out, "%.*s%s %s", (int)MIN(blank, 12u), line, bullets[i].markdown, rest);
        return true;
    }
    return false;
}

/* A line for the page's generator alone: "{{< notice warning >}}", "{% endraw %}", "{: .no_toc}", "# {{ page.title }}".
 * One that holds a time is told. */
static bool is_shortcode(const char *line)
{
    static const char *const marks[][2] = {{"{{<", ">}}"}, {"{{%", "%}}"},    {"{%", "%}"},
                                           {"{:", "}"},    {"{{page.", "}}"}, {"{{ page.", "}}"}};
    const char *start = line + strspn(line, " \t#");
    size_t n = strlen(start);
    while (n && g_ascii_isspace(start[n - 1]))
        n--;
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        size_t open = strlen(marks[i][0]), close = strlen(marks[i][1]);
        if (n >= open + close && strncmp(start, marks[i][0], open) == 0 &&
            strncmp(start + n - close, marks[i][1], close) == 0)
            return !strpbrk(start, "0123456789");
    }
    return false;
}

/* ":fire: *Started:* 10:02 :fire:": the names of pictures, as chats have them, at the ends of a line. */
static void strip_emoji(char *line)
{
    static const char *const names[] = {":rotating_light:",
                                        ":fire:",
                                        ":warning:",
                                        ":white_check_mark:",
                                        ":heavy_check_mark:",
                                        ":red_circle:",
                                        ":green_circle:",
                                        ":large_green_circle:",
                                        ":yellow_circle:",
                                        ":large_yellow_circle:",
                                        ":bell:",
                                        ":boom:",
                                        ":tada:",
                                        ":memo:",
                                        ":clock1:",
                                        ":alarm_clock:",
                                        ":stopwatch:",
                                        ":calendar:",
                                        ":construction:",
                                        ":exclamation:",
                                        ":bangbang:",
                                        ":no_entry:",
                                        ":sos:",
                                        ":ambulance:",
                                        ":eyes:",
                                        ":mag:",
                                        ":wrench:",
                                        ":hammer_and_wrench:",
                                        ":information_source:",
                                        ":x:",
                                        ":point_right:",
                                        ":speech_balloon:",
                                        ":firefighter:",
                                        ":pager:",
                                        ":chart_with_downwards_trend:"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        size_t n = strlen(names[i]), length = strlen(line);
        if (strncmp(line, names[i], n) == 0 && length > n)
            memmove(line, line + n + strspn(line + n, " "), length - n - strspn(line + n, " ") + 1);
        length = strlen(line);
        if (length > n && strcmp(line + length - n, names[i]) == 0)
            line[length - n] = '\0';
    }
}

/* The length of "3" in "3. Februar": a day of the month, not the third item of a list; 0 for other lines. */
static size_t day_of_month(const char *line)
{
    static const char *const months[] = {"Januar", "J\xc3\xa4nner", "Februar", "M\xc3\xa4rz", "Mai",
                                         "Juni",   "Juli",          "Oktober", "Dezember",    "April",
                                         "August", "September",     "November"};
    static const char *const behind[] = {"um",     "von",    "bis",     "ab",         "gegen",
                                         "abends", "nachts", "morgens", "fr\xc3\xbch"};
    size_t n = strspn(line, "0123456789");
    if (n < 1 || n > 2 || line[n] != '.' || line[n + 1] != ' ')
        return 0;
    for (guint i = 0; i < G_N_ELEMENTS(months); i++) {
        const char *rest = line + n + 2 + strlen(months[i]);
        if (!g_str_has_prefix(line + n + 2, months[i]) || (*rest && !strchr(" ,:;-.(", *rest)))
            continue;
        size_t digits = *rest ? strspn(rest + 1, "0123456789") : 0; /* but not "1. August 4th" */
        if (i < 9 || *rest != ' ' || digits == 4)
            return n;
        for (guint k = 0; k < G_N_ELEMENTS(behind); k++) /* English has these months too: "8. August figures" */
            if (g_str_has_prefix(rest + 1, behind[k]))
                return n;
    }
    return 0;
}

/* "- 3. Februar, 8:10": the stop is no mark of a list. */
static bool append_day(GString *out, const char *line)
{
    size_t lead = strspn(line, " \t>*-");
    size_t n = day_of_month(line + lead);
    if (n)
        g_string_append_printf(out, "%.*s\\%s", (int)(lead + n), line, line + lead + n);
    return n > 0;
}

static void append_line(GString *out, char *line, int number, bool *infobox)
{
    if (is_shortcode(line))
        return;
    if (strchr(line, ':'))
        strip_emoji(line);
    if (append_infobox(out, line, infobox))
        return;
    if (g_str_has_prefix(line, "||"))
        for (char *bar = line; (bar = strstr(bar, "||")); bar++)
            *bar = ' ';
    if (append_day(out, line) || append_numbered(out, line) || append_rule(out, line) || append_bullet(out, line))
        return;
    if (!append_heading(out, line, number))
        g_string_append(out, line);
}

char *source_repair(const char *bytes, gsize length, TextDocument *document)
{
    g_autofree char *text = decode(bytes, length, document);
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    for (const char *line = text; line;) {
        const char *next = strchr(line, '\n');
        size_t n = next ? (size_t)(next - line) : strlen(line);
        n -= n && line[n - 1] == '\r';
        g_ptr_array_add(lines, g_strndup(line, n));
        line = next ? next + 1 : NULL;
    }
    bool page = html_is_page(document->name, text, strlen(text)); /* whose lines mean nothing */
    if (!page)
        dialect_apply(dialect_of(document->name, lines), lines);
    GString *out = g_string_sized_new(strlen(text) + 16);
    bool infobox = false;
    for (guint i = 0; i < lines->len; i++) {
        char *line = lines->pdata[i];
        g_autofree char *better = has_high_byte(line) ? repair_encoding(line) : NULL;
        if (better && !document->repaired_line)
            document->repaired_line = (int)i + 1;
        if (i)
            g_string_append_c(out, '\n');
        if (page)
            g_string_append(out, better ? better : line);
        else
            append_line(out, better ? better : line, (int)i + 1, &infobox);
    }
    return g_string_free(out, FALSE);
}

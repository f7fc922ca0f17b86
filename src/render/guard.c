#include "guard.h"
#include "nines/base/text.h"
#include <string.h>

#define CUT_NOTE " [cut: %ld characters]"
#define CUT_ROOM 48 /* for the note */
#define URL_BYTES 2000
#define SHEET_NAME_CHARACTERS 31

static bool is_hex_escape(const char *p)
{
    return p[0] == '_' && p[1] == 'x' && g_ascii_isxdigit(p[2]) && g_ascii_isxdigit(p[3]) && g_ascii_isxdigit(p[4]) &&
           g_ascii_isxdigit(p[5]) && p[6] == '_';
}

/* Short ASCII without control characters or "_x0041_", which spreadsheets would decode: nearly all cells. */
static bool text_is_plain(const char *text)
{
    gsize length = 0;
    for (const guchar *p = (const guchar *)text; *p != '\0'; p++, length++)
        if (*p >= 0x7f || (*p < 0x20 && *p != '\t' && *p != '\n') || (*p == '_' && is_hex_escape((const char *)p)))
            return false;
    return length < GUARD_CELL_CHARACTERS;
}

/* Excel counts UTF-16 units. */
static glong units_of(gunichar ch)
{
    return ch > 0xFFFF ? 2 : 1;
}

static void append_guarded(GString *out, const char *p)
{
    if (is_hex_escape(p))
        g_string_append(out, "_x005F");
    g_string_append_len(out, p, g_utf8_next_char(p) - p);
}

char *guard_text(const char *text)
{
    if (text_is_plain(text))
        return NULL;
    g_autofree char *clean = text_clean(text, -1);
    GString *out = g_string_new(NULL);
    const glong room = GUARD_CELL_CHARACTERS - CUT_ROOM;
    glong units = 0;
    for (const char *p = clean; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar ch = g_utf8_get_char(p);
        if (ch == 0xFFFE || ch == 0xFFFF || ch == 0x7F)
            continue;
        if (units + 7 > room) {
            g_string_append_printf(out, CUT_NOTE, g_utf8_strlen(clean, -1));
            break;
        }
        units += units_of(ch) + (is_hex_escape(p) ? 6 : 0);
        append_guarded(out, p);
    }
    return g_string_free(out, FALSE);
}

bool guard_url(const char *url)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:", "ftp://", "internal:"};
    if (strlen(url) > URL_BYTES || !text_is_plain(url))
        return false;
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++)
        if (g_str_has_prefix(url, schemes[i]))
            return g_str_has_prefix(url, "internal:") || strpbrk(url, " \"<>") == NULL;
    return false;
}

static void drop_edge_quotes(char *name)
{
    gsize length = strlen(name);
    if (length > 0 && name[0] == '\'')
        name[0] = '_';
    if (length > 0 && name[length - 1] == '\'')
        name[length - 1] = '_';
}

static char *name_cut(const char *name, glong characters, const char *tail)
{
    g_autofree char *kept =
        g_utf8_strlen(name, -1) > characters ? g_utf8_substring(name, 0, characters) : g_strdup(name);
    return g_strconcat(kept, tail, NULL);
}

char *guard_sheet_name(const char *wish, int n)
{
    g_autofree char *clean = text_clean(wish != NULL ? wish : "", -1);
    g_autofree char *tail = n > 1 ? g_strdup_printf(" %d", n) : g_strdup("");
    g_strstrip(g_strdelimit(clean, "[]:*?/\\\t\n", ' '));
    drop_edge_quotes(clean);
    char *name = name_cut(clean[0] != '\0' ? clean : "Sheet", SHEET_NAME_CHARACTERS - (glong)strlen(tail), tail);
    drop_edge_quotes(name);
    return name;
}

char *guard_codes(const char *text, gsize length)
{
    g_autofree char *clean = text_clean(text, -1);
    GString *out = g_string_new(NULL);
    for (const char *p = clean; *p != '\0' && out->len + 6 < length; p = g_utf8_next_char(p)) {
        if (*p == '&')
            g_string_append_c(out, '&');
        g_string_append_len(out, p, *p == '\n' ? 0 : g_utf8_next_char(p) - p);
    }
    return g_string_free(out, FALSE);
}

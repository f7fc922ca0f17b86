#include "nines/base/text.h"
#include <string.h>

#define NEAR_LIMIT 64 /* longer words are not worth comparing */

/* Levenshtein distance of two short byte strings. */
static gsize edit_distance(const char *a, const char *b)
{
    gsize n = strlen(b), row[NEAR_LIMIT + 1];
    for (gsize j = 0; j <= n; j++)
        row[j] = j;
    for (gsize i = 1; a[i - 1] != '\0'; i++) {
        gsize diagonal = row[0];
        row[0] = i;
        for (gsize j = 1; j <= n; j++) {
            gsize above = row[j];
            gsize change = diagonal + (g_ascii_tolower(a[i - 1]) != g_ascii_tolower(b[j - 1]));
            row[j] = MIN(MIN(above, row[j - 1]) + 1, change);
            diagonal = above;
        }
    }
    return row[n];
}

const char *text_nearest(const char *word, const char *const *candidates)
{
    const char *best = NULL;
    gsize length = strlen(word), best_distance = MAX(length / 3, 1) + 1;
    for (; length <= NEAR_LIMIT && *candidates != NULL; candidates++) {
        if (strlen(*candidates) > NEAR_LIMIT)
            continue;
        gsize distance = edit_distance(word, *candidates);
        if (distance < best_distance) {
            best_distance = distance;
            best = *candidates;
        }
    }
    return best;
}

static bool is_unwanted(gunichar c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0);
}

char *text_clean(const char *text, gssize length)
{
    g_autofree char *valid = g_utf8_make_valid(text, length);
    GString *out = g_string_sized_new(strlen(valid));
    for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!is_unwanted(c))
            g_string_append_len(out, p, g_utf8_next_char(p) - p);
    }
    return g_string_free(out, FALSE);
}

char *text_shorten(const char *text, glong max_chars)
{
    if (g_utf8_strlen(text, -1) <= max_chars)
        return g_strdup(text);
    g_autofree char *head = g_utf8_substring(text, 0, MAX(max_chars - 1, 0));
    g_strchomp(head);
    return g_strconcat(head, "\xe2\x80\xa6", NULL);
}

char *text_count(gint64 n, const char *one, const char *many)
{
    if (n == 0)
        return g_strdup_printf("no %s", many);
    return g_strdup_printf("%" G_GINT64_FORMAT " %s", n, n == 1 ? one : many);
}

char *text_key(const char *text, gssize length)
{
    g_autofree char *valid = g_utf8_make_valid(text, length);
    g_autofree char *folded = g_utf8_casefold(valid, -1);
    GString *out = g_string_sized_new(strlen(folded));
    for (const char *p = folded; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_isspace(c) && c != '_' && c != '-')
            g_string_append_len(out, p, g_utf8_next_char(p) - p);
    }
    return g_string_free(out, FALSE);
}

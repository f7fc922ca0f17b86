/* Words, numbers and marks of a block: what the mention grammar and the cue words are matched against. */
#include "builder.h"

#include <string.h>

static bool is_apostrophe(gunichar c)
{
    return c == '\'' || c == 0x2019;
}

static bool is_dash(gunichar c)
{
    return c == 0x2010 || c == 0x2011 || c == 0x2012 || c == 0x2013 || c == 0x2014 || c == 0x2015 || c == 0x2212;
}

/* Typographic marks count as their plain sisters. */
static gunichar plain_mark(gunichar c)
{
    if (is_dash(c))
        return '-';
    if (c == 0x2018 || c == 0x2019)
        return '\'';
    if (c == 0x201c || c == 0x201d)
        return '"';
    return c == 0x2192 ? '>' : c;
}

static const char *intern(TextDocument *document, const char *text, gsize length)
{
    g_autofree char *lower = g_utf8_strdown(text, (gssize)length);
    if (strstr(lower, "\xe2\x80\x99")) {
        g_auto(GStrv) parts = g_strsplit(lower, "\xe2\x80\x99", -1);
        g_free(lower);
        lower = g_strjoinv("'", parts);
    }
    return g_string_chunk_insert_const(document->words, lower);
}

/* behind_number: the "h" of "14h30" ends where the digits go on. */
static const char *word_end(const char *p, bool behind_number)
{
    while (*p) {
        gunichar c = g_utf8_get_char(p);
        const char *next = g_utf8_next_char(p);
        bool inner = is_apostrophe(c) && *next && g_unichar_isalpha(g_utf8_get_char(next));
        if (behind_number && g_ascii_isdigit(*p))
            break;
        if (!g_unichar_isalnum(c) && !inner && !g_unichar_ismark(c))
            break;
        p = next;
    }
    return p;
}

static bool is_url(const char *p)
{
    return g_str_has_prefix(p, "https://") || g_str_has_prefix(p, "http://") || g_str_has_prefix(p, "www.");
}

static const char *url_end(const char *p)
{
    while (*p && !g_ascii_isspace(*p) && !strchr("<>\"|", *p))
        p++;
    return p;
}

static Token number_token(const char *p, const char *start)
{
    Token token = {.kind = TOKEN_NUMBER, .start = (guint)(p - start)};
    const char *q = p;
    for (; g_ascii_isdigit(*q); q++) {
        token.digits++;
        if (token.digits <= 18)
            token.value = token.value * 10 + (*q - '0');
    }
    token.end = (guint)(q - start);
    return token;
}

/* The T of 2024-05-01T12:30, a mark of its own. */
static bool is_time_mark(const char *p, const Token *last)
{
    return (*p == 'T' || *p == 't') && g_ascii_isdigit(p[1]) && last && last->kind == TOKEN_NUMBER;
}

static Token next_token(TextDocument *document, const char *p, const char *start, const Token *last)
{
    Token token = {.start = (guint)(p - start)};
    gunichar c = g_utf8_get_char(p);
    if (g_ascii_isdigit(*p))
        return number_token(p, start);
    if (*p == '\n') {
        token.kind = TOKEN_BREAK;
        token.end = token.start + 1;
    } else if (is_url(p)) {
        token.kind = TOKEN_URL;
        token.end = (guint)(url_end(p) - start);
    } else if (g_unichar_isalpha(c) && !is_time_mark(p, last)) {
        const char *end = word_end(p, last && last->kind == TOKEN_NUMBER);
        token.kind = TOKEN_WORD;
        token.end = (guint)(end - start);
        token.capital = g_unichar_isupper(c);
        token.word = intern(document, p, (gsize)(end - p));
    } else {
        token.kind = TOKEN_MARK;
        token.value = is_time_mark(p, last) ? 'T' : plain_mark(c);
        token.end = (guint)(g_utf8_next_char(p) - start);
    }
    return token;
}

void tokens_read(TextDocument *document, TextBlock *block)
{
    block->tokens = g_array_sized_new(FALSE, FALSE, sizeof(Token), (guint)strlen(block->text) / 5 + 1);
    bool spaced = true;
    for (const char *p = block->text; *p;) {
        gunichar c = g_utf8_get_char(p);
        if (*p != '\n' && (g_unichar_isspace(c) || c == 0xfeff || c == 0x200b)) {
            spaced = true;
            p = g_utf8_next_char(p);
            continue;
        }
        Token *last = block->tokens->len ? &g_array_index(block->tokens, Token, block->tokens->len - 1) : NULL;
        Token token = next_token(document, p, block->text, spaced ? NULL : last);
        token.spaced = spaced;
        spaced = token.kind == TOKEN_BREAK;
        g_array_append_val(block->tokens, token);
        p = block->text + token.end;
    }
}

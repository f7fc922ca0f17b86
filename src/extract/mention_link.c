/* Permalinks of chats, which hold a Unix time. */
#include "scan.h"

static bool unix_micro(const char *text, int64_t *ms)
{
    if (text[0] != 'p' || strspn(text + 1, "0123456789") != 16)
        return false;
    *ms = g_ascii_strtoll(text + 1, NULL, 10) / 1000;
    return *ms > INT64_C(946684800000) && *ms < INT64_C(4102444800000);
}

static bool thread_time(const char *url, int64_t *ms)
{
    const char *at_time = strstr(url, "thread_ts=");
    if (!at_time || strspn(at_time + 10, "0123456789") != 10)
        return false;
    *ms = g_ascii_strtoll(at_time + 10, NULL, 10) * 1000;
    return *ms > INT64_C(946684800000) && *ms < INT64_C(4102444800000);
}

static bool url_time(const char *url, int64_t *ms)
{
    for (const char *p = strchr(url, '/'); p; p = strchr(p + 1, '/'))
        if (unix_micro(p + 1, ms))
            return true;
    return thread_time(url, ms);
}

guint permalink_read(const Scan *s, guint i, Mention *m)
{
    const Token *token = scan_token(s, i);
    if (token->kind != TOKEN_URL || token->end - token->start > 400)
        return 0;
    g_autofree char *url = g_strndup(s->text + token->start, token->end - token->start);
    if (!url_time(url, &m->ms))
        return 0;
    m->kind = MENTION_PERMALINK;
    return i + 1;
}

bool link_time(const char *url, int64_t *ms)
{
    return strlen(url) < 400 && url_time(url, ms);
}

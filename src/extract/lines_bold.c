/* Lines in bold, by the marks and tags around them in the source. */
#include "lines.h"

#include <string.h>

static bool is_strong_mark(const char *source, gsize length, gsize at)
{
    return at + 2 <= length && (memcmp(source + at, "**", 2) == 0 || memcmp(source + at, "__", 2) == 0);
}

/* "**" or "<strong class=...>" directly before it. */
static bool opens_strong(const char *source, gsize length, gsize from)
{
    if (from >= 2 && is_strong_mark(source, length, from - 2))
        return true;
    gsize tag = from;
    while (tag > 0 && from - tag < 80 && source[tag] != '<')
        tag--;
    return from >= 3 && source[from - 1] == '>' &&
           (g_ascii_strncasecmp(source + tag, "<b>", 3) == 0 || g_ascii_strncasecmp(source + tag, "<strong", 7) == 0);
}

static bool closes_strong(const char *source, gsize length, gsize at)
{
    return is_strong_mark(source, length, at) || g_ascii_strncasecmp(source + at, "</b>", 4) == 0 ||
           g_ascii_strncasecmp(source + at, "</strong>", 9) == 0;
}

bool lines_bold(const TextDocument *document, const TextBlock *block, guint start, guint end)
{
    while (end > start && block->text[end - 1] == ' ')
        end--;
    if (start == end)
        return false;
    const char *source = document->source;
    gsize from = text_block_source(block, start), last = text_block_source(block, end - 1);
    gsize strong = end - start > 1 ? text_block_source(block, end - 2) + 1 : last;
    bool colon = block->text[end - 1] == ':' && strong < last && closes_strong(source, document->length, strong);
    if (last < from || !opens_strong(source, document->length, from) ||
        !(colon || closes_strong(source, document->length, last + 1)))
        return false;
    gsize words = (colon ? strong : last + 1) - from;
    return !memchr(source + from, '*', words) && !memchr(source + from, '<', words);
}

/* What stands above a page for its generator: YAML between "---", TOML between "+++" or "---toml" and "---", Nikola's
 * and Pelican's keys. */
#include "builder.h"

#include <string.h>

#define MAX_PLAIN_KEY 24   /* bytes of a key without a fence */
#define MAX_PLAIN_LINES 40 /* of a head without a fence */

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

static bool is_toml(const TextDocument *document)
{
    return document->source[0] == '+' || line_is(document, 0, line_end(document, 0), "---toml");
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
    if (equals && (!mark || equals < mark) && is_toml(document))
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
    for (gsize at = blank, stop; at < end; at = stop) { /* "resolvedAt" are two words */
        for (stop = at + 1; stop < end && !(g_ascii_islower(line[stop - 1]) && g_ascii_isupper(line[stop]));)
            stop++;
        if (at > blank)
            block_append(builder, " ", 1, from + (guint)at);
        block_append(builder, line + at, stop - at, from + (guint)at);
    }
    block_append(builder, ": ", 2, from + (guint)key);
    gsize value = key + 1;
    while (value < length && strchr(" \t\"'", line[value]))
        value++;
    while (length > value && strchr(" \t\"'", line[length - 1]))
        length--;
    block_append(builder, line + value, length - value, from + (guint)value);
}

/* Nikola's head: lines ".. title: Mail was down" at the start, perhaps within a comment. */
static guint read_dotted_keys(TextDocument *document)
{
    guint from = 0, end = 0, keys = 0;
    bool comment = line_is(document, 0, line_end(document, 0), "<!--");
    BlockBuilder builder = {document, NULL, g_string_new(NULL)};
    if (comment)
        from = line_end(document, 0) + 1;
    for (; from < document->length; from = end + 1) {
        end = line_end(document, from);
        const char *line = document->source + from;
        if (end - from < 6 || strncmp(line, ".. ", 3) != 0 || !memchr(line, ':', end - from) || line[3] == '_')
            break;
        const char *mark = memchr(line, ':', end - from);
        if (mark > line + 3 && mark[1] != ':')
            add_key(document, &builder, from + 3, end);
        keys++;
    }
    block_end(&builder);
    g_string_free(builder.text, TRUE);
    if (!keys)
        return 0;
    return MIN(comment && line_is(document, from, line_end(document, from), "-->") ? line_end(document, from) + 1
                                                                                   : from,
               (guint)document->length);
}

/* "Title: Mail was down" at the start of the line; the length of the key, or 0. */
static gsize plain_key(const char *line, gsize length)
{
    gsize n = 0;
    while (n < length && n < MAX_PLAIN_KEY && (g_ascii_isalpha(line[n]) || (n && strchr("_- ", line[n]))))
        n++;
    return n && n + 1 < length && line[n] == ':' && g_ascii_isspace(line[n + 1]) ? n : 0;
}

static bool is_one_of(const char *key, gsize length, const char *const *keys)
{
    for (; *keys; keys++)
        if (strlen(*keys) == length && g_ascii_strncasecmp(key, *keys, length) == 0)
            return true;
    return false;
}

/* The head of Pelican and MultiMarkdown, without a fence: the lines up to the first that is blank, all of them keys,
 * among them a title and one that only a site's generator wants. 0 where there is none. */
static guint plain_head_end(const TextDocument *document)
{
    static const char *const titles[] = {"title", NULL};
    static const char *const sites[] = {"slug",     "category", "categories", "tags",  "layout",   "permalink", "lang",
                                        "template", "modified", "published",  "draft", "keywords", "excerpt",   NULL};
    bool title = false, site = false;
    guint from = 0, end = 0;
    for (guint lines = 0; from < document->length && lines < MAX_PLAIN_LINES; lines++, from = end + 1) {
        const char *line = document->source + from;
        end = line_end(document, from);
        if (line_is(document, from, end, ""))
            return title && site ? from : 0;
        gsize key = plain_key(line, end - from);
        if (!key)
            return 0;
        title |= is_one_of(line, key, titles);
        site |= is_one_of(line, key, sites);
    }
    return 0;
}

static guint read_plain_head(TextDocument *document)
{
    guint close = plain_head_end(document);
    BlockBuilder builder = {document, NULL, g_string_new(NULL)};
    for (guint from = 0; from < close; from = line_end(document, from) + 1)
        add_key(document, &builder, from, line_end(document, from));
    block_end(&builder);
    g_string_free(builder.text, TRUE);
    return close;
}

guint text_front_matter_read(TextDocument *document)
{
    guint end = line_end(document, 0);
    bool toml = line_is(document, 0, end, "+++");
    if (!toml && !line_is(document, 0, end, "---") && !line_is(document, 0, end, "---yaml") &&
        !line_is(document, 0, end, "---toml")) {
        guint dotted = read_dotted_keys(document);
        return dotted ? dotted : read_plain_head(document);
    }
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

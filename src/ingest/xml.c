#include "xml.h"
#include <string.h>

#define BLOCK ((gsize)64 << 10)
#define MARK "\xef\xbb\xbf"

const char *xml_local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_attribute(const char **names, const char **values, const char *name)
{
    for (guint i = 0; names[i]; i++)
        if (g_str_equal(xml_local(names[i]), name))
            return values[i];
    return NULL;
}

/* GLib's parser takes no byte order mark. */
static const char *skip_mark(const char *text, gsize *n)
{
    if (*n < strlen(MARK) || memcmp(text, MARK, strlen(MARK)) != 0)
        return text;
    *n -= strlen(MARK);
    return text + strlen(MARK);
}

static bool feed(GMarkupParseContext *context, GInputStream *stream, const bool *stop, GError **error)
{
    g_autofree char *buffer = g_malloc(BLOCK);
    gsize n;
    for (bool first = true; g_input_stream_read_all(stream, buffer, BLOCK, &n, NULL, error); first = false) {
        if (n == 0)
            return g_markup_parse_context_end_parse(context, error);
        const char *text = first ? skip_mark(buffer, &n) : buffer;
        if (!g_markup_parse_context_parse(context, text, (gssize)n, error))
            return false;
        if (stop && *stop)
            return true;
    }
    return false;
}

bool xml_read(const ZipArchive *archive, const char *member, const GMarkupParser *parser, gpointer user_data,
              const bool *stop, GError **error)
{
    g_autoptr(GInputStream) stream = zip_stream(archive, member, error);
    if (!stream)
        return false;
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(parser, 0, user_data, NULL);
    GError *failure = NULL;
    if (feed(context, stream, stop, &failure))
        return true;
    error_at(error, ERROR_DATA, zip_path(archive), 0, 0, "%s in it cannot be read: %s", member, failure->message);
    g_error_free(failure);
    return false;
}

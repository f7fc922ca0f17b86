#include "feed.h"

#include "feed_updates.h"
#include "nines/base/text.h"
#include <string.h>

#define HEAD_BYTES 1000

typedef struct {
    YamlNode *entries;
    YamlNode *entry; /* the open one, or NULL */
    char *field;     /* the open element of the entry, or NULL */
    int field_line;
    GString *text;
    char *feed; /* title of the whole */
} Feed;

bool feed_is(const char *head, const char *end)
{
    gsize n = (gsize)MIN(end - head, HEAD_BYTES);
    g_autofree char *text = g_strndup(head, n);
    return *head == '<' && (strstr(text, "<rss") || strstr(text, "<feed") || strstr(text, "<rdf:RDF"));
}

static bool is_entry(const char *element)
{
    return g_str_equal(element, "entry") || g_str_equal(element, "item");
}

static bool is_frame(const char *element)
{
    static const char *const frames[] = {"feed", "rss", "channel", "rdf:RDF", NULL};
    return g_strv_contains(frames, element);
}

static int line_now(GMarkupParseContext *context)
{
    gint line, column;
    g_markup_parse_context_get_position(context, &line, &column);
    return line;
}

static void add_text(YamlNode *entry, const char *key, const char *text, int line)
{
    g_autofree char *clean = text_clean(text, -1);
    g_strstrip(clean);
    if (!yaml_get(entry, key))
        yaml_node_add(entry, key, yaml_node_new(YAML_SCALAR, clean, strlen(clean), line, 1));
}

/* The links of Atom stand in an attribute. */
static void add_link(Feed *feed, const char **names, const char **values, int line)
{
    for (int i = 0; names[i]; i++)
        if (g_str_equal(names[i], "href"))
            add_text(feed->entry, "link", values[i], line);
}

static void start(GMarkupParseContext *context, const char *element, const char **names, const char **values,
                  gpointer user_data, GError **error)
{
    Feed *feed = user_data;
    (void)error;
    if (is_entry(element) && !feed->entry) {
        feed->entry = yaml_node_new(YAML_MAPPING, NULL, 0, line_now(context), 1);
        return;
    }
    if (feed->entry && g_str_equal(element, "link"))
        add_link(feed, names, values, line_now(context));
    if (feed->field || is_frame(element))
        return;
    feed->field = g_strdup(element);
    feed->field_line = line_now(context);
    g_string_truncate(feed->text, 0);
}

static void add_updates(YamlNode *entry)
{
    static const char *const texts[] = {"content", "content:encoded", "description", "summary"};
    static const char *const dates[] = {"published", "pubDate", "updated", "dc:date"};
    const char *text = NULL, *date = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(texts) && !text; i++)
        text = yaml_text(entry, texts[i], NULL);
    for (guint i = 0; i < G_N_ELEMENTS(dates) && !date; i++)
        date = yaml_text(entry, dates[i], NULL);
    if (text)
        feed_updates(entry, text, date);
}

static void end(GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
    Feed *feed = user_data;
    (void)context;
    (void)error;
    if (is_entry(element) && feed->entry) {
        add_updates(feed->entry);
        if (feed->feed)
            add_text(feed->entry, "feed", feed->feed, feed->entry->line);
        yaml_node_add(feed->entries, NULL, g_steal_pointer(&feed->entry));
    } else if (feed->field && g_str_equal(element, feed->field)) {
        if (feed->entry && feed->text->len)
            add_text(feed->entry, element, feed->text->str, feed->field_line);
        else if (!feed->entry && !feed->feed && g_str_equal(element, "title"))
            feed->feed = g_strdup(feed->text->str);
        g_clear_pointer(&feed->field, g_free);
    }
}

static void text_in(GMarkupParseContext *context, const char *text, gsize length, gpointer user_data, GError **error)
{
    Feed *feed = user_data;
    (void)context;
    (void)error;
    if (feed->field)
        g_string_append_len(feed->text, text, (gssize)length);
}

static void feed_clear(Feed *feed)
{
    yaml_node_free(feed->entry);
    yaml_node_free(feed->entries);
    g_free(feed->field);
    g_free(feed->feed);
    g_string_free(feed->text, TRUE);
}

static bool parse(Feed *feed, const char *file, const char *text, gsize length, GError **error)
{
    static const GMarkupParser parser = {.start_element = start, .end_element = end, .text = text_in};
    g_autoptr(GMarkupParseContext) context =
        g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, feed, NULL);
    g_autoptr(GError) failure = NULL;
    if (g_markup_parse_context_parse(context, text, (gssize)length, &failure) &&
        g_markup_parse_context_end_parse(context, &failure))
        return true;
    error_at(error, ERROR_DATA, file, line_now(context), 0, "is no well-formed feed: %s", failure->message);
    return false;
}

YamlDocument *feed_read(const char *file, const char *text, gsize length, GError **error)
{
    Feed feed = {.entries = yaml_node_new(YAML_SEQUENCE, NULL, 0, 1, 1), .text = g_string_new(NULL)};
    YamlDocument *document = NULL;
    if (parse(&feed, file, text, length, error)) {
        document = g_new0(YamlDocument, 1);
        document->file = g_strdup(file);
        document->root = yaml_node_new(YAML_MAPPING, NULL, 0, 1, 1);
        yaml_node_add(document->root, "entries", g_steal_pointer(&feed.entries));
    }
    feed_clear(&feed);
    return document;
}

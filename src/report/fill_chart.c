/* Charts of a definition: data, mark, encodings. */
#include "filler.h"
#include "nines/base/text.h"
#include <string.h>

static const char *const chart_keys[] = {"name",  "title",  "subtitle", "source", "empty", "mark",   "query",
                                         "sql",   "x",      "x2",       "y",      "low",   "high",   "series",
                                         "value", "target", "label",    "dash",   "width", "height", NULL};
static const char *const encoding_keys[] = {"field", "title", "scale", NULL};
static const char *const scale_words[] = {"auto", "linear", "log", "zero", NULL};

static const struct {
    const char *key;
    gsize offset;
} encodings[] = {
    {"x", G_STRUCT_OFFSET(Chart, x)},         {"x2", G_STRUCT_OFFSET(Chart, x2)},
    {"y", G_STRUCT_OFFSET(Chart, y)},         {"low", G_STRUCT_OFFSET(Chart, low)},
    {"high", G_STRUCT_OFFSET(Chart, high)},   {"series", G_STRUCT_OFFSET(Chart, series)},
    {"value", G_STRUCT_OFFSET(Chart, value)}, {"target", G_STRUCT_OFFSET(Chart, target)},
    {"label", G_STRUCT_OFFSET(Chart, label)}, {"dash", G_STRUCT_OFFSET(Chart, dash)},
};

static bool read_field(const Filler *filler, const Chart *chart, const YamlNode *node, Encoding *encoding,
                       GError **error)
{
    if (node == NULL || node->kind != YAML_SCALAR) {
        yaml_error(error, filler->yaml, node, "an encoding names a column of the query");
        return false;
    }
    if (!filler_check_field(filler, chart->table, node, error))
        return false;
    encoding->field = g_strdup(node->text);
    return true;
}

/* `y: service`, or `y: {field: service, title: Service, scale: log}`. */
static bool read_encoding(const Filler *filler, Chart *chart, const YamlNode *node, Encoding *encoding, GError **error)
{
    if (node->kind == YAML_SCALAR)
        return read_field(filler, chart, node, encoding, error);
    if (!yaml_check_keys(filler->yaml, node, "encoding", encoding_keys, error))
        return false;
    const YamlNode *field = yaml_get(node, "field"), *scale = yaml_get(node, "scale");
    if (!read_field(filler, chart, field != NULL ? field : node, encoding, error))
        return false;
    int word = SCALE_AUTO;
    if (scale != NULL && !yaml_read_word(filler->yaml, scale, scale_words, &word, error))
        return false;
    encoding->scale = (ScaleKind)word;
    return fill_text(filler, yaml_get(node, "title"), &encoding->title, error);
}

static bool read_encodings(const Filler *filler, Chart *chart, const YamlNode *item, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(encodings); i++) {
        const YamlNode *node = yaml_get(item, encodings[i].key);
        Encoding *encoding = G_STRUCT_MEMBER_P(chart, encodings[i].offset);
        if (node != NULL && !read_encoding(filler, chart, node, encoding, error))
            return false;
    }
    return true;
}

static bool read_size(const Filler *filler, const YamlNode *node, double *out, GError **error)
{
    return node == NULL || yaml_read_real(filler->yaml, node, 1, 40, out, error);
}

static bool read_mark(const Filler *filler, const YamlNode *item, Mark *mark, GError **error)
{
    const YamlNode *node = yaml_get(item, "mark");
    if (node != NULL && node->kind == YAML_SCALAR && mark_find(node->text, mark))
        return true;
    g_autoptr(GString) names = g_string_new(NULL);
    for (int m = MARK_LINE; m <= MARK_CALENDAR; m++)
        g_string_append_printf(names, "%s%s", m > MARK_LINE ? ", " : "", mark_name((Mark)m));
    yaml_error(error, filler->yaml, node != NULL ? node : item, "a chart needs a mark: %s", names->str);
    return false;
}

static bool fill_chart(Filler *filler, const YamlNode *item, GError **error)
{
    Mark mark = MARK_LINE;
    const char *name = yaml_text(item, "name", NULL);
    if (!yaml_check_keys(filler->yaml, item, "chart", chart_keys, error) || !read_mark(filler, item, &mark, error))
        return false;
    if (name == NULL) {
        yaml_error(error, filler->yaml, item, "a chart needs a name, which names its files");
        return false;
    }
    g_autoptr(Chart) chart = chart_new(name, mark);
    chart->zone = filler->zone;
    g_autoptr(Table) table = NULL;
    if (!fill_table(filler, item, name, &table, error))
        return false;
    g_clear_pointer(&chart->table, table_free);
    chart->table = g_steal_pointer(&table);
    if (!fill_text(filler, yaml_get(item, "title"), &chart->title, error) ||
        !fill_text(filler, yaml_get(item, "subtitle"), &chart->subtitle, error) ||
        !fill_text(filler, yaml_get(item, "source"), &chart->source, error) ||
        !fill_text(filler, yaml_get(item, "empty"), &chart->empty, error) ||
        !read_size(filler, yaml_get(item, "width"), &chart->width_in, error) ||
        !read_size(filler, yaml_get(item, "height"), &chart->height_in, error) ||
        !read_encodings(filler, chart, item, error))
        return false;
    g_ptr_array_add(filler->document->charts, g_steal_pointer(&chart));
    return true;
}

bool fill_charts(Filler *filler, const YamlNode *node, GError **error)
{
    return filler_each(filler, node, "charts", fill_chart, error);
}

Chart *filler_chart(const Filler *filler, const YamlNode *node, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < filler->document->charts->len; i++) {
        Chart *chart = g_ptr_array_index(filler->document->charts, i);
        if (node->text != NULL && strcmp(chart->name, node->text) == 0)
            return chart;
        g_ptr_array_add(names, chart->name);
    }
    g_ptr_array_add(names, NULL);
    const char *near = node->text ? text_nearest(node->text, (const char *const *)names->pdata) : NULL;
    yaml_error(error, filler->yaml, node, "no chart \"%s\"%s%s%s", node->text ? node->text : "",
               near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    return NULL;
}

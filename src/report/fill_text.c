/* Texts and tables of a definition: templates, inline queries, SQL files. */
#include "filler.h"
#include "nines/base/file.h"
#include <string.h>

static bool append_value(const Filler *filler, const YamlNode *node, const char *name, GString *out, GError **error)
{
    if (filler->context == NULL)
        return true;
    const char *value = table_text(filler->context, 0, name, NULL);
    if (value == NULL && table_find_column(filler->context, name) < 0) {
        yaml_error(error, filler->yaml, node, "no {%s} in the context query", name);
        return false;
    }
    g_string_append(out, value != NULL ? value : "");
    return true;
}

static bool fill_template(const Filler *filler, const YamlNode *node, char **out, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (const char *p = node->text; *p != '\0';) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        if (end == NULL) {
            g_string_append_c(text, *p++);
            continue;
        }
        g_autofree char *name = g_strndup(p + 1, (gsize)(end - p - 1));
        if (!append_value(filler, node, name, text, error))
            return false;
        p = end + 1;
    }
    *out = g_strdup(text->str);
    return true;
}

static void append_cell(GString *out, const Cell *cell)
{
    if (cell->type == CELL_TEXT)
        g_string_append(out, cell->text);
    else if (cell->type == CELL_INTEGER)
        g_string_append_printf(out, "%" G_GINT64_FORMAT, cell->integer);
}

static char *rows_as_lines(const Table *table)
{
    if (table_n_rows(table) == 0 || table_n_columns(table) == 0)
        return NULL;
    GString *text = g_string_new(NULL);
    for (guint row = 0; row < table_n_rows(table); row++) {
        if (row > 0)
            g_string_append_c(text, '\n');
        append_cell(text, table_cell(table, row, 0));
    }
    return g_string_free(text, FALSE);
}

static const char *const text_keys[] = {"query", "sql", NULL};

bool fill_text(const Filler *filler, const YamlNode *node, char **out, GError **error)
{
    if (node == NULL || yaml_is_null(node)) {
        *out = NULL;
        return true;
    }
    if (node->kind == YAML_SCALAR)
        return fill_template(filler, node, out, error);
    if (node->kind != YAML_MAPPING || !yaml_check_keys(filler->yaml, node, "text", text_keys, NULL)) {
        yaml_error(error, filler->yaml, node, "expected a text, or {query: SELECT ...}");
        return false;
    }
    g_autoptr(Table) table = NULL;
    if (!fill_table(filler, node, "text", &table, error))
        return false;
    *out = rows_as_lines(table);
    return true;
}

static bool read_sql(const Filler *filler, const YamlNode *mapping, char **out, GError **error)
{
    const YamlNode *query = yaml_get(mapping, "query"), *file = yaml_get(mapping, "sql");
    const YamlNode *given = query != NULL ? query : file;
    if ((query == NULL) == (file == NULL) || given->kind != YAML_SCALAR) {
        yaml_error(error, filler->yaml, mapping, "needs \"query\" with a SELECT, or \"sql\" with a file's name");
        return false;
    }
    if (query != NULL) {
        *out = g_strdup(query->text);
        return true;
    }
    g_autofree char *path = g_build_filename(filler->definition->directory, file->text, NULL);
    g_autoptr(GError) local = NULL;
    if (file_read(path, 1 << 20, out, NULL, &local))
        return true;
    yaml_error(error, filler->yaml, file, "%s", local->message);
    return false;
}

bool fill_table(const Filler *filler, const YamlNode *mapping, const char *name, Table **out, GError **error)
{
    g_autofree char *sql = NULL;
    if (!read_sql(filler, mapping, &sql, error))
        return false;
    if (filler->query == NULL) {
        *out = table_new(name);
        return true;
    }
    g_autoptr(GError) local = NULL;
    g_autoptr(Table) table = filler->query(filler->data, sql, &local);
    if (table == NULL) {
        const YamlNode *given = yaml_get(mapping, "query");
        yaml_error(error, filler->yaml, given != NULL ? given : yaml_get(mapping, "sql"), "%s: %s", name,
                   local->message);
        return false;
    }
    *out = g_steal_pointer(&table);
    return true;
}

bool filler_check_field(const Filler *filler, const Table *table, const YamlNode *node, GError **error)
{
    if (filler->query == NULL || table_find_column(table, node->text) >= 0)
        return true;
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < table_n_columns(table); i++)
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", g_array_index(table->columns, TableColumn, i).name);
    yaml_error(error, filler->yaml, node, "the query has no column \"%s\"; it has %s", node->text, names->str);
    return false;
}

bool filler_each(const Filler *filler, const YamlNode *sequence, const char *what,
                 bool (*each)(Filler *filler, const YamlNode *item, GError **error), GError **error)
{
    if (sequence == NULL)
        return true;
    if (sequence->kind != YAML_SEQUENCE) {
        yaml_error(error, filler->yaml, sequence, "\"%s\" is a list", what);
        return false;
    }
    for (guint i = 0; i < sequence->children->len; i++) {
        const YamlNode *item = g_ptr_array_index(sequence->children, i);
        if (!each((Filler *)filler, item, error))
            return false;
    }
    return true;
}

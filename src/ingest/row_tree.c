#include "row_tree.h"

#include "literal.h"
#include <string.h>

typedef struct {
    char *name; /* as the profile spells it */
    guint column;
} TreeColumn;

struct RowTree {
    GArray *columns; /* TreeColumn */
};

static void column_clear(gpointer data)
{
    g_free(((TreeColumn *)data)->name);
}

static bool has_name(const RowTree *tree, const char *name)
{
    for (guint i = 0; i < tree->columns->len; i++)
        if (g_str_equal(g_array_index(tree->columns, TreeColumn, i).name, name))
            return true;
    return false;
}

/* A path is a column, or begins with one. */
static void add_path(RowTree *tree, const Shape *shape, const char *path)
{
    g_autofree char *name = path ? g_strdup(path) : NULL;
    int column = name && *name ? shape_column(shape, name) : -1;
    if (name && column < 0) {
        name[strcspn(name, ".[")] = '\0';
        column = *name ? shape_column(shape, name) : -1;
    }
    if (column < 0 || has_name(tree, name))
        return;
    TreeColumn entry = {g_steal_pointer(&name), (guint)column};
    g_array_append_val(tree->columns, entry);
}

static void add_conditions(RowTree *tree, const Shape *shape, const GPtrArray *conditions)
{
    for (guint i = 0; i < conditions->len; i++)
        add_path(tree, shape, ((const Condition *)conditions->pdata[i])->path);
}

static void add_source(RowTree *tree, const Shape *shape, const FieldSource *source)
{
    add_path(tree, shape, source->each ? source->each : source->path);
    if (!source->each)
        add_conditions(tree, shape, source->where);
}

RowTree *row_tree_new(const Profile *profile, const char *const *columns)
{
    RowTree *tree = g_new0(RowTree, 1);
    Shape shape = {.columns = columns};
    tree->columns = g_array_new(FALSE, FALSE, sizeof(TreeColumn));
    g_array_set_clear_func(tree->columns, column_clear);
    add_path(tree, &shape, profile->expand);
    add_conditions(tree, &shape, profile->where);
    for (guint i = 0; i < profile->fields->len; i++) {
        const FieldRule *field = profile->fields->pdata[i];
        for (guint j = 0; j < field->sources->len; j++)
            add_source(tree, &shape, field->sources->pdata[j]);
    }
    for (guint i = 0; i < profile->rules->len; i++)
        add_conditions(tree, &shape, ((const KindRule *)profile->rules->pdata[i])->when);
    for (ListKind i = 0; i < LIST_N; i++)
        if (profile->lists[i])
            add_path(tree, &shape, profile->lists[i]->each);
    return tree;
}

void row_tree_free(RowTree *tree)
{
    if (!tree)
        return;
    g_array_unref(tree->columns);
    g_free(tree);
}

static YamlNode *cell_node(const Slice *cell, int line)
{
    YamlNode *node = literal_read(cell->text, cell->length, line);
    return node ? node : yaml_node_new(YAML_SCALAR, cell->text, cell->length, line, 0);
}

YamlNode *row_tree_read(const RowTree *tree, const CsvRecord *row)
{
    YamlNode *root = yaml_node_new(YAML_MAPPING, NULL, 0, (int)row->line, 1);
    for (guint i = 0; i < tree->columns->len; i++) {
        const TreeColumn *column = &g_array_index(tree->columns, TreeColumn, i);
        if (column->column < row->fields_n)
            yaml_node_add(root, column->name, cell_node(&row->fields[column->column], (int)row->line));
    }
    return root;
}

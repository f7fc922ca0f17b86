#include "flow_links.h"

typedef struct {
    Scene *scene;
    guint shape; /* in the scene */
    guint columns_n;
    char *id;
} IdCell;

static void id_cell_clear(gpointer data)
{
    g_free(((IdCell *)data)->id);
}

void flow_links_id(Flow *flow, const char *id, guint columns_n)
{
    if (!flow->ids) {
        flow->ids = g_array_new(FALSE, FALSE, sizeof(IdCell));
        g_array_set_clear_func(flow->ids, id_cell_clear);
    }
    IdCell cell = {flow->scene, flow->scene->shapes->len - 1, columns_n, g_strdup(id)};
    g_array_append_val(flow->ids, cell);
}

static void set_target(const IdCell *cell, char mark, guint number)
{
    Shape *shape = &g_array_index(cell->scene->shapes, Shape, cell->shape);
    if (shape->kind == SHAPE_TEXT && !shape->extra)
        shape->extra = g_strdup_printf("%crecord-%u", mark, number);
}

/* The widest table's row of each id, by its place in flow->ids + 1. */
static GHashTable *find_rows(const GArray *ids)
{
    GHashTable *rows = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < ids->len; i++) {
        const IdCell *cell = &g_array_index(ids, IdCell, i);
        guint standing = GPOINTER_TO_UINT(g_hash_table_lookup(rows, cell->id));
        if (!standing || g_array_index(ids, IdCell, standing - 1).columns_n < cell->columns_n)
            g_hash_table_replace(rows, cell->id, GUINT_TO_POINTER(i + 1));
    }
    return rows;
}

void flow_links_resolve(Flow *flow)
{
    if (!flow->ids)
        return;
    g_autoptr(GHashTable) rows = find_rows(flow->ids);
    for (guint i = 0; i < flow->ids->len; i++) {
        const IdCell *cell = &g_array_index(flow->ids, IdCell, i);
        guint row = GPOINTER_TO_UINT(g_hash_table_lookup(rows, cell->id)) - 1;
        set_target(cell, row == i ? LINK_TARGET : LINK_INSIDE, row);
    }
    g_clear_pointer(&flow->ids, g_array_unref);
}

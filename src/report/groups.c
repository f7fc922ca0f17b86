/* Groups of a population and summaries of their durations. */
#include "nines/base/sort.h"
#include "nines/report/figures.h"
#include <string.h>

static const char *const dimension_names[] = {"severity", "service", "month", "team", "cause", "region", "detected_by"};

const char *dimension_name(Dimension dimension)
{
    return dimension_names[dimension];
}

static const PopulationRow *population_row(const Population *population, const GArray *rows, guint i)
{
    guint at = rows != NULL ? g_array_index(rows, guint, i) : i;
    return &g_array_index(population->rows, PopulationRow, at);
}

GArray *population_values(const Population *population, const GArray *rows, DurationKind kind)
{
    guint n = rows != NULL ? rows->len : population->rows->len;
    GArray *values = g_array_sized_new(FALSE, FALSE, sizeof(int64_t), n);
    for (guint i = 0; i < n; i++) {
        const PopulationRow *row = population_row(population, rows, i);
        if (row->status[kind] == DURATION_MEASURED || row->status[kind] == DURATION_CLAMPED)
            g_array_append_val(values, row->duration_ms[kind]);
    }
    sort_int64((int64_t *)(gpointer)values->data, values->len);
    return values;
}

DurationSummary population_summary(const Population *population, const GArray *rows, DurationKind kind)
{
    guint n = rows != NULL ? rows->len : population->rows->len;
    int64_t missing = 0, censored = 0;
    g_autoptr(GArray) values = population_values(population, rows, kind);
    for (guint i = 0; i < n; i++) {
        DurationStatus status = population_row(population, rows, i)->status[kind];
        missing += status == DURATION_MISSING || status == DURATION_REJECTED;
        censored += status == DURATION_CENSORED;
    }
    return duration_summary((int64_t *)(gpointer)values->data, values->len, missing, censored);
}

/* ---- groups ---- */

static void group_free(gpointer data)
{
    Group *group = data;
    g_array_unref(group->rows);
    g_free(group->key);
    g_free(group);
}

static char *group_key(Store *store, Dimension dimension, int64_t key)
{
    if (dimension == DIMENSION_MONTH)
        return g_strdup_printf("%04" G_GINT64_FORMAT "-%02" G_GINT64_FORMAT, key / 12, key % 12 + 1);
    const char *text = dimension == DIMENSION_SERVICE ? store_service(store, key) : store_word(store, key);
    return g_strdup(text != NULL ? text : "(none)");
}

static void add_row(GHashTable *by_key, Store *store, Dimension dimension, int64_t key, guint row)
{
    Group *group = g_hash_table_lookup(by_key, &key);
    if (group == NULL) {
        group = g_new0(Group, 1);
        group->dimension = dimension;
        group->key = group_key(store, dimension, key);
        group->rows = g_array_new(FALSE, FALSE, sizeof(guint));
        g_hash_table_insert(by_key, g_memdup2(&key, sizeof key), group);
    }
    g_array_append_val(group->rows, row);
}

static int compare_groups(gconstpointer a, gconstpointer b)
{
    const Group *left = *(Group *const *)a, *right = *(Group *const *)b;
    bool left_none = left->key[0] == '(', right_none = right->key[0] == '(';
    return left_none != right_none ? left_none - right_none : strcmp(left->key, right->key);
}

GPtrArray *population_groups(Store *store, const Population *population, Dimension dimension)
{
    g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (guint i = 0; i < population->rows->len; i++) {
        const PopulationRow *row = population_row(population, NULL, i);
        if (row->key[dimension] != -1)
            add_row(by_key, store, dimension, row->key[dimension], i);
    }
    for (guint i = 0; i < population->memberships->len; i++) {
        const Membership *member = &g_array_index(population->memberships, Membership, i);
        if (member->dimension == dimension)
            add_row(by_key, store, dimension, member->key, member->row);
    }
    GPtrArray *groups = g_ptr_array_new_with_free_func(group_free);
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, by_key);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Group *group = value;
        group->incidents_n = group->rows->len;
        for (int kind = 0; kind < N_DURATIONS; kind++)
            group->durations[kind] = population_summary(population, group->rows, (DurationKind)kind);
        g_ptr_array_add(groups, group);
    }
    g_ptr_array_sort(groups, compare_groups);
    return groups;
}

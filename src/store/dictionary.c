#include "dictionary.h"

#include "store_private.h"
#include <string.h>

#define CACHE_MAX 50000u
#define CACHED_BYTES_MAX 256u

struct Dictionary {
    GHashTable *ids; /* text -> id */
    Query *insert, *find;
};

Dictionary *dictionary_new(Store *store, const char *table, const char *column, GError **error)
{
    g_autofree char *insert =
        g_strdup_printf("INSERT INTO %s (%s) VALUES (?1) ON CONFLICT (%s) DO NOTHING", table, column, column);
    g_autofree char *find = g_strdup_printf("SELECT id FROM %s WHERE %s = ?1", table, column);
    g_autoptr(Dictionary) dictionary = g_new0(Dictionary, 1);
    dictionary->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    dictionary->insert = store_query(store, insert, error);
    dictionary->find = dictionary->insert ? store_query(store, find, error) : NULL;
    return dictionary->find ? g_steal_pointer(&dictionary) : NULL;
}

void dictionary_free(Dictionary *dictionary)
{
    if (!dictionary)
        return;
    g_hash_table_unref(dictionary->ids);
    query_free(dictionary->insert);
    query_free(dictionary->find);
    g_free(dictionary);
}

static bool look_up(Dictionary *dictionary, const char *text, int64_t *id, GError **error)
{
    query_bind_borrowed(dictionary->insert, 1, text);
    if (!query_run(dictionary->insert, error))
        return false;
    query_bind_borrowed(dictionary->find, 1, text);
    GError *failure = NULL;
    if (!query_step(dictionary->find, &failure)) {
        g_propagate_error(error, failure);
        return false;
    }
    *id = query_integer(dictionary->find, 0);
    query_reset(dictionary->find);
    return true;
}

bool dictionary_id(Dictionary *dictionary, const char *text, int64_t *id, GError **error)
{
    if (!text || !*text) {
        *id = 0;
        return true;
    }
    gpointer known = g_hash_table_lookup(dictionary->ids, text);
    if (known) {
        *id = (int64_t)GPOINTER_TO_SIZE(known);
        return true;
    }
    if (!look_up(dictionary, text, id, error))
        return false;
    if (g_hash_table_size(dictionary->ids) >= CACHE_MAX)
        g_hash_table_remove_all(dictionary->ids);
    if (strlen(text) <= CACHED_BYTES_MAX)
        g_hash_table_insert(dictionary->ids, g_strdup(text), GSIZE_TO_POINTER((gsize)*id));
    return true;
}

#include "dictionary.h"

#include "store_private.h"
#include <string.h>

#define CACHE_MAX 50000u
#define CACHED_BYTES_MAX 256u
#define RECENT_BITS 8
#define RECENT_BYTES_MAX 32u

/* A word that came by lately, in the place that its hash gives: most words of most rows are found here. */
typedef struct {
    size_t length; /* 0: none */
    char text[RECENT_BYTES_MAX];
    int64_t id;
} Recent;

struct Dictionary {
    GHashTable *ids; /* text -> id */
    Recent recent[1 << RECENT_BITS];
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

static bool find_id(Dictionary *dictionary, const char *text, int64_t *id, GError **error)
{
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

/* Of the length and of both ends, up to eight bytes each; length is at least 1. */
static Recent *recent_place(Dictionary *dictionary, const char *text, size_t length)
{
    uint64_t head = 0, tail = 0;
    if (length >= sizeof head) {
        memcpy(&head, text, sizeof head);
        memcpy(&tail, text + length - sizeof tail, sizeof tail);
    } else
        for (size_t i = 0; i < length; i++)
            head = head << 8 | (unsigned char)text[i];
    uint64_t hash = (head ^ (tail << 7 | tail >> 57) ^ length) * UINT64_C(0x9e3779b97f4a7c15);
    return &dictionary->recent[hash >> (64 - RECENT_BITS)];
}

bool dictionary_id(Dictionary *dictionary, const char *text, int64_t *id, GError **error)
{
    size_t length = text ? strlen(text) : 0;
    *id = 0;
    if (!length)
        return true;
    if (length > RECENT_BYTES_MAX)
        return find_id(dictionary, text, id, error);
    Recent *recent = recent_place(dictionary, text, length);
    if (recent->length == length && memcmp(recent->text, text, length) == 0) {
        *id = recent->id;
        return true;
    }
    if (!find_id(dictionary, text, id, error))
        return false;
    recent->length = length;
    recent->id = *id;
    memcpy(recent->text, text, length);
    return true;
}

/* Texts to ids for a bulk load: one SQL look-up per new text, the rest from memory.
 *
 * Invariant: an id given out stands in the table within the writer's transaction. The memory is bounded: the cache is
 * emptied when a column turns out not to be of low cardinality. */
#pragma once

#include "nines/store/query.h"

typedef struct Dictionary Dictionary;

/* table is "word" or "service", column the text's. */
Dictionary *dictionary_new(Store *store, const char *table, const char *column, GError **error);
void dictionary_free(Dictionary *dictionary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Dictionary, dictionary_free)
/* 0 for NULL and blank texts. False on failure of the database. */
bool dictionary_id(Dictionary *dictionary, const char *text, int64_t *id, GError **error);

/* Rows set aside until all rows of their group are known: the events of a log that has several rows to an incident.
 *
 * Invariant: groups come back in the order in which they first appeared, the rows of a group in the order of (time,
 * row). Rows live in a temporary table, so memory stays flat however long the log is.
 *
 *     g_autoptr(Staging) staging = staging_new(store, columns_n, &error);
 *     staging_add(staging, "INC-7", at, row, line, cells, &error);
 *     staging_each(staging, take_row, user_data, &error);
 */
#pragma once

#include "nines/store/store.h"

typedef struct Staging Staging;

typedef struct {
    const char *key;
    int64_t group; /* 1, 2, ... */
    Instant at;
    int64_t row, line;
    const char *const *cells; /* as many as columns; valid during the call */
} StagedRow;

Staging *staging_new(Store *store, guint columns_n, GError **error);
void staging_free(Staging *staging);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Staging, staging_free)
bool staging_add(Staging *staging, const char *key, Instant at, int64_t row, int64_t line, const char *const *cells,
                 GError **error);
/* func returns false to stop, with *error set for a failure. */
typedef bool (*StagedRowFunc)(const StagedRow *row, gpointer user_data, GError **error);
bool staging_each(Staging *staging, StagedRowFunc func, gpointer user_data, GError **error);

/* SQLite files of other programs, opened for reading only: their rows, cell by cell as text.
 *
 *     if (foreign_has_table(path, "heartbeat"))
 *         foreign_query(path, "SELECT time, status FROM heartbeat", take_row, user_data, &error);
 */
#pragma once

#include "nines/base/error.h"

/* False also for what is no SQLite file. */
bool foreign_has_table(const char *path, const char *table);
/* cells: n texts, valid during the call, NULL for nulls. Return false to stop, with *error set. */
typedef bool (*ForeignRow)(const char *const *cells, guint n, gpointer user_data, GError **error);
bool foreign_query(const char *path, const char *sql, ForeignRow func, gpointer user_data, GError **error);

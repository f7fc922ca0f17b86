#include "content_private.h"
#include "nines/store/foreign.h"
#include <string.h>

#define HEAD "monitor_id,monitor_name,status,time,msg,important\n"

bool content_is_kuma(const char *path)
{
    return foreign_has_table(path, "heartbeat") && foreign_has_table(path, "monitor");
}

static bool write_row(const char *const *cells, guint n, gpointer user_data, GError **error)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < n; i++) {
        g_auto(GStrv) parts = g_strsplit(cells[i] ? cells[i] : "", "\"", -1);
        g_autofree char *doubled = g_strjoinv("\"\"", parts);
        g_string_append_printf(line, "%s\"%s\"", i ? "," : "", doubled);
    }
    g_string_append_c(line, '\n');
    if (content_write(*(const int *)user_data, line->str, line->len))
        return true;
    error_at(error, ERROR_IO, NULL, 0, 0, "no space for a temporary file");
    return false;
}

/* A beat is important when the state changes, so the others say nothing new. */
bool content_heartbeats(int descriptor, const char *path, GError **error)
{
    static const char sql[] =
        "SELECT h.monitor_id, coalesce(m.name, h.monitor_id), h.status, h.time, h.msg, h.important FROM heartbeat h"
        " LEFT JOIN monitor m ON m.id = h.monitor_id WHERE h.important = 1 ORDER BY h.time, h.id";
    return content_write(descriptor, HEAD, strlen(HEAD)) && foreign_query(path, sql, write_row, &descriptor, error);
}

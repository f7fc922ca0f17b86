#include "fact_rows.h"

#include "store_private.h"

typedef enum { ROW_WINDOW, ROW_LABEL, ROW_TIMELINE, ROW_ACTION, ROW_AMOUNT, ROW_EVIDENCE, ROW_FINDING, ROW_N } RowKind;

static const char *const insert_sql[ROW_N] = {
    [ROW_WINDOW] =
        "INSERT INTO stated_window (incident_id, position, service_id, from_at, to_at, share_ppm, share_is_stated,"
        " severity_id, counts, span_class) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [ROW_LABEL] = "INSERT INTO label (incident_id, kind, position, word_id) VALUES (?1, ?2, ?3, ?4)",
    [ROW_TIMELINE] =
        "INSERT INTO timeline (incident_id, position, at, kind, text, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [ROW_ACTION] = "INSERT INTO action_item (incident_id, position, text, owner, state, due_at, done_at, line)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [ROW_AMOUNT] = "INSERT INTO further_amount (incident_id, position, kind, currency, low, likely, high, is_computed,"
                   " is_summed, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [ROW_EVIDENCE] =
        "INSERT INTO evidence (incident_id, position, field, line, column, words, rule, precision, zone_basis,"
        " confidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [ROW_FINDING] = "INSERT INTO finding (kind, severity, incident_id, source_id, line, field, message)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
};

static const char *const delete_sql[] = {
    "DELETE FROM stated_window WHERE incident_id = ?1",  "DELETE FROM label WHERE incident_id = ?1",
    "DELETE FROM timeline WHERE incident_id = ?1",       "DELETE FROM action_item WHERE incident_id = ?1",
    "DELETE FROM further_amount WHERE incident_id = ?1", "DELETE FROM evidence WHERE incident_id = ?1",
    "DELETE FROM finding WHERE incident_id = ?1",        "DELETE FROM incident WHERE id = ?1",
};

struct FactRows {
    Dictionary *words, *services;
    Query *insert[ROW_N];
    Query *delete[G_N_ELEMENTS(delete_sql)];
    IncidentInsert *incident;
};

FactRows *fact_rows_new(Store *store, GError **error)
{
    g_autoptr(FactRows) rows = g_new0(FactRows, 1);
    rows->words = dictionary_new(store, "word", "text", error);
    rows->services = rows->words ? dictionary_new(store, "service", "name", error) : NULL;
    rows->incident = rows->services ? incident_insert_new(store, rows->words, rows->services, error) : NULL;
    if (!rows->incident)
        return NULL;
    for (RowKind i = 0; i < ROW_N; i++)
        if (!(rows->insert[i] = store_query(store, insert_sql[i], error)))
            return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(delete_sql); i++)
        if (!(rows->delete[i] = store_query(store, delete_sql[i], error)))
            return NULL;
    return g_steal_pointer(&rows);
}

void fact_rows_free(FactRows *rows)
{
    if (!rows)
        return;
    for (RowKind i = 0; i < ROW_N; i++)
        query_free(rows->insert[i]);
    for (guint i = 0; i < G_N_ELEMENTS(delete_sql); i++)
        query_free(rows->delete[i]);
    incident_insert_free(rows->incident);
    dictionary_free(rows->words);
    dictionary_free(rows->services);
    g_free(rows);
}

Dictionary *fact_rows_words(FactRows *rows)
{
    return rows->words;
}

Dictionary *fact_rows_services(FactRows *rows)
{
    return rows->services;
}

/* ---- lists ---- */

static bool insert_windows(FactRows *rows, const Record *record, int64_t id, GError **error)
{
    Query *query = rows->insert[ROW_WINDOW];
    int64_t severity_id;
    if (!dictionary_id(rows->words, record->severity, &severity_id, error))
        return false;
    for (guint i = 0; i < windows_count(record); i++) {
        RecordWindow window = windows_get(record, i);
        WindowFigures figures = windows_figures(record, &window);
        int64_t service_id;
        if (!dictionary_id(rows->services, window.service, &service_id, error))
            return false;
        query_bind_integer(query, 1, id);
        query_bind_integer(query, 2, i);
        query_bind_id(query, 3, service_id);
        query_bind_instant(query, 4, window.from);
        query_bind_instant(query, 5, window.to);
        query_bind_integer(query, 6, figures.share_ppm);
        query_bind_integer(query, 7, figures.is_stated);
        query_bind_id(query, 8, severity_id);
        query_bind_integer(query, 9, figures.counts);
        query_bind_instant(query, 10, figures.span_class);
        if (!query_run(query, error))
            return false;
    }
    return true;
}

static bool insert_labels(FactRows *rows, const char *kind, const GPtrArray *names, guint first, int64_t id,
                          GError **error)
{
    Query *query = rows->insert[ROW_LABEL];
    for (guint i = first; i < names->len; i++) {
        int64_t word_id;
        if (!dictionary_id(rows->words, names->pdata[i], &word_id, error))
            return false;
        query_bind_integer(query, 1, id);
        query_bind_borrowed(query, 2, kind);
        query_bind_integer(query, 3, i);
        query_bind_integer(query, 4, word_id);
        if (!query_run(query, error))
            return false;
    }
    return true;
}

static gint compare_entries(gconstpointer a, gconstpointer b)
{
    const RecordEntry *const *x = a, *const *y = b;
    if ((*x)->at != (*y)->at)
        return (*x)->at < (*y)->at ? -1 : 1;
    return *x < *y ? -1 : *x > *y; /* both stand in one array: the order of the source */
}

/* In the order of time, but undated entries keep their place: then the source's order stands. */
static GPtrArray *ordered_timeline(const Record *record)
{
    GPtrArray *entries = g_ptr_array_sized_new(record->timeline->len);
    bool dated = true;
    for (guint i = 0; i < record->timeline->len; i++) {
        RecordEntry *entry = &g_array_index(record->timeline, RecordEntry, i);
        dated = dated && entry->at != INSTANT_NONE;
        g_ptr_array_add(entries, entry);
    }
    if (dated)
        g_ptr_array_sort(entries, compare_entries);
    return entries;
}

static bool insert_timeline(FactRows *rows, const Record *record, int64_t id, GError **error)
{
    if (!record->timeline->len)
        return true;
    Query *query = rows->insert[ROW_TIMELINE];
    g_autoptr(GPtrArray) entries = ordered_timeline(record);
    for (guint i = 0; i < entries->len; i++) {
        const RecordEntry *entry = entries->pdata[i];
        query_bind_integer(query, 1, id);
        query_bind_integer(query, 2, i);
        query_bind_instant(query, 3, entry->at);
        query_bind_borrowed(query, 4, entry->kind);
        query_bind_borrowed(query, 5, entry->text ? entry->text : "");
        query_bind_id(query, 6, entry->line);
        if (!query_run(query, error))
            return false;
    }
    return true;
}

static bool insert_actions(FactRows *rows, const Record *record, int64_t id, GError **error)
{
    Query *query = rows->insert[ROW_ACTION];
    for (guint i = 0; i < record->actions->len; i++) {
        const RecordAction *action = &g_array_index(record->actions, RecordAction, i);
        query_bind_integer(query, 1, id);
        query_bind_integer(query, 2, i);
        query_bind_borrowed(query, 3, action->text ? action->text : "");
        query_bind_borrowed(query, 4, action->owner);
        query_bind_borrowed(query, 5, action->state);
        query_bind_instant(query, 6, action->due_at);
        query_bind_instant(query, 7, action->done_at);
        query_bind_id(query, 8, action->line);
        if (!query_run(query, error))
            return false;
    }
    return true;
}

static bool insert_amounts(FactRows *rows, const Record *record, int64_t id, uint64_t inline_amounts, GError **error)
{
    Query *query = rows->insert[ROW_AMOUNT];
    for (guint i = 0; i < record->amounts->len; i++) {
        const RecordAmount *amount = &g_array_index(record->amounts, RecordAmount, i);
        if (i < 64 && inline_amounts >> i & 1)
            continue;
        query_bind_integer(query, 1, id);
        query_bind_integer(query, 2, i);
        query_bind_borrowed(query, 3, amount->kind);
        query_bind_borrowed(query, 4, amount->currency);
        query_bind_instant(query, 5, amount->low);
        query_bind_integer(query, 6, amount->likely);
        query_bind_instant(query, 7, amount->high);
        query_bind_integer(query, 8, amount->computed);
        query_bind_integer(query, 9, amount->summed);
        query_bind_id(query, 10, amount->line);
        if (!query_run(query, error))
            return false;
    }
    return true;
}

static bool insert_evidence(FactRows *rows, const Record *record, int64_t id, GError **error)
{
    Query *query = rows->insert[ROW_EVIDENCE];
    for (guint i = 0; i < record->evidence->len; i++) {
        const RecordEvidence *evidence = &g_array_index(record->evidence, RecordEvidence, i);
        query_bind_integer(query, 1, id);
        query_bind_integer(query, 2, i);
        query_bind_borrowed(query, 3, evidence->field);
        query_bind_id(query, 4, evidence->line);
        query_bind_id(query, 5, evidence->column);
        query_bind_borrowed(query, 6, evidence->words ? evidence->words : "");
        query_bind_borrowed(query, 7, evidence->rule);
        query_bind_instant(query, 8, evidence->precision < 0 ? INSTANT_NONE : evidence->precision);
        query_bind_instant(query, 9, evidence->zone_basis < 0 ? INSTANT_NONE : evidence->zone_basis);
        if (evidence->confidence < 0)
            query_bind_null(query, 10);
        else
            query_bind_real(query, 10, evidence->confidence);
        if (!query_run(query, error))
            return false;
    }
    return true;
}

bool fact_rows_finding(FactRows *rows, const RecordFinding *finding, int64_t incident_id, int64_t source_id,
                       int64_t line, GError **error)
{
    Query *query = rows->insert[ROW_FINDING];
    query_bind_borrowed(query, 1, finding->kind);
    query_bind_borrowed(query, 2, finding->warning ? "warning" : "note");
    query_bind_id(query, 3, incident_id);
    query_bind_integer(query, 4, source_id);
    query_bind_id(query, 5, line);
    query_bind_borrowed(query, 6, finding->field);
    query_bind_borrowed(query, 7, finding->message);
    return query_run(query, error);
}

static bool insert_findings(FactRows *rows, const Record *record, const FactKey *key, GError **error)
{
    for (guint i = 0; i < record->findings->len; i++)
        if (!fact_rows_finding(rows, &g_array_index(record->findings, RecordFinding, i), key->id, key->source_id,
                               record->line, error))
            return false;
    return true;
}

static bool insert_children(FactRows *rows, const Record *record, const FactKey *key, uint64_t inline_amounts,
                            GError **error)
{
    return insert_labels(rows, "region", record->regions, 1, key->id, error) &&
           insert_labels(rows, "tag", record->tags, 0, key->id, error) &&
           insert_timeline(rows, record, key->id, error) && insert_actions(rows, record, key->id, error) &&
           insert_amounts(rows, record, key->id, inline_amounts, error) &&
           insert_evidence(rows, record, key->id, error) && insert_findings(rows, record, key, error);
}

bool fact_rows_insert(FactRows *rows, const Record *record, FactKey *key, bool *inserted, GError **error)
{
    WindowSummary windows = windows_summary(record);
    uint64_t inline_amounts;
    if (!incident_insert_run(rows->incident, record, key, &windows, &inline_amounts, inserted, error))
        return false;
    if (!*inserted)
        return true;
    return (windows.inline_window || insert_windows(rows, record, key->id, error)) &&
           insert_children(rows, record, key, inline_amounts, error);
}

bool fact_rows_flush(FactRows *rows, GError **error)
{
    return incident_insert_flush(rows->incident, error);
}

bool fact_rows_delete(FactRows *rows, int64_t id, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(delete_sql); i++) {
        query_bind_integer(rows->delete[i], 1, id);
        if (!query_run(rows->delete[i], error))
            return false;
    }
    return true;
}

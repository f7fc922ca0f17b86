#include "fact_rows.h"

#include "nines/calc/ledger.h"
#include "store_private.h"

#define SPAN_CLASS_OPEN 31

typedef enum {
    ROW_INCIDENT,
    ROW_WINDOW,
    ROW_LABEL,
    ROW_TIMELINE,
    ROW_ACTION,
    ROW_AMOUNT,
    ROW_EVIDENCE,
    ROW_FINDING,
    ROW_N
} RowKind;

static const char *const insert_sql[ROW_N] = {
    [ROW_INCIDENT] =
        "INSERT INTO incident (id, origin_id, external_id, revision, source_id, line, content_hash, title, kind,"
        " is_outage, severity_id, status_id, team_id, cause_id, detected_by_id, region_id, service_id, started_at,"
        " declared_at, detected_at, acknowledged_at, mitigated_at, resolved_at, closed_at, within_from_at,"
        " within_to_at, stated_duration_ms, precision, zone_basis, change_caused, reopened_n, services_n, windows_n)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,"
        " ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33)"
        " ON CONFLICT (origin_id, external_id) DO NOTHING",
    [ROW_WINDOW] = "INSERT INTO impact_window (incident_id, position, service_id, from_at, to_at, share_ppm, is_stated,"
                   " severity_id, counts, span_class) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [ROW_LABEL] = "INSERT INTO label (incident_id, kind, position, word_id) VALUES (?1, ?2, ?3, ?4)",
    [ROW_TIMELINE] =
        "INSERT INTO timeline (incident_id, position, at, kind, text, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [ROW_ACTION] = "INSERT INTO action_item (incident_id, position, text, owner, state, due_at, done_at, line)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [ROW_AMOUNT] = "INSERT INTO amount (incident_id, position, kind, currency, low, likely, high, is_computed,"
                   " is_summed, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [ROW_EVIDENCE] =
        "INSERT INTO evidence (incident_id, position, field, line, column, words, rule, precision, zone_basis,"
        " confidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [ROW_FINDING] = "INSERT INTO finding (kind, severity, incident_id, source_id, line, field, message)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
};

static const char *const delete_sql[] = {
    "DELETE FROM impact_window WHERE incident_id = ?1", "DELETE FROM label WHERE incident_id = ?1",
    "DELETE FROM timeline WHERE incident_id = ?1",      "DELETE FROM action_item WHERE incident_id = ?1",
    "DELETE FROM amount WHERE incident_id = ?1",        "DELETE FROM evidence WHERE incident_id = ?1",
    "DELETE FROM finding WHERE incident_id = ?1",       "DELETE FROM incident WHERE id = ?1",
};

struct FactRows {
    Store *store;
    Dictionary *words, *services;
    Query *insert[ROW_N];
    Query *delete[G_N_ELEMENTS(delete_sql)];
};

FactRows *fact_rows_new(Store *store, GError **error)
{
    g_autoptr(FactRows) rows = g_new0(FactRows, 1);
    rows->store = store;
    rows->words = dictionary_new(store, "word", "text", error);
    rows->services = rows->words ? dictionary_new(store, "service", "name", error) : NULL;
    if (!rows->services)
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

/* ---- impact windows ---- */

/* Smallest k with to - from < 4^k; SPAN_CLASS_OPEN while open; -1 for windows that last for no time. */
static int span_class(const RecordWindow *window)
{
    if (window->from == INSTANT_NONE)
        return -1;
    if (window->to == INSTANT_NONE)
        return SPAN_CLASS_OPEN;
    if (window->to <= window->from)
        return -1;
    uint64_t length = (uint64_t)window->to - (uint64_t)window->from;
    int class = 1;
    while (class < SPAN_CLASS_OPEN - 1 && length >> (2 * class))
        class ++;
    return class;
}

typedef struct {
    const Record *record;
    int64_t incident_id, severity_id;
    int position;
} WindowContext;

static bool insert_window(FactRows *rows, WindowContext *context, const RecordWindow *window, GError **error)
{
    Query *query = rows->insert[ROW_WINDOW];
    int64_t service_id;
    int32_t share = window->share_ppm >= 0 ? window->share_ppm : context->record->share_ppm;
    bool stated = share >= 0;
    int class = span_class(window);
    if (!dictionary_id(rows->services, window->service, &service_id, error))
        return false;
    share = stated ? share : SHARE_FULL;
    query_bind_integer(query, 1, context->incident_id);
    query_bind_integer(query, 2, context->position++);
    query_bind_id(query, 3, service_id);
    query_bind_instant(query, 4, window->from);
    query_bind_instant(query, 5, window->to);
    query_bind_integer(query, 6, share);
    query_bind_integer(query, 7, stated);
    query_bind_id(query, 8, context->severity_id);
    query_bind_integer(query, 9, context->record->is_outage && share > 0);
    query_bind_instant(query, 10, class < 0 ? INSTANT_NONE : class);
    return query_run(query, error);
}

/* The window that a record implies when it states none: from started to mitigated, else resolved, else open. */
static RecordWindow implied_window(const Record *record, const char *service)
{
    Instant mitigated = record->at[MOMENT_MITIGATED];
    Instant to = mitigated != INSTANT_NONE ? mitigated : record->at[MOMENT_RESOLVED];
    return (RecordWindow){service, record->at[MOMENT_STARTED], to, -1};
}

static bool insert_windows(FactRows *rows, const Record *record, int64_t id, int64_t severity_id, GError **error)
{
    WindowContext context = {record, id, severity_id, 0};
    for (guint i = 0; i < record->windows->len; i++)
        if (!insert_window(rows, &context, &g_array_index(record->windows, RecordWindow, i), error))
            return false;
    if (record->windows->len)
        return true;
    for (guint i = 0; i < MAX(record->services->len, 1); i++) {
        RecordWindow window = implied_window(record, record->services->len ? record->services->pdata[i] : NULL);
        if (!insert_window(rows, &context, &window, error))
            return false;
    }
    return true;
}

/* ---- the incident ---- */

/* First service of the record's windows, and how many different ones they name. */
static const char *main_service(const Record *record, int64_t *count)
{
    if (!record->windows->len) {
        *count = record->services->len;
        return record->services->len ? record->services->pdata[0] : NULL;
    }
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    const char *first = NULL;
    for (guint i = 0; i < record->windows->len; i++) {
        const char *service = g_array_index(record->windows, RecordWindow, i).service;
        if (service)
            g_hash_table_add(names, (gpointer)(uintptr_t)service);
        first = first ? first : service;
    }
    *count = g_hash_table_size(names);
    return first;
}

static bool bind_words(FactRows *rows, const Record *record, int64_t *severity_id, GError **error)
{
    const char *const words[] = {record->severity,    record->status,
                                 record->team,        record->cause,
                                 record->detected_by, record->regions->len ? record->regions->pdata[0] : NULL};
    for (int i = 0; i < (int)G_N_ELEMENTS(words); i++) {
        int64_t id;
        if (!dictionary_id(rows->words, words[i], &id, error))
            return false;
        query_bind_id(rows->insert[ROW_INCIDENT], 11 + i, id);
        if (i == 0)
            *severity_id = id;
    }
    return true;
}

static void bind_key(Query *query, const Record *record, const FactKey *key)
{
    query_bind_id(query, 1, key->id);
    query_bind_integer(query, 2, key->origin_id);
    query_bind_borrowed(query, 3, record->external_id);
    query_bind_integer(query, 4, key->revision);
    query_bind_integer(query, 5, key->source_id);
    query_bind_integer(query, 6, record->line);
    query_bind_integer(query, 7, key->hash);
    query_bind_borrowed(query, 8, record->title ? record->title : "");
    query_bind_borrowed(query, 9, incident_kind_name(record->kind));
    query_bind_integer(query, 10, record->is_outage);
}

static void bind_times(Query *query, const Record *record)
{
    for (Moment i = 0; i < MOMENT_N; i++)
        query_bind_instant(query, 18 + (int)i, record->at[i]);
    query_bind_instant(query, 25, record->within_from_at);
    query_bind_instant(query, 26, record->within_to_at);
    query_bind_instant(query, 27, record->stated_duration_ms);
    query_bind_integer(query, 28, record->precision);
    query_bind_integer(query, 29, record->zone_basis);
    query_bind_instant(query, 30, record->change_caused < 0 ? INSTANT_NONE : record->change_caused);
    query_bind_integer(query, 31, record->reopened_n);
}

static bool insert_incident(FactRows *rows, const Record *record, const FactKey *key, int64_t *severity_id,
                            GError **error)
{
    Query *query = rows->insert[ROW_INCIDENT];
    int64_t service_id, services_n;
    const char *service = main_service(record, &services_n);
    if (!bind_words(rows, record, severity_id, error) || !dictionary_id(rows->services, service, &service_id, error))
        return false;
    bind_key(query, record, key);
    query_bind_id(query, 17, service_id);
    bind_times(query, record);
    query_bind_integer(query, 32, services_n);
    query_bind_integer(query, 33, record->windows->len);
    return query_run(query, error);
}

/* ---- lists ---- */

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

static bool insert_amounts(FactRows *rows, const Record *record, int64_t id, GError **error)
{
    Query *query = rows->insert[ROW_AMOUNT];
    for (guint i = 0; i < record->amounts->len; i++) {
        const RecordAmount *amount = &g_array_index(record->amounts, RecordAmount, i);
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

bool fact_rows_insert(FactRows *rows, const Record *record, FactKey *key, bool *inserted, GError **error)
{
    int64_t severity_id = 0;
    if (!insert_incident(rows, record, key, &severity_id, error))
        return false;
    *inserted = store_changes(rows->store) == 1;
    if (!*inserted)
        return true;
    key->id = sqlite3_last_insert_rowid(rows->store->db);
    return insert_windows(rows, record, key->id, severity_id, error) &&
           insert_labels(rows, "region", record->regions, 1, key->id, error) &&
           insert_labels(rows, "tag", record->tags, 0, key->id, error) &&
           insert_timeline(rows, record, key->id, error) && insert_actions(rows, record, key->id, error) &&
           insert_amounts(rows, record, key->id, error) && insert_evidence(rows, record, key->id, error) &&
           insert_findings(rows, record, key, error);
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

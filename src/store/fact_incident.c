#include "fact_incident.h"

#include "store_private.h"

typedef enum {
    COLUMN_ID,
    COLUMN_ORIGIN,
    COLUMN_REVISION,
    COLUMN_SOURCE,
    COLUMN_LINE,
    COLUMN_HASH,
    COLUMN_STARTED, /* the moments, in order of Moment */
    COLUMN_CLOSED = COLUMN_STARTED + MOMENT_CLOSED,
    COLUMN_SERVICE,
    COLUMN_SEVERITY, /* the words, in order of bind_words() */
    COLUMN_STATUS,
    COLUMN_TEAM,
    COLUMN_CAUSE,
    COLUMN_DETECTED_BY,
    COLUMN_REGION,
    COLUMN_IS_OUTAGE,
    COLUMN_SHARE,
    COLUMN_SHARE_IS_STATED,
    COLUMN_COUNTS,
    COLUMN_SPAN_CLASS,
    COLUMN_SERVICES_N,
    COLUMN_WINDOWS_N,
    COLUMN_USERS,
    COLUMN_ORDERS,
    COLUMN_MONEY,
    COLUMN_CURRENCY,
    COLUMN_WITHIN_FROM,
    COLUMN_WITHIN_TO,
    COLUMN_STATED_DURATION,
    COLUMN_PRECISION,
    COLUMN_ZONE_BASIS,
    COLUMN_CHANGE_CAUSED,
    COLUMN_REOPENED,
    COLUMN_INTEGERS, /* from here on text */
    COLUMN_KIND = COLUMN_INTEGERS,
    COLUMN_EXTERNAL_ID,
    COLUMN_TITLE,
    COLUMN_N
} Column;

static const char *const column_names[COLUMN_N] = {
    [COLUMN_ID] = "id",
    [COLUMN_ORIGIN] = "origin_id",
    [COLUMN_REVISION] = "revision",
    [COLUMN_SOURCE] = "source_id",
    [COLUMN_LINE] = "line",
    [COLUMN_HASH] = "content_hash",
    [COLUMN_STARTED + MOMENT_STARTED] = "started_at",
    [COLUMN_STARTED + MOMENT_DECLARED] = "declared_at",
    [COLUMN_STARTED + MOMENT_DETECTED] = "detected_at",
    [COLUMN_STARTED + MOMENT_ACKNOWLEDGED] = "acknowledged_at",
    [COLUMN_STARTED + MOMENT_MITIGATED] = "mitigated_at",
    [COLUMN_STARTED + MOMENT_RESOLVED] = "resolved_at",
    [COLUMN_STARTED + MOMENT_CLOSED] = "closed_at",
    [COLUMN_SERVICE] = "service_id",
    [COLUMN_SEVERITY] = "severity_id",
    [COLUMN_STATUS] = "status_id",
    [COLUMN_TEAM] = "team_id",
    [COLUMN_CAUSE] = "cause_id",
    [COLUMN_DETECTED_BY] = "detected_by_id",
    [COLUMN_REGION] = "region_id",
    [COLUMN_IS_OUTAGE] = "is_outage",
    [COLUMN_SHARE] = "share_ppm",
    [COLUMN_SHARE_IS_STATED] = "share_is_stated",
    [COLUMN_COUNTS] = "counts",
    [COLUMN_SPAN_CLASS] = "span_class",
    [COLUMN_SERVICES_N] = "services_n",
    [COLUMN_WINDOWS_N] = "windows_n",
    [COLUMN_USERS] = "users_n",
    [COLUMN_ORDERS] = "orders_n",
    [COLUMN_MONEY] = "money_minor",
    [COLUMN_CURRENCY] = "currency_id",
    [COLUMN_WITHIN_FROM] = "within_from_at",
    [COLUMN_WITHIN_TO] = "within_to_at",
    [COLUMN_STATED_DURATION] = "stated_duration_ms",
    [COLUMN_PRECISION] = "precision",
    [COLUMN_ZONE_BASIS] = "zone_basis",
    [COLUMN_CHANGE_CAUSED] = "change_caused",
    [COLUMN_REOPENED] = "reopened_n",
    [COLUMN_KIND] = "kind",
    [COLUMN_EXTERNAL_ID] = "external_id",
    [COLUMN_TITLE] = "title",
};

struct IncidentInsert {
    Query *query;
    Dictionary *words, *services;
    Instant bound[COLUMN_INTEGERS]; /* INSTANT_NONE: NULL */
    Instant row[COLUMN_INTEGERS];
    int kind; /* bound now; -1: none */
};

static char *insert_sql(void)
{
    GString *sql = g_string_new("INSERT INTO incident (");
    for (Column i = 0; i < COLUMN_N; i++)
        g_string_append_printf(sql, "%s%s", i ? ", " : "", column_names[i]);
    g_string_append(sql, ") VALUES (");
    for (Column i = 0; i < COLUMN_N; i++)
        g_string_append(sql, i ? ", ?" : "?");
    g_string_append(sql, ") ON CONFLICT (origin_id, external_id) DO NOTHING");
    return g_string_free(sql, FALSE);
}

IncidentInsert *incident_insert_new(Store *store, Dictionary *words, Dictionary *services, GError **error)
{
    g_autofree char *sql = insert_sql();
    Query *query = store_query(store, sql, error);
    if (!query)
        return NULL;
    IncidentInsert *insert = g_new0(IncidentInsert, 1);
    insert->query = query;
    insert->words = words;
    insert->services = services;
    insert->kind = -1;
    for (Column i = 0; i < COLUMN_INTEGERS; i++)
        insert->bound[i] = INSTANT_NONE;
    return insert;
}

void incident_insert_free(IncidentInsert *insert)
{
    if (!insert)
        return;
    query_free(insert->query);
    g_free(insert);
}

int64_t incident_insert_severity(const IncidentInsert *insert)
{
    Instant id = insert->row[COLUMN_SEVERITY];
    return id == INSTANT_NONE ? 0 : id;
}

static Instant null_for_zero(int64_t id)
{
    return id ? id : INSTANT_NONE;
}

static bool fill_words(IncidentInsert *insert, const Record *record, const char *service, GError **error)
{
    const char *region = record->regions->len ? record->regions->pdata[0] : NULL;
    const char *const words[] = {record->severity, record->status,      record->team,
                                 record->cause,    record->detected_by, region};
    int64_t id;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (!dictionary_id(insert->words, words[i], &id, error))
            return false;
        insert->row[COLUMN_SEVERITY + i] = null_for_zero(id);
    }
    if (!dictionary_id(insert->services, service, &id, error))
        return false;
    insert->row[COLUMN_SERVICE] = null_for_zero(id);
    return true;
}

static void fill_key(Instant *row, const Record *record, const FactKey *key)
{
    row[COLUMN_ID] = null_for_zero(key->id);
    row[COLUMN_ORIGIN] = key->origin_id;
    row[COLUMN_REVISION] = key->revision;
    row[COLUMN_SOURCE] = key->source_id;
    row[COLUMN_LINE] = record->line;
    row[COLUMN_HASH] = key->hash == INSTANT_NONE ? 0 : key->hash;
}

static void fill_facts(Instant *row, const Record *record)
{
    for (Moment i = 0; i < MOMENT_N; i++)
        row[COLUMN_STARTED + i] = record->at[i];
    row[COLUMN_IS_OUTAGE] = record->is_outage;
    row[COLUMN_WITHIN_FROM] = record->within_from_at;
    row[COLUMN_WITHIN_TO] = record->within_to_at;
    row[COLUMN_STATED_DURATION] = record->stated_duration_ms;
    row[COLUMN_PRECISION] = record->precision;
    row[COLUMN_ZONE_BASIS] = record->zone_basis;
    row[COLUMN_CHANGE_CAUSED] = record->change_caused < 0 ? INSTANT_NONE : record->change_caused;
    row[COLUMN_REOPENED] = record->reopened_n;
}

/* An incident of one implied window carries it; for others the class is NULL, and stated_window has them. */
static void fill_window(Instant *row, const Record *record, const WindowSummary *windows)
{
    RecordWindow window = windows_get(record, 0);
    WindowFigures figures = windows_figures(record, &window);
    row[COLUMN_SHARE] = figures.share_ppm;
    row[COLUMN_SHARE_IS_STATED] = figures.is_stated;
    row[COLUMN_COUNTS] = figures.counts;
    row[COLUMN_SPAN_CLASS] = windows->inline_window ? figures.span_class : INSTANT_NONE;
    row[COLUMN_SERVICES_N] = windows->services_n;
    row[COLUMN_WINDOWS_N] = record->windows->len;
}

/* The column of a plain stated figure; COLUMN_N for all others. */
static Column amount_column(const RecordAmount *amount)
{
    static const struct {
        const char *kind;
        Column column;
    } columns[] = {{"users", COLUMN_USERS}, {"orders", COLUMN_ORDERS}, {"money", COLUMN_MONEY}};
    bool plain = amount->summed && !amount->computed && !amount->line && amount->low == INSTANT_NONE &&
                 amount->high == INSTANT_NONE;
    for (guint i = 0; plain && i < G_N_ELEMENTS(columns); i++)
        if (g_str_equal(amount->kind, columns[i].kind))
            return columns[i].column;
    return COLUMN_N;
}

/* Only the first amount of a kind stands in the row. */
static bool fill_amounts(IncidentInsert *insert, const Record *record, uint64_t *inline_amounts, GError **error)
{
    Instant *row = insert->row;
    int64_t currency_id = 0;
    *inline_amounts = 0;
    row[COLUMN_USERS] = row[COLUMN_ORDERS] = row[COLUMN_MONEY] = INSTANT_NONE;
    for (guint i = 0; i < MIN(record->amounts->len, 64); i++) {
        const RecordAmount *amount = &g_array_index(record->amounts, RecordAmount, i);
        Column column = amount_column(amount);
        if (column == COLUMN_N || row[column] != INSTANT_NONE)
            continue;
        *inline_amounts |= UINT64_C(1) << i;
        row[column] = amount->likely;
        if (column == COLUMN_MONEY && !dictionary_id(insert->words, amount->currency, &currency_id, error))
            return false;
    }
    row[COLUMN_CURRENCY] = null_for_zero(currency_id);
    return true;
}

static void bind(IncidentInsert *insert, const Record *record)
{
    for (Column i = 0; i < COLUMN_INTEGERS; i++)
        if (insert->bound[i] != insert->row[i]) {
            insert->bound[i] = insert->row[i];
            query_bind_instant(insert->query, (int)i + 1, insert->row[i]);
        }
    if (insert->kind != (int)record->kind)
        query_bind_borrowed(insert->query, COLUMN_KIND + 1, incident_kind_name(record->kind));
    insert->kind = (int)record->kind;
    query_bind_borrowed(insert->query, COLUMN_EXTERNAL_ID + 1, record->external_id);
    query_bind_borrowed(insert->query, COLUMN_TITLE + 1, record->title ? record->title : "");
}

bool incident_insert_run(IncidentInsert *insert, const Record *record, const FactKey *key, const WindowSummary *windows,
                         uint64_t *inline_amounts, bool *inserted, GError **error)
{
    if (!fill_words(insert, record, windows->service, error) || !fill_amounts(insert, record, inline_amounts, error))
        return false;
    fill_key(insert->row, record, key);
    fill_facts(insert->row, record);
    fill_window(insert->row, record, windows);
    bind(insert, record);
    if (!query_run(insert->query, error))
        return false;
    *inserted = store_changes(insert->query->store) == 1;
    return true;
}

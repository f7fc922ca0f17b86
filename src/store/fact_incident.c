#include "fact_incident.h"

#include "store_private.h"
#include <string.h>

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
    COLUMN_STATED,
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
    [COLUMN_STATED] = "stated_at",
    [COLUMN_KIND] = "kind",
    [COLUMN_EXTERNAL_ID] = "external_id",
    [COLUMN_TITLE] = "title",
};

/* As the table has them: a row of VALUES is then built where the statement needs it, without a copy of each value. */
static const Column table_order[COLUMN_N] = {
    COLUMN_ID,
    COLUMN_STARTED + MOMENT_STARTED,
    COLUMN_STARTED + MOMENT_MITIGATED,
    COLUMN_STARTED + MOMENT_RESOLVED,
    COLUMN_SERVICE,
    COLUMN_SEVERITY,
    COLUMN_SHARE,
    COLUMN_SHARE_IS_STATED,
    COLUMN_COUNTS,
    COLUMN_SPAN_CLASS,
    COLUMN_KIND,
    COLUMN_IS_OUTAGE,
    COLUMN_STARTED + MOMENT_DETECTED,
    COLUMN_STARTED + MOMENT_ACKNOWLEDGED,
    COLUMN_STARTED + MOMENT_DECLARED,
    COLUMN_CLOSED,
    COLUMN_SERVICES_N,
    COLUMN_WINDOWS_N,
    COLUMN_STATUS,
    COLUMN_TEAM,
    COLUMN_CAUSE,
    COLUMN_DETECTED_BY,
    COLUMN_REGION,
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
    COLUMN_REVISION,
    COLUMN_SOURCE,
    COLUMN_LINE,
    COLUMN_HASH,
    COLUMN_ORIGIN,
    COLUMN_EXTERNAL_ID,
    COLUMN_TITLE,
    COLUMN_STATED,
};

#define BATCH_ROWS 32u
#define BATCH_BYTES 32768u

/* A row that waits for its batch. */
typedef struct {
    Instant integers[COLUMN_INTEGERS]; /* INSTANT_NONE: NULL */
    IncidentKind kind;
    const char *external_id, *title;
    gsize external_id_length, title_length;
} Row;

/* What is bound to the parameters of one row of a statement now: most columns do not change from row to row. */
typedef struct {
    Instant integers[COLUMN_INTEGERS];
    int kind; /* -1: none */
} Bound;

struct IncidentInsert {
    Query *one, *batch;
    Dictionary *words, *services;
    Bound one_bound, batch_bound[BATCH_ROWS];
    Row rows[BATCH_ROWS];
    guint rows_n;
    char texts[BATCH_BYTES]; /* of the rows that wait */
    gsize texts_n;
    int64_t next_id;
    int64_t origin_id; /* that lowest and highest are about; 0: none yet */
    GString *lowest, *highest;
};

/* The rows of a batch are known to be new, so that only the single row looks for its like. A failure rolls the whole
 * file back: FAIL spares the journal that would undo the statement alone. */
static char *insert_sql(guint rows_n)
{
    GString *sql = g_string_new("INSERT OR FAIL INTO incident (");
    for (guint i = 0; i < COLUMN_N; i++)
        g_string_append_printf(sql, "%s%s", i ? ", " : "", column_names[table_order[i]]);
    g_string_append(sql, ") VALUES ");
    for (guint row = 0; row < rows_n; row++) {
        g_string_append(sql, row ? ", (" : "(");
        for (guint i = 0; i < COLUMN_N; i++)
            g_string_append(sql, i ? ", ?" : "?");
        g_string_append_c(sql, ')');
    }
    if (rows_n == 1)
        g_string_append(sql, " ON CONFLICT (origin_id, external_id) DO NOTHING");
    return g_string_free(sql, FALSE);
}

static void bound_init(Bound *bound)
{
    bound->kind = -1;
    for (Column i = 0; i < COLUMN_INTEGERS; i++)
        bound->integers[i] = INSTANT_NONE;
}

IncidentInsert *incident_insert_new(Store *store, Dictionary *words, Dictionary *services, GError **error)
{
    g_autofree char *one = insert_sql(1), *batch = insert_sql(BATCH_ROWS);
    g_autoptr(IncidentInsert) insert = g_new0(IncidentInsert, 1);
    insert->words = words;
    insert->services = services;
    insert->lowest = g_string_new(NULL);
    insert->highest = g_string_new(NULL);
    insert->next_id = store_scalar(store, "SELECT max(id) FROM incident", 0) + 1;
    bound_init(&insert->one_bound);
    for (guint i = 0; i < BATCH_ROWS; i++)
        bound_init(&insert->batch_bound[i]);
    insert->one = store_query(store, one, error);
    insert->batch = insert->one ? store_query(store, batch, error) : NULL;
    return insert->batch ? g_steal_pointer(&insert) : NULL;
}

void incident_insert_free(IncidentInsert *insert)
{
    if (!insert)
        return;
    query_free(insert->one);
    query_free(insert->batch);
    g_string_free(insert->lowest, TRUE);
    g_string_free(insert->highest, TRUE);
    g_free(insert);
}

static Instant null_for_zero(int64_t id)
{
    return id ? id : INSTANT_NONE;
}

static bool fill_words(IncidentInsert *insert, Instant *row, const Record *record, const char *service, GError **error)
{
    const char *region = record->regions->len ? record->regions->pdata[0] : NULL;
    const char *const words[] = {record->severity, record->status,      record->team,
                                 record->cause,    record->detected_by, region};
    int64_t id;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (!dictionary_id(insert->words, words[i], &id, error))
            return false;
        row[COLUMN_SEVERITY + i] = null_for_zero(id);
    }
    if (!dictionary_id(insert->services, service, &id, error))
        return false;
    row[COLUMN_SERVICE] = null_for_zero(id);
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
    row[COLUMN_STATED] = record->updated_at;
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
static bool fill_amounts(IncidentInsert *insert, Instant *row, const Record *record, uint64_t *inline_amounts,
                         GError **error)
{
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

/* ---- one row, or a batch ---- */

static void bind_text(Query *query, int parameter, Bound *bound, const Row *row, Column column)
{
    if (column == COLUMN_EXTERNAL_ID)
        query_bind_slice(query, parameter, row->external_id, row->external_id_length);
    else if (column == COLUMN_TITLE)
        query_bind_slice(query, parameter, row->title, row->title_length);
    else if (bound->kind != (int)row->kind)
        query_bind_borrowed(query, parameter, incident_kind_name(row->kind));
}

/* base: number of the parameter before the row's first. */
static void bind(Query *query, Bound *bound, const Row *row, int base)
{
    for (int i = 0; i < COLUMN_N; i++) {
        Column column = table_order[i];
        if (column >= COLUMN_INTEGERS)
            bind_text(query, base + i + 1, bound, row, column);
        else if (bound->integers[column] != row->integers[column])
            query_bind_instant(query, base + i + 1, row->integers[column]);
    }
    memcpy(bound->integers, row->integers, sizeof bound->integers);
    bound->kind = (int)row->kind;
}

static bool run_one(IncidentInsert *insert, const Row *row, GError **error)
{
    bind(insert->one, &insert->one_bound, row, 0);
    return query_run(insert->one, error);
}

bool incident_insert_flush(IncidentInsert *insert, GError **error)
{
    guint n = insert->rows_n;
    insert->rows_n = 0;
    insert->texts_n = 0;
    if (n < BATCH_ROWS) {
        for (guint i = 0; i < n; i++)
            if (!run_one(insert, &insert->rows[i], error))
                return false;
        return true;
    }
    for (guint i = 0; i < n; i++)
        bind(insert->batch, &insert->batch_bound[i], &insert->rows[i], (int)(i * COLUMN_N));
    return query_run(insert->batch, error);
}

static const char *keep_text(IncidentInsert *insert, const char *text, gsize length)
{
    char *kept = insert->texts + insert->texts_n;
    memcpy(kept, text, length);
    insert->texts_n += length;
    return kept;
}

static bool queue(IncidentInsert *insert, GError **error)
{
    Row *row = &insert->rows[insert->rows_n++];
    row->external_id = keep_text(insert, row->external_id, row->external_id_length);
    row->title = keep_text(insert, row->title, row->title_length);
    return insert->rows_n < BATCH_ROWS || incident_insert_flush(insert, error);
}

/* ---- which ids are new ---- */

static bool load_bounds(IncidentInsert *insert, int64_t origin_id, GError **error)
{
    g_autoptr(Query) query = store_query(
        insert->one->store, "SELECT min(external_id), max(external_id) FROM incident WHERE origin_id = ?1", error);
    if (!query)
        return false;
    query_bind_integer(query, 1, origin_id);
    if (!query_step(query, error))
        return false;
    const char *low = query_text(query, 0), *high = query_text(query, 1);
    g_string_assign(insert->lowest, low ? low : "");
    g_string_assign(insert->highest, high ? high : "");
    insert->origin_id = origin_id;
    return true;
}

/* An id beyond all that stand is new without a look into the table, and most exports are in the order of their ids,
 * this way or the other. Keeps the bounds. */
static bool is_beyond(IncidentInsert *insert, const char *external_id)
{
    bool above = strcmp(external_id, insert->highest->str) > 0;
    bool below = !above && strcmp(external_id, insert->lowest->str) < 0;
    if (above)
        g_string_assign(insert->highest, external_id);
    if (below || (above && !insert->lowest->len))
        g_string_assign(insert->lowest, external_id);
    return above || below;
}

static bool fits(const IncidentInsert *insert, const Row *row)
{
    return row->external_id_length + row->title_length <= BATCH_BYTES - insert->texts_n;
}

static bool fill(IncidentInsert *insert, Row *row, const Record *record, const WindowSummary *windows,
                 const FactKey *key, uint64_t *inline_amounts, GError **error)
{
    if (!fill_words(insert, row->integers, record, windows->service, error) ||
        !fill_amounts(insert, row->integers, record, inline_amounts, error))
        return false;
    fill_key(row->integers, record, key);
    fill_facts(row->integers, record);
    fill_window(row->integers, record, windows);
    row->kind = record->kind;
    row->external_id = record->external_id;
    row->external_id_length = strlen(record->external_id);
    row->title = record->title ? record->title : "";
    row->title_length = strlen(row->title);
    return true;
}

/* The row has its place behind those that wait; it is run behind them. */
static bool run_behind(IncidentInsert *insert, const Row *waiting, bool *inserted, GError **error)
{
    Row row = *waiting;
    if (!incident_insert_flush(insert, error) || !run_one(insert, &row, error))
        return false;
    *inserted = store_changes(insert->one->store) == 1;
    return true;
}

bool incident_insert_run(IncidentInsert *insert, const Record *record, FactKey *key, const WindowSummary *windows,
                         uint64_t *inline_amounts, bool *inserted, GError **error)
{
    bool again = key->id != 0;
    if (insert->origin_id != key->origin_id &&
        (!incident_insert_flush(insert, error) || !load_bounds(insert, key->origin_id, error)))
        return false;
    key->id = again ? key->id : insert->next_id;
    Row *row = &insert->rows[insert->rows_n];
    if (!fill(insert, row, record, windows, key, inline_amounts, error))
        return false;
    *inserted = true;
    bool is_new = !again && is_beyond(insert, record->external_id);
    if (!(is_new && fits(insert, row) ? queue(insert, error) : run_behind(insert, row, inserted, error)))
        return false;
    insert->next_id += *inserted && !again;
    return true;
}

/* The incidents that belong to a period, each with its durations under one set of definitions. */
#include "nines/report/figures.h"
#include "nines/store/query.h"

/* The times of the store's records and of the definitions are the same seven, in the same order. */
G_STATIC_ASSERT((int)MOMENT_STARTED == (int)TIME_STARTED && (int)MOMENT_CLOSED == (int)TIME_CLOSED);

typedef struct {
    const FigureRequest *request;
    Population *population;
    bool texts;
} Loader;

static int64_t month_key(const Zone *zone, Instant at)
{
    Civil civil = zone_to_civil(zone, at);
    return (int64_t)civil.year * 12 + civil.month - 1;
}

/* The time that decides to which period the incident belongs. */
static Instant counted_at(const FactIncident *incident, const DefinitionSet *rules)
{
    if (rules->counted_by == TIME_DECLARED && incident->at[MOMENT_DECLARED] != INSTANT_NONE)
        return incident->at[MOMENT_DECLARED];
    return incident->at[MOMENT_STARTED] != INSTANT_NONE ? incident->at[MOMENT_STARTED] : incident->within_from_at;
}

static void fill_keys(PopulationRow *row, const FactIncident *incident, Instant counted, const Zone *zone)
{
    row->key[DIMENSION_SEVERITY] = incident->severity_id;
    row->key[DIMENSION_SERVICE] = incident->services_n > 1 ? -1 : incident->service_id;
    row->key[DIMENSION_MONTH] = month_key(zone, counted);
    row->key[DIMENSION_TEAM] = incident->team_id;
    row->key[DIMENSION_CAUSE] = incident->cause_id;
    row->key[DIMENSION_REGION] = incident->region_id;
    row->key[DIMENSION_DETECTED_BY] = incident->detected_by_id;
}

/* A moment behind the as-of time has not come yet. */
static void fill_times(PopulationRow *row, const FactIncident *incident, Instant as_of)
{
    for (int m = 0; m < MOMENT_N; m++)
        row->at[m] = as_of != INSTANT_NONE && incident->at[m] > as_of ? INSTANT_NONE : incident->at[m];
    row->within_from_at = incident->within_from_at;
    row->within_to_at = incident->within_to_at;
    row->stated_duration_ms = incident->stated_duration_ms;
    row->impact_end_at =
        row->at[MOMENT_MITIGATED] != INSTANT_NONE ? row->at[MOMENT_MITIGATED] : row->at[MOMENT_RESOLVED];
    row->window_ms = INSTANT_NONE;
    bool dated = row->at[MOMENT_STARTED] != INSTANT_NONE;
    row->open = dated && row->at[MOMENT_RESOLVED] == INSTANT_NONE && incident->stated_duration_ms == INSTANT_NONE;
    row->reversed = dated && row->impact_end_at != INSTANT_NONE && row->impact_end_at < row->at[MOMENT_STARTED];
    if (dated && row->impact_end_at != INSTANT_NONE && !row->reversed)
        row->window_ms = row->impact_end_at - row->at[MOMENT_STARTED];
}

/* A length that the record states in words stands in where its times do not give one. */
static void use_stated_duration(PopulationRow *row)
{
    static const DurationKind lengths[] = {DURATION_MITIGATE, DURATION_RESOLVE};
    for (gsize i = 0; row->stated_duration_ms != INSTANT_NONE && i < G_N_ELEMENTS(lengths); i++)
        if (row->status[lengths[i]] == DURATION_MISSING || row->status[lengths[i]] == DURATION_CENSORED) {
            row->status[lengths[i]] = DURATION_MEASURED;
            row->duration_ms[lengths[i]] = row->stated_duration_ms;
        }
}

static void measure(PopulationRow *row, const FigureRequest *request)
{
    Instant times[N_TIME_FIELDS];
    for (int m = 0; m < MOMENT_N; m++)
        times[m] = row->at[m];
    times[TIME_IMPACT_END] = row->impact_end_at;
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        row->duration_ms[kind] = INSTANT_NONE;
        definition_measure(request->definitions, (DurationKind)kind, times, request->as_of, &row->duration_ms[kind],
                           &row->status[kind]);
    }
    use_stated_duration(row);
}

/* What has not begun at the as-of time is not known yet. */
static bool is_ahead(const FactIncident *incident, Instant as_of)
{
    Instant start =
        incident->at[MOMENT_STARTED] != INSTANT_NONE ? incident->at[MOMENT_STARTED] : incident->within_from_at;
    return as_of != INSTANT_NONE && start != INSTANT_NONE && start > as_of;
}

static bool add_incident(const FactIncident *incident, gpointer data)
{
    Loader *loader = data;
    if (is_ahead(incident, loader->request->as_of))
        return true;
    if (incident->kind != KIND_INCIDENT) {
        loader->population->excluded_n[incident->kind]++;
        return true;
    }
    if (loader->request->definitions->only_changes && incident->change_caused != 1) {
        int64_t *left_out =
            incident->change_caused == 0 ? &loader->population->unchanged_n : &loader->population->unlinked_n;
        ++*left_out;
        return true;
    }
    PopulationRow row = {.id = incident->id,
                         .source_id = incident->source_id,
                         .line = incident->line,
                         .status_id = incident->status_id,
                         .precision = incident->precision,
                         .zone_basis = incident->zone_basis,
                         .change_caused = incident->change_caused};
    if (loader->texts) {
        row.external_id = g_strdup(incident->external_id);
        row.title = g_strdup(incident->title);
    }
    fill_keys(&row, incident, counted_at(incident, loader->request->definitions), loader->request->period.zone);
    fill_times(&row, incident, loader->request->as_of);
    g_array_append_val(loader->population->rows, row);
    return true;
}

static void free_row(gpointer data)
{
    PopulationRow *row = data;
    g_free(row->external_id);
    g_free(row->title);
}

/* ---- what incidents with several windows, services or regions add ---- */

static GHashTable *rows_by_id(const Population *population)
{
    GHashTable *by_id = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (guint i = 0; i < population->rows->len; i++) {
        PopulationRow *row = &g_array_index(population->rows, PopulationRow, i);
        g_hash_table_insert(by_id, &row->id, GUINT_TO_POINTER(i + 1));
    }
    return by_id;
}

/* Between which starts the incidents lie: the period, unless the rules count by another time. */
typedef struct {
    Instant from, to;
} Starts;

static Starts starts_of(const Population *population)
{
    Starts starts = {INT64_MAX, INT64_MIN};
    for (guint i = 0; i < population->rows->len; i++) {
        const PopulationRow *row = &g_array_index(population->rows, PopulationRow, i);
        Instant at = row->at[MOMENT_STARTED] != INSTANT_NONE ? row->at[MOMENT_STARTED] : row->within_from_at;
        if (at == INSTANT_NONE)
            continue;
        starts.from = MIN(starts.from, at);
        starts.to = MAX(starts.to, at + 1);
    }
    return starts;
}

/* Rows of (incident, key) for the incidents between these starts. */
static bool load_memberships(Store *store, const char *sql, const Starts *starts, GHashTable *by_id,
                             Population *population, Dimension dimension, GError **error)
{
    g_autoptr(Query) query = store_query(store, sql, error);
    g_autoptr(GError) local = NULL;
    if (query == NULL)
        return false;
    query_bind_integer(query, 1, starts->from);
    query_bind_integer(query, 2, starts->to);
    while (query_step(query, &local)) {
        int64_t id = query_integer(query, 0);
        guint at = GPOINTER_TO_UINT(g_hash_table_lookup(by_id, &id));
        if (at == 0)
            continue;
        Membership membership = {.dimension = dimension, .row = at - 1, .key = query_integer(query, 1)};
        g_array_append_val(population->memberships, membership);
    }
    return local == NULL || (g_propagate_error(error, g_steal_pointer(&local)), false);
}

#define STARTED_IN                                                                                                     \
    "(i.started_at >= ?1 AND i.started_at < ?2 OR i.started_at IS NULL AND i.within_from_at >= ?1 "                    \
    "AND i.within_from_at < ?2)"

static bool load_windows(Store *store, const Starts *starts, GHashTable *by_id, Population *population, GError **error)
{
    g_autoptr(Query) query =
        store_query(store,
                    "SELECT i.id, w.from_at, w.to_at FROM incident i CROSS JOIN stated_window w ON "
                    "w.incident_id = i.id WHERE i.windows_n > 0 AND i.started_at >= ?1 AND "
                    "i.started_at < ?2 ORDER BY i.id, w.from_at",
                    error);
    g_autoptr(GError) local = NULL;
    if (query == NULL)
        return false;
    query_bind_integer(query, 1, starts->from);
    query_bind_integer(query, 2, starts->to);
    int64_t last = 0;
    Instant covered = INSTANT_NONE;
    while (query_step(query, &local)) {
        int64_t id = query_integer(query, 0);
        guint at = GPOINTER_TO_UINT(g_hash_table_lookup(by_id, &id));
        Instant from = query_instant(query, 1), to = query_instant(query, 2);
        if (at == 0)
            continue;
        PopulationRow *row = &g_array_index(population->rows, PopulationRow, at - 1);
        if (id != last) {
            row->impact_end_at = INSTANT_NONE;
            row->window_ms = 0;
            covered = INSTANT_NONE;
            last = id;
        }
        if (to == INSTANT_NONE || row->window_ms == INSTANT_NONE) {
            row->window_ms = INSTANT_NONE;
            row->impact_end_at = INSTANT_NONE;
            continue;
        }
        row->impact_end_at = MAX(row->impact_end_at, to);
        row->window_ms += MAX(0, to - MAX(from, covered));
        covered = MAX(covered, to);
    }
    return local == NULL || (g_propagate_error(error, g_steal_pointer(&local)), false);
}

static bool load_details(Store *store, Population *population, GError **error)
{
    Starts starts = starts_of(population);
    g_autoptr(GHashTable) by_id = rows_by_id(population);
    return load_windows(store, &starts, by_id, population, error) &&
           load_memberships(
               store,
               "SELECT DISTINCT i.id, coalesce(w.service_id, 0) FROM incident i CROSS JOIN stated_window w ON "
               "w.incident_id = i.id WHERE i.services_n > 1 AND " STARTED_IN,
               &starts, by_id, population, DIMENSION_SERVICE, error) &&
           load_memberships(
               store,
               "SELECT DISTINCT i.id, l.word_id FROM incident i CROSS JOIN label l ON l.incident_id = i.id "
               "WHERE l.kind = 'region' AND l.position > 0 AND " STARTED_IN,
               &starts, by_id, population, DIMENSION_REGION, error);
}

/* ---- one service only ---- */

/* Marks, for each row, whether the service is among the incident's. */
static gboolean *rows_of_service(const Population *population, int64_t service_id)
{
    gboolean *kept = g_new0(gboolean, population->rows->len + 1);
    for (guint i = 0; i < population->rows->len; i++)
        kept[i] = g_array_index(population->rows, PopulationRow, i).key[DIMENSION_SERVICE] == service_id;
    for (guint i = 0; i < population->memberships->len; i++) {
        const Membership *member = &g_array_index(population->memberships, Membership, i);
        if (member->dimension == DIMENSION_SERVICE && member->key == service_id)
            kept[member->row] = TRUE;
    }
    return kept;
}

static void keep_service(Population *population, int64_t service_id)
{
    g_autofree gboolean *kept = rows_of_service(population, service_id);
    g_autofree guint *moved = g_new(guint, population->rows->len + 1);
    g_autoptr(GArray) all = g_steal_pointer(&population->rows);
    g_autoptr(GArray) members = g_steal_pointer(&population->memberships);
    population->rows = g_array_new(FALSE, FALSE, sizeof(PopulationRow));
    population->memberships = g_array_new(FALSE, FALSE, sizeof(Membership));
    for (guint i = 0; i < all->len; i++) {
        moved[i] = G_MAXUINT;
        if (kept[i]) {
            moved[i] = population->rows->len;
            g_array_append_val(population->rows, g_array_index(all, PopulationRow, i));
        } else {
            free_row(&g_array_index(all, PopulationRow, i));
        }
    }
    for (guint i = 0; i < members->len; i++) {
        Membership member = g_array_index(members, Membership, i);
        if (moved[member.row] == G_MAXUINT)
            continue;
        member.row = moved[member.row];
        g_array_append_val(population->memberships, member);
    }
}

Population *population_load(Store *store, const FigureRequest *request, bool texts, GError **error)
{
    g_autoptr(Population) population = g_new0(Population, 1);
    population->rows = g_array_new(FALSE, FALSE, sizeof(PopulationRow));
    population->memberships = g_array_new(FALSE, FALSE, sizeof(Membership));
    Loader loader = {.request = request, .population = population, .texts = texts};
    bool by_declaration = request->definitions->counted_by == TIME_DECLARED;
    if (!(by_declaration ? facts_each_declared : facts_each_incident)(store, request->period.from, request->period.to,
                                                                      true, add_incident, &loader, error) ||
        !load_details(store, population, error))
        return NULL;
    for (guint i = 0; i < population->rows->len; i++)
        measure(&g_array_index(population->rows, PopulationRow, i), request);
    if (request->service != NULL)
        keep_service(population, store_service_find(store, request->service));
    return g_steal_pointer(&population);
}

void population_free(Population *population)
{
    if (population == NULL)
        return;
    for (guint i = 0; population->rows != NULL && i < population->rows->len; i++)
        free_row(&g_array_index(population->rows, PopulationRow, i));
    g_clear_pointer(&population->rows, g_array_unref);
    g_clear_pointer(&population->memberships, g_array_unref);
    g_free(population);
}

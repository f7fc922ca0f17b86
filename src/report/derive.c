/* The derived tables about the period as a whole: context, incidents, counts, impact, quality, sources. */
#include "nines/report/derive.h"
#include "derive_parts.h"
#include "functions_parts.h"
#include "impact.h"
#include "nines/base/format.h"
#include "nines/base/sort.h"
#include "nines/base/text.h"
#include "nines/calc/glossary.h"
#include "nines/calc/statistics.h"
#include "nines/report/duration_statistics.h"
#include "save.h"
#include <string.h>

/* A checksum over the contents of the facts that the figures are taken from: the version of the data. */
static char *data_version(Store *store)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autoptr(Query) query = store_query(
        store,
        "SELECT content_hash FROM incident UNION ALL SELECT content_hash FROM "
        "maintenance UNION ALL SELECT (i.content_hash | m.content_hash) - (i.content_hash & m.content_hash) FROM "
        "link l JOIN incident i ON i.id = l.incident_id JOIN incident m ON m.id = "
        "l.main_id",
        NULL);
    g_autoptr(GArray) hashes = g_array_new(FALSE, FALSE, sizeof(int64_t));
    while (query != NULL && query_step(query, NULL)) {
        int64_t hash = query_integer(query, 0);
        g_array_append_val(hashes, hash);
    }
    sort_int64((int64_t *)(gpointer)hashes->data, hashes->len);
    for (guint i = 0; i < hashes->len; i++) {
        int64_t hash = GINT64_TO_BE(g_array_index(hashes, int64_t, i));
        g_checksum_update(sum, (const guchar *)&hash, sizeof hash);
    }
    return g_strndup(g_checksum_get_string(sum), 12);
}

static bool derive_period(const DeriveContext *context, GError **error)
{
    const Period *period = &context->request->period;
    const DefinitionSet *rules = context->request->definitions;
    Format format = *derive_words();
    format.zone = period->zone;
    g_autofree char *title = period_title(period);
    g_autofree char *before = period_title(&context->previous);
    g_autofree char *as_of = format_instant(context->request->as_of, &format);
    g_autofree char *from = format_day(period->from, &format);
    g_autofree char *to = format_day(period->to - 1, &format);
    g_autofree char *data = data_version(context->store);
    g_autofree char *seed = g_strdup_printf("%" G_GUINT64_FORMAT, context->request->seed);
    g_autoptr(Table) table =
        derived_new("report_period", "label title timezone from_at to_at first_day last_day as_of_at as_of "
                                     "previous_label previous_title data_version definitions_version zone_data "
                                     "definitions definitions_title statistic program seed");
    derived_row(table, "sssttsstsssssssssss", period->label, title, zone_name(period->zone), period->from, period->to,
                from, to, context->request->as_of, as_of, context->previous.label, before, data, context->version,
                zone_data_version(), rules->name, rules->title, definition_statistic_name(rules->statistic),
                "nines " NINES_VERSION, seed);
    return derived_save(context->store, table, error);
}

/* ---- incidents ---- */

static char *incident_services(const DeriveContext *context, guint row)
{
    const PopulationRow *incident = &g_array_index(context->population->rows, PopulationRow, row);
    if (incident->key[DIMENSION_SERVICE] != -1) {
        const char *name = store_service(context->store, incident->key[DIMENSION_SERVICE]);
        return g_strdup(name != NULL ? name : "(none)");
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < context->population->memberships->len; i++) {
        const Membership *member = &g_array_index(context->population->memberships, Membership, i);
        const char *name = member->dimension == DIMENSION_SERVICE && member->row == row
                               ? store_service(context->store, member->key)
                               : NULL;
        if (name != NULL)
            g_ptr_array_add(names, (gpointer)name);
    }
    g_ptr_array_add(names, NULL);
    return g_strjoinv(", ", (char **)names->pdata);
}

static char *source_place(const DeriveContext *context, const PopulationRow *row)
{
    const char *path = g_hash_table_lookup(context->paths, &row->source_id);
    return g_strdup_printf("%s:%" G_GINT64_FORMAT, path != NULL ? path : "?", row->line);
}

static int64_t measured(const PopulationRow *row, DurationKind kind)
{
    bool known = row->status[kind] == DURATION_MEASURED || row->status[kind] == DURATION_CLAMPED;
    return known ? row->duration_ms[kind] : INSTANT_NONE;
}

static int64_t counted_ms(const DeriveContext *context, int64_t incident)
{
    const int64_t *ppm_ms = g_hash_table_lookup(context->counted, &incident);
    return ppm_ms != NULL ? (*ppm_ms + SHARE_FULL / 2) / SHARE_FULL : 0;
}

static const char *word(const DeriveContext *context, int64_t id)
{
    return store_word(context->store, id);
}

static bool derive_incidents(const DeriveContext *context, GError **error)
{
    g_autoptr(Table) table = derived_new(
        "report_incident", "incident_id id title services severity status team cause region detected_by started_at "
                           "detected_at acknowledged_at mitigated_at resolved_at ended_at ttd_ms tta_ms ttm_ms ttr_ms "
                           "counted_ms state source");
    for (guint i = 0; i < context->population->rows->len; i++) {
        const PopulationRow *row = &g_array_index(context->population->rows, PopulationRow, i);
        g_autofree char *services = incident_services(context, i);
        g_autofree char *place = source_place(context, row);
        const int64_t *key = row->key;
        derived_row(table, "isssssssssttttttttttiss", row->id, row->external_id, row->title, services,
                    word(context, key[DIMENSION_SEVERITY]), word(context, row->status_id),
                    word(context, key[DIMENSION_TEAM]), word(context, key[DIMENSION_CAUSE]),
                    word(context, key[DIMENSION_REGION]), word(context, key[DIMENSION_DETECTED_BY]),
                    row->at[MOMENT_STARTED], row->at[MOMENT_DETECTED], row->at[MOMENT_ACKNOWLEDGED],
                    row->at[MOMENT_MITIGATED], row->at[MOMENT_RESOLVED], row->impact_end_at,
                    measured(row, DURATION_DETECT), measured(row, DURATION_ACKNOWLEDGE),
                    measured(row, DURATION_MITIGATE), measured(row, DURATION_RESOLVE), counted_ms(context, row->id),
                    row->reversed ? "end before start"
                    : row->open   ? "open"
                                  : "resolved",
                    place);
    }
    return derived_save(context->store, table, error);
}

/* ---- counts with their intervals, against the previous period ---- */

static int64_t previous_count(const DeriveContext *context, Dimension dimension, const char *key)
{
    const GPtrArray *groups = context->previous_groups[dimension];
    for (guint i = 0; i < groups->len; i++) {
        const Group *group = g_ptr_array_index(groups, i);
        if (strcmp(group->key, key) == 0)
            return group->incidents_n;
    }
    return 0;
}

static void add_count(const DeriveContext *context, Table *table, const char *dimension, const char *key, int64_t n,
                      int64_t before)
{
    CountStatistics c =
        count_statistics(n, &context->request->period, before, &context->previous, context->request->as_of);
    derived_row(table, "ssiirrrsrrrr", dimension, key, n, before, c.interval.low, c.interval.high, c.p,
                trend_name(c.trend), c.rate_ratio, c.rate_ratio_interval.low, c.rate_ratio_interval.high,
                c.detectable_ratio);
}

static bool derive_counts(const DeriveContext *context, GError **error)
{
    g_autoptr(Table) table = derived_new("report_count", "dimension key incidents_n previous_n low high p verdict "
                                                         "change_factor change_low_factor change_high_factor "
                                                         "detectable_factor");
    add_count(context, table, "all", "all", context->population->rows->len, context->previous_population->rows->len);
    for (int d = 0; d < DIMENSION_N; d++)
        for (guint i = 0; i < context->groups[d]->len; i++) {
            const Group *group = g_ptr_array_index(context->groups[d], i);
            add_count(context, table, dimension_name((Dimension)d), group->key, group->incidents_n,
                      previous_count(context, (Dimension)d, group->key));
        }
    return derived_save(context->store, table, error);
}

/* A duration is what the rules in use make of it; the seed is the one in use. */
static void add_definition(const DeriveContext *context, Table *table, const GlossaryEntry *entry)
{
    const DefinitionSet *rules = context->request->definitions;
    g_autofree char *foreign = g_strdup_printf("As %s counts it.", rules->title);
    g_autofree char *formula = g_strdup(entry->formula);
    bool is_foreign = false;
    for (int kind = 0; kind < N_DURATIONS; kind++)
        if (strcmp(entry->key, duration_key((DurationKind)kind)) == 0 && strcmp(rules->name, "default") != 0) {
            g_free(formula);
            formula = definition_describe(rules, (DurationKind)kind);
            is_foreign = true;
        }
    if (strcmp(entry->key, "seed") == 0) {
        g_free(formula);
        formula = g_strdup_printf("%" G_GUINT64_FORMAT " in this report", context->request->seed);
    }
    derived_row(table, "sssss", entry->key, entry->name, is_foreign ? foreign : entry->definition, formula,
                is_foreign ? rules->title : entry->source);
}

static bool derive_glossary(const DeriveContext *context, GError **error)
{
    g_autoptr(Table) table = derived_new("report_definition", "key name definition formula reference");
    guint n = 0;
    const GlossaryEntry *entries = glossary_entries(&n);
    for (const GlossaryEntry *entry = entries; entry < entries + n; entry++)
        add_definition(context, table, entry);
    return derived_save(context->store, table, error);
}

static bool derive_impact(const DeriveContext *context, GError **error)
{
    g_autoptr(GPtrArray) sums = g_ptr_array_new_with_free_func(impact_sum_free);
    if (!impact_load(context->store, context->request, context->ledgers, context->population, sums, error))
        return false;
    g_autoptr(Table) table =
        derived_new("report_impact", "kind currency basis low likely high incidents_n is_money note");
    for (guint i = 0; i < sums->len; i++) {
        const ImpactSum *sum = g_ptr_array_index(sums, i);
        derived_row(table, "sssiiiiis", sum->kind, sum->currency, impact_basis(sum), sum->low, sum->likely, sum->high,
                    sum->incidents_n, (int64_t)impact_is_money(sum->kind), sum->note);
    }
    return derived_save(context->store, table, error);
}

static bool derive_harm(const DeriveContext *context, GError **error)
{
    g_autoptr(GPtrArray) measures = g_ptr_array_new_with_free_func(harm_free);
    if (!harm_load(context->store, context->request, context->ledgers, context->population, measures, error))
        return false;
    g_autoptr(Table) table = derived_new("report_harm", "measure currency total incidents_n worst_ratio worst_3_ratio "
                                                        "worst_5_ratio without_worst worst is_money");
    for (guint i = 0; i < measures->len; i++) {
        const Harm *harm = g_ptr_array_index(measures, i);
        g_autofree char *worst = harm_worst_text(harm);
        derived_row(table, "ssiirrrisi", harm->measure, harm->currency, harm->total, harm->incidents_n,
                    harm->worst_ratio[0], harm->worst_ratio[1], harm->worst_ratio[2], harm->without_worst, worst,
                    (int64_t)impact_is_money(harm->measure));
    }
    return derived_save(context->store, table, error);
}

/* ---- the whole ---- */

static GHashTable *source_paths(Store *store)
{
    GHashTable *paths = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    g_autoptr(Query) query = store_query(store, "SELECT id, path FROM source", NULL);
    while (query != NULL && query_step(query, NULL)) {
        int64_t id = query_integer(query, 0);
        g_hash_table_insert(paths, g_memdup2(&id, sizeof id), g_strdup(query_text(query, 1)));
    }
    return paths;
}

static bool load_context(DeriveContext *context, GError **error)
{
    context->previous = period_previous(&context->request->period);
    FigureRequest before = *context->request;
    before.period = context->previous;
    context->population = population_load(context->store, context->request, true, error);
    context->previous_population =
        context->population != NULL ? population_load(context->store, &before, false, error) : NULL;
    if (context->previous_population == NULL)
        return false;
    for (int d = 0; d < DIMENSION_N; d++) {
        context->groups[d] = population_groups(context->store, context->population, (Dimension)d);
        context->previous_groups[d] = population_groups(context->store, context->previous_population, (Dimension)d);
    }
    context->paths = source_paths(context->store);
    return derive_load_ledgers(context, error);
}

static void clear_context(DeriveContext *context)
{
    for (int d = 0; d < DIMENSION_N; d++) {
        g_clear_pointer(&context->groups[d], g_ptr_array_unref);
        g_clear_pointer(&context->previous_groups[d], g_ptr_array_unref);
    }
    population_free(context->population);
    population_free(context->previous_population);
    g_clear_pointer(&context->paths, g_hash_table_unref);
    g_clear_pointer(&context->counted, g_hash_table_unref);
    g_clear_pointer(&context->ledgers, g_ptr_array_unref);
    g_clear_pointer(&context->months, g_array_unref);
}

static bool (*const parts[])(const DeriveContext *context, GError **error) = {
    derive_period,  derive_incidents, derive_counts,      derive_availability, derive_segments,
    derive_windows, derive_durations, derive_survival,    derive_impact,       derive_harm,
    derive_months,  derive_glossary,  derive_obligations, derive_from_facts,
};

bool derive_tables_within(Store *store, const FigureRequest *request, const GPtrArray *contracts, const char *version,
                          GError **error)
{
    DeriveContext context = {.store = store, .request = request, .contracts = contracts, .version = version};
    bool fine = load_context(&context, error);
    for (gsize i = 0; fine && i < G_N_ELEMENTS(parts); i++)
        fine = parts[i](&context, error);
    clear_context(&context);
    return fine;
}

bool derive_tables(Store *store, const FigureRequest *request, const GPtrArray *contracts, const char *version,
                   GError **error)
{
    if (!store_begin(store, error))
        return false;
    if (derive_tables_within(store, request, contracts, version, error))
        return store_commit(store, error);
    store_rollback(store);
    return false;
}

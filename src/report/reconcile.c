#include "nines/report/reconcile.h"
#include "nines/base/format.h"
#include <math.h>
#include <stdlib.h>

typedef struct {
    const FigureRequest *ours, *theirs;
    const Population *our_population, *their_population;
    GHashTable *our_rows, *their_rows; /* incident id -> PopulationRow */
    DurationKind kind;
} Pairing;

static bool is_measured(const PopulationRow *row, DurationKind kind)
{
    return row != NULL && (row->status[kind] == DURATION_MEASURED || row->status[kind] == DURATION_CLAMPED);
}

static GHashTable *rows_of(const Population *population)
{
    GHashTable *rows = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (guint i = 0; i < population->rows->len; i++) {
        PopulationRow *row = &g_array_index(population->rows, PopulationRow, i);
        g_hash_table_insert(rows, &row->id, row);
    }
    return rows;
}

/* ---- the walk ---- */

static double figure_of(GArray *values, DefinitionStatistic statistic, int64_t *n)
{
    DurationSummary summary = duration_summary((int64_t *)(gpointer)values->data, values->len, 0, 0);
    *n = summary.n;
    return statistic == STATISTIC_MEAN ? summary.mean_ms : summary.median_ms;
}

/* The values of one population; only_shared: of the incidents that the other measures too. */
static GArray *values_of(const Population *population, GHashTable *others, bool only_shared, DurationKind kind)
{
    GArray *values = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (guint i = 0; i < population->rows->len; i++) {
        const PopulationRow *row = &g_array_index(population->rows, PopulationRow, i);
        if (is_measured(row, kind) && (!only_shared || is_measured(g_hash_table_lookup(others, &row->id), kind)))
            g_array_append_val(values, row->duration_ms[kind]);
    }
    return values;
}

static void fill_walk(const Pairing *pairing, ReconciledDuration *out)
{
    DefinitionStatistic mine = pairing->ours->definitions->statistic, other = pairing->theirs->definitions->statistic;
    g_autoptr(GArray) ours = values_of(pairing->our_population, pairing->their_rows, false, pairing->kind);
    g_autoptr(GArray) ours_shared = values_of(pairing->our_population, pairing->their_rows, true, pairing->kind);
    g_autoptr(GArray) theirs_shared = values_of(pairing->their_population, pairing->our_rows, true, pairing->kind);
    g_autoptr(GArray) theirs = values_of(pairing->their_population, pairing->our_rows, false, pairing->kind);
    const struct {
        GArray *values;
        DefinitionStatistic statistic;
    } steps[WALK_STEPS] = {{ours, mine}, {ours, other}, {ours_shared, other}, {theirs_shared, other}, {theirs, other}};
    for (int i = 0; i < WALK_STEPS; i++)
        out->walk[i].figure_ms = figure_of(steps[i].values, steps[i].statistic, &out->walk[i].n);
    out->walk[0].step = g_strdup_printf("by our rules: %s", definition_statistic_name(mine));
    out->walk[1].step = mine == other
                            ? g_strdup_printf("theirs is the %s too", definition_statistic_name(other))
                            : g_strdup_printf("the %s of the same durations", definition_statistic_name(other));
    out->walk[2].step = g_strdup_printf("without the %u that only we measure", ours->len - ours_shared->len);
    out->walk[3].step = g_strdup("with their start and end");
    out->walk[4].step =
        g_strdup_printf("with the %u that only they measure: by their rules", theirs->len - theirs_shared->len);
}

/* ---- reasons ---- */

static TimeField field_used(const TimeField *fields, const PopulationRow *row)
{
    for (; *fields != TIME_NONE; fields++) {
        Instant at = *fields == TIME_IMPACT_END ? row->impact_end_at : row->at[*fields];
        if (at != INSTANT_NONE)
            return *fields;
    }
    return TIME_NONE;
}

static Instant instant_of(TimeField field, const PopulationRow *row)
{
    return field == TIME_NONE ? INSTANT_NONE : field == TIME_IMPACT_END ? row->impact_end_at : row->at[field];
}

static void add_edge(GString *reason, const char *verb, const PopulationRow *row, const TimeField *ours,
                     const TimeField *theirs)
{
    TimeField mine = field_used(ours, row), other = field_used(theirs, row);
    Instant from = instant_of(mine, row), to = instant_of(other, row);
    if (mine == TIME_NONE || other == TIME_NONE || from == to)
        return;
    g_autofree char *gap = format_duration(llabs(to - from));
    g_string_append_printf(reason, "%stheirs %s at %s, ours at %s: %s %s", reason->len > 0 ? "; " : "", verb,
                           time_field_name(other), time_field_name(mine), gap, to > from ? "later" : "earlier");
}

/* One side moves a start that lies before another time up to it. */
static void add_floor(GString *reason, const char *whose, const DurationRule *rule, const PopulationRow *row)
{
    Instant from = instant_of(field_used(rule->from, row), row), floor = instant_of(rule->not_before, row);
    if (from == INSTANT_NONE || floor == INSTANT_NONE || floor <= from)
        return;
    g_autofree char *gap = format_duration(floor - from);
    g_string_append_printf(reason, "%s%s begins not before %s: %s later", reason->len > 0 ? "; " : "", whose,
                           time_field_name(rule->not_before), gap);
}

static char *reason_of_length(const Pairing *pairing, const PopulationRow *row)
{
    const DurationRule *ours = &pairing->ours->definitions->rules[pairing->kind];
    const DurationRule *theirs = &pairing->theirs->definitions->rules[pairing->kind];
    GString *reason = g_string_new(NULL);
    add_edge(reason, "begins", row, ours->from, theirs->from);
    add_edge(reason, "ends", row, ours->to, theirs->to);
    add_floor(reason, "ours", ours, row);
    add_floor(reason, "theirs", theirs, row);
    if (reason->len == 0)
        g_string_append(reason, "the record states a length that its times do not give");
    return g_string_free(reason, FALSE);
}

/* In one population, not in the other. */
static char *reason_of_absence(const FigureRequest *absent, const PopulationRow *row, const char *whose)
{
    const DefinitionSet *rules = absent->definitions;
    bool declared = rules->counted_by == TIME_DECLARED && row->at[MOMENT_DECLARED] != INSTANT_NONE;
    Instant at = row->at[declared ? MOMENT_DECLARED : MOMENT_STARTED];
    if (at != INSTANT_NONE && at >= absent->period.from && at < absent->period.to && rules->only_changes)
        return g_strdup_printf("%s counts only what a change caused; %s", whose,
                               row->change_caused == 0 ? "no change caused it" : "no change is linked");
    Format format = format_default();
    format.zone = absent->period.zone;
    g_autofree char *when = format_instant(at, &format);
    return g_strdup_printf("%s counts by %s, which is %s the period: %s", whose, declared ? "declared" : "started",
                           at != INSTANT_NONE && at < absent->period.from ? "before" : "after", when);
}

static char *reason_of_status(const FigureRequest *silent, const PopulationRow *row, DurationKind kind,
                              const char *whose)
{
    const DurationRule *rule = &silent->definitions->rules[kind];
    DurationStatus status = row->status[kind];
    if (status == DURATION_MISSING && field_used(rule->from, row) == TIME_NONE)
        return g_strdup_printf("%s begins at %s, which is not recorded", whose, time_field_name(rule->from[0]));
    if (status == DURATION_REJECTED)
        return g_strdup_printf("%s ends before it starts", whose);
    return g_strdup_printf("%s: %s, for want of %s", whose, duration_status_name(status), time_field_name(rule->to[0]));
}

static char *reason_for(const Pairing *pairing, const PopulationRow *ours, const PopulationRow *theirs)
{
    if (theirs == NULL)
        return reason_of_absence(pairing->theirs, ours, "theirs");
    if (ours == NULL)
        return reason_of_absence(pairing->ours, theirs, "ours");
    if (!is_measured(theirs, pairing->kind))
        return reason_of_status(pairing->theirs, theirs, pairing->kind, "theirs");
    if (!is_measured(ours, pairing->kind))
        return reason_of_status(pairing->ours, ours, pairing->kind, "ours");
    return reason_of_length(pairing, ours);
}

/* ---- differences ---- */

static void difference_free(gpointer data)
{
    ReconcileDifference *difference = data;
    g_free(difference->external_id);
    g_free(difference->title);
    g_free(difference->reason);
    g_free(difference);
}

static void add_difference(const Pairing *pairing, ReconciledDuration *out, const PopulationRow *ours,
                           const PopulationRow *theirs)
{
    DurationKind kind = pairing->kind;
    bool mine = is_measured(ours, kind), other = is_measured(theirs, kind);
    if (mine == other && (!mine || ours->duration_ms[kind] == theirs->duration_ms[kind]))
        return;
    const PopulationRow *known = ours != NULL ? ours : theirs;
    ReconcileDifference *difference = g_new0(ReconcileDifference, 1);
    difference->external_id = g_strdup(known->external_id);
    difference->title = g_strdup(known->title);
    difference->our_ms = mine ? ours->duration_ms[kind] : INSTANT_NONE;
    difference->their_ms = other ? theirs->duration_ms[kind] : INSTANT_NONE;
    difference->reason = reason_for(pairing, ours, theirs);
    g_ptr_array_add(out->differences, difference);
}

static int64_t size_of(const ReconcileDifference *difference)
{
    int64_t ours = difference->our_ms == INSTANT_NONE ? 0 : difference->our_ms;
    int64_t theirs = difference->their_ms == INSTANT_NONE ? 0 : difference->their_ms;
    return llabs(theirs - ours);
}

static int compare_differences(gconstpointer a, gconstpointer b)
{
    const ReconcileDifference *left = *(ReconcileDifference *const *)a, *right = *(ReconcileDifference *const *)b;
    int64_t x = size_of(left), y = size_of(right);
    return x != y ? (x < y ? 1 : -1) : g_strcmp0(left->external_id, right->external_id);
}

static void fill_differences(const Pairing *pairing, ReconciledDuration *out)
{
    for (guint i = 0; i < pairing->our_population->rows->len; i++) {
        const PopulationRow *row = &g_array_index(pairing->our_population->rows, PopulationRow, i);
        add_difference(pairing, out, row, g_hash_table_lookup(pairing->their_rows, &row->id));
    }
    for (guint i = 0; i < pairing->their_population->rows->len; i++) {
        const PopulationRow *row = &g_array_index(pairing->their_population->rows, PopulationRow, i);
        if (!g_hash_table_contains(pairing->our_rows, &row->id))
            add_difference(pairing, out, NULL, row);
    }
    g_ptr_array_sort(out->differences, compare_differences);
}

/* ---- the whole ---- */

static void duration_free(gpointer data)
{
    ReconciledDuration *duration = data;
    for (int i = 0; i < WALK_STEPS; i++)
        g_free(duration->walk[i].step);
    g_free(duration->our_rule);
    g_free(duration->their_rule);
    g_ptr_array_unref(duration->differences);
    g_free(duration);
}

static ReconciledDuration *reconcile_duration(const Pairing *pairing)
{
    ReconciledDuration *out = g_new0(ReconciledDuration, 1);
    out->kind = pairing->kind;
    out->ours = population_summary(pairing->our_population, NULL, pairing->kind);
    out->theirs = population_summary(pairing->their_population, NULL, pairing->kind);
    out->our_rule = definition_describe(pairing->ours->definitions, pairing->kind);
    out->their_rule = definition_describe(pairing->theirs->definitions, pairing->kind);
    out->differences = g_ptr_array_new_with_free_func(difference_free);
    fill_walk(pairing, out);
    fill_differences(pairing, out);
    return out;
}

Reconciliation *reconcile(Store *store, const FigureRequest *request, const DefinitionSet *theirs, GError **error)
{
    FigureRequest other = *request;
    other.definitions = theirs;
    g_autoptr(Population) our_population = population_load(store, request, true, error);
    g_autoptr(Population) their_population =
        our_population != NULL ? population_load(store, &other, true, error) : NULL;
    if (their_population == NULL)
        return NULL;
    g_autoptr(GHashTable) our_rows = rows_of(our_population);
    g_autoptr(GHashTable) their_rows = rows_of(their_population);
    Pairing pairing = {request, &other, our_population, their_population, our_rows, their_rows, 0};
    Reconciliation *out = g_new0(Reconciliation, 1);
    out->ours = request->definitions;
    out->theirs = theirs;
    out->our_incidents_n = our_population->rows->len;
    out->their_incidents_n = their_population->rows->len;
    out->unlinked_n = their_population->unlinked_n;
    out->unchanged_n = their_population->unchanged_n;
    out->durations = g_ptr_array_new_with_free_func(duration_free);
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        pairing.kind = (DurationKind)kind;
        if (definition_is_defined(theirs, pairing.kind) && definition_is_defined(request->definitions, pairing.kind))
            g_ptr_array_add(out->durations, reconcile_duration(&pairing));
    }
    return out;
}

void reconciliation_free(Reconciliation *reconciliation)
{
    if (reconciliation == NULL)
        return;
    g_ptr_array_unref(reconciliation->durations);
    g_free(reconciliation);
}

#include "judge_private.h"
#include <string.h>

/* Facts of one incident, gathered from its windows; a table by key, so that a period costs what it holds. */
typedef struct {
    ObligationJudgement *judgement;
    GHashTable *rows; /* int64_t* -> guint index + 1 */
    const Measure *measure;
} Gathering;

static IncidentShare *row_for(Gathering *gathering, int64_t incident, const char *label, const char *title)
{
    GArray *rows = gathering->judgement->incidents;
    gpointer found = g_hash_table_lookup(gathering->rows, &incident);
    if (found != NULL)
        return &g_array_index(rows, IncidentShare, GPOINTER_TO_UINT(found) - 1);
    IncidentShare row = {.incident = incident, .label = label, .title = title, .from = INT64_MAX, .to = INSTANT_NONE};
    g_array_append_val(rows, row);
    int64_t *key = g_new(int64_t, 1);
    *key = incident;
    g_hash_table_insert(gathering->rows, key, GUINT_TO_POINTER(rows->len));
    return &g_array_index(rows, IncidentShare, rows->len - 1);
}

static void gather_outage(const JudgeOutage *outage, gpointer user_data)
{
    Gathering *gathering = user_data;
    const Measure *measure = gathering->measure;
    Instant from = MAX(outage->from, measure->from);
    Instant to = MIN(outage->to == INSTANT_NONE ? measure->as_of : outage->to, MIN(measure->to, measure->as_of));
    if (from >= to)
        return;
    IncidentShare *row = row_for(gathering, outage->incident, outage->label, outage->title);
    row->down_ms += to - from;
    row->open |= outage->to == INSTANT_NONE && outage->ends_by == INSTANT_NONE;
    row->from = MIN(row->from, from);
    row->to = MAX(row->to, to);
}

static void gather_undated(Gathering *gathering)
{
    const GArray *placed = gathering->measure->undated;
    const GArray *facts = gathering->measure->index->facts->undated;
    for (guint i = 0; i < placed->len; i++) {
        const UndatedOutage *undated = &g_array_index(placed, UndatedOutage, i);
        const JudgeUndated *fact = NULL;
        for (guint k = 0; k < facts->len && fact == NULL; k++)
            if (g_array_index(facts, JudgeUndated, k).incident == undated->incident)
                fact = &g_array_index(facts, JudgeUndated, k);
        IncidentShare *row =
            row_for(gathering, undated->incident, fact != NULL ? fact->label : NULL, fact != NULL ? fact->title : NULL);
        row->down_ms += undated->duration_ms;
        row->from = MIN(row->from, undated->within_from);
        row->to = MAX(row->to, undated->within_to);
    }
}

static void add_counts(Gathering *gathering)
{
    g_autoptr(GArray) counts = ledger_by_incident(gathering->measure->ledger);
    for (guint i = 0; i < counts->len; i++) {
        const IncidentCount *count = &g_array_index(counts, IncidentCount, i);
        const ExclusionRecord *late = NULL;
        if (count->incident < 0 && -count->incident <= gathering->measure->records->len)
            late = &g_array_index(gathering->measure->records, ExclusionRecord, -count->incident - 1);
        IncidentShare *row =
            row_for(gathering, count->incident, late != NULL ? late->label : NULL, late != NULL ? late->reason : NULL);
        row->counted_ppm_ms = count->counted_ppm_ms;
        if (late != NULL) {
            row->from = MAX(late->from, gathering->measure->from);
            row->to = MIN(MAX(late->to, row->from), gathering->measure->to);
            row->down_ms = late->counted_ms;
        }
    }
}

/* The clause behind excluded segments that an incident lies in; an incident that no clause took stays without. */
static void add_clauses(Gathering *gathering)
{
    const Ledger *ledger = gathering->measure->ledger;
    for (guint i = 0; i < ledger->segments->len; i++) {
        const Segment *segment = &g_array_index(ledger->segments, Segment, i);
        if (segment->class != SEGMENT_EXCLUDED)
            continue;
        for (guint k = 0; k < segment->n_credits; k++) {
            int64_t incident = g_array_index(ledger->credits, Credit, segment->first_credit + k).incident;
            IncidentShare *row = row_for(gathering, incident, NULL, NULL);
            if (row->excluded_by == NULL && segment->clause >= 1 && segment->clause <= gathering->measure->records->len)
                row->excluded_by =
                    g_strdup(g_array_index(gathering->measure->records, ExclusionRecord, segment->clause - 1).label);
        }
    }
    for (guint i = 0; i < gathering->judgement->incidents->len; i++) {
        IncidentShare *row = &g_array_index(gathering->judgement->incidents, IncidentShare, i);
        const char *clause = g_hash_table_lookup(gathering->measure->excluded_by, &row->incident);
        if (row->excluded_by == NULL && clause != NULL)
            row->excluded_by = g_strdup(clause);
    }
}

static int compare_rows(gconstpointer a, gconstpointer b)
{
    const IncidentShare *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->incident > y->incident) - (x->incident < y->incident);
}

void judge_incidents(ObligationJudgement *judgement, const Measure *measure)
{
    g_autoptr(GHashTable) rows = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    Gathering gathering = {.judgement = judgement, .rows = rows, .measure = measure};
    for (guint i = 0; i < measure->services->len; i++)
        facts_index_each(measure->index, g_ptr_array_index(measure->services, i), measure->from, measure->to,
                         gather_outage, &gathering);
    gather_undated(&gathering);
    add_counts(&gathering);
    add_clauses(&gathering);
    g_array_sort(judgement->incidents, compare_rows);
}

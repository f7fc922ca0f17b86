#include "nines/contract/judge.h"

static void add_columns(Table *table)
{
    static const char *const columns[] = {"obligation", "period",    "from_at",     "to_at",
                                          "length_ms",  "class",     "share_ratio", "counted_ms",
                                          "undated",    "incidents", "clause",      "reference"};
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        table_add_column(table, columns[i]);
}

/* Labels by key, looked up once for each obligation. */
static GHashTable *labels_of(const ObligationJudgement *judgement)
{
    GHashTable *labels = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (guint i = 0; i < judgement->incidents->len; i++) {
        IncidentShare *row = &g_array_index(judgement->incidents, IncidentShare, i);
        if (row->label != NULL)
            g_hash_table_insert(labels, &row->incident, (gpointer)(uintptr_t)row->label);
    }
    return labels;
}

static char *incidents_text(const ObligationJudgement *judgement, const Segment *segment, GHashTable *labels)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < segment->n_credits; i++) {
        const Credit *credit = &g_array_index(judgement->ledger->credits, Credit, segment->first_credit + i);
        const char *label = g_hash_table_lookup(labels, &credit->incident);
        if (credit->share_ppm == 0 && segment->class == SEGMENT_COUNTED)
            continue;
        g_string_append(text, text->len > 0 ? ", " : "");
        g_string_append(text, label != NULL ? label : "(no id)");
    }
    return g_string_free(text, FALSE);
}

static const ExclusionRecord *record_of(const ObligationJudgement *judgement, const Segment *segment)
{
    if (segment->class != SEGMENT_EXCLUDED || segment->clause < 1 || segment->clause > judgement->exclusions->len)
        return NULL;
    return &g_array_index(judgement->exclusions, ExclusionRecord, segment->clause - 1);
}

static void add_row(Table *table, const ObligationJudgement *judgement, const Segment *segment, GHashTable *labels)
{
    int64_t length = segment->to - segment->from;
    bool counted = segment->class == SEGMENT_COUNTED;
    const ExclusionRecord *record = record_of(judgement, segment);
    g_autofree char *incidents = incidents_text(judgement, segment, labels);
    table_append_text(table, judgement->name);
    table_append_text(table, judgement->period);
    table_append_integer(table, segment->from);
    table_append_integer(table, segment->to);
    table_append_integer(table, length);
    table_append_text(table, segment_class_name(segment->class));
    double share = judgement_share(judgement, segment->share_ppm);
    table_append_real(table, share);
    table_append_integer(table, counted ? (int64_t)((double)length * share + 0.5) : 0);
    table_append_text(table, segment->undated ? "yes" : NULL);
    table_append_text(table, incidents[0] != '\0' ? incidents : NULL);
    table_append_text(table, record != NULL ? record->label : NULL);
    table_append_text(table, record != NULL && record->clause != NULL ? record->clause->reference : NULL);
}

Table *judgement_ledger_table(const Judgement *judgement)
{
    Table *table = table_new("ledger");
    add_columns(table);
    for (guint i = 0; i < judgement->obligations->len; i++) {
        const ObligationJudgement *one = g_ptr_array_index(judgement->obligations, i);
        g_autoptr(GHashTable) labels = labels_of(one);
        for (guint k = 0; k < one->ledger->segments->len; k++)
            add_row(table, one, &g_array_index(one->ledger->segments, Segment, k), labels);
    }
    return table;
}

#include "load_private.h"

static const char timeline_sql[] = "SELECT at, kind FROM timeline WHERE incident_id = ?1 AND at IS NOT NULL AND kind "
                                   "IS NOT NULL ORDER BY at, position";

/* A state lasts from its entry to the next one. */
static void read_pauses(Loader *loader, Query *timeline, JudgeTicket *ticket)
{
    g_autoptr(GArray) pauses = g_array_new(FALSE, FALSE, sizeof(TicketPause));
    query_bind_integer(timeline, 1, ticket->incident);
    while (query_step(timeline, NULL)) {
        Instant at = query_instant(timeline, 0);
        if (pauses->len > 0)
            g_array_index(pauses, TicketPause, pauses->len - 1).to = at;
        TicketPause pause = {
            .from = at, .to = INSTANT_NONE, .state = judge_facts_text(loader->facts, query_text(timeline, 1))};
        g_array_append_val(pauses, pause);
    }
    query_reset(timeline);
    ticket->n_pauses = pauses->len;
    gpointer block = g_array_free(g_steal_pointer(&pauses), FALSE);
    ticket->pauses = block;
    g_ptr_array_add(loader->facts->blocks, block);
}

typedef struct {
    Loader *loader;
    Query *timeline; /* NULL when no terms stop a clock */
} TicketLoading;

static bool add_ticket(const FactIncident *incident, gpointer user_data)
{
    TicketLoading *loading = user_data;
    Loader *loader = loading->loader;
    if (incident->kind != KIND_INCIDENT)
        return true;
    JudgeTicket ticket = {
        .incident = incident->id,
        .label = judge_facts_text(loader->facts, incident->external_id),
        .title = judge_facts_text(loader->facts, incident->title),
        .service = load_service(loader, incident->service_id),
        .severity = judge_facts_text(loader->facts, store_word(loader->store, incident->severity_id)),
        .started_at = incident->at[MOMENT_STARTED],
        .detected_at = incident->at[MOMENT_DETECTED],
        .declared_at = incident->at[MOMENT_DECLARED],
        .responded_at = incident->at[MOMENT_ACKNOWLEDGED],
        .resolved_at = incident->at[MOMENT_RESOLVED],
    };
    if (ticket.resolved_at == INSTANT_NONE && incident->at[MOMENT_CLOSED] != INSTANT_NONE) {
        ticket.resolved_at = incident->at[MOMENT_CLOSED];
        ticket.resolved_by_then = true;
    }
    ticket.started_slack_ms = load_slack(loader, incident->precision, ticket.started_at);
    ticket.detected_slack_ms = load_slack(loader, incident->precision, ticket.detected_at);
    ticket.declared_slack_ms = load_slack(loader, incident->precision, ticket.declared_at);
    ticket.responded_slack_ms = load_slack(loader, incident->precision, ticket.responded_at);
    ticket.resolved_slack_ms = load_slack(loader, incident->precision, ticket.resolved_at);
    if (loading->timeline != NULL)
        read_pauses(loader, loading->timeline, &ticket);
    g_array_append_val(loader->facts->tickets, ticket);
    return true;
}

static void look_at_terms(const Contract *contract, bool *responses, bool *pauses)
{
    for (guint i = 0; i < contract->versions->len; i++) {
        const Terms *terms = g_ptr_array_index(contract->versions, i);
        for (guint k = 0; k < terms->responses->len; k++) {
            *responses = true;
            *pauses |= ((const ResponseTerms *)g_ptr_array_index(terms->responses, k))->pauses->len > 0;
        }
    }
}

/* A ticket is opened after its impact begins, so the scan by start reaches back a month. */
bool load_tickets(Loader *loader, const Contract *contract, Instant from, Instant to)
{
    bool responses = false, pauses = false;
    look_at_terms(contract, &responses, &pauses);
    if (!responses)
        return true;
    g_autoptr(Query) timeline = pauses ? store_query(loader->store, timeline_sql, loader->error) : NULL;
    if (pauses && timeline == NULL)
        return false;
    TicketLoading loading = {.loader = loader, .timeline = timeline};
    return facts_each_incident(loader->store, from - 31 * MS_PER_DAY, to, false, add_ticket, &loading, loader->error);
}

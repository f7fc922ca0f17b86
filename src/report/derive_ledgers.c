/* Derived tables of availability: one line for each service and period, the ledger's segments, the windows. */
#include "derive_parts.h"
#include "nines/contract/contract.h"
#include "nines/report/target.h"
#include "save.h"
#include <math.h>
#include <string.h>

static void add_credits(GHashTable *counted, const Ledger *ledger)
{
    g_autoptr(GArray) shares = ledger_by_incident(ledger);
    for (guint i = 0; i < shares->len; i++) {
        const IncidentCount *share = &g_array_index(shares, IncidentCount, i);
        int64_t *sum = g_hash_table_lookup(counted, &share->incident);
        if (sum != NULL)
            *sum += share->counted_ppm_ms;
        else
            g_hash_table_insert(counted, g_memdup2(&share->incident, sizeof share->incident),
                                g_memdup2(&share->counted_ppm_ms, sizeof share->counted_ppm_ms));
    }
}

bool derive_load_ledgers(DeriveContext *context, GError **error)
{
    context->months = period_trailing_months(&context->request->period, TREND_MONTHS);
    g_autoptr(GArray) periods = g_array_new(FALSE, FALSE, sizeof(Period));
    g_array_append_val(periods, context->request->period);
    g_array_append_val(periods, context->previous);
    g_array_append_vals(periods, context->months->data, context->months->len);
    context->ledgers = availability_ledgers(context->store, context->request, periods, error);
    if (context->ledgers == NULL)
        return false;
    context->counted = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    guint per_period = context->ledgers->len / periods->len;
    for (guint i = 0; i < per_period; i++) {
        const ServiceLedger *line = g_ptr_array_index(context->ledgers, i);
        if (line->service_id != SERVICE_ANY)
            add_credits(context->counted, line->ledger);
    }
    return true;
}

/* The first lines are the period's, then the previous one's, then the months'. */
static const char *scope_of(const DeriveContext *context, guint line)
{
    guint per_period = context->ledgers->len / (2 + context->months->len);
    return line < per_period ? "period" : line < 2 * per_period ? "previous" : "month";
}

static const char *target_verdict(const ServiceTarget *target, double availability)
{
    if (!target->given)
        return NULL;
    return isnan(availability) ? "not measurable" : target->met ? "met" : "breached";
}

static void availability_row(const DeriveContext *context, Table *table, guint index)
{
    const ServiceLedger *line = g_ptr_array_index(context->ledgers, index);
    const LedgerTotals *totals = &line->ledger->totals;
    ServiceTarget target = service_target(context->contracts, line->service, &line->period, totals);
    double availability = ledger_availability(totals);
    int64_t base_ms = totals->length_ms - totals->excluded_ms - totals->unknown_ms;
    /* Reals, as the workbook's formulas give them; what is judged is judged in whole numbers by service_target. */
    double counted_ms = (double)totals->counted_ppm_ms / SHARE_FULL;
    double budget_ms =
        isnan(target.target_ratio) ? (double)target.budget_ms : (1 - target.target_ratio) * (double)base_ms;
    Mtbf mtbf = ledger_mtbf(totals, 0.95);
    double spent = target.given && budget_ms > 0 ? counted_ms / budget_ms : NAN;
    derived_row(table, "ssstittrtttrrrrrsitttiir", line->service, scope_of(context, index), line->period.label,
                line->period.from, (int64_t)(line->service_id > 0), totals->length_ms, totals->down_ms, counted_ms,
                totals->excluded_ms, totals->unknown_ms, base_ms, availability, target.target_ratio,
                target.given ? budget_ms : NAN, target.given ? budget_ms - counted_ms : NAN, spent,
                target_verdict(&target, availability), totals->outages_n, mtbf.mean_ms, whole_ms(mtbf.interval.low),
                whole_ms(mtbf.interval.high), totals->undated_ms, totals->unplaced_ms,
                strcmp(scope_of(context, index), "period") == 0
                    ? derive_service_risk(context, line, target.target_ratio)
                    : NAN);
}

bool derive_availability(const DeriveContext *context, GError **error)
{
    g_autoptr(Table) table = derived_new(
        "report_availability",
        "service scope label from_at is_service length_ms down_ms counted_ms "
        "excluded_ms unknown_ms base_ms availability_ratio target_ratio budget_ms "
        "remaining_ms spent_ratio verdict outages_n mtbf_ms mtbf_low_ms mtbf_high_ms undated_ms unplaced_ms "
        "risk_ratio");
    for (guint i = 0; i < context->ledgers->len; i++)
        availability_row(context, table, i);
    return derived_save(context->store, table, error);
}

/* ---- segments ---- */

static char *incident_names(const DeriveContext *context, const Ledger *ledger, const Segment *segment)
{
    g_autoptr(GString) names = g_string_new(NULL);
    g_autoptr(Query) query = store_query(context->store, "SELECT external_id FROM incident WHERE id = ?1", NULL);
    for (guint i = 0; i < segment->n_credits; i++) {
        const Credit *credit = &g_array_index(ledger->credits, Credit, segment->first_credit + i);
        query_bind_integer(query, 1, credit->incident);
        if (query_step(query, NULL))
            g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", query_text(query, 0));
        query_reset(query);
    }
    return names->len > 0 ? g_string_free(g_steal_pointer(&names), FALSE) : NULL;
}

static void segment_row(const DeriveContext *context, Table *table, const ServiceLedger *line, guint position)
{
    const Segment *segment = &g_array_index(line->ledger->segments, Segment, position);
    g_autofree char *names = incident_names(context, line->ledger, segment);
    int64_t length_ms = segment->to - segment->from;
    double share = (double)segment->share_ppm / SHARE_FULL;
    derived_row(table, "sittsrtisi", line->service, (int64_t)position + 1, segment->from, segment->to,
                segment_class_name(segment->class), share, length_ms,
                segment->class == SEGMENT_COUNTED ? (length_ms * segment->share_ppm + SHARE_FULL / 2) / SHARE_FULL
                                                  : INT64_C(0),
                names, (int64_t)segment->undated);
}

bool derive_segments(const DeriveContext *context, GError **error)
{
    g_autoptr(Table) table = derived_new(
        "report_segment", "service position from_at to_at class share_ratio length_ms counted_ms incidents is_undated");
    for (guint i = 0; i < context->ledgers->len && strcmp(scope_of(context, i), "period") == 0; i++) {
        const ServiceLedger *line = g_ptr_array_index(context->ledgers, i);
        for (guint s = 0; line->service_id != SERVICE_ANY && s < line->ledger->segments->len; s++)
            segment_row(context, table, line, s);
    }
    return derived_save(context->store, table, error);
}

/* ---- windows ---- */

typedef struct {
    const DeriveContext *context;
    Table *table;
    Query *incident;
} WindowWriter;

static bool add_window(const FactWindow *window, gpointer data)
{
    WindowWriter *writer = data;
    query_bind_integer(writer->incident, 1, window->incident_id);
    if (query_step(writer->incident, NULL)) {
        const char *service = store_service(writer->context->store, window->service_id);
        derived_row(writer->table, "isssttriss", window->incident_id, query_text(writer->incident, 0),
                    query_text(writer->incident, 1), service != NULL ? service : "(no service)", window->from,
                    window->to, (double)window->share_ppm / SHARE_FULL, (int64_t)window->open,
                    query_text(writer->incident, 2), query_text(writer->incident, 3));
    }
    query_reset(writer->incident);
    return true;
}

/* Those that count against availability and overlap the period. */
bool derive_windows(const DeriveContext *context, GError **error)
{
    const FigureRequest *request = context->request;
    g_autoptr(Table) table =
        derived_new("report_window", "incident_id id title service from_at to_at share_ratio is_open severity source");
    g_autoptr(Query) incident = store_query(
        context->store,
        "SELECT i.external_id, i.title, w.text, s.path || ':' || i.line FROM incident i JOIN source s ON s.id = "
        "i.source_id LEFT JOIN word w ON w.id = i.severity_id WHERE i.id = ?1",
        error);
    if (incident == NULL)
        return false;
    WindowWriter writer = {.context = context, .table = table, .incident = incident};
    int64_t service = request->service != NULL ? store_service_find(context->store, request->service) : -1;
    WindowSelection selection = request->outage == OUTAGE_RECORDED ? WINDOWS_COUNTED : WINDOWS_ALL;
    return facts_each_window(context->store, service, request->period.from, request->period.to, request->as_of,
                             selection, add_window, &writer, error) &&
           derived_save(context->store, table, error);
}

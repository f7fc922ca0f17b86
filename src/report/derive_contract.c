/* Derived tables of contracts: obligations with their verdicts, credits line by line, exclusions. */
#include "derive_parts.h"
#include "live_terms.h"
#include "nines/contract/judge.h"
#include "nines/contract/load.h"
#include "save.h"
#include <math.h>
#include <string.h>

/* The tables in the order in which they are saved. */
typedef enum {
    OBLIGATION,
    DERIVATION,
    EXCLUSION,
    RESPONSE,
    TICKET,
    SHARE,
    SEGMENT,
    CHRONIC,
    LIVE,
    TIER,
    TABLES
} ContractTable;

static const struct {
    const char *name, *columns;
} layouts[TABLES] = {
    [OBLIGATION] = {"report_obligation",
                    "contract customer obligation services period from_at to_at target target_ratio availability_ratio "
                    "length_ms excluded_ms unknown_ms counted_ms base_ms budget_ms remaining_ms verdict credit_minor "
                    "currency claim_by forecast_ms next_edge_ms next_minor settle risk_ratio"},
    [DERIVATION] = {"report_derivation", "contract obligation period step derivation"},
    [EXCLUSION] = {"report_exclusion", "contract obligation period clause from_at to_at notice_ms excluded_ms "
                                       "counted_ms cap_used_ms reason"},
    [RESPONSE] = {"report_response", "contract obligation goal period n in_time open_n in_time_ratio verdict"},
    [TICKET] = {"report_ticket", "contract obligation goal period id title start_at due_at done_at taken_ms over_ms "
                                 "outcome arithmetic"},
    [SHARE] = {"report_share", "contract obligation period id title from_at to_at down_ms counted_ms excluded_by"},
    [SEGMENT] = {"report_minute", "contract obligation period from_at to_at class share_ratio length_ms clause"},
    [CHRONIC] = {"report_chronic", "contract period breached_n periods_n reached text"},
    [LIVE] = {"report_live", "obligation_no is_plain fee_minor cap_minor currency"},
    [TIER] = {"report_tier", "obligation_no below_ratio above_ratio credit_ratio amount_minor currency"},
};

typedef struct {
    Table *table[TABLES];
    const Contract *contract;
    const DeriveContext *context;
} ContractTables;

static char *service_list(const Obligation *obligation)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < obligation->services->len; i++)
        g_ptr_array_add(names, g_ptr_array_index(obligation->services, i));
    g_ptr_array_add(names, NULL);
    return g_strjoinv(", ", (char **)names->pdata);
}

static char *target_text(const Target *target)
{
    if (target->has_ratio)
        return ratio_format(target->ratio_ppb);
    return g_strdup(target->text);
}

static int64_t given_ms(int64_t ms)
{
    return ms < 0 ? INSTANT_NONE : ms;
}

static char *join_lines(const GPtrArray *lines)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; lines != NULL && i < lines->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? "; " : "", (const char *)g_ptr_array_index(lines, i));
    return text->len > 0 ? g_strdup(text->str) : NULL;
}

static void add_exclusions(const ContractTables *tables, const ObligationJudgement *line)
{
    for (guint i = 0; i < line->exclusions->len; i++) {
        const ExclusionRecord *record = &g_array_index(line->exclusions, ExclusionRecord, i);
        derived_row(tables->table[EXCLUSION], "sssstttttts", tables->contract->id, line->name, line->period,
                    record->label, record->from, record->to, given_ms(record->notice_ms), record->excluded_ms,
                    record->counted_ms, given_ms(record->cap_used_ms), record->reason);
    }
}

static void add_shares(const ContractTables *tables, const ObligationJudgement *line)
{
    for (guint i = 0; i < line->incidents->len; i++) {
        const IncidentShare *share = &g_array_index(line->incidents, IncidentShare, i);
        derived_row(tables->table[SHARE], "sssssttirs", tables->contract->id, line->name, line->period, share->label,
                    share->title, share->from, share->to, share->down_ms, (double)share->counted_ppm_ms / SHARE_FULL,
                    share->excluded_by);
    }
}

static void add_segments(const ContractTables *tables, const ObligationJudgement *line)
{
    for (guint i = 0; i < line->ledger->segments->len; i++) {
        const Segment *segment = &g_array_index(line->ledger->segments, Segment, i);
        derived_row(tables->table[SEGMENT], "sssttsris", tables->contract->id, line->name, line->period, segment->from,
                    segment->to, segment_class_name(segment->class), judgement_share(line, segment->share_ppm),
                    segment->to - segment->from, segment->clause > 0 ? judgement_clause(line, segment->clause) : NULL);
    }
}

/* ---- the risk of a breach ---- */

/* An obligation that is judged for each service alone has the service's name at the end of its own. */
static bool is_obliged(gconstpointer data, const ServiceLedger *line)
{
    const ObligationJudgement *judged = data;
    const GPtrArray *services = judged->obligation->services;
    bool alone = judged->obligation->combine == COMBINE_EACH && g_strcmp0(judged->name, judged->obligation->name) != 0;
    for (guint i = 0; i < services->len && line->service_id > 0; i++) {
        const char *service = g_ptr_array_index(services, i);
        bool is_named = strcmp(service, "*") == 0 || strcmp(service, line->service) == 0;
        if (is_named && (!alone || g_str_has_suffix(judged->name, line->service)))
            return true;
    }
    return false;
}

/* Of obligations whose downtime is the sum of their services'; how others combine is not simulated. */
static double risk_of(const ContractTables *tables, const ObligationJudgement *line)
{
    CombineKind combine = line->obligation->combine;
    bool adds_up = combine == COMBINE_ANY || combine == COMBINE_EACH || combine == COMBINE_POOLED;
    if (!line->pace.running || !adds_up || line->obligation->per.take != PER_NONE)
        return NAN;
    g_autofree char *name = g_strdup_printf("breach.%s.%s.%s", tables->contract->id, line->name, line->period);
    BreachCase of = {.from = line->from,
                     .to = line->to,
                     .left_ms = line->remaining_ms,
                     .to_come_ms = MAX(0, line->to - MAX(line->from, tables->context->request->as_of)),
                     .name = name,
                     .is_meant = is_obliged,
                     .data = line};
    return derive_breach_risk(tables->context, &of);
}

/* What the workbook needs to judge again after an edit. */
static void add_live(const ContractTables *tables, const ObligationJudgement *line)
{
    int64_t number = table_n_rows(tables->table[OBLIGATION]), fee = 0, cap = NOT_GIVEN;
    const GArray *tiers = line->obligation->credit.tiers;
    bool is_plain = live_terms(line);
    judgement_credit_limits(line, &fee, &cap);
    derived_row(tables->table[LIVE], "iitts", number, (int64_t)is_plain, fee, cap == NOT_GIVEN ? INSTANT_NONE : cap,
                line->terms->fee.currency);
    for (guint i = 0; is_plain && i < tiers->len; i++) {
        const Tier *tier = &g_array_index(tiers, Tier, i);
        bool is_share = tier->award.kind == AWARD_RATIO;
        derived_row(tables->table[TIER], "irrrts", number, (double)tier->upper.value / (double)RATIO_ONE,
                    tier->lower.given ? (double)tier->lower.value / (double)RATIO_ONE : 0.0,
                    is_share ? (double)tier->award.value / (double)RATIO_ONE : NAN,
                    is_share ? INSTANT_NONE : tier->award.value, line->terms->fee.currency);
    }
}

static void add_obligation(const ContractTables *tables, const ObligationJudgement *line)
{
    const Contract *contract = tables->contract;
    const Target *target = &line->obligation->target;
    g_autofree char *services = service_list(line->obligation);
    g_autofree char *wanted = target_text(target);
    g_autofree char *settle = join_lines(line->settle);
    bool edge = line->pace.running && line->pace.next_edge_ms >= 0;
    derived_row(tables->table[OBLIGATION], "sssssttsrrtttttttsissttisr", contract->id, contract->customer, line->name,
                services, line->period, line->from, line->to, wanted,
                target->has_ratio ? (double)target->ratio_ppb / (double)RATIO_ONE : NAN, line->availability_ratio,
                line->length_ms, line->excluded_ms, line->unknown_ms, line->counted_ms, line->base_ms, line->budget_ms,
                line->remaining_ms, verdict_name(line->verdict), line->credit.minor, line->credit.currency,
                line->claim_day, line->pace.running ? line->pace.forecast_ms : INSTANT_NONE,
                edge ? line->pace.next_edge_ms : INSTANT_NONE, edge ? line->pace.next_minor : INT64_C(0), settle,
                risk_of(tables, line));
    for (guint i = 0; line->credit.derivation != NULL && i < line->credit.derivation->len; i++)
        derived_row(tables->table[DERIVATION], "sssis", contract->id, line->name, line->period, (int64_t)i + 1,
                    (const char *)g_ptr_array_index(line->credit.derivation, i));
    add_exclusions(tables, line);
    add_shares(tables, line);
    add_segments(tables, line);
    add_live(tables, line);
}

static void add_response(const ContractTables *tables, const ResponseJudgement *line)
{
    const char *goal = goal_kind_name(line->goal), *id = tables->contract->id;
    derived_row(tables->table[RESPONSE], "ssssiiirs", id, line->name, goal, line->period, line->n, line->in_time,
                line->open_n, line->ratio, verdict_name(line->verdict));
    for (guint i = 0; i < line->tickets->len; i++) {
        const TicketJudgement *ticket = &g_array_index(line->tickets, TicketJudgement, i);
        derived_row(tables->table[TICKET], "ssssssttttiss", id, line->name, goal, line->period, ticket->ticket->label,
                    ticket->ticket->title, ticket->start_at, ticket->due_at, ticket->done_at, ticket->taken_ms,
                    MAX(ticket->over_ms, 0),
                    ticket->late   ? "late"
                    : ticket->open ? "open"
                                   : "in time",
                    ticket->arithmetic);
    }
}

static void add_chronic(const ContractTables *tables, const ChronicJudgement *line)
{
    derived_row(tables->table[CHRONIC], "ssiiss", tables->contract->id, line->period, (int64_t)line->breached,
                (int64_t)line->periods, line->reached ? "reached" : "not reached", line->text);
}

static bool judge_one(const DeriveContext *context, const ContractTables *tables, GError **error)
{
    const FigureRequest *request = context->request;
    g_autoptr(JudgeFacts) facts = facts_load(context->store, tables->contract, &request->period, request->as_of, error);
    g_autoptr(Judgement) judgement =
        facts != NULL ? contract_judge(tables->contract, &request->period, facts, request->as_of, error) : NULL;
    if (judgement == NULL)
        return false;
    for (guint i = 0; i < judgement->obligations->len; i++)
        add_obligation(tables, g_ptr_array_index(judgement->obligations, i));
    for (guint i = 0; i < judgement->responses->len; i++)
        add_response(tables, g_ptr_array_index(judgement->responses, i));
    for (guint i = 0; i < judgement->chronic->len; i++)
        add_chronic(tables, g_ptr_array_index(judgement->chronic, i));
    return true;
}

bool derive_obligations(const DeriveContext *context, GError **error)
{
    ContractTables tables = {.context = context};
    bool fine = true;
    for (int i = 0; i < TABLES; i++)
        tables.table[i] = derived_new(layouts[i].name, layouts[i].columns);
    for (guint i = 0; fine && context->contracts != NULL && i < context->contracts->len; i++) {
        tables.contract = g_ptr_array_index(context->contracts, i);
        fine = judge_one(context, &tables, error);
    }
    for (int i = 0; i < TABLES; i++) {
        fine = fine && derived_save(context->store, tables.table[i], error);
        table_free(tables.table[i]);
    }
    return fine;
}

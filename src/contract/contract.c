#include "nines/contract/contract.h"
#include "read.h"
#include <string.h>

static const char *const SCHEDULE_NAMES[] = {
    [SCHEDULE_MONTH] = "month",     [SCHEDULE_QUARTER] = "quarter", [SCHEDULE_YEAR] = "year",
    [SCHEDULE_BILLING] = "billing", [SCHEDULE_ROLLING] = "rolling", [SCHEDULE_WEEK] = "week",
    [SCHEDULE_DAY] = "day",
};
static const char *const CLAUSE_NAMES[] = {
    [EXCLUDE_MAINTENANCE] = "maintenance", [EXCLUDE_TAGS] = "tags",           [EXCLUDE_SEVERITY] = "severity",
    [EXCLUDE_SERVICES] = "services",       [EXCLUDE_HOURS] = "service hours", [EXCLUDE_WINDOWS] = "windows",
};

const char *schedule_kind_name(ScheduleKind kind)
{
    return SCHEDULE_NAMES[kind];
}

const char *clause_kind_name(ClauseKind kind)
{
    return CLAUSE_NAMES[kind];
}

/* ---- memory ---- */

static void fee_part_clear(gpointer part)
{
    g_free(((FeePart *)part)->key);
}

static void degraded_clear(gpointer degraded)
{
    g_free(((Degraded *)degraded)->name);
}

static void weight_clear(gpointer weight)
{
    g_free(((Weight *)weight)->service);
}

static void window_clear(gpointer window)
{
    g_free(((ClauseWindow *)window)->label);
}

static GArray *array_of(gsize size, GDestroyNotify clear)
{
    GArray *array = g_array_new(FALSE, TRUE, (guint)size);
    if (clear != NULL)
        g_array_set_clear_func(array, clear);
    return array;
}

static void scope_free(gpointer data)
{
    Scope *scope = data;
    g_free(scope->key);
    g_ptr_array_unref(scope->values);
    g_free(scope);
}

static void clause_free(gpointer data)
{
    Clause *clause = data;
    g_free(clause->name);
    g_free(clause->reference);
    g_free(clause->calendar);
    g_ptr_array_unref(clause->words);
    g_array_unref(clause->windows);
    g_ptr_array_unref(clause->events);
    g_free(clause);
}

Clause *clause_new(ClauseKind kind)
{
    Clause *clause = g_new0(Clause, 1);
    clause->kind = kind;
    clause->notice_ms = NOT_GIVEN;
    clause->cap_ms = NOT_GIVEN;
    clause->words = g_ptr_array_new_with_free_func(g_free);
    clause->windows = array_of(sizeof(ClauseWindow), window_clear);
    clause->events = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    return clause;
}

Obligation *obligation_new(void)
{
    Obligation *obligation = g_new0(Obligation, 1);
    obligation->services = g_ptr_array_new_with_free_func(g_free);
    obligation->scopes = g_ptr_array_new_with_free_func(scope_free);
    obligation->per.values = g_ptr_array_new_with_free_func(g_free);
    obligation->weights = array_of(sizeof(Weight), weight_clear);
    obligation->degraded = array_of(sizeof(Degraded), degraded_clear);
    Degraded rest = {.name = NULL, .kind = DEGRADED_SHARE};
    g_array_append_val(obligation->degraded, rest);
    obligation->clauses = g_ptr_array_new_with_free_func(clause_free);
    obligation->credit.tiers = array_of(sizeof(Tier), NULL);
    return obligation;
}

static void obligation_free(gpointer data)
{
    Obligation *obligation = data;
    g_free(obligation->name);
    g_free(obligation->per.key);
    g_ptr_array_unref(obligation->per.values);
    if (obligation->unit.totals != NULL)
        g_array_unref(obligation->unit.totals);
    g_free(obligation->target.text);
    g_free(obligation->credit.claim.evidence);
    g_ptr_array_unref(obligation->services);
    g_ptr_array_unref(obligation->scopes);
    g_array_unref(obligation->weights);
    g_array_unref(obligation->degraded);
    g_ptr_array_unref(obligation->clauses);
    g_array_unref(obligation->credit.tiers);
    g_free(obligation);
}

ResponseTerms *response_new(void)
{
    ResponseTerms *response = g_new0(ResponseTerms, 1);
    response->severities = g_ptr_array_new_with_free_func(g_free);
    response->services = g_ptr_array_new_with_free_func(g_free);
    response->pauses = g_ptr_array_new_with_free_func(g_free);
    response->in_time_ppb = RATIO_ONE;
    response->measured_from = START_DECLARED;
    response->credit.tiers = array_of(sizeof(Tier), NULL);
    return response;
}

static void response_free(gpointer data)
{
    ResponseTerms *response = data;
    g_free(response->name);
    g_free(response->respond.text);
    g_free(response->resolve.text);
    g_free(response->calendar);
    g_ptr_array_unref(response->severities);
    g_ptr_array_unref(response->services);
    g_ptr_array_unref(response->pauses);
    g_array_unref(response->credit.tiers);
    g_free(response->credit.claim.evidence);
    g_free(response);
}

static void chronic_free(gpointer data)
{
    Chronic *chronic = data;
    g_free(chronic->right);
    g_free(chronic->obligation);
    g_free(chronic);
}

Terms *terms_new(void)
{
    Terms *terms = g_new0(Terms, 1);
    terms->from = INSTANT_NONE;
    terms->until = INSTANT_NONE;
    terms->zone = zone_utc();
    terms->schedule.first_month = 1;
    terms->fee.by_month = array_of(sizeof(FeePart), fee_part_clear);
    terms->fee.by_service = array_of(sizeof(FeePart), fee_part_clear);
    terms->obligations = g_ptr_array_new_with_free_func(obligation_free);
    terms->responses = g_ptr_array_new_with_free_func(response_free);
    terms->chronic = g_ptr_array_new_with_free_func(chronic_free);
    terms->calendars = g_ptr_array_new_with_free_func((GDestroyNotify)work_calendar_free);
    return terms;
}

void terms_free(gpointer data)
{
    Terms *terms = data;
    g_free(terms->name);
    g_free(terms->fee.currency);
    g_array_unref(terms->fee.by_month);
    g_array_unref(terms->fee.by_service);
    g_ptr_array_unref(terms->obligations);
    g_ptr_array_unref(terms->responses);
    g_ptr_array_unref(terms->chronic);
    g_ptr_array_unref(terms->calendars);
    work_calendar_free(terms->business);
    g_free(terms);
}

void contract_free(Contract *contract)
{
    if (contract == NULL)
        return;
    g_free(contract->file);
    g_free(contract->id);
    g_free(contract->customer);
    g_free(contract->title);
    g_free(contract->provider);
    g_ptr_array_unref(contract->versions);
    g_free(contract);
}

const WorkCalendar *terms_calendar(const Terms *terms, const char *name)
{
    for (guint i = 0; name != NULL && i < terms->calendars->len; i++) {
        const WorkCalendar *calendar = g_ptr_array_index(terms->calendars, i);
        if (strcmp(calendar->name, name) == 0)
            return calendar;
    }
    return NULL;
}

void terms_finish(Terms *terms)
{
    terms->business = work_calendar_new("business days", terms->zone);
    work_calendar_add_hours(terms->business, "mon-fri", "24h");
    for (guint i = 0; i < terms->calendars->len; i++) {
        const GArray *holidays = ((const WorkCalendar *)g_ptr_array_index(terms->calendars, i))->holidays;
        g_array_append_vals(terms->business->holidays, holidays->data, holidays->len);
    }
    work_calendar_finish(terms->business);
}

const WorkCalendar *terms_business(const Terms *terms, const char *name)
{
    const WorkCalendar *named = terms_calendar(terms, name);
    return named != NULL ? named : terms->business;
}

const Terms *contract_terms_at(const Contract *contract, Instant at)
{
    for (guint i = contract->versions->len; i-- > 0;) {
        const Terms *terms = g_ptr_array_index(contract->versions, i);
        bool begun = terms->from == INSTANT_NONE || terms->from <= at;
        if (begun && (terms->until == INSTANT_NONE || at < terms->until))
            return terms;
    }
    return NULL;
}

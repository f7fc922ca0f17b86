#include "judge_private.h"
#include "nines/base/money.h"
#include "nines/base/timetext.h"
#include <inttypes.h>
#include <math.h>

static const char *const GOAL_NAMES[] = {[GOAL_RESPOND] = "respond", [GOAL_RESOLVE] = "resolve"};

const char *goal_kind_name(GoalKind kind)
{
    return GOAL_NAMES[kind];
}

static void ticket_clear(gpointer data)
{
    g_free(((TicketJudgement *)data)->arithmetic);
}

void response_judgement_free(gpointer data)
{
    ResponseJudgement *judgement = data;
    g_free(judgement->name);
    g_free(judgement->period);
    g_array_unref(judgement->tickets);
    g_ptr_array_unref(judgement->settle);
    credit_clear(&judgement->credit);
    g_free(judgement);
}

/* ---- one ticket ---- */

static bool listed(const GPtrArray *words, const char *word)
{
    for (guint i = 0; i < words->len; i++)
        if (word != NULL && g_ascii_strcasecmp(g_ptr_array_index(words, i), word) == 0)
            return true;
    return words->len == 0;
}

static Instant start_of(const ResponseTerms *response, const JudgeTicket *ticket)
{
    Instant starts[] = {[START_IMPACT] = ticket->started_at,
                        [START_DETECTED] = ticket->detected_at,
                        [START_DECLARED] = ticket->declared_at};
    Instant start = starts[response->measured_from];
    for (guint i = 0; start == INSTANT_NONE && i < G_N_ELEMENTS(starts); i++)
        start = starts[i];
    return start;
}

/* By how much the true time may be later than that one of the ticket's. */
static int64_t slack_at(const JudgeTicket *ticket, Instant at)
{
    const struct {
        Instant at;
        int64_t slack_ms;
    } times[] = {{ticket->started_at, ticket->started_slack_ms},
                 {ticket->detected_at, ticket->detected_slack_ms},
                 {ticket->declared_at, ticket->declared_slack_ms},
                 {ticket->responded_at, ticket->responded_slack_ms},
                 {ticket->resolved_at, ticket->resolved_slack_ms}};
    for (guint i = 0; at != INSTANT_NONE && i < G_N_ELEMENTS(times); i++)
        if (times[i].at == at)
            return times[i].slack_ms;
    return 0;
}

/* Spans in which the ticket was in a state that stops this clock. */
static GArray *pauses_of(const ResponseTerms *response, const JudgeTicket *ticket, Instant as_of)
{
    GArray *pauses = g_array_new(FALSE, FALSE, sizeof(Span));
    for (guint i = 0; i < ticket->n_pauses; i++) {
        const TicketPause *pause = &ticket->pauses[i];
        Span span = {.from = pause->from, .to = pause->to == INSTANT_NONE ? as_of : pause->to};
        if (response->pauses->len > 0 && listed(response->pauses, pause->state) && span.from < span.to)
            g_array_append_val(pauses, span);
    }
    return pauses;
}

static char *clock_text(const Zone *zone, Instant at)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    if (at == INSTANT_NONE)
        return g_strdup("never");
    Civil civil = zone_to_civil(zone, at);
    int64_t day = civil_days(civil.year, civil.month, civil.day);
    return g_strdup_printf("%s %04d-%02d-%02d %02d:%02d:%02d", days[civil_weekday(day)], civil.year, civil.month,
                           civil.day, civil.hour, civil.minute, civil.second);
}

static char *arithmetic(const Goal *goal, const WorkCalendar *calendar, const Zone *zone, const TicketJudgement *ticket,
                        int64_t paused_ms)
{
    g_autofree char *start = clock_text(zone, ticket->start_at);
    g_autofree char *due = clock_text(zone, ticket->due_at);
    g_autofree char *paused = duration_format(paused_ms, true);
    g_autofree char *pause = paused_ms > 0 ? g_strdup_printf(", clock stopped for %s", paused) : g_strdup("");
    return g_strdup_printf("%s + %s of %s%s = %s", start, goal->text, calendar != NULL ? calendar->name : "24x7", pause,
                           due);
}

static Instant due_of(const Goal *goal, const WorkCalendar *calendar, const Terms *terms, Instant start,
                      const GArray *pauses)
{
    const Span *spans = (const Span *)(const void *)pauses->data;
    if (goal->business_days == 0)
        return work_add(calendar, start, goal->ms, spans, pauses->len);
    calendar = calendar != NULL ? calendar : terms->business;
    Instant due = work_add_days(calendar, start, goal->business_days);
    int64_t paused = 0;
    for (guint i = 0; i < pauses->len && due != INSTANT_NONE; i++)
        if (spans[i].from < due)
            paused += work_between(calendar, MAX(spans[i].from, start), spans[i].to, NULL, 0);
    return due == INSTANT_NONE || paused == 0 ? due : work_add(calendar, due, paused, NULL, 0);
}

/* A time known to the day lies somewhere in it: whether the ticket is late when its clock starts as late and stops as
 * early as the record allows, and the other way round. */
static bool is_vague(const JudgeTicket *ticket, const TicketJudgement *result, const Goal *goal, const Terms *terms,
                     const WorkCalendar *calendar, const GArray *pauses)
{
    if (ticket->resolved_by_then && result->done_at == ticket->resolved_at && result->late)
        return true;
    int64_t start_slack = slack_at(ticket, result->start_at), done_slack = slack_at(ticket, result->done_at);
    if (start_slack == 0 && done_slack == 0)
        return false;
    Instant latest_due = due_of(goal, calendar, terms, result->start_at + start_slack, pauses);
    if (result->done_at == INSTANT_NONE)
        return result->late && latest_due != INSTANT_NONE && result->end_at <= latest_due;
    bool late_at_best = latest_due != INSTANT_NONE && result->done_at > latest_due;
    bool late_at_worst = result->due_at != INSTANT_NONE && result->done_at + done_slack > result->due_at;
    return late_at_best != late_at_worst;
}

static TicketJudgement judge_ticket(const Terms *terms, const ResponseTerms *response, const Goal *goal, GoalKind kind,
                                    const JudgeTicket *ticket, Instant as_of)
{
    const WorkCalendar *calendar = terms_calendar(terms, response->calendar);
    const Zone *zone = calendar != NULL ? calendar->zone : terms->zone;
    g_autoptr(GArray) pauses = pauses_of(response, ticket, as_of);
    const Span *spans = (const Span *)(void *)pauses->data;
    TicketJudgement result = {.ticket = ticket, .start_at = start_of(response, ticket)};
    result.due_at = due_of(goal, calendar, terms, result.start_at, pauses);
    result.done_at = kind == GOAL_RESPOND ? ticket->responded_at : ticket->resolved_at;
    if (kind == GOAL_RESPOND && result.done_at == INSTANT_NONE)
        result.done_at = ticket->resolved_at; /* who has resolved has responded */
    if (result.done_at != INSTANT_NONE && result.done_at > as_of)
        result.done_at = INSTANT_NONE;
    Instant end = result.end_at = result.done_at != INSTANT_NONE ? result.done_at : as_of;
    result.taken_ms = work_between(calendar, result.start_at, end, spans, pauses->len);
    result.late = result.due_at != INSTANT_NONE && end > result.due_at;
    result.open = result.done_at == INSTANT_NONE && !result.late;
    result.vague = is_vague(ticket, &result, goal, terms, calendar, pauses);
    result.over_ms = result.late ? work_between(calendar, result.due_at, end, spans, pauses->len) : 0;
    if (result.late && result.over_ms == 0)
        result.over_ms = end - result.due_at;
    int64_t unpaused = work_between(calendar, result.start_at, end, NULL, 0);
    result.arithmetic = arithmetic(goal, calendar, zone, &result, unpaused - result.taken_ms);
    return result;
}

/* ---- all tickets of a target ---- */

static bool is_met(const ResponseJudgement *judgement, int64_t in_time)
{
    return (Wide)in_time * RATIO_ONE >= (Wide)judgement->n * judgement->response->in_time_ppb;
}

static Verdict verdict_of(const ResponseJudgement *judgement, const Goal *goal)
{
    if (!goal->judged)
        return VERDICT_NOT_JUDGED;
    if (judgement->n == 0)
        return VERDICT_NOT_MEASURABLE;
    if (is_met(judgement, judgement->in_time_worst) != is_met(judgement, judgement->in_time_best))
        return VERDICT_UNDECIDABLE;
    return is_met(judgement, judgement->in_time) ? VERDICT_MET : VERDICT_BREACHED;
}

static void add_ticket(ResponseJudgement *judgement, const TicketJudgement *result)
{
    bool in_time = !result->open && !result->late;
    g_array_append_val(judgement->tickets, *result);
    judgement->open_n += result->open ? 1 : 0;
    judgement->n += result->open ? 0 : 1;
    judgement->in_time += in_time ? 1 : 0;
    judgement->in_time_worst += in_time && !result->vague ? 1 : 0;
    judgement->in_time_best += in_time || (result->vague && !result->open) ? 1 : 0;
    if (result->vague)
        g_ptr_array_add(judgement->settle,
                        g_strdup_printf("the exact times of %s",
                                        result->ticket->label != NULL ? result->ticket->label : "a ticket"));
}

/* By the share in time, with the same reckoning as availability: missed of all. */
static void reckon_share(ResponseJudgement *judgement, const ContractPeriod *period)
{
    CreditTerms credit = judgement->response->credit;
    credit.cap = judgement->response->cap;
    CreditCase reckoning = {.terms = judgement->terms,
                            .credit = &credit,
                            .services = judgement->response->services,
                            .period = *period,
                            .achieved =
                                achieved_ppm((judgement->n - judgement->in_time) * SHARE_FULL, judgement->n, NULL),
                            .breached = judgement->verdict == VERDICT_BREACHED};
    if (judgement->verdict != VERDICT_BREACHED && judgement->verdict != VERDICT_MET)
        return;
    credit_clear(&judgement->credit);
    judgement->credit = credit_reckon(&reckoning);
}

static void reckon(ResponseJudgement *judgement, const ContractPeriod *period)
{
    const ResponseTerms *response = judgement->response;
    const Award *each = judgement->goal == GOAL_RESPOND ? &response->respond_credit : &response->resolve_credit;
    int64_t missed = judgement->n - judgement->in_time;
    judgement->credit = credit_none(judgement->terms);
    if (response->credit.kind != CREDIT_NONE)
        reckon_share(judgement, period);
    if (response->credit.kind != CREDIT_NONE || each->kind == AWARD_NONE || judgement->verdict != VERDICT_BREACHED)
        return;
    judgement->credit.minor = each->value * missed;
    g_autofree char *amount = money_format(each->value, judgement->credit.currency);
    g_ptr_array_add(judgement->credit.derivation, g_strdup_printf("%" PRId64 " missed at %s each", missed, amount));
    if (response->cap.kind == AWARD_NONE)
        return;
    CreditTerms whole = {.base = BASE_PERIOD};
    CreditCase reckoning = {.terms = judgement->terms, .credit = &whole, .period = *period};
    int64_t base = credit_base(&reckoning, judgement->credit.derivation);
    int64_t most = credit_award(&reckoning, &response->cap, base);
    g_autofree char *cap = money_format(most, judgement->credit.currency);
    g_ptr_array_add(judgement->credit.derivation,
                    g_strdup_printf("cap: %s%s", cap, judgement->credit.minor > most ? "" : ", not reached"));
    judgement->credit.minor = MIN(judgement->credit.minor, most);
}

static bool belongs(const ResponseTerms *response, const JudgeTicket *ticket, const ContractPeriod *period,
                    Instant as_of)
{
    Instant start = start_of(response, ticket);
    return start != INSTANT_NONE && start >= period->from && start < period->to && start <= as_of &&
           listed(response->severities, ticket->severity) && listed(response->services, ticket->service);
}

static ResponseJudgement *judge_goal(const Judging *judging, const Terms *terms, const ResponseTerms *response,
                                     const Goal *goal, GoalKind kind, const ContractPeriod *period)
{
    ResponseJudgement *judgement = g_new0(ResponseJudgement, 1);
    judgement->terms = terms;
    judgement->response = response;
    judgement->goal = kind;
    judgement->name = g_strdup_printf("%s: %s", response->name, goal_kind_name(kind));
    judgement->period = g_strdup(period->label);
    judgement->from = period->from;
    judgement->to = period->to;
    judgement->tickets = g_array_new(FALSE, TRUE, sizeof(TicketJudgement));
    g_array_set_clear_func(judgement->tickets, ticket_clear);
    judgement->settle = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; goal->judged && i < judging->facts->tickets->len; i++) {
        const JudgeTicket *ticket = &g_array_index(judging->facts->tickets, JudgeTicket, i);
        if (!belongs(response, ticket, period, judging->as_of))
            continue;
        TicketJudgement result = judge_ticket(terms, response, goal, kind, ticket, judging->as_of);
        add_ticket(judgement, &result);
    }
    judgement->ratio = judgement->n > 0 ? (double)judgement->in_time / (double)judgement->n : NAN;
    judgement->verdict = verdict_of(judgement, goal);
    reckon(judgement, period);
    return judgement;
}

void judge_responses(const Judging *judging, const Terms *terms, const ContractPeriod *period, GPtrArray *out)
{
    for (guint i = 0; i < terms->responses->len; i++) {
        const ResponseTerms *response = g_ptr_array_index(terms->responses, i);
        if (response->respond.given)
            g_ptr_array_add(out, judge_goal(judging, terms, response, &response->respond, GOAL_RESPOND, period));
        if (response->resolve.given)
            g_ptr_array_add(out, judge_goal(judging, terms, response, &response->resolve, GOAL_RESOLVE, period));
    }
}

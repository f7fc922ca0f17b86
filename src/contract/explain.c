#include "nines/contract/explain.h"
#include "explain_private.h"
#include "nines/base/money.h"
#include "nines/base/timetext.h"
#include "nines/calc/ledger.h"
#include <inttypes.h>
#include <string.h>

void say(GString *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_string_append_vprintf(out, format, arguments);
    va_end(arguments);
    g_string_append_c(out, '\n');
}

static char *list_text(const GPtrArray *words, const char *last)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++) {
        const char *gap = i == 0 ? "" : i + 1 == words->len ? last : ", ";
        g_string_append_printf(text, "%s%s", gap, (const char *)g_ptr_array_index(words, i));
    }
    return g_string_free(text, FALSE);
}

static char *day_text(const Zone *zone, Instant at)
{
    Civil civil = zone_to_civil(zone, at);
    if (civil.hour == 0 && civil.minute == 0)
        return g_strdup_printf("%04d-%02d-%02d", civil.year, civil.month, civil.day);
    return g_strdup_printf("%04d-%02d-%02d %02d:%02d", civil.year, civil.month, civil.day, civil.hour, civil.minute);
}

const char *plural(int64_t n)
{
    return n == 1 ? "" : "s";
}

/* ---- the frame ---- */

static const char *const MONTHS[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

static char *schedule_text(const Schedule *schedule)
{
    switch (schedule->kind) {
    case SCHEDULE_BILLING:
        return g_strdup_printf("billing cycle that begins on day %d of a month (its last day where it is shorter)",
                               schedule->day);
    case SCHEDULE_ROLLING:
        return g_strdup_printf("period of %" PRId64 " days that ends with the asked one", schedule->days);
    case SCHEDULE_QUARTER:
    case SCHEDULE_YEAR:
        if (schedule->first_month > 1)
            return g_strdup_printf("%s of a fiscal year that begins in %s", schedule_kind_name(schedule->kind),
                                   MONTHS[schedule->first_month - 1]);
        break;
    case SCHEDULE_MONTH:
    case SCHEDULE_WEEK:
    case SCHEDULE_DAY:
        break;
    }
    return g_strdup_printf("calendar %s", schedule_kind_name(schedule->kind));
}

static void say_rounding(GString *out, const Rounding *rounding)
{
    static const char *const modes[] = {[ROUNDING_HALF_UP] = "half up", [ROUNDING_DOWN] = "down", [ROUNDING_UP] = "up"};
    if (rounding->mode < ROUNDING_HALF_UP)
        say(out, "Availability is compared exactly, without rounding.");
    else
        say(out, "Availability is rounded %s to %d decimal%s of a percent before it is compared.",
            modes[rounding->mode], rounding->decimals, plural(rounding->decimals));
}

static void say_fee(GString *out, const Fee *fee)
{
    if (!fee->given)
        return;
    g_autofree char *amount = money_format(fee->minor, fee->currency);
    say(out, "The fee is %s a %s.", amount, schedule_kind_name(fee->per));
    for (guint i = 0; i < fee->by_month->len; i++) {
        const FeePart *part = &g_array_index(fee->by_month, FeePart, i);
        g_autofree char *other = money_format(part->minor, fee->currency);
        say(out, "In %s it is %s.", part->key, other);
    }
    for (guint i = 0; i < fee->by_service->len; i++) {
        const FeePart *part = &g_array_index(fee->by_service, FeePart, i);
        g_autofree char *share = money_format(part->minor, fee->currency);
        say(out, "Of it %s is for %s.", share, part->key);
    }
    g_autofree char *once = money_format(fee->one_off_minor, fee->currency);
    if (fee->one_off_minor > 0)
        say(out, "One-off fees of %s are left out of every credit.", once);
}

/* "the end of 2026-12-31", or a time of day. */
static char *last_text(const Zone *zone, Instant until)
{
    Civil civil = zone_to_civil(zone, until);
    g_autofree char *text = day_text(zone, civil.hour == 0 && civil.minute == 0 ? until - MS_PER_DAY / 2 : until);
    text[civil.hour == 0 && civil.minute == 0 ? 10 : strlen(text)] = '\0';
    return g_strdup_printf("%s%s", civil.hour == 0 && civil.minute == 0 ? "the end of " : "", text);
}

static void say_validity(GString *out, const Terms *terms)
{
    g_autofree char *from = terms->from != INSTANT_NONE ? day_text(terms->zone, terms->from) : NULL;
    g_autofree char *until = terms->until != INSTANT_NONE ? last_text(terms->zone, terms->until) : NULL;
    if (from != NULL && until != NULL)
        say(out, "In force from %s to %s.", from, until);
    else if (from != NULL)
        say(out, "In force from %s on.", from);
    else if (until != NULL)
        say(out, "In force until %s.", until);
    if (from != NULL || until != NULL)
        say(out, "Time outside of that is excluded.");
}

/* ---- an obligation ---- */

static void say_target(GString *out, const Obligation *obligation)
{
    const Target *target = &obligation->target;
    g_autofree char *ratio = ratio_format(target->ratio_ppb);
    g_autofree char *budget = duration_format(target->budget_ms, true);
    if (target->has_ratio)
        say(out, "  Availability must be %s%s in each period.",
            target->strict                   ? "above "
            : target->ratio_ppb == RATIO_ONE ? ""
                                             : "at least ",
            ratio);
    if (target->has_budget)
        say(out, "  Downtime may be %s %s in each period, whatever its length.", target->strict ? "below" : "at most",
            budget);
    if (!target->has_ratio && !target->has_budget)
        say(out, "  The target \"%s\" is shown, but not judged.", target->text);
}

static void say_per(GString *out, const Per *per)
{
    g_autofree char *values = per->values->len > 0 ? list_text(per->values, " and ") : g_strdup("that records name");
    if (per->take == PER_EACH)
        say(out, "  Each %s is judged alone: those %s.", per->key, values);
    else if (per->take == PER_WORST)
        say(out, "  The worst %s is judged, of those %s.", per->key, values);
    else if (per->take == PER_POOLED && per->total > 0)
        say(out, "  Every %s counts alike, %" PRId64 " in all: availability is their mean.", per->key, per->total);
    else if (per->take == PER_POOLED)
        say(out, "  Every %s counts alike, of those %s: availability is their mean.", per->key, values);
    if (per->take != PER_NONE)
        say(out, "  A record that names no %s touches all of them.", per->key);
}

static void say_services(GString *out, const Obligation *obligation)
{
    static const char *const how[] = {
        [COMBINE_ANY] = "down when any of them is down",
        [COMBINE_ALL] = "down when all of them are down at once",
        [COMBINE_WEIGHTED] = "down by the weighted share of those that are down",
        [COMBINE_POOLED] = "down by the share of them that is down",
        [COMBINE_EACH] = "each judged alone",
    };
    g_autofree char *services = list_text(obligation->services, " and ");
    if (obligation->combine == COMBINE_K_OF_N)
        say(out, "  Services: %s; down when %d of them are down at once.", services, obligation->k);
    else if (obligation->services->len == 1 && obligation->combine != COMBINE_EACH)
        say(out, "  Service: %s.", services[0] == '*' ? "every service that has a record" : services);
    else
        say(out, "  Services: %s; %s.", services, how[obligation->combine]);
    for (guint i = 0; i < obligation->weights->len; i++) {
        const Weight *weight = &g_array_index(obligation->weights, Weight, i);
        say(out, "    %s has the weight %g.", weight->service, (double)weight->weight / 1000);
    }
    for (guint i = 0; i < obligation->scopes->len; i++) {
        const Scope *scope = g_ptr_array_index(obligation->scopes, i);
        g_autofree char *values = list_text(scope->values, " or ");
        say(out, "  Only records whose %s is %s, or that state none.", scope->key, values);
    }
    say_per(out, &obligation->per);
}

static void say_total(GString *out, const char *what, const CountUnit *unit)
{
    if (unit->totals == NULL)
        say(out, "%s, of %" PRId64 ".", what, unit->total);
    for (guint i = 0; unit->totals != NULL && i < unit->totals->len; i++) {
        const PeriodTotal *total = &g_array_index(unit->totals, PeriodTotal, i);
        say(out, "%s, of %" PRId64 " in %s.", i == 0 ? what : "   ", total->total, total->key);
    }
}

static void say_unit(GString *out, const CountUnit *unit)
{
    g_autofree char *size = duration_format(unit->size_ms, true);
    switch (unit->kind) {
    case COUNT_CONTINUOUS:
        say(out, "  Downtime is counted continuously.");
        break;
    case COUNT_WHOLE_MINUTES:
        say(out, "  Downtime is counted in whole minutes of each outage; a part of a minute %s.",
            unit->any_part ? "counts as a whole one" : "is dropped");
        break;
    case COUNT_SLICES:
        say(out, "  Downtime is counted in slices of %s from the period's start; a slice is bad when %s of it is down.",
            size, unit->any_part ? "any part" : "all");
        break;
    case COUNT_INTERVAL_ERROR_RATE:
        say(out,
            "  Availability is 100 %% less the mean error rate of intervals of %s; an interval without errors has 0 "
            "%%.",
            size);
        break;
    case COUNT_USER_MINUTES:
        say_total(out, "  Downtime is weighed by the users affected", unit);
        break;
    case COUNT_REQUESTS:
        say_total(out, "  Availability is the share of requests that did not fail", unit);
        break;
    }
}

static void say_counting(GString *out, const Obligation *obligation)
{
    static const char *const starts[] = {"the first impact", "detection", "the opening of the incident"};
    static const char *const degraded[] = {"by its share", "as if it were down", "as up", "with a weight of "};
    say_unit(out, &obligation->unit);
    g_autofree char *shortest = duration_format(obligation->min_outage_ms, true);
    if (obligation->min_outage_ms > 0)
        say(out, "  Outages shorter than %s are ignored; longer ones count whole.", shortest);
    if (obligation->measured_from != START_IMPACT)
        say(out, "  The clock starts with %s.", starts[obligation->measured_from]);
    const DegradedEdge *edge = &obligation->degraded_edge;
    g_autofree char *share = ratio_format((int64_t)edge->share_ppm * (RATIO_ONE / SHARE_FULL));
    if (edge->given)
        say(out, "  Down is what loses %s %s of the service; it counts %s, less counts as up.",
            edge->inclusive ? "at least" : "more than", share,
            edge->counts == DEGRADED_FULL ? "whole" : "by its share");
    for (guint i = 0; i < obligation->degraded->len; i++) {
        const Degraded *rule = &g_array_index(obligation->degraded, Degraded, i);
        g_autofree char *weight = ratio_format((int64_t)rule->weight_ppm * (RATIO_ONE / SHARE_FULL));
        if (rule->name != NULL || rule->kind != DEGRADED_SHARE)
            say(out, "  %s%s counts %s%s.", rule->name != NULL ? "What is named " : "A degradation",
                rule->name != NULL ? rule->name : "", degraded[rule->kind],
                rule->kind == DEGRADED_WEIGHT ? weight : "");
    }
    if (obligation->denominator == DENOMINATOR_ALL)
        say(out, "  Excluded time stays in the denominator.");
}

#define WINDOWS_SAID 12
#define HOLIDAYS_SAID 24

/* The first windows that the contract itself lists, and how many more; files of repeating ones by their number. */
static void say_windows(GString *out, const Zone *zone, const Clause *clause)
{
    for (guint i = 0; i < clause->windows->len && i < WINDOWS_SAID; i++) {
        const ClauseWindow *window = &g_array_index(clause->windows, ClauseWindow, i);
        Civil a = zone_to_civil(zone, window->from), b = zone_to_civil(zone, window->to);
        say(out, "    %04d-%02d-%02d %02d:%02d to %04d-%02d-%02d %02d:%02d%s%s", a.year, a.month, a.day, a.hour,
            a.minute, b.year, b.month, b.day, b.hour, b.minute, window->label != NULL ? ": " : "",
            window->label != NULL ? window->label : "");
    }
    if (clause->windows->len > WINDOWS_SAID)
        say(out, "    and %u windows more", clause->windows->len - WINDOWS_SAID);
    if (clause->events->len > 0)
        say(out, "    Windows are also taken from %u iCalendar file%s.", clause->events->len,
            clause->events->len > 1 ? "s" : "");
}

static void say_clause(GString *out, const Zone *zone, const Clause *clause)
{
    g_autofree char *notice = duration_format(MAX(clause->notice_ms, 0), true);
    g_autofree char *cap = duration_format(MAX(clause->cap_ms, 0), true);
    g_autofree char *where =
        clause->reference != NULL ? g_strdup_printf(" (clause %s)", clause->reference) : g_strdup("");
    if (clause->kind != EXCLUDE_MAINTENANCE) {
        say(out, "  Excluded: %s%s.", clause->name, where);
        say_windows(out, zone, clause);
        if (clause->cap_ms != NOT_GIVEN)
            say(out, "    At most %s a %s; what is beyond counts.", cap, schedule_kind_name(clause->cap_per));
        return;
    }
    say(out, "  Excluded: announced maintenance%s%s.", clause->downtime_only ? ", only the downtime within it" : "",
        where);
    if (clause->notice_ms != NOT_GIVEN)
        say(out, "    It must be announced %s before; later notice makes it downtime.", notice);
    if (clause->notice_days > 0)
        say(out, "    It must be announced %d working days (%s) before; later notice makes it downtime.",
            clause->notice_days, clause->calendar != NULL ? clause->calendar : "Monday to Friday, no holidays");
    if (clause->cap_ms != NOT_GIVEN)
        say(out, "    At most %s a %s; what is beyond counts as downtime.", cap, schedule_kind_name(clause->cap_per));
    say_windows(out, zone, clause);
    say(out, "    Emergency maintenance %s.", clause->emergency ? "is excluded too" : "counts as downtime");
}

static void say_obligation(GString *out, const Terms *terms, const Obligation *obligation)
{
    say(out, "\n%s", obligation->name);
    say_services(out, obligation);
    say_target(out, obligation);
    say_counting(out, obligation);
    for (guint i = 0; i < obligation->clauses->len; i++)
        say_clause(out, terms->zone, g_ptr_array_index(obligation->clauses, i));
    say_credit(out, &obligation->credit, terms->fee.currency);
}

/* ---- responses and the rest ---- */

static void say_goal(GString *out, const char *verb, const Goal *goal, const Award *award, const char *currency)
{
    if (!goal->given)
        return;
    g_autofree char *amount = award_said(award, currency);
    say(out, "  %s within %s%s%s%s.", verb, goal->text, goal->judged ? "" : " (shown, not judged)",
        award->kind != AWARD_NONE ? "; each miss of a breached target costs " : "",
        award->kind != AWARD_NONE ? amount : "");
}

static void say_response(GString *out, const Terms *terms, const ResponseTerms *response)
{
    static const char *const starts[] = {"the first impact", "detection", "the opening of the ticket"};
    g_autofree char *severities = list_text(response->severities, " and ");
    g_autofree char *pauses = list_text(response->pauses, " or ");
    g_autofree char *ratio = ratio_format(response->in_time_ppb);
    say(out, "\n%s", response->name);
    if (response->severities->len > 0)
        say(out, "  Tickets of severity %s.", severities);
    g_autofree char *services = list_text(response->services, " and ");
    if (response->services->len > 0)
        say(out, "  Only those of %s.", services);
    say_goal(out, "Response", &response->respond, &response->respond_credit, terms->fee.currency);
    say_goal(out, "Resolution", &response->resolve, &response->resolve_credit, terms->fee.currency);
    g_autofree char *cap = award_said(&response->cap, terms->fee.currency);
    say_credit_of_share(out, &response->credit, terms->fee.currency);
    if (response->cap.kind != AWARD_NONE)
        say(out, "  What misses cost is capped at %s.", cap);
    say(out, "  %s of the tickets must be in time.", ratio);
    say(out, "  The clock runs %s%s, from %s.", response->calendar != NULL ? "in the hours of " : "at all times",
        response->calendar != NULL ? response->calendar : "", starts[response->measured_from]);
    if (response->pauses->len > 0)
        say(out, "  It stands while the ticket is %s.", pauses);
}

static void say_contract_cap(GString *out, const Terms *terms)
{
    g_autofree char *cap = award_said(&terms->cap, terms->fee.currency);
    if (terms->highest_only)
        say(out, "Of all credits of a period only the highest is paid.");
    g_autofree char *year = award_said(&terms->year_cap, terms->fee.currency);
    if (terms->year_cap.kind != AWARD_NONE)
        say(out, "All credits of a contract year together are capped at %s%s.", year,
            terms->year_cap.kind == AWARD_RATIO ? " of its fee" : "");
    if (terms->cap.kind != AWARD_NONE)
        say(out, "All credits of a period together are capped at %s%s.", cap,
            terms->cap.kind == AWARD_RATIO ? " of the fee" : "");
}

static void say_holidays(GString *out, const WorkCalendar *calendar)
{
    g_autoptr(GString) days = g_string_new(NULL);
    guint n = calendar->holidays->len;
    for (guint i = 0; i < n && i < HOLIDAYS_SAID; i++) {
        Civil civil = civil_from_ms(g_array_index(calendar->holidays, int64_t, i) * MS_PER_DAY);
        g_string_append_printf(days, "%s%04d-%02d-%02d", i > 0 ? ", " : "", civil.year, civil.month, civil.day);
    }
    if (n > HOLIDAYS_SAID)
        g_string_append_printf(days, " and %u more", n - HOLIDAYS_SAID);
    if (n > 0)
        say(out, "  Holidays: %s.", days->str);
}

static void say_calendars(GString *out, const Terms *terms)
{
    for (guint i = 0; i < terms->calendars->len; i++) {
        const WorkCalendar *calendar = g_ptr_array_index(terms->calendars, i);
        g_autofree char *hours = work_calendar_text(calendar);
        say(out, "\nCalendar %s\n  Open %s, in %s.", calendar->name, hours, zone_name(calendar->zone));
        say_holidays(out, calendar);
    }
    say(out, "\nBusiness days that name no calendar are Monday to Friday%s.",
        terms->calendars->len > 0 ? " without the holidays of any calendar" : "");
}

static void say_chronic(GString *out, const Chronic *chronic)
{
    g_autofree char *downtime = duration_format(chronic->downtime_ms, true);
    g_autofree char *what = chronic->breaches > 0  ? g_strdup_printf("%d breached periods%s", chronic->breaches,
                                                                    chronic->consecutive ? " in a row" : "")
                            : chronic->outages > 0 ? g_strdup_printf("%d outages", chronic->outages)
                                                   : g_strdup_printf("%s of downtime", downtime);
    say(out, "\n%s%s%s within %d period%s give the right to %s; the judged one is the last of them.", what,
        chronic->obligation != NULL ? " of " : "", chronic->obligation != NULL ? chronic->obligation : "",
        chronic->periods, plural(chronic->periods), chronic->right);
}

static void say_terms(GString *out, const Terms *terms)
{
    g_autofree char *schedule = schedule_text(&terms->schedule);
    if (terms->name != NULL)
        say(out, "\nVersion %s", terms->name);
    say_validity(out, terms);
    say(out, "Judged for each %s, in the time zone %s.", schedule, zone_name(terms->zone));
    if (terms->obligations->len > 0)
        say_rounding(out, &terms->rounding);
    say_fee(out, &terms->fee);
    say_contract_cap(out, terms);
    if (terms->obligations->len > 0)
        say(out,
            "An outage ends when its impact was mitigated, else when it was resolved. Of overlapping outages of a\n"
            "service the largest share lost counts, once.");
    for (guint i = 0; i < terms->obligations->len; i++)
        say_obligation(out, terms, g_ptr_array_index(terms->obligations, i));
    for (guint i = 0; i < terms->responses->len; i++)
        say_response(out, terms, g_ptr_array_index(terms->responses, i));
    say_calendars(out, terms);
    for (guint i = 0; i < terms->chronic->len; i++) {
        const Chronic *chronic = g_ptr_array_index(terms->chronic, i);
        say_chronic(out, chronic);
    }
}

char *contract_explain(const Contract *contract)
{
    GString *out = g_string_new(NULL);
    say(out, "Contract %s%s%s", contract->id, contract->customer != NULL ? " with " : "",
        contract->customer != NULL ? contract->customer : "");
    for (guint i = 0; i < contract->versions->len; i++)
        say_terms(out, g_ptr_array_index(contract->versions, i));
    return g_string_free(out, FALSE);
}

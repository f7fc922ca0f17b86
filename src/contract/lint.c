#include "nines/contract/lint.h"
#include "lint_private.h"
#include "nines/base/timetext.h"
#include <string.h>

/* ---- missing terms ---- */

static void lint_zone(Linting *lint)
{
    if (!lint->terms->zone_given)
        lint_add(lint, lint->terms->place, "no timezone: days and months are those of UTC");
}

static void lint_period(Linting *lint)
{
    if (!lint->terms->period_given)
        lint_add(lint, lint->terms->place, "no period: the calendar month is taken");
}

static void lint_rounding(Linting *lint)
{
    if (lint->terms->rounding.mode == ROUNDING_NOT_GIVEN)
        lint_add(
            lint, lint->terms->place,
            "no rounding: availability is compared exactly; write rounding: none, or {decimals: 2, mode: half-up}");
}

static void lint_fee(Linting *lint)
{
    if (lint->terms->fee.given)
        return;
    for (guint i = 0; i < lint->terms->obligations->len; i++) {
        const Obligation *obligation = g_ptr_array_index(lint->terms->obligations, i);
        if (obligation->credit.kind != CREDIT_NONE)
            lint_add(lint, obligation->credit.place, "credits of \"%s\" are shares of a fee that is not stated",
                     obligation->name);
    }
}

/* ---- per obligation ---- */

static void lint_no_credit(Linting *lint, const Obligation *obligation)
{
    bool judged = obligation->target.has_ratio || obligation->target.has_budget;
    if (judged && obligation->credit.kind == CREDIT_NONE)
        lint_add(lint, obligation->place, "the target of \"%s\" has no credit: a breach costs nothing",
                 obligation->name);
    if (!judged)
        lint_add(lint, obligation->place, "the target \"%s\" is shown, but cannot be judged from records",
                 obligation->target.text);
}

/* Shortest and longest period of each kind, in days. */
static void period_days(const Schedule *schedule, int64_t *low, int64_t *high)
{
    static const int64_t days[][2] = {
        [SCHEDULE_MONTH] = {28, 31},   [SCHEDULE_QUARTER] = {90, 92}, [SCHEDULE_YEAR] = {365, 366},
        [SCHEDULE_BILLING] = {28, 31}, [SCHEDULE_ROLLING] = {0, 0},   [SCHEDULE_WEEK] = {7, 7},
        [SCHEDULE_DAY] = {1, 1},
    };
    *low = schedule->kind == SCHEDULE_ROLLING ? schedule->days : days[schedule->kind][0];
    *high = schedule->kind == SCHEDULE_ROLLING ? schedule->days : days[schedule->kind][1];
}

static void lint_two_targets(Linting *lint, const Obligation *obligation)
{
    const Target *target = &obligation->target;
    if (!target->has_ratio || !target->has_budget)
        return;
    int64_t low, high;
    period_days(&lint->terms->schedule, &low, &high);
    int64_t lost = RATIO_ONE - target->ratio_ppb; /* of a day: lost x 86400000 / 1e9 ms */
    int64_t least = lost * low * 864 / 10000, most = lost * high * 864 / 10000;
    if (target->budget_ms >= least && target->budget_ms <= most)
        return;
    g_autofree char *budget = duration_format(target->budget_ms, true);
    g_autofree char *ratio = ratio_format(target->ratio_ppb);
    g_autofree char *a = duration_format(least, true);
    g_autofree char *b = duration_format(most, true);
    lint_add(lint, obligation->place, "the target %s allows %s%s%s in a period, the budget says %s", ratio, a,
             least < most ? " to " : "", least < most ? b : "", budget);
}

static int64_t greatest_share(const CreditTerms *credit)
{
    int64_t most = 0;
    for (guint i = 0; i < credit->tiers->len; i++) {
        const Tier *tier = &g_array_index(credit->tiers, Tier, i);
        if (tier->award.kind != AWARD_RATIO)
            return INT64_MAX;
        most = MAX(most, tier->award.value);
    }
    return most;
}

static void lint_cap(Linting *lint, const Obligation *obligation)
{
    const CreditTerms *credit = &obligation->credit;
    if (credit->kind == CREDIT_NONE || credit->cap.kind != AWARD_RATIO)
        return;
    int64_t most = credit->kind == CREDIT_TIERS ? greatest_share(credit) : INT64_MAX;
    if (credit->kind == CREDIT_POOL)
        most = credit->pool_ratio;
    g_autofree char *cap = ratio_format(credit->cap.value);
    if (most < credit->cap.value)
        lint_add(lint, credit->place, "the cap of %s can never bind: no credit of \"%s\" exceeds it", cap,
                 obligation->name);
}

static void lint_minimum(Linting *lint, const Obligation *obligation)
{
    const CreditTerms *credit = &obligation->credit;
    const Fee *fee = &lint->terms->fee;
    if (credit->kind != CREDIT_TIERS || credit->minimum_minor == 0 || !fee->given || fee->minor == 0)
        return;
    int64_t most = greatest_share(credit);
    if (most != INT64_MAX && (double)most / RATIO_ONE * (double)fee->minor * 12 < (double)credit->minimum_minor)
        lint_add(lint, credit->place, "the minimum is above every credit of \"%s\": nothing is ever paid",
                 obligation->name);
}

static bool odd_share(const Award *award)
{
    return award->kind == AWARD_RATIO && award->value > 0 &&
           (award->value < RATIO_ONE / 100 || award->value > RATIO_ONE);
}

/* percent: 0.1 is a tenth of a percent, and 250 is more than the fee: both are legal and mostly a slip. */
static void lint_percent(Linting *lint, const Obligation *obligation)
{
    const CreditTerms *credit = &obligation->credit;
    for (guint i = 0; i < credit->tiers->len; i++) {
        const Tier *tier = &g_array_index(credit->tiers, Tier, i);
        g_autofree char *value = ratio_format(tier->award.value);
        if (odd_share(&tier->award))
            lint_add(lint, tier->place, "this tier gives %s of the fee", value);
    }
    g_autofree char *each = ratio_format(credit->award.value);
    if (credit->kind == CREDIT_BLOCKS && odd_share(&credit->award))
        lint_add(lint, credit->place, "a block of \"%s\" gives %s of the fee", obligation->name, each);
}

static void lint_whole_target(Linting *lint, const Obligation *obligation)
{
    const char *text = obligation->target.text;
    if (obligation->target.has_ratio && text != NULL && strcmp(text, "1") == 0)
        lint_add(lint, obligation->place, "the target 1 of \"%s\" is read as 100 %%", obligation->name);
}

static void lint_invoice(Linting *lint, const Obligation *obligation)
{
    const ClaimTerms *claim = &obligation->credit.claim;
    if (claim->given && claim->after == CLAIM_INVOICE && claim->invoice_day == 0)
        lint_add(
            lint, obligation->credit.place,
            "claims of \"%s\" count from an invoice whose day is not stated: write claim: {within, after: invoice, "
            "invoice_day}",
            obligation->name);
}

static void lint_pooled(Linting *lint, const Obligation *obligation)
{
    const Per *per = &obligation->per;
    if (per->take == PER_POOLED && per->total == 0 && per->values->len == 0)
        lint_add(
            lint, obligation->place,
            "\"%s\" is pooled over those that records name; one without any record is missing: write of, or values",
            obligation->name);
}

static void lint_late_outage(Linting *lint, const Obligation *obligation)
{
    const Target *target = &obligation->target;
    if (target->has_budget && obligation->min_outage_ms > target->budget_ms && target->budget_ms > 0)
        lint_add(lint, obligation->place, "outages of \"%s\" that are ignored may be longer than its whole budget",
                 obligation->name);
}

static void lint_free_maintenance(Linting *lint, const Obligation *obligation)
{
    for (guint i = 0; i < obligation->clauses->len; i++) {
        const Clause *clause = g_ptr_array_index(obligation->clauses, i);
        if (clause->kind == EXCLUDE_MAINTENANCE && clause->notice_ms == NOT_GIVEN && clause->notice_days == 0 &&
            clause->cap_ms == NOT_GIVEN)
            lint_add(lint, clause->place, "maintenance of \"%s\" is excluded without notice and without a cap",
                     obligation->name);
    }
}

/* ---- versions ---- */

static void lint_version_gap(Linting *lint)
{
    const GPtrArray *versions = lint->contract->versions;
    for (guint i = 1; i < versions->len; i++) {
        const Terms *before = g_ptr_array_index(versions, i - 1), *terms = g_ptr_array_index(versions, i);
        if (terms == lint->terms && before->until != INSTANT_NONE && before->until < terms->from)
            lint_add(lint, terms->place, "no terms are in force between the version before and this one");
    }
}

/* What is at risk is often handed out several times over; then a cap must say what is paid at most. */
static void lint_pool_shares(Linting *lint)
{
    const Terms *terms = lint->terms;
    int64_t sum = 0;
    for (guint i = 0; i < terms->obligations->len; i++) {
        const CreditTerms *credit = &((const Obligation *)g_ptr_array_index(terms->obligations, i))->credit;
        sum += credit->kind == CREDIT_POOL && credit->award.kind == AWARD_RATIO ? credit->award.value : 0;
    }
    for (guint i = 0; i < terms->responses->len; i++) {
        const CreditTerms *credit = &((const ResponseTerms *)g_ptr_array_index(terms->responses, i))->credit;
        sum += credit->kind == CREDIT_POOL && credit->award.kind == AWARD_RATIO ? credit->award.value : 0;
    }
    g_autofree char *text = ratio_format(sum);
    if (sum > RATIO_ONE && terms->cap.kind == AWARD_NONE)
        lint_add(lint, terms->place, "the shares of the amount at risk come to %s, and the contract has no cap", text);
}

static void lint_by_month(Linting *lint)
{
    ScheduleKind kind = lint->terms->schedule.kind, per = lint->terms->fee.per;
    bool days = kind == SCHEDULE_ROLLING || kind == SCHEDULE_WEEK || kind == SCHEDULE_DAY || per == SCHEDULE_WEEK ||
                per == SCHEDULE_DAY;
    if (days && lint->terms->fee.by_month->len > 0)
        lint_add(lint, lint->terms->place, "fees by_month are not used for periods or fees of days and weeks");
}

/* Words are a legal goal ("next release"), and what becomes of a misspelt time. */
static void lint_goals(Linting *lint)
{
    for (guint i = 0; i < lint->terms->responses->len; i++) {
        const ResponseTerms *response = g_ptr_array_index(lint->terms->responses, i);
        const Goal *goals[] = {&response->respond, &response->resolve};
        for (guint k = 0; k < G_N_ELEMENTS(goals); k++)
            if (goals[k]->given && !goals[k]->judged)
                lint_add(lint, response->place, "\"%s\" of %s is no time: it is shown, but not judged", goals[k]->text,
                         response->name);
    }
}

static bool has_hours(const WorkCalendar *calendar)
{
    for (int day = 0; day < 7; day++)
        if (calendar->spans[day]->len > 0)
            return true;
    return false;
}

static void lint_calendar(Linting *lint)
{
    for (guint i = 0; i < lint->terms->calendars->len; i++) {
        const WorkCalendar *calendar = g_ptr_array_index(lint->terms->calendars, i);
        if (!has_hours(calendar))
            lint_add(lint, lint->terms->place, "calendar \"%s\" has no open hour", calendar->name);
    }
}

/* ---- the table ---- */

typedef struct {
    LintRuleText text;
    void (*terms)(Linting *lint);
    void (*obligation)(Linting *lint, const Obligation *obligation);
} LintRule;

static const LintRule RULES[] = {
    {{"missing-zone", "no timezone is given", LINT_NOTE}, lint_zone, NULL},
    {{"missing-period", "no period is given", LINT_NOTE}, lint_period, NULL},
    {{"missing-rounding", "it is not said whether availability is rounded before it is compared", LINT_NOTE},
     lint_rounding,
     NULL},
    {{"missing-fee", "credits are shares of a fee that is not given", LINT_PROBLEM}, lint_fee, NULL},
    {{"version-gap", "between two versions no terms are in force", LINT_PROBLEM}, lint_version_gap, NULL},
    {{"empty-calendar", "a calendar is never open", LINT_PROBLEM}, lint_calendar, NULL},
    {{"no-credit", "a target whose breach pays nothing", LINT_NOTE}, NULL, lint_no_credit},
    {{"double-boundary", "a value meets the target and earns a credit", LINT_PROBLEM}, NULL, lint_double_boundary},
    {{"tier-hole", "a missed target for which no tier holds", LINT_PROBLEM}, NULL, lint_tier_hole},
    {{"tier-overlap", "a value for which two tiers hold", LINT_PROBLEM}, NULL, lint_tier_overlap},
    {{"tier-order", "a worse availability that earns less", LINT_PROBLEM}, NULL, lint_tier_order},
    {{"two-targets", "a percentage and a time allowed that disagree", LINT_PROBLEM}, NULL, lint_two_targets},
    {{"idle-cap", "a cap that no credit can reach", LINT_NOTE}, NULL, lint_cap},
    {{"idle-credit", "a minimum that no credit can reach", LINT_PROBLEM}, NULL, lint_minimum},
    {{"long-minimum", "ignored outages may be longer than the budget", LINT_NOTE}, NULL, lint_late_outage},
    {{"free-maintenance", "maintenance is excluded without notice and cap", LINT_NOTE}, NULL, lint_free_maintenance},
    {{"odd-percent", "a credit below 1 % or above 100 % of the fee", LINT_NOTE}, NULL, lint_percent},
    {{"whole-target", "a target of 1 is read as 100 %", LINT_NOTE}, NULL, lint_whole_target},
    {{"no-invoice-day", "a claim counts from an invoice whose day is not stated", LINT_PROBLEM}, NULL, lint_invoice},
    {{"open-pool", "it is not said how many tenants there are to pool over", LINT_PROBLEM}, NULL, lint_pooled},
    {{"pool-shares", "shares of the amount at risk that come to more than all of it", LINT_NOTE},
     lint_pool_shares,
     NULL},
    {{"unjudged-goal", "a response goal that is no time", LINT_NOTE}, lint_goals, NULL},
    {{"unused-months", "fees by month that this period does not use", LINT_PROBLEM}, lint_by_month, NULL}};

static void finding_free(gpointer data)
{
    LintFinding *finding = data;
    g_free(finding->message);
    g_free(finding);
}

void lint_add(Linting *lint, Place place, const char *format, ...)
{
    LintFinding *finding = g_new0(LintFinding, 1);
    va_list arguments;
    va_start(arguments, format);
    finding->message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    finding->rule = lint->rule->name;
    finding->level = lint->rule->level;
    finding->place = place;
    g_ptr_array_add(lint->findings, finding);
}

static int compare_findings(gconstpointer a, gconstpointer b)
{
    const LintFinding *x = *(const LintFinding *const *)a, *y = *(const LintFinding *const *)b;
    if (x->place.line != y->place.line)
        return x->place.line - y->place.line;
    return g_strcmp0(x->rule, y->rule);
}

static void apply(Linting *lint, const LintRule *rule)
{
    lint->rule = &rule->text;
    if (rule->terms != NULL)
        rule->terms(lint);
    for (guint i = 0; rule->obligation != NULL && i < lint->terms->obligations->len; i++)
        rule->obligation(lint, g_ptr_array_index(lint->terms->obligations, i));
}

/* What a version takes over from the top of the file is said once. */
static void drop_repeated(GPtrArray *findings)
{
    for (guint i = findings->len; i-- > 1;) {
        const LintFinding *a = g_ptr_array_index(findings, i - 1), *b = g_ptr_array_index(findings, i);
        if (a->place.line == b->place.line && a->rule == b->rule && g_strcmp0(a->message, b->message) == 0)
            g_ptr_array_remove_index(findings, i);
    }
}

GPtrArray *contract_lint(const Contract *contract)
{
    GPtrArray *findings = g_ptr_array_new_with_free_func(finding_free);
    for (guint i = 0; i < contract->versions->len; i++) {
        Linting lint = {.contract = contract, .terms = g_ptr_array_index(contract->versions, i), .findings = findings};
        for (guint k = 0; k < G_N_ELEMENTS(RULES); k++)
            apply(&lint, &RULES[k]);
    }
    g_ptr_array_sort(findings, compare_findings);
    drop_repeated(findings);
    return findings;
}

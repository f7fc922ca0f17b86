#include "nines/base/format.h"
#include "nines/base/money.h"
#include "nines/base/timetext.h"
#include "nines/contract/judge.h"
#include "verdict.h"
#include <math.h>
#include <string.h>

/* Digits of the target plus two, rounded down: a breach never prints as a pass. */
static int digits_of(const Target *target)
{
    int digits = 2;
    for (int64_t rest = target->has_ratio ? target->ratio_ppb % 10000000 : 0; rest != 0; rest = rest * 10 % 10000000)
        digits++;
    return MIN(digits, 7);
}

static char *ppb_text(int64_t ppb, int digits)
{
    g_autofree char *text = g_strdup_printf("%d.%07d", (int)(ppb / 10000000), (int)(ppb % 10000000));
    text[strlen(text) - (gsize)(digits > 0 ? 7 - digits : 8)] = '\0';
    return g_strdup_printf("%s %%", text);
}

static char *case_text(const Target *target, int64_t counted_ppm_ms, int64_t base_ms)
{
    Achieved achieved = achieved_ppm(counted_ppm_ms, base_ms, NULL);
    return base_ms > 0 ? ppb_text(achieved_ppb(&achieved), digits_of(target)) : g_strdup("-");
}

/* Where the contract rounds, the rounded figure is what is compared, so it comes first. */
static char *availability_text(const ObligationJudgement *judgement)
{
    const Rounding *rounding = &judgement->terms->rounding;
    const Target *target = &judgement->obligation->target;
    g_autofree char *exact = case_text(target, judgement->counted_ppm_ms, judgement->base_ms);
    if (judgement->base_ms <= 0 || !rounding_rounds(rounding) || !target->has_ratio)
        return g_steal_pointer(&exact);
    Achieved achieved = achieved_ppm(judgement->counted_ppm_ms, judgement->base_ms, rounding);
    g_autofree char *rounded = ppb_text(achieved_ppb(&achieved), rounding->decimals);
    return g_strdup_printf("%s, before rounding %s", rounded, exact);
}

static char *target_text(const Target *target)
{
    g_autofree char *ratio = ratio_format(target->ratio_ppb);
    if (target->has_ratio)
        return g_strdup_printf("%s%s", target->strict ? "above " : "", ratio);
    if (!target->has_budget)
        return g_strdup(target->text);
    g_autofree char *budget = duration_format(target->budget_ms, true);
    return g_strdup_printf("%s %s", target->strict ? "below" : "at most", budget);
}

static char *margin_text(const ObligationJudgement *judgement)
{
    int64_t ms = judgement->remaining_ms;
    g_autofree char *time = duration_format(ms < 0 ? -ms : ms, true);
    return g_strdup_printf("%s %s", ms < 0 ? "over by" : "left", time);
}

static void write_lines(GString *out, const char *lead, const GPtrArray *lines)
{
    for (guint i = 0; lines != NULL && i < lines->len; i++)
        g_string_append_printf(out, "    %s%s\n", lead, (const char *)g_ptr_array_index(lines, i));
}

static void write_readings(GString *out, const ObligationJudgement *judgement)
{
    for (guint i = 0; i < judgement->readings->len; i++) {
        const Reading *reading = &g_array_index(judgement->readings, Reading, i);
        g_autofree char *amount = money_format(reading->minor, judgement->credit.currency);
        g_string_append_printf(out, "    reading: %s: %s, credit %s\n", reading->reading,
                               verdict_name(reading->verdict), amount);
    }
}

static void write_used(GString *out, const ObligationJudgement *judgement)
{
    g_autofree char *counted = duration_format(judgement->counted_ms, true);
    g_autofree char *budget = duration_format(judgement->budget_ms, true);
    g_autofree char *margin = margin_text(judgement);
    const Target *target = &judgement->obligation->target;
    g_string_append_printf(out, "    counted %s", counted);
    if (target->has_ratio || target->has_budget)
        g_string_append_printf(out, " of %s allowed", budget);
    if (judgement->budget_ms > 0) {
        Format format = format_default();
        format.ratio_digits = 1;
        g_autofree char *share = format_ratio((double)judgement->counted_ms / (double)judgement->budget_ms, &format);
        g_auto(GStrv) parts = g_strsplit(share, "\xc2\xa0", -1); /* a terminal breaks no lines */
        g_autofree char *plain = g_strjoinv(" ", parts);
        g_string_append_printf(out, " (%s)", plain);
    }
    if (target->has_ratio || target->has_budget)
        g_string_append_printf(out, ", %s", margin);
    g_autofree char *excluded = duration_format(judgement->excluded_ms, true);
    g_autofree char *unknown = duration_format(judgement->unknown_ms, true);
    if (judgement->excluded_ms > 0)
        g_string_append_printf(out, "; excluded %s", excluded);
    if (judgement->unknown_ms > 0)
        g_string_append_printf(out, "; unknown %s", unknown);
    g_string_append_c(out, '\n');
}

static void write_pace(GString *out, const ObligationJudgement *judgement)
{
    const Pace *pace = &judgement->pace;
    if (!pace->running)
        return;
    g_autofree char *forecast = duration_format(pace->forecast_ms, true);
    g_autofree char *edge = duration_format(MAX(pace->next_edge_ms, 0), true);
    g_autofree char *then = money_format(pace->next_minor, judgement->credit.currency);
    g_autofree char *minute = money_format(pace->minute_minor, judgement->credit.currency);
    char until[CIVIL_TEXT];
    g_string_append_printf(out, "    pace: %s at the period's end", forecast);
    if (pace->exhausted_at != INSTANT_NONE)
        g_string_append_printf(out, ", the allowance is used up at %s",
                               instant_format(pace->exhausted_at / MS_PER_SECOND * MS_PER_SECOND, until));
    if (pace->next_edge_ms != NOT_GIVEN)
        g_string_append_printf(out, "; next edge after %s more, then %s", edge, then);
    g_string_append_printf(out, "; the next minute costs %s\n", minute);
}

static void write_case(GString *out, const char *lead, const ObligationJudgement *judgement, const Case *one)
{
    g_autofree char *actual = case_text(&judgement->obligation->target, one->counted_ppm_ms, one->base_ms);
    g_autofree char *counted = duration_format((one->counted_ppm_ms + SHARE_FULL - 1) / SHARE_FULL, true);
    g_autofree char *credit = money_format(one->credit_minor, judgement->credit.currency);
    g_string_append_printf(out, "    %s: %s, %s counted (%s), credit %s\n", lead, verdict_name(one->verdict), counted,
                           actual, credit);
}

/* The two cases that vague records allow, wherever their figures differ. */
static void write_vague(GString *out, const ObligationJudgement *judgement)
{
    const Case *best = &judgement->best, *worst = &judgement->worst;
    if (best->counted_ppm_ms == worst->counted_ppm_ms && best->base_ms == worst->base_ms)
        return;
    write_case(out, "at best", judgement, best);
    write_case(out, "at worst", judgement, worst);
    if (judgement->settle->len > 0)
        g_string_append(out, "    this would settle it:\n");
    write_lines(out, "- ", judgement->settle);
}

/* Announced time that counts after all, and why; what is excluded is a sum above, and a row of the ledger each. */
static void write_counted_windows(GString *out, const ObligationJudgement *judgement)
{
    for (guint i = 0; i < judgement->exclusions->len; i++) {
        const ExclusionRecord *record = &g_array_index(judgement->exclusions, ExclusionRecord, i);
        g_autofree char *counted = duration_format(record->counted_ms, true);
        if (record->counted_ms > 0)
            g_string_append_printf(out, "    %s: %s counts: %s\n", record->label, counted, record->reason);
    }
}

/* Which terms, where the contract has several versions. */
static char *version_text(const ObligationJudgement *judgement, const Contract *contract)
{
    const Terms *terms = judgement->terms;
    if (contract->versions->len < 2)
        return g_strdup("");
    Civil from = zone_to_civil(terms->zone, MAX(terms->from, judgement->from));
    return terms->name != NULL
               ? g_strdup_printf(" by the terms %s", terms->name)
               : g_strdup_printf(" by the terms in force on %04d-%02d-%02d", from.year, from.month, from.day);
}

#define CLAIMS_SAID 6

/* "claim by 2026-05-12", and the later days of further incidents. */
static void write_claim(GString *out, const ObligationJudgement *judgement)
{
    const char *said = judgement->claim_day;
    if (said == NULL)
        return;
    g_string_append_printf(out, "    claim by %s", said);
    guint n = 0;
    for (guint i = 0; i < judgement->incidents->len; i++) {
        const IncidentShare *row = &g_array_index(judgement->incidents, IncidentShare, i);
        if (row->claim_day == NULL || strcmp(row->claim_day, said) == 0)
            continue;
        said = row->claim_day;
        if (++n <= CLAIMS_SAID)
            g_string_append_printf(out, "%s %s for %s", n == 1 ? "; by" : ",", said,
                                   row->label != NULL ? row->label : "a later one");
    }
    g_string_append_printf(out, "%s\n", n > CLAIMS_SAID ? ", ..." : "");
}

static void write_obligation(GString *out, const Contract *contract, const ObligationJudgement *judgement)
{
    g_autofree char *version = version_text(judgement, contract);
    g_autofree char *target = target_text(&judgement->obligation->target);
    g_autofree char *actual = availability_text(judgement);
    g_string_append_printf(out, "%-24s  %s%s%s: %s (target %s, actual %s)\n", judgement->name, judgement->period,
                           version, judgement->pace.running ? ", so far" : "", verdict_name(judgement->verdict), target,
                           actual);
    write_used(out, judgement);
    write_counted_windows(out, judgement);
    write_lines(out, "", judgement->credit.derivation);
    write_claim(out, judgement);
    write_readings(out, judgement);
    write_pace(out, judgement);
    write_vague(out, judgement);
    write_lines(out, "note: ", judgement->notes);
}

/* Working time has no days of 24 hours. */
static char *over_text(const ResponseTerms *response, int64_t ms)
{
    g_autofree char *rest = duration_format(ms % MS_PER_HOUR, true);
    if (response->calendar == NULL || ms < MS_PER_HOUR)
        return duration_format(ms, true);
    return g_strdup_printf("%d h%s%s of %s", (int)(ms / MS_PER_HOUR), ms % MS_PER_HOUR > 0 ? " " : "",
                           ms % MS_PER_HOUR > 0 ? rest : "", response->calendar);
}

static void write_response(GString *out, const ResponseJudgement *judgement)
{
    const Goal *goal = judgement->goal == GOAL_RESPOND ? &judgement->response->respond : &judgement->response->resolve;
    g_string_append_printf(out, "%-24s  %s: %s", judgement->name, judgement->period, verdict_name(judgement->verdict));
    if (judgement->verdict == VERDICT_NOT_JUDGED) {
        g_string_append_printf(out, " (target: %s)\n", goal->text);
        return;
    }
    g_string_append_printf(out, " (%d of %d in time", (int)judgement->in_time, (int)judgement->n);
    if (judgement->open_n > 0)
        g_string_append_printf(out, ", %d open", (int)judgement->open_n);
    g_string_append(out, ")\n");
    for (guint i = 0; i < judgement->tickets->len; i++) {
        const TicketJudgement *ticket = &g_array_index(judgement->tickets, TicketJudgement, i);
        g_autofree char *over = over_text(judgement->response, ticket->over_ms);
        if (ticket->late)
            g_string_append_printf(out, "    missed: %s, late by %s%s (%s)\n",
                                   ticket->ticket->label != NULL ? ticket->ticket->label : "?", over,
                                   ticket->done_at == INSTANT_NONE ? " and still open" : "", ticket->arithmetic);
    }
    if (judgement->verdict == VERDICT_UNDECIDABLE)
        g_string_append_printf(out, "    in time at worst %d, at best %d; this would settle it:\n",
                               (int)judgement->in_time_worst, (int)judgement->in_time_best);
    if (judgement->verdict == VERDICT_UNDECIDABLE)
        write_lines(out, "- ", judgement->settle);
    write_lines(out, "", judgement->credit.derivation);
}

void judgement_text_head(const Judgement *sum, GString *out)
{
    g_string_append_printf(out, "Contract %s, %s: %s\n", sum->contract->id, sum->period.label,
                           verdict_name(sum->verdict));
}

void judgement_text_add(const Judgement *part, GString *out)
{
    for (guint i = 0; i < part->obligations->len; i++)
        write_obligation(out, part->contract, g_ptr_array_index(part->obligations, i));
    for (guint i = 0; i < part->responses->len; i++)
        write_response(out, g_ptr_array_index(part->responses, i));
    for (guint i = 0; i < part->chronic->len; i++)
        g_string_append_printf(out, "%s: %s\n", ((ChronicJudgement *)g_ptr_array_index(part->chronic, i))->period,
                               ((ChronicJudgement *)g_ptr_array_index(part->chronic, i))->text);
}

void judgement_text_end(const Judgement *sum, GString *out)
{
    g_autofree char *credit = money_format(sum->credit_minor, sum->currency);
    if (sum->credit_minor > 0)
        g_string_append_printf(out, "Credits: %s\n", credit);
    write_lines(out, "note: ", sum->notes);
}

void judgement_write_text(const Judgement *judgement, GString *out)
{
    judgement_text_head(judgement, out);
    judgement_text_add(judgement, out);
    judgement_text_end(judgement, out);
}

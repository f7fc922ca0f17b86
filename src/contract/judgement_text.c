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

static char *availability_text(const ObligationJudgement *judgement)
{
    if (judgement->base_ms <= 0)
        return g_strdup("-");
    Achieved achieved = {.counted_ppm_ms = judgement->counted_ppm_ms, .base_ms = judgement->base_ms};
    int digits = digits_of(&judgement->obligation->target);
    int64_t ppb = achieved_ppb(&achieved);
    g_autofree char *text = g_strdup_printf("%d.%07d", (int)(ppb / 10000000), (int)(ppb % 10000000));
    text[strlen(text) - (gsize)(7 - digits)] = '\0';
    return g_strdup_printf("%s %%", text);
}

static char *target_text(const Target *target)
{
    if (target->has_ratio)
        return ratio_format(target->ratio_ppb);
    if (!target->has_budget)
        return g_strdup(target->text);
    g_autofree char *budget = duration_format(target->budget_ms, true);
    return g_strdup_printf("at most %s", budget);
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
    g_string_append_printf(out, "    counted %s of %s allowed", counted, budget);
    if (judgement->budget_ms > 0)
        g_string_append_printf(out, " (%.1f %%)", 100.0 * (double)judgement->counted_ms / (double)judgement->budget_ms);
    g_string_append_printf(out, ", %s", margin);
    g_autofree char *excluded = duration_format(judgement->excluded_ms, true);
    g_autofree char *unknown = duration_format(judgement->unknown_ms, true);
    if (judgement->excluded_ms > 0)
        g_string_append_printf(out, "; excluded %s", excluded);
    if (judgement->unknown_ms > 0)
        g_string_append_printf(out, "; unknown %s", unknown);
    g_string_append_c(out, '\n');
}

static void write_obligation(GString *out, const ObligationJudgement *judgement)
{
    g_autofree char *target = target_text(&judgement->obligation->target);
    g_autofree char *actual = availability_text(judgement);
    g_string_append_printf(out, "%-24s  %s%s: %s (target %s, actual %s)\n", judgement->name, judgement->period,
                           judgement->pace.running ? ", so far" : "", verdict_name(judgement->verdict), target, actual);
    write_used(out, judgement);
    write_lines(out, "", judgement->credit.derivation);
    if (judgement->claim_day != NULL)
        g_string_append_printf(out, "    claim by %s\n", judgement->claim_day);
    write_readings(out, judgement);
    if (judgement->verdict == VERDICT_UNDECIDABLE)
        g_string_append_printf(out, "    at best %s, at worst %s; this would settle it:\n",
                               verdict_name(judgement->best.verdict), verdict_name(judgement->worst.verdict));
    write_lines(out, "- ", judgement->settle);
    write_lines(out, "note: ", judgement->notes);
}

static void write_response(GString *out, const ResponseJudgement *judgement)
{
    g_string_append_printf(out, "%-24s  %s: %s (%d of %d in time", judgement->name, judgement->period,
                           verdict_name(judgement->verdict), (int)judgement->in_time, (int)judgement->n);
    if (judgement->open_n > 0)
        g_string_append_printf(out, ", %d open", (int)judgement->open_n);
    g_string_append(out, ")\n");
    for (guint i = 0; i < judgement->tickets->len; i++) {
        const TicketJudgement *ticket = &g_array_index(judgement->tickets, TicketJudgement, i);
        g_autofree char *over = duration_format(ticket->over_ms, true);
        if (ticket->late)
            g_string_append_printf(out, "    missed: %s, late by %s (%s)\n",
                                   ticket->ticket->label != NULL ? ticket->ticket->label : "?", over,
                                   ticket->arithmetic);
    }
    write_lines(out, "", judgement->credit.derivation);
}

void judgement_write_text(const Judgement *judgement, GString *out)
{
    g_string_append_printf(out, "Contract %s, %s: %s\n", judgement->contract->id, judgement->period.label,
                           verdict_name(judgement->verdict));
    for (guint i = 0; i < judgement->obligations->len; i++)
        write_obligation(out, g_ptr_array_index(judgement->obligations, i));
    for (guint i = 0; i < judgement->responses->len; i++)
        write_response(out, g_ptr_array_index(judgement->responses, i));
    for (guint i = 0; i < judgement->chronic->len; i++)
        g_string_append_printf(out, "%s: %s\n", ((ChronicJudgement *)g_ptr_array_index(judgement->chronic, i))->period,
                               ((ChronicJudgement *)g_ptr_array_index(judgement->chronic, i))->text);
    g_autofree char *credit = money_format(judgement->credit_minor, judgement->currency);
    if (judgement->credit_minor > 0)
        g_string_append_printf(out, "Credits: %s\n", credit);
    write_lines(out, "note: ", judgement->notes);
}

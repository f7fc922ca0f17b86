#include "nines/base/money.h"
#include "nines/contract/judge.h"
#include <string.h>

#define LINE_OCTETS 74 /* RFC 5545 folds after 75 */

/* A content line, folded between characters. */
static void add_line(GString *out, const char *text)
{
    gsize used = 0;
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        gsize length = (gsize)(g_utf8_next_char(p) - p);
        if (used + length > LINE_OCTETS) {
            g_string_append(out, "\r\n ");
            used = 1;
        }
        g_string_append_len(out, p, (gssize)length);
        used += length;
    }
    g_string_append(out, "\r\n");
}

static char *escaped(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p != '\0'; p++) {
        if (strchr("\\,;", *p) != NULL)
            g_string_append_c(out, '\\');
        g_string_append(out, *p == '\n' ? "\\n" : (char[]){*p, '\0'});
    }
    return g_string_free(out, FALSE);
}

static void add_property(GString *out, const char *name, const char *value)
{
    g_autofree char *text = escaped(value);
    g_autofree char *line = g_strdup_printf("%s:%s", name, text);
    add_line(out, line);
}

static char *digits_of(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p != '\0'; p++)
        if (*p != '-' && *p != ':')
            g_string_append_c(out, *p);
    return g_string_free(out, FALSE);
}

/* incident: its label, or NULL for the obligation as a whole. */
static void add_event(const Judgement *judgement, const ObligationJudgement *one, const char *incident,
                      const char *last_day, GString *out)
{
    char buffer[CIVIL_TEXT];
    const char *evidence = one->obligation->credit.claim.evidence;
    g_autofree char *day = digits_of(last_day);
    g_autofree char *stamp = digits_of(instant_format(judgement->as_of / MS_PER_SECOND * MS_PER_SECOND, buffer));
    g_autofree char *start = g_strdup_printf("DTSTART;VALUE=DATE:%s", day);
    g_autofree char *stamped = g_strdup_printf("DTSTAMP:%s", stamp);
    g_autofree char *amount = money_format(one->credit.minor, one->credit.currency);
    const char *gap = incident != NULL ? "/" : "", *what = incident != NULL ? incident : "";
    g_autofree char *uid =
        g_strdup_printf("%s/%s/%s%s%s@nines", judgement->contract->id, one->name, one->period, gap, what);
    g_autofree char *summary =
        g_strdup_printf("Last day to claim %s: %s, %s of %s%s%s", amount, judgement->contract->id, one->name,
                        one->period, incident != NULL ? ", for " : "", what);
    add_line(out, "BEGIN:VEVENT");
    add_property(out, "UID", uid);
    add_line(out, stamped);
    add_line(out, start);
    add_property(out, "SUMMARY", summary);
    if (evidence != NULL)
        add_property(out, "DESCRIPTION", evidence);
    add_line(out, "TRANSP:TRANSPARENT");
    add_line(out, "END:VEVENT");
}

/* One for each incident where claims count from incidents, else one. */
static void add_events(const Judgement *judgement, const ObligationJudgement *one, GString *out)
{
    guint n = 0;
    for (guint i = 0; i < one->incidents->len; i++) {
        const IncidentShare *row = &g_array_index(one->incidents, IncidentShare, i);
        if (row->claim_day == NULL)
            continue;
        add_event(judgement, one, row->label != NULL ? row->label : "an incident", row->claim_day, out);
        n++;
    }
    if (n == 0 && one->claim_day != NULL)
        add_event(judgement, one, NULL, one->claim_day, out);
}

void judgement_claims_begin(GString *out)
{
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    add_line(out, "PRODID:-//nines//claims//EN");
}

void judgement_claims_add(const Judgement *part, GString *out)
{
    for (guint i = 0; i < part->obligations->len; i++)
        add_events(part, g_ptr_array_index(part->obligations, i), out);
}

void judgement_claims_end(GString *out)
{
    add_line(out, "END:VCALENDAR");
}

void judgement_write_claims(const Judgement *judgement, GString *out)
{
    judgement_claims_begin(out);
    judgement_claims_add(judgement, out);
    judgement_claims_end(out);
}

/* Where a document contradicts itself: both places are reported, the reading chosen is the majority's or the list's. */
#include "roles.h"

#include <stdlib.h>

/* ---- a stray month: "24th Jul (2:20 am)" against 24 June 2:20 everywhere else ---- */

static bool same_but_month(const TextMoment *a, const TextMoment *b)
{
    return a->day == b->day && a->hour == b->hour && a->minute == b->minute &&
           (a->month != b->month || a->year != b->year);
}

static guint month_votes(const Outline *outline, const Timeline *timeline, const TextMoment *like)
{
    int group = outline_note(outline, like->block)->group;
    guint n = 0;
    for (guint i = 0; i < timeline->moments->len && i < 2000; i++) {
        const TextMoment *m = timeline_moment(timeline, i);
        n += m->has_date && m->own_date && m->year == like->year && m->month == like->month &&
             outline_note(outline, m->block)->group == group;
    }
    return n;
}

static void note_month(Timeline *timeline, const TextMoment *loser, const TextMoment *winner)
{
    Finding *finding = g_new0(Finding, 1);
    finding->rule = "month";
    finding->message = g_strdup_printf(
        "%04d-%02d-%02d against %04d-%02d-%02d at %02d:%02d; the second agrees with the other dates", loser->year,
        loser->month, loser->day, winner->year, winner->month, winner->day, winner->hour, winner->minute);
    finding->block = loser->block;
    finding->start = loser->start;
    finding->end = loser->end;
    finding->has_other = true;
    finding->other_block = winner->block;
    finding->other_start = winner->start;
    finding->other_end = winner->end;
    g_ptr_array_add(timeline->findings, finding);
}

/* "25th" alone took its month from the stray date before it. */
static void move_followers(Timeline *timeline, const TextMoment *loser, const TextMoment *winner)
{
    for (guint i = 0; i < timeline->moments->len; i++) {
        TextMoment *m = &g_array_index(timeline->moments, TextMoment, i);
        if (m == loser || !m->month_carried || m->year != loser->year || m->month != loser->month)
            continue;
        m->local_ms +=
            (civil_days(winner->year, winner->month, m->day) - civil_days(m->year, m->month, m->day)) * MS_PER_DAY;
        m->year = winner->year;
        m->month = winner->month;
    }
}

void contradictions_of_dates(Outline *outline, Timeline *timeline)
{
    guint n = MIN(timeline->moments->len, 150);
    for (guint i = 0; i < n; i++)
        for (guint j = 0; j < n; j++) {
            TextMoment *a = &g_array_index(timeline->moments, TextMoment, i);
            const TextMoment *b = timeline_moment(timeline, j);
            if (!a->has_clock || !b->has_clock || !a->has_date || !b->has_date || !a->own_date || !same_but_month(a, b))
                continue;
            if (outline_note(outline, a->block)->group != outline_note(outline, b->block)->group)
                continue;
            if (month_votes(outline, timeline, a) >= month_votes(outline, timeline, b))
                continue;
            note_month(timeline, a, b);
            move_followers(timeline, a, b);
            a->year = b->year;
            a->month = b->month;
            a->local_ms = b->local_ms;
            a->date_rule = "month as in the document's other dates";
            break;
        }
}

/* ---- one event told at two times ---- */

static const char *const role_names[ROLE_COUNT] = {"start", "detection", "acknowledgement", "mitigation", "resolution"};

static int best_role(const Entry *e)
{
    int best = -1;
    for (int role = 0; role < ROLE_COUNT; role++)
        if (e->score[role] >= 2.4 && (best < 0 || e->score[role] > e->score[best]))
            best = role;
    return best;
}

static const Entry *scope_entry(const RoleReader *r, const Scope *scope, guint i)
{
    return role_entry(r, g_array_index(scope->entries, guint, i));
}

/* Whether an entry of the timeline has the very time of the entry at i; entries stand in order of time. */
static bool told_exactly(const RoleReader *r, const Scope *scope, guint i)
{
    int64_t at = moment_ms(entry_moment(r, scope_entry(r, scope, i)));
    for (guint j = i; j > 0 && i - j < 50 && moment_ms(entry_moment(r, scope_entry(r, scope, j - 1))) == at; j--)
        if (scope_entry(r, scope, j - 1)->timeline)
            return true;
    for (guint j = i + 1;
         j < scope->entries->len && j - i < 50 && moment_ms(entry_moment(r, scope_entry(r, scope, j))) == at; j++)
        if (scope_entry(r, scope, j)->timeline)
            return true;
    return false;
}

static bool noticing(int role)
{
    return role == ROLE_DETECTED || role == ROLE_ACKNOWLEDGED;
}

/* Prose gives a time that the timeline lacks, and the timeline has the same kind of event some minutes off. */
static void find_retold(RoleReader *r, const Scope *scope)
{
    for (guint i = 0; i < scope->entries->len; i++) {
        const Entry *e = role_entry(r, g_array_index(scope->entries, guint, i));
        const TextMoment *m = entry_moment(r, e);
        int role = best_role(e);
        if (e->timeline || e->label || role < 0 || !m->has_clock || m->approximate || m->relative ||
            told_exactly(r, scope, i))
            continue;
        for (guint j = i > 60 ? i - 60 : 0; j < scope->entries->len && j < i + 60; j++) {
            const Entry *other = role_entry(r, g_array_index(scope->entries, guint, j));
            const TextMoment *om = entry_moment(r, other);
            int64_t apart = llabs(moment_ms(m) - moment_ms(om));
            int like = best_role(other);
            bool same = like == role || (noticing(like) && noticing(role)) || other->score[role] >= 2.4;
            if (!other->timeline || !om->has_clock || apart == 0 || apart > 15 * MS_PER_MINUTE || !same)
                continue;
            g_autofree char *a = moment_text(m), *b = moment_text(om);
            finding_add(r, "time", m->block, m->start, m->end, (int)om->block, om->start, om->end,
                        "the %s is told at %s in the text and at %s in the timeline", role_names[role], a, b);
            break;
        }
    }
}

/* The impact's end and the recovery differ. */
static void find_ends(RoleReader *r, const Scope *scope, const Incident *incident)
{
    const Fact *end = &incident->facts[FACT_RESOLVED];
    if (!end->known || !end->moment.has_clock)
        return;
    for (guint i = 0; i < scope->entries->len; i++) {
        const Entry *e = role_entry(r, g_array_index(scope->entries, guint, i));
        const TextMoment *m = entry_moment(r, e);
        bool range = e->range_second && !e->timeline && e->score[ROLE_RESOLVED] >= 4;
        bool other = m->block == end->moment.block && m->start == end->moment.start;
        if (!range || other || !m->has_clock || llabs(moment_ms(m) - moment_ms(&end->moment)) <= MS_PER_MINUTE)
            continue;
        g_autofree char *a = moment_text(m);
        finding_add(r, "end", m->block, m->start, m->end, (int)end->moment.block, end->moment.start, end->moment.end,
                    "the impact ends at %s, the recovery is told at %s", a, end->text);
    }
    /* chosen from the range: the last recovery of the timeline says otherwise */
    const Entry *last = NULL;
    bool chosen_timeline = false;
    for (guint i = 0; i < scope->entries->len; i++) {
        const Entry *e = role_entry(r, g_array_index(scope->entries, guint, i));
        const TextMoment *m = entry_moment(r, e);
        if (e->timeline && m->has_clock && e->score[ROLE_RESOLVED] >= 2.9 && !e->range_first)
            last = e;
        chosen_timeline |= e->timeline && m->block == end->moment.block && m->start == end->moment.start;
    }
    if (!last || chosen_timeline)
        return;
    const TextMoment *m = entry_moment(r, last);
    if (llabs(moment_ms(m) - moment_ms(&end->moment)) <= MS_PER_MINUTE)
        return;
    g_autofree char *text = moment_text(m);
    finding_add(r, "end", end->moment.block, end->moment.start, end->moment.end, (int)m->block, m->start, m->end,
                "the impact ends at %s, the timeline tells of the recovery at %s", end->text, text);
}

static void find_order(RoleReader *r, const Incident *incident)
{
    const Fact *before = NULL;
    for (int role = 0; role < ROLE_COUNT; role++) {
        const Fact *fact = &incident->facts[FACT_START + role];
        if (!fact->known || !fact->moment.has_clock || !fact->moment.has_date)
            continue;
        if (before && moment_ms(&fact->moment) < moment_ms(&before->moment))
            finding_add(r, "order", fact->moment.block, fact->moment.start, fact->moment.end, (int)before->moment.block,
                        before->moment.start, before->moment.end, "%s at %s stands before %s", role_names[role],
                        fact->text, before->text);
        before = fact;
    }
}

void contradictions_find(RoleReader *r, const Scope *scope, Incident *incident)
{
    find_retold(r, scope);
    find_ends(r, scope, incident);
    find_order(r, incident);
}

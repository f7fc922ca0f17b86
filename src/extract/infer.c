/* Times that no label and no cue tells: from the entries beside them and from the length that is stated. */
#include "selection.h"

#include <stdlib.h>
#include <string.h>

/* ---- the first response ---- */

/* The first entry after the time in which somebody did something, but for reports of the trouble; or -1. */
static int first_work(const Selection *s, int64_t after, int to)
{
    for (int i = 0; i < to; i++) {
        const Entry *e = entry_at(s, (guint)i);
        bool came = e->score[ROLE_ACKNOWLEDGED] >= role_thresholds[ROLE_ACKNOWLEDGED];
        bool broke = e->problem || e->trigger || e->score[ROLE_START] >= role_thresholds[ROLE_START];
        bool worked = came || (e->work && !broke && e->score[ROLE_DETECTED] < role_thresholds[ROLE_DETECTED]);
        if (e->timeline && usable(s, (guint)i) && worked && time_at(s, i) > after && time_at(s, i) < time_at(s, to))
            return i;
    }
    return -1;
}

/* "the network team began to look" an hour after others did is not the first response. */
void infer_response(Selection *s)
{
    int seen = s->chosen[ROLE_DETECTED], came = s->chosen[ROLE_ACKNOWLEDGED], start = s->chosen[ROLE_START];
    if (came < 0 || entry_at(s, (guint)came)->label)
        return;
    int64_t after = seen >= 0 ? time_at(s, seen) : start >= 0 ? time_at(s, start) - 1 : INT64_MIN;
    int first = first_work(s, after, came);
    if (first >= 0) {
        s->chosen[ROLE_ACKNOWLEDGED] = first;
        s->rule[ROLE_ACKNOWLEDGED] = "first work after the detection";
        s->confidence[ROLE_ACKNOWLEDGED] = 0.6;
    }
}

/* ---- what no cue says ---- */

#define CHANGE_BEFORE (2 * MS_PER_DAY)           /* hours after a change trouble is seen; ... */
#define CHANGE_BEFORE_IN_DAYS (120 * MS_PER_DAY) /* who tells in days tells of weeks */

/* "SSL fix deployed": the change that ends it. */
static bool is_fix(const Selection *s, const Entry *e)
{
    static const char *const words[] = {"fix", "fixes", "fixed", "hotfix", "bugfix", "patched", "rollback", NULL};
    for (guint i = e->from; i < e->to && i < e->from + 10; i++) {
        const Token *token = token_at(s->r, e->block, i);
        if (token->kind == TOKEN_WORD && g_strv_contains(words, token->word))
            return true;
    }
    return false;
}

/* The last change that went out before the trouble was seen. */
static int find_trigger(const Selection *s, int64_t before)
{
    int found = -1;
    int64_t reach = s->by_days ? CHANGE_BEFORE_IN_DAYS : CHANGE_BEFORE;
    for (guint i = 0; i < s->scope->entries->len; i++) {
        const Entry *e = entry_at(s, i);
        bool item = text_document_block(s->r->document, e->block)->kind == TEXT_ITEM && e->section != SECTION_CAUSE;
        if ((!e->timeline && !item) || e->label || !usable(s, i) || time_at(s, (int)i) >= before)
            continue;
        if (e->trigger && !e->staging && !is_fix(s, e) && e->score[ROLE_RESOLVED] < 2.4 &&
            before - time_at(s, (int)i) < reach)
            found = (int)i;
    }
    return found;
}

/* The last of several entries tells how it ended, whatever its words. */
static bool is_last_listed(const Selection *s, guint i)
{
    for (guint j = i + 1; j < s->scope->entries->len; j++)
        if (entry_at(s, j)->timeline && usable(s, j))
            return false;
    for (guint j = 0; j < i; j++)
        if (entry_at(s, j)->timeline && usable(s, j) && time_at(s, (int)j) < time_at(s, (int)i))
            return entry_at(s, i)->timeline;
    return false;
}

#define MOST_BEFORE 1 /* entries of the list, perhaps the change that broke it */

/* Whether the list tells more than one thing before the entry: then its words of failure tell no beginning. */
static bool is_amidst(const Selection *s, guint i)
{
    guint before = 0;
    for (guint j = 0; entry_at(s, i)->timeline && j < i; j++)
        before += entry_at(s, j)->timeline && usable(s, j) && time_at(s, (int)j) < time_at(s, (int)i);
    return before > MOST_BEFORE;
}

/* "(the 20:29 run failed as well)" */
static bool is_in_brackets(const Selection *s, guint i)
{
    const TextMoment *m = moment_at(s, i);
    for (guint t = m->from; !entry_at(s, i)->timeline && t > 0 && m->from - t < 3; t--)
        if (is_mark(s->r, m->block, t - 1, "("))
            return true;
    return false;
}

/* The first entry before the trouble was seen that tells of something broken. */
static int find_problem(const Selection *s, int64_t before)
{
    for (guint i = 0; i < s->scope->entries->len; i++) {
        const Entry *e = entry_at(s, i);
        bool prose = e->section == SECTION_NONE || e->section == SECTION_SUMMARY || e->section == SECTION_IMPACT;
        if ((!e->timeline && !prose) || e->label || !usable(s, i) || e->section == SECTION_CAUSE)
            continue;
        if (time_at(s, (int)i) >= before)
            break;
        if (e->problem && !e->staging && e->score[ROLE_RESOLVED] < 2.4 && e->score[ROLE_MITIGATED] < 2.4 &&
            !is_in_brackets(s, i) && (before == INT64_MAX || before - time_at(s, (int)i) < MS_PER_DAY))
            return is_last_listed(s, i) || is_amidst(s, i) ? -1 : (int)i;
    }
    return -1;
}

/* Neither a change nor somebody's work nor a recovery, nor what happens every day. */
static bool is_untold(const Selection *s, const Entry *e)
{
    return !hits_in(s->r, e->block, e->from, e->to, CUE_routine) && !e->trigger && !e->work && !e->staging &&
           !e->closing && !e->recurrence && e->score[ROLE_RESOLVED] <= 0 && e->score[ROLE_MITIGATED] <= 0 &&
           e->score[ROLE_ACKNOWLEDGED] <= 0;
}

/* What opens the list right before the alarm, or follows the last change (-1: none is told), in words that no cue
 * knows. */
static int find_prelude(const Selection *s, int seen, int trigger)
{
    int first = -1, others = 0;
    for (int i = MAX(trigger + 1, 0); entry_at(s, (guint)seen)->timeline && i < seen; i++) {
        if (!entry_at(s, (guint)i)->timeline || !usable(s, (guint)i) || time_at(s, i) == time_at(s, seen))
            continue;
        first = first < 0 ? i : first;
        others++;
    }
    if (others != 1 || !is_untold(s, entry_at(s, (guint)first)))
        return -1;
    return time_at(s, seen) - time_at(s, first) > MS_PER_HOUR ? -1 : first;
}

static bool is_prose(const Selection *s, const Entry *e)
{
    return !e->timeline && !e->label && text_document_block(s->r->document, e->block)->kind == TEXT_PARAGRAPH &&
           (e->section == SECTION_NONE || e->section == SECTION_SUMMARY || e->section == SECTION_IMPACT);
}

/* A report in prose begins with when it happened: its first clock time, unless its words say something else. */
static int find_opening(const Selection *s, int64_t before)
{
    int first = -1;
    for (guint i = 0; i < s->scope->entries->len; i++) {
        const Entry *e = entry_at(s, i);
        if (is_prose(s, e) && usable(s, i) && (first < 0 || e->moment < entry_at(s, (guint)first)->moment))
            first = (int)i;
    }
    if (first < 0 || time_at(s, first) >= before)
        return -1;
    const Entry *e = entry_at(s, (guint)first);
    for (guint i = (guint)first + 1; e->trigger && !e->problem && i < s->scope->entries->len; i++) {
        const Entry *next = entry_at(s, i); /* "Version 4 went out at 9:30. At 10:00 the till froze." */
        if (next->block != e->block || time_at(s, (int)i) >= before)
            break;
        if (usable(s, i) && is_prose(s, next) && is_untold(s, next))
            return (int)i;
    }
    bool other = e->score[ROLE_RESOLVED] > 1 || e->score[ROLE_MITIGATED] > 1 || e->score[ROLE_ACKNOWLEDGED] > 2 ||
                 e->staging || e->closing;
    return other ? -1 : first;
}

/* "2024-05-17 08:00 - 09:30 UTC. Our provider throttled us", "whoever signed in between 10:00 and 10:40 should ...":
 * the only times of an incident are a range. */
static void infer_only_range(Selection *s)
{
    int first = -1, second = -1;
    for (guint i = 0; i < s->scope->entries->len; i++) {
        const Entry *e = entry_at(s, i);
        if (!usable(s, i))
            continue;
        if (first < 0 && e->range_first)
            first = (int)i;
        else if (first >= 0 && second < 0 && e->range_second)
            second = (int)i;
        else
            return;
    }
    if (second < 0 || !(is_one_of_several(s->r, s->scope->group) || is_prose(s, entry_at(s, (guint)first))))
        return;
    if (s->chosen[ROLE_START] < 0 && s->chosen[ROLE_DETECTED] < 0)
        choose(s, ROLE_START, first, "the only range", 0.7);
    if (s->chosen[ROLE_RESOLVED] < 0 && s->chosen[ROLE_START] == first)
        choose(s, ROLE_RESOLVED, second, "the only range", 0.7);
}

/* A row or an item that is an incident by itself: its range, or its only time, is the incident's. */
void infer_line(Selection *s)
{
    if (!s->scope->line)
        infer_only_range(s);
    int first = -1, second = -1;
    guint clocks = 0;
    for (guint i = 0; s->scope->line && i < s->scope->entries->len; i++) {
        if (!usable(s, i))
            continue;
        clocks++;
        if (first < 0 && !entry_at(s, i)->range_second)
            first = (int)i;
        if (second < 0 && first >= 0 && entry_at(s, i)->range_second)
            second = (int)i;
    }
    if (first < 0 || entry_at(s, (guint)first)->label)
        return;
    const Entry *only = entry_at(s, (guint)first);
    bool row = text_document_block(s->r->document, only->block)->kind == TEXT_ROW;
    bool ends = !row && !only->timeline && only->score[ROLE_RESOLVED] > MAX(only->score[ROLE_START], 1.0);
    if (clocks == 1 && ends) /* "mail was late, fixed at 17:30" */
        return;
    if (clocks == 1) /* "Datum | Symptom | Dauer": its words of an end are not of this time */
        for (int role = 0; role < ROLE_COUNT; role++)
            s->chosen[role] = -1;
    if (s->chosen[ROLE_START] < 0 && s->chosen[ROLE_DETECTED] < 0)
        choose(s, ROLE_START, first, "time of the line", 0.7);
    if (second >= 0 && s->chosen[ROLE_RESOLVED] < 0 && entry_at(s, (guint)first)->range_first)
        choose(s, ROLE_RESOLVED, second, "range of the line", 0.7);
}

/* Whether the entry tells of a change, at the only time that the report has. */
static bool is_only_clock(const Selection *s, int entry)
{
    guint clocks = 0;
    for (guint i = 0; i < s->scope->entries->len; i++)
        clocks += usable(s, i);
    return entry >= 0 && clocks == 1 && entry_at(s, (guint)entry)->trigger && moment_at(s, (guint)entry)->own_date;
}

/* "22 July: last form received" in a list that goes on on 10 September: it had begun long before it was seen. */
static bool is_told_of_days_before(const Selection *s, int seen)
{
    for (int i = 0; i < seen; i++) {
        const Entry *e = entry_at(s, (guint)i);
        if (e->timeline && e->section == SECTION_TIMELINE && usable(s, (guint)i) &&
            time_at(s, seen) - time_at(s, i) > MS_PER_DAY / 2)
            return true;
    }
    return false;
}

static void fill_start(Selection *s)
{
    if (s->chosen[ROLE_START] >= 0)
        return;
    int seen = s->chosen[ROLE_DETECTED] >= 0 ? s->chosen[ROLE_DETECTED] : s->chosen[ROLE_ACKNOWLEDGED];
    int eased = s->chosen[ROLE_MITIGATED], end = s->chosen[ROLE_RESOLVED] >= 0 ? s->chosen[ROLE_RESOLVED] : eased;
    if (seen < 0) {
        int64_t before = end >= 0 ? time_at(s, end) : INT64_MAX;
        int problem = find_problem(s, before);
        if (problem < 0 && end >= 0)
            problem = find_opening(s, before);
        if (problem < 0 && eased >= 0) /* the end of another day */
            problem = find_problem(s, time_at(s, eased));
        if (problem >= 0)
            choose(s, ROLE_START, problem, "first entry that tells of trouble", 0.55);
        else if (end < 0 && is_only_clock(s, find_opening(s, INT64_MAX)))
            choose(s, ROLE_START, find_opening(s, INT64_MAX), "first time that the report tells", 0.55);
        return;
    }
    int problem = find_problem(s, time_at(s, seen)), trigger = find_trigger(s, time_at(s, seen));
    if (problem >= 0 && trigger >= 0 && time_at(s, problem) <= time_at(s, trigger))
        problem = -1; /* trouble before the change is another trouble */
    if (problem >= 0) {
        choose(s, ROLE_START, problem, "first entry that tells of trouble", 0.65);
        return;
    }
    int opening = find_opening(s, time_at(s, seen));
    if (opening >= 0) {
        choose(s, ROLE_START, opening, "first time that the report tells", 0.55);
        return;
    }
    int prelude = find_prelude(s, seen, trigger);
    if (prelude >= 0)
        choose(s, ROLE_START, prelude, "entry before the alarm", 0.55);
    else if (trigger >= 0 && (end < 0 || time_at(s, trigger) < time_at(s, end)))
        choose(s, ROLE_START, trigger, "last change before the trouble was seen", 0.6);
    else if (!is_told_of_days_before(s, seen))
        choose(s, ROLE_START, seen, "first time at which the trouble is seen", 0.55);
}

/* Whether the list has entries between the start and the first work: one of them may be the detection. */
static bool has_unread(const Selection *s, int came)
{
    int start = s->chosen[ROLE_START];
    if (start < 0 || start == came)
        return false;
    const Entry *work = entry_at(s, (guint)came);
    for (int i = 0; i < came; i++) {
        const Entry *e = entry_at(s, (guint)i);
        bool same = e->score[ROLE_START] >= role_thresholds[ROLE_START] || i == start;
        bool beside = work->timeline ? e->timeline : e->block == work->block;
        if (beside && usable(s, (guint)i) && !same && !e->trigger && time_at(s, i) >= time_at(s, start) &&
            time_at(s, i) < time_at(s, came))
            return true;
    }
    return false;
}

/* Work that began hours after the start tells nothing of when the trouble was known. */
static bool came_soon(const Selection *s, int came)
{
    int start = s->chosen[ROLE_START];
    return start < 0 || time_at(s, came) - time_at(s, start) <= MS_PER_HOUR;
}

/* Whether the list tells of the trouble before anybody worked on it: who told of it knew then, or somebody did between.
 */
static bool is_told_before(const Selection *s, int came)
{
    int start = s->chosen[ROLE_START];
    bool seen = entry_at(s, (guint)came)->score[ROLE_DETECTED] > 0; /* "picks up the alarm", "incident raised" */
    for (int i = start; !seen && start >= 0 && i < came; i++) {
        const Entry *e = entry_at(s, (guint)i);
        bool told = i == start || e->score[ROLE_START] >= role_thresholds[ROLE_START];
        if (told && (e->timeline || e->label) && !e->trigger && usable(s, (guint)i) &&
            time_at(s, came) - time_at(s, i) > MS_PER_MINUTE)
            return true;
    }
    return false;
}

static void fill_detected(Selection *s)
{
    int came = s->chosen[ROLE_ACKNOWLEDGED];
    if (s->chosen[ROLE_DETECTED] < 0 && came >= 0 && !s->scope->shared && !has_unread(s, came) && came_soon(s, came) &&
        !is_told_before(s, came))
        choose(s, ROLE_DETECTED, came, "work began, so it was known", 0.55);
}

/* "Impact began: 14:16", "Opened: 14:22": beside a start of its own a ticket's opening is when it was known. */
static void fill_opened(Selection *s)
{
    int start = s->chosen[ROLE_START], seen = s->chosen[ROLE_DETECTED];
    if (start < 0 || !entry_at(s, (guint)start)->label || (seen >= 0 && entry_at(s, (guint)seen)->label))
        return;
    for (int i = start + 1; i < (int)s->scope->entries->len; i++) {
        const Entry *e = entry_at(s, (guint)i);
        const TextMoment *m = entry_moment(s->r, e);
        Label label;
        bool opened = e->label && e->score[ROLE_START] > 0 && usable(s, (guint)i) &&
                      label_of(s->r, e->block, m->from, &label) && label.to <= label.from + 2 &&
                      token_at(s->r, label.block, label.from)->kind == TOKEN_WORD &&
                      strcmp(token_at(s->r, label.block, label.from)->word, "opened") == 0;
        if (opened && (seen < 0 || time_at(s, i) < time_at(s, seen)))
            choose(s, ROLE_DETECTED, i, "label", 0.8);
    }
}

/* Trouble that was over before anybody saw it: the order of the five does not hold for the detection. */
static void fill_unseen_recovery(Selection *s)
{
    int seen = s->chosen[ROLE_DETECTED], begin = -1, over = -1;
    int end = s->chosen[ROLE_RESOLVED];
    bool free = end < 0 || (end == seen && !entry_at(s, (guint)end)->label);
    if (seen < 0 || !free || s->chosen[ROLE_MITIGATED] >= 0 || s->scope->shared)
        return;
    for (int i = 0; i < seen; i++) {
        const Entry *e = entry_at(s, (guint)i);
        if (!usable(s, (guint)i) || !e->timeline)
            continue;
        if (begin < 0 && e->score[ROLE_START] >= role_thresholds[ROLE_START])
            begin = i;
        else if (begin >= 0 && e->score[ROLE_RESOLVED] >= 2.7)
            over = i;
    }
    if (over < 0 || (s->chosen[ROLE_START] >= 0 && entry_at(s, (guint)s->chosen[ROLE_START])->label))
        return;
    choose(s, ROLE_START, begin, "cue words of the entry", 0.75);
    choose(s, ROLE_RESOLVED, over, "recovery before the detection", 0.75);
}

/* "14:44 the buttons seem to have vanished", seen for the first time and after a change of the same day: it had begun
 * with the change. */
static void move_to_trigger(Selection *s)
{
    int start = s->chosen[ROLE_START], seen = s->chosen[ROLE_DETECTED];
    if (start < 0 || start != seen || entry_at(s, (guint)start)->label)
        return;
    int trigger = find_trigger(s, time_at(s, seen));
    if (trigger >= 0 && time_at(s, seen) - time_at(s, trigger) < MS_PER_DAY / 4 &&
        entry_at(s, (guint)trigger)->production)
        choose(s, ROLE_START, trigger, "last change before the trouble was seen", 0.6);
}

/* "From 10:00 until 10:25 the page was blank": the start is told, and in the same breath the end. */
static void fill_range_end(Selection *s)
{
    int start = s->chosen[ROLE_START];
    const TextMoment *m = start >= 0 ? moment_at(s, (guint)start) : NULL;
    if (!m || m->range_end < 0 || s->chosen[ROLE_RESOLVED] >= 0 || entry_at(s, (guint)start)->label ||
        s->confidence[ROLE_START] < 0.7)
        return;
    const TextMoment *end = timeline_moment(s->r->timeline, (guint)m->range_end);
    bool worded = end->from > 0 && end->block == m->block && word_in(s->r, m->block, end->from - 1, CUE_range_to);
    for (guint i = 0; worded && i < s->scope->entries->len; i++)
        if (moment_at(s, i) == end && usable(s, i) && time_at(s, (int)i) > time_at(s, start))
            choose(s, ROLE_RESOLVED, (int)i, "end of the range", 0.65);
}

/* "07:28 Problem is identified" at the head of the list: the trouble itself, not its cause. */
static void fill_identified(Selection *s)
{
    for (guint i = 0; s->chosen[ROLE_DETECTED] < 0 && i < s->scope->entries->len; i++) {
        const Entry *e = entry_at(s, i);
        if (!e->timeline || !usable(s, i))
            continue;
        bool below = e->from == e->to && e->last_block > e->block; /* of a heading */
        bool named = below ? hits_in(s->r, e->block + 1, 0, tokens_of(s->r, e->block + 1), CUE_identified)
                           : hits_in(s->r, e->block, e->from, e->to, CUE_identified);
        if (named)
            choose(s, ROLE_DETECTED, (int)i, "cue words of the entry", 0.7);
        return;
    }
}

void infer_missing(Selection *s)
{
    fill_identified(s);
    fill_range_end(s);
    fill_opened(s);
    move_to_trigger(s);
    fill_unseen_recovery(s);
    fill_start(s);
    fill_detected(s);
    fill_start(s);
}

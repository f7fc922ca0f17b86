/* The ends that no cue of a clock time tells: the day on which it began, and a timeline is written up to its end. */
#include "selection.h"

#include <string.h>

#define FEWEST_STEPS 2

/* An entry of the section that holds the timeline, at a clock time; "from 10:00 to 10:25 ..." ends nothing. */
static bool is_step(const Selection *s, guint i)
{
    const Entry *e = entry_at(s, i);
    return e->timeline && !e->label && e->section == SECTION_TIMELINE && usable(s, i) && moment_at(s, i)->has_clock &&
           !e->range_first && !e->range_second;
}

static bool hits_entry(const Selection *s, const Entry *e, CueGroup group)
{
    for (guint b = e->block + 1; b <= e->last_block; b++)
        if (hits_in(s->r, b, 0, tokens_of(s->r, b), group))
            return true;
    return hits_in(s->r, e->block, e->from, e->to, group);
}

/* "02:30 still fixing the certificates", "looking at the logs": work that goes on. */
static bool is_at_work(const Selection *s, const Entry *e)
{
    for (guint i = e->from; i < e->to; i++) {
        const Token *token = token_at(s->r, e->block, i);
        if (token->kind == TOKEN_WORD && g_str_has_suffix(token->word, "ing") &&
            (word_in(s->r, e->block, i, CUE_set_look) || !strcmp(token->word, "fixing")))
            return true;
    }
    return false;
}

/* "10:40 root cause identified": nothing is mended yet. */
static bool tells_cause(const Selection *s, const Entry *e)
{
    static const char *const words[] = {"cause", "identified", "identifies", "reproduced", "culprit", NULL};
    for (guint i = e->from; i < e->to; i++)
        if (token_at(s->r, e->block, i)->kind == TOKEN_WORD &&
            g_strv_contains(words, token_at(s->r, e->block, i)->word))
            return true;
    return false;
}

/* Whether the entry tells of trouble, of work that goes on, of a step that is to come, or that failed. */
static bool leaves_open(const Selection *s, const Entry *e)
{
    static const CueGroup open[] = {CUE_future,    CUE_begun,     CUE_in_vain, CUE_not_all,
                                    CUE_still_bad, CUE_unrelated, CUE_negation};
    for (guint g = 0; g < G_N_ELEMENTS(open); g++)
        if (hits_entry(s, e, open[g]))
            return true;
    /* "failed over to Leeds", "the faulty rule was patched and deployed" */
    bool mended =
        e->score[ROLE_MITIGATED] >= role_thresholds[ROLE_MITIGATED] || (e->trigger && hits_entry(s, e, CUE_state_done));
    bool found = !mended && (tells_cause(s, e) || hits_entry(s, e, CUE_set_find));
    bool denied = e->score[ROLE_RESOLVED] <= 0 && hits_entry(s, e, CUE_resolved);
    bool seen = e->score[ROLE_DETECTED] >= role_thresholds[ROLE_DETECTED];
    return found || denied || is_at_work(s, e) || e->recurrence || e->staging || (e->problem && !mended) ||
           (seen && (s->chosen[ROLE_DETECTED] < 0 || e->score[ROLE_RESOLVED] <= 0)) ||
           e->score[ROLE_START] >= role_thresholds[ROLE_START] ||
           e->score[ROLE_ACKNOWLEDGED] >= role_thresholds[ROLE_ACKNOWLEDGED];
}

/* "22:12 status page updated, report drafted": done when all is over. */
static bool is_tidying(const Selection *s, const Entry *e)
{
    static const char *const paper[] = {
        "report",  "ticket",    "tickets",      "documentation", "documented", "jira",    "wiki",    "review",
        "meeting", "retro",     "statement",    "bericht",       "protokoll",  "informe", "rapport", "rapporto",
        "verslag", "relatório", "announcement", "newsletter",    "survey",     NULL};
    bool written = false;
    for (guint i = e->from; i < e->to; i++)
        written |= token_at(s->r, e->block, i)->kind == TOKEN_WORD &&
                   g_strv_contains(paper, token_at(s->r, e->block, i)->word);
    return (e->closing || written) && e->score[ROLE_RESOLVED] <= 0 &&
           e->score[ROLE_MITIGATED] < role_thresholds[ROLE_MITIGATED];
}

#define LATE (12 * MS_PER_HOUR)

/* Whether the step follows a day later, where all before it lie within hours. */
static bool is_aftermath(const Selection *s, int first, int last, int i)
{
    int64_t gap = time_at(s, i) - time_at(s, last);
    return gap > LATE && gap > 2 * (time_at(s, last) - time_at(s, first));
}

/* "10:40 we saw the mistake, service closed": of one moment that is both, with more steps behind it, only the noticing
 * counts. */
static void drop_seen_end(Selection *s)
{
    int end = s->chosen[ROLE_RESOLVED];
    guint behind = 0;
    if (end < 0 || end != s->chosen[ROLE_DETECTED] || entry_at(s, (guint)end)->label || !is_step(s, (guint)end))
        return;
    for (guint i = (guint)end + 1; i < s->scope->entries->len; i++)
        behind += is_step(s, i) && !is_tidying(s, entry_at(s, i)) && time_at(s, (int)i) > time_at(s, end);
    if (behind >= 2)
        s->chosen[ROLE_RESOLVED] = -1;
}

/* A timeline in which no entry tells of recovery ends with it: with what was done or seen last, unless that is no good
 * news. */
void infer_last(Selection *s)
{
    int last = -1, first = -1;
    guint steps = 0;
    drop_seen_end(s);
    if (s->chosen[ROLE_RESOLVED] >= 0 || s->scope->shared || s->scope->line || s->by_days)
        return;
    for (guint i = 0; i < s->scope->entries->len; i++)
        if (is_step(s, i)) {
            steps++;
            first = first < 0 ? (int)i : first;
            bool late = steps > FEWEST_STEPS + 1 && last >= 0 && is_aftermath(s, first, last, (int)i);
            last = late || is_tidying(s, entry_at(s, i)) ? last : (int)i;
        }
    if (last < 0 || steps < FEWEST_STEPS || leaves_open(s, entry_at(s, (guint)last)))
        return;
    for (int role = 0; role <= ROLE_ACKNOWLEDGED; role++)
        if (s->chosen[role] >= 0 && time_at(s, s->chosen[role]) >= time_at(s, last))
            return;
    choose(s, ROLE_RESOLVED, last, "last entry of the timeline", 0.6);
}

#define GUESS 0.7

/* "failing since 22 July" above a list of the day on which it was seen: no clock time of that list is the start. */
void infer_day_before(Selection *s)
{
    int start = s->chosen[ROLE_START], day = -1, first = start >= 0 ? start : s->chosen[ROLE_DETECTED];
    if (first < 0 || (start >= 0 && s->confidence[ROLE_START] >= GUESS) || s->scope->shared || s->scope->line ||
        !moment_at(s, (guint)first)->has_date || !moment_at(s, (guint)first)->has_clock)
        return;
    for (int i = 0; i < first && day < 0; i++) {
        const TextMoment *m = moment_at(s, (guint)i);
        const Entry *e = entry_at(s, (guint)i);
        bool told = e->score[ROLE_START] >= role_thresholds[ROLE_START] && !e->staging && !e->recurrence;
        if (m->has_date && !m->has_clock && told && moment_at(s, (guint)first)->local_ms - m->local_ms >= MS_PER_DAY)
            day = i;
    }
    if (day >= 0)
        choose(s, ROLE_START, day, "day told before the times", 0.65);
}

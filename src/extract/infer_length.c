/* Start and end by the length that is stated: where the words alone chose others, a pair that agrees with it. */
#include "selection.h"

#include <stdlib.h>

#define MOST_PAIRED 200 /* entries; pairs of more cost too much */

/* "~4 hours and 38 minutes" is exact for all its "about", "about 50 minutes" is not. */
static bool is_loose(const Mention *length)
{
    return length->approximate && length->ms % (5 * MS_PER_MINUTE) == 0;
}

static bool agrees(int64_t ms, const Mention *length)
{
    return llabs(ms - length->ms) <= CLAMP(length->ms / 50, MS_PER_MINUTE, 5 * MS_PER_MINUTE);
}

/* How well entry i may be the start. */
static double start_value(const Selection *s, guint i)
{
    const Entry *e = entry_at(s, i);
    double seen = e->score[ROLE_DETECTED] >= role_thresholds[ROLE_DETECTED] ? 1.2 : 0;
    return MAX(MAX(e->score[ROLE_START], seen), e->problem ? 1.0 : e->trigger ? 0.8 : 0);
}

static double end_value(const Selection *s, guint i)
{
    const Entry *e = entry_at(s, i);
    return MAX(e->score[ROLE_RESOLVED], 0.9 * e->score[ROLE_MITIGATED]);
}

/* That the stated length falls on a time to the minute says enough, where the text tells of the incident. */
static double last_value(const Selection *s, guint i)
{
    const Entry *e = entry_at(s, i);
    bool place = e->section != SECTION_ACTIONS && e->section != SECTION_LESSONS && e->section != SECTION_OTHER &&
                 e->section != SECTION_CAUSE;
    return place && e->score[ROLE_START] < role_thresholds[ROLE_START] ? 0.8 : 0;
}

/* The value of entry i as one end of the trouble. What a label says is not changed, what cue words say only by words
 * as good. */
static double value_at(const Selection *s, int role, guint i, bool approximate)
{
    int now = s->chosen[role];
    double value = role == ROLE_START ? start_value(s, i) : end_value(s, i);
    if (now == (int)i)
        return MAX(value, STRONG);
    if (!usable(s, i) || entry_at(s, i)->staging || (now >= 0 && entry_at(s, (guint)now)->label))
        return 0;
    bool guessed = now < 0 || s->confidence[role] < 0.7;
    if (guessed && role == ROLE_RESOLVED)
        value = MAX(value, last_value(s, i));
    return guessed || (!approximate && value >= entry_at(s, (guint)now)->score[role] - 0.3) ? value : 0;
}

/* Trouble that was seen had begun. */
static bool begins_unseen(const Selection *s, guint i)
{
    int seen = s->chosen[ROLE_DETECTED];
    return seen < 0 || s->chosen[ROLE_START] == (int)i || time_at(s, (int)i) <= time_at(s, seen) + SEEN_EARLY;
}

static double find_pair(const Selection *s, const Mention *length, int *start, int *end)
{
    /* one that is chosen and a weak cue, or two cues that are nearly strong */
    double best = is_loose(length) ? 4.0 : 3.7;
    for (guint i = 0; i < s->scope->entries->len; i++) {
        double first = begins_unseen(s, i) ? value_at(s, ROLE_START, i, is_loose(length)) : 0;
        for (guint j = i + 1; first > 0 && j < s->scope->entries->len; j++) {
            double last = value_at(s, ROLE_RESOLVED, j, is_loose(length));
            if (last > 0 && first + last > best && agrees(time_at(s, (int)j) - time_at(s, (int)i), length)) {
                best = first + last;
                *start = (int)i;
                *end = (int)j;
            }
        }
    }
    return best;
}

/* "about 50 minutes", "three quarters of an hour": a length in words is a rounded one. */
static bool is_rounded(const Selection *s, const Mention *length)
{
    return is_loose(length) || token_at(s->r, length->block, length->from)->kind == TOKEN_WORD;
}

void infer_by_length(Selection *s)
{
    int start = s->chosen[ROLE_START], end = s->chosen[ROLE_RESOLVED];
    const Mention *length = s->scope->shared ? NULL : length_stated(s->r, s->scope);
    if (!length || (start < 0 && end < 0) || s->scope->entries->len > MOST_PAIRED)
        return;
    int64_t now = start >= 0 && end >= 0 ? time_at(s, end) - time_at(s, start) : -1;
    if (now >= 0 && (agrees(now, length) || (is_rounded(s, length) && llabs(now - length->ms) * 10 <= length->ms)))
        return;
    find_pair(s, length, &start, &end);
    if (start != s->chosen[ROLE_START])
        choose(s, ROLE_START, start, "agrees with the stated length", 0.8);
    if (end != s->chosen[ROLE_RESOLVED])
        choose(s, ROLE_RESOLVED, end, "agrees with the stated length", 0.8);
}

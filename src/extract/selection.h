/* What is chosen for the five times of one incident. Private to the last stage. */
#pragma once

#include "roles.h"

#define LABEL_SCORE 6.0
#define SEEN_EARLY (5 * MS_PER_MINUTE) /* a start that is rounded may lie so far behind the alarm */

typedef struct {
    RoleReader *r;
    const Scope *scope;
    Incident *incident;
    int chosen[ROLE_COUNT]; /* index into scope->entries, -1 none */
    const char *rule[ROLE_COUNT];
    double confidence[ROLE_COUNT];
    bool by_days;  /* a chronicle of days without clocks: a day tells as much as a time elsewhere */
    bool has_list; /* a section of its own holds the timeline: what other lists tell is no part of it */
} Selection;

/* Scores below which cue words say nothing. */
extern const double role_thresholds[ROLE_COUNT];

static inline const Entry *entry_at(const Selection *s, guint i)
{
    return role_entry(s->r, g_array_index(s->scope->entries, guint, i));
}

static inline const TextMoment *moment_at(const Selection *s, guint i)
{
    return entry_moment(s->r, entry_at(s, i));
}

static inline int64_t time_at(const Selection *s, int i)
{
    return moment_ms(moment_at(s, (guint)i));
}

static inline bool usable(const Selection *s, guint i)
{
    const TextMoment *m = moment_at(s, i);
    const Entry *e = entry_at(s, i);
    if (s->has_list && e->timeline && !e->label && (e->section == SECTION_OTHER || e->section == SECTION_NONE))
        return false;
    return m->has_clock || (s->by_days && m->has_date && (e->timeline || e->label));
}

static inline void choose(Selection *s, int role, int entry, const char *rule, double confidence)
{
    s->chosen[role] = entry;
    s->rule[role] = rule;
    s->confidence[role] = confidence;
}

/* infer.c */
/* The first response, when an earlier entry tells of work. */
void infer_response(Selection *s);
/* Of a row or an item that is an incident by itself: its range, or its only time. */
void infer_line(Selection *s);
/* Start and detection that no cue tells. */
void infer_missing(Selection *s);
/* infer_end.c: the last entry of a timeline that tells of no recovery. */
void infer_last(Selection *s);
/* ... and the day of the start, where the first clock time is only that of noticing. */
void infer_day_before(Selection *s);
/* infer_length.c: the pair of start and end that the stated length agrees with. */
void infer_by_length(Selection *s);

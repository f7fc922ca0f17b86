/* The steps of the third stage. Private. */
#pragma once

#include "nines/extract/timeline.h"

typedef struct {
    int year, month, day; /* day 0: none */
} Day;

typedef struct {
    const Outline *outline;
    Timeline *timeline;
    const TimelineSettings *settings;
    GArray *permalinks; /* guint: mentions */
    int groups;
    Day night;    /* the first of two days between which the text speaks of a night, or none */
    bool dotted;  /* the document writes all its clocks with a dot: "at 19.02" */
    guint origin; /* one more than the moment that the text calls T, or 0 */
} TimelineBuild;

static inline TextMoment *build_moment(const TimelineBuild *build, guint index)
{
    return &g_array_index(build->timeline->moments, TextMoment, index);
}

void moment_update(TextMoment *moment);

static inline int clock_minutes(const TextMoment *m)
{
    return m->hour * 60 + m->minute;
}

static inline Day day_of(const TextMoment *m)
{
    return (Day){m->year, m->month, m->has_date ? m->day : 0};
}

static inline void set_day(TextMoment *m, Day day, const char *rule)
{
    m->has_date = true;
    m->year = day.year;
    m->month = day.month;
    m->day = day.day;
    m->date_rule = rule;
    moment_update(m);
}

static inline Day day_add(Day day, int days)
{
    Civil civil = civil_from_ms((civil_days(day.year, day.month, day.day) + days) * MS_PER_DAY);
    return (Day){civil.year, civil.month, civil.day};
}

/* settle_written.c: the day that times of the document (group -1) or the group have where none is near, or none. */
Day document_day(const TimelineBuild *build, int group);
/* The last such day before the day of writing, where the text names a weekday. */
bool day_before_writing(const TimelineBuild *build, Day written, Day *day);

/* "Published: 9 March 2021" near the top, or none. */
Day day_written(const TimelineBuild *build);
/* The day up to three after before, or before it as well (back), whose weekday stands beside m ("by 9:00 on Friday");
 * false when none does, or its own. */
bool weekday_beside(const TimelineBuild *build, const TextMoment *m, Day before, bool back, Day *day);
/* "in the night from 2 to 3 July": the first day, or none. */
Day night_told(const TimelineBuild *build);
/* Whether the day is the first of a night of which the text speaks, and the time (if given) a morning: of the second.
 */
bool night_passed(const TimelineBuild *build, const TextMoment *m, Day day);
/* Whether the sentence around the token speaks of trouble. */
bool tells_trouble_at(const TimelineBuild *build, guint block, guint token);
/* The list that a moment stands in. */
int list_of(const TimelineBuild *build, guint block);
/* settle_steps.c: what the order of an entry list tells. */
/* Past noon when written without am or pm ("12.56", then "1.00"), past midnight when late became early. */
void step_continue(TextMoment *m, const TextMoment *prev, Day *day, const char **rule);
/* Am or pm where the time before it in the text writes it and this one does not. */
void step_take_half(const TimelineBuild *build, TextMoment *m, const TextMoment *last);
/* The same in running text: the clock before it was late, this one is early. */
void step_past_midnight(const TimelineBuild *build, const TextMoment *m, const TextMoment *last, Day *day,
                        const char **rule);
/* A date that steps back while the clock goes on, under the document's date: left over, or mistyped. */
void step_settle_stray(TimelineBuild *build, TextMoment *m, const TextMoment *prev, Day document);
/* "12:00 PM, 12:15 AM, 12:40 AM": who confuses the two halves at twelve is told by the entry above. */
void step_settle_twelve(const TimelineBuild *build, guint index, const TextMoment *prev, int heading);
/* A list with the newest entry on top: most steps go back. */
bool steps_go_back(const TimelineBuild *build, int heading, guint from);
/* Joins dates, clocks and zones that stand together, and pairs the ends of ranges. */
void timeline_compose(TimelineBuild *build);
/* settle_order.c: the order of day and month. */
void timeline_settle_order(TimelineBuild *build);
/* settle_years.c: missing years. */
void timeline_settle_years(TimelineBuild *build);
/* Order of day and month, missing years, missing dates, midnight, am and pm. */
void timeline_settle_dates(TimelineBuild *build);
/* The document's zone: stated, from the permalinks, or the user's. */
void timeline_settle_zones(TimelineBuild *build);
/* The year that the permalink beside a moment gives, or 0. */
int permalink_year(const TimelineBuild *build, const TextMoment *moment);
/* Dates of the document itself: of its name ("2024-02-28-api-down.md"), of a front matter key. */
bool document_date(const TimelineBuild *build, int *year, int *month, int *day);

/* ---- within the first step ---- */

typedef struct {
    const TimelineBuild *build;
    const TextBlock *block;
    guint index;       /* of the block */
    guint first, last; /* mentions of the block: [first, last) */
} Composer;            /* a block whose mentions become moments */

static inline const Mention *composer_mention(const Composer *c, guint i)
{
    return &g_array_index(c->build->timeline->mentions, Mention, i);
}

static inline const Token *composer_token(const Composer *c, guint i)
{
    return &g_array_index(c->block->tokens, Token, i);
}

static inline bool composer_word(const Composer *c, guint i, CueGroup group)
{
    return i < c->block->tokens->len && composer_token(c, i)->kind == TOKEN_WORD &&
           cues_has_word(c->build->outline->cues, composer_token(c, i)->word, group);
}

/* settle_undated.c: days behind midnight in lists of a document without dates; the last step. */
void timeline_settle_undated(TimelineBuild *build);
/* elapsed.c: the moment of "T+12 min" once the text has said when T was; false when m is no such entry. */
bool elapsed_add(const Composer *c, const Mention *m);
/* Looks for that instant among the moments from the index on. */
void elapsed_find_origin(TimelineBuild *build, guint from);
/* ranges.c: pairs the block's moments from the index on. */
void ranges_pair(const Composer *c, guint from);

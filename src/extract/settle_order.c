/* Third stage: whether 3/9/2022 is in March or in September. */
#include "timeline_build.h"

#include <stdlib.h>

/* "9:40 AM EST": who writes so puts the month first. */
static bool is_american(const TimelineBuild *build)
{
    static const char *const zones[] = {"est", "edt", "pst", "pdt", "cst", "cdt", "mst",
                                        "mdt", "et",  "pt",  "ct",  "mt",  NULL};
    bool halves = false, zone = false; /* beside a clock or for all of them: "Timeline (EST)" */
    for (guint i = 0; i < build->timeline->mentions->len; i++) {
        const Mention *m = &g_array_index(build->timeline->mentions, Mention, i);
        halves |= m->kind == MENTION_CLOCK && m->meridiem != MERIDIEM_NONE;
        if ((m->kind != MENTION_CLOCK && m->kind != MENTION_ZONE) || !m->zone)
            continue;
        const TextBlock *block = text_document_block(build->outline->document, m->block);
        const Token *last = &g_array_index(block->tokens, Token, m->to - 1);
        zone |= last->kind == TOKEN_WORD && g_strv_contains(zones, last->word);
    }
    return halves && zone;
}

#define NEAR_DAYS 3
#define MOST_COMPARED 40

static bool is_near(const Mention *date, int month, int day, int year)
{
    Civil civil = {.year = date->year, .month = month, .day = day};
    return civil_is_valid(&civil) &&
           llabs(civil_days(year, month, day) - civil_days(date->year, date->month, date->day)) <= NEAR_DAYS;
}

/* "Incident of 2025-12-05" and "12/05/25": the reading that falls on the document's other dates. */
static int order_by_dates(const TimelineBuild *build)
{
    const GArray *mentions = build->timeline->mentions;
    guint day_first = 0, month_first = 0, seen = 0;
    Mention name = {.kind = MENTION_DATE};
    bool named = document_date(build, &name.year, &name.month, &name.day);
    for (guint i = 0; i < mentions->len && seen < MOST_COMPARED; i++) {
        const Mention *open = &g_array_index(mentions, Mention, i);
        if (open->kind != MENTION_DATE || !open->open || !open->year || open->month == open->day)
            continue;
        seen++;
        bool by_day = false, by_month = false;
        for (guint j = 0, compared = 0; j <= mentions->len && compared < MOST_COMPARED; j++) {
            const Mention *m = j < mentions->len ? &g_array_index(mentions, Mention, j) : &name;
            if (m->kind != MENTION_DATE || m->open || !m->day || !m->month || !m->year || (m == &name && !named))
                continue;
            compared++;
            by_month |= is_near(m, open->month, open->day, open->year);
            by_day |= is_near(m, open->day, open->month, open->year);
        }
        day_first += by_day && !by_month;
        month_first += by_month && !by_day;
    }
    return day_first > month_first ? 1 : month_first > day_first ? -1 : 0;
}

void timeline_settle_order(TimelineBuild *build)
{
    const GArray *mentions = build->timeline->mentions;
    guint day_first = 0, month_first = 0;
    for (guint i = 0; i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->kind != MENTION_DATE || m->open || !m->day || !m->year || m->to - m->from != 5)
            continue;
        const TextBlock *block = text_document_block(build->outline->document, m->block);
        const Token *first = &g_array_index(block->tokens, Token, m->from);
        if (first->kind != TOKEN_NUMBER || first->digits > 2)
            continue;
        day_first += first->value == m->day && m->day > 12;
        month_first += first->value == m->month && m->day > 12;
    }
    int near = day_first == month_first ? order_by_dates(build) : 0;
    day_first += near > 0;
    month_first += near < 0;
    bool american = day_first == month_first && !build->settings->month_first && is_american(build);
    build->timeline->day_first =
        day_first > month_first || (day_first == month_first && !build->settings->month_first && !american);
    bool settled = day_first != month_first;
    for (guint i = 0; i < build->timeline->moments->len; i++) {
        TextMoment *m = build_moment(build, i);
        if (!m->open)
            continue;
        if (build->timeline->day_first) {
            int month = m->day;
            m->day = m->month;
            m->month = month;
        }
        m->date_rule = settled    ? "day and month in the order of the document's other dates"
                       : american ? "month first, as the document's times are American"
                                  : "day and month in the assumed order";
        moment_update(m);
    }
}

/* Third stage: whether 3/9/2022 is in March or in September. */
#include "timeline_build.h"

/* "9:40 AM EST": who writes so puts the month first. */
static bool is_american(const TimelineBuild *build)
{
    static const char *const zones[] = {"est", "edt", "pst", "pdt", "cst", "cdt", "mst",
                                        "mdt", "et",  "pt",  "ct",  "mt",  NULL};
    for (guint i = 0; i < build->timeline->mentions->len; i++) {
        const Mention *m = &g_array_index(build->timeline->mentions, Mention, i);
        if (m->kind != MENTION_CLOCK || m->meridiem == MERIDIEM_NONE || !m->zone)
            continue;
        const TextBlock *block = text_document_block(build->outline->document, m->block);
        const Token *last = &g_array_index(block->tokens, Token, m->to - 1);
        if (last->kind == TOKEN_WORD && g_strv_contains(zones, last->word))
            return true;
    }
    return false;
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

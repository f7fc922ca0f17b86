/* Third stage, second step: dates that are not written beside their times. */
#include "timeline_build.h"

#include <string.h>

#define FEW_DAYS 7

/* "from Friday 5th through Saturday 6th of May": the month of the date behind it, a few days later. */
static Day next_day(const TimelineBuild *build, guint index)
{
    const TextMoment *m = build_moment(build, index);
    for (guint i = index + 1; i < build->timeline->moments->len && i < index + 4; i++) {
        const TextMoment *next = build_moment(build, i);
        if (next->block == m->block && next->has_date && next->month && next->day >= m->day &&
            next->day - m->day <= FEW_DAYS)
            return day_of(next);
    }
    return (Day){0};
}

/* "25th 10:19am": the month of the date before it. */
static void settle_months(TimelineBuild *build)
{
    Day last = {0};
    for (guint i = 0; i < build->timeline->moments->len; i++) {
        TextMoment *m = build_moment(build, i);
        if (m->has_date && !m->month && !last.day)
            last = next_day(build, i);
        if (m->has_date && !m->month && last.day) {
            m->month = last.month;
            if (!m->year)
                m->year = last.year;
            Civil civil = {.year = m->year ? m->year : 2024, .month = m->month, .day = m->day};
            m->has_date = civil_is_valid(&civil);
            m->month_carried = true;
            m->date_rule = "month of the date before it";
            moment_update(m);
        }
        if (m->has_date && m->month)
            last = day_of(m);
    }
}

/* ---- dates carried on ---- */

static bool is_date_line(const TimelineBuild *build, const TextMoment *m)
{
    const TextBlock *block = text_document_block(build->outline->document, m->block);
    static const char *const authors[] = {"by", "von", "par", "por", "door", "da", "di", NULL};
    guint words = 0;
    for (guint i = 0; i < block->tokens->len && words <= 3; i++) {
        const Token *token = &g_array_index(block->tokens, Token, i);
        bool beside = (i < m->from || i >= m->to) && token->kind == TOKEN_WORD;
        if (beside && i >= m->to && g_strv_contains(authors, token->word))
            return false; /* "29 November 2022, by Kim" */
        words += beside;
    }
    return words <= 3;
}

typedef struct {
    Day carried; /* from the entry or heading above */
    Day outer;   /* the same outside of the incidents, if there are several */
    Day block;   /* from earlier in the same block */
    Day section; /* "where no day is given it is 6 May" */
    Day head;    /* of the last heading with a day and no clock, and its block */
    Day item;    /* of "- Date: 6 May" within an item, and its block */
    guint in_block, item_block;
    int heading, group, head_block;
} Carry;

#define MAX_SIBLINGS 12 /* items behind a day that are of the same item */

/* Whether the block is a later item within the item that "- Date: 6 May" stands in. */
static bool is_sibling(const TimelineBuild *build, guint day, guint block)
{
    const TextDocument *document = build->outline->document;
    int level = text_document_block(document, day)->level;
    for (guint b = day + 1; b <= block; b++)
        if (b - day > MAX_SIBLINGS || text_document_block(document, b)->kind != TEXT_ITEM ||
            text_document_block(document, b)->level < level)
            return false;
    return block > day;
}

static bool sets_default(const TimelineBuild *build, const TextMoment *m)
{
    guint from, to;
    outline_sentence(build->outline, m->block, m->from, &from, &to);
    return outline_count(build->outline, m->block, from, to, CUE_default_date) > 0;
}

/* "... whose contract had ended on 1 July": a day late in its sentence, with no clock behind it. */
static bool is_passing(const TimelineBuild *build, const TextMoment *m)
{
    guint from, to;
    outline_sentence(build->outline, m->block, m->from, &from, &to);
    guint index = (guint)(m - build_moment(build, 0));
    const TextMoment *next = index + 1 < build->timeline->moments->len ? build_moment(build, index + 1) : NULL;
    bool clock = next && next->block == m->block && next->from < to && next->has_clock;
    return m->from - from > 6 && !clock;
}

static void carry_from(TimelineBuild *build, Carry *carry, const TextMoment *m)
{
    const TextBlock *block = text_document_block(build->outline->document, m->block);
    const BlockNote *note = outline_note(build->outline, m->block);
    if (m->has_clock || !carry->block.day || !is_passing(build, m))
        carry->block = day_of(m);
    if (!m->has_clock && sets_default(build, m))
        carry->section = day_of(m);
    bool entry = m->lead && m->has_clock && block->kind != TEXT_KEY && !note->is_mail;
    bool head = note->is_heading || block->kind == TEXT_HEADING;
    bool day = block->kind == TEXT_PARAGRAPH && !m->has_clock && m->lead && is_date_line(build, m);
    if ((head || day) && !m->has_clock) {
        carry->head = day_of(m);
        carry->head_block = head ? (int)m->block : note->heading;
    }
    if (block->kind == TEXT_ITEM && block->level > 1 && !m->has_clock && is_date_line(build, m)) {
        carry->item = day_of(m);
        carry->item_block = m->block;
    }
    bool line = !m->has_clock && (head || (m->lead && is_date_line(build, m)));
    if ((entry && !carry->section.day) || line || (m->lead && !m->has_clock && note->section == SECTION_TIMELINE))
        carry->carried = day_of(m);
}

/* A heading of another section ends what was carried; a heading that is itself an entry does not. */
static void enter_block(TimelineBuild *build, Carry *carry, guint b)
{
    const BlockNote *note = outline_note(build->outline, b);
    carry->in_block = b;
    carry->block = (Day){0};
    if (note->group != carry->group) {
        carry->section = (Day){0};
        carry->outer = carry->group < 0 ? carry->carried : carry->outer;
        carry->carried = carry->outer;
    }
    carry->group = note->group;
    if (note->heading == carry->heading)
        return;
    const BlockNote *head = note->heading >= 0 ? outline_note(build->outline, (guint)note->heading) : NULL;
    carry->heading = note->heading;
    if (head && head->is_section && note->level <= 2) {
        carry->carried = (Day){0};
    }
}

static bool dated_sibling(const TimelineBuild *build, guint index, Day *day)
{
    const TextMoment *m = build_moment(build, index);
    guint from, to;
    outline_sentence(build->outline, m->block, m->from, &from, &to);
    for (guint j = index + 1; j < build->timeline->moments->len && j < index + 6; j++) {
        const TextMoment *other = build_moment(build, j);
        if (other->block != m->block || other->from >= to)
            break;
        if (other->own_date && other->has_date && other->year && !other->lead) {
            *day = day_of(other);
            return true;
        }
    }
    return false;
}

/* The date of a time that has none, or day 0. */
static Day find_day(TimelineBuild *build, const Carry *carry, guint index, Day document, const char **rule)
{
    const TextMoment *m = build_moment(build, index);
    bool timeline = m->lead || outline_note(build->outline, m->block)->section == SECTION_TIMELINE;
    Day sibling;
    if (!m->lead && carry->block.day) {
        *rule = "date earlier in the paragraph";
        return carry->block;
    }
    if (!m->lead && dated_sibling(build, index, &sibling)) {
        *rule = "date later in the sentence";
        return sibling;
    }
    if (carry->item.day && is_sibling(build, carry->item_block, m->block)) {
        *rule = "date of the entry or heading above";
        return carry->item;
    }
    if (timeline && carry->section.day) {
        *rule = "date said to hold unless noted";
        return carry->section;
    }
    if (timeline && carry->carried.day) {
        *rule = "date of the entry or heading above";
        return carry->carried;
    }
    if (carry->head.day && outline_note(build->outline, m->block)->heading == carry->head_block) {
        *rule = "date of the heading above";
        return carry->head;
    }
    *rule = "date of the document";
    return carry->carried.day && !document.day ? carry->carried : document;
}

static void finish_range(TimelineBuild *build, TextMoment *end)
{
    const TextMoment *start = build_moment(build, (guint)end->range_start);
    if (!start->has_date || end->own_date)
        return;
    Day day = day_of(start);
    bool wraps = start->has_clock && end->has_clock && clock_minutes(end) < clock_minutes(start);
    set_day(end, wraps ? day_add(day, 1) : day,
            wraps ? "after midnight, by the start of the range" : "date of the start of the range");
}

static bool lend_range_start(TimelineBuild *build, TextMoment *start)
{
    const TextMoment *end = build_moment(build, (guint)start->range_end);
    if (start->has_date || !end->own_date || !end->has_date || !end->year)
        return false;
    Day day = day_of(end);
    bool wraps = end->has_clock && clock_minutes(end) < clock_minutes(start);
    set_day(start, wraps ? day_add(day, -1) : day, "date of the end of the range");
    return true;
}

/* The day on which "today" was written: of the file's name, else of the front matter, else the incident's. */
static Day writing_day(const TimelineBuild *build, Day document)
{
    Day day = day_written(build);
    if (day.day || document_date(build, &day.year, &day.month, &day.day))
        return day;
    for (guint i = 0; i < build->timeline->moments->len; i++) {
        const TextMoment *m = build_moment(build, i);
        bool key = text_document_block(build->outline->document, m->block)->kind == TEXT_KEY;
        if (!key && !outline_note(build->outline, m->block)->is_mail)
            break;
        if (m->has_date && m->year)
            return day_of(m);
    }
    return document;
}

/* The list that a moment stands in: what is below one heading, or all headings of one level that are entries
 * themselves ("### 21:05"). */
int list_of(const TimelineBuild *build, guint block)
{
    int heading = outline_note(build->outline, block)->heading;
    const TextBlock *head = heading >= 0 ? text_document_block(build->outline->document, (guint)heading) : NULL;
    bool entry = head && head->kind == TEXT_HEADING && head->tokens->len &&
                 g_array_index(head->tokens, Token, 0).kind == TOKEN_NUMBER;
    return entry ? -2 - head->level : heading;
}

/* "Down from 8:00 on Tuesday, 6 May. ... Restored by 9:00 on Thursday": the weekday counts on from the date before; of
 * the document's day it is the nearest ("on Sunday at 19:00" in a report of a Monday). */
static bool move_to_weekday(const TimelineBuild *build, Carry *carry, const TextMoment *m, Day *day, const char **rule)
{
    Day later;
    bool carried = carry->carried.day && carry->carried.day == day->day && carry->carried.month == day->month;
    bool prose = text_document_block(build->outline->document, m->block)->kind == TEXT_PARAGRAPH && !m->lead;
    bool before = carry->block.day || (carried && !prose);
    if (m->relative_day || !day->day || !weekday_beside(build, m, *day, !before, &later))
        return false;
    if (carried && m->lead)
        carry->carried = later;
    *day = carry->block = later;
    *rule = before ? "the weekday after the date before it" : "the weekday beside it";
    return true;
}

/* "Yesterday our cooling failed. We went offline at 11:12": a day that is told earlier in the paragraph, without a
 * clock.
 */
static RelativeDay relative_above(const TimelineBuild *build, const TextMoment *m)
{
    const GArray *mentions = build->timeline->mentions;
    for (int i = m->clock; i > 0 && m->clock - i < 16; i--) {
        const Mention *day = &g_array_index(mentions, Mention, i - 1);
        if (day->block != m->block)
            break;
        if (day->kind == MENTION_DATE)
            return day->day ? DAY_NONE : day->relative_day;
    }
    return DAY_NONE;
}

static void carry_dates(TimelineBuild *build, Day all, const GArray *days)
{
    Carry carry = {.in_block = G_MAXUINT, .heading = -2};
    Day published = day_written(build);
    int prev = -1, checked = G_MININT;
    bool descending = false;
    const TextMoment *last = NULL; /* with a clock, in reading order */
    for (guint i = 0; i < build->timeline->moments->len; i++) {
        TextMoment *m = build_moment(build, i);
        if (m->block != carry.in_block)
            enter_block(build, &carry, m->block);
        int heading = list_of(build, m->block);
        int group = outline_note(build->outline, m->block)->group;
        Day document = group >= 0 && (guint)group < days->len ? g_array_index(days, Day, group) : all;
        if (heading != checked) {
            checked = heading;
            descending = steps_go_back(build, heading, i);
            prev = -1;
        }
        if (m->lead && m->has_clock && prev >= 0 && !descending) {
            step_settle_twelve(build, i, build_moment(build, (guint)prev), heading);
            step_settle_stray(build, m, build_moment(build, (guint)prev), document);
        }
        if (m->has_clock && m->range_start < 0)
            step_take_half(build, m, last);
        if (m->range_start >= 0 && !m->relative_day) {
            finish_range(build, m);
        } else if (!m->has_date && m->has_clock && !(m->range_end >= 0 && lend_range_start(build, m))) {
            const char *rule = NULL;
            Day day = find_day(build, &carry, i, document, &rule);
            RelativeDay above = !day.day && published.day ? relative_above(build, m) : DAY_NONE;
            if (above == DAY_TODAY || above == DAY_YESTERDAY) {
                day = carry.block = day_add(published, above == DAY_TODAY ? 0 : -1);
                rule = "counted from the day of writing";
            }
            if (night_passed(build, m, day)) {
                day = day_add(day, 1);
                rule = "the second day of the night";
            } else if (day.day && m->hour >= 17 && (m->lead ? prev < 0 : carry.block.day > 0) &&
                       night_passed(build, NULL, day_add(day, -1))) {
                day = day_add(day, -1);
                rule = "the first day of the night";
            }
            Day written = m->relative_day ? writing_day(build, document) : (Day){0};
            if (written.day && m->relative_day != DAY_NEXT) {
                day = m->relative_day == DAY_TODAY ? written : day_add(written, -1);
                rule = "counted from the day of writing";
            }
            if (m->relative_day == DAY_NEXT && day.day) {
                day = carry.block = day_add(day, 1); /* what follows in the paragraph happened then as well */
                rule = "the day after the date before it";
            }
            bool moved = !descending && move_to_weekday(build, &carry, m, &day, &rule);
            if (m->lead && prev >= 0 && !descending && day.day && !moved)
                step_continue(m, build_moment(build, (guint)prev), &day, &rule);
            else if ((!m->lead || prev < 0) && day.day && last && !moved)
                step_past_midnight(build, m, last, &day, &rule);
            else if (m->lead && prev >= 0 && !descending && !day.day) {
                Day none = {2000, 1, 1};
                TextMoment base = *build_moment(build, (guint)prev);
                base.year = 2000, base.month = 1, base.day = 1;
                step_continue(m, &base, &none, &rule);
            }
            if (day.day)
                set_day(m, day, rule);
            moment_update(m);
        }
        if (m->has_date && (m->own_date || m->lead))
            carry_from(build, &carry, m);
        last = m->has_clock && !m->relative ? m : last;
        if (m->lead && m->has_clock && !outline_note(build->outline, m->block)->is_mail)
            prev = (int)i;
    }
}

static void drop_undated(TimelineBuild *build)
{
    for (guint i = 0; i < build->timeline->moments->len; i++) {
        TextMoment *m = build_moment(build, i);
        if (m->has_date && (!m->year || !m->month)) {
            m->has_date = false;
            moment_update(m);
        }
    }
}

void timeline_settle_dates(TimelineBuild *build)
{
    timeline_settle_order(build);
    settle_months(build);
    timeline_settle_years(build);
    drop_undated(build);
    build->night = night_told(build);
    Day all = document_day(build, -1);
    g_autoptr(GArray) days = g_array_new(FALSE, TRUE, sizeof(Day));
    for (int group = 0; group < build->groups; group++) {
        Day own = build->groups > 1 ? document_day(build, group) : all;
        if (!own.day)
            own = all;
        g_array_append_val(days, own);
    }
    carry_dates(build, all, days);
}

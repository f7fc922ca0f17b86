/* Third stage: what the order of an entry list tells of midnight, noon and the half of the day. */
#include "timeline_build.h"

#include <stdlib.h>
#include <string.h>

#define HALF_DAY (12 * 60)

void step_continue(TextMoment *m, const TextMoment *prev, Day *day, const char **rule)
{
    int before = clock_minutes(prev), now = clock_minutes(m);
    if (day->day != prev->day || day->month != prev->month || now >= before || m->own_date)
        return;
    bool half = m->meridiem == MERIDIEM_NONE && m->hour < 12 && !m->padded;
    if (half && now + HALF_DAY >= before && prev->hour >= 10) {
        m->hour += 12;
        *rule = "after noon, as the entry above it";
        return;
    }
    if (before - now > 8 * 60) {
        *day = day_add(*day, 1);
        *rule = "after midnight, by the order of the entries";
    }
}

/* "[9:12 PM] the errors began at 8:40": the half of the day that lies nearer to the time before it. */
void step_take_half(const TimelineBuild *build, TextMoment *m, const TextMoment *last)
{
    if (!last || (last->block != m->block && !outline_note(build->outline, last->block)->is_message) ||
        last->meridiem == MERIDIEM_NONE || m->meridiem != MERIDIEM_NONE || m->padded || m->hour < 1 || m->hour > 12 ||
        m->lead || m->relative)
        return;
    int before = clock_minutes(last), early = m->hour % 12 * 60 + m->minute, late = early + HALF_DAY;
    bool pm = abs(late - before) < abs(early - before);
    m->hour = m->hour % 12 + (pm ? 12 : 0);
    m->meridiem = pm ? MERIDIEM_PM : MERIDIEM_AM;
    moment_update(m);
}

/* The next entry of the same list whose hour is not twelve, or NULL. */
static const TextMoment *next_hour(const TimelineBuild *build, guint index, int heading)
{
    for (guint i = index + 1; i < build->timeline->moments->len && i < index + 20; i++) {
        const TextMoment *m = build_moment(build, i);
        if (list_of(build, m->block) != heading)
            break;
        if (m->lead && m->has_clock && m->hour % 12 != 0)
            return m;
    }
    return NULL;
}

void step_settle_twelve(const TimelineBuild *build, guint index, const TextMoment *prev, int heading)
{
    TextMoment *m = build_moment(build, index);
    int late = clock_minutes(prev), noon = HALF_DAY + m->minute;
    if (m->meridiem == MERIDIEM_NONE || m->hour % 12 != 0 || m->own_date)
        return;
    bool at_noon = m->hour == 0 && late >= 10 * 60 && late <= noon;
    bool at_midnight = m->hour == 12 && (late >= 21 * 60 || late <= m->minute);
    const TextMoment *next = next_hour(build, index, heading);
    bool against = next && (at_noon ? next->hour > 0 && next->hour < 10 : next->hour > 12 && next->hour < 21);
    if ((at_noon || at_midnight) && !against)
        m->hour = at_noon ? 12 : 0;
}

bool steps_go_back(const TimelineBuild *build, int heading, guint from)
{
    int up = 0, down = 0;
    const TextMoment *prev = NULL;
    for (guint i = from; i < build->timeline->moments->len && up + down < 200; i++) {
        const TextMoment *m = build_moment(build, i);
        if (list_of(build, m->block) != heading)
            break;
        if (!m->lead || !m->has_clock)
            continue;
        if (prev) {
            int64_t a =
                (prev->has_date ? civil_days(prev->year, prev->month, prev->day) * 1440 : 0) + clock_minutes(prev);
            int64_t b =
                (m->has_date && prev->has_date ? civil_days(m->year, m->month, m->day) * 1440 : 0) + clock_minutes(m);
            up += b > a;
            down += b < a;
        }
        prev = m;
    }
    return down >= 2 && down > 2 * up;
}

/* "- Monday 20th at 11:00 ...", "- All was well at 13:36.": an item goes on from the day of the item above it. */
static bool goes_on_above(const TimelineBuild *build, const TextMoment *m, const TextMoment *last, const Day *day)
{
    const TextDocument *document = build->outline->document;
    return last->block + 1 == m->block && last->has_date && last->own_date && !m->own_date && !m->relative_day &&
           text_document_block(document, m->block)->kind == TEXT_ITEM &&
           text_document_block(document, last->block)->kind == TEXT_ITEM && clock_minutes(m) >= clock_minutes(last) &&
           civil_days(last->year, last->month, last->day) > civil_days(day->year, day->month, day->day);
}

void step_past_midnight(const TimelineBuild *build, const TextMoment *m, const TextMoment *last, Day *day,
                        const char **rule)
{
    if (goes_on_above(build, m, last, day)) {
        *day = day_of(last);
        *rule = "date of the item above";
        return;
    }
    static const char past[] = "after midnight, by the order of the text";
    const char *told = last->date_rule ? last->date_rule : "";
    bool beside = m->block - last->block <= 2 && last->has_date && !m->own_date && !m->relative_day &&
                  list_of(build, m->block) == list_of(build, last->block);
    int64_t apart =
        beside ? civil_days(day->year, day->month, day->day) - civil_days(last->year, last->month, last->day) : 1;
    int before = clock_minutes(last), now = clock_minutes(m);
    bool turns = apart == 0 && before >= 18 * 60 && now <= 8 * 60;
    bool night = told == past || (!strcmp(told, "the weekday after the date before it") && now - before <= 6 * 60);
    bool goes_on = apart == -1 && night && now >= before;
    if (turns || goes_on) {
        *day = day_add(*day, 1);
        *rule = past;
    }
}

void step_settle_stray(TimelineBuild *build, TextMoment *m, const TextMoment *prev, Day document)
{
    if (!m->own_date || !m->has_date || !prev->has_date || prev->day != document.day || prev->month != document.month ||
        prev->year != document.year || clock_minutes(m) < clock_minutes(prev) ||
        civil_days(m->year, m->month, m->day) >= civil_days(document.year, document.month, document.day))
        return;
    g_autofree char *stated = moment_text(m);
    set_day(m, document, "date of the entry above, as the order of the entries has it");
    g_autofree char *read = moment_text(m);
    Finding *finding = g_new0(Finding, 1);
    finding->rule = "date";
    finding->message = g_strdup_printf("%s stands among entries of later dates; read as %s", stated, read);
    finding->block = m->block;
    finding->start = m->start;
    finding->end = m->end;
    finding->has_other = true;
    finding->other_block = prev->block;
    finding->other_start = prev->start;
    finding->other_end = prev->end;
    g_ptr_array_add(build->timeline->findings, finding);
}

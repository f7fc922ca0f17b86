/* Third stage: days that the text tells in other words: a weekday before the day of writing, a night over two days. */
#include "timeline_build.h"

#define MOST_BLOCKS 40

static bool holds_date(const TimelineBuild *build, guint block)
{
    for (guint i = 0; i < build->timeline->moments->len; i++) {
        const TextMoment *m = build_moment(build, i);
        if (m->block > block)
            break;
        if (m->block == block && m->own_date)
            return true;
    }
    return false;
}

bool tells_trouble_at(const TimelineBuild *build, guint block, guint token)
{
    guint from, to;
    outline_sentence(build->outline, block, token, &from, &to);
    return outline_count(build->outline, block, from, to, CUE_problem) > 0 ||
           outline_count(build->outline, block, from, to, CUE_start) > 0 ||
           outline_count(build->outline, block, from, to, CUE_downtime) > 0;
}

typedef struct {
    int weekday; /* 1 for Monday, 0: none */
    int day;     /* of the month, when it stands beside: "Friday the 13th" */
} Told;

static int day_beside(const TextBlock *block, guint token)
{
    for (guint i = token; i < block->tokens->len && i < token + 3; i++) {
        const Token *t = &g_array_index(block->tokens, Token, i);
        if (t->kind == TOKEN_NUMBER)
            return t->digits <= 2 && t->value >= 1 && t->value <= 31 ? (int)t->value : 0;
        if (t->kind == TOKEN_MARK && t->value != ',')
            break;
    }
    return 0;
}

/* The weekday that a heading or a sentence about the trouble names first. */
static Told weekday_told(const TimelineBuild *build)
{
    const TextDocument *document = build->outline->document;
    for (guint b = 0; b < document->blocks->len && b < MOST_BLOCKS; b++) {
        const BlockNote *note = outline_note(build->outline, b);
        const TextBlock *block = text_document_block(document, b);
        bool place =
            note->section == SECTION_NONE || note->section == SECTION_SUMMARY || note->section == SECTION_IMPACT;
        if (!place || note->is_mail || block->kind == TEXT_KEY || holds_date(build, b))
            continue;
        for (guint h = 0; h < note->hits->len; h++) {
            const CueHit *hit = &g_array_index(note->hits, CueHit, h);
            if (hit->group >= CUE_weekday_1 && hit->group <= CUE_weekday_7 &&
                (block->kind == TEXT_HEADING || tells_trouble_at(build, b, hit->from)))
                return (Told){(int)(hit->group - CUE_weekday_1) + 1, day_beside(block, hit->to)};
        }
    }
    return (Told){0};
}

static int weekday_of(int64_t days)
{
    return (int)((days + 3) % 7 + 7) % 7 + 1; /* 1 January 1970 was a Thursday */
}

bool day_before_writing(const TimelineBuild *build, Day written, Day *day)
{
    Told told = written.day ? weekday_told(build) : (Told){0};
    if (!told.weekday)
        return false;
    int64_t days = civil_days(written.year, written.month, written.day);
    for (int back = told.day ? 0 : 1; back <= (told.day ? 31 : 7); back++) {
        Day before = day_add(written, -back);
        if (weekday_of(days - back) != told.weekday || (told.day && before.day != told.day))
            continue;
        *day = before;
        return true;
    }
    return false;
}

/* ---- a night ---- */

Day night_told(const TimelineBuild *build)
{
    static const char *const words[] = {"night", "overnight", "nacht",  "nuit",   "noche", "madrugada",
                                        "notte", "noite",     "virada", "nights", NULL};
    for (guint i = 0; i + 1 < build->timeline->moments->len; i++) {
        const TextMoment *a = build_moment(build, i), *b = build_moment(build, i + 1);
        if (!a->has_date || !b->has_date || a->has_clock || b->has_clock || a->block != b->block ||
            b->from - a->to > 5 || civil_days(b->year, b->month, b->day) - civil_days(a->year, a->month, a->day) != 1)
            continue;
        const GArray *tokens = text_document_block(build->outline->document, a->block)->tokens;
        for (guint t = a->from > 8 ? a->from - 8 : 0; t < a->from; t++)
            if (g_array_index(tokens, Token, t).kind == TOKEN_WORD &&
                g_strv_contains(words, g_array_index(tokens, Token, t).word))
                return day_of(a);
    }
    return (Day){0};
}

bool night_passed(const TimelineBuild *build, const TextMoment *m, Day day)
{
    return build->night.day && day.day == build->night.day && day.month == build->night.month &&
           day.year == build->night.year && m->hour < 12;
}

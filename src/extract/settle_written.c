/* Third stage: the day of a document, and days told in other words: a weekday before the day of writing, a night over
 * two days. */
#include "timeline_build.h"

#include <stdio.h>
#include <string.h>

#define MOST_BLOCKS 40
#define MOST_DAYS_ON 3 /* a weekday further on is rather one before */

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

/* Whether only "on", "at", "by" and commas stand in [from, to), three tokens at most. */
static bool only_joins(const TimelineBuild *build, const TextBlock *block, guint from, guint to)
{
    for (guint i = from; i < to; i++) {
        const Token *t = &g_array_index(block->tokens, Token, i);
        bool word = t->kind == TOKEN_WORD && (cues_has_word(build->outline->cues, t->word, CUE_joiner) ||
                                              cues_has_word(build->outline->cues, t->word, CUE_clock_before));
        if (!word && !(t->kind == TOKEN_MARK && t->value == ','))
            return false;
    }
    return to - from <= 3;
}

/* "last Friday" looks back. */
static bool looks_back(const TextBlock *block, guint weekday)
{
    static const char *const words[] = {"last",   "previous", "past",   "every",   "letzten", "vorigen",   "jeden",
                                        "pasado", "dernier",  "scorso", "passado", "vorige",  "afgelopen", NULL};
    const Token *before = weekday ? &g_array_index(block->tokens, Token, weekday - 1) : NULL;
    return before && before->kind == TOKEN_WORD && g_strv_contains(words, before->word);
}

bool weekday_beside(const TimelineBuild *build, const TextMoment *m, Day before, bool back, Day *day)
{
    const TextBlock *block = text_document_block(build->outline->document, m->block);
    const GArray *hits = outline_note(build->outline, m->block)->hits;
    for (guint h = outline_first_hit(build->outline, m->block, m->from > 4 ? m->from - 4 : 0); h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from > m->to + 3)
            break;
        if (hit->group < CUE_weekday_1 || hit->group > CUE_weekday_7 || looks_back(block, hit->from))
            continue;
        bool beside = hit->to <= m->from ? only_joins(build, block, hit->to, m->from)
                                         : hit->from >= m->to && only_joins(build, block, m->to, hit->from);
        if (!beside)
            continue;
        int told = (int)(hit->group - CUE_weekday_1) + 1;
        for (int step = 0; step <= 2 * MOST_DAYS_ON; step++) { /* 0, -1, 1, -2, 2, ... */
            int away = step % 2 ? -(step + 1) / 2 : step / 2;
            *day = day_add(before, away);
            if ((back || away >= 0) && weekday_of(civil_days(day->year, day->month, day->day)) == told)
                return away != 0;
        }
    }
    return false;
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

/* The sentence about the trouble that says "yesterday" or "last night": the day before the text was written. */
static bool tells_of_yesterday(const TimelineBuild *build)
{
    const TextDocument *document = build->outline->document;
    for (guint b = 0; b < document->blocks->len && b < MOST_BLOCKS; b++) {
        const BlockNote *note = outline_note(build->outline, b);
        bool place = note->section == SECTION_NONE || note->section == SECTION_SUMMARY;
        if (!place || note->is_mail || note->is_message || text_document_block(document, b)->kind == TEXT_KEY)
            continue;
        for (guint h = 0; h < note->hits->len; h++) {
            const CueHit *hit = &g_array_index(note->hits, CueHit, h);
            bool first = hit->from <= 2 || text_document_block(document, b)->kind == TEXT_HEADING;
            if (hit->group == CUE_yesterday && first && tells_trouble_at(build, b, hit->from))
                return true;
        }
    }
    return false;
}

/* "w/c 2 October", "week commencing 2 October": the week of which the text names a day. */
static bool is_week(const TimelineBuild *build, const TextMoment *m)
{
    static const char *const words[] = {"commencing", "beginning", "starting", "c", "of", NULL};
    const GArray *tokens = text_document_block(build->outline->document, m->block)->tokens;
    const Token *word = m->from >= 2 ? &g_array_index(tokens, Token, m->from - 1) : NULL;
    const Token *before = word ? word - 1 : NULL;
    if (!word || m->has_clock || word->kind != TOKEN_WORD || !g_strv_contains(words, word->word))
        return false;
    bool slash = before->kind == TOKEN_MARK && before->value == '/' && m->from >= 3;
    const Token *week = slash ? before - 1 : before;
    return week->kind == TOKEN_WORD && (strcmp(week->word, "week") == 0 || (slash && strcmp(week->word, "w") == 0));
}

static bool day_within(const TimelineBuild *build, Day week, Day *day)
{
    Told told = weekday_told(build);
    for (int ahead = 0; told.weekday && ahead < 7; ahead++) {
        *day = day_add(week, ahead);
        if (weekday_of(civil_days(day->year, day->month, day->day)) == told.weekday)
            return true;
    }
    return false;
}

/* ---- the document's own date ---- */

static bool date_in_name(const char *name, Day *day)
{
    for (const char *p = name; *p; p++) {
        if ((p > name && g_ascii_isdigit(p[-1])) || strspn(p, "0123456789") < 4)
            continue;
        int year = 0, month = 0, d = 0;
        if (sscanf(p, "%4d-%2d-%2d", &year, &month, &d) != 3 && sscanf(p, "%4d_%2d_%2d", &year, &month, &d) != 3 &&
            sscanf(p, "%4d%2d%2d", &year, &month, &d) != 3)
            continue;
        Civil civil = {.year = year, .month = month, .day = d};
        if (year >= 1990 && year <= 2100 && civil_is_valid(&civil)) {
            *day = (Day){year, month, d};
            return true;
        }
    }
    return false;
}

bool document_date(const TimelineBuild *build, int *year, int *month, int *day)
{
    g_autofree char *base = g_path_get_basename(build->outline->document->name);
    Day found = {0};
    if (!date_in_name(base, &found))
        return false;
    *year = found.year;
    *month = found.month;
    *day = found.day;
    return true;
}

#define WRITTEN_RANK 3 /* of a date that no word connects with the trouble: perhaps that of writing */

/* "29 November 2022, by Kim": a short line near the top that speaks of no trouble. */
static bool is_byline(const TimelineBuild *build, const TextMoment *m)
{
    const TextBlock *block = text_document_block(build->outline->document, m->block);
    guint from, to, words = 0;
    outline_sentence(build->outline, m->block, m->from, &from, &to);
    for (guint i = m->from; i > from; i--) /* of its line */
        if (g_array_index(block->tokens, Token, i - 1).kind == TOKEN_BREAK)
            from = i;
    for (guint i = m->to; i < to; i++)
        if (g_array_index(block->tokens, Token, i).kind == TOKEN_BREAK)
            to = i;
    for (guint i = from; i < to && words < 12; i++)
        words += g_array_index(block->tokens, Token, i).kind == TOKEN_WORD;
    bool written = outline_count(build->outline, m->block, from, to, CUE_label_ignore) > 0;
    bool told = outline_count(build->outline, m->block, from, to, CUE_weekday) > 0 ||
                outline_count(build->outline, m->block, from, to, CUE_yesterday) > 0;
    return words < 12 && (written || !told) && block->kind == TEXT_PARAGRAPH && m->block < 6 && !m->has_clock &&
           m->range_end < 0 && m->range_start < 0 && outline_note(build->outline, m->block)->section == SECTION_NONE &&
           !tells_trouble_at(build, m->block, m->from);
}

/* "Written on 9 May" */
static bool is_ignored(const TimelineBuild *build, const TextMoment *m)
{
    return m->from <= 6 && outline_count(build->outline, m->block, 0, MIN(m->from, 8), CUE_label_ignore) > 0;
}

Day day_written(const TimelineBuild *build)
{
    for (guint i = 0; i < build->timeline->moments->len; i++) {
        const TextMoment *m = build_moment(build, i);
        if (m->block >= 6)
            break;
        if (m->own_date && m->has_date && m->year && is_ignored(build, m))
            return day_of(m);
    }
    return (Day){0};
}

/* "Since: 9 May", "Date of incident 9 May", "opened on 9 May", not "The third such fault since 9 May". */
static bool is_labelled(const TimelineBuild *build, guint b, guint to)
{
    const GArray *tokens = text_document_block(build->outline->document, b)->tokens;
    const GArray *hits = outline_note(build->outline, b)->hits;
    bool set_off = text_document_block(build->outline->document, b)->kind == TEXT_ROW;
    guint opening = 0;
    while (opening < to && g_array_index(tokens, Token, opening).kind == TOKEN_MARK)
        opening++;
    for (guint i = 0; i < to; i++)
        set_off |= g_array_index(tokens, Token, i).kind == TOKEN_MARK && g_array_index(tokens, Token, i).value == ':';
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        bool start = hit->group == CUE_label_start && (set_off || hit->from == opening);
        bool date = hit->group == CUE_label_date || hit->group == CUE_label_window;
        if (hit->to <= to && (start || date))
            return true;
    }
    return false;
}

/* How well a dated moment stands for the whole document; 0 not at all. */
static int document_rank(const TimelineBuild *build, const TextMoment *m)
{
    const TextBlock *block = text_document_block(build->outline->document, m->block);
    const BlockNote *note = outline_note(build->outline, m->block);
    guint label_to = MIN(m->from, 8);
    if (is_ignored(build, m))
        return 0;
    if (block->kind == TEXT_KEY || note->is_mail)
        return 1;
    if (note->section == SECTION_ACTIONS || note->section == SECTION_LESSONS || note->section == SECTION_OTHER)
        return 0;
    if (m->from <= 6 && is_labelled(build, m->block, label_to))
        return 6;
    if (block->kind == TEXT_HEADING && !m->lead)
        return 5;
    if (m->lead && note->section == SECTION_TIMELINE)
        return m->has_clock ? 4 : 5;
    if (note->section == SECTION_SUMMARY || note->section == SECTION_NONE)
        return block->kind == TEXT_HEADING ? 5 : is_byline(build, m) ? WRITTEN_RANK : 4;
    return 2;
}

Day document_day(const TimelineBuild *build, int group)
{
    Day best = {0}, written = {0};
    int rank = 0;
    bool week = false;
    for (guint i = 0; i < build->timeline->moments->len; i++) {
        const TextMoment *m = build_moment(build, i);
        if (!m->own_date || !m->has_date || !m->year ||
            (group >= 0 && outline_note(build->outline, m->block)->group != group))
            continue;
        int r = document_rank(build, m);
        if (!r && !written.day && m->block < 6 && is_ignored(build, m))
            written = day_of(m);
        if (r > rank) {
            rank = r;
            best = day_of(m);
            week = is_week(build, m);
        }
    }
    Day other;
    if (week && day_within(build, best, &other))
        return other;
    if (rank <= 1 && document_date(build, &other.year, &other.month, &other.day)) {
        best = other;
        rank = 1;
    }
    bool writing = rank <= WRITTEN_RANK && rank != 2;
    if (writing && day_before_writing(build, rank ? best : written, &other))
        return other;
    return rank == 1 && tells_of_yesterday(build) ? day_add(best, -1) : best;
}

/* ---- a night ---- */

static bool is_one_of(const Token *token, const char *const *words)
{
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* How many tokens before the moment a word for the night stands, or 0; onto: it is the night that ends on that day
 * ("in der Nacht auf den 7. Mai", "de samedi à dimanche 7 mai"). */
static guint night_before(const TimelineBuild *build, const TextMoment *m, bool *onto)
{
    static const char *const words[] = {"night", "overnight", "nacht",  "nuit",   "noche", "madrugada",
                                        "notte", "noite",     "virada", "nights", NULL};
    static const char *const joints[] = {"auf",  "zum",  "zu",  "op", "al",  "au", "à", "to",
                                         "into", "para", "pra", "e",  "and", "y",  "a", NULL};
    const GArray *tokens = text_document_block(build->outline->document, m->block)->tokens;
    static const char *const articles[] = {"den", "dem", "le", "el", "il", "the", "dia", "de", "o", NULL};
    bool apart = false;
    *onto = false;
    for (guint back = 1; back <= 8 && back <= m->from; back++) {
        const Token *token = &g_array_index(tokens, Token, m->from - back);
        bool weekday = token->kind == TOKEN_WORD && cues_has_word(build->outline->cues, token->word, CUE_weekday);
        if (is_one_of(token, words))
            return back;
        if (token->kind == TOKEN_NUMBER || token->kind == TOKEN_BREAK)
            return 0;
        if (!apart && (weekday || is_one_of(token, articles) || (token->kind == TOKEN_MARK && token->value == ',')))
            continue;
        *onto |= !apart && is_one_of(token, joints);
        apart = true;
    }
    return 0;
}

Day night_told(const TimelineBuild *build)
{
    for (guint i = 0; i < build->timeline->moments->len; i++) {
        const TextMoment *a = build_moment(build, i);
        bool onto = false;
        if (!a->has_date || !a->own_date || a->has_clock || !a->year || !night_before(build, a, &onto))
            continue;
        if (onto)
            return day_add(day_of(a), -1);
        const TextMoment *b = i + 1 < build->timeline->moments->len ? build_moment(build, i + 1) : a;
        if (b->has_date && !b->has_clock && b->block == a->block && b->from - a->to <= 5 &&
            civil_days(b->year, b->month, b->day) - civil_days(a->year, a->month, a->day) == 1)
            return day_of(a);
    }
    return (Day){0};
}

bool night_passed(const TimelineBuild *build, const TextMoment *m, Day day)
{
    return build->night.day && day.day == build->night.day && day.month == build->night.month &&
           day.year == build->night.year && (!m || m->hour < 12);
}

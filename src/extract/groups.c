/* Documents with several incidents under headings of their own, and pages in which an incident stands among other news.
 */
#include "groups.h"

#include <string.h>

typedef struct {
    guint block, end; /* [block, end) */
    int level;
    HeadingForm form;
} Candidate;

static bool has_own_sections(const Outline *outline, guint from, guint to)
{
    for (guint b = from + 1; b < to; b++) {
        const BlockNote *note = outline_note(outline, b);
        if (note->is_section &&
            (note->section == SECTION_TIMELINE || note->section == SECTION_SUMMARY || note->section == SECTION_IMPACT))
            return true;
    }
    return false;
}

/* Two kinds of sections that a report has, of its own: what stands under the heading is a report. */
static bool is_report(const Outline *outline, guint from, guint to)
{
    guint kinds = 0, n = 0;
    for (guint b = from + 1; b < to; b++) {
        const BlockNote *note = outline_note(outline, b);
        bool told = note->is_section && note->section != SECTION_OTHER && note->section != SECTION_NONE;
        kinds |= told ? 1U << note->section : 0;
    }
    for (; kinds; kinds &= kinds - 1)
        n++;
    return n >= 2;
}

static guint count_clocks(const GArray *mentions, guint from, guint to)
{
    guint n = 0;
    for (guint i = first_mention(mentions, from); i < mentions->len; i++) {
        if (g_array_index(mentions, Mention, i).block >= to)
            break;
        n += g_array_index(mentions, Mention, i).kind == MENTION_CLOCK;
    }
    return n;
}

/* "Timeline:" below the heading, and three clock times or more. */
static bool has_own_timeline(const Outline *outline, const GArray *mentions, guint from, guint to)
{
    bool timeline = false;
    for (guint b = from + 1; b < to && !timeline; b++)
        timeline = outline_note(outline, b)->is_section && outline_note(outline, b)->section == SECTION_TIMELINE;
    return timeline && count_clocks(mentions, from, to) >= 3;
}

/* Two headings of its own below a title. */
static bool has_headings_below(const Outline *outline, guint from, guint to)
{
    int level = text_document_block(outline->document, from)->level;
    guint n = 0;
    for (guint b = from + 1; b < to; b++) {
        const TextBlock *block = text_document_block(outline->document, b);
        n += block->kind == TEXT_HEADING && block->level == level + 1;
    }
    return n >= 2;
}

/* ---- spans that are a programme ---- */

typedef struct {
    const Mention *day, *from, *to;
} Span;

static Span span_of(const GArray *mentions, guint block)
{
    Span span = {NULL, NULL, NULL};
    for (guint i = first_mention(mentions, block); i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block != block)
            break;
        if (m->kind == MENTION_DATE && !span.day)
            span.day = m;
        if (m->kind == MENTION_CLOCK)
            *(span.from ? &span.to : &span.from) = m;
    }
    return span;
}

static bool touches(const Mention *end, const Mention *start)
{
    return end && start && end->hour == start->hour && end->minute == start->minute;
}

/* One thing after another ("09:00 - 10:00", "10:00 - 11:00"), or mostly no word of trouble: no list of incidents. */
static bool is_programme(const Outline *outline, const GArray *mentions, const GArray *candidates)
{
    guint spans = 0, troubled = 0;
    Span last = {NULL, NULL, NULL};
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *c = &g_array_index(candidates, Candidate, i);
        if (c->form != FORM_SPAN && c->form != FORM_TIMED)
            continue;
        Span span = span_of(mentions, c->block);
        bool same_day = last.day && span.day && last.day->year == span.day->year &&
                        last.day->month == span.day->month && last.day->day == span.day->day;
        if (same_day && (touches(last.to, span.from) || touches(span.to, last.from)))
            return true;
        bool trouble = false;
        for (guint b = c->block; b < c->end && !trouble; b++)
            trouble =
                outline_count(outline, b, 0, text_document_block(outline->document, b)->tokens->len, CUE_problem) > 0;
        troubled += trouble;
        spans++;
        last = span;
    }
    return troubled * 2 < spans;
}

static void drop_spans(GArray *candidates)
{
    for (guint i = candidates->len; i > 0; i--)
        if (g_array_index(candidates, Candidate, i - 1).form == FORM_SPAN ||
            g_array_index(candidates, Candidate, i - 1).form == FORM_TIMED)
            g_array_remove_index(candidates, i - 1);
}

/* A word of trouble in the heading, and no plural: "network problems" may be of several days. */
static bool names_one(const Outline *outline, guint b)
{
    static const char *const plurals[] = {"issues", "problems", "troubles", "failures", "crashes", NULL};
    const GArray *hits = outline_note(outline, b)->hits;
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        const Token *last = &g_array_index(text_document_block(outline->document, b)->tokens, Token, hit->to - 1);
        if (hit->group == CUE_incident_title && !(last->kind == TOKEN_WORD && g_strv_contains(plurals, last->word)))
            return true;
    }
    return false;
}

/* "Outage of the shop": the document's title names one incident, so that its days are of one. */
bool title_names_one(const Outline *outline)
{
    for (guint b = 0; b < outline->document->blocks->len && b < 12; b++) {
        const TextBlock *block = text_document_block(outline->document, b);
        guint n = block->tokens->len;
        bool key = text_block_is_title(block);
        if (!key && block->kind != TEXT_HEADING)
            continue;
        bool named = names_one(outline, b) && !incident_number(outline, b);
        if (named || block->kind == TEXT_HEADING)
            return named && outline_count(outline, b, 0, n, CUE_several) == 0;
    }
    return false;
}

static bool has_times(const GArray *mentions, guint from, guint to)
{
    return mentions_within(mentions, from, to, MENTION_CLOCK) || mentions_within(mentions, from, to, MENTION_DATE) ||
           mentions_within(mentions, from, to, MENTION_DURATION);
}

static bool has_day_in(const GArray *mentions, guint block)
{
    return mentions_within(mentions, block, block + 1, MENTION_DATE);
}

/* "We had two outages in April" above the first heading below the title. */
static bool counts_several(const Outline *outline)
{
    static const char *const spells[] = {"incidents", "outages",   "disruptions", "interruptions",
                                         "downtimes", "blackouts", "breakdowns",  NULL};
    guint headings = 0;
    for (guint b = 0; b < outline->document->blocks->len && b < 8 && headings < 2; b++) {
        const TextBlock *block = text_document_block(outline->document, b);
        const GArray *hits = outline_note(outline, b)->hits;
        headings += opener_level(block) > 0;
        for (guint h = 0; block->kind == TEXT_PARAGRAPH && headings < 2 && h < hits->len; h++) {
            const CueHit *hit = &g_array_index(hits, CueHit, h);
            const Token *last = &g_array_index(block->tokens, Token, hit->to - 1);
            if (hit->group == CUE_several_told && last->kind == TOKEN_WORD && g_strv_contains(spells, last->word))
                return true;
        }
    }
    return false;
}

static guint table_end(const Outline *outline, guint row)
{
    int table = text_document_block(outline->document, row)->table;
    guint b = row + 1;
    while (b < outline->document->blocks->len && text_document_block(outline->document, b)->kind == TEXT_ROW &&
           text_document_block(outline->document, b)->table == table)
        b++;
    return b;
}

static GArray *candidates_find(const Outline *outline, const GArray *mentions)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Candidate));
    bool several = promises_several(outline), one = title_names_one(outline), counted = !one && counts_several(outline);
    for (guint b = 0; b < outline->document->blocks->len && found->len < 64; b++) {
        const TextBlock *block = text_document_block(outline->document, b);
        const BlockNote *note = outline_note(outline, b);
        if (block->kind == TEXT_ROW && opener_is_record(outline, mentions, b)) {
            Candidate record = {b, table_end(outline, b), TABLE_LEVEL, FORM_DATED};
            g_array_append_val(found, record);
        }
        bool sentence = g_str_has_suffix(block->text, ".") || opener_words(block) > 14;
        guint n = block->tokens->len;
        bool dated = block->kind == TEXT_HEADING && opens_with_date(outline, mentions, b) && opener_words(block) >= 2;
        bool title = block->kind == TEXT_HEADING && !note->is_section && !sentence &&
                     (outline_count(outline, b, 0, n, CUE_incident_title) > 0 ||
                      (dated && (several || outline_count(outline, b, 0, n, CUE_problem) > 0)));
        HeadingForm form = opener_form(outline, mentions, b);
        bool one_of_them = several && !outline_count(outline, b, 0, n, CUE_several);
        if (form == FORM_OTHER && (((one_of_them || counted) && opener_tells(outline, mentions, b)) ||
                                   is_day_of_several(outline, mentions, b)))
            form = FORM_TOLD;
        if (form == FORM_OTHER && one_of_them && opener_times(outline, mentions, b))
            form = FORM_TIMED;
        if (form == FORM_DIARY && (one || (block->kind != TEXT_HEADING && !several)))
            form = FORM_OTHER;
        bool heading = block->kind == TEXT_HEADING && !note->is_section && !sentence;
        bool chronicle = block->kind == TEXT_HEADING && !sentence && block->level > 1 &&
                         !opener_is_section(outline, b) && outline_count(outline, b, 0, n, CUE_problem) > 0 &&
                         has_own_timeline(outline, mentions, b, opener_end(outline, mentions, b));
        if (!title && !chronicle && form == FORM_OTHER && !(heading && several))
            continue;
        Candidate c = {b, opener_end(outline, mentions, b), opener_level(block), form};
        bool sections = has_own_sections(outline, c.block, c.end);
        bool times = has_times(mentions, c.block, c.end);
        bool own = form != FORM_OTHER && (form != FORM_NUMBERED || times);
        bool apart = one ? dated || has_day_in(mentions, b) : opener_has_number(block); /* "Failure 1: the disk" */
        bool report = heading && ((several || (title && block->level == 1)) && is_report(outline, c.block, c.end));
        report |= title && block->level == 1 && has_headings_below(outline, c.block, c.end);
        if (own || (title && times && (sections || apart)) || report || chronicle)
            g_array_append_val(found, c); /* a date, a number or sections of its own set it apart */
    }
    if (is_programme(outline, mentions, found))
        drop_spans(found);
    return found;
}

/* The highest heading level with at least two marked candidates. */
static int splitting_level(const GArray *candidates)
{
    for (int level = 1; level <= TABLE_LEVEL; level++) {
        guint n = 0;
        for (guint i = 0; i < candidates->len; i++)
            n += g_array_index(candidates, Candidate, i).level == level;
        if (n >= 2)
            return level;
    }
    return 0;
}

/* The only day of trouble in what promises several. */
static bool is_only_day(const Outline *outline, const GArray *mentions, const Candidate *c)
{
    return c->level > 1 && c->level < BOLD_LEVEL && c->form != FORM_OTHER &&
           opens_with_date(outline, mentions, c->block) && promises_several(outline);
}

/* Such a day, or a single incident among at least two other sections of the same level that are no sections of a
 * report. */
static int single_level(const Outline *outline, const GArray *mentions, const GArray *candidates)
{
    for (guint i = 0; i < candidates->len; i++)
        if (is_only_day(outline, mentions, &g_array_index(candidates, Candidate, i)))
            return g_array_index(candidates, Candidate, i).level;
    if (candidates->len != 1)
        return 0;
    Candidate c = g_array_index(candidates, Candidate, 0);
    guint others = 0;
    for (guint b = 0; b < outline->document->blocks->len; b++) {
        const TextBlock *block = text_document_block(outline->document, b);
        others += block->kind == TEXT_HEADING && block->level == c.level && b != c.block &&
                  !outline_note(outline, b)->is_section;
    }
    return others >= 2 && has_own_sections(outline, c.block, c.end) ? c.level : 0;
}

/* "Outage on Tuesday" among the news of a week: the only heading of its level that names trouble, with its own day and
 * times, where the title names none. */
static bool is_alone(const Outline *outline, const GArray *mentions, guint b)
{
    const TextBlock *heading = text_document_block(outline->document, b);
    guint end = opener_end(outline, mentions, b), others = 0;
    if (heading->level < 2 || outline_note(outline, b)->is_section ||
        !outline_count(outline, b, 0, heading->tokens->len, CUE_incident_title) ||
        !mentions_within(mentions, b, end, MENTION_DATE) || count_clocks(mentions, b, end) < 2)
        return false;
    for (guint i = 0; i < outline->document->blocks->len; i++) {
        const TextBlock *other = text_document_block(outline->document, i);
        guint n = other->tokens->len;
        if (other->kind != TEXT_HEADING || other->level != heading->level || i == b)
            continue;
        if (outline_note(outline, i)->is_section || outline_count(outline, i, 0, n, CUE_incident_title) ||
            outline_count(outline, i, 0, n, CUE_problem))
            return false;
        others++;
    }
    return others >= 2;
}

/* The block of such a heading, or -1. */
static int find_alone(const Outline *outline, const GArray *mentions)
{
    bool news = false;
    for (guint b = 0; b < outline->document->blocks->len; b++) {
        const TextBlock *block = text_document_block(outline->document, b);
        if (block->kind != TEXT_HEADING && !text_block_is_title(block))
            continue;
        if (!news) {
            news = outline_count(outline, b, 0, block->tokens->len, CUE_title_gathering) > 0;
            if (!news)
                return -1;
        } else if (is_alone(outline, mentions, b))
            return (int)b;
    }
    return -1;
}

int groups_mark(Outline *outline, const GArray *mentions)
{
    g_autoptr(GArray) candidates = candidates_find(outline, mentions);
    int level = splitting_level(candidates);
    if (!level)
        level = single_level(outline, mentions, candidates);
    for (guint b = 0; b < outline->notes->len; b++)
        g_array_index(outline->notes, BlockNote, b).group = level ? -1 : 0;
    int alone = level ? -1 : find_alone(outline, mentions);
    for (guint b = 0; alone >= 0 && b < outline->notes->len; b++)
        g_array_index(outline->notes, BlockNote, b).group =
            b >= (guint)alone && b < opener_end(outline, mentions, (guint)alone) ? 0 : -1;
    if (!level)
        return 1;
    int group = 0;
    for (guint i = 0; i < candidates->len; i++) {
        Candidate c = g_array_index(candidates, Candidate, i);
        if (c.level != level)
            continue;
        for (guint b = c.block; b < c.end; b++)
            g_array_index(outline->notes, BlockNote, b).group = group;
        group++;
    }
    return group;
}

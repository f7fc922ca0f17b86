/* Documents with several incidents under headings of their own, and pages in which an incident stands among other news.
 */
#include "roles.h"

/* What a heading is by its form alone: "Mail was slow (Minor)", from when to when, with a date in the text below. */
typedef enum { FORM_OTHER, FORM_RATED, FORM_SPAN, FORM_DATED, FORM_DAY } HeadingForm;

typedef struct {
    guint block, end; /* [block, end) */
    int level;
    HeadingForm form;
} Candidate;

static guint range_end(const Outline *outline, guint heading, int level)
{
    guint b = heading + 1;
    for (; b < outline->document->blocks->len; b++) {
        const TextBlock *block = text_document_block(outline->document, b);
        if (block->kind == TEXT_HEADING && block->level <= level)
            break;
    }
    return b;
}

/* Index of the first mention in the block or behind it. */
static guint first_mention(const GArray *mentions, guint block)
{
    guint low = 0, high = mentions->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(mentions, Mention, middle).block < block)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool mentions_within(const GArray *mentions, guint from, guint to, MentionKind kind)
{
    for (guint i = first_mention(mentions, from); i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block >= to)
            return false;
        if (m->kind == kind && (kind != MENTION_DATE || m->day))
            return true;
    }
    return false;
}

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

static guint count_words(const TextBlock *block)
{
    guint n = 0;
    for (guint i = 0; i < block->tokens->len; i++)
        n += g_array_index(block->tokens, Token, i).kind == TOKEN_WORD;
    return n;
}

static bool has_number(const TextBlock *block)
{
    for (guint i = 0; i < block->tokens->len; i++)
        if (g_array_index(block->tokens, Token, i).kind == TOKEN_NUMBER)
            return true;
    return false;
}

/* "2024-10-03 Cache stampede", but not "2024-10-03 21:06", which is an entry of a timeline. */
static bool opens_with_date(const GArray *mentions, guint block)
{
    bool date = false;
    for (guint i = first_mention(mentions, block); i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block != block)
            break;
        date |= m->kind == MENTION_DATE && m->day && m->from <= 1;
        if (m->kind == MENTION_CLOCK)
            return false;
    }
    return date;
}

/* "October incidents": the first heading promises several. */
static bool promises_several(const Outline *outline)
{
    for (guint b = 0; b < outline->document->blocks->len && b < 8; b++) {
        const TextBlock *block = text_document_block(outline->document, b);
        if (block->kind == TEXT_HEADING)
            return outline_count(outline, b, 0, block->tokens->len, CUE_several) > 0;
    }
    return false;
}

/* "Mail was slow (Minor)": the last brackets of the heading hold a severity. */
bool heading_has_severity(const Outline *outline, guint b)
{
    const GArray *tokens = text_document_block(outline->document, b)->tokens;
    guint n = tokens->len;
    if (n < 4 || g_array_index(tokens, Token, n - 1).value != ')')
        return false;
    for (guint i = n - 2; i > 1 && n - i <= 4; i--) {
        const Token *before = &g_array_index(tokens, Token, i - 1);
        if (before->kind == TOKEN_MARK && before->value == '(')
            return outline_count(outline, b, i, n - 1, CUE_severity) > 0;
    }
    return false;
}

/* "2025-09-09 18:03 ~ 18:06 (GMT+9)": from when to when it was, as a heading. */
static bool is_span(const Outline *outline, const GArray *mentions, guint b)
{
    guint clocks = 0, dates = 0, covered = 0;
    const TextBlock *block = text_document_block(outline->document, b);
    for (guint i = first_mention(mentions, b); i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block != b)
            break;
        clocks += m->kind == MENTION_CLOCK;
        dates += m->kind == MENTION_DATE && m->day;
        covered += m->to - m->from;
    }
    return clocks == 2 && dates >= 1 && dates <= 2 && block->tokens->len <= covered + 4;
}

/* Whether a line opens with one of the labels, a colon and the token. */
static bool is_labelled(const Outline *outline, guint b, guint token, const CueGroup *labels, guint n)
{
    const GArray *tokens = text_document_block(outline->document, b)->tokens;
    guint from = token;
    while (from > 0 && token - from < 6 && g_array_index(tokens, Token, from - 1).kind != TOKEN_BREAK)
        from--;
    bool colon = token > from && g_array_index(tokens, Token, token - 1).kind == TOKEN_MARK &&
                 g_array_index(tokens, Token, token - 1).value == ':';
    for (guint i = 0; colon && i < n; i++)
        if (outline_count(outline, b, from, from + 1, labels[i]) > 0)
            return true;
    return false;
}

/* "**Date:** 2024-05-03" or "Started: ..." in the text right below. */
static bool is_dated_below(const Outline *outline, const GArray *mentions, guint heading)
{
    static const CueGroup labels[] = {CUE_label_date, CUE_label_start, CUE_label_window};
    for (guint b = heading + 1; b < outline->document->blocks->len && b < heading + 5; b++) {
        if (text_document_block(outline->document, b)->kind == TEXT_HEADING)
            return false;
        for (guint i = first_mention(mentions, b); i < mentions->len; i++) {
            const Mention *m = &g_array_index(mentions, Mention, i);
            if (m->block != b)
                break;
            if (m->kind == MENTION_DATE && m->day && is_labelled(outline, b, m->from, labels, G_N_ELEMENTS(labels)))
                return true;
        }
    }
    return false;
}

/* "### November 9-11, 2019" right above a heading that says what happened: the history of a status page. */
static bool is_day_above(const Outline *outline, const GArray *mentions, guint heading)
{
    const TextBlock *block = text_document_block(outline->document, heading);
    if (heading + 1 >= outline->document->blocks->len || block->tokens->len > 12)
        return false;
    const TextBlock *below = text_document_block(outline->document, heading + 1);
    guint months = 0;
    for (int month = 0; month < 12; month++)
        months += outline_count(outline, heading, 0, block->tokens->len, (CueGroup)(CUE_month_1 + month));
    return below->kind == TEXT_HEADING && below->level > block->level && opens_with_date(mentions, heading) &&
           count_words(block) <= months + 1 && !outline_note(outline, heading + 1)->is_section;
}

/* Whether only the document's first heading stands above: "# Incident log", "### 2024-01-09 ...". */
static bool is_below_title(const Outline *outline, guint heading)
{
    int level = text_document_block(outline->document, heading)->level;
    int above = heading ? outline_note(outline, heading - 1)->heading : -1;
    for (guint steps = 0; above > 0 && steps < 100; steps++) {
        if (text_document_block(outline->document, (guint)above)->level < level)
            return false;
        above = outline_note(outline, (guint)above - 1)->heading;
    }
    return above <= 0;
}

/* An entry of a timeline opens no incident. */
static HeadingForm heading_form(const Outline *outline, const GArray *mentions, guint b)
{
    const BlockNote *note = outline_note(outline, b);
    if (text_document_block(outline->document, b)->kind != TEXT_HEADING || note->is_section)
        return FORM_OTHER;
    if (heading_has_severity(outline, b))
        return FORM_RATED;
    bool listed = note->section == SECTION_TIMELINE || note->section == SECTION_ACTIONS;
    if (listed && !is_below_title(outline, b))
        return FORM_OTHER;
    return is_span(outline, mentions, b)          ? FORM_SPAN
           : is_dated_below(outline, mentions, b) ? FORM_DATED
           : is_day_above(outline, mentions, b)   ? FORM_DAY
                                                  : FORM_OTHER;
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
        if (c->form != FORM_SPAN)
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
        if (g_array_index(candidates, Candidate, i - 1).form == FORM_SPAN)
            g_array_remove_index(candidates, i - 1);
}

static GArray *candidates_find(const Outline *outline, const GArray *mentions)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Candidate));
    bool several = promises_several(outline);
    for (guint b = 0; b < outline->document->blocks->len && found->len < 64; b++) {
        const TextBlock *block = text_document_block(outline->document, b);
        const BlockNote *note = outline_note(outline, b);
        bool sentence = g_str_has_suffix(block->text, ".") || count_words(block) > 14;
        guint n = block->tokens->len;
        bool dated = block->kind == TEXT_HEADING && opens_with_date(mentions, b) && count_words(block) >= 2;
        bool title = block->kind == TEXT_HEADING && !note->is_section && !sentence &&
                     (outline_count(outline, b, 0, n, CUE_incident_title) > 0 ||
                      (dated && (several || outline_count(outline, b, 0, n, CUE_problem) > 0)));
        HeadingForm form = heading_form(outline, mentions, b);
        if (!title && form == FORM_OTHER)
            continue;
        Candidate c = {b, range_end(outline, b, block->level), block->level, form};
        bool sections = has_own_sections(outline, c.block, c.end);
        bool times = mentions_within(mentions, c.block, c.end, MENTION_CLOCK) ||
                     mentions_within(mentions, c.block, c.end, MENTION_DATE) ||
                     mentions_within(mentions, c.block, c.end, MENTION_DURATION);
        if (form != FORM_OTHER || (times && (sections || has_number(block))))
            g_array_append_val(found, c); /* a date, a number or sections of its own set it apart */
    }
    if (is_programme(outline, mentions, found))
        drop_spans(found);
    return found;
}

/* The highest heading level with at least two marked candidates. */
static int splitting_level(const GArray *candidates)
{
    for (int level = 1; level <= 6; level++) {
        guint n = 0;
        for (guint i = 0; i < candidates->len; i++)
            n += g_array_index(candidates, Candidate, i).level == level;
        if (n >= 2)
            return level;
    }
    return 0;
}

/* A single incident among at least two other sections of the same level that are no sections of a report. */
static int single_level(const Outline *outline, const GArray *candidates)
{
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

int groups_mark(Outline *outline, const GArray *mentions)
{
    g_autoptr(GArray) candidates = candidates_find(outline, mentions);
    int level = splitting_level(candidates);
    if (!level)
        level = single_level(outline, candidates);
    for (guint b = 0; b < outline->notes->len; b++)
        g_array_index(outline->notes, BlockNote, b).group = level ? -1 : 0;
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

/* What the text below a heading, or a line in bold, tells: a day of a diary, trouble from when to when. */
#include "groups.h"

#include "lines.h"

#define MAX_DIARY 40 /* blocks of a day that are looked at */

/* "2) Printing stopped - Tuesday, 6 August": a day stands in the heading, and no clock time. */
static bool has_day(const GArray *mentions, guint opener)
{
    bool day = false;
    for (guint i = first_mention(mentions, opener); i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block != opener)
            break;
        if (m->kind == MENTION_CLOCK)
            return false;
        day |= m->kind == MENTION_DATE && m->day;
    }
    return day;
}

/* "2) ...", "3. ..." */
static bool is_enumerated(const TextBlock *block)
{
    const Token *first = block->tokens->len > 3 ? &g_array_index(block->tokens, Token, 0) : NULL;
    return first && first->kind == TOKEN_NUMBER && first->digits <= 2 && first[1].kind == TOKEN_MARK &&
           (first[1].value == ')' || first[1].value == '.') && first[2].spaced;
}

/* A day whose text tells of trouble and of its end. */
bool opener_is_diary_day(const Outline *outline, const GArray *mentions, guint opener)
{
    const TextBlock *block = text_document_block(outline->document, opener);
    bool dated = block->kind == TEXT_HEADING ? has_day(mentions, opener) : opens_with_date(outline, mentions, opener);
    if (!dated || opener_words(block) > 14 || outline_count(outline, opener, 0, block->tokens->len, CUE_release))
        return false;
    guint end = MIN(opener_end(outline, mentions, opener), opener + MAX_DIARY);
    guint problem = is_enumerated(block), over = 0, clocks = 0;
    for (guint b = opener; b < end; b++) {
        guint n = text_document_block(outline->document, b)->tokens->len;
        problem += outline_count(outline, b, 0, n, CUE_problem) + outline_count(outline, b, 0, n, CUE_downtime);
        over += outline_count(outline, b, 0, n, CUE_resolved) + outline_count(outline, b, 0, n, CUE_mitigated);
    }
    for (guint i = first_mention(mentions, opener + 1); i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block >= end)
            break;
        over += m->kind == MENTION_DURATION;
        clocks += m->kind == MENTION_CLOCK;
    }
    return problem && (over || clocks == 2);
}

/* A day alone below a heading that promises several, and a text that says more than that all is well. */
bool is_day_of_several(const Outline *outline, const GArray *mentions, guint opener)
{
    if (!opener_is_bare_day(outline, mentions, opener) || !stands_below_several(outline, opener))
        return false;
    guint end = MIN(opener_end(outline, mentions, opener), opener + MAX_DIARY), trouble = 0, well = 0;
    for (guint b = opener + 1; b < end; b++) {
        guint n = text_document_block(outline->document, b)->tokens->len;
        trouble += outline_count(outline, b, 0, n, CUE_problem) + outline_count(outline, b, 0, n, CUE_downtime);
        well += outline_count(outline, b, 0, n, CUE_no_incidents);
    }
    return !well && (trouble || mentions_within(mentions, opener + 1, end, MENTION_CLOCK));
}

bool opener_is_section(const Outline *outline, guint b)
{
    const BlockNote *note = outline_note(outline, b);
    const GArray *tokens = text_document_block(outline->document, b)->tokens;
    return note->is_section && section_of(note->hits, tokens, 0, tokens->len, true) != SECTION_NONE;
}

bool opener_tells(const Outline *outline, const GArray *mentions, guint opener)
{
    const BlockNote *note = outline_note(outline, opener);
    bool place = note->section == SECTION_NONE || note->section == SECTION_SUMMARY || note->section == SECTION_IMPACT;
    bool heading = text_document_block(outline->document, opener)->kind == TEXT_HEADING;
    bool day =
        opener_level(text_document_block(outline->document, opener)) && opens_with_date(outline, mentions, opener);
    if (!(heading || day) || opener_is_section(outline, opener) || !place)
        return false;
    guint end = MIN(opener_end(outline, mentions, opener), opener + MAX_DIARY);
    return mentions_within(mentions, opener, end, MENTION_DATE) &&
           (mentions_within(mentions, opener, end, MENTION_CLOCK) ||
            mentions_within(mentions, opener, end, MENTION_DURATION));
}

/* Where the title promises several: a heading whose text tells from when to when. */
bool opener_times(const Outline *outline, const GArray *mentions, guint opener)
{
    const BlockNote *note = outline_note(outline, opener);
    bool place = note->section == SECTION_NONE || note->section == SECTION_SUMMARY || note->section == SECTION_IMPACT;
    if (!opener_level(text_document_block(outline->document, opener)) || opener_is_section(outline, opener) || !place ||
        opener_is_label(outline, opener))
        return false;
    guint end = MIN(opener_end(outline, mentions, opener), opener + MAX_DIARY), clocks = 0;
    for (guint i = first_mention(mentions, opener); i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block >= end)
            break;
        if (m->block == opener && m->kind == MENTION_CLOCK)
            return false; /* an entry of a timeline */
        clocks += m->kind == MENTION_CLOCK;
    }
    return clocks >= 2;
}

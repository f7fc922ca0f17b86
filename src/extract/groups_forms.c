/* Headings and lines in bold that may open an incident, by their form. */
#include "groups.h"

#include "outline_build.h"
#include <string.h>

/* The level of a heading or of a line wholly in bold, else 0. */
int opener_level(const TextBlock *block)
{
    if (block->kind == TEXT_HEADING)
        return block->level;
    bool bold = block->kind == TEXT_PARAGRAPH && block->bold && block->bold + 1 >= strlen(block->text) &&
                !strchr(block->text, '\n');
    return bold ? BOLD_LEVEL : 0;
}

/* Index of the first mention in the block or behind it. */
guint first_mention(const GArray *mentions, guint block)
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

bool mentions_within(const GArray *mentions, guint from, guint to, MentionKind kind)
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

guint opener_words(const TextBlock *block)
{
    guint n = 0;
    for (guint i = 0; i < block->tokens->len; i++)
        n += g_array_index(block->tokens, Token, i).kind == TOKEN_WORD;
    return n;
}

bool opener_has_number(const TextBlock *block)
{
    for (guint i = 0; i < block->tokens->len; i++)
        if (g_array_index(block->tokens, Token, i).kind == TOKEN_NUMBER)
            return true;
    return false;
}

/* Whether nothing but a weekday, "on" or a mark stands before the token. */
static bool opens_at(const Outline *outline, guint block, guint token)
{
    for (guint i = 0; i < token; i++) {
        const Token *t = &g_array_index(text_document_block(outline->document, block)->tokens, Token, i);
        bool small =
            t->kind == TOKEN_MARK || (t->kind == TOKEN_WORD && (cues_has_word(outline->cues, t->word, CUE_weekday) ||
                                                                cues_has_word(outline->cues, t->word, CUE_joiner)));
        if (!small || i > 3)
            return false;
    }
    return true;
}

bool opens_with_date(const Outline *outline, const GArray *mentions, guint block)
{
    bool date = false;
    for (guint i = first_mention(mentions, block); i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block != block)
            break;
        date |= m->kind == MENTION_DATE && m->day && opens_at(outline, block, m->from);
        if (m->kind == MENTION_CLOCK)
            return false;
    }
    return date;
}

int incident_number(const Outline *outline, guint block)
{
    const TextBlock *b = text_document_block(outline->document, block);
    const GArray *hits = outline_note(outline, block)->hits;
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from > 2)
            break;
        if (hit->group != CUE_incident_nth || !opens_at(outline, block, hit->from))
            continue;
        int number = 0;
        for (guint i = hit->from; i < hit->to; i++) {
            const Token *t = &g_array_index(b->tokens, Token, i);
            if (t->kind == TOKEN_NUMBER && t->digits > 2)
                return 0; /* "Incident 4711" */
            number = number * 31 +
                     (t->kind == TOKEN_NUMBER ? (int)t->value : (int)(g_str_hash(t->word ? t->word : "") & 0xffff));
        }
        return number ? (number & 0x7fffffff) : 0;
    }
    return 0;
}

/* "October incidents": the first heading promises several. */
bool promises_several(const Outline *outline)
{
    for (guint b = 0; b < outline->document->blocks->len && b < 8; b++) {
        const TextBlock *block = text_document_block(outline->document, b);
        bool opening = b == 0 && block->kind == TEXT_PARAGRAPH && block->tokens->len <= 20;
        if ((opening || text_block_is_title(block)) &&
            outline_count(outline, b, 0, block->tokens->len, CUE_several) > 0)
            return true;
        if (block->kind == TEXT_HEADING)
            return outline_count(outline, b, 0, block->tokens->len, CUE_several) > 0;
    }
    return false;
}

#define MAX_ABOVE 100 /* headings that are looked at */

/* "## Past incidents" above "### May 3": a heading above it promises several. */
bool stands_below_several(const Outline *outline, guint block)
{
    int level = opener_level(text_document_block(outline->document, block));
    level = level ? level : BOLD_LEVEL + 1;
    int h = block ? outline_note(outline, block - 1)->heading : -1;
    for (guint steps = 0; h >= 0 && steps < MAX_ABOVE; steps++) {
        const TextBlock *above = text_document_block(outline->document, (guint)h);
        int here = above->kind == TEXT_HEADING ? above->level : BOLD_LEVEL;
        if (here < level && outline_count(outline, (guint)h, 0, above->tokens->len, CUE_several) > 0)
            return true;
        level = MIN(level, here);
        h = h ? outline_note(outline, (guint)h - 1)->heading : -1;
    }
    return false;
}

/* "### May 3, 2024" and nothing else, in a heading. */
bool opener_is_bare_day(const Outline *outline, const GArray *mentions, guint block)
{
    const TextBlock *heading = text_document_block(outline->document, block);
    guint months = 0;
    for (int month = 0; month < 12; month++)
        months += outline_count(outline, block, 0, heading->tokens->len, (CueGroup)(CUE_month_1 + month));
    return opener_level(heading) && heading->tokens->len <= 12 && opens_with_date(outline, mentions, block) &&
           opener_words(heading) <= months + 1;
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

/* "2024-05-06 09:12 ~ 09:50 (GMT+2)": from when to when it was, as a heading. */
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

/* "Start | 2024-05-03 10:00": the second cell of a row below a label. */
static bool is_cell_labelled(const Outline *outline, guint b, guint token, const CueGroup *labels, guint n)
{
    const GArray *tokens = text_document_block(outline->document, b)->tokens;
    if (!token || g_array_index(tokens, Token, token - 1).kind != TOKEN_BREAK)
        return false;
    for (guint i = 0; i < n; i++)
        if (tokens_are_label(outline_note(outline, b)->hits, tokens, 0, token - 1, labels[i]))
            return true;
    return false;
}

bool opener_is_record(const Outline *outline, const GArray *mentions, guint row)
{
    static const CueGroup labels[] = {CUE_label_date, CUE_label_start, CUE_label_window};
    const TextBlock *block = text_document_block(outline->document, row);
    bool first = !row || text_document_block(outline->document, row - 1)->table != block->table;
    if (block->kind != TEXT_ROW || !first || block->cells->len != 2 ||
        !(stands_below_several(outline, row) || promises_several(outline)))
        return false;
    for (guint i = first_mention(mentions, row); i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block != row)
            break;
        if (m->kind == MENTION_DATE && m->day && is_cell_labelled(outline, row, m->from, labels, G_N_ELEMENTS(labels)))
            return true;
    }
    return false;
}

/* Whether a line opens with one of the labels, a colon and the token. */
static bool is_labelled(const Outline *outline, guint b, guint token, const CueGroup *labels, guint n)
{
    const GArray *tokens = text_document_block(outline->document, b)->tokens;
    guint from = token;
    if (text_document_block(outline->document, b)->kind == TEXT_ROW)
        return is_cell_labelled(outline, b, token, labels, n);
    while (from > 0 && token - from < 6 && g_array_index(tokens, Token, from - 1).kind != TOKEN_BREAK)
        from--;
    bool colon = token > from && g_array_index(tokens, Token, token - 1).kind == TOKEN_MARK &&
                 g_array_index(tokens, Token, token - 1).value == ':';
    for (guint i = 0; colon && i < n; i++)
        if (outline_count(outline, b, from, from + 1, labels[i]) > 0)
            return true;
    return false;
}

/* "Start time", "When was it resolved?": a heading that is the label of what stands below. */
bool opener_is_label(const Outline *outline, guint heading)
{
    static const CueGroup labels[] = {CUE_label_start,  CUE_label_detected, CUE_label_acknowledged, CUE_label_mitigated,
                                      CUE_label_window, CUE_label_resolved, CUE_label_date,         CUE_label_duration};
    const GArray *tokens = text_document_block(outline->document, heading)->tokens;
    for (guint i = 0; tokens->len <= 16 && i < G_N_ELEMENTS(labels); i++)
        if (!opener_has_number(text_document_block(outline->document, heading)) &&
            tokens_are_label(outline_note(outline, heading)->hits, tokens, 0, tokens->len, labels[i]))
            return true;
    return false;
}

/* "**Date:** 2024-05-03" or "Started: ..." in the text right below; below a line in bold that names no trouble a start
 * alone, as there are dates below "**First report**" too. */
static bool is_dated_below(const Outline *outline, const GArray *mentions, guint heading)
{
    static const CueGroup labels[] = {CUE_label_start, CUE_label_window, CUE_label_date};
    const TextBlock *opener = text_document_block(outline->document, heading);
    bool bold = opener_level(opener) == BOLD_LEVEL;
    bool named = !bold || outline_count(outline, heading, 0, opener->tokens->len, CUE_problem) ||
                 outline_count(outline, heading, 0, opener->tokens->len, CUE_incident_title);
    guint known = named ? G_N_ELEMENTS(labels) : 2;
    guint last = heading + (bold ? 1 : 4);
    for (guint b = heading + 1; b < outline->document->blocks->len && b <= last; b++) {
        if (text_document_block(outline->document, b)->kind == TEXT_HEADING)
            return false;
        for (guint i = first_mention(mentions, b); i < mentions->len; i++) {
            const Mention *m = &g_array_index(mentions, Mention, i);
            if (m->block != b)
                break;
            if (m->kind == MENTION_DATE && m->day && is_labelled(outline, b, m->from, labels, known))
                return true;
        }
    }
    return false;
}

/* A day or a numbered incident in bold holds the headings below that of its section, and ends where the next begins;
 * other bold lines are within. */
guint opener_end(const Outline *outline, const GArray *mentions, guint opener)
{
    int level = opener_level(text_document_block(outline->document, opener)), above = level;
    int heading = level == BOLD_LEVEL && opener ? outline_note(outline, opener - 1)->heading : -1;
    if (heading >= 0 && text_document_block(outline->document, (guint)heading)->kind == TEXT_HEADING)
        above = text_document_block(outline->document, (guint)heading)->level;
    guint b = opener + 1;
    for (; b < outline->document->blocks->len; b++) {
        int here = opener_level(text_document_block(outline->document, b));
        bool bold = here == BOLD_LEVEL;
        if (here && here <= (bold ? level : above) &&
            (!bold || opens_with_date(outline, mentions, b) || incident_number(outline, b) ||
             is_dated_below(outline, mentions, b)))
            break;
    }
    return b;
}

/* "**20 May 2024 - No printing**" above "Start: 8:15": the day's own start is labelled below. */
static bool is_started_below(const Outline *outline, const GArray *mentions, guint opener)
{
    static const CueGroup labels[] = {CUE_label_start};
    guint blocks = outline->document->blocks->len;
    if (!opens_with_date(outline, mentions, opener))
        return false;
    for (guint b = opener + 1; b < blocks && b < opener + 4; b++) {
        if (opener_level(text_document_block(outline->document, b)))
            return false;
        for (guint i = first_mention(mentions, b); i < mentions->len; i++) {
            const Mention *m = &g_array_index(mentions, Mention, i);
            if (m->block != b)
                break;
            if (m->kind == MENTION_CLOCK && is_labelled(outline, b, m->from, labels, G_N_ELEMENTS(labels)))
                return true;
        }
    }
    return false;
}

/* "### Connection errors", "**Apr 3, 2024**": the day stands alone right below. */
static bool is_day_below(const Outline *outline, const GArray *mentions, guint heading)
{
    if (heading + 1 >= outline->document->blocks->len)
        return false;
    const TextBlock *below = text_document_block(outline->document, heading + 1);
    return below->kind == TEXT_PARAGRAPH && opener_level(below) == BOLD_LEVEL && below->tokens->len <= 8 &&
           opens_with_date(outline, mentions, heading + 1);
}

/* "### November 9-11, 2019" right above a heading that says what happened: the history of a status page. */
static bool is_day_above(const Outline *outline, const GArray *mentions, guint heading)
{
    const TextBlock *block = text_document_block(outline->document, heading);
    if (heading + 1 >= outline->document->blocks->len)
        return false;
    const TextBlock *below = text_document_block(outline->document, heading + 1);
    return below->kind == TEXT_HEADING && below->level > block->level &&
           opener_is_bare_day(outline, mentions, heading) && !outline_note(outline, heading + 1)->is_section;
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

/* "2.24.0 (2023-11-29)", "v1.2.3": a version of a change log. */
static bool is_version(const Outline *outline, guint b)
{
    const TextBlock *block = text_document_block(outline->document, b);
    guint parts = 0;
    for (guint i = 0; i + 1 < block->tokens->len && i < 12; i++) {
        const Token *t = &g_array_index(block->tokens, Token, i);
        bool joined = t->kind == TOKEN_NUMBER && t[1].kind == TOKEN_MARK && t[1].value == '.' && !t[1].spaced &&
                      i + 2 < block->tokens->len && t[2].kind == TOKEN_NUMBER && !t[2].spaced;
        parts = joined ? parts + 1 : t->kind == TOKEN_NUMBER ? 0 : parts;
        if (joined && parts == 2 && t[2].digits < 4) /* not 3.5.2024 */
            return outline_count(outline, b, 0, block->tokens->len, CUE_problem) == 0;
    }
    return false;
}

/* An entry of a timeline opens no incident. */
HeadingForm opener_form(const Outline *outline, const GArray *mentions, guint b)
{
    const BlockNote *note = outline_note(outline, b);
    int level = opener_level(text_document_block(outline->document, b));
    if (!level || note->is_section || opener_is_label(outline, b) || is_version(outline, b))
        return FORM_OTHER;
    bool below = note->section == SECTION_ACTIONS || note->section == SECTION_LESSONS;
    if (incident_number(outline, b) && !below && !(note->section == SECTION_TIMELINE && level == BOLD_LEVEL))
        return FORM_NUMBERED;
    if (heading_has_severity(outline, b))
        return FORM_RATED;
    bool listed = note->section == SECTION_TIMELINE || below;
    if (listed && !is_below_title(outline, b))
        return FORM_OTHER;
    return is_span(outline, mentions, b) ? FORM_SPAN
           : is_dated_below(outline, mentions, b) || (level != BOLD_LEVEL && is_day_below(outline, mentions, b))
               ? FORM_DATED
           : is_started_below(outline, mentions, b)                    ? FORM_DATED
           : level != BOLD_LEVEL && is_day_above(outline, mentions, b) ? FORM_DAY
           : opener_is_diary_day(outline, mentions, b)                 ? FORM_DIARY
                                                                       : FORM_OTHER;
}

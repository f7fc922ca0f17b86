/* What an incident is called by a label: a front matter key, a mail's subject, "Title: ..."; and what is no title. */
#include "title.h"

#include <string.h>

/* "[Incident title]", but not "[Postmortem] Mail was down": brackets before the words themselves. */
bool title_is_placeholder(const char *text)
{
    const char *close = *text == '[' ? strchr(text, ']') : NULL;
    const char *space = close ? strchr(close + 2 - !close[1], ' ') : NULL;
    return strchr(text, '<') || strchr(text, '{') || (*text == '[' && !(space && strchr(space + 1, ' ')));
}

/* The letters of "PI-2021-037" and "INC0042". */
static bool is_id(const RoleReader *r, guint block, guint i, guint to)
{
    const Token *word = token_at(r, block, i);
    guint next = i + 1;
    if (next < to && token_at(r, block, next)->kind == TOKEN_MARK && !token_at(r, block, next)->spaced &&
        strchr("-#_", (int)MIN(token_at(r, block, next)->value, 126)))
        next++;
    return word->capital && next < to && token_at(r, block, next)->kind == TOKEN_NUMBER &&
           !token_at(r, block, next)->spaced;
}

/* How many words of [from, to) are neither a phrase of the group nor a small word. */
/* The "UTC" or "pm" behind a clock time. */
static bool is_clock_word(const RoleReader *r, guint block, guint i)
{
    static const char *const words[] = {"utc", "gmt", "cet", "cest", "est", "edt", "cst", "cdt", "pst", "pdt",
                                        "bst", "ist", "jst", "am",   "pm",  "uhr", "h",   "brt", NULL};
    return i > 0 && token_at(r, block, i - 1)->kind == TOKEN_NUMBER &&
           g_strv_contains(words, token_at(r, block, i)->word);
}

/* "2017-09-29, 504": the status of an answer says what happened. */
static bool is_status(const RoleReader *r, guint block, guint from, guint i)
{
    static const gint64 codes[] = {401, 403, 404, 429, 500, 502, 503, 504};
    const Token *token = token_at(r, block, i), *before = i > from ? token - 1 : NULL;
    bool apart = !before || (token->spaced && before->kind == TOKEN_MARK && before->value == ',');
    for (guint k = 0; k < G_N_ELEMENTS(codes); k++)
        if (token->kind == TOKEN_NUMBER && token->value == codes[k] && apart)
            return true;
    return false;
}

guint title_words_beside(const RoleReader *r, guint block, guint from, guint to, CueGroup group)
{
    guint n = 0;
    const GArray *hits = outline_note(r->outline, block)->hits;
    for (guint i = from; i < to; i++) {
        bool covered =
            token_at(r, block, i)->kind != TOKEN_WORD || is_id(r, block, i, to) || is_clock_word(r, block, i);
        for (guint h = 0; h < hits->len && !covered; h++) {
            const CueHit *hit = &g_array_index(hits, CueHit, h);
            bool small = hit->group == CUE_joiner || hit->group == CUE_weekday || hit->group == CUE_ordinal ||
                         (hit->group >= CUE_month_1 && hit->group <= CUE_month_12);
            covered = (hit->group == group || small) && hit->from <= i && i < hit->to && hit->to <= to;
        }
        n += !covered || is_status(r, block, from, i);
    }
    return n;
}

/* "Incident report, 3 May": nothing in it is the incident's own. */
bool title_is_generic(const RoleReader *r, guint block, guint from, guint to)
{
    return title_words_beside(r, block, from, to, CUE_generic_title) == 0;
}

/* "Second incident: 09:12-09:50 CET": more numbers than words. */
static bool is_times(const RoleReader *r, guint block, guint from, guint to)
{
    guint words = 0, numbers = 0;
    for (guint i = from; i < to; i++) {
        words += token_at(r, block, i)->kind == TOKEN_WORD;
        numbers += token_at(r, block, i)->kind == TOKEN_NUMBER;
    }
    return from < to && token_at(r, block, from)->kind == TOKEN_NUMBER && numbers > 2 * words &&
           title_words_beside(r, block, from, to, CUE_generic_title) <= 1;
}

/* ---- labels ---- */

guint title_line_end(const RoleReader *r, guint block, guint token)
{
    const TextBlock *b = text_document_block(r->document, block);
    while (token < b->tokens->len && (token_at(r, block, token)->kind != TOKEN_BREAK || b->kind == TEXT_KEY))
        token++;
    return token;
}

static guint words_in(const RoleReader *r, guint block, guint from, guint to)
{
    guint n = 0;
    for (guint i = from; i < to; i++)
        n += token_at(r, block, i)->kind == TOKEN_WORD;
    return n;
}

/* "api_limit_2026_05_23": a name for machines. */
static bool is_slug(const char *text)
{
    return !strchr(text, ' ') && (strchr(text, '_') || strchr(text, '-'));
}

/* "RE: Sorter stopped" below the "FROM" and "TO" of a memorandum, not the "Re: your call" that begins a letter. */
static bool is_regarding(const RoleReader *r, guint block, guint from, guint to)
{
    return from > 0 && to == from + 1 && token_at(r, block, from)->kind == TOKEN_WORD &&
           strcmp(token_at(r, block, from)->word, "re") == 0;
}

/* "Date of incident: ...": a label of a title and small words, but that of a time. */
static bool is_time_label(const RoleReader *r, const Label *label)
{
    static const CueGroup groups[] = {CUE_label_date, CUE_label_start, CUE_label_detected, CUE_label_resolved};
    for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
        if (label_is(r, label, groups[i]))
            return true;
    return false;
}

static bool is_title_label(const RoleReader *r, const Label *label)
{
    return label_is(r, label, CUE_label_subject) && !is_time_label(r, label);
}

/* The value of a line "Title: ..." at [from, to). */
static bool titled_line(const RoleReader *r, guint block, guint from, guint to, guint *value)
{
    Label label;
    bool row = text_document_block(r->document, block)->kind == TEXT_ROW;
    for (guint i = from + 1; i < to && i < from + 6; i++) {
        const Token *before = token_at(r, block, i - 1);
        if (before->kind == TOKEN_MARK && before->value == ':') {
            *value = i;
            while (*value < to && token_at(r, block, *value)->kind == TOKEN_MARK &&
                   token_at(r, block, *value)->value != '[')
                ++*value;
            label = (Label){block, from, i - 1};
            return *value < to && (is_regarding(r, block, from, i - 1) || is_title_label(r, &label) ||
                                   (label_is(r, &label, CUE_label_name) && words_in(r, block, *value, to) >= 3));
        }
    }
    if (!row || to >= text_document_block(r->document, block)->tokens->len || from)
        return false;
    *value = to + 1; /* a row's second cell */
    label = (Label){block, from, to};
    return text_document_block(r->document, block)->cells->len == 2 && is_title_label(r, &label);
}

/* A front matter key, a mail's subject, "Title: ...", "Incident: checkout down". */
bool title_from_label(RoleReader *r, const Scope *scope, Incident *incident)
{
    for (guint b = scope->first; b <= scope->last && b < scope->first + 60; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        SectionKind section = outline_note(r->outline, b)->section;
        bool place = section == SECTION_NONE || section == SECTION_SUMMARY || block->kind == TEXT_KEY;
        if (!in_scope(r, scope, b) || block->kind == TEXT_HEADING || block->head || !place)
            continue;
        for (guint from = 0; from < block->tokens->len && from < 200;) {
            guint to = title_line_end(r, b, from), value;
            if (titled_line(r, b, from, to, &value)) {
                guint end = title_line_end(r, b, value);
                guint start = token_at(r, b, value)->start, stop = token_at(r, b, end - 1)->end;
                g_autofree char *text = g_strndup(block->text + start, stop - start);
                bool sentence = stop > start && block->text[stop - 1] == '.' && words_in(r, b, value, end) > 8;
                if (!sentence && !title_is_generic(r, b, value, end) && !is_times(r, b, value, end) && !is_slug(text) &&
                    !title_is_placeholder(text) && stop - start <= 160) {
                    title_set(r, incident, b, start, stop, "label", 0.95);
                    return true;
                }
            }
            from = to + 1;
        }
    }
    return false;
}

static bool is_only_row(const RoleReader *r, guint b)
{
    const TextBlock *row = text_document_block(r->document, b);
    const TextBlock *above = b ? text_document_block(r->document, b - 1) : NULL;
    bool last = b + 1 == r->document->blocks->len || text_document_block(r->document, b + 1)->table != row->table;
    return row->kind == TEXT_ROW && !row->head && above && above->head && above->table == row->table && last;
}

/* The cell below "Summary" in the only row of an export. */
bool title_from_record(RoleReader *r, const Scope *scope, Incident *incident)
{
    for (guint b = scope->first; b <= scope->last && b < scope->first + 20; b++) {
        if (!in_scope(r, scope, b) || !is_only_row(r, b) || !row_is_record(r, b))
            continue;
        for (guint from = 0; from < tokens_of(r, b);) {
            guint to = title_line_end(r, b, from);
            Label head;
            bool named = to > from && label_of(r, b, from, &head) &&
                         (label_is(r, &head, CUE_label_subject) || label_is(r, &head, CUE_section_summary));
            if (named && words_in(r, b, from, to) >= 2 && to - from <= 25 && !title_is_generic(r, b, from, to)) {
                title_set(r, incident, b, token_at(r, b, from)->start, token_at(r, b, to - 1)->end, "label", 0.85);
                return true;
            }
            from = to + 1;
        }
    }
    return false;
}

/* "summary: Gateway returned errors": a key that tells in few words what happened. */
bool title_from_key(RoleReader *r, const Scope *scope, Incident *incident)
{
    for (guint b = scope->first; b <= scope->last && b < scope->first + 20; b++) {
        guint colon = 0, n = tokens_of(r, b);
        while (colon < n && !is_mark(r, b, colon, ":"))
            colon++;
        Label label = {b, 0, colon};
        if (text_document_block(r->document, b)->kind != TEXT_KEY || colon + 2 >= n || n > 20 ||
            is_mark(r, b, n - 1, ".") || !label_is(r, &label, CUE_section_summary))
            continue;
        title_set(r, incident, b, token_at(r, b, colon + 1)->start, token_at(r, b, n - 1)->end, "label", 0.7);
        return true;
    }
    return false;
}

/* "title: Incident 12", "title: June 2022 outage": little, but more than a section's heading says. */
bool title_of_numbered_key(RoleReader *r, const Scope *scope, Incident *incident)
{
    for (guint b = scope->first; b <= scope->last && b < scope->first + 20; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        guint numbers = 0, n = block->tokens->len;
        for (guint i = 0; i < n; i++)
            numbers += token_at(r, b, i)->kind == TOKEN_NUMBER;
        if (!text_block_is_title(block) || n < 4 || n > 20 || !numbers || !hits_in(r, b, 0, n, CUE_incident_title))
            continue;
        title_set(r, incident, b, token_at(r, b, 2)->start, token_at(r, b, n - 1)->end, "label", 0.7);
        return true;
    }
    return false;
}

/* What an incident is called that has a row of a table or an item of a list. */
#include "title.h"

#include <string.h>

/* What the head of a column promises of its cells: a title, something else, or nothing known. */
typedef enum { COLUMN_OTHER, COLUMN_PLAIN, COLUMN_TITLE } ColumnKind;

static ColumnKind column_kind(const RoleReader *r, const Label *head)
{
    static const CueGroup titles[] = {CUE_label_subject, CUE_label_title, CUE_section_summary, CUE_label_symptom};
    static const CueGroup others[] = {
        CUE_section_actions, CUE_section_lessons,   CUE_section_resolution, CUE_label_ignore, CUE_label_severity,
        CUE_label_duration,  CUE_label_detected_by, CUE_label_date,         CUE_label_window, CUE_label_resolved,
        CUE_label_start,     CUE_label_kind,        CUE_label_users};
    for (guint i = 0; i < G_N_ELEMENTS(titles); i++)
        if (label_is(r, head, titles[i]))
            return COLUMN_TITLE;
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        if (label_is(r, head, others[i]))
            return COLUMN_OTHER;
    return COLUMN_PLAIN;
}

/* The cell under a head that says what happened, else the first with some words that holds no time. */
static bool from_cell(RoleReader *r, const Scope *scope, Incident *incident)
{
    const TextBlock *row = text_document_block(r->document, scope->first);
    int best = 0;
    guint from = 0, best_from = 0, best_to = 0;
    while (from < row->tokens->len) {
        guint to = from, words = 0, numbers = 0;
        for (; to < row->tokens->len && token_at(r, scope->first, to)->kind != TOKEN_BREAK; to++) {
            words += token_at(r, scope->first, to)->kind == TOKEN_WORD;
            numbers += token_at(r, scope->first, to)->kind == TOKEN_NUMBER;
        }
        Label head = {0, 0, 0};
        ColumnKind kind = to > from && label_of(r, scope->first, from, &head) ? column_kind(r, &head) : COLUMN_PLAIN;
        int here = kind == COLUMN_OTHER || !words || words < numbers || to - from > 40 ? 0
                   : kind == COLUMN_TITLE                                              ? 4
                   : words >= 2                                                        ? 2
                                                                                       : 0;
        if (here > best) {
            best = here;
            best_from = from;
            best_to = to;
        }
        from = to + 1;
    }
    if (best)
        title_set(r, incident, scope->first, token_at(r, scope->first, best_from)->start,
                  token_at(r, scope->first, best_to - 1)->end, "cell of the row", 0.75);
    return best > 0;
}

/* Behind the number of "Second outage:", and behind the line's date. */
static guint behind_lead(const RoleReader *r, const Scope *scope)
{
    const GArray *hits = outline_note(r->outline, scope->first)->hits;
    guint from = 0;
    for (guint h = 0; h < hits->len && scope->prose; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->group == CUE_incident_nth && hit->from <= 3)
            from = MAX(from, hit->to);
    }
    for (guint i = 0; i < scope->entries->len; i++) {
        const TextMoment *m = entry_moment(r, role_entry(r, g_array_index(scope->entries, guint, i)));
        if (m->block == scope->first && (m->lead || (from && m->from <= from + 2)))
            from = MAX(from, m->to);
    }
    while (from < text_document_block(r->document, scope->first)->tokens->len &&
           token_at(r, scope->first, from)->kind == TOKEN_MARK)
        from++;
    return from;
}

/* "Internet down 09:10-09:50", not "down at 09:10" */
static bool is_bare_clock(const RoleReader *r, guint block, guint i)
{
    static const CueGroup before[] = {CUE_clock_before, CUE_range_from, CUE_range_to, CUE_range_between, CUE_range_and};
    bool clock = i > 0 && i + 2 < tokens_of(r, block) && token_at(r, block, i)->kind == TOKEN_NUMBER &&
                 is_mark(r, block, i + 1, ":") && token_at(r, block, i + 2)->kind == TOKEN_NUMBER &&
                 !token_at(r, block, i + 2)->spaced;
    return clock && token_at(r, block, i - 1)->kind == TOKEN_WORD &&
           !cues_has_word_of(r->cues, token_at(r, block, i - 1)->word, before, G_N_ELEMENTS(before));
}

/* Below a day alone the first item, if it holds no time. */
static bool from_nested(RoleReader *r, const Scope *scope, Incident *incident)
{
    guint block = scope->first + 1;
    if (block > scope->last || text_document_block(r->document, block)->kind != TEXT_ITEM)
        return false;
    guint n = tokens_of(r, block);
    for (guint i = 0; i < n; i++)
        if (token_at(r, block, i)->kind == TOKEN_NUMBER || is_mark(r, block, i, ":"))
            return false;
    return title_sentence(r, incident, block, 0, n);
}

/* Of "**Payments down** (3 July, 10:00-10:40): a deploy ..." what stands before the time or the colon; of
 * "2024-07-03: Payments down ..." the sentence behind the date. False when that is no word. */
static bool from_item(RoleReader *r, const Scope *scope, Incident *incident)
{
    guint from = behind_lead(r, scope), to, start, words = 0;
    guint n = text_document_block(r->document, scope->first)->tokens->len;
    if (from >= n)
        return from_nested(r, scope, incident);
    outline_sentence(r->outline, scope->first, from, &start, &to);
    for (guint i = from; i < to; i++) {
        bool numbered = i + 1 < n && token_at(r, scope->first, i + 1)->kind == TOKEN_NUMBER;
        bool clock = numbered && !token_at(r, scope->first, i + 1)->spaced;
        if (words >= 2 && ((is_mark(r, scope->first, i, ":") && !clock) ||
                           (is_mark(r, scope->first, i, "(,-") && numbered) || is_bare_clock(r, scope->first, i)))
            to = i;
        words += token_at(r, scope->first, i)->kind == TOKEN_WORD;
    }
    bool named = hits_in(r, scope->first, from, to, CUE_problem) || hits_in(r, scope->first, from, to, CUE_downtime);
    if (to <= from || (scope->prose && !named))
        return false;
    return title_sentence(r, incident, scope->first, from, to);
}

bool title_of_line(RoleReader *r, const Scope *scope, Incident *incident)
{
    return text_document_block(r->document, scope->first)->kind == TEXT_ROW ? from_cell(r, scope, incident)
                                                                            : from_item(r, scope, incident);
}

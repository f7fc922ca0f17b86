/* What the label of a moment says: "Detected: 10:02", "OUTAGE START 10:02", "Time: 10:02 - 10:58". */
#include "roles.h"

#include <string.h>

#define LABEL 7.0

static const CueGroup label_groups[ROLE_COUNT] = {CUE_label_start, CUE_label_detected, CUE_label_acknowledged,
                                                  CUE_label_mitigated, CUE_label_resolved};
/* Front matter with a key for the end, the severity or what is affected: its date is the start (status pages), not the
 * day of writing. */
static bool has_end_key(const RoleReader *r)
{
    for (guint b = 0; b < r->document->blocks->len && text_document_block(r->document, b)->kind == TEXT_KEY; b++) {
        Label label = {b, 0, 0};
        guint n = tokens_of(r, b);
        while (label.to < n && !is_mark(r, b, label.to, ":="))
            label.to++;
        bool end = label.to + 4 < n && label_is(r, &label, CUE_label_resolved);
        if (end ||
            (label.to < n && (label_is(r, &label, CUE_label_severity) || label_is(r, &label, CUE_label_services))))
            return true;
    }
    return false;
}

/* "OUTAGE START": a form's own words. */
static bool is_shouted(const RoleReader *r, guint block, guint i)
{
    const Token *token = token_at(r, block, i);
    const char *text = text_document_block(r->document, block)->text;
    return token->kind == TOKEN_WORD && token->end - token->start > 2 && g_ascii_isupper(text[token->start + 1]);
}

/* "Fault occurs 2024-05-06 09:12": an item, or a line in capitals, whose label lacks its colon. */
static bool bare_label(const RoleReader *r, const TextMoment *m, Label *label)
{
    guint from = m->from, n = tokens_of(r, m->block);
    while (from > 0 && m->from - from < 7 && token_at(r, m->block, from - 1)->kind != TOKEN_BREAK)
        from--;
    *label = (Label){m->block, from, m->from};
    bool line = m->to == n || token_at(r, m->block, m->to)->kind == TOKEN_BREAK;
    TextBlockKind kind = text_document_block(r->document, m->block)->kind;
    return line && m->from > from && m->from - from <= 6 &&
           (kind == TEXT_ITEM || (kind == TEXT_PARAGRAPH && is_shouted(r, m->block, from)));
}

/* "Date of incident", "Time of the outage": no date of the document. */
static bool names_trouble(const RoleReader *r, const Label *label)
{
    for (guint i = label->from; i < label->to; i++)
        if (word_in(r, label->block, i, CUE_set_trouble))
            return true;
    return false;
}

/* "Time: 10:02 - 10:58" says start and end, "Date: 2024-05-01 10:02" perhaps the start. */
static void score_window(const RoleReader *r, Entry *e, const TextMoment *m, const Label *label)
{
    bool key = text_document_block(r->document, e->block)->kind == TEXT_KEY;
    bool window = label_is(r, label, CUE_label_window) || label_is(r, label, CUE_label_duration);
    bool dated = window || label_is(r, label, CUE_label_date);
    if (dated && m->lead && !e->range_first && row_is_record(r, e->block)) {
        e->score[ROLE_START] += LABEL - 1;
        e->label = true;
    } else if ((window || (dated && m->has_clock)) && (e->range_first || e->range_second)) {
        e->score[e->range_first ? ROLE_START : ROLE_RESOLVED] += LABEL - 1;
        e->label = true;
    } else if (label->block == e->block && dated) {
        bool status = key && m->has_clock && has_end_key(r);
        bool named = !key && m->has_clock && names_trouble(r, label);
        bool clock = !key && window && m->has_clock && m->from <= label->to + 2; /* "Time: 05:13 UTC" */
        e->score[ROLE_START] += status || named ? LABEL - 1 : key ? 1 : clock ? 2.6 : 2;
        e->label = key || named;
    }
}

/* "Incident declared: 10:02": the latest that work began, where no entry tells of it. */
static bool has_declared(const RoleReader *r, const Label *label)
{
    for (guint i = label->from; i < label->to; i++)
        if (token_at(r, label->block, i)->kind == TOKEN_WORD &&
            strcmp(token_at(r, label->block, i)->word, "declared") == 0)
            return true;
    return false;
}

bool entry_score_label(const RoleReader *r, Entry *e)
{
    Label label;
    const TextMoment *m = entry_moment(r, e);
    if (!label_of(r, e->block, m->from, &label) && !bare_label(r, m, &label))
        return true;
    if (label_is(r, &label, CUE_label_ignore))
        return false;
    Label tail = label; /* of "| 2024-01-12 | 10:02 |" the second column's head says what happened then */
    if (text_document_block(r->document, e->block)->kind == TEXT_ROW && m->to > m->from + 1)
        label_of(r, e->block, m->to - 1, &tail);
    for (int role = 0; role < ROLE_COUNT; role++) {
        if ((!label_is(r, &label, label_groups[role]) && !label_is(r, &tail, label_groups[role])) || e->range_second)
            continue;
        bool declared = role == ROLE_ACKNOWLEDGED && has_declared(r, &label);
        e->score[role] += declared ? LABEL - 1 : LABEL;
        e->label = true;
    }
    if (m->has_clock && label.block == e->block && label_is(r, &label, CUE_label_time_to_detect)) {
        e->score[ROLE_DETECTED] += LABEL; /* "Time to detect: 12 minutes (10:42)" */
        e->label = true;
    }
    score_window(r, e, m, &label);
    return text_document_block(r->document, e->block)->kind != TEXT_KEY || e->label;
}

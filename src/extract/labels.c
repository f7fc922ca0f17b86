/* Labels: "Fault detected: 10:02", a row of two cells, a front matter key, the heads of a table's columns. */
#include "outline_build.h"
#include "roles.h"

#include <string.h>

static guint unit_start(const RoleReader *r, guint block, guint token)
{
    guint i = token;
    while (i > 0 && token - i < 24 && token_at(r, block, i - 1)->kind != TOKEN_BREAK)
        i--;
    return i;
}

/* A label's end without what it says in brackets at last: "How was it detected (alert, user)?", "Start (UTC):". */
static guint before_bracket(const RoleReader *r, guint block, guint from, guint to)
{
    guint i = to > from && is_mark(r, block, to - 1, ")") ? to - 1 : from;
    while (i > from && !is_mark(r, block, i, "("))
        i--;
    return i > from ? i : to;
}

/* The colon of "12:30" is none. */
static bool is_label_colon(const RoleReader *r, guint block, guint i)
{
    bool clock = i > 0 && i + 1 < text_document_block(r->document, block)->tokens->len &&
                 token_at(r, block, i - 1)->kind == TOKEN_NUMBER && token_at(r, block, i + 1)->kind == TOKEN_NUMBER &&
                 !token_at(r, block, i + 1)->spaced;
    bool question = is_mark(r, block, i, "?") && i <= 24 &&
                    before_bracket(r, block, 0, i) <= 8; /* "How was it detected? By an alert" */
    return question || (is_mark(r, block, i, ":") && !clock);
}

/* ---- columns ---- */

static guint cell_of(const TextBlock *block, guint byte)
{
    guint cell = 0;
    while (cell + 1 < block->cells->len && g_array_index(block->cells, TextCell, cell + 1).start <= byte)
        cell++;
    return cell;
}

static bool cell_tokens(const TextBlock *block, guint cell, guint *from, guint *to)
{
    if (cell >= block->cells->len)
        return false;
    TextCell c = g_array_index(block->cells, TextCell, cell);
    *from = 0;
    while (*from < block->tokens->len && g_array_index(block->tokens, Token, *from).start < c.start)
        ++*from;
    *to = *from;
    while (*to < block->tokens->len && g_array_index(block->tokens, Token, *to).end <= c.end)
        ++*to;
    return *to > *from;
}

/* The head row of the row's table, or -1. */
static int head_of(const RoleReader *r, guint block)
{
    const TextBlock *row = text_document_block(r->document, block);
    for (guint b = block; b > 0 && block - b < 64; b--) {
        const TextBlock *above = text_document_block(r->document, b - 1);
        if (above->kind != TEXT_ROW || above->table != row->table)
            return -1;
        if (above->head)
            return (int)b - 1;
    }
    return -1;
}

static bool names_fact(const RoleReader *r, const Label *label)
{
    static const CueGroup facts[] = {CUE_label_start,     CUE_label_detected, CUE_label_acknowledged,
                                     CUE_label_mitigated, CUE_label_resolved, CUE_label_duration};
    for (guint i = 0; i < G_N_ELEMENTS(facts); i++)
        if (label_is(r, label, facts[i]))
            return true;
    return false;
}

/* "Date", "Date/Time": the column says when. */
static bool names_day(const RoleReader *r, const Label *label)
{
    Label first = *label;
    first.to = MIN(first.to, first.from + 1);
    return label->to - label->from <= 4 && (label_is(r, label, CUE_label_date) || label_is(r, &first, CUE_label_date));
}

bool row_is_record(const RoleReader *r, guint block)
{
    const TextBlock *row = text_document_block(r->document, block);
    int head = row->kind == TEXT_ROW && !row->head && row->cells->len >= 2 ? head_of(r, block) : -1;
    guint facts = 0, days = 0, lengths = 0;
    for (guint cell = 0; head >= 0 && cell < row->cells->len && cell < 16; cell++) {
        Label label = {.block = (guint)head};
        if (!cell_tokens(text_document_block(r->document, (guint)head), cell, &label.from, &label.to))
            continue;
        facts += names_fact(r, &label);
        days += names_day(r, &label);
        lengths += label_is(r, &label, CUE_label_duration);
    }
    return facts >= 2 || (days && lengths);
}

static bool column_label(const RoleReader *r, guint block, guint token, Label *label)
{
    if (!row_is_record(r, block))
        return false;
    label->block = (guint)head_of(r, block);
    guint cell = cell_of(text_document_block(r->document, block), token_at(r, block, token)->start);
    return cell_tokens(text_document_block(r->document, label->block), cell, &label->from, &label->to);
}

/* ---- labels within the block ---- */

static bool trim(const RoleReader *r, Label *label)
{
    while (label->from < label->to && token_at(r, label->block, label->from)->kind == TOKEN_MARK)
        label->from++;
    label->to = before_bracket(r, label->block, label->from, label->to);
    guint words = 0;
    for (guint i = label->from; i < label->to; i++)
        words += token_at(r, label->block, i)->kind == TOKEN_WORD;
    return words > 0 && words <= 7;
}

/* The first cell of a row of two. */
static bool row_label(const RoleReader *r, guint block, guint token, Label *label)
{
    const TextBlock *b = text_document_block(r->document, block);
    if (b->cells->len != 2 || b->head || token_at(r, block, token)->start < g_array_index(b->cells, TextCell, 1).start)
        return false;
    for (label->to = 0; label->to < token && token_at(r, block, label->to)->kind != TOKEN_BREAK;)
        label->to++;
    return trim(r, label);
}

/* Where the label that ends at the colon begins: behind a stop, a semicolon or the line's start. */
static guint label_start(const RoleReader *r, guint block, guint colon, guint start)
{
    guint from = colon;
    while (from > start && !is_mark(r, block, from - 1, ";|.") && !is_label_colon(r, block, from - 1))
        from--;
    return from;
}

/* "**Start time**: 10:02" on a line of its own within a cell. */
static bool line_label(const RoleReader *r, guint block, guint token, Label *label)
{
    guint start = unit_start(r, block, token), colon = start;
    while (colon < token && colon - start < 6 && !is_label_colon(r, block, colon))
        colon++;
    *label = (Label){block, start, colon};
    bool time = token_at(r, block, token)->kind == TOKEN_NUMBER || token_at(r, block, token)->capital;
    return time && colon < token && is_mark(r, block, colon, ":") && trim(r, label) && names_fact(r, label);
}

bool label_of(const RoleReader *r, guint block, guint token, Label *label)
{
    if (text_document_block(r->document, block)->kind == TEXT_ROW && line_label(r, block, token, label))
        return true;
    *label = (Label){block, 0, 0};
    if (text_document_block(r->document, block)->kind == TEXT_ROW)
        return column_label(r, block, token, label) || row_label(r, block, token, label);
    guint start = unit_start(r, block, token), colon = token;
    while (colon > start && !is_label_colon(r, block, colon - 1))
        colon--;
    if (colon > start) { /* the nearest: "Incident start: ...; incident end: ..." */
        label->to = colon - 1;
        label->from = label_start(r, block, colon - 1, start);
        return trim(r, label);
    }
    if (start == token || !is_mark(r, block, token - 1, "-(=") || start + 6 < token)
        return false;
    label->from = start;
    label->to = token - 1;
    return trim(r, label);
}

static bool is_filler(const Token *token)
{
    static const char *const words[] = {
        "the",    "of",      "at",  "on",        "in",    "time",        "date",      "and",   "utc",      "incident",
        "outage", "impact",  "a",   "approx",    "total", "approximate", "gmt",       "by",    "service",  "fault",
        "issue",  "problem", "est", "estimated", "local", "cet",         "timestamp", "event", "customer", "actual",
        "first",  "initial", "was", "user",      "is",    "full",        "fully",     "it",    NULL};
    return token->kind != TOKEN_WORD || g_strv_contains(words, token->word);
}

bool tokens_are_label(const GArray *hits, const GArray *tokens, guint from, guint to, CueGroup group)
{
    guint low = 0, high = hits->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(hits, CueHit, middle).from < from)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < hits->len; low++) {
        const CueHit *hit = &g_array_index(hits, CueHit, low);
        if (hit->from >= to)
            break;
        if (hit->group != group || hit->to > to)
            continue;
        bool whole = true;
        for (guint i = from; i < to && whole; i++)
            whole = (i >= hit->from && i < hit->to) || is_filler(&g_array_index(tokens, Token, i));
        if (whole)
            return true;
    }
    return false;
}

bool label_is(const RoleReader *r, const Label *label, CueGroup group)
{
    return tokens_are_label(outline_note(r->outline, label->block)->hits,
                            text_document_block(r->document, label->block)->tokens, label->from, label->to, group);
}

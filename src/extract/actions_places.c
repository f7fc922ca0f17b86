/* Where a text lists actions that has no section for them. */
#include "actions.h"

#include <string.h>

/* A paragraph behind the timeline's list is no entry of it. */
static bool stands_behind_list(const RoleReader *r, guint b)
{
    TextBlockKind above = b ? text_document_block(r->document, b - 1)->kind : TEXT_PARAGRAPH;
    return above == TEXT_ITEM || above == TEXT_ROW;
}

/* "To keep this from happening again we will:", and a list below. */
static bool leads_to_actions(const RoleReader *r, const Scope *scope, guint b)
{
    const TextBlock *block = text_document_block(r->document, b);
    SectionKind section = outline_note(r->outline, b)->section;
    if (b + 1 > scope->last || block->kind != TEXT_PARAGRAPH || !block->tokens->len || !actions_end_with(block, ":?") ||
        (section == SECTION_TIMELINE && !stands_behind_list(r, b)) || section == SECTION_LESSONS ||
        section == SECTION_CAUSE || text_document_block(r->document, b + 1)->kind != TEXT_ITEM)
        return false;
    guint from, to;
    outline_sentence(r->outline, b, block->tokens->len - 1, &from, &to);
    if (to - from <= 5 && from > 1) /* "... to improve our tests. These include:" */
        outline_sentence(r->outline, b, from - 2, &from, &to);
    return hits_in(r, b, from, block->tokens->len, CUE_action_lead);
}

/* "**Add an alert.** Nobody looked at the queue.": a paragraph that begins with an action in bold. */
static bool leads_with_bold(const TextBlock *block)
{
    guint words = 0, i = 0;
    for (; i < block->tokens->len && g_array_index(block->tokens, Token, i).end <= block->bold; i++)
        words += g_array_index(block->tokens, Token, i).kind == TOKEN_WORD;
    bool colon = i + 1 < block->tokens->len && g_array_index(block->tokens, Token, i).kind == TOKEN_MARK &&
                 g_array_index(block->tokens, Token, i).value == ':'; /* "**Ana**: add a disk" */
    return block->kind == TEXT_PARAGRAPH && (words >= 2 || (words && colon)) && block->bold < strlen(block->text);
}

void actions_bold(const RoleReader *r, const Scope *scope, Tally *tally)
{
    for (guint b = scope->first; b <= scope->last; b++) {
        if (!in_scope(r, scope, b) || outline_note(r->outline, b)->section != SECTION_ACTIONS ||
            outline_note(r->outline, b)->is_heading || !leads_with_bold(text_document_block(r->document, b)))
            continue;
        if (!tally->total++)
            tally->first = b;
    }
    if (tally->total < 2)
        tally->total = 0;
}

/* "Added an alert", "Restarted the pods": what was done then. */
static bool tells_deed(const TextBlock *block)
{
    const Token *first = block->tokens->len ? &g_array_index(block->tokens, Token, 0) : NULL;
    return first && first->kind == TOKEN_WORD && (g_str_has_suffix(first->word, "ed") || !strcmp(first->word, "we"));
}

bool actions_row_named(const RoleReader *r, guint b)
{
    const TextBlock *row = text_document_block(r->document, b);
    while (b > 0 && !text_document_block(r->document, b)->head &&
           text_document_block(r->document, b - 1)->table == row->table)
        b--;
    const TextBlock *head = text_document_block(r->document, b);
    return head->head && (hits_in(r, b, 0, head->tokens->len, CUE_section_actions) ||
                          hits_in(r, b, 0, head->tokens->len, CUE_label_actions));
}

/* "Remediation" may tell what was done or what is to be done: its list says which. */
static bool is_ambiguous(const RoleReader *r, guint heading)
{
    const BlockNote *note = outline_note(r->outline, heading);
    const GArray *tokens = text_document_block(r->document, heading)->tokens;
    Label label = {heading, 0, tokens->len};
    return note->is_heading && note->section == SECTION_RESOLUTION && label_is(r, &label, CUE_section_actions);
}

/* "It then climbs a ladder of steps:" above a list, in words that announce no actions. */
static bool is_led_elsewhere(const RoleReader *r, guint b)
{
    if (b == 0 || text_document_block(r->document, b - 1)->kind != TEXT_PARAGRAPH)
        return false;
    guint n = tokens_of(r, b - 1);
    return n > 6 && is_mark(r, b - 1, n - 1, ":") && !hits_in(r, b - 1, 0, n, CUE_action_lead);
}

void actions_ambiguous(const RoleReader *r, const Scope *scope, Tally *tally)
{
    guint deeds = 0, items = 0;
    bool inside = false, stated = false, led = false;
    for (guint b = scope->first; b <= scope->last; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        if (!in_scope(r, scope, b))
            continue;
        if (outline_note(r->outline, b)->is_heading) { /* "Completed" below "Remediation" */
            int state = inside ? actions_heading_state(r, b) : -1;
            inside = state >= 0 || is_ambiguous(r, b);
            stated |= state >= 0;
            tally->state = state;
            tally->depth = 0;
        } else if (inside) {
            if (block->kind == TEXT_ITEM && b > 0)
                led = text_document_block(r->document, b - 1)->kind == TEXT_ITEM ? led : is_led_elsewhere(r, b);
            if (led && block->kind == TEXT_ITEM)
                continue;
            bool row = block->kind == TEXT_ROW && actions_row_named(r, b); /* a table of actions */
            stated |= row;
            items += block->kind == TEXT_ITEM || row;
            deeds += block->kind == TEXT_ITEM && tells_deed(block);
            if (block->kind == TEXT_ROW && !row)
                continue;
            actions_count_block(r, b, scope->last, tally);
        }
    }
    if (items < 2 || (deeds * 3 > items && !stated))
        *tally = (Tally){.state = -1};
}

/* A text without a section of actions may announce them in its prose: the only such list. */
void actions_led(const RoleReader *r, const Scope *scope, Tally *tally)
{
    for (guint b = scope->first; b < scope->last; b++) {
        if (!in_scope(r, scope, b) || !leads_to_actions(r, scope, b))
            continue;
        if (tally->total) { /* of two lists either may be the one */
            *tally = (Tally){.state = -1};
            return;
        }
        for (guint i = b + 1; i <= scope->last && text_document_block(r->document, i)->kind == TEXT_ITEM; i++)
            actions_count_block(r, i, scope->last, tally);
    }
}

/* "Action point: enable alerts", "TODO: ...": where the block's first words are such a label, and more follows. */
static bool is_labelled(const RoleReader *r, guint b)
{
    const TextBlock *block = text_document_block(r->document, b);
    guint colon = 0, n = block->tokens->len;
    while (colon < n && colon < 6 && !is_mark(r, b, colon, ":"))
        colon++;
    Label label = {b, 0, colon};
    bool text = block->kind == TEXT_PARAGRAPH || block->kind == TEXT_ITEM;
    return text && !outline_note(r->outline, b)->is_heading && colon > 0 && colon < 6 && colon + 3 < n &&
           token_at(r, b, colon + 1)->kind != TOKEN_BREAK && label_is(r, &label, CUE_label_actions);
}

void actions_labelled(const RoleReader *r, const Scope *scope, Tally *tally)
{
    for (guint b = scope->first; b <= scope->last; b++) {
        if (!in_scope(r, scope, b) || !is_labelled(r, b))
            continue;
        if (!tally->total++)
            tally->first = b;
    }
    if (tally->total < 2)
        *tally = (Tally){.state = -1};
}

/* Whether a cell of the head names an action and another who does it or by when. */
static bool heads_actions(const RoleReader *r, guint b)
{
    bool action = false, owner = false;
    for (guint from = 0; from < tokens_of(r, b);) {
        guint to = from;
        while (to < tokens_of(r, b) && token_at(r, b, to)->kind != TOKEN_BREAK)
            to++;
        Label label = {b, from, to};
        bool names = to > from && (label_is(r, &label, CUE_label_actions) || label_is(r, &label, CUE_section_actions));
        action |= names;
        owner |= to > from && !names && label_is(r, &label, CUE_label_doer);
        from = to + 1;
    }
    return action && owner;
}

/* "| Improvement | Owner |": a table that says by its head what it lists. */
void actions_tabled(const RoleReader *r, const Scope *scope, Tally *tally)
{
    int table = -1;
    for (guint b = scope->first; b <= scope->last; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        if (!in_scope(r, scope, b) || block->kind != TEXT_ROW)
            continue;
        if (block->head)
            table = heads_actions(r, b) ? block->table : -1;
        else if (block->table == table)
            actions_count_block(r, b, scope->last, tally);
    }
}

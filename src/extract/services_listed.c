/* Services below a heading of their own: "## Affected systems" and a list, or a heading for each. */
#include "roles.h"

#include <string.h>

#define NAMES_MAX 12
#define NAME_WORDS_MAX 6

static bool heads_services(const RoleReader *r, guint b)
{
    Label label = {b, 0, tokens_of(r, b)};
    if (label.to && is_mark(r, b, label.to - 1, ":?"))
        label.to--;
    return outline_note(r->outline, b)->is_heading && label_is(r, &label, CUE_label_services);
}

/* The name that opens an item: up to a dash, a colon, a bracket or the line's end; 0 when it is a sentence. */
static guint name_end(const RoleReader *r, guint b)
{
    guint to = 0, words = 0;
    while (to < tokens_of(r, b) && token_at(r, b, to)->kind != TOKEN_BREAK) {
        const Token *token = token_at(r, b, to);
        bool dash = token->kind == TOKEN_MARK && token->value == 0x2013;
        if (to && token->spaced && (dash || is_mark(r, b, to, "-(")))
            break;
        if (is_mark(r, b, to, ":;("))
            break;
        words += token->kind == TOKEN_WORD;
        to++;
    }
    return words && words <= NAME_WORDS_MAX && !hits_in(r, b, 0, to, CUE_negation) &&
                   !hits_in(r, b, 0, to, CUE_unaffected)
               ? to
               : 0;
}

static bool add_name(const RoleReader *r, guint b, GString *names, guint *count)
{
    guint to = name_end(r, b);
    const TextBlock *block = text_document_block(r->document, b);
    if (!to || *count >= NAMES_MAX || word_in(r, b, 0, CUE_negation))
        return false;
    guint first = 0;
    while (first + 1 < to && token_at(r, b, first)->kind != TOKEN_WORD)
        first++; /* "x Search" */
    guint start = token_at(r, b, first)->start, end = token_at(r, b, to - 1)->end;
    g_string_append_printf(names, "%s%.*s", names->len ? ", " : "", (int)(end - start), block->text + start);
    ++*count;
    return true;
}

/* What stands below the heading: its items, or else the headings one level deeper. */
static guint names_below(const RoleReader *r, const Scope *scope, guint heading, GString *names)
{
    guint items = 0, heads = 0, last = 0;
    g_autoptr(GString) headed = g_string_new(NULL);
    int level = outline_note(r->outline, heading)->level;
    for (guint b = heading + 1; b <= scope->last && in_scope(r, scope, b); b++) {
        const TextBlock *block = text_document_block(r->document, b);
        const BlockNote *note = outline_note(r->outline, b);
        if (note->is_heading && note->level <= level)
            break;
        bool listed = block->kind == TEXT_ITEM && block->first && block->level == 1 && !heads;
        if (note->is_heading && add_name(r, b, headed, &heads))
            last = b;
        else if (listed && add_name(r, b, names, &items))
            last = b;
        else if (listed)
            return 0; /* sentences, no names */
    }
    if (heads && !items)
        g_string_assign(names, headed->str);
    return heads || items ? last : 0;
}

bool services_listed(RoleReader *r, const Scope *scope, Incident *incident)
{
    for (guint b = scope->first; b < scope->last && !scope->shared; b++) {
        g_autoptr(GString) names = g_string_new(NULL);
        guint last = in_scope(r, scope, b) && heads_services(r, b) ? names_below(r, scope, b, names) : 0;
        if (!last || !names->len)
            continue;
        const TextBlock *block = text_document_block(r->document, b + 1);
        fact_set(r, incident, FACT_SERVICES, names->str, b + 1, 0, (guint)strlen(block->text), "listed below a heading",
                 0.85);
        return true;
    }
    return false;
}

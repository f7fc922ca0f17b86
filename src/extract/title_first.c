/* What the incident is called by the first lines of a text without headings, or below a heading without words. */
#include "title.h"

#include <string.h>

#define MAX_MENU 12 /* items of a menu */

bool title_is_labelled(const RoleReader *r, guint block, const CueGroup *groups, guint count)
{
    guint n = text_document_block(r->document, block)->tokens->len;
    for (guint i = 1; i < n && i < 6; i++) {
        Label label = {block, 0, i};
        if (token_at(r, block, i)->kind != TOKEN_MARK || token_at(r, block, i)->value != ':')
            continue;
        for (guint g = 0; g < count; g++)
            if (label_is(r, &label, groups[g]))
                return true;
    }
    return false;
}

/* "No.: 2024/118": nothing but numbers behind the colon. */
static bool is_number_line(const RoleReader *r, guint block)
{
    guint n = text_document_block(r->document, block)->tokens->len, colon = 0, words = 0;
    while (colon < n && token_at(r, block, colon)->kind != TOKEN_BREAK &&
           !(token_at(r, block, colon)->kind == TOKEN_MARK && token_at(r, block, colon)->value == ':'))
        colon++;
    for (guint i = colon; i < n && token_at(r, block, i)->kind != TOKEN_BREAK; i++)
        words += token_at(r, block, i)->kind == TOKEN_WORD;
    return colon < n && token_at(r, block, colon)->kind == TOKEN_MARK && !words;
}

/* "Date: 3 May", "Severity: high": a line of facts, not of words. */
static bool is_fact_line(const RoleReader *r, guint block)
{
    static const CueGroup groups[] = {CUE_label_duration,    CUE_label_start,    CUE_label_resolved, CUE_label_date,
                                      CUE_label_severity,    CUE_label_detected, CUE_label_services, CUE_label_kind,
                                      CUE_label_detected_by, CUE_label_ignore};
    return title_is_labelled(r, block, groups, G_N_ELEMENTS(groups));
}

/* A line that may be a title: short, alone, no sentence, no greeting, no path of pages. */
static bool is_title_line(const RoleReader *r, guint b)
{
    const TextBlock *block = text_document_block(r->document, b);
    size_t length = strlen(block->text);
    guint words = 0;
    for (guint i = 0; i < block->tokens->len; i++)
        words += token_at(r, b, i)->kind == TOKEN_WORD;
    if (block->kind != TEXT_PARAGRAPH || outline_note(r->outline, b)->is_section || length > 100 || words < 2 ||
        strchr(block->text, '\n') || strstr(block->text, "://") || strstr(block->text, " > ") ||
        strstr(block->text, "\xc2\xbb") || strchr(".:,!;", block->text[length - 1]))
        return false;
    return !title_is_generic(r, b, 0, block->tokens->len) && !title_is_placeholder(block->text) &&
           !title_is_dates(r, b) && !is_fact_line(r, b);
}

/* The line below a heading that says no more than "Incident title". */
bool title_below_generic(RoleReader *r, const Scope *scope, Incident *incident)
{
    for (guint b = scope->first; b < scope->last && b < scope->first + 4; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        if (block->kind != TEXT_HEADING || !title_is_generic(r, b, 0, block->tokens->len) || !is_title_line(r, b + 1))
            continue;
        title_set(r, incident, b + 1, 0, (guint)strlen(text_document_block(r->document, b + 1)->text),
                  "line below the heading", 0.8);
        return true;
    }
    return false;
}

/* "Ticket #58112 - Label printing is down": the head of a ticket. */
static bool is_ticket_head(const RoleReader *r, guint b, guint to)
{
    guint i = 1;
    if (to < 5 || token_at(r, b, 0)->kind != TOKEN_WORD)
        return false;
    i += token_at(r, b, i)->kind == TOKEN_MARK && token_at(r, b, i)->value == '#';
    const Token *number = token_at(r, b, i), *dash = token_at(r, b, i + 1), *word = token_at(r, b, i + 2);
    return number->kind == TOKEN_NUMBER && number->digits >= 3 && dash->kind == TOKEN_MARK && dash->value < 128 &&
           strchr(":-", (int)dash->value) && dash->spaced && word->kind == TOKEN_WORD;
}

/* "Pages / Operations / Post-mortems", "Home > Reports": where a wiki's page stands. */
static bool is_path(const char *line, gsize length)
{
    static const char *const marks[] = {" / ", " > ", " \xc2\xbb ", " \xe2\x80\xba "};
    g_autofree char *text = g_strndup(line, length);
    guint steps = 0;
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        for (const char *p = text; (p = strstr(p, marks[i])); p += strlen(marks[i]))
            steps++;
    return steps >= 2;
}

/* Below the path of a wiki's page stands its name. */
static bool from_path(RoleReader *r, guint b, Incident *incident)
{
    const TextBlock *block = text_document_block(r->document, b);
    const char *end = strchr(block->text, '\n');
    if (!end || !is_path(block->text, (gsize)(end - block->text)))
        return false;
    guint from = title_line_end(r, b, 0) + 1, to = title_line_end(r, b, from);
    guint start = (guint)(end + 1 - block->text), length = (guint)strcspn(end + 1, "\n");
    if (to < from + 2 || length > 100 || strchr(".:,", end[length]) || title_is_generic(r, b, from, to))
        return false;
    title_set(r, incident, b, start, start + length, "first line", 0.8);
    return true;
}

/* Behind the items of one to four words that a copied page begins with: its menu. */
static guint behind_menu(const RoleReader *r, const Scope *scope)
{
    guint b = scope->first;
    while (b < scope->last && b < scope->first + MAX_MENU && text_document_block(r->document, b)->kind == TEXT_ITEM &&
           tokens_of(r, b) <= 4)
        b++;
    return b;
}

/* "Incident report for the outages of 3 and 4 May.": a title that ends as a sentence does. */
static bool is_report_line(const RoleReader *r, guint b, guint to)
{
    const GArray *hits = outline_note(r->outline, b)->hits;
    bool opens = false;
    for (guint h = 0; h < hits->len && !opens; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        opens = hit->from == 0 && hit->to < to && hit->group == CUE_generic_title;
    }
    return opens && to <= 24;
}

/* The first line of a plain text that has no headings. */
bool title_from_first_line(RoleReader *r, const Scope *scope, Incident *incident)
{
    guint first = behind_menu(r, scope);
    for (guint b = first; b <= scope->last && b < first + 4; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        if (block->kind == TEXT_KEY || outline_note(r->outline, b)->is_mail)
            continue;
        if (block->kind != TEXT_PARAGRAPH)
            return false;
        if (from_path(r, b, incident))
            return true;
        const char *end = strchr(block->text, '\n');
        guint length = end ? (guint)(end - block->text) : (guint)strlen(block->text), to = title_line_end(r, b, 0);
        if (end && g_unichar_islower(g_utf8_get_char(end + 1)))
            return false; /* wrapped prose */
        bool open = !strchr(".:,", block->text[length - 1]) || is_report_line(r, b, to);
        bool named = length <= 100 && length >= 5 && open && !strstr(block->text, " > ") &&
                     (hits_in(r, b, 0, to, CUE_incident_title) || is_ticket_head(r, b, to)) &&
                     !title_is_generic(r, b, 0, to) && !is_number_line(r, b) && !is_fact_line(r, b);
        if (!named && !(b < scope->last && is_title_line(r, b)))
            continue;
        title_set(r, incident, b, 0, length, "first line", named ? 0.85 : 0.7);
        return true;
    }
    return false;
}

/* What the incident is called. */
#include "roles.h"

#include <string.h>

/* Without a leading "Incident retro -", "Postmortem:" or date, if something is left. */
static char *tidy(const char *text)
{
    g_autofree char *copy = g_strstrip(g_strdelimit(g_strdup(text), "\n\t", ' '));
    static const char *const heads[] = {"postmortem:",
                                        "post-mortem:",
                                        "post mortem:",
                                        "incident:",
                                        "incident report:",
                                        "incident retro -",
                                        "incident retro:",
                                        "post-mortem of ",
                                        "postmortem of ",
                                        "postmortem -",
                                        "incident report -",
                                        "incident postmortem:",
                                        "rca:",
                                        "rca -",
                                        "root cause analysis of ",
                                        "root cause analysis:",
                                        "post incident report:",
                                        "post-incident report:",
                                        "retro:"};
    for (guint i = 0; i < G_N_ELEMENTS(heads); i++)
        if (g_ascii_strncasecmp(copy, heads[i], strlen(heads[i])) == 0 && strlen(copy) > strlen(heads[i]) + 3)
            return g_strdup(g_strstrip(copy + strlen(heads[i])));
    return g_strdup(copy);
}

static void set_title(RoleReader *r, Incident *incident, guint block, guint start, guint end, const char *rule,
                      double confidence)
{
    const char *text = text_document_block(r->document, block)->text;
    g_autofree char *part = g_strndup(text + start, end - start);
    g_autofree char *title = tidy(part);
    if (*title)
        fact_set(r, incident, FACT_TITLE, title, block, start, end, rule, confidence);
}

/* A front matter key or a label "Title: ...". */
static bool from_label(RoleReader *r, const Scope *scope, Incident *incident)
{
    for (guint b = scope->first; b <= scope->last && b < scope->first + 60; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        Label label;
        if (!in_scope(r, scope, b) || block->tokens->len < 2 || block->kind == TEXT_HEADING || block->head)
            continue;
        guint value = 0;
        while (value + 1 < block->tokens->len && value < 6 &&
               !(g_array_index(block->tokens, Token, value).kind == TOKEN_MARK &&
                 g_array_index(block->tokens, Token, value).value == ':') &&
               g_array_index(block->tokens, Token, value).kind != TOKEN_BREAK)
            value++;
        value++;
        if (value >= block->tokens->len || !label_of(r, b, value, &label) || label.block != b)
            continue;
        const Token *first = &g_array_index(block->tokens, Token, label.from),
                    *last = &g_array_index(block->tokens, Token, label.to - 1);
        static const char *const names[] = {"title",    "incident title", "incident name", "subject",
                                            "headline", "titel",          "titre",         NULL};
        g_autofree char *name = g_utf8_strdown(block->text + first->start, (gssize)(last->end - first->start));
        if (!g_strv_contains(names, name))
            continue;
        const Token *start = &g_array_index(block->tokens, Token, value);
        const char *line_end = strchr(block->text + start->start, '\n');
        guint end = line_end && block->kind != TEXT_KEY ? (guint)(line_end - block->text) : (guint)strlen(block->text);
        set_title(r, incident, b, start->start, end, "label", 0.95);
        return true;
    }
    return false;
}

static bool is_placeholder(const char *text)
{
    return strchr(text, '<') || strchr(text, '{') || strstr(text, "[") == text;
}

/* "Why did it fail?", "How we fixed it": a heading within a report, never its title. */
static bool is_question(const TextBlock *block)
{
    static const char *const words[] = {"why", "how", "what", "who", "warum", "pourquoi", "proposed", NULL};
    guint i = 0;
    while (i < block->tokens->len && g_array_index(block->tokens, Token, i).kind != TOKEN_WORD)
        i++;
    return i < block->tokens->len && g_strv_contains(words, g_array_index(block->tokens, Token, i).word);
}

static bool is_time_heading(const RoleReader *r, guint block)
{
    for (guint i = 0; i < r->entries->len; i++)
        if (role_entry(r, i)->block == block && role_entry(r, i)->timeline &&
            entry_moment(r, role_entry(r, i))->has_clock)
            return true;
    return false;
}

static bool from_heading(RoleReader *r, const Scope *scope, Incident *incident)
{
    int best = -1, rank = 0;
    for (guint b = scope->first; b <= scope->last; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        if (!in_scope(r, scope, b) || block->kind != TEXT_HEADING || is_placeholder(block->text))
            continue;
        bool section = outline_note(r->outline, b)->is_section;
        if (is_question(block) ||
            (!section && outline_note(r->outline, b)->section != SECTION_NONE && block->level > 1))
            continue;
        bool title = hits_in(r, b, 0, block->tokens->len, CUE_incident_title) ||
                     hits_in(r, b, 0, block->tokens->len, CUE_problem);
        if ((section && !title) || strlen(block->text) > 160 || is_time_heading(r, b))
            continue;
        int here = (block->level == 1   ? 4
                    : block->level == 2 ? 2
                                        : 0) +
                   (title ? 3 : 0) - (section ? 3 : 0) - (block->level > 3 ? 2 : 0);
        if (best >= 0 && here <= rank)
            continue;
        best = (int)b;
        rank = here;
    }
    if (best < 0 || rank < 1)
        return false;
    const TextBlock *block = text_document_block(r->document, (guint)best);
    set_title(r, incident, (guint)best, 0, (guint)strlen(block->text), "heading", 0.9);
    return true;
}

/* The first line of a plain text, when it is short and names an incident. */
static bool from_first_line(RoleReader *r, const Scope *scope, Incident *incident)
{
    for (guint b = scope->first; b <= scope->last && b < scope->first + 3; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        if (block->kind == TEXT_KEY)
            continue;
        const char *end = strchr(block->text, '\n');
        guint length = end ? (guint)(end - block->text) : (guint)strlen(block->text);
        if (block->kind != TEXT_PARAGRAPH || length > 100 || length < 5 || strstr(block->text, "://") ||
            block->text[length - 1] == '.' || block->text[length - 1] == ':')
            return false;
        if (!hits_in(r, b, 0, block->tokens->len, CUE_incident_title))
            return false;
        set_title(r, incident, b, 0, length, "first line", 0.85);
        return true;
    }
    return false;
}

/* "2024-02-28-api-is-down": a name with a date is a habit of folders of reports. */
static bool from_file(RoleReader *r, Incident *incident)
{
    g_autofree char *base = g_path_get_basename(r->document->name);
    char *dot = strrchr(base, '.');
    if (dot)
        *dot = '\0';
    const char *date = NULL;
    for (const char *p = base; *p && !date; p++)
        if (strspn(p, "0123456789") == 4 && p[4] == '-' && strspn(p + 5, "0123456789") == 2 && p[7] == '-' &&
            strspn(p + 8, "0123456789") == 2)
            date = p;
    if (!date || strlen(date) < 16)
        return false;
    g_autofree char *words = g_strstrip(g_strdelimit(g_strdup(date + 10), "-_", ' '));
    if (!strchr(words, ' '))
        return false;
    Fact *fact = fact_set(r, incident, FACT_TITLE, words, 0, 0, 0, "file name", 0.6);
    fact->line = 0;
    return true;
}

/* The first sentence of an entry or of the text. */
static void from_sentence(RoleReader *r, const Scope *scope, Incident *incident)
{
    guint index = g_array_index(scope->entries, guint, 0);
    const Entry *e = role_entry(r, index);
    const TextBlock *block = text_document_block(r->document, e->block);
    guint from = e->from, to = e->to;
    while (from < to && g_array_index(block->tokens, Token, from).kind == TOKEN_MARK)
        from++;
    if (from >= to)
        return;
    guint start, end;
    outline_sentence(r->outline, e->block, from, &start, &end);
    end = MIN(end, to);
    if (end <= from)
        return;
    set_title(r, incident, e->block, g_array_index(block->tokens, Token, from).start,
              g_array_index(block->tokens, Token, end - 1).end, "first sentence of the entry", 0.6);
}

void title_select(RoleReader *r, const Scope *scope, Incident *incident)
{
    if (scope->day_only && scope->entries->len && r->timeline->moments->len) {
        const Entry *e = role_entry(r, g_array_index(scope->entries, guint, 0));
        if (e->timeline) {
            from_sentence(r, scope, incident);
            return;
        }
    }
    Scope wide = *scope;
    if (scope->day_only) {
        wide.first = 0;
        wide.last = r->document->blocks->len - 1;
    }
    if (from_label(r, &wide, incident) || from_heading(r, &wide, incident) || from_first_line(r, &wide, incident))
        return;
    from_file(r, incident);
}

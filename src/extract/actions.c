/* How many action items the document lists, and how many of them it marks as done. */
#include "actions.h"

#include <string.h>

bool actions_end_with(const TextBlock *block, const char *marks)
{
    const char *text = block->text;
    size_t n = strlen(text);
    while (n && (g_ascii_isspace(text[n - 1]) || text[n - 1] == '*'))
        n--;
    return n && strchr(marks, text[n - 1]);
}

/* "[x]", "[done]", a tick, "(Resolved)" at either end of the item. */
static bool is_done(const RoleReader *r, guint b)
{
    const TextBlock *block = text_document_block(r->document, b);
    static const char *const ticks[] = {
        "\xe2\x9c\x85", "\xe2\x9c\x93",       "\xe2\x9c\x94",       "\xe2\x98\x91",           "[x]",
        "[X]",          ":white_check_mark:", ":heavy_check_mark:", ":ballot_box_with_check:"};
    if (block->task >= 0)
        return block->task == 1;
    for (guint i = 0; i < G_N_ELEMENTS(ticks); i++)
        if (strstr(block->text, ticks[i]))
            return true;
    guint n = block->tokens->len;
    for (guint i = 0; i < n; i++) {
        const Token *t = &g_array_index(block->tokens, Token, i);
        bool bracket = i && g_array_index(block->tokens, Token, i - 1).kind == TOKEN_MARK &&
                       strchr("([-|:", (int)MIN(g_array_index(block->tokens, Token, i - 1).value, 126));
        bool edge = i < 2 || i + 3 >= n;
        bool first =
            i == 0 && n > 2 && t[1].kind == TOKEN_MARK && strchr(":-", (int)MIN(t[1].value, 126)); /* "DONE: it" */
        if (t->kind == TOKEN_WORD && ((bracket && edge) || first) && cues_has_word(r->cues, t->word, CUE_state_done))
            return true;
    }
    if (block->kind == TEXT_ROW && block->cells->len) {
        for (guint i = 0; i < n; i++) {
            const Token *t = &g_array_index(block->tokens, Token, i);
            bool alone = (i == 0 || g_array_index(block->tokens, Token, i - 1).kind == TOKEN_BREAK) &&
                         (i + 1 == n || g_array_index(block->tokens, Token, i + 1).kind == TOKEN_BREAK);
            if (alone && t->kind == TOKEN_WORD && cues_has_word(r->cues, t->word, CUE_state_done))
                return true;
        }
    }
    return false;
}

static bool has_state(const RoleReader *r, guint b)
{
    const TextBlock *block = text_document_block(r->document, b);
    return block->task >= 0 || is_done(r, b) || strstr(block->text, "[ ]") ||
           hits_in(r, b, 0, block->tokens->len, CUE_state_open);
}

/* "None", "N/A", "TBD": a list that has nothing yet. */
static bool is_void(const TextBlock *block)
{
    static const char *const words[] = {"none",
                                        "n/a",
                                        "na",
                                        "tbd",
                                        "todo",
                                        "tba",
                                        "nothing",
                                        "none yet",
                                        "to be determined",
                                        "to be defined",
                                        "no action items",
                                        "no actions",
                                        "...",
                                        "-",
                                        "\xe2\x80\xa6",
                                        NULL};
    static const char *const starts[] = {"to be discussed", "to be decided", "to be determined", "to be defined",
                                         "to be added",     "to be filled",  "no follow",        "no further",
                                         "nothing to do",   "not yet",       "none needed",      NULL};
    if (strlen(block->text) > 48)
        return false;
    g_autofree char *text = g_ascii_strdown(block->text, -1);
    g_strstrip(text);
    for (guint i = 0; starts[i]; i++)
        if (g_str_has_prefix(text, starts[i]))
            return true;
    gsize n = strlen(text);
    if (n > 1 && text[n - 1] == '.' && text[n - 2] != '.')
        text[n - 1] = '\0';
    return !*text || g_strv_contains(words, text);
}

/* "| ... | ... |": a row of dashes, dots and blanks. */
static bool is_blank_row(const TextBlock *block)
{
    const char *at = block->text;
    while (*at && (strchr(" \n-.?_", *at) || g_str_has_prefix(at, "\xe2\x80\xa6")))
        at += *at == '\xe2' ? 3 : 1;
    return !*at;
}

/* "Completed", "To do" above a part of the list: 1 done, 0 open, -1 neither. */
int actions_heading_state(const RoleReader *r, guint b)
{
    const GArray *tokens = text_document_block(r->document, b)->tokens;
    if (tokens->len > 5)
        return -1;
    bool done = false;
    for (guint i = 0; i < tokens->len; i++) {
        const Token *t = &g_array_index(tokens, Token, i);
        done |= t->kind == TOKEN_WORD && cues_has_word(r->cues, t->word, CUE_state_done);
    }
    if (hits_in(r, b, 0, tokens->len, CUE_state_open) || (done && hits_in(r, b, 0, tokens->len, CUE_negation)))
        return 0;
    return done ? 1 : -1;
}

/* "1. Add an alarm" as a heading with its own text. */
static bool is_numbered_heading(const TextBlock *block)
{
    if (block->kind != TEXT_HEADING || block->tokens->len < 4)
        return false;
    const Token *n = &g_array_index(block->tokens, Token, 0), *mark = n + 1;
    return n->kind == TOKEN_NUMBER && n->digits <= 2 && mark->kind == TOKEN_MARK && !mark->spaced && mark[1].spaced &&
           (mark->value == '.' || mark->value == ')');
}

static guint words_of(const TextBlock *block)
{
    guint words = 0;
    for (guint i = 0; i < block->tokens->len; i++)
        words += g_array_index(block->tokens, Token, i).kind == TOKEN_WORD;
    return words;
}

/* "Broad improvements", "Tasks": what sort of actions stand below. */
static bool is_kind(const RoleReader *r, guint b)
{
    const TextBlock *block = text_document_block(r->document, b);
    bool measure = false;
    for (guint i = 0; i < block->tokens->len; i++)
        measure |= word_in(r, b, i, CUE_set_measure);
    return measure && words_of(block) <= 4;
}

/* An item whose nested items may be the actions: one word ("Detect"), or it ends in a colon. A numbered one of many
 * words is an action that is explained. */
static bool heads_items(const RoleReader *r, guint b, guint last)
{
    const TextBlock *block = text_document_block(r->document, b);
    if (b + 1 > last || block->kind != TEXT_ITEM)
        return false;
    const TextBlock *next = text_document_block(r->document, b + 1);
    guint words = words_of(block);
    return next->kind == TEXT_ITEM && next->level > block->level &&
           (words == 1 || (actions_end_with(block, ":") && (!block->ordered || is_kind(r, b))));
}

/* Whether most items of the list that begins here head others. Beside plain actions such an item is explained below. */
static bool is_list_of_parents(const RoleReader *r, guint b, guint last)
{
    int level = text_document_block(r->document, b)->level;
    guint parents = 0, plain = 0;
    for (guint i = b; i <= last && text_document_block(r->document, i)->kind == TEXT_ITEM; i++) {
        const TextBlock *block = text_document_block(r->document, i);
        if (outline_note(r->outline, i)->is_heading || block->level < level)
            break;
        if (block->level > level || !block->first)
            continue;
        if (heads_items(r, i, last))
            parents++;
        else
            plain++;
    }
    return parents > plain;
}

/* "Deadline: Friday": a line that says more of the action above it. */
static bool is_field(const char *line)
{
    static const char *const names[] = {"deadline",    "due",         "due date", "owner",    "assignee",
                                        "assigned to", "responsible", "status",   "priority", "eta",
                                        "ticket",      "estimate",    "type",     NULL};
    size_t n = strcspn(line, ":\n");
    g_autofree char *name = n < 20 && line[n] == ':' ? g_ascii_strdown(line, (gssize)n) : NULL;
    return name && g_strv_contains(names, name);
}

/* Lines that each begin with a capital letter or "a)": a list without bullets; how many. A wrapped sentence is none. */
static guint lines_listed(const TextBlock *block)
{
    guint n = 0, sentences = 0, fields = 0;
    if (block->kind != TEXT_PARAGRAPH || !strchr(block->text, '\n'))
        return 0;
    for (const char *line = block->text; line; n++) {
        while (*line == ' ' || *line == '\t')
            line++;
        bool lettered = g_ascii_isalpha(line[0]) && (line[1] == '.' || line[1] == ')') && line[2] == ' ';
        gunichar c = g_utf8_get_char(line);
        size_t length = strcspn(line, "\n");
        if ((!lettered && !g_unichar_isupper(c)) || length < 12 || length > 160 || line[length - 1] == ',')
            return 0;
        sentences += strchr(".!?", line[length - 1]) != NULL;
        fields += line[length - 1] == ':' || is_field(line);
        line = line[length] ? line + length + 1 : NULL;
    }
    return n < 3 && sentences == n ? 0 : n - fields; /* two sentences on two lines are prose */
}

/* "10:36 - told the customer": what was done then, not what is to be done. */
static bool starts_with_clock(const TextBlock *block)
{
    if (block->tokens->len < 4)
        return false;
    const Token *hour = &g_array_index(block->tokens, Token, 0), *mark = hour + 1, *minute = hour + 2;
    bool colon = mark->kind == TOKEN_MARK && mark->value == ':';
    bool letter = mark->kind == TOKEN_WORD && strcmp(mark->word, "h") == 0;
    return hour->kind == TOKEN_NUMBER && hour->digits <= 2 && hour->value < 24 && (colon || letter) && !mark->spaced &&
           minute->kind == TOKEN_NUMBER && minute->digits == 2;
}

void actions_count_block(const RoleReader *r, guint b, guint last, Tally *tally)
{
    const TextBlock *block = text_document_block(r->document, b);
    bool item = block->kind == TEXT_ITEM && block->first;
    bool row = block->kind == TEXT_ROW && !block->head && !is_blank_row(block);
    guint lines = lines_listed(block);
    if (lines && !tally->total)
        tally->first = b;
    tally->total += lines;
    if (item && b != tally->after)
        tally->parents = is_list_of_parents(r, b, last);
    tally->after = block->kind == TEXT_ITEM ? b + 1 : G_MAXUINT; /* a list goes on */
    if ((!item && !row) || starts_with_clock(block) || is_void(block))
        return;
    if (item && tally->parents && heads_items(r, b, last)) {
        tally->depth = block->level + 1;
        return;
    }
    if (item && tally->depth && block->level < tally->depth)
        tally->depth = block->level;
    if (item && !tally->depth)
        tally->depth = block->level;
    if (item && block->level > tally->depth)
        return;
    if (block->task >= 0) {
        if (!tally->boxes++)
            tally->first_box = b;
        tally->ticked += block->task == 1;
    }
    if (!tally->total)
        tally->first = b;
    tally->total++;
    tally->words += words_of(block) <= 1;
    tally->done += tally->state > 0 || is_done(r, b);
    tally->states += tally->state >= 0 || has_state(r, b);
}

/* "ABC-5 : do this" at the start of a line. */
static bool opens_ticket(const TextBlock *block, guint i)
{
    if (i + 5 > block->tokens->len)
        return false;
    const Token *a = &g_array_index(block->tokens, Token, i), *dash = a + 1, *n = a + 2;
    return (i == 0 || a[-1].kind == TOKEN_BREAK) && a->kind == TOKEN_WORD && a->capital && dash->kind == TOKEN_MARK &&
           dash->value == '-' && !dash->spaced && n->kind == TOKEN_NUMBER && !n->spaced;
}

static guint tickets_in(const TextBlock *block)
{
    guint n = 0;
    for (guint i = 0; block->kind == TEXT_PARAGRAPH && i < block->tokens->len; i++)
        n += opens_ticket(block, i);
    return block->tokens->len && opens_ticket(block, 0) ? n : 0;
}

/* What the sections of actions hold: items and rows, lines that open with a ticket, numbered headings. */
typedef struct {
    Tally list, tickets, headings;
    Tally table;     /* rows below a head that names actions */
    Tally numbered;  /* items with a number */
    guint explained; /* ... that a list without numbers follows */
    bool number;     /* the last item had one */
} Found;

static void find_in_block(const RoleReader *r, guint b, guint last, Found *found)
{
    const TextBlock *block = text_document_block(r->document, b);
    if (outline_note(r->outline, b)->is_heading) {
        found->number = false;
        found->list.depth = 0;
        found->list.state = actions_heading_state(r, b);
        if (is_numbered_heading(block) && !is_kind(r, b) && !found->headings.total++)
            found->headings.first = b;
        return;
    }
    guint lines = tickets_in(block);
    if (lines) {
        if (!found->tickets.total)
            found->tickets.first = b;
        found->tickets.total += lines;
        found->tickets.done += is_done(r, b);
        found->tickets.states += has_state(r, b);
    }
    if (block->kind == TEXT_ROW && actions_row_named(r, b))
        actions_count_block(r, b, last, &found->table);
    if (block->kind == TEXT_ITEM && block->first) {
        if (block->ordered)
            actions_count_block(r, b, last, &found->numbered);
        found->explained += found->number && !block->ordered;
        found->number = block->ordered;
    }
    actions_count_block(r, b, last, &found->list);
}

/* Beside a table of actions other items explain; so do those without a number below most that have one. */
static const Tally *narrower(const Found *found)
{
    const Tally *list = &found->list, *numbered = &found->numbered;
    if (found->table.total >= 2)
        return &found->table;
    bool explained = found->explained * 2 >= numbered->total && numbered->first == list->first;
    return numbered->total >= 2 && numbered->total < list->total && explained && !list->boxes ? numbered : list;
}

static Tally tally_of(const Found *found)
{
    const Tally *list = narrower(found);
    if (list->words * 2 > list->total)
        return (Tally){.state = -1}; /* names, not actions */
    if (found->tickets.total)
        return found->tickets;
    if (found->headings.total >= 2) /* what stands below explains them */
        return found->headings;
    if (list->boxes >= 3 && list->boxes < list->total) /* beside them, other items explain */
        return (Tally){.total = list->boxes, .done = list->ticked, .states = 1, .first = list->first_box};
    return *list;
}

static bool is_headed(const RoleReader *r, guint heading, CueGroup group)
{
    Label label = {heading, 0, tokens_of(r, heading)};
    return label_is(r, &label, group);
}

/* Of several sections those that are headed "actions" and the like count; "measures" beside them do not, a check list
 * only where nothing else does. */
static Tally count_sections(const RoleReader *r, const Scope *scope, bool *section)
{
    enum { CHECKED, ANY, PROPER, KINDS } kind = ANY;
    Found found[KINDS] = {{.list.state = -1}, {.list.state = -1}, {.list.state = -1}};
    int level = 0; /* of the heading that gave the kind */
    bool is_firm = false;
    for (guint b = scope->first; b <= scope->last; b++) {
        const BlockNote *note = outline_note(r->outline, b);
        if (!in_scope(r, scope, b))
            continue;
        bool firm = text_document_block(r->document, b)->kind == TEXT_HEADING;
        bool ends = note->section != SECTION_ACTIONS || (note->level <= level && (firm || !is_firm));
        if (note->is_heading && (kind == ANY || ends)) {
            is_firm = firm;
            kind = is_headed(r, b, CUE_action_proper)                   ? PROPER
                   : hits_in(r, b, 0, tokens_of(r, b), CUE_action_weak) ? CHECKED
                                                                        : ANY;
            level = MAX(note->level, 1);
        }
        if (note->section != SECTION_ACTIONS)
            continue;
        *section = true;
        find_in_block(r, b, scope->last, &found[kind]);
        if (kind == PROPER)
            find_in_block(r, b, scope->last, &found[ANY]);
    }
    Tally best = {.total = 0};
    for (int k = KINDS; k > 0 && !best.total; k--)
        best = tally_of(&found[k - 1]);
    return best;
}

void actions_count(RoleReader *r, const Scope *scope, Incident *incident)
{
    static const struct {
        void (*count)(const RoleReader *, const Scope *, Tally *);
        const char *rule;
    } places[] = {{actions_tabled, "table of actions"},
                  {actions_led, "items that a sentence calls actions"},
                  {actions_ambiguous, "items of the remediation"},
                  {actions_labelled, "labels of actions"}};
    bool section = false;
    Tally tally = count_sections(r, scope, &section);
    const char *rule = "items listed under actions";
    if (!tally.total && section)
        actions_bold(r, scope, &tally);
    for (guint i = 0; !section && !tally.total && i < G_N_ELEMENTS(places); i++) {
        places[i].count(r, scope, &tally);
        rule = places[i].rule;
    }
    if (!tally.total || scope->shared)
        return;
    g_autofree char *total = g_strdup_printf("%u", tally.total), *done = g_strdup_printf("%u", tally.done);
    const TextBlock *block = text_document_block(r->document, tally.first);
    guint end = (guint)strlen(block->text);
    fact_set(r, incident, FACT_ACTIONS_TOTAL, total, tally.first, 0, end, rule, section ? 0.85 : 0.75)->number =
        tally.total;
    if (tally.states)
        fact_set(r, incident, FACT_ACTIONS_DONE, done, tally.first, 0, end, "items marked as done", 0.8)->number =
            tally.done;
}

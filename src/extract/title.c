/* What the incident is called. */
#include "title.h"
#include "groups.h"

#include <string.h>

#define MOST_WORDS 10 /* of a sentence that is a title */

/* "Postmortem: ...", "[RESOLVED] ...", "Re: ...": what stands before the incident's own words. */
static const char *const heads[] = {"postmortem:",
                                    "post-mortem:",
                                    "post mortem:",
                                    "incident:",
                                    "incident report:",
                                    "incident summary:",
                                    "incident review:",
                                    "post incident review:",
                                    "retrospective:",
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
                                    "retro:",
                                    "re:",
                                    "fw:",
                                    "fwd:",
                                    "aw:",
                                    "wg:",
                                    "resolved:",
                                    "[postmortem]",
                                    "[post-mortem]",
                                    "[post mortem]",
                                    "[rca]",
                                    "[incident]",
                                    "[incident report]",
                                    "[resolved]",
                                    "[solved]",
                                    "[closed]",
                                    "[update]",
                                    "[outage]"};

/* Length of "2) " or "1. " at the start. */
static size_t numbering(const char *text)
{
    size_t n = strspn(text, "0123456789");
    return n && n <= 2 && (text[n] == ')' || text[n] == '.') && text[n + 1] == ' ' ? n + 2 : 0;
}

/* Zero width, between the parts of a picture or behind it. */
static bool is_joint(gunichar c)
{
    return c == 0x200D || c == 0xFE0F;
}

static bool is_picture(gunichar c)
{
    return c >= 0x2300 && c < 0x20000 && g_unichar_type(c) == G_UNICODE_OTHER_SYMBOL;
}

/* Without the pictures before and behind it: "🔥 Login outage". */
static void strip_pictures(char **text)
{
    char *p = *text, *end = p + strlen(p);
    while (*p && (is_picture(g_utf8_get_char(p)) || *p == ' ' || is_joint(g_utf8_get_char(p))))
        p = g_utf8_next_char(p);
    for (char *before = end; before > p; end = before) {
        before = g_utf8_prev_char(before);
        gunichar c = g_utf8_get_char(before);
        if (c != ' ' && !is_picture(c) && !is_joint(c))
            break;
    }
    if (p < end) {
        *end = '\0';
        *text = p;
    }
}

/* Without such heads, if something is left. */
static char *tidy(const char *text)
{
    g_autofree char *copy = g_strdelimit(g_strdup(text), "\n\t", ' ');
    char *bare = g_strstrip(copy);
    strip_pictures(&bare);
    const char *rest = bare;
    for (bool found = true; found;) {
        size_t n = numbering(rest);
        for (guint i = 0; i < G_N_ELEMENTS(heads) && !n; i++)
            if (g_ascii_strncasecmp(rest, heads[i], strlen(heads[i])) == 0)
                n = strlen(heads[i]);
        found = n && strlen(rest) > n + 3;
        rest += found ? n + strspn(rest + n, " ") : 0;
    }
    return g_strdup(rest);
}

void title_set(RoleReader *r, Incident *incident, guint block, guint start, guint end, const char *rule,
               double confidence)
{
    const char *text = text_document_block(r->document, block)->text;
    g_autofree char *part = g_strndup(text + start, end - start);
    g_autofree char *title = tidy(part);
    if (*title)
        fact_set(r, incident, FACT_TITLE, title, block, start, end, rule, confidence);
}

bool title_sentence(RoleReader *r, Incident *incident, guint block, guint from, guint to)
{
    guint words = 0;
    for (guint i = from; i < to; i++)
        words += token_at(r, block, i)->kind == TOKEN_WORD;
    if (!words || words > MOST_WORDS)
        return false;
    title_set(r, incident, block, token_at(r, block, from)->start, token_at(r, block, to - 1)->end,
              "first sentence of the entry", 0.6);
    return true;
}

/* "tirsdag, April 23rd, 2013": a whole date and one word of whatever language beside it. */
static bool is_date_line(const RoleReader *r, guint block)
{
    const GArray *mentions = r->timeline->mentions;
    guint n = tokens_of(r, block), beside = 0;
    const Mention *date = NULL;
    for (guint i = first_mention(mentions, block); i < mentions->len && !date; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block != block)
            break;
        date = m->kind == MENTION_DATE && m->day && m->year ? m : NULL;
    }
    for (guint i = 0; date && i < n; i++)
        beside += token_at(r, block, i)->kind == TOKEN_WORD && (i < date->from || i >= date->to);
    return date && n <= 12 && beside <= 1 && !hits_in(r, block, 0, n, CUE_incident_title) &&
           !hits_in(r, block, 0, n, CUE_problem);
}

bool title_is_dates(const RoleReader *r, guint block)
{
    if (is_date_line(r, block))
        return true;
    static const char *const open_ends[] = {"ongoing", "present", "now", NULL};
    guint n = text_document_block(r->document, block)->tokens->len, numbers = 0, beside = 0;
    for (guint i = 0; i < n; i++) {
        numbers += token_at(r, block, i)->kind == TOKEN_NUMBER;
        beside += token_at(r, block, i)->kind == TOKEN_WORD && g_strv_contains(open_ends, token_at(r, block, i)->word);
    }
    return numbers && title_words_beside(r, block, 0, n, CUE_range_to) == beside &&
           !hits_in(r, block, 0, n, CUE_incident_title);
}

/* ---- headings ---- */

/* "Why did it fail?", "How we fixed it": a heading within a report; as the first line of all it is its title. */
static bool is_question(const TextBlock *block)
{
    static const char *const words[] = {"why",      "how", "what", "who", "warum", "pourquoi",
                                        "proposed", "if",  "when", "was", "wie",   NULL};
    guint i = 0;
    while (i < block->tokens->len && g_array_index(block->tokens, Token, i).kind != TOKEN_WORD)
        i++;
    return i < block->tokens->len && g_strv_contains(words, g_array_index(block->tokens, Token, i).word);
}

/* "Qual e la conseguenza?", "Is there an existing issue?": the sections of a form or of a report. */
static bool asks(const TextBlock *block)
{
    const char *end = block->text + strlen(block->text);
    while (end > block->text && strchr(" *_", end[-1]))
        end--;
    return end > block->text && end[-1] == '?';
}

static bool is_time_heading(const RoleReader *r, guint block)
{
    const GArray *moments = r->timeline->moments;
    guint low = 0, high = moments->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (timeline_moment(r->timeline, middle)->block < block)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < moments->len && timeline_moment(r->timeline, low)->block == block; low++)
        if (timeline_moment(r->timeline, low)->lead && timeline_moment(r->timeline, low)->has_clock)
            return true;
    return false;
}

static bool is_label_heading(const RoleReader *r, guint block)
{
    static const CueGroup groups[] = {CUE_label_duration, CUE_label_start,       CUE_label_resolved,
                                      CUE_label_date,     CUE_label_ignore,      CUE_section_cause,
                                      CUE_section_impact, CUE_section_resolution};
    return title_is_labelled(r, block, groups, G_N_ELEMENTS(groups));
}

static bool has_number(const RoleReader *r, guint block)
{
    for (guint i = 0; i < text_document_block(r->document, block)->tokens->len; i++)
        if (token_at(r, block, i)->kind == TOKEN_NUMBER)
            return true;
    return false;
}

/* "2) For the team", not "02.05.2018, no tickets" */
static bool is_numbered(const RoleReader *r, guint block)
{
    return text_document_block(r->document, block)->tokens->len > 2 && token_at(r, block, 0)->kind == TOKEN_NUMBER &&
           token_at(r, block, 0)->digits <= 2 && is_mark(r, block, 1, ").") && token_at(r, block, 2)->spaced;
}

static bool names_trouble(const RoleReader *r, guint block, guint from, guint to)
{
    return hits_in(r, block, from, to, CUE_incident_title) || hits_in(r, block, from, to, CUE_problem);
}

/* "Acme engineering blog", "✨ System status": a page that holds more than one text. */
static bool is_page_name(const RoleReader *r, guint b)
{
    const GArray *hits = outline_note(r->outline, b)->hits;
    guint n = tokens_of(r, b), last = n;
    while (last > 0 && token_at(r, b, last - 1)->kind != TOKEN_WORD)
        last--;
    for (guint h = 0; h < hits->len; h++)
        if (g_array_index(hits, CueHit, h).group == CUE_page_name && g_array_index(hits, CueHit, h).to == last)
            return n <= 8;
    return false;
}

/* "Situation at the time of the failure", "How the incident was handled": a part of the report, not its title. */
static bool refers_back(const RoleReader *r, guint b)
{
    static const char *const words[] = {"outage", "incident", "downtime", "disruption", "failure",
                                        "issue",  "problem",  "event",    NULL};
    static const char *const articles[] = {"the", "this", "that", NULL};
    for (guint i = 2; i < tokens_of(r, b); i++)
        if (token_at(r, b, i)->kind == TOKEN_WORD && token_at(r, b, i - 1)->kind == TOKEN_WORD &&
            g_strv_contains(words, token_at(r, b, i)->word) && g_strv_contains(articles, token_at(r, b, i - 1)->word))
            return true;
    return false;
}

/* "Incident report: the mail was down": what it is called stands behind what it is. */
static bool is_announced(const RoleReader *r, guint b)
{
    guint n = tokens_of(r, b);
    for (guint i = 1; i + 1 < n && i < 6; i++)
        if (is_mark(r, b, i, ":"))
            return title_is_generic(r, b, 0, i) && hits_in(r, b, 0, i, CUE_incident_title) && i + 2 < n &&
                   !title_is_generic(r, b, i + 1, n);
    return false;
}

static int heading_rank(const RoleReader *r, guint b, bool first)
{
    const TextBlock *block = text_document_block(r->document, b);
    const BlockNote *note = outline_note(r->outline, b);
    guint n = block->tokens->len;
    bool title = hits_in(r, b, 0, n, CUE_incident_title) || hits_in(r, b, 0, n, CUE_problem) ||
                 (opens_with_date(r->outline, r->timeline->mentions, b) && promises_several(r->outline) &&
                  title_words_beside(r, b, 0, n, CUE_generic_title) >= 3);
    if (title_is_placeholder(block->text) || strlen(block->text) > 160 || is_time_heading(r, b) ||
        is_label_heading(r, b) || ((!first || block->level > 1) && refers_back(r, b)))
        return 0;
    if (title_is_generic(r, b, 0, n)) /* "Outage 1: Wednesday 8 January" is better than nothing */
        return (first || block->level <= 2) && has_number(r, b) && hits_in(r, b, 0, n, CUE_incident_title) ? 1 : 0;
    if (first && !title && is_page_name(r, b))
        return 1;
    bool own = first && is_one_of_several(r, note->group);
    if ((!title && (!first || (is_numbered(r, b) && !own))) ||
        (!first && (block->level > 3 || g_str_has_suffix(block->text, "."))))
        return 0;
    bool named = hits_in(r, b, 0, n, CUE_incident_title) || (first && !note->is_section && opener_words(block) >= 4);
    if (asks(block) && (block->level > 1 || !named)) /* "What happened?" is a section, of search the title */
        return 0;
    if (is_question(block) && note->is_section && (block->level > 1 || !first)) /* "What went wrong" */
        return 0;
    if (!first && (is_question(block) || (!note->is_section && note->section != SECTION_NONE && block->level > 1)))
        return 0;
    if (note->is_section && !(title && (first || title_words_beside(r, b, 0, n, CUE_incident_title) >= 3)))
        return 0;
    return (block->level == 1   ? 4
            : block->level == 2 ? 2
                                : 0) +
           (title ? 3 : 0) + (first ? 2 : 0) + (!first && block->level == 2 && is_announced(r, b) ? 3 : 0) +
           (!first && incident_number(r->outline, b) ? 5 : 0) - (note->is_section ? 3 : 0) - (block->level > 3 ? 1 : 0);
}

static bool from_heading(RoleReader *r, const Scope *scope, Incident *incident)
{
    int best = -1, rank = 0;
    bool first = true;
    for (guint b = scope->first; b <= scope->last; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        if (!in_scope(r, scope, b) || block->kind != TEXT_HEADING || title_is_dates(r, b))
            continue;
        int here = heading_rank(r, b, first);
        first = false;
        if (here > rank) {
            best = (int)b;
            rank = here;
        }
    }
    if (best < 0)
        return false;
    const TextBlock *block = text_document_block(r->document, (guint)best);
    title_set(r, incident, (guint)best, 0, (guint)strlen(block->text), "heading", 0.9);
    return true;
}

/* "9:12 AM, 6-May-24: Belt failure" as the only heading with a time: what stands behind it. */
static bool from_timed_heading(RoleReader *r, const Scope *scope, Incident *incident)
{
    guint found = 0, from = 0, block = 0;
    for (guint i = 0; i < r->timeline->moments->len; i++) {
        const TextMoment *m = timeline_moment(r->timeline, i);
        if (text_document_block(r->document, m->block)->kind != TEXT_HEADING || !m->has_clock ||
            !in_scope(r, scope, m->block))
            continue;
        found += m->lead && m->own_date && m->block != block ? 1 : 2;
        from = m->to;
        block = m->block;
    }
    guint n = found == 1 ? text_document_block(r->document, block)->tokens->len : 0;
    while (from < n && token_at(r, block, from)->kind == TOKEN_MARK)
        from++;
    if (from >= n || !names_trouble(r, block, from, n))
        return false;
    title_set(r, incident, block, token_at(r, block, from)->start,
              (guint)strlen(text_document_block(r->document, block)->text), "heading behind its time", 0.7);
    return true;
}

/* Whether a heading or key above it all tells of trouble; else a page's title is no incident's. */
static bool is_titled(const RoleReader *r, const Scope *scope)
{
    for (guint b = scope->first; b <= scope->last; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        bool title = block->kind == TEXT_HEADING || text_block_is_title(block);
        if (in_scope(r, scope, b) && title && !is_time_heading(r, b) && names_trouble(r, b, 0, block->tokens->len))
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
    title_sentence(r, incident, e->block, from, end);
}

void title_select(RoleReader *r, const Scope *scope, Incident *incident)
{
    if (scope->line && (!scope->prose || scope->numbered) && (title_of_line(r, scope, incident) || !scope->prose))
        return;
    if (scope->day_only && scope->entries->len && r->timeline->moments->len) {
        const Entry *e = role_entry(r, g_array_index(scope->entries, guint, 0));
        if (e->timeline) {
            from_sentence(r, scope, incident);
            return;
        }
    }
    Scope wide = *scope;
    if (scope->day_only || scope->prose) {
        wide.first = 0;
        wide.last = r->document->blocks->len - 1;
    }
    if (!is_titled(r, &wide) && from_timed_heading(r, &wide, incident))
        return;
    if (title_from_label(r, &wide, incident) || title_from_record(r, &wide, incident) ||
        title_below_generic(r, &wide, incident) || title_of_numbered_key(r, &wide, incident) ||
        from_heading(r, &wide, incident) || title_from_first_line(r, &wide, incident) ||
        title_from_key(r, &wide, incident))
        return;
    from_file(r, incident);
}

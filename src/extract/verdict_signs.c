/* Counts what a stretch of a text says for or against an incident. */
#include "verdict.h"

#include "groups.h"

#include <string.h>

#define MAX_LABELLED 200   /* tokens of a block that are looked at for labels */
#define MAX_REFERENCE 2000 /* bytes of a line that may lead to another page */

static bool is_word(const TextBlock *block, guint i)
{
    return g_array_index(block->tokens, Token, i).kind == TOKEN_WORD;
}

static guint count_placeholders(const char *text)
{
    static const char *const marks[] = {"??",      "YYYY",    "HH:MM", "hh:mm",   "XX:XX", "{{",    "TBD",   "TODO",
                                        "<insert", "[insert", "xx:xx", "AAAA-MM", "JJ/MM", "TT.MM", "DD/MM", "MM/DD",
                                        "GG/MM",   "dd/mm",   "mm/dd", "HH:mm",   "--:--", "__:__", "DD.MM", "DD-MM"};
    guint n = 0;
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        for (const char *p = text; (p = strstr(p, marks[i])) && n < 100; p += strlen(marks[i]))
            n++;
    for (const char *p = strchr(text, '<'); p && n < 100; p = strchr(p + 1, '<')) {
        size_t length = strcspn(p + 1, "<>\n");
        n += p[1 + length] == '>' && length > 2 && length < 60 && g_ascii_isalpha(p[1]) && !strchr(p + 1, '/');
    }
    for (const char *p = strchr(text, '['); p && n < 100; p = strchr(p + 1, '[')) {
        size_t length = strcspn(p + 1, "[]\n"); /* "[HH:MM]", "[Evento 1]" */
        n += p[1 + length] == ']' && length > 3 && length < 60 && g_ascii_isalpha(p[1]);
    }
    return n;
}

/* Whether a phrase is part of one that tells of planned work: "full downtime". */
static bool is_word_of_plan(const BlockNote *note, const CueHit *hit)
{
    for (guint h = 0; h < note->hits->len; h++) {
        const CueHit *plan = &g_array_index(note->hits, CueHit, h);
        if (plan->group == CUE_maintenance && plan->from <= hit->from && hit->to <= plan->to)
            return true;
    }
    return false;
}

/* "Network upgrades (full downtime)": planned work may say so without being an incident. */
static bool is_planned_title(const RoleReader *r, guint b)
{
    const GArray *hits = outline_note(r->outline, b)->hits;
    const TextBlock *block = text_document_block(r->document, b);
    if (!hits_in(r, b, 0, block->tokens->len, CUE_maintenance))
        return false;
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        bool own = hit->group == CUE_incident || hit->group == CUE_incident_title;
        if (own && !is_word_of_plan(outline_note(r->outline, b), hit) &&
            strcmp(g_array_index(block->tokens, Token, hit->from).word, "downtime") != 0)
            return false;
    }
    return true;
}

/* "severity: maintenance": the front matter says that it was planned. */
static bool is_planned_key(const RoleReader *r, guint b)
{
    const TextBlock *block = text_document_block(r->document, b);
    const GArray *hits = outline_note(r->outline, b)->hits;
    guint colon = 0, n = block->tokens->len, words = 0, planned = 0;
    while (colon < n && g_array_index(block->tokens, Token, colon).value != ':')
        colon++;
    Label label = {b, 0, colon};
    if (block->kind != TEXT_KEY || colon >= n ||
        !(label_is(r, &label, CUE_label_severity) || label_is(r, &label, CUE_label_kind)))
        return false;
    for (guint i = colon; i < n; i++)
        words += is_word(block, i);
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->group == CUE_planned_kind && hit->from > colon)
            planned = MAX(planned, hit->to - hit->from);
    }
    return planned && words <= planned;
}

/* Phrases that tell of what has been: that it was noticed, worked on, over; words that several phrases share tell once
 * in told_once. */
static void count_told(const RoleReader *r, guint b, Signs *s)
{
    static const CueGroup groups[] = {CUE_detected, CUE_acknowledged, CUE_mitigated, CUE_resolved};
    const GArray *hits = outline_note(r->outline, b)->hits;
    guint done = 0;
    for (guint h = 0; h < hits->len; h++)
        for (guint g = 0; g < G_N_ELEMENTS(groups); g++) {
            const CueHit *hit = &g_array_index(hits, CueHit, h);
            if (hit->group != groups[g] || is_cancelled(r, b, 0, hit, true))
                continue;
            s->told++;
            s->told_once += hit->from >= done;
            done = MAX(done, hit->to);
        }
}

/* "Hypothesis" alone heads a part of an experiment, "The leading hypothesis on the crash" a cause. */
static bool is_all_of(const RoleReader *r, guint b, CueGroup group)
{
    const TextBlock *block = text_document_block(r->document, b);
    const GArray *hits = outline_note(r->outline, b)->hits;
    guint words = 0, most = 0;
    for (guint i = 0; i < block->tokens->len; i++)
        words += is_word(block, i);
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        most = hit->group == group ? MAX(most, hit->to - hit->from) : most;
    }
    return words && most >= words;
}

/* How many phrases tell that people could not do what they wanted. */
static guint count_harm(const RoleReader *r, guint b)
{
    const TextBlock *block = text_document_block(r->document, b);
    const GArray *hits = outline_note(r->outline, b)->hits;
    guint n = 0;
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        const Token *first = &g_array_index(block->tokens, Token, hit->from);
        n += hit->group == CUE_start && first->kind == TOKEN_WORD &&
             cues_has_word(r->cues, first->word, CUE_set_people) && !is_cancelled(r, b, 0, hit, false);
    }
    return n;
}

/* "restarted", but not "is restarted" */
static bool has_past_ending(const RoleReader *r, guint b, guint i)
{
    const char *word = token_at(r, b, i)->word;
    size_t n = strlen(word);
    if (i > 0 && token_at(r, b, i - 1)->kind == TOKEN_WORD && word_in(r, b, i - 1, CUE_participle_before))
        return false;
    for (size_t ending = 2; ending <= 5 && ending + 2 < n; ending++)
        if (cues_has_word(r->cues, word + n - ending, CUE_past_ending))
            return true;
    return false;
}

/* Whether the text speaks of what has been or of what one should do. */
static void count_voice(const RoleReader *r, guint b, Signs *s)
{
    guint n = tokens_of(r, b);
    s->past += outline_count(r->outline, b, 0, n, CUE_past);
    s->prescribing += outline_count(r->outline, b, 0, n, CUE_prescribing);
    for (guint i = 0; i < n; i++)
        if (is_word(text_document_block(r->document, b), i)) {
            s->past += !word_in(r, b, i, CUE_past) && has_past_ending(r, b, i);
            s->own += word_in(r, b, i, CUE_first_person);
        }
}

/* Lines of the block that end in a colon with nothing below, cells of dots. */
static guint count_blanks(const RoleReader *r, guint b)
{
    const TextBlock *block = text_document_block(r->document, b);
    guint blanks = 0, n = block->tokens->len;
    bool item = block->kind == TEXT_ITEM, last = b + 1 >= r->document->blocks->len;
    const TextBlock *below = last ? NULL : text_document_block(r->document, b + 1);
    bool holds = below && below->kind == TEXT_ITEM && below->level > block->level;
    if (item && n && !holds && is_mark(r, b, n - 1, ":"))
        blanks++;
    for (guint i = 0; block->kind == TEXT_ROW && i < block->cells->len; i++) {
        const TextCell *cell = &g_array_index(block->cells, TextCell, i);
        size_t length = cell->end - cell->start;
        blanks += length && length <= 4 && strspn(block->text + cell->start, ".\xe2\x80\xa6") >= length;
    }
    return blanks;
}

/* "report.md", "../2024/mail.html": another page of the same place; a row of a table may lead elsewhere. */
static bool is_reference(const RoleReader *r, guint b)
{
    const TextBlock *block = text_document_block(r->document, b);
    if (block->kind == TEXT_ROW && block->links->len &&
        !mentions_within(r->timeline->mentions, b, b + 1, MENTION_DURATION))
        return true; /* "2024-05-03 | [Mail delayed](https://...)" and no word of how long */
    for (guint i = 0; i < block->links->len && i < 20; i++) {
        const char *url = g_array_index(block->links, TextLink, i).url;
        if (!strstr(url, "://") && *url != '#' && !g_str_has_prefix(url, "mailto:"))
            return true;
    }
    return strlen(block->text) <= MAX_REFERENCE && (strstr(block->text, ".md") || strstr(block->text, ".html"));
}

/* "Version 4.2.1", "Sprocket v3.0 (2024-02-11)": few words beside a number with a point. */
static bool is_version(const RoleReader *r, guint b)
{
    const TextBlock *block = text_document_block(r->document, b);
    guint words = 0;
    bool number = false;
    for (guint i = 0; i < block->tokens->len; i++) {
        words += is_word(block, i);
        number |= i + 2 < block->tokens->len && token_at(r, b, i)->kind == TOKEN_NUMBER && is_mark(r, b, i + 1, ".") &&
                  !token_at(r, b, i + 1)->spaced && token_at(r, b, i + 2)->kind == TOKEN_NUMBER;
    }
    return number && words <= 4 && !hits_in(r, b, 0, block->tokens->len, CUE_problem);
}

/* Which kinds of facts the lines of the block label, as bits. */
static guint labelled(const RoleReader *r, guint b)
{
    static const CueGroup kinds[] = {CUE_label_start,    CUE_label_resolved,    CUE_label_services, CUE_section_cause,
                                     CUE_label_users,    CUE_label_detected,    CUE_label_duration, CUE_label_severity,
                                     CUE_section_impact, CUE_section_resolution};
    guint bits = 0;
    for (guint i = 1; i < tokens_of(r, b) && i < MAX_LABELLED; i++) {
        guint from = i - 1;
        if (!is_mark(r, b, i, ":"))
            continue;
        while (from > 0 && i - from < 6 && token_at(r, b, from - 1)->kind != TOKEN_BREAK)
            from--;
        Label label = {b, from, i};
        for (guint k = 0; k < G_N_ELEMENTS(kinds); k++)
            bits |= label_is(r, &label, kinds[k]) ? 1U << k : 0;
    }
    return bits;
}

static void count_item(const RoleReader *r, guint b, Signs *s)
{
    const TextBlock *block = text_document_block(r->document, b);
    guint first = 0;
    while (first < block->tokens->len && !is_word(block, first))
        first++;
    s->items++;
    s->notes += first < block->tokens->len && word_in(r, b, first, CUE_change_note);
}

/* More than a date. */
static bool has_own_words(const RoleReader *r, guint b)
{
    const TextBlock *block = text_document_block(r->document, b);
    for (guint i = 0; i < block->tokens->len; i++) {
        const char *word = is_word(block, i) ? token_at(r, b, i)->word : NULL;
        if (word && !cues_has_word(r->cues, word, CUE_weekday) && !cues_has_word(r->cues, word, CUE_joiner) &&
            cues_group_of(r->cues, word, CUE_month_1, CUE_month_12) < 0)
            return true;
    }
    return false;
}

/* The first title of the stretch: "Maintenance on the wiki", "Migration of the mail server". */
static void look_at_name(const RoleReader *r, guint b, Signs *s)
{
    guint n = tokens_of(r, b);
    s->named++;
    if (hits_in(r, b, 0, n, CUE_problem) || hits_in(r, b, 0, n, CUE_incident_title))
        return;
    s->title_maintenance += outline_count(r->outline, b, 0, n, CUE_title_maintenance);
    s->title_change += outline_count(r->outline, b, 0, n, CUE_title_change);
}

static void look_at(const RoleReader *r, guint b, guint nth, Signs *s)
{
    const TextBlock *block = text_document_block(r->document, b);
    const BlockNote *note = outline_note(r->outline, b);
    guint n = block->tokens->len;
    bool named = s->named; /* "{{ page.title }}" below it shows the name again */
    bool key = block->kind == TEXT_KEY && !g_str_has_prefix(block->text, "template");
    bool title = (block->kind == TEXT_HEADING && !note->is_section) || (nth == 0 && block->kind != TEXT_KEY) || key;
    guint incident = outline_count(r->outline, b, 0, n, CUE_incident);
    s->body_incident += incident;
    s->title_problem += title && outline_count(r->outline, b, 0, n, CUE_problem) > 0;
    if (title && !is_planned_title(r, b))
        s->title_incident += incident + outline_count(r->outline, b, 0, n, CUE_incident_title) +
                             (block->kind == TEXT_HEADING && heading_has_severity(r->outline, b));
    if (nth < 5)
        s->early_incident += incident;
    guint problem = outline_count(r->outline, b, 0, n, CUE_problem);
    s->problem += problem;
    s->early_problem += nth < 5 ? problem : 0;
    guint weight = title || nth < 4 ? 2 : 1;
    guint exercise = outline_count(r->outline, b, 0, n, CUE_no_impact);
    s->exercise += exercise;
    s->harm += count_harm(r, b);
    s->denied += outline_count(r->outline, b, 0, n, CUE_denied_harm);
    s->title_exercise += title && (nth == 0 || key || !s->titles || is_all_of(r, b, CUE_no_impact)) ? exercise : 0;
    if (!s->named && (text_block_is_title(block) || block->kind == TEXT_HEADING) && has_own_words(r, b))
        look_at_name(r, b, s);
    s->title_version += title && !s->titles && block->kind == TEXT_HEADING && is_version(r, b);
    s->titles += title && block->kind == TEXT_HEADING;
    s->maintenance += weight * outline_count(r->outline, b, 0, n, CUE_maintenance);
    if (note->section != SECTION_ACTIONS && note->section != SECTION_LESSONS && note->section != SECTION_RESOLUTION)
        s->announced += outline_count(r->outline, b, 0, n, CUE_announced);
    count_told(r, b, s);
    s->gone_wrong += outline_count(r->outline, b, 0, n, CUE_gone_wrong);
    s->planned_key += is_planned_key(r, b);
    s->future += outline_count(r->outline, b, 0, n, CUE_ahead);
    s->downtime += outline_count(r->outline, b, 0, n, CUE_downtime);
    s->no_incidents += outline_count(r->outline, b, 0, n, CUE_no_incidents);
    s->release += outline_count(r->outline, b, 0, n, CUE_release);
    bool opening = title && (block->kind == TEXT_KEY || nth == 0 || s->headings++ == 0);
    s->title_runbook += opening ? outline_count(r->outline, b, 0, n, CUE_runbook) : 0;
    s->runbook += (title ? 3 : 1) * outline_count(r->outline, b, 0, n, CUE_runbook);
    s->manual += outline_count(r->outline, b, 0, n, CUE_manual);
    s->instruction += outline_count(r->outline, b, 0, n, CUE_instruction);
    s->title_placeholder +=
        title && !named && !note->is_mail && note->section == SECTION_NONE ? count_placeholders(block->text) : 0;
    s->template += outline_count(r->outline, b, 0, n, CUE_template);
    s->title_template += title && strcasestr(block->text, "template");
    s->placeholders += count_placeholders(block->text) + (block->italic && note->section != SECTION_NONE && n > 5);
    for (guint i = 0; i < n; i++)
        s->words += is_word(block, i);
    count_voice(r, b, s);
    if (block->kind == TEXT_ITEM && note->section != SECTION_ACTIONS && note->section != SECTION_RESOLUTION)
        count_item(r, b, s);
    s->blanks += count_blanks(r, b);
    s->labels |= nth < 12 ? labelled(r, b) : 0;
    s->venture += nth < 6 ? outline_count(r->outline, b, 0, n, CUE_venture) : 0;
    if (note->is_heading) {
        bool last = b + 1 >= r->document->blocks->len;
        bool empty = last || (outline_note(r->outline, b + 1)->is_heading &&
                              text_document_block(r->document, b + 1)->level <= block->level);
        s->empty_sections += note->is_section && empty;
        s->sections += note->is_section;
        s->report += note->is_section && note->section != SECTION_OTHER && note->section != SECTION_SUMMARY;
        s->timeline += note->is_section && (note->section == SECTION_TIMELINE || note->section == SECTION_IMPACT);
    }
}

/* "2026-01-01T00:00:00Z", as templates have it. */
static bool is_new_year(const TextMoment *m)
{
    return m->has_date && m->month == 1 && m->day == 1 && m->hour == 0 && m->minute == 0 && m->second == 0;
}

/* Dates and clock times of the group, and how many of the roles some entry plays by its words. */
static void count_entries(const RoleReader *r, int group, Signs *s)
{
    bool played[ROLE_COUNT] = {0};
    for (guint i = 0; i < r->entries->len; i++) {
        const Entry *e = role_entry(r, i);
        if (e->group != group)
            continue;
        s->dates += entry_moment(r, e)->own_date;
        s->references += e->timeline && !entry_moment(r, e)->has_clock && is_reference(r, e->block);
        s->ranges += e->told && e->range_first && !e->timeline;
        if (!entry_moment(r, e)->has_clock)
            continue;
        const char *rule = entry_moment(r, e)->date_rule;
        s->clocks++;
        s->placed += entry_moment(r, e)->has_date && !(rule && strcmp(rule, "date of the document") == 0);
        s->midnight += entry_moment(r, e)->hour == 0;
        s->new_year += is_new_year(entry_moment(r, e));
        bool prose = !e->timeline || text_document_block(r->document, e->block)->kind == TEXT_HEADING;
        if (!e->label && prose && (e->range_first || e->range_second) && !e->told)
            continue; /* opening hours have ends as well */
        for (int role = 0; role < ROLE_COUNT; role++)
            played[role] |= e->score[role] >= 2.4;
    }
    for (int role = 0; role < ROLE_COUNT; role++)
        s->roles += played[role];
}

void signs_read(const RoleReader *r, int group, Signs *s)
{
    guint nth = 0;
    for (guint b = 0; b < r->document->blocks->len; b++)
        if (outline_note(r->outline, b)->group == group && text_document_block(r->document, b)->kind != TEXT_CODE)
            look_at(r, b, nth++, s);
    s->blocks = nth;
    count_entries(r, group, s);
}

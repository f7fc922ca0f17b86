/* Whether a text tells of an incident at all: templates, release notes, runbooks and planned work do not. */
#include "groups.h"

#include <string.h>

typedef struct {
    guint title_incident, body_incident, problem, maintenance, release, runbook, template, words, early_incident,
        early_problem, roles, exercise, title_exercise, title_runbook, title_template, dates;
    guint empty_sections, sections, timeline, placeholders, clocks, midnight;
    guint manual, instruction, title_placeholder;
    guint ranges;          /* from when to when something was wrong */
    guint announced, told; /* phrases of what is to come, and of what has been: noticed, mitigated, over */
    guint gone_wrong, planned_key, no_incidents, headings, downtime, future, titles;
    guint harm, denied; /* "customers could not pay"; "no customer impact", "drill" */
    guint report;       /* sections that a report on an incident has: cause, resolution, lessons, ... */
} Signs;

static bool is_word(const TextBlock *block, guint i)
{
    return g_array_index(block->tokens, Token, i).kind == TOKEN_WORD;
}

static guint count_placeholders(const char *text)
{
    static const char *const marks[] = {"??",   "YYYY",    "HH:MM",   "hh:mm", "XX:XX",   "{{",    "TBD",
                                        "TODO", "<insert", "[insert", "xx:xx", "AAAA-MM", "JJ/MM", "TT.MM"};
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

/* How many phrases tell of what has been: that it was noticed, worked on, over. */
static guint count_told(const RoleReader *r, guint b)
{
    static const CueGroup groups[] = {CUE_detected, CUE_acknowledged, CUE_mitigated, CUE_resolved};
    const GArray *hits = outline_note(r->outline, b)->hits;
    guint n = 0;
    for (guint h = 0; h < hits->len; h++)
        for (guint g = 0; g < G_N_ELEMENTS(groups); g++) {
            const CueHit *hit = &g_array_index(hits, CueHit, h);
            n += hit->group == groups[g] && !is_cancelled(r, b, 0, hit, true);
        }
    return n;
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

static void look_at(const RoleReader *r, guint b, guint nth, Signs *s)
{
    const TextBlock *block = text_document_block(r->document, b);
    const BlockNote *note = outline_note(r->outline, b);
    guint n = block->tokens->len;
    bool key = block->kind == TEXT_KEY && !g_str_has_prefix(block->text, "template");
    bool title = (block->kind == TEXT_HEADING && !note->is_section) || (nth == 0 && block->kind != TEXT_KEY) || key;
    guint incident = outline_count(r->outline, b, 0, n, CUE_incident);
    s->body_incident += incident;
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
    s->titles += title && block->kind == TEXT_HEADING;
    s->maintenance += weight * outline_count(r->outline, b, 0, n, CUE_maintenance);
    if (note->section != SECTION_ACTIONS && note->section != SECTION_LESSONS && note->section != SECTION_RESOLUTION)
        s->announced += outline_count(r->outline, b, 0, n, CUE_announced);
    s->told += count_told(r, b);
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
        title && !note->is_mail && note->section == SECTION_NONE ? count_placeholders(block->text) : 0;
    s->template += outline_count(r->outline, b, 0, n, CUE_template);
    s->title_template += title && strcasestr(block->text, "template");
    s->placeholders += count_placeholders(block->text) + (block->italic && note->section != SECTION_NONE && n > 5);
    for (guint i = 0; i < n; i++)
        s->words += is_word(block, i);
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

/* Dates and clock times of the group, and how many of the roles some entry plays by its words. */
static void count_entries(const RoleReader *r, int group, Signs *s)
{
    bool played[ROLE_COUNT] = {0};
    for (guint i = 0; i < r->entries->len; i++) {
        const Entry *e = role_entry(r, i);
        if (e->group != group)
            continue;
        s->dates += entry_moment(r, e)->own_date;
        s->ranges += e->told && e->range_first && !e->timeline;
        if (!entry_moment(r, e)->has_clock)
            continue;
        s->clocks++;
        s->midnight += entry_moment(r, e)->hour == 0;
        bool prose = !e->timeline || text_document_block(r->document, e->block)->kind == TEXT_HEADING;
        if (!e->label && prose && (e->range_first || e->range_second) && !e->told)
            continue; /* opening hours have ends as well */
        for (int role = 0; role < ROLE_COUNT; role++)
            played[role] |= e->score[role] >= 2.4;
    }
    for (int role = 0; role < ROLE_COUNT; role++)
        s->roles += played[role];
}

/* Whether the document's title says that it is of another kind: a guide, minutes, a changelog. */
static bool is_titled_other(const RoleReader *r, int group)
{
    bool other = false, own = false;
    guint seen = 0;
    for (guint b = 0; b < r->document->blocks->len; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        const BlockNote *note = outline_note(r->outline, b);
        bool key = block->kind == TEXT_KEY && !strncmp(block->text, "title", 5);
        if (!key && block->kind != TEXT_HEADING && (b > 0 || block->kind == TEXT_KEY))
            continue;
        own |= seen == 0 && note->group == group;
        if (seen++ == 0 || key)
            other |= block->tokens->len < 24 && hits_in(r, b, 0, block->tokens->len, CUE_title_other) &&
                     !hits_in(r, b, 0, block->tokens->len, CUE_start_weak);
        else if (!own && note->group == group && !note->is_section &&
                 hits_in(r, b, 0, block->tokens->len, CUE_incident_title))
            return false; /* an incident under a heading of its own */
    }
    return other;
}

/* Whether the title names trouble of its own: "Retention policy deleted backups", not "How to write an incident
 * report". */
static bool names_trouble(const RoleReader *r, guint b)
{
    const GArray *hits = outline_note(r->outline, b)->hits;
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        bool trouble = hit->group == CUE_problem || hit->group == CUE_incident_title, generic = false;
        for (guint g = 0; trouble && g < hits->len && !generic; g++) {
            const CueHit *other = &g_array_index(hits, CueHit, g);
            generic = other->group == CUE_generic_title && other->from <= hit->from && other->to >= hit->to;
        }
        if (trouble && !generic)
            return true;
    }
    return false;
}

/* A guide whose incident is its example. */
static bool is_guide(const RoleReader *r)
{
    bool guide = false, example = false;
    for (guint b = 0, seen = 0; b < r->document->blocks->len && !(guide && example); b++) {
        const TextBlock *block = text_document_block(r->document, b);
        bool key = block->kind == TEXT_KEY && g_str_has_prefix(block->text, "title");
        bool title = key || (block->kind == TEXT_HEADING && seen++ == 0);
        if (title && block->tokens->len < 24)
            guide |= hits_in(r, b, 0, block->tokens->len, CUE_title_guide) && !names_trouble(r, b);
        example |= !title && hits_in(r, b, 0, block->tokens->len, CUE_example);
        if (block->kind == TEXT_HEADING && !guide)
            return false;
    }
    return guide && example;
}

const char *verdict_before(const RoleReader *r, int group)
{
    Signs s = {0};
    guint nth = 0;
    for (guint b = 0; b < r->document->blocks->len; b++)
        if (outline_note(r->outline, b)->group == group && text_document_block(r->document, b)->kind != TEXT_CODE)
            look_at(r, b, nth++, &s);
    count_entries(r, group, &s);
    if (!nth)
        return "empty";
    if (s.sections >= 4 && s.empty_sections * 10 >= s.sections * 6 && !s.clocks)
        return "a template: its sections are empty";
    if (s.placeholders >= 3 && s.placeholders * 2 >= s.clocks && s.dates < 2 && s.words < s.placeholders * 30)
        return "a template: its values are placeholders";
    if (s.title_template && !s.dates && (s.clocks < 2 || s.midnight * 2 > s.clocks))
        return "a template: it is called one";
    if (s.clocks >= 3 && s.midnight == s.clocks && !s.dates && s.placeholders)
        return "a template: its times are placeholders";
    bool within = outline_note(r->outline, 0)->group != group && s.problem && s.clocks;
    if (is_titled_other(r, group) && s.roles < 3 && !within)
        return "another kind of document, by its title";
    if (s.no_incidents && !s.dates && !s.clocks)
        return "a report without incidents";
    if (is_guide(r))
        return "a guide, and its incident an example";
    if (s.title_placeholder && !s.dates)
        return "a template: its title is a placeholder";
    if (s.instruction >= 2 && !s.dates && s.clocks < 4)
        return "a template: it says what to write";
    if (s.template >= 4 && s.clocks < 2)
        return "a template: it tells how to write a report";
    if (s.title_exercise && s.exercise >= 2 && (!s.harm || s.denied))
        return "an exercise, nobody was affected";
    bool failed = s.gone_wrong && (s.problem || s.downtime) && s.clocks && s.told * 2 >= s.announced;
    if (s.planned_key && !failed)
        return "planned work, by its front matter";
    bool only_ahead =
        s.future >= 2 && !s.told && !s.title_incident && !s.body_incident && !s.gone_wrong && s.words < 300;
    if (only_ahead)
        return "an announcement of planned work";
    bool ahead = s.announced && s.announced + s.maintenance / 2 >= 2;
    if (!failed && ahead && s.told <= (s.maintenance >= 2 ? s.announced : s.announced / 3))
        return "an announcement of planned work";
    if (!failed && s.maintenance >= 2 && s.title_incident == 0 && s.body_incident <= s.maintenance &&
        !(s.timeline && s.roles >= 2))
        return "planned maintenance";
    bool gap =
        s.title_incident && s.dates && s.clocks >= 2 && (s.roles || s.ranges || s.harm); /* "The runbook we lacked" */
    if ((s.runbook >= 4 && s.timeline == 0 && s.clocks < 2) || (s.title_runbook && s.timeline == 0 && !gap))
        return "a runbook";
    if (s.manual >= 2 && s.timeline == 0 && s.roles < 3 && s.report < 3)
        return "a manual";
    if (s.release >= 2 && s.title_incident == 0 && s.timeline == 0)
        return "release notes";
    bool listed = is_one_of_several(r, group) && promises_several(r->outline) && s.dates && s.clocks;
    bool told =
        listed || (s.report >= 3 && (s.problem >= 2 || (s.problem && s.clocks && s.dates))) ||
        (s.roles >= 2 && s.problem) ||
        (is_one_of_several(r, group) && (s.roles >= 2 || ((s.problem || s.downtime) && (s.dates || s.clocks)))) ||
        (s.early_problem && s.words < 400 &&
         (s.roles || s.body_incident || s.ranges || (s.problem >= 2 && s.clocks >= 3)));
    if (!s.title_incident && !s.early_incident && !s.timeline && !told && (s.body_incident < 2 || s.problem < 2))
        return "no word of an incident";
    return NULL;
}

/* Whether the title, a key or the first line calls it an incident. */
static bool is_called_incident(const RoleReader *r, const Scope *scope, const Incident *incident)
{
    const Fact *title = &incident->facts[FACT_TITLE];
    guint seen = 0;
    for (guint b = scope->first; b <= scope->last; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        if (!in_scope(r, scope, b) || block->kind == TEXT_CODE)
            continue;
        bool titled = title->known && title->line == block->line;
        bool place = titled || block->kind == TEXT_KEY || seen++ < 1;
        if (place && (hits_in(r, b, 0, block->tokens->len, CUE_incident_title) ||
                      (block->kind == TEXT_HEADING && heading_has_severity(r->outline, b))))
            return true;
    }
    return false;
}

/* A time; a length, a sum or a count of what is called an incident; of one without any of them at least a text about a
 * problem with a date or the sections of a report. */
bool verdict_after(const RoleReader *r, const Scope *scope, const Incident *incident)
{
    static const FactKind times[] = {FACT_START, FACT_DETECTED, FACT_RESOLVED, FACT_MITIGATED};
    static const FactKind amounts[] = {FACT_DURATION, FACT_MONEY, FACT_USERS};
    for (guint i = 0; i < G_N_ELEMENTS(times); i++)
        if (incident->facts[times[i]].known)
            return true;
    if (!is_called_incident(r, scope, incident))
        return false;
    for (guint i = 0; i < G_N_ELEMENTS(amounts); i++)
        if (incident->facts[amounts[i]].known)
            return true;
    guint words = 0, problem = 0, template = 0, report = 0, dates = 0;
    for (guint i = 0; i < scope->entries->len; i++)
        dates += entry_moment(r, role_entry(r, g_array_index(scope->entries, guint, i)))->own_date;
    for (guint b = scope->first; b <= scope->last; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        if (!in_scope(r, scope, b))
            continue;
        words += block->tokens->len;
        problem += outline_count(r->outline, b, 0, block->tokens->len, CUE_problem);
        template += outline_count(r->outline, b, 0, block->tokens->len, CUE_template);
        report += outline_note(r->outline, b)->is_section;
    }
    const Fact *title = &incident->facts[FACT_TITLE];
    bool rated = text_document_block(r->document, scope->first)->kind == TEXT_HEADING &&
                 heading_has_severity(r->outline, scope->first);
    return title->known && words >= 60 && problem >= 2 && template <2 && (dates || report >= 2 || rated);
}

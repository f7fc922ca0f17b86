/* Whether a text tells of an incident at all: templates, release notes, runbooks and planned work do not. */
#include "verdict.h"
#include "groups.h"

#include <string.h>

typedef struct {
    const RoleReader *r;
    int group;
    Signs signs;
    bool anchored; /* a day, clock times, and what happened at one of them */
    bool within;   /* trouble at some time, under a heading of its own within a longer text */
    bool failed;   /* planned work that went wrong */
} Case;

/* Much trouble, told in the past. */
static bool is_long_account(const Signs *s)
{
    return s->problem >= 10 && s->past >= 10 && s->past > s->prescribing;
}

#define LABELS_OF_SPAN 3U /* start and end */

static bool has_span_labels(const Signs *s)
{
    return (s->labels & LABELS_OF_SPAN) == LABELS_OF_SPAN;
}

/* ---- templates ---- */

static bool has_empty_sections(const Case *c)
{
    const Signs *s = &c->signs;
    return s->sections >= 4 && s->empty_sections * 10 >= s->sections * 6 && !s->clocks;
}

static bool has_placeholders(const Case *c)
{
    const Signs *s = &c->signs;
    bool told = s->timeline && s->roles >= 3 && s->clocks >= 5; /* the rest was left as it was */
    return !told && s->placeholders >= 3 && s->placeholders * 2 >= s->clocks && s->dates < 2 &&
           s->words < s->placeholders * 30;
}

static bool is_called_template(const Case *c)
{
    const Signs *s = &c->signs;
    return s->title_template && !s->dates && (s->clocks < 2 || s->midnight * 2 > s->clocks || s->blanks >= 2);
}

static bool has_blanks(const Case *c)
{
    return c->signs.blanks >= 4 && !c->signs.dates && c->signs.sections >= 3;
}

static bool has_placeholder_times(const Case *c)
{
    const Signs *s = &c->signs;
    bool sample = s->clocks && s->new_year == s->clocks; /* the first second of a year, and no other time */
    return sample || (s->clocks >= 3 && s->midnight == s->clocks && !s->dates && s->placeholders);
}

static bool has_placeholder_title(const Case *c)
{
    return c->signs.title_placeholder && !c->signs.dates;
}

static bool says_what_to_write(const Case *c)
{
    return c->signs.instruction >= 2 && !c->signs.dates && c->signs.clocks < 4;
}

static bool tells_how_to_write(const Case *c)
{
    const Signs *s = &c->signs;
    bool filled =
        (s->dates && !s->placeholders && s->problem >= 5) ||
        (s->report >= 2 && s->placeholders < 3 && s->problem >= 10 && s->past >= 10 && s->past > s->prescribing);
    return s->template >= 4 && s->clocks < 2 && !filled;
}

/* ---- kinds of documents ---- */

static bool is_other(const Case *c)
{
    const Signs *s = &c->signs;
    bool account =
        c->anchored && s->problem && (s->told || s->ranges) && s->past > s->prescribing && (s->placed || s->timeline);
    bool filled = s->title_template && has_span_labels(s) && s->dates && s->clocks >= 2 && !s->placeholders;
    bool listed = is_one_of_several(c->r, c->group) && promises_several(c->r->outline) && s->dates && s->clocks >= 2;
    return s->roles < 3 && !c->within && !account && !filled && !listed && is_titled_other(c->r, c->group);
}

static bool is_gathering(const Case *c)
{
    return c->signs.roles < 3 && !c->within && is_titled_gathering(c->r, c->group);
}

static bool is_venture(const Case *c)
{
    const Signs *s = &c->signs;
    return s->roles < (s->venture >= 3 ? 4 : 2) && is_titled_venture(c->r, s, c->group);
}

static bool has_none(const Case *c)
{
    return c->signs.no_incidents && !c->signs.dates && !c->signs.clocks;
}

static bool is_index(const Case *c)
{
    const Signs *s = &c->signs;
    return s->references >= 2 && s->references * 2 > s->dates && !s->clocks;
}

static bool is_example(const Case *c)
{
    return is_guide(c->r);
}

static bool is_exercise(const Case *c)
{
    const Signs *s = &c->signs;
    bool nobody_hurt = !s->title_incident && !s->harm && !s->gone_wrong;
    return s->title_exercise && ((s->exercise >= 2 && (!s->harm || s->denied)) || nobody_hurt);
}

static bool is_runbook(const Case *c)
{
    const Signs *s = &c->signs;
    bool gap = s->title_incident && s->dates && s->clocks >= 2 && (s->roles || s->ranges || s->harm);
    bool account = c->anchored && s->problem && s->past > s->prescribing; /* "The runbook we lacked" */
    return (s->runbook >= 4 && s->timeline == 0 && s->clocks < 2) ||
           (s->title_runbook && s->timeline == 0 && !gap && !account);
}

static bool is_manual(const Case *c)
{
    const Signs *s = &c->signs;
    bool told = c->anchored && s->title_incident && s->problem; /* a licence server that was down */
    return s->manual >= 2 && s->timeline == 0 && s->roles < 3 && s->report < 3 && !told && !is_long_account(s);
}

/* Its first heading stands below "Past incidents" or the like. */
static bool is_listed(const Case *c)
{
    for (guint b = 0; b < c->r->document->blocks->len; b++)
        if (outline_note(c->r->outline, b)->group == c->group)
            return stands_below_several(c->r->outline, b);
    return false;
}

static bool is_release(const Case *c)
{
    const Signs *s = &c->signs;
    bool account = s->problem && s->clocks >= 2 && s->told >= 2 && s->past > s->prescribing;
    bool log = s->notes >= 3 && s->notes * 2 > s->items && !s->report;
    if (is_one_of_several(c->r, c->group) && is_listed(c))
        return false;
    return !s->title_incident && !s->timeline &&
           (s->release >= 2 || (!c->anchored && !account && (s->title_version || log)));
}

/* "2023-05-04  Ana Lima  <ana@example.org>", then what she changed that day. */
static bool is_change_log(const Case *c)
{
    for (guint b = 0; b < c->r->document->blocks->len; b++) {
        if (outline_note(c->r->outline, b)->group != c->group)
            continue;
        const char *at = strchr(text_document_block(c->r->document, b)->text, '@');
        return at && !c->signs.clocks && opens_with_date(c->r->outline, c->r->timeline->mentions, b);
    }
    return false;
}

/* Trouble that goes on ("cannot be reached at the moment") is told in the present, a report has its sections. */
static bool is_prescription(const Case *c)
{
    const Signs *s = &c->signs;
    bool named = s->title_incident && s->early_incident && (s->dates || s->clocks);
    bool report = (s->report >= 4 && s->dates) || (s->clocks >= 4 && s->roles >= 3);
    if (is_one_of_several(c->r, c->group) || report)
        return false;
    return c->anchored ? s->prescribing >= 5 && s->past * 3 < s->prescribing
                       : !named && s->prescribing >= 3 && s->past * 5 < s->prescribing * 4;
}

/* ---- planned work ---- */

static bool is_planned_by_key(const Case *c)
{
    const Signs *s = &c->signs;
    bool notice = s->title_incident && !s->maintenance && !s->announced; /* "severity: notice" of what has failed */
    return s->planned_key && !c->failed && !notice;
}

static bool is_announcement(const Case *c)
{
    const Signs *s = &c->signs;
    bool only_ahead =
        s->future >= 2 && !s->told && !s->title_incident && !s->body_incident && !s->gone_wrong && s->words < 300;
    bool unseen = s->future >= 2 && !s->told && !s->gone_wrong && s->past < s->future && s->clocks < 2;
    bool ahead = s->announced && s->announced + s->maintenance / 2 >= 2;
    bool silent = s->announced && !s->told && !s->past && !s->gone_wrong && s->words < 300; /* all of it is to come */
    return only_ahead || unseen || silent ||
           (!c->failed && ahead && s->told_once <= (s->maintenance >= 2 ? s->announced : s->announced / 3));
}

static bool is_maintenance(const Case *c)
{
    const Signs *s = &c->signs;
    bool ahead = s->title_change && s->announced + s->maintenance + s->future > 0;
    bool in_form =
        s->timeline && s->report >= 3 && s->clocks >= 2 && s->problem && (s->title_incident || s->gone_wrong);
    if (in_form || (s->title_problem && s->report >= 3 && s->problem >= 3))
        return false; /* a report in form, of an upgrade that went wrong */
    if ((s->title_maintenance || ahead) && !s->gone_wrong && !s->harm && !s->report)
        return true;
    return !c->failed && s->maintenance >= 2 && s->title_incident == 0 && s->body_incident <= s->maintenance &&
           !(s->timeline && s->roles >= 2);
}

/* ---- nothing told ---- */

/* No day, no clock time, no sections of a report: only those who were there tell it at length. */
static bool tells_no_time(const Case *c)
{
    const Signs *s = &c->signs;
    bool timed = s->dates || s->clocks >= 2 || s->report >= 2 || s->timeline;
    bool at_length = s->own >= 2 && s->past >= 5 && s->problem >= 3;
    bool named = s->title_incident && s->past && !s->prescribing && !promises_several(c->r->outline);
    return !timed && !at_length && !named && !is_one_of_several(c->r, c->group);
}

/* Three of the five times in words that say so, the start among them and before another: whatever it is called. */
static bool tells_story(const Case *c)
{
    int64_t first[ROLE_COUNT] = {0};
    bool has[ROLE_COUNT] = {false};
    for (guint i = 0; i < c->r->entries->len; i++) {
        const Entry *e = role_entry(c->r, i);
        if (e->group != c->group || !entry_moment(c->r, e)->has_clock)
            continue;
        for (int role = 0; role < ROLE_COUNT; role++)
            if (e->score[role] >= 2.6 && (!has[role] || moment_ms(entry_moment(c->r, e)) < first[role])) {
                has[role] = true;
                first[role] = moment_ms(entry_moment(c->r, e));
            }
    }
    guint behind = 0;
    for (int role = ROLE_DETECTED; role < ROLE_COUNT; role++)
        behind += has[ROLE_START] && has[role] && first[role] > first[ROLE_START];
    return behind >= 2;
}

static bool says_no_incident(const Case *c)
{
    const Signs *s = &c->signs;
    bool several = is_one_of_several(c->r, c->group), listed = several && is_listed(c);
    bool told =
        (listed && s->dates && s->clocks) ||
        (promises_several(c->r->outline) && ((s->clocks && s->dates + several >= 2) || (several && s->clocks >= 2))) ||
        (s->report >= 3 && (s->problem >= 2 || (s->problem && s->clocks && s->dates))) ||
        (s->report >= 2 && s->problem && s->dates && s->past > s->prescribing) ||
        (c->anchored && has_span_labels(s) && s->labels > LABELS_OF_SPAN) || (s->roles >= 2 && s->problem) ||
        (c->anchored && s->roles >= 3 && s->told >= 2) ||
        (s->roles >= 3 && s->told >= 3 && s->clocks >= 3 && s->past > s->prescribing * 3) ||
        (c->anchored && s->told >= 3 && s->past > s->prescribing) ||
        (several && (s->roles >= 2 || ((s->problem || s->downtime) && (s->dates || s->clocks)))) ||
        (s->early_problem && s->words < 400 &&
         (s->roles || s->body_incident || s->ranges || (s->problem >= 2 && s->clocks >= 3)));
    told = told || (s->dates && s->clocks >= 3 && s->past > s->prescribing && tells_story(c));
    return !s->title_incident && !s->early_incident && !s->timeline && !told &&
           (s->body_incident < 2 || s->problem < 2);
}

static const struct {
    bool (*holds)(const Case *c);
    const char *reason;
} refusals[] = {
    {has_empty_sections, "a template: its sections are empty"},
    {has_placeholders, "a template: its values are placeholders"},
    {is_called_template, "a template: it is called one"},
    {has_blanks, "a template: its labels have no values"},
    {has_placeholder_times, "a template: its times are placeholders"},
    {is_other, "another kind of document, by its title"},
    {is_gathering, "minutes or news, by the title"},
    {is_venture, "a look back on an undertaking"},
    {has_none, "a report without incidents"},
    {is_index, "an index of other documents"},
    {is_example, "a guide, and its incident an example"},
    {has_placeholder_title, "a template: its title is a placeholder"},
    {says_what_to_write, "a template: it says what to write"},
    {tells_how_to_write, "a template: it tells how to write a report"},
    {is_exercise, "an exercise, nobody was affected"},
    {is_planned_by_key, "planned work, by its front matter"},
    {is_announcement, "an announcement of planned work"},
    {is_maintenance, "planned maintenance"},
    {is_runbook, "a runbook"},
    {is_manual, "a manual"},
    {is_change_log, "a change log"},
    {is_release, "release notes"},
    {is_prescription, "it says what to do, not what happened"},
    {tells_no_time, "it tells no time"},
    {says_no_incident, "no word of an incident"},
};

const char *verdict_before(const RoleReader *r, int group)
{
    Case c = {.r = r, .group = group};
    Signs *s = &c.signs;
    signs_read(r, group, s);
    if (!s->blocks)
        return "empty";
    c.anchored = s->dates && s->clocks >= 2 && (s->roles || s->ranges);
    c.within = outline_note(r->outline, 0)->group != group && s->problem && s->clocks;
    c.failed = s->gone_wrong && (s->problem || s->downtime) && s->clocks && s->told_once * 2 >= s->announced &&
               s->past >= s->prescribing;
    for (guint i = 0; i < G_N_ELEMENTS(refusals); i++)
        if (refusals[i].holds(&c))
            return refusals[i].reason;
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
        if ((block->kind == TEXT_HEADING && incident_number(r->outline, b)) ||
            (outline_note(r->outline, b)->is_section && hits_in(r, b, 0, block->tokens->len, CUE_incident)))
            return true; /* "INC-0001 Calls drop", "Incident summary" */
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
    guint words = 0, problem = 0, template = 0, report = 0, dates = 0, ongoing = 0;
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
        ongoing += outline_count(r->outline, b, 0, block->tokens->len, CUE_ongoing);
    }
    const Fact *title = &incident->facts[FACT_TITLE];
    bool rated = text_document_block(r->document, scope->first)->kind == TEXT_HEADING &&
                 heading_has_severity(r->outline, scope->first);
    /* "we are currently experiencing ... we are working hard to ...": a note without a time of what goes on */
    bool account = words >= 150 && problem >= 4; /* an undated story of what its title calls an incident */
    return title->known && words >= 60 && problem >= 2 &&
           template <2 && (dates || report >= 2 || rated || account || ongoing >= 2);
}

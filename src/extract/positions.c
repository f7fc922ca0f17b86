/* What the place of a moment in its sentence says: ends of ranges, "since", "until", a verb right before it. */
#include "roles.h"

#include <string.h>

#define RANGE 4.5

static const Token *token_at(const RoleReader *r, guint block, guint i)
{
    return &g_array_index(text_document_block(r->document, block)->tokens, Token, i);
}

static bool is_mark(const RoleReader *r, guint block, guint i, const char *marks)
{
    const Token *token = token_at(r, block, i);
    return token->kind == TOKEN_MARK && token->value < 128 && token->value && strchr(marks, (int)token->value);
}

/* "- On Sunday from 12:00 to 17:55 pages failed": an item of a summary that is a sentence. */
static bool is_worded(const RoleReader *r, const Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    const TextMoment *first = m->range_start >= 0 ? timeline_moment(r->timeline, (guint)m->range_start) : m;
    if (e->section != SECTION_SUMMARY && e->section != SECTION_IMPACT)
        return false;
    for (guint i = 0; i < first->to; i++)
        if (token_at(r, e->block, i)->kind == TOKEN_WORD &&
            cues_has_word(r->cues, token_at(r, e->block, i)->word, CUE_range_from))
            return true;
    return false;
}

/* "### 2024-01-09 22:15 - 23:02" above one of several incidents. */
static bool opens_group(const RoleReader *r, const Entry *e)
{
    return e->block > 0 && e->group >= 0 && text_document_block(r->document, e->block)->kind == TEXT_HEADING &&
           outline_note(r->outline, e->block - 1)->group != e->group;
}

/* "down from 20:45 to 21:23": a range in prose that speaks of the outage is its start and end. */
static void score_range(const RoleReader *r, Entry *e)
{
    if (!e->range_first && !e->range_second)
        return;
    for (int role = 0; role < ROLE_COUNT; role++) {
        bool late = role == ROLE_RESOLVED || role == ROLE_MITIGATED;
        if (!e->label && late == e->range_first)
            e->score[role] = 0;
    }
    const TextMoment *m = entry_moment(r, e);
    guint from, to;
    outline_sentence(r->outline, e->block, m->from, &from, &to);
    bool told = hits_in(r, e->block, from, to, CUE_downtime) || hits_in(r, e->block, from, to, CUE_affected) ||
                hits_in(r, e->block, from, to, CUE_problem) || hits_in(r, e->block, from, to, CUE_start);
    bool opens = opens_group(r, e);
    e->told = told || opens;
    bool place = e->section != SECTION_ACTIONS && e->section != SECTION_LESSONS && e->section != SECTION_OTHER &&
                 e->section != SECTION_CAUSE;
    bool heading = text_document_block(r->document, e->block)->kind == TEXT_HEADING;
    bool prose = !e->timeline || heading || is_worded(r, e);
    bool summary = prose && (e->section == SECTION_SUMMARY || e->section == SECTION_NONE);
    if (!told && opens)
        e->score[e->range_first ? ROLE_START : ROLE_RESOLVED] += RANGE;
    else if (!told && summary && !hits_in(r, e->block, from, to, CUE_future) &&
             !hits_in(r, e->block, from, to, CUE_maintenance))
        e->score[e->range_first ? ROLE_START : ROLE_RESOLVED] += 2.6;
    if (told && place && prose && e->section != SECTION_TIMELINE)
        e->score[e->range_first ? ROLE_START : ROLE_RESOLVED] += RANGE;
    else if (told && place && prose)
        e->score[e->range_first ? ROLE_START : ROLE_RESOLVED] += 1.5;
}

/* "Started 10:00, resolved at 11:15": a verb without a subject right before the moment. */
static void score_verb(const RoleReader *r, Entry *e)
{
    static const struct {
        CueGroup group;
        Role role;
    } verbs[] = {{CUE_set_begin, ROLE_START},
                 {CUE_set_end, ROLE_RESOLVED},
                 {CUE_label_detected, ROLE_DETECTED},
                 {CUE_label_mitigated, ROLE_MITIGATED},
                 {CUE_label_acknowledged, ROLE_ACKNOWLEDGED}};
    const TextMoment *m = entry_moment(r, e);
    guint at = m->from;
    while (at > 0 && m->from - at < 2 && token_at(r, e->block, at - 1)->kind == TOKEN_WORD &&
           (cues_has_word(r->cues, token_at(r, e->block, at - 1)->word, CUE_clock_before) ||
            cues_has_word(r->cues, token_at(r, e->block, at - 1)->word, CUE_joiner)))
        at--;
    if (!at || token_at(r, e->block, at - 1)->kind != TOKEN_WORD || e->range_second)
        return;
    bool opens = at == 1 || is_mark(r, e->block, at - 2, ",;.(") || token_at(r, e->block, at - 2)->kind == TOKEN_BREAK;
    for (guint v = 0; opens && v < G_N_ELEMENTS(verbs); v++)
        if (cues_has_word(r->cues, token_at(r, e->block, at - 1)->word, verbs[v].group)) {
            score_hit(&e->score[verbs[v].role], 2.9);
            return;
        }
}

/* "down since 10:02", "showed stale data until 17:12": one end of the trouble. */
static void score_end(const RoleReader *r, Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    guint from, to, before = m->from;
    if (e->range_first || e->range_second || e->timeline || !m->has_clock)
        return;
    while (before > 0 && m->from - before < 2 && token_at(r, e->block, before - 1)->kind == TOKEN_WORD &&
           cues_has_word(r->cues, token_at(r, e->block, before - 1)->word, CUE_about))
        before--;
    if (!before || token_at(r, e->block, before - 1)->kind != TOKEN_WORD)
        return;
    const char *word = token_at(r, e->block, before - 1)->word;
    bool since = !strcmp(word, "since") || !strcmp(word, "seit") || !strcmp(word, "depuis") || !strcmp(word, "desde");
    bool until = cues_has_word(r->cues, word, CUE_range_to) && strcmp(word, "to") != 0 && strlen(word) > 2;
    outline_sentence(r->outline, e->block, m->from, &from, &to);
    if (until && e->score[ROLE_START] >= WEAK) /* "a normal day until 12:10, when it began" */
        return;
    if ((!since && !until) || hits_in(r, e->block, from, to, CUE_future) ||
        !(hits_in(r, e->block, from, to, CUE_downtime) || hits_in(r, e->block, from, to, CUE_problem) ||
          hits_in(r, e->block, from, to, CUE_start)))
        return;
    score_hit(&e->score[until ? ROLE_RESOLVED : ROLE_START], 2.8);
}

void score_positions(const RoleReader *r, Entry *e)
{
    score_range(r, e);
    score_end(r, e);
    score_verb(r, e);
}

/* What the form of an entry says, beside its cue words: how it opens, how short it is, where its time stands. */
#include "roles.h"

#include <string.h>

/* "09:04 alert: error rate above 5 %", "platform-alerts: 5xx alarm", but not "alert cleared". */
static bool begins_with_alert(const RoleReader *r, const Entry *e)
{
    static const char *const words[] = {"alert",   "alerts",  "alarm",   "alarms",      "page",    "alerte",
                                        "alertes", "alerta",  "alertas", "alarme",      "alarmes", "allarme",
                                        "allarmi", "alarmen", "warnung", "störmeldung", NULL};
    guint seen = 0;
    bool name = true; /* within the first name: "api-gateway-5xx-alarm" */
    for (guint i = e->from; i < e->to && (seen < 4 || name); i++) {
        const Token *token = token_at(r, e->block, i);
        name = name && (!seen || !token->spaced);
        if (token->kind != TOKEN_WORD)
            continue;
        seen++;
        bool said = i > e->from && is_mark(r, e->block, i - 1, ":"); /* "bot: ALERT queue" */
        bool first = seen == 1 || name || said || !strcmp(token->word, "alerts") || !strcmp(token->word, "alarm");
        if (first && g_strv_contains(words, token->word))
            return !hits_in(r, e->block, i, MIN(e->to, i + 8), CUE_resolved) &&
                   !hits_in(r, e->block, i, MIN(e->to, i + 8), CUE_undetected);
    }
    return false;
}

/* "Resolved - Webhooks are delivered again.": the state of an update on a status page. */
static bool is_resolved_update(const RoleReader *r, const Entry *e)
{
    for (guint i = e->from; i + 1 < e->to; i++) {
        bool opens = i == e->from || token_at(r, e->block, i - 1)->kind == TOKEN_BREAK;
        const Token *word = token_at(r, e->block, i), *mark = token_at(r, e->block, i + 1);
        if (opens && word->kind == TOKEN_WORD && word->capital && mark->kind == TOKEN_MARK &&
            (mark->value == ':' || mark->value == '.' || (mark->value == '-' && mark->spaced)) &&
            cues_has_word(r->cues, word->word, CUE_label_resolved) &&
            cues_has_word(r->cues, word->word, CUE_state_done))
            return true;
    }
    return false;
}

/* "13:03 Sneha online": somebody came. */
static bool is_arrival(const RoleReader *r, const Entry *e)
{
    guint words = 0, capitals = 0;
    for (guint i = e->from; i < e->to; i++) {
        words += token_at(r, e->block, i)->kind == TOKEN_WORD;
        capitals += token_at(r, e->block, i)->kind == TOKEN_WORD && token_at(r, e->block, i)->capital;
    }
    bool speaker = e->from + 1 < e->to && is_mark(r, e->block, e->from + 1, ":"); /* "ben: looking" */
    return e->score[ROLE_ACKNOWLEDGED] > 0 && words <= 3 && (capitals || speaker);
}

/* Whether the word is that of a tool that watches: "Pingdom", not "monitoring". */
static bool is_tool(const RoleReader *r, guint block, guint i)
{
    static const char *const others[] = {"monitor", "monitors", "monitoring", "canary",
                                         "probe",   "probes",   "synthetic",  NULL};
    const Token *token = token_at(r, block, i);
    return word_in(r, block, i, CUE_set_watch) && !g_strv_contains(others, token->word);
}

/* "02:10 Pingdom: shop.example.org is down", "PagerDuty: p99 above 5 s": a tool speaks. */
static bool begins_with_tool(const RoleReader *r, const Entry *e)
{
    guint i = e->from, to = MIN(e->to, e->from + 30);
    while (i < to && token_at(r, e->block, i)->kind == TOKEN_MARK)
        i++;
    if (i + 1 >= to || !is_tool(r, e->block, i))
        return false;
    bool good = hits_in(r, e->block, i, to, CUE_resolved) || hits_in(r, e->block, i, to, CUE_undetected) ||
                hits_in(r, e->block, i, to, CUE_closing) || hits_in(r, e->block, i, to, CUE_built);
    return !good && (is_mark(r, e->block, i + 1, ":") || hits_in(r, e->block, i, to, CUE_problem));
}

/* "First customer ticket", "Ticket #8842", "mail from the Lund office": a report is all that the entry names. */
static bool is_report_alone(const RoleReader *r, const Entry *e)
{
    static const char *const reports[] = {"ticket",     "tickets",  "complaint",  "complaints", "ticketeingang",
                                          "beschwerde", "anruf",    "queja",      "reclamo",    "plainte",
                                          "chamado",    "chamados", "reclamação", NULL};
    static const char *const joints[] = {"from", "about", "on", "by", "von", "vom", "de", "del", "do", "da", NULL};
    guint words = 0, at = G_MAXUINT;
    for (guint i = e->from; i < e->to; i++) {
        const Token *token = token_at(r, e->block, i);
        if (token->kind != TOKEN_WORD)
            continue;
        words++;
        if (at == G_MAXUINT && g_strv_contains(reports, token->word))
            at = words;
        else if (words == at + 1 && !g_strv_contains(joints, token->word))
            return false; /* "ticket escalated" */
    }
    return at <= 3 && words <= at + 3 && e->last_block == e->block &&
           !hits_in(r, e->block, e->from, e->to, CUE_closing) && !hits_in(r, e->block, e->from, e->to, CUE_resolved) &&
           !hits_in(r, e->block, e->from, e->to, CUE_work) && !hits_in(r, e->block, e->from, e->to, CUE_negation) &&
           !hits_in(r, e->block, e->from, e->to, CUE_acknowledged);
}

/* Whether the entry says nothing but the role: "11:00 fixed", "all restored", "noticed". */
static bool is_bare(const RoleReader *r, const Entry *e, CueGroup strong, CueGroup weak)
{
    const GArray *hits = outline_note(r->outline, e->block)->hits;
    guint words = 0, covered = e->from;
    if (hits_in(r, e->block, e->from, e->to, CUE_partial) || hits_in(r, e->block, e->from, e->to, CUE_beginning))
        return false;
    for (guint i = e->from; i < e->to; i++) {
        const Token *token = token_at(r, e->block, i);
        bool mark = token->kind == TOKEN_MARK && token->value != '?';
        words += token->kind == TOKEN_WORD;
        if (words > 4 || (token->kind != TOKEN_WORD && !mark && token->kind != TOKEN_BREAK))
            return false;
        for (guint h = outline_first_hit(r->outline, e->block, i);
             h < hits->len && g_array_index(hits, CueHit, h).from == i; h++) {
            const CueHit *hit = &g_array_index(hits, CueHit, h);
            if (hit->to <= e->to && (hit->group == strong || hit->group == weak) &&
                !is_cancelled(r, e->block, e->from, hit, true))
                covered = MAX(covered, hit->to);
        }
        if (token->kind == TOKEN_WORD && i >= covered && !word_in(r, e->block, i, CUE_set_whole) &&
            !word_in(r, e->block, i, CUE_set_be))
            return false;
    }
    return words > 0 && covered > e->from;
}

static void score_bare(const RoleReader *r, Entry *e, double weight)
{
    static const struct {
        Role role;
        CueGroup strong, weak;
    } roles[] = {{ROLE_RESOLVED, CUE_resolved, CUE_resolved_weak},
                 {ROLE_DETECTED, CUE_detected, CUE_detected_weak},
                 {ROLE_ACKNOWLEDGED, CUE_acknowledged, CUE_acknowledged_weak}};
    bool fix = false; /* "hotfix merged": a step, perhaps the last */
    for (guint i = e->from; i < e->to && i < e->from + 8; i++)
        fix |= word_in(r, e->block, i, CUE_set_fix);
    for (guint i = fix ? 1 : 0; i < G_N_ELEMENTS(roles); i++)
        if (e->last_block == e->block && is_bare(r, e, roles[i].strong, roles[i].weak))
            score_hit(&e->score[roles[i].role], STRONG * weight);
}

/* "orders go out again", "deposits enabled again", "pages load fine": an entry that ends well and tells of nothing bad.
 */
static bool ends_well(const RoleReader *r, const Entry *e)
{
    guint to = e->to, words = 0;
    while (to > e->from && token_at(r, e->block, to - 1)->kind != TOKEN_WORD)
        to--;
    for (guint i = e->from; i < to; i++)
        words += token_at(r, e->block, i)->kind == TOKEN_WORD;
    bool bad = e->problem || e->trigger || e->closing || e->score[ROLE_START] > 0 || e->score[ROLE_DETECTED] > 0 ||
               hits_in(r, e->block, e->from, to, CUE_negation) || hits_in(r, e->block, e->from, to, CUE_future) ||
               hits_in(r, e->block, e->from, to, CUE_in_vain) || hits_in(r, e->block, e->from, to, CUE_partial);
    return !bad && words >= 2 && words <= 9 && e->last_block == e->block && word_in(r, e->block, to - 1, CUE_well) &&
           to < e->to + 1 && !is_mark(r, e->block, MIN(to, e->to - 1), "?");
}

/* "**Resolved**: all is well again. {{< track "2021-05-04T10:02Z" >}}": the only time of an update stands behind it. */
static bool is_signed_update(const RoleReader *r, const Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    guint from = 0, n = tokens_of(r, e->block), behind = 0;
    bool alone =
        (e->moment == 0 || timeline_moment(r->timeline, e->moment - 1)->block != e->block) &&
        (e->moment + 1 >= r->timeline->moments->len || timeline_moment(r->timeline, e->moment + 1)->block != e->block);
    for (guint i = m->to; alone && i < n && !behind; i++)
        behind += token_at(r, e->block, i)->kind == TOKEN_WORD;
    while (from < n && token_at(r, e->block, from)->kind == TOKEN_MARK)
        from++;
    bool opens = from + 1 < m->from && token_at(r, e->block, from)->kind == TOKEN_WORD &&
                 cues_has_word(r->cues, token_at(r, e->block, from)->word, CUE_label_resolved) &&
                 cues_has_word(r->cues, token_at(r, e->block, from)->word, CUE_state_done);
    bool marked = m->from > 2 && is_mark(r, e->block, m->from - 1, "\"'(<");
    return alone && opens && marked && !behind && m->has_clock && is_mark(r, e->block, from + 1, ":-");
}

/* Whether all that tells of noticing is "X reported that": of trouble only where trouble is named. */
static bool only_tells_that(const RoleReader *r, const Entry *e)
{
    const GArray *hits = outline_note(r->outline, e->block)->hits;
    bool that = false;
    for (guint h = outline_first_hit(r->outline, e->block, e->from);
         h < hits->len && g_array_index(hits, CueHit, h).from < e->to; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->group != CUE_detected)
            continue;
        const Token *last = token_at(r, e->block, hit->to - 1); /* "received <n>" ends with a number */
        if (last->kind != TOKEN_WORD || strcmp(last->word, "that") != 0)
            return false;
        that = true;
    }
    return that;
}

void score_form(const RoleReader *r, Entry *e, double weight)
{
    if (!e->timeline) {
        if (is_signed_update(r, e))
            score_hit(&e->score[ROLE_RESOLVED], STRONG);
        return;
    }
    e->alert = begins_with_alert(r, e) || begins_with_tool(r, e);
    if (e->alert || is_report_alone(r, e))
        score_hit(&e->score[ROLE_DETECTED], STRONG * weight);
    if (is_arrival(r, e))
        score_hit(&e->score[ROLE_ACKNOWLEDGED], STRONG * weight);
    if (is_resolved_update(r, e))
        score_hit(&e->score[ROLE_RESOLVED], STRONG * weight);
    score_bare(r, e, weight);
    if (ends_well(r, e))
        score_hit(&e->score[ROLE_RESOLVED], WEAK * weight);
    if (!e->problem && e->score[ROLE_START] <= 0 && only_tells_that(r, e))
        e->score[ROLE_DETECTED] = 0; /* "the newspaper reports that the album is out" */
    if (e->score[ROLE_RESOLVED] >= 2.6 && !e->problem)
        e->score[ROLE_DETECTED] *= 0.3; /* "a customer reports that all is well again" */
}

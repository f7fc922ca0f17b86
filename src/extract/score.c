/* What the cue words of a stretch of text say of the five roles. */
#include "roles.h"

#include <stdlib.h>
#include <string.h>

static const CueGroup strong_groups[ROLE_COUNT] = {CUE_start, CUE_detected, CUE_acknowledged, CUE_mitigated,
                                                   CUE_resolved};
static const CueGroup weak_groups[ROLE_COUNT] = {CUE_start_weak, CUE_detected_weak, CUE_acknowledged_weak,
                                                 CUE_mitigated_weak, CUE_resolved_weak};

/* Words of what is to come, but for those that may as well be the passive of the present: "das Team wird alarmiert". */
static bool is_ahead(const RoleReader *r, guint block, guint from, const CueHit *hit)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    bool over = hit->group == CUE_mitigated || hit->group == CUE_resolved || hit->group == CUE_mitigated_weak ||
                hit->group == CUE_resolved_weak;
    for (guint h = outline_first_hit(r->outline, block, from); h < hits->len; h++) {
        const CueHit *word = &g_array_index(hits, CueHit, h);
        if (word->from >= hit->from)
            break;
        bool passive = !over && word->to == word->from + 1 && word_in(r, block, word->from, CUE_passive);
        if (word->group == CUE_future && word->to <= hit->from && !passive)
            return true;
    }
    return false;
}

/* Words close before a cue take it back: "not yet resolved", "will be restored". */
bool is_cancelled(const RoleReader *r, guint block, guint from, const CueHit *hit, bool negation)
{
    guint start = hit->from > from + 5 ? hit->from - 5 : from;
    for (guint i = hit->from; i > start; i--)
        if (is_mark(r, block, i - 1, ".;:,") || token_at(r, block, i - 1)->kind == TOKEN_BREAK) {
            start = i;
            break;
        }
    return is_ahead(r, block, start, hit) || (negation && hits_in(r, block, start, hit->from, CUE_negation));
}

/* How much of a recovery a phrase tells: "only parts are online again" is none, "starts to come back" and "works again
 * by a workaround" are little. */
static double wholeness(const RoleReader *r, guint block, guint from, const CueHit *hit)
{
    guint near = hit->from > from + 5 ? hit->from - 5 : from;
    for (guint i = hit->from; i > near; i--)
        if (is_mark(r, block, i - 1, ".;:,") || token_at(r, block, i - 1)->kind == TOKEN_BREAK)
            near = i;
    guint behind = MIN(hit->to + 4, tokens_of(r, block));
    for (guint i = hit->to; i < behind; i++)
        if (is_mark(r, block, i, ".;:,") || token_at(r, block, i)->kind == TOKEN_BREAK)
            behind = i;
    bool little =
        hits_in(r, block, near, hit->from + 1, CUE_beginning) || hits_in(r, block, hit->to, behind, CUE_mitigated);
    return hits_in(r, block, near, hit->to, CUE_partial) ? 0 : little ? 0.4 : 1;
}

/* "most guests could pay again", but not "only some" */
static bool tells_most(const RoleReader *r, guint block, guint from, const CueHit *hit)
{
    guint near = hit->from > from + 5 ? hit->from - 5 : from;
    return hits_in(r, block, near, hit->to, CUE_portion) &&
           !hits_in(r, block, near > from + 1 ? near - 2 : from, hit->to, CUE_at_last);
}

/* "rollback initiated", "rollback prepared": it is not done yet. */
static bool is_begun(const RoleReader *r, guint block, const CueHit *hit)
{
    return hits_in(r, block, hit->from > 2 ? hit->from - 2 : 0, MIN(hit->to + 2, tokens_of(r, block)), CUE_begun);
}

/* "übernimmt nicht", "n'a pas répondu", "reageert niet": languages that deny behind the verb. */
static bool is_denied_behind(const RoleReader *r, guint block, const CueHit *hit, guint to)
{
    guint end = MIN(hit->to + 2, to);
    for (guint i = hit->to; i < end; i++)
        if (token_at(r, block, i)->kind != TOKEN_WORD)
            end = i;
    return hits_in(r, block, hit->to, end, CUE_not_behind);
}

#define REST 40 /* tokens behind a recovery that may name what is still down */

/* "reads work again, writes do not yet", "vuelve la conexión, aunque inestable", "The forum is back. Chat is still
 * down.": behind it stands what is not well. */
bool is_partial_behind(const RoleReader *r, guint block, const CueHit *hit, guint to)
{
    guint end = MIN(hit->to + 10, to);
    for (guint i = hit->to; i < end; i++)
        if (is_mark(r, block, i, ".;!?") || token_at(r, block, i)->kind == TOKEN_BREAK)
            end = i;
    return hits_in(r, block, hit->to, end, CUE_not_all) ||
           hits_in(r, block, hit->to, MIN(hit->to + REST, to), CUE_still_bad);
}

/* "the failover had no effect", "el reinicio no arregla nada": what was done did not help. */
static bool is_in_vain(const RoleReader *r, guint block, const CueHit *hit, guint to)
{
    guint end = MIN(hit->to + 8, to), from = hit->from;
    for (guint i = hit->to; i < end; i++)
        if (is_mark(r, block, i, ".;:!?") || token_at(r, block, i)->kind == TOKEN_BREAK)
            end = i;
    guint behind = MIN(end + 7, to); /* "First fix deployed. Did not help." */
    bool sequel = end < to && is_mark(r, block, end, ".;") && hits_in(r, block, end + 1, behind, CUE_in_vain);
    return sequel || hits_in(r, block, from, end, CUE_in_vain);
}

/* "fix applied (failed, wrong build)" */
static bool is_failed_in_brackets(const RoleReader *r, guint block, const CueHit *hit, guint to)
{
    static const char *const words[] = {"failed", "fails", "unsuccessful", "unsuccessfully", "reverted", NULL};
    for (guint i = hit->to; i + 1 < to && i < hit->to + 12; i++) {
        const Token *next = token_at(r, block, i + 1);
        if (is_mark(r, block, i, ".;!?"))
            return false;
        if (is_mark(r, block, i, "("))
            return next->kind == TOKEN_WORD && g_strv_contains(words, next->word);
    }
    return false;
}

/* "all okay now?" */
static bool is_asked(const RoleReader *r, guint block, const CueHit *hit)
{
    for (guint i = hit->to; i < tokens_of(r, block) && i < hit->to + 12; i++)
        if (is_mark(r, block, i, ".!?;") || token_at(r, block, i)->kind == TOKEN_BREAK)
            return is_mark(r, block, i, "?");
    return false;
}

static bool tells_role(CueGroup group)
{
    for (int role = 0; role < ROLE_COUNT; role++)
        if (group == strong_groups[role])
            return true;
    return false;
}

#define LONGEST_PHRASE 8 /* tokens before a hit at which a phrase around it may begin */

static guint first_around(const RoleReader *r, guint block, const CueHit *hit)
{
    return outline_first_hit(r->outline, block, hit->from > LONGEST_PHRASE ? hit->from - LONGEST_PHRASE : 0);
}

/* "began" within "began to investigate" is no start: the longer phrase tells what happened. */
static bool within_longer(const RoleReader *r, guint block, const CueHit *hit)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    for (guint h = first_around(r, block, hit); h < hits->len; h++) {
        const CueHit *other = &g_array_index(hits, CueHit, h);
        if (other->from > hit->from)
            break;
        if (other->group != hit->group && other->to >= hit->to && other->to - other->from > hit->to - hit->from &&
            tells_role(other->group))
            return true;
    }
    return false;
}

/* "errors came back": what the phrase names is the trouble. */
static bool is_return_of_trouble(const RoleReader *r, guint block, const CueHit *hit)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    for (guint h = first_around(r, block, hit); h < hits->len; h++) {
        const CueHit *other = &g_array_index(hits, CueHit, h);
        if (other->from >= hit->to)
            break;
        if (other->group == CUE_start && other->from > hit->from && other->to > hit->to)
            return true; /* "the gateway returns errors" is no "gateway returns" */
        if (other->group == CUE_recurrence && other->from <= hit->from && other->to >= hit->to &&
            other->to - other->from > hit->to - hit->from)
            return true;
    }
    return false;
}

/* "alerts failed to notify us" */
static bool within_group(const RoleReader *r, guint block, const CueHit *hit, CueGroup group)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    for (guint h = first_around(r, block, hit); h < hits->len; h++) {
        const CueHit *other = &g_array_index(hits, CueHit, h);
        if (other->from >= hit->to)
            break;
        if (other->group == group && other->to > hit->from)
            return true;
    }
    return false;
}

/* "the balancer detects the new nodes as healthy" */
static bool sees_good(const RoleReader *r, guint block, const CueHit *hit, guint to)
{
    guint behind = MIN(hit->to + 7, to);
    for (guint i = hit->to; i < behind; i++)
        if (is_mark(r, block, i, ".;:,") || token_at(r, block, i)->kind == TOKEN_BREAK)
            behind = i;
    bool healthy = false;
    for (guint i = hit->to; i < behind; i++)
        healthy |= token_at(r, block, i)->kind == TOKEN_WORD && !strcmp(token_at(r, block, i)->word, "healthy");
    return (healthy || hits_in(r, block, hit->to, behind, CUE_resolved)) &&
           !hits_in(r, block, hit->to, behind, CUE_problem) && !hits_in(r, block, hit->to, behind, CUE_negation);
}

/* Whether one of the next two words belongs to the group. */
static bool soon(const RoleReader *r, guint block, guint i, guint to, CueGroup group)
{
    return (i + 1 < to && word_in(r, block, i + 1, group)) || (i + 2 < to && word_in(r, block, i + 2, group));
}

/* "no errors observed", "tests show that all is fine, as reported": nobody noticed any trouble. */
static bool is_calm(const RoleReader *r, guint block, guint from, guint to)
{
    static const char *const none[] = {"no", "zero", "without", NULL}, *const all[] = {"all", "everything", NULL};
    bool calm = false;
    for (guint i = from; i < to; i++) {
        const Token *token = token_at(r, block, i);
        bool no = token->kind == TOKEN_WORD && g_strv_contains(none, token->word);
        if (no && soon(r, block, i, to, CUE_problem)) {
            calm = true;
            i += 2;
        } else if (token->kind == TOKEN_WORD && g_strv_contains(all, token->word)) {
            calm |= soon(r, block, i, to, CUE_set_good);
        } else if (word_in(r, block, i, CUE_problem)) {
            return false;
        }
    }
    return calm;
}

/* Words within a clause: no mark that ends one between. */
static bool near_in_clause(const RoleReader *r, guint block, guint from, guint to, CueGroup group)
{
    for (guint i = from; i < to && !is_mark(r, block, i, ".;:!?,") && token_at(r, block, i)->kind != TOKEN_BREAK; i++)
        if (word_in(r, block, i, group))
            return true;
    return false;
}

/* "began restoring the data" */
static bool begins_repair(const RoleReader *r, guint block, guint behind, guint to)
{
    static const char *const words[] = {"restoring",  "restore", "restoration", "rebuilding", "rebuild",
                                        "recreating", "repair",  "repairing",   "recovery",   NULL};
    for (guint i = behind; i < to && i < behind + 3; i++)
        if (token_at(r, block, i)->kind == TOKEN_WORD && g_strv_contains(words, token_at(r, block, i)->word))
            return true;
    return false;
}

/* "comenzó la revisión", "a débuté les vérifications", "die Analyse begann": work begins, not trouble. */
static bool begins_work(const RoleReader *r, guint block, guint from, guint to, const CueHit *hit)
{
    bool begins = false;
    for (guint i = hit->from; i < hit->to; i++) {
        begins |= word_in(r, block, i, CUE_set_begin);
        if (word_in(r, block, i, CUE_set_trouble))
            return false;
    }
    guint before = hit->from > from + 4 ? hit->from - 4 : from;
    if (begins && begins_repair(r, block, hit->to, to))
        return true;
    return begins && !near_in_clause(r, block, hit->to, MIN(hit->to + 5, to), CUE_set_trouble) &&
           (near_in_clause(r, block, hit->to, MIN(hit->to + 5, to), CUE_set_look) ||
            near_in_clause(r, block, before, hit->from, CUE_set_look));
}

/* "the bank was informed", "se avisó a los bomberos": somebody else was told. */
static bool informs_others(const RoleReader *r, guint block, guint from, guint to, const CueHit *hit)
{
    static const CueGroup own[] = {CUE_set_staff, CUE_first_person, CUE_set_watch, CUE_set_trouble, CUE_set_desk};
    bool informs = false, passive = false;
    for (guint i = hit->from; i < hit->to; i++)
        informs |= word_in(r, block, i, CUE_set_inform);
    guint low = hit->from > from + 8 ? hit->from - 8 : from, high = MIN(hit->to + 8, to);
    for (guint i = low; informs && i < high; i++) {
        passive |= i < hit->to && (word_in(r, block, i, CUE_passive) || word_in(r, block, i, CUE_impersonal));
        for (guint g = 0; g < G_N_ELEMENTS(own); g++)
            if (word_in(r, block, i, own[g]))
                return false;
    }
    return informs && passive && !hits_in(r, block, low, high, CUE_by_internal);
}

/* "at 16:05, some 40 minutes after a guest told us": what stands behind the length was not at that time. */
static bool is_told_from(const RoleReader *r, guint block, guint from, const CueHit *hit)
{
    static const CueGroup units[] = {CUE_unit_minute, CUE_unit_hour, CUE_unit_day};
    guint near = hit->from > from + 6 ? hit->from - 6 : from;
    for (guint i = hit->from; i > near + 1; i--) {
        const Token *unit = token_at(r, block, i - 2);
        if (token_at(r, block, i - 1)->kind == TOKEN_MARK)
            return false;
        if (word_in(r, block, i - 1, CUE_after) && unit->kind == TOKEN_WORD &&
            cues_has_word_of(r->cues, unit->word, units, G_N_ELEMENTS(units)))
            return true;
    }
    return false;
}

/* What was done did not help, is not done yet or was asked for. */
static bool is_taken_back(const RoleReader *r, guint block, guint to, const CueHit *hit, int role)
{
    bool done = role != ROLE_ACKNOWLEDGED;
    return is_asked(r, block, hit) || is_in_vain(r, block, hit, to) || is_failed_in_brackets(r, block, hit, to) ||
           is_return_of_trouble(r, block, hit) || is_denied_behind(r, block, hit, to) ||
           (done && is_begun(r, block, hit));
}

/* Whether the phrase tells of the role where it stands. */
static bool tells(const RoleReader *r, guint block, guint from, guint to, const CueHit *hit, int role, bool calm)
{
    bool ends = role == ROLE_MITIGATED || role == ROLE_RESOLVED || role == ROLE_ACKNOWLEDGED;
    bool seen =
        role == ROLE_DETECTED && (calm || within_group(r, block, hit, CUE_undetected) || sees_good(r, block, hit, to));
    bool begun = role == ROLE_START && (within_longer(r, block, hit) || begins_work(r, block, from, to, hit));
    bool other = role == ROLE_DETECTED && informs_others(r, block, from, to, hit);
    bool before = (role == ROLE_START || role == ROLE_DETECTED) && is_told_from(r, block, from, hit);
    if (seen || begun || other || before || is_cancelled(r, block, from, hit, ends))
        return false;
    return !(role == ROLE_ACKNOWLEDGED && acts_elsewhere(r, block, from, hit)) &&
           !(ends && is_taken_back(r, block, to, hit, role));
}

void score_tokens(const RoleReader *r, Entry *e, guint block, guint from, guint to, double weight)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    bool calm = is_calm(r, block, from, to);
    guint told = to; /* "a customer rings: no access": what stands behind was so before */
    for (guint h = outline_first_hit(r->outline, block, from);
         h < hits->len && g_array_index(hits, CueHit, h).from < to; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->to > to)
            continue;
        for (int role = 0; role < ROLE_COUNT; role++) {
            bool strong = hit->group == strong_groups[role], weak = hit->group == weak_groups[role];
            if ((!strong && !weak) || !tells(r, block, from, to, hit, role, calm))
                continue;
            double whole = role == ROLE_RESOLVED ? wholeness(r, block, from, hit) : 1;
            bool part = role == ROLE_RESOLVED && strong &&
                        (is_partial_behind(r, block, hit, to) || (whole <= 0 && tells_most(r, block, from, hit)));
            if (part)
                score_hit(&e->score[ROLE_MITIGATED], STRONG * weight);
            else if (whole > 0)
                score_hit(&e->score[role],
                          (strong && (role != ROLE_START || hit->from < told) ? STRONG : WEAK) * weight * whole);
            if (role == ROLE_DETECTED && strong)
                told = MIN(told, hit->to);
        }
        e->problem |= hit->group == CUE_problem;
        e->work |= hit->group == CUE_work;
        e->recurrence |= hit->group == CUE_recurrence;
        e->staging |= hit->group == CUE_staging;
        e->production |= hit->group == CUE_production;
        e->closing |= hit->group == CUE_closing;
        bool failed =
            hits_in(r, block, hit->from > from + 4 ? hit->from - 4 : from, MIN(hit->to + 3, to), CUE_negation) ||
            hits_in(r, block, hit->from > from + 4 ? hit->from - 4 : from, hit->from + 1, CUE_future);
        e->trigger |= hit->group == CUE_trigger && !failed;
    }
}

/* "resolved: false" in the front matter. */
static bool is_open_page(const RoleReader *r)
{
    static const char *const no[] = {"false", "no", NULL};
    for (guint b = 0; b < r->document->blocks->len; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        guint n = block->tokens->len;
        if (block->kind != TEXT_KEY || n < 3)
            continue;
        const Token *first = &g_array_index(block->tokens, Token, 0);
        const Token *last = &g_array_index(block->tokens, Token, n - 1);
        Label label = {b, 0, n - 2};
        if (last->kind == TOKEN_WORD && g_strv_contains(no, last->word) && first->kind == TOKEN_WORD &&
            (label_is(r, &label, CUE_label_resolved) || cues_has_word(r->cues, first->word, CUE_state_done)))
            return true;
    }
    return false;
}

/* Whether the text below the front matter tells of an end: a key that nobody turned over. */
static bool tells_end(const RoleReader *r)
{
    for (guint b = 0; b < r->document->blocks->len; b++) {
        const GArray *hits = outline_note(r->outline, b)->hits;
        for (guint h = 0; text_document_block(r->document, b)->kind != TEXT_KEY && h < hits->len; h++) {
            const CueHit *hit = &g_array_index(hits, CueHit, h);
            if (hit->group == CUE_resolved && !is_cancelled(r, b, 0, hit, true) && !is_asked(r, b, hit))
                return true;
        }
    }
    return false;
}

static Entry *key_entry(const RoleReader *r, Role role)
{
    for (guint i = 0; i < r->entries->len; i++) {
        Entry *e = &g_array_index(r->entries, Entry, i);
        if (text_document_block(r->document, e->block)->kind == TEXT_KEY && e->label && e->score[role] >= 6)
            return e;
    }
    return NULL;
}

#define STAMPED (2 * MS_PER_MINUTE)

/* A page whose start and end are one instant was written when all was over: the entries of its text tell the times. */
void score_stamped_page(RoleReader *r)
{
    Entry *start = key_entry(r, ROLE_START), *end = key_entry(r, ROLE_RESOLVED);
    bool listed = false;
    for (guint i = 0; i < r->entries->len; i++)
        listed |= role_entry(r, i)->timeline && entry_moment(r, role_entry(r, i))->has_clock;
    if (!start || !end || llabs(moment_ms(entry_moment(r, end)) - moment_ms(entry_moment(r, start))) > STAMPED)
        return;
    end->score[ROLE_RESOLVED] = 0;
    if (listed)
        start->score[ROLE_START] = 0;
}

/* The end of a page that is still open was filled in by the tool that made the page. */
void score_open_page(RoleReader *r)
{
    if (!is_open_page(r) || tells_end(r))
        return;
    for (guint i = 0; i < r->entries->len; i++) {
        Entry *e = &g_array_index(r->entries, Entry, i);
        if (text_document_block(r->document, e->block)->kind == TEXT_KEY)
            e->score[ROLE_RESOLVED] = 0;
    }
}

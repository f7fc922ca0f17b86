/* What a clause says by how it is built, whatever its nouns are: "bids went through again", "it took until 10:02 to get
 * the tills going", "all has been quiet since", "half of the guests could book again". */
#include "roles.h"

#include <string.h>

#define LONGEST 120 /* tokens of a clause that are looked at */

/* Tokens [from, to) between marks and conjunctions. */
typedef struct {
    guint block, from, to;
} Part;

static bool parts(const RoleReader *r, guint block, guint i)
{
    static const CueGroup words[] = {CUE_range_and, CUE_clause, CUE_clause_weak};
    const Token *token = token_at(r, block, i);
    if (token->kind == TOKEN_WORD)
        return cues_has_word_of(r->cues, token->word, words, G_N_ELEMENTS(words));
    return token->kind == TOKEN_BREAK || is_mark(r, block, i, ".,;:!?()");
}

static Part part_around(const RoleReader *r, const Entry *e, guint block, guint i, guint from, guint to)
{
    const TextMoment *m = entry_moment(r, e);
    Part part = {block, i, i};
    /* "at 10.02" and "10:02" are no ends of a sentence */
    while (part.from > from &&
           (!parts(r, block, part.from - 1) || (block == m->block && part.from > m->from && part.from <= m->to)))
        part.from--;
    while (part.to < to && (!parts(r, block, part.to) || (block == m->block && part.to >= m->from && part.to < m->to)))
        part.to++;
    return part;
}

static bool part_has(const RoleReader *r, const Part *part, const CueGroup *groups, guint n)
{
    for (guint g = 0; g < n; g++)
        if (hits_in(r, part->block, part->from, part->to, groups[g]))
            return true;
    return false;
}

/* Words of the part before token i, the time's own left out. */
static guint words_before(const RoleReader *r, const Entry *e, const Part *part, guint i)
{
    const TextMoment *m = entry_moment(r, e);
    guint n = 0;
    for (guint w = part->from; w < i; w++)
        n += token_at(r, part->block, w)->kind == TOKEN_WORD &&
             (part->block != m->block || w < m->from || w >= m->to) && !word_in(r, part->block, w, CUE_clock_before);
    return n;
}

static bool is_question(const RoleReader *r, const Part *part)
{
    return part->to < tokens_of(r, part->block) && is_mark(r, part->block, part->to, "?");
}

/* Of a part that tells that something works: how much of it does. */
static Role end_of_part(const RoleReader *r, const Entry *e, const Part *part)
{
    const TextMoment *m = entry_moment(r, e);
    bool counted = false; /* "260 homes", not "all 260 homes" */
    for (guint i = part->from; i < part->to; i++)
        counted |= token_at(r, part->block, i)->kind == TOKEN_NUMBER && (i < m->from || i >= m->to) &&
                   i + 1 < part->to && token_at(r, part->block, i + 1)->kind == TOKEN_WORD &&
                   !(i > part->from && word_in(r, part->block, i - 1, CUE_set_whole));
    return counted || hits_in(r, part->block, part->from, part->to, CUE_portion) ? ROLE_MITIGATED : ROLE_RESOLVED;
}

/* "drivers could sign on as normal" is no plan. */
static bool is_ahead(const RoleReader *r, const Part *part, guint to)
{
    const GArray *hits = outline_note(r->outline, part->block)->hits;
    for (guint h = outline_first_hit(r->outline, part->block, part->from); h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from >= to)
            break;
        if (hit->group == CUE_future && hit->to <= to &&
            (hit->to - hit->from > 1 || strcmp(token_at(r, part->block, hit->from)->word, "could") != 0))
            return true;
    }
    return false;
}

/* "bids went through again": what goes on as before, where nothing in the part tells of trouble or of a second try. */
static void score_again(const RoleReader *r, Entry *e, const Part *part, const CueHit *hit, double weight)
{
    static const CueGroup other[] = {CUE_problem,     CUE_start,        CUE_undetected, CUE_negation, CUE_repeated,
                                     CUE_set_rise,    CUE_set_break,    CUE_set_bad,    CUE_detected, CUE_trigger,
                                     CUE_set_trouble, CUE_acknowledged, CUE_unrelated};
    guint before = words_before(r, e, part, hit->from), behind = 0;
    for (guint i = hit->to; i < part->to; i++)
        behind += token_at(r, part->block, i)->kind == TOKEN_WORD;
    bool bare = before < 2 && (!behind || (!before && hit->to < hit->from + 2));
    if (bare || is_question(r, part) || part_has(r, part, other, G_N_ELEMENTS(other)) || is_ahead(r, part, hit->from))
        return;
    bool partly = is_partial_behind(r, part->block, hit, MIN(tokens_of(r, part->block), part->to + 10));
    score_hit(&e->score[partly ? ROLE_MITIGATED : end_of_part(r, e, part)], STRONG * weight);
}

/* "is", "has been": what holds still, but nobody's work on it. */
static bool lasts(const RoleReader *r, const Part *part)
{
    static const char *const words[] = {"is", "are", "has", "have", "works", "runs", NULL};
    bool found = false;
    for (guint i = part->from; i < part->to; i++) {
        const Token *token = token_at(r, part->block, i);
        found |= token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
        if (word_in(r, part->block, i, CUE_first_person) || word_in(r, part->block, i, CUE_set_staff) ||
            word_in(r, part->block, i, CUE_set_look))
            return false;
    }
    return found;
}

/* "all has been quiet since 10:02": "since" begins what has lasted. */
static void score_since(const RoleReader *r, Entry *e, double weight)
{
    static const CueGroup other[] = {CUE_problem, CUE_undetected, CUE_negation, CUE_future, CUE_set_bad, CUE_set_break};
    const TextMoment *m = entry_moment(r, e);
    guint since = m->from;
    while (since > e->from && m->from - since < 3 &&
           strcmp(token_at(r, m->block, since - 1)->kind == TOKEN_WORD ? token_at(r, m->block, since - 1)->word : "",
                  "since") != 0)
        since--;
    if (since == e->from || m->from - since >= 3)
        return;
    Part part = part_around(r, e, m->block, m->from, e->from, MIN(e->to, e->from + LONGEST));
    bool calm = hits_in(r, m->block, e->from, e->to, CUE_calm);
    bool stays = !hits_in(r, m->block, part.from, part.to, CUE_acknowledged) && lasts(r, &part);
    if ((calm || stays) && !part_has(r, &part, other, G_N_ELEMENTS(other)))
        score_hit(&e->score[ROLE_RESOLVED], STRONG * weight);
}

/* "took us until", "was not until", "not until", "it was ... before" around the moment: what stands behind it happened
 * then. */
static bool is_at_last(const RoleReader *r, const TextMoment *m, guint from, guint to)
{
    guint near = m->from > from + 8 ? m->from - 8 : from;
    bool until = false;
    for (guint i = m->from > from + 3 ? m->from - 3 : from; i < m->from; i++)
        until |= word_in(r, m->block, i, CUE_range_to) && strlen(token_at(r, m->block, i)->word) > 2;
    if (until)
        return hits_in(r, m->block, near, m->from, CUE_at_last);
    if (m->from >= from + 2 && hits_in(r, m->block, near, m->from, CUE_only_at))
        return true;
    bool it_was = m->from >= from + 2 && word_in(r, m->block, m->from - 1, CUE_set_be) && m->to < to &&
                  word_in(r, m->block, m->to, CUE_before);
    return it_was;
}

static bool has_word(const RoleReader *r, guint block, guint from, guint to, CueGroup group)
{
    for (guint i = from; i < to; i++)
        if (word_in(r, block, i, group))
            return true;
    return false;
}

/* "it took until 10:02 to get the tills going", "not until 10:02 did anybody notice" */
static void score_at_last(const RoleReader *r, Entry *e, double weight)
{
    const TextMoment *m = entry_moment(r, e);
    guint from, to;
    outline_sentence(r->outline, m->block, m->from, &from, &to);
    if (!m->has_clock || !is_at_last(r, m, from, to))
        return;
    guint begin = m->to, end = MIN(to, m->to + 24), near = m->from > from + 10 ? m->from - 10 : from;
    if (has_word(r, m->block, near, m->from, CUE_set_notice) || hits_in(r, m->block, near, m->from, CUE_realise)) {
        score_hit(&e->score[ROLE_DETECTED], STRONG * weight); /* "nobody noticed until 10:02" */
        return;
    }
    if (begin + 1 >= end)
        return;
    Role role = has_word(r, m->block, begin, end, CUE_set_notice) || hits_in(r, m->block, begin, end, CUE_realise)
                    ? ROLE_DETECTED
                : has_word(r, m->block, begin, end, CUE_set_look) ? ROLE_ACKNOWLEDGED
                : hits_in(r, m->block, begin, end, CUE_recover)   ? ROLE_RESOLVED
                                                                  : ROLE_COUNT;
    if (role == ROLE_COUNT)
        return;
    memset(e->score, 0, sizeof e->score);
    score_hit(&e->score[role], STRONG * weight);
}

/* "the tills froze at 12:48": the verb stands right before the time, and is not said of the trouble. */
static void score_breaks(const RoleReader *r, Entry *e, double weight)
{
    const TextMoment *m = entry_moment(r, e);
    guint verb = m->from;
    while (verb > e->from && m->from - verb < 3 &&
           (word_in(r, m->block, verb - 1, CUE_clock_before) || word_in(r, m->block, verb - 1, CUE_about) ||
            word_in(r, m->block, verb - 1, CUE_joiner)))
        verb--;
    if (!m->has_clock || e->range_second || verb < e->from + 2 || !word_in(r, m->block, verb - 1, CUE_breaking))
        return;
    CueHit hit = {.group = CUE_start, .from = verb - 1, .to = verb};
    if (!is_cancelled(r, m->block, e->from, &hit, true) && !word_in(r, m->block, verb - 2, CUE_set_trouble))
        score_hit(&e->score[ROLE_START], STRONG * weight);
}

void score_wording(const RoleReader *r, Entry *e, guint block, guint from, guint to, double weight)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    to = MIN(to, from + LONGEST);
    for (guint h = outline_first_hit(r->outline, block, from);
         h < hits->len && g_array_index(hits, CueHit, h).from < to; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->group != CUE_regain || hit->to > to)
            continue;
        Part part = part_around(r, e, block, hit->from, from, to);
        score_again(r, e, &part, hit, weight);
    }
    if (e->timeline || block != e->block)
        return;
    score_breaks(r, e, weight);
    score_since(r, e, weight);
    score_at_last(r, e, weight);
}

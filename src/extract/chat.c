/* A chat that was pasted: its messages have a time and a speaker, and who first writes of trouble is the detection. */
#include "roles.h"

#include <string.h>

#define LEAST_MESSAGES 3
#define MOST_NAME 3 /* words of a speaker's name */

/* Who speaks: tokens [from, to). */
typedef struct {
    guint from, to;
} Speaker;

/* "21:04 marta: ...", "[21:04] <marta> ...", "03/07/2020, 21:04 - Marta B: ..." */
static bool speaker_behind(const RoleReader *r, const Entry *e, Speaker *speaker)
{
    guint i = e->from, n = tokens_of(r, e->block);
    while (i < n && is_mark(r, e->block, i, "])-<@+*(|"))
        i++;
    speaker->from = i;
    while (i < n && i < speaker->from + MOST_NAME && token_at(r, e->block, i)->kind == TOKEN_WORD)
        i++;
    speaker->to = i;
    return i > speaker->from && i + 1 < n && is_mark(r, e->block, i, ":>") && token_at(r, e->block, i + 1)->spaced;
}

/* "[05/08/2021 14:06] Hanlon, Brid" on a line of its own */
static bool speaker_on_line(const RoleReader *r, const Entry *e, Speaker *speaker)
{
    guint i = e->from, n = tokens_of(r, e->block), names = 0;
    while (i < n && is_mark(r, e->block, i, "]),."))
        i++;
    speaker->from = i; /* a word, if any */
    for (; i < n && token_at(r, e->block, i)->kind != TOKEN_BREAK; i++) {
        const Token *token = token_at(r, e->block, i);
        if (token->kind == TOKEN_WORD ? !token->capital : !is_mark(r, e->block, i, ",."))
            return false;
        names += token->kind == TOKEN_WORD;
    }
    speaker->to = i;
    return i < n && names > 0 && names <= MOST_NAME;
}

/* "Marta B  4:42 PM" on a line of its own */
static bool speaker_before(const RoleReader *r, const Entry *e, Speaker *speaker)
{
    const TextMoment *m = entry_moment(r, e);
    guint i = m->from;
    while (i > 0 && token_at(r, e->block, i - 1)->kind == TOKEN_MARK)
        i--;
    speaker->to = i;
    while (i > 0 && speaker->to - i < MOST_NAME && token_at(r, e->block, i - 1)->kind == TOKEN_WORD)
        i--;
    speaker->from = i;
    return m->signature && speaker->to > speaker->from;
}

/* "10:40 Resolved: ..." is a label, no speaker. */
static bool is_label(const RoleReader *r, guint block, const Speaker *speaker)
{
    for (guint i = speaker->from; i < speaker->to; i++)
        if (hits_in(r, block, i, i + 1, CUE_label_resolved) || hits_in(r, block, i, i + 1, CUE_label_detected) ||
            hits_in(r, block, i, i + 1, CUE_label_start) || hits_in(r, block, i, i + 1, CUE_label_ignore) ||
            hits_in(r, block, i, i + 1, CUE_section_impact) || hits_in(r, block, i, i + 1, CUE_label_mitigated) ||
            hits_in(r, block, i, i + 1, CUE_label_acknowledged))
            return true;
    return false;
}

static bool speaker_of(const RoleReader *r, const Entry *e, Speaker *speaker)
{
    if (outline_note(r->outline, e->block)->is_message)
        return true;
    return e->timeline && !e->label &&
           (speaker_before(r, e, speaker) || speaker_behind(r, e, speaker) || speaker_on_line(r, e, speaker)) &&
           !is_label(r, e->block, speaker);
}

/* Whether most entries are messages, and somebody speaks twice. */
static bool is_chat(const RoleReader *r)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    guint messages = 0, listed = 0;
    bool twice = false;
    for (guint i = 0; i < r->entries->len; i++) {
        const Entry *e = role_entry(r, i);
        Speaker speaker;
        if (outline_note(r->outline, e->block)->is_message)
            return true;
        listed += e->timeline && entry_moment(r, e)->has_clock;
        if (!speaker_of(r, e, &speaker))
            continue;
        messages++;
        twice |= !g_hash_table_add(names, (gpointer)token_at(r, e->block, speaker.from)->word);
    }
    return messages >= LEAST_MESSAGES && 2 * messages >= listed && twice && g_hash_table_size(names) > 1;
}

/* Whether the message tells of trouble, or its subject does. */
static bool tells_of_trouble(const RoleReader *r, const Entry *e)
{
    static const CueGroup groups[] = {CUE_problem, CUE_start, CUE_negation};
    bool header = false;
    for (guint g = 0; outline_note(r->outline, e->block)->is_message && g < G_N_ELEMENTS(groups); g++)
        header |= hits_in(r, e->block, 0, tokens_of(r, e->block), groups[g]);
    return header || e->problem || e->score[ROLE_START] > 1 || e->score[ROLE_DETECTED] > 1;
}

/* "fixed since 11:55" is an end of its own, not the time at which it was written. */
static void drop_told(const RoleReader *r, Entry *e)
{
    for (guint i = 0; i < r->entries->len; i++) {
        const Entry *told = role_entry(r, i);
        const TextMoment *m = entry_moment(r, told);
        bool within = told->block > e->block ? told->block <= e->last_block
                                             : told->block == e->block && m->from >= e->from && m->to <= e->to;
        if (told == e || told->timeline || !within || !m->has_clock)
            continue;
        for (int role = 0; role < ROLE_COUNT; role++)
            if (told->score[role] >= 2.4 && moment_ms(m) <= moment_ms(entry_moment(r, e)))
                e->score[role] = 0;
    }
}

void score_chat(RoleReader *r)
{
    if (!is_chat(r))
        return;
    Entry *first = NULL, *opening = NULL;
    for (guint i = 0; i < r->entries->len; i++) {
        Entry *e = &g_array_index(r->entries, Entry, i);
        Speaker speaker;
        if (!speaker_of(r, e, &speaker))
            continue;
        drop_told(r, e);
        if (!opening || moment_ms(entry_moment(r, e)) < moment_ms(entry_moment(r, opening)))
            opening = e;
        if (tells_of_trouble(r, e) && (!first || moment_ms(entry_moment(r, e)) < moment_ms(entry_moment(r, first))))
            first = e;
        e->score[ROLE_START] *= 0.4; /* it had begun when somebody wrote of it */
    }
    if (opening && hits_in(r, opening->block, opening->from, opening->to, CUE_negation))
        first = opening; /* "the gate won't open" */
    if (first)
        score_hit(&first->score[ROLE_DETECTED], STRONG);
}

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
    return e->timeline && !e->label && (speaker_before(r, e, speaker) || speaker_behind(r, e, speaker)) &&
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
        listed += e->timeline && entry_moment(r, e)->has_clock;
        if (!speaker_of(r, e, &speaker))
            continue;
        messages++;
        twice |= !g_hash_table_add(names, (gpointer)token_at(r, e->block, speaker.from)->word);
    }
    return messages >= LEAST_MESSAGES && 2 * messages >= listed && twice && g_hash_table_size(names) > 1;
}

void score_chat(RoleReader *r)
{
    if (!is_chat(r))
        return;
    bool told = false;
    for (guint i = 0; i < r->entries->len; i++) {
        Entry *e = &g_array_index(r->entries, Entry, i);
        Speaker speaker;
        if (!speaker_of(r, e, &speaker))
            continue;
        bool trouble = e->problem || e->score[ROLE_START] > 1 || e->score[ROLE_DETECTED] > 1;
        if (trouble && !told)
            score_hit(&e->score[ROLE_DETECTED], STRONG);
        told |= trouble;
        e->score[ROLE_START] *= 0.4; /* it had begun when somebody wrote of it */
    }
}

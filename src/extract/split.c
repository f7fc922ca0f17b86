/* Several incidents in one stretch: a relapse within a timeline, a list with one incident for each day. */
#include "roles.h"

/* Trouble that returns sooner was never over. */
#define RELAPSE_MS MS_PER_HOUR

void scope_free(Scope *scope)
{
    if (scope) {
        g_array_unref(scope->entries);
        g_free(scope);
    }
}

Scope *scope_new(const RoleReader *r, int group)
{
    Scope *scope = g_new0(Scope, 1);
    scope->group = group;
    scope->entries = g_array_new(FALSE, FALSE, sizeof(guint));
    scope->first = G_MAXUINT;
    for (guint b = 0; b < r->document->blocks->len; b++)
        if (outline_note(r->outline, b)->group == group) {
            scope->first = MIN(scope->first, b);
            scope->last = b;
        }
    return scope;
}

bool in_scope(const RoleReader *r, const Scope *scope, guint block)
{
    return block >= scope->first && block <= scope->last && outline_note(r->outline, block)->group == scope->group;
}

bool is_one_of_several(const RoleReader *r, int group)
{
    return outline_note(r->outline, 0)->group != group ||
           outline_note(r->outline, r->document->blocks->len - 1)->group != group;
}

static Scope *whole(const RoleReader *r, int group)
{
    Scope *scope = scope_new(r, group);
    for (guint i = 0; i < r->entries->len; i++)
        if (role_entry(r, i)->group == group)
            g_array_append_val(scope->entries, i);
    return scope;
}

/* ---- relapses ---- */

static bool ends_episode(const Entry *e)
{
    return e->timeline && e->score[ROLE_RESOLVED] >= 2.4;
}

/* "again", by a report or a failure, after the trouble was over. */
static bool begins_episode(const RoleReader *r, const Entry *e)
{
    return e->timeline && e->recurrence && entry_moment(r, e)->has_clock && e->score[ROLE_RESOLVED] < 2.4 &&
           (e->score[ROLE_START] >= 2.4 || e->score[ROLE_DETECTED] >= 2.4 ||
            (e->problem && e->score[ROLE_DETECTED] > 1));
}

static bool resolved_later(const RoleReader *r, const Scope *all, guint from)
{
    for (guint i = from + 1; i < all->entries->len; i++) {
        const Entry *e = role_entry(r, g_array_index(all->entries, guint, i));
        if (begins_episode(r, e))
            return false;
        if (ends_episode(e))
            return true;
    }
    return false;
}

static GPtrArray *split_relapses(const RoleReader *r, const Scope *all)
{
    GPtrArray *scopes = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
    Scope *now = scope_new(r, all->group);
    int64_t over_at = INT64_MAX; /* since when the trouble is over */
    for (guint i = 0; i < all->entries->len; i++) {
        guint index = g_array_index(all->entries, guint, i);
        const Entry *e = role_entry(r, index);
        if (over_at != INT64_MAX && moment_ms(entry_moment(r, e)) - over_at >= RELAPSE_MS && begins_episode(r, e) &&
            resolved_later(r, all, i)) {
            g_ptr_array_add(scopes, now);
            now = scope_new(r, all->group);
            over_at = INT64_MAX;
        }
        if (ends_episode(e))
            over_at = moment_ms(entry_moment(r, e));
        g_array_append_val(now->entries, index);
    }
    g_ptr_array_add(scopes, now);
    return scopes;
}

/* ---- one incident a day ---- */

static guint words_after(const RoleReader *r, const Entry *e)
{
    guint n = 0;
    for (guint i = e->from; i < e->to; i++)
        n += g_array_index(text_document_block(r->document, e->block)->tokens, Token, i).kind == TOKEN_WORD;
    return n;
}

/* "2019-11-30: 10 minutes, router restart" */
static bool has_length(const RoleReader *r, const Entry *e)
{
    const GArray *mentions = r->timeline->mentions;
    guint low = 0, high = mentions->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(mentions, Mention, middle).block < e->block)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < mentions->len && g_array_index(mentions, Mention, low).block == e->block; low++) {
        const Mention *m = &g_array_index(mentions, Mention, low);
        if (m->kind == MENTION_DURATION && m->from >= e->from && m->to <= e->to)
            return true;
    }
    return false;
}

static bool is_day_incident(const RoleReader *r, const Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    if (!e->timeline || !m->lead || !m->has_date || m->has_clock || !m->own_date)
        return false;
    return (words_after(r, e) >= 5 && (e->problem || e->score[ROLE_START] > 1)) || has_length(r, e);
}

/* Every dated entry of the list tells of its own trouble, and no clock stands in any of them. */
static bool is_day_list(const RoleReader *r, const Scope *all)
{
    guint days = 0, others = 0;
    bool several = false;
    for (guint b = all->first; b <= all->last && b < r->document->blocks->len; b++)
        several |=
            in_scope(r, all, b) && hits_in(r, b, 0, text_document_block(r->document, b)->tokens->len, CUE_several);
    for (guint i = 0; i < all->entries->len; i++) {
        const Entry *e = role_entry(r, g_array_index(all->entries, guint, i));
        if (!e->timeline || text_document_block(r->document, e->block)->kind == TEXT_HEADING)
            continue;
        if (is_day_incident(r, e))
            days++;
        else
            others++;
    }
    return several && days >= 2 && others == 0;
}

static GPtrArray *split_days(const RoleReader *r, const Scope *all)
{
    GPtrArray *scopes = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
    for (guint i = 0; i < all->entries->len && scopes->len < MAX_SCOPES; i++) {
        guint index = g_array_index(all->entries, guint, i);
        const Entry *e = role_entry(r, index);
        if (!is_day_incident(r, e))
            continue;
        Scope *scope = scope_new(r, all->group);
        scope->first = scope->last = e->block;
        scope->shared = scope->day_only = true;
        g_array_append_val(scope->entries, index);
        g_ptr_array_add(scopes, scope);
    }
    return scopes;
}

/* ---- "20 minutes on May 6 and an hour on May 7" ---- */

/* Days of moments that follow a duration with "on" in one sentence of downtime. */
static GPtrArray *split_durations(const RoleReader *r, const Scope *all)
{
    GPtrArray *scopes = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
    const GArray *mentions = r->timeline->mentions;
    for (guint i = 0; i + 1 < mentions->len && scopes->len < MAX_SCOPES; i++) {
        const Mention *d = &g_array_index(mentions, Mention, i), *day = &g_array_index(mentions, Mention, i + 1);
        if (d->kind != MENTION_DURATION || day->kind != MENTION_DATE || d->block != day->block ||
            day->from - d->to > 1 || !in_scope(r, all, d->block) || !day->day)
            continue;
        guint from, to;
        outline_sentence(r->outline, d->block, d->from, &from, &to);
        if (!hits_in(r, d->block, from, to, CUE_downtime) ||
            (scopes->len && ((Scope *)scopes->pdata[0])->first != d->block))
            continue;
        for (guint k = 0; k < all->entries->len; k++) {
            guint index = g_array_index(all->entries, guint, k);
            if (role_entry(r, index)->block == d->block && entry_moment(r, role_entry(r, index))->from == day->from) {
                Scope *scope = scope_new(r, all->group);
                scope->first = scope->last = d->block;
                scope->shared = scope->day_only = true;
                g_array_append_val(scope->entries, index);
                g_ptr_array_add(scopes, scope);
            }
        }
    }
    return scopes;
}

GPtrArray *scopes_split(RoleReader *r, int group)
{
    Scope *all = whole(r, group);
    bool clocks = false;
    for (guint i = 0; i < all->entries->len; i++)
        clocks |= entry_moment(r, role_entry(r, g_array_index(all->entries, guint, i)))->has_clock &&
                  text_document_block(r->document, role_entry(r, g_array_index(all->entries, guint, i))->block)->kind !=
                      TEXT_KEY;
    GPtrArray *scopes = split_lines(r, all);
    if (scopes) {
        scope_free(all);
        return scopes;
    }
    if (!clocks && is_day_list(r, all))
        scopes = split_days(r, all);
    else if (!clocks) {
        scopes = split_durations(r, all);
        if (scopes->len < 2)
            g_clear_pointer(&scopes, g_ptr_array_unref);
    }
    if (!scopes)
        scopes = split_relapses(r, all);
    scope_free(all);
    return scopes;
}

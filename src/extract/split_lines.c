/* Several incidents that have a line each: rows of a table with a column for each fact, dated items of a list. */
#include "roles.h"

static guint tokens_of(const RoleReader *r, guint block)
{
    return text_document_block(r->document, block)->tokens->len;
}

static const Entry *entry_in(const RoleReader *r, const Scope *scope, guint i)
{
    return role_entry(r, g_array_index(scope->entries, guint, i));
}

static bool place_fits(SectionKind section)
{
    return section != SECTION_ACTIONS && section != SECTION_LESSONS && section != SECTION_OTHER;
}

static bool tells_trouble(const RoleReader *r, guint block)
{
    return hits_in(r, block, 0, tokens_of(r, block), CUE_problem);
}

/* Whether the entry opens a line that may be an incident: a row with a start and an end, a dated item. */
static bool opens_line(const RoleReader *r, const Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    const TextBlock *block = text_document_block(r->document, e->block);
    if (!m->lead || !m->own_date || !place_fits(e->section))
        return false;
    if (block->kind == TEXT_ROW)
        return row_is_record(r, e->block);
    return block->kind == TEXT_ITEM && e->section != SECTION_TIMELINE && !m->has_clock &&
           tokens_of(r, e->block) >= m->to + 5;
}

/* Opening entries by line; NULL when a clock time stands outside of such lines. */
static GArray *lines_find(const RoleReader *r, const Scope *all)
{
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(guint)); /* blocks */
    g_autoptr(GHashTable) opened = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < all->entries->len; i++)
        if (opens_line(r, entry_in(r, all, i)) &&
            g_hash_table_add(opened, GUINT_TO_POINTER(entry_in(r, all, i)->block + 1)))
            g_array_append_val(lines, entry_in(r, all, i)->block);
    for (guint i = 0; i < all->entries->len; i++) {
        const Entry *e = entry_in(r, all, i);
        if (entry_moment(r, e)->has_clock && place_fits(e->section) &&
            !g_hash_table_contains(opened, GUINT_TO_POINTER(e->block + 1)))
            return NULL;
    }
    return lines->len >= 2 ? g_steal_pointer(&lines) : NULL;
}

static bool says_several(const RoleReader *r, const Scope *all)
{
    for (guint b = all->first; b <= all->last && b < r->document->blocks->len; b++)
        if (in_scope(r, all, b) && hits_in(r, b, 0, tokens_of(r, b), CUE_several))
            return true;
    return false;
}

static bool most_tell_trouble(const RoleReader *r, const GArray *lines)
{
    guint n = 0;
    for (guint i = 0; i < lines->len; i++)
        n += tells_trouble(r, g_array_index(lines, guint, i));
    return n * 2 >= lines->len;
}

/* Days of the lines that differ: steps of one incident have one day. */
static bool days_differ(const RoleReader *r, const Scope *all)
{
    int64_t last = -1;
    for (guint i = 0; i < all->entries->len; i++) {
        const TextMoment *m = entry_moment(r, entry_in(r, all, i));
        if (!opens_line(r, entry_in(r, all, i)))
            continue;
        int64_t day = civil_days(m->year, m->month, m->day);
        if (day == last)
            return false;
        last = day;
    }
    return true;
}

GPtrArray *split_lines(const RoleReader *r, const Scope *all)
{
    g_autoptr(GArray) lines = lines_find(r, all);
    bool rows = lines && text_document_block(r->document, g_array_index(lines, guint, 0))->kind == TEXT_ROW;
    if (!lines || lines->len > 64)
        return NULL;
    if (!(rows && days_differ(r, all)) && !(says_several(r, all) && most_tell_trouble(r, lines)))
        return NULL;
    GPtrArray *scopes = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
    for (guint l = 0; l < lines->len; l++) {
        Scope *scope = scope_new(r, all->group);
        scope->first = scope->last = g_array_index(lines, guint, l);
        scope->line = true;
        for (guint i = 0; i < all->entries->len; i++)
            if (entry_in(r, all, i)->block == scope->first)
                g_array_append_val(scope->entries, g_array_index(all->entries, guint, i));
        g_ptr_array_add(scopes, scope);
    }
    return scopes;
}

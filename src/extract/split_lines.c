/* Several incidents that have a line each: rows of a table with a column for each fact, dated items of a list. */
#include "groups.h"

#define MAX_NESTED 30    /* blocks between an item and what is nested in it */
#define MAX_BARE_SPAN 18 /* tokens of a line that says no more than from when to when */

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

/* What a line is opened by: a row with a start and an end or a length, a dated item, "First outage: ...", a paragraph
 * that tells from when to when on its day something was wrong. */
typedef enum { OPENS_NOTHING, OPENS_PARAGRAPH, OPENS_ITEM, OPENS_NUMBERED, OPENS_ROW, LINE_FORMS } LineForm;

typedef struct {
    guint block, last; /* nested items go with theirs */
    LineForm form;
    int64_t day;
} IncidentLine;

static bool is_text(const TextBlock *block)
{
    return block->kind == TEXT_ITEM || block->kind == TEXT_PARAGRAPH;
}

/* The first day that the block tells, as a number that differs for other days of the year; -1 none. */
static int64_t day_told(const RoleReader *r, guint block)
{
    const GArray *mentions = r->timeline->mentions;
    for (guint i = first_mention(mentions, block); i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block != block)
            break;
        if (m->kind == MENTION_DATE && m->day)
            return (m->year * 13 + m->month) * 32 + m->day;
    }
    return -1;
}

/* "Mon 4 March: ...", not "On Monday, 4 March, ...". */
static bool opens_with_day(const RoleReader *r, const TextMoment *m)
{
    for (guint i = 0; i < m->from; i++) {
        const Token *t = &g_array_index(text_document_block(r->document, m->block)->tokens, Token, i);
        if (t->kind != TOKEN_MARK && !(t->kind == TOKEN_WORD && cues_has_word(r->cues, t->word, CUE_weekday)))
            return false;
    }
    return true;
}

/* The last block of an item with what is nested in it. */
static guint nested_end(const RoleReader *r, const Scope *all, guint block)
{
    const TextBlock *item = text_document_block(r->document, block);
    guint last = block;
    while (item->kind == TEXT_ITEM && last + 1 <= all->last && last + 1 < r->document->blocks->len) {
        const TextBlock *next = text_document_block(r->document, last + 1);
        if (next->kind != TEXT_ITEM || (next->level <= item->level && next->first))
            break;
        last++;
    }
    return last;
}

/* Whether a title or a heading above promises several. */
static bool is_titled_several(const RoleReader *r, guint block)
{
    return promises_several(r->outline) || stands_below_several(r->outline, block);
}

static LineForm row_form(const RoleReader *r, const Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    bool record = row_is_record(r, e->block);
    bool first = m->lead || (record && is_titled_several(r, e->block)); /* behind a number or a name */
    return first && m->own_date && (record || e->range_first) ? OPENS_ROW : OPENS_NOTHING;
}

/* "Mon 4 March: ...", or in prose the day, and from when to when or for how long something was wrong. */
static LineForm paragraph_form(const RoleReader *r, const Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    bool several = is_titled_several(r, e->block);
    if (m->lead && m->own_date && opens_with_day(r, m) && (!m->has_clock || several) &&
        tokens_of(r, e->block) >= m->to + 5)
        return OPENS_ITEM;
    bool timed = (e->told && e->range_first) ||
                 (several && mentions_within(r->timeline->mentions, e->block, e->block + 1, MENTION_DURATION));
    return timed && day_told(r, e->block) >= 0 && tells_trouble(r, e->block) ? OPENS_PARAGRAPH : OPENS_NOTHING;
}

static bool tells_one_day(const RoleReader *r, guint from, guint to)
{
    const GArray *mentions = r->timeline->mentions;
    int64_t day = -1;
    for (guint i = first_mention(mentions, from); i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block > to)
            break;
        int64_t here = (m->year * 13 + m->month) * 32 + m->day;
        if (m->kind != MENTION_DATE || !m->day)
            continue;
        if (day >= 0 && here != day)
            return false;
        day = here;
    }
    return true;
}

/* Of "- **Gateway errors**" above "  - Date: 2 May" the item above, which tells no time itself and holds one day. */
static guint item_above(const RoleReader *r, const Scope *all, guint block)
{
    const GArray *mentions = r->timeline->mentions;
    int level = text_document_block(r->document, block)->level;
    guint above = block, least = block > MAX_NESTED ? block - MAX_NESTED : 0;
    if (text_document_block(r->document, block)->kind != TEXT_ITEM || level < 2)
        return block;
    while (above > least && text_document_block(r->document, above)->kind == TEXT_ITEM &&
           text_document_block(r->document, above)->level >= level)
        above--;
    const TextBlock *item = text_document_block(r->document, above);
    bool names = item->kind == TEXT_ITEM && item->level == level - 1 && item->first &&
                 !mentions_within(mentions, above, above + 1, MENTION_DATE) &&
                 !mentions_within(mentions, above, above + 1, MENTION_CLOCK);
    return names && tells_one_day(r, above, nested_end(r, all, above)) ? above : block;
}

static LineForm item_form(const RoleReader *r, const Scope *all, const Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    const TextBlock *block = text_document_block(r->document, e->block);
    bool words = tokens_of(r, e->block) >= (m->lead ? m->to + 2 : 8);
    bool day_alone = m->lead && !m->has_clock && nested_end(r, all, e->block) > e->block;
    bool below = item_above(r, all, e->block) != e->block;
    return block->first && m->own_date && (words || day_alone || below) ? OPENS_ITEM : OPENS_NOTHING;
}

static LineForm line_form(const RoleReader *r, const Scope *all, const Entry *e)
{
    const TextBlock *block = text_document_block(r->document, e->block);
    if (!place_fits(e->section))
        return OPENS_NOTHING;
    if (block->kind == TEXT_ROW)
        return row_form(r, e);
    if (is_text(block) && incident_number(r->outline, e->block))
        return OPENS_NUMBERED;
    if (!is_text(block) || e->section == SECTION_TIMELINE)
        return OPENS_NOTHING;
    return block->kind == TEXT_PARAGRAPH ? paragraph_form(r, e) : item_form(r, all, e);
}

static int compare_lines(gconstpointer a, gconstpointer b)
{
    return ((const IncidentLine *)a)->block < ((const IncidentLine *)b)->block ? -1 : 1;
}

/* The line that holds the block, or NULL. Lines stand in order. */
static const IncidentLine *line_of(const GArray *lines, guint block)
{
    guint low = 0, high = lines->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(lines, IncidentLine, middle).last < block)
            low = middle + 1;
        else
            high = middle;
    }
    const IncidentLine *line = low < lines->len ? &g_array_index(lines, IncidentLine, low) : NULL;
    return line && line->block <= block ? line : NULL;
}

/* The strongest form of which there are two lines. */
static LineForm common_form(const GArray *lines)
{
    guint n[LINE_FORMS] = {0};
    for (guint i = 0; i < lines->len; i++)
        n[g_array_index(lines, IncidentLine, i).form]++;
    for (int form = LINE_FORMS - 1; form > OPENS_NOTHING; form--)
        if (n[form] >= 2)
            return (LineForm)form;
    return OPENS_NOTHING;
}

static IncidentLine line_at(const RoleReader *r, const Scope *all, const Entry *e, LineForm form)
{
    guint block = form == OPENS_ITEM ? item_above(r, all, e->block) : e->block;
    return (IncidentLine){block, nested_end(r, all, block), form, 0};
}

/* The lines of one form; NULL when a clock time stands outside of them. */
static GArray *lines_find(const RoleReader *r, const Scope *all)
{
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(IncidentLine));
    g_autoptr(GHashTable) opened = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < all->entries->len; i++) {
        const Entry *e = entry_in(r, all, i);
        const TextMoment *m = entry_moment(r, e);
        IncidentLine line = line_at(r, all, e, line_form(r, all, e));
        line.day = line.form == OPENS_PARAGRAPH ? day_told(r, e->block)
                   : m->has_date                ? civil_days(m->year, m->month, m->day)
                                                : -1;
        if (line.form != OPENS_NOTHING && g_hash_table_add(opened, GUINT_TO_POINTER(line.block + 1)))
            g_array_append_val(lines, line);
    }
    LineForm form = common_form(lines);
    for (guint i = lines->len; i > 0; i--)
        if (g_array_index(lines, IncidentLine, i - 1).form != form)
            g_array_remove_index(lines, i - 1);
    g_array_sort(lines, compare_lines);
    for (guint i = 0; i < all->entries->len; i++) {
        const Entry *e = entry_in(r, all, i);
        bool key = text_document_block(r->document, e->block)->kind == TEXT_KEY;
        if (entry_moment(r, e)->has_clock && !key && place_fits(e->section) && !line_of(lines, e->block))
            return NULL;
    }
    return lines->len >= 2 ? g_steal_pointer(&lines) : NULL;
}

static bool says_several(const RoleReader *r, const Scope *all)
{
    if (is_titled_several(r, all->first))
        return true;
    for (guint b = all->first; b <= all->last && b < r->document->blocks->len; b++)
        if (in_scope(r, all, b) && place_fits(outline_note(r->outline, b)->section) &&
            hits_in(r, b, 0, tokens_of(r, b), CUE_several))
            return true;
    return false;
}

static bool line_hits(const RoleReader *r, const IncidentLine *line, CueGroup group)
{
    for (guint b = line->block; b <= line->last; b++)
        if (hits_in(r, b, 0, tokens_of(r, b), group))
            return true;
    return false;
}

static bool line_tells_trouble(const RoleReader *r, const IncidentLine *line)
{
    return (line_hits(r, line, CUE_problem) || line_hits(r, line, CUE_downtime) || line_hits(r, line, CUE_start)) &&
           !line_hits(r, line, CUE_no_impact);
}

static guint count_mentions(const RoleReader *r, const IncidentLine *line, MentionKind kind)
{
    const GArray *mentions = r->timeline->mentions;
    guint n = 0;
    for (guint i = first_mention(mentions, line->block); i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block > line->last)
            break;
        n += m->kind == kind;
    }
    return n;
}

/* A row without the length that the others have is no incident that is over. */
static bool has_length(const RoleReader *r, const IncidentLine *line)
{
    return count_mentions(r, line, MENTION_DURATION) > 0;
}

/* Two clock times or a length: from when to when, or for how long. */
static bool is_timed(const RoleReader *r, const IncidentLine *line)
{
    return has_length(r, line) || count_mentions(r, line, MENTION_CLOCK) >= 2;
}

/* Of the lines that do not say themselves that nobody was affected; below a title that promises several a time from
 * when to when is enough. */
static bool most_tell_trouble(const RoleReader *r, const GArray *lines)
{
    guint n = 0, quiet = 0;
    for (guint i = 0; i < lines->len; i++) {
        const IncidentLine *line = &g_array_index(lines, IncidentLine, i);
        bool timed = is_timed(r, line) && is_titled_several(r, line->block);
        bool none = line_hits(r, line, CUE_no_impact);
        n += line_tells_trouble(r, line) || (timed && !none);
        quiet += none;
    }
    return n && n * 2 + quiet >= lines->len;
}

/* "2024-03-09: bought a switch" among the outages of a diary. */
static void drop_items_without_trouble(const RoleReader *r, GArray *lines)
{
    for (guint i = lines->len; i > 0; i--) {
        const IncidentLine *line = &g_array_index(lines, IncidentLine, i - 1);
        bool trouble = line_tells_trouble(r, line) || (is_timed(r, line) && !line_hits(r, line, CUE_no_impact));
        if (line->form == OPENS_ITEM && !trouble)
            g_array_remove_index(lines, i - 1);
    }
}

/* Days of the lines that differ: steps of one incident have one day. */
static bool days_differ(const GArray *lines)
{
    for (guint i = 1; i < lines->len; i++)
        if (g_array_index(lines, IncidentLine, i).day == g_array_index(lines, IncidentLine, i - 1).day)
            return false;
    return true;
}

/* A day lies between all of them: whatever the title says, each was over when the next began. */
static bool days_apart(const GArray *lines)
{
    for (guint i = 1; i < lines->len; i++) {
        int64_t step = g_array_index(lines, IncidentLine, i).day - g_array_index(lines, IncidentLine, i - 1).day;
        if (step >= -1 && step <= 1)
            return false;
    }
    return true;
}

static bool numbers_differ(const RoleReader *r, const GArray *lines)
{
    for (guint i = 1; i < lines->len; i++)
        if (incident_number(r->outline, g_array_index(lines, IncidentLine, i).block) ==
            incident_number(r->outline, g_array_index(lines, IncidentLine, i - 1).block))
            return false;
    return true;
}

/* "- 4 March, 16:30 to 18:00": from when to when, on its own day. */
static bool is_span(const RoleReader *r, const IncidentLine *line)
{
    return count_mentions(r, line, MENTION_CLOCK) == 2 && count_mentions(r, line, MENTION_DATE) >= 1;
}

/* ... and no words that could be its title. */
static bool is_bare_span(const RoleReader *r, const IncidentLine *line)
{
    return line->block == line->last && is_span(r, line) && !line_hits(r, line, CUE_problem) &&
           tokens_of(r, line->block) <= MAX_BARE_SPAN;
}

static bool all_are(const RoleReader *r, const GArray *lines, bool (*holds)(const RoleReader *, const IncidentLine *))
{
    for (guint i = 0; i < lines->len; i++)
        if (!holds(r, &g_array_index(lines, IncidentLine, i)))
            return false;
    return true;
}

/* "The mirror was down three times:" right above the first line. */
static bool is_led_by_trouble(const RoleReader *r, const GArray *lines)
{
    guint first = g_array_index(lines, IncidentLine, 0).block;
    if (!first || text_document_block(r->document, first - 1)->kind != TEXT_PARAGRAPH)
        return false;
    guint n = tokens_of(r, first - 1);
    return hits_in(r, first - 1, 0, n, CUE_downtime) || hits_in(r, first - 1, 0, n, CUE_several_told) ||
           hits_in(r, first - 1, 0, n, CUE_several_lead);
}

static bool are_troubled_spans(const RoleReader *r, const GArray *lines)
{
    return days_differ(lines) && all_are(r, lines, is_span) &&
           (is_led_by_trouble(r, lines) || all_are(r, lines, line_tells_trouble));
}

/* "2024-02-01: the router crashed, everybody was offline for 20 minutes" */
static bool are_troubled_days(const RoleReader *r, const GArray *lines)
{
    return days_differ(lines) && all_are(r, lines, is_timed) && all_are(r, lines, line_tells_trouble) &&
           !title_names_one(r->outline);
}

static bool are_incidents(const RoleReader *r, const Scope *all, const GArray *lines)
{
    switch (g_array_index(lines, IncidentLine, 0).form) {
    case OPENS_NUMBERED:
        return numbers_differ(r, lines);
    case OPENS_ROW:
        return days_differ(lines) || says_several(r, all);
    case OPENS_PARAGRAPH:
        return days_differ(lines) && (says_several(r, all) || !title_names_one(r->outline) || days_apart(lines));
    default: /* steps of what the title calls one incident share a day */
        if (are_troubled_spans(r, lines) || are_troubled_days(r, lines))
            return true;
        return says_several(r, all) && most_tell_trouble(r, lines) &&
               (days_differ(lines) || is_titled_several(r, all->first) || !title_names_one(r->outline));
    }
}

static void drop_rows_without_length(const RoleReader *r, GArray *lines)
{
    guint with = 0;
    for (guint i = 0; i < lines->len; i++)
        with += has_length(r, &g_array_index(lines, IncidentLine, i));
    for (guint i = lines->len; with >= 2 && i > 0; i--)
        if (g_array_index(lines, IncidentLine, i - 1).form == OPENS_ROW &&
            !has_length(r, &g_array_index(lines, IncidentLine, i - 1)))
            g_array_remove_index(lines, i - 1);
}

GPtrArray *split_lines(const RoleReader *r, const Scope *all)
{
    g_autoptr(GArray) lines = lines_find(r, all);
    if (!lines || lines->len > MAX_SCOPES || !are_incidents(r, all, lines))
        return NULL;
    drop_rows_without_length(r, lines);
    drop_items_without_trouble(r, lines);
    if (!lines->len)
        return NULL;
    GPtrArray *scopes = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
    for (guint l = 0; l < lines->len; l++) {
        const IncidentLine *line = &g_array_index(lines, IncidentLine, l);
        Scope *scope = scope_new(r, all->group);
        scope->first = line->block;
        scope->last = line->last;
        scope->line = true;
        scope->prose = line->form == OPENS_NUMBERED || line->form == OPENS_PARAGRAPH || is_bare_span(r, line);
        scope->numbered = line->form == OPENS_NUMBERED;
        for (guint i = 0; i < all->entries->len; i++)
            if (entry_in(r, all, i)->block >= line->block && entry_in(r, all, i)->block <= line->last)
                g_array_append_val(scope->entries, g_array_index(all->entries, guint, i));
        g_ptr_array_add(scopes, scope);
    }
    return scopes;
}

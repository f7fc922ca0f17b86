/* Third stage, last step: the zone of times that state none. */
#include "timeline_build.h"

#include <stdlib.h>
#include <string.h>

#define MAX_OFFSET_MS (14 * MS_PER_HOUR)
#define QUARTER_MS (15 * MS_PER_MINUTE)
#define SLACK_MS (2 * MS_PER_MINUTE)
#define MAX_LINKS 64
#define MAX_TRIES 2000 /* moments a lone permalink is compared with */

static const Mention *mention_at(const TimelineBuild *build, guint i)
{
    return &g_array_index(build->timeline->mentions, Mention, i);
}

/* ---- permalinks ---- */

/* The permalink that belongs to a moment: same block, and no other moment's line. */
static const Mention *permalink_of(const TimelineBuild *build, const TextMoment *m)
{
    const GArray *mentions = build->timeline->mentions;
    guint low = 0, high = mentions->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (mention_at(build, middle)->block < m->block)
            low = middle + 1;
        else
            high = middle;
    }
    for (guint i = low; i < mentions->len && i < low + 16 && mention_at(build, i)->block == m->block; i++)
        if (mention_at(build, i)->kind == MENTION_PERMALINK)
            return mention_at(build, i);
    return NULL;
}

static bool year_fits(const TextMoment *m, int year, int64_t at)
{
    int64_t local = civil_days(year, m->month, m->day) * MS_PER_DAY;
    return local - at > -3 * MS_PER_DAY && local - at < 3 * MS_PER_DAY;
}

static int year_near(const TextMoment *m, int64_t at)
{
    int year = civil_from_ms(at).year;
    for (int y = year - 1; y <= year + 1; y++)
        if (year_fits(m, y, at))
            return y;
    return 0;
}

int permalink_year(const TimelineBuild *build, const TextMoment *m)
{
    const GArray *links = build->permalinks;
    const Mention *own = m->month && links->len ? permalink_of(build, m) : NULL;
    if (!m->month || own)
        return own ? year_near(m, own->ms) : 0;
    for (guint i = 0; i < links->len && i < MAX_LINKS; i++) {
        int year = year_near(m, mention_at(build, g_array_index(links, guint, i))->ms);
        if (year)
            return year;
    }
    return 0;
}

static bool offset_of(const TextMoment *m, int64_t at, int64_t *offset)
{
    int64_t difference = m->local_ms - at;
    int64_t quarters = (difference + (difference >= 0 ? QUARTER_MS / 2 : -QUARTER_MS / 2)) / QUARTER_MS;
    *offset = quarters * QUARTER_MS;
    return llabs(*offset) <= MAX_OFFSET_MS && llabs(difference - *offset) <= SLACK_MS;
}

/* A permalink on the line of a time: their difference is the zone's offset. */
static bool zone_beside(const TimelineBuild *build, int64_t *offset, const Mention **from)
{
    guint found = 0;
    guint tries = 0;
    for (guint i = 0; i < build->timeline->moments->len && tries < MAX_TRIES; i++) {
        const TextMoment *m = build_moment(build, i);
        const Mention *link = m->lead && m->has_clock && m->has_date ? permalink_of(build, m) : NULL;
        int64_t here;
        tries += link != NULL;
        if (!link || !offset_of(m, link->ms, &here))
            continue;
        if (found && here != *offset)
            return false;
        *offset = here;
        if (!found++)
            *from = link;
    }
    return found > 0;
}

/* A permalink that stands alone names the moment whose minute it shares; the earliest such entry is meant. */
static bool zone_alone(const TimelineBuild *build, int64_t *offset, const Mention **from)
{
    for (guint l = 0; l < build->permalinks->len && l < 4; l++) {
        guint i = g_array_index(build->permalinks, guint, l);
        for (guint j = 0; j < build->timeline->moments->len && j < MAX_TRIES; j++) {
            const TextMoment *m = build_moment(build, j);
            int64_t here, rest = m->local_ms - mention_at(build, i)->ms / MS_PER_MINUTE * MS_PER_MINUTE;
            if (m->lead && m->has_clock && m->has_date && rest % MS_PER_HOUR == 0 &&
                offset_of(m, mention_at(build, i)->ms, &here)) {
                *offset = here;
                *from = mention_at(build, i);
                return true;
            }
        }
    }
    return false;
}

static void set_place(Timeline *t, guint block, guint start, guint end)
{
    t->zone_placed = true;
    t->zone_block = block;
    t->zone_start = start;
    t->zone_end = end;
}

static const Zone *permalink_zone(const TimelineBuild *build)
{
    int64_t offset = 0;
    const Mention *from = NULL;
    if (!zone_beside(build, &offset, &from) && !zone_alone(build, &offset, &from))
        return NULL;
    set_place(build->timeline, from->block, from->start, from->end);
    return zone_fixed((int)(offset / MS_PER_SECOND));
}

/* ---- stated for all ---- */

static bool is_table_head(const TimelineBuild *build, guint block)
{
    const TextBlock *b = text_document_block(build->outline->document, block);
    return b->kind == TEXT_ROW && b->head;
}

/* "(times IST)", "(from the duty log, times in GMT)" */
static bool is_bracketed_note(const TimelineBuild *build, const Mention *m)
{
    const GArray *tokens = text_document_block(build->outline->document, m->block)->tokens;
    bool named = false;
    for (guint i = m->from; i > 0 && m->from - i < 10; i--) {
        const Token *token = &g_array_index(tokens, Token, i - 1);
        if (token->kind == TOKEN_MARK && token->value == '(')
            return named;
        named |= m->from - i < 3 && token->kind == TOKEN_WORD &&
                 cues_has_word(build->outline->cues, token->word, CUE_zone_word);
    }
    return false;
}

/* "Timeline (CET)", a table's head */
static bool heads_times(const TimelineBuild *build, const Mention *m)
{
    return is_table_head(build, m->block) || outline_note(build->outline, m->block)->is_heading ||
           is_bracketed_note(build, m);
}

/* "Horários: UTC-3", "Horário oficial de Brasília.": a short sentence that begins with a word for the time. */
static bool is_zone_label(const TimelineBuild *build, const Mention *m, guint from, guint to)
{
    const GArray *tokens = text_document_block(build->outline->document, m->block)->tokens;
    guint at = from;
    while (at < m->from && g_array_index(tokens, Token, at).kind != TOKEN_WORD)
        at++;
    const Token *first = &g_array_index(tokens, Token, at);
    return to - from <= 8 && first->kind == TOKEN_WORD && first->capital &&
           cues_has_word(build->outline->cues, first->word, CUE_zone_word);
}

/* "All times in UTC", a label "Time zone: ...". */
static bool speaks_for_all(const TimelineBuild *build, guint index)
{
    const Mention *m = mention_at(build, index);
    guint from, to;
    const BlockNote *note = outline_note(build->outline, m->block);
    const Mention *before = index ? mention_at(build, index - 1) : NULL;
    if (before && before->kind == MENTION_DATE && before->block == m->block && m->from - before->to <= 1)
        return true; /* "Date: 30 December 2021 (UTC)" */
    outline_sentence(build->outline, m->block, m->from, &from, &to);
    return outline_count(build->outline, m->block, from, to, CUE_all_times) > 0 || is_zone_label(build, m, from, to) ||
           (note->section == SECTION_TIMELINE && to - from <= 8);
}

/* A head's zone comes before one that a sentence speaks of: "a colleague in the PDT time zone". */
static const Zone *stated_zone(const TimelineBuild *build)
{
    const GArray *mentions = build->timeline->mentions;
    const Mention *found = NULL;
    for (guint i = 0; i < mentions->len; i++) {
        const Mention *m = mention_at(build, i);
        bool heads = m->kind == MENTION_ZONE && heads_times(build, m);
        if (heads || (m->kind == MENTION_ZONE && !found && speaks_for_all(build, i)))
            found = m;
        if (heads)
            break;
    }
    if (found)
        set_place(build->timeline, found->block, found->start, found->end);
    return found ? found->zone : NULL;
}

/* A front matter key for the start or the end; the day of writing says nothing about the incident's zone. */
static bool is_time_key(const TimelineBuild *build, const TextMoment *m)
{
    guint to = MIN(m->from, 4);
    return outline_count(build->outline, m->block, 0, to, CUE_label_start) > 0 ||
           outline_count(build->outline, m->block, 0, to, CUE_label_resolved) > 0;
}

/* "all times are in UTC" may read "times are in" + a word; a clock with a zone in a heading counts the same. */
static const Zone *common_zone(const TimelineBuild *build, bool keys)
{
    const Zone *best = NULL;
    const TextMoment *from = NULL;
    guint n = 0, total = 0;
    g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < build->timeline->moments->len; i++) {
        const TextMoment *m = build_moment(build, i);
        bool key = text_document_block(build->outline->document, m->block)->kind == TEXT_KEY;
        if (!m->has_clock || !m->zone || m->basis != ZONE_BASIS_STATED || key != keys)
            continue;
        if (key && !is_time_key(build, m))
            continue;
        total++;
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, m->zone)) + 1;
        g_hash_table_insert(counts, (gpointer)m->zone, GUINT_TO_POINTER(count));
        if (count > n) {
            n = count;
            from = m->zone == best ? from : m;
            best = m->zone;
        }
    }
    if (n * 5 < total * 4)
        return NULL;
    if (from)
        set_place(build->timeline, from->block, from->start, from->end);
    return best;
}

/* The zone in the head of the column that a row's moment stands in. */
static const Zone *column_zone(const TimelineBuild *build, const TextMoment *m, int table, guint head, guint column)
{
    const TextBlock *block = text_document_block(build->outline->document, head);
    const TextBlock *row = text_document_block(build->outline->document, m->block);
    if (row->table != table || column >= block->cells->len)
        return NULL;
    TextCell cell = g_array_index(block->cells, TextCell, column);
    const GArray *mentions = build->timeline->mentions;
    guint low = 0, high = mentions->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (mention_at(build, middle)->block < head)
            low = middle + 1;
        else
            high = middle;
    }
    for (guint i = low; i < mentions->len && mention_at(build, i)->block == head && i < low + 64; i++)
        if (mention_at(build, i)->kind == MENTION_ZONE && mention_at(build, i)->start >= cell.start &&
            mention_at(build, i)->end <= cell.end)
            return mention_at(build, i)->zone;
    return NULL;
}

static guint column_of(const TextBlock *row, guint offset)
{
    guint column = 0;
    while (column + 1 < row->cells->len && column < 64 &&
           g_array_index(row->cells, TextCell, column + 1).start <= offset)
        column++;
    return column;
}

static void settle_columns(TimelineBuild *build)
{
    int table = -1;
    guint head = 0, at = 0;
    for (guint i = 0; i < build->timeline->moments->len; i++) {
        TextMoment *m = build_moment(build, i);
        const TextBlock *row = text_document_block(build->outline->document, m->block);
        if (row->kind != TEXT_ROW)
            continue;
        for (; at <= m->block; at++)
            if (is_table_head(build, at)) {
                head = at;
                table = text_document_block(build->outline->document, at)->table;
            }
        const Zone *zone = m->zone ? NULL : column_zone(build, m, table, head, column_of(row, m->start));
        if (zone) {
            m->zone = zone;
            m->basis = ZONE_BASIS_STATED;
            m->zone_rule = "stated in the column's head";
            moment_update(m);
        }
    }
}

static const Zone *document_zone(const TimelineBuild *build, ZoneBasis *basis, const char **rule)
{
    const Zone *zone = stated_zone(build);
    *basis = ZONE_BASIS_STATED;
    *rule = "stated for all times";
    if (zone)
        return zone;
    *basis = ZONE_BASIS_INFERRED;
    *rule = "zone of the document's other times";
    if ((zone = common_zone(build, false)) || (zone = common_zone(build, true)))
        return zone;
    *rule = "from the Unix time of a permalink";
    if ((zone = permalink_zone(build)))
        return zone;
    *basis = ZONE_BASIS_ASSUMED;
    *rule = "given by the user";
    return build->settings->zone;
}

/* "cannot be reached since 13:00. (November 9, 13:40 CET)": the zone of a time beside it in the same block. */
static void settle_within_blocks(TimelineBuild *build)
{
    const Timeline *t = build->timeline;
    for (guint i = 0; i < t->moments->len; i++) {
        TextMoment *m = build_moment(build, i);
        for (guint j = i + 1; j < t->moments->len && j < i + 4 && !m->zone && m->has_clock && !m->lead; j++) {
            const TextMoment *other = build_moment(build, j);
            if (other->block != m->block)
                break;
            if (other->clock < 0 || !g_array_index(t->mentions, Mention, other->clock).zone || !other->zone)
                continue;
            m->zone = other->zone;
            m->basis = other->basis;
            m->zone_rule = "stated later in the text";
            moment_update(m);
        }
    }
}

void timeline_settle_zones(TimelineBuild *build)
{
    Timeline *t = build->timeline;
    ZoneBasis basis;
    settle_columns(build);
    t->zone = document_zone(build, &basis, &t->zone_rule);
    if (!t->zone || strcmp(t->zone_rule, "stated for all times") != 0)
        settle_within_blocks(build);
    for (guint i = 0; t->zone && i < t->moments->len; i++) {
        TextMoment *m = build_moment(build, i);
        if (m->zone || !m->has_clock)
            continue;
        m->zone = t->zone;
        m->basis = basis;
        m->zone_rule = t->zone_rule;
        moment_update(m);
    }
}

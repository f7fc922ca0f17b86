/* Third stage: the year of dates that state none. */
#include "timeline_build.h"

#include <stdlib.h>
#include <string.h>

static int common_year(const TimelineBuild *build)
{
    int best = 0;
    guint best_n = 0;
    g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < build->timeline->moments->len; i++) {
        const TextMoment *m = build_moment(build, i);
        if (!m->has_date || !m->year)
            continue;
        gpointer key = GINT_TO_POINTER(m->year);
        guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key)) + 1;
        g_hash_table_insert(counts, key, GUINT_TO_POINTER(n));
        if (n > best_n) {
            best_n = n;
            best = m->year;
        }
    }
    return best;
}

/* A year that stands in words with no day: "Q2 2024", "January 2020". */
static int spoken_year(const TimelineBuild *build)
{
    const GArray *mentions = build->timeline->mentions;
    for (guint i = 0; i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->kind == MENTION_DATE && m->year && !m->day)
            return m->year;
    }
    return 0;
}

/* A year that stands alone in the block, or 0. */
static int lone_year(const TextBlock *block)
{
    for (guint i = 0; i < block->tokens->len && i < 40; i++) {
        const Token *t = &g_array_index(block->tokens, Token, i), *after = t + 1;
        bool behind = i + 1 < block->tokens->len && !after->spaced && after->kind != TOKEN_BREAK &&
                      !(after->kind == TOKEN_MARK && strchr(".,:;)\"'", (int)MIN(after->value, 126)));
        bool joined = (i > 0 && !t->spaced) || behind;
        if (t->kind == TOKEN_NUMBER && t->digits == 4 && t->value >= 1990 && t->value <= 2100 && !joined)
            return (int)t->value;
    }
    return 0;
}

/* "Outages of 2023": a year that stands alone in the document's title. */
static int title_year(const TimelineBuild *build)
{
    const TextDocument *document = build->outline->document;
    for (guint b = 0; b < document->blocks->len && b < 12; b++) {
        const TextBlock *block = text_document_block(document, b);
        bool key = text_block_is_title(block);
        int year = key || block->kind == TEXT_HEADING || b == 0 ? lone_year(block) : 0;
        if (year)
            return year;
        if (block->kind == TEXT_HEADING)
            return 0;
    }
    return 0;
}

#define MAX_ABOVE 200 /* headings that are looked at */

/* "## 2022", "## March 2022" above "Feb 3: ...": the year of the nearest heading that has one. */
static int year_above(const TimelineBuild *build, guint block)
{
    const Outline *outline = build->outline;
    int level = 100, h = outline_note(outline, block)->heading;
    for (guint steps = 0; h >= 0 && steps < MAX_ABOVE; steps++) {
        const TextBlock *heading = text_document_block(outline->document, (guint)h);
        int here = heading->kind == TEXT_HEADING ? heading->level : 7;
        int year = here < level && (guint)h != block ? lone_year(heading) : 0;
        if (year)
            return year;
        level = MIN(level, here);
        h = h > 0 ? outline_note(outline, (guint)h - 1)->heading : -1;
    }
    return 0;
}

/* "(c) 2024", "year 2022", "in 2021", "INC-2023-17": what says that a number is a year. */
static bool says_year(const TextBlock *block, guint i)
{
    static const char *const words[] = {"year",  "copyright", "c",     "in",   "año",  "ano", "jahr",
                                        "jahre", "jahres",    "année", "anno", "jaar", "im",  NULL};
    const Token *year = &g_array_index(block->tokens, Token, i), *before = year - 1;
    if (i > 1 && before->kind == TOKEN_MARK && before->value == ':')
        before--; /* "Year: 2021" */
    bool copyright = before->kind == TOKEN_MARK && (before->value == 0xa9 || (before->value == ')' && i > 1));
    if (copyright && before->value == ')')
        return before[-1].kind == TOKEN_WORD && !strcmp(before[-1].word, "c");
    if (copyright || (before->kind == TOKEN_WORD && year->spaced && g_strv_contains(words, before->word)))
        return true;
    return before->kind == TOKEN_MARK && before->value == '-' && !year->spaced && i > 1 &&
           before[-1].kind == TOKEN_WORD && before[-1].capital && i + 1 < block->tokens->len &&
           year[1].kind == TOKEN_MARK && year[1].value == '-';
}

/* The year that the text names outside of its dates, when it names but one. */
static int only_year(const TimelineBuild *build)
{
    int only = 0;
    const TextDocument *document = build->outline->document;
    for (guint b = 0; b < document->blocks->len; b++) {
        const TextBlock *block = text_document_block(document, b);
        for (guint i = 1; block->kind != TEXT_CODE && i < block->tokens->len; i++) {
            const Token *t = &g_array_index(block->tokens, Token, i);
            if (t->kind != TOKEN_NUMBER || t->digits != 4 || t->value < 1990 || t->value > 2100 || !says_year(block, i))
                continue;
            if (only && only != (int)t->value)
                return 0;
            only = (int)t->value;
        }
    }
    return only;
}

/* "outage_april_2021-de.md": the only number of the file's name that may be a year. */
static int name_year(const TimelineBuild *build)
{
    g_autofree char *base = g_path_get_basename(build->outline->document->name);
    int only = 0;
    for (const char *p = base; *p;) {
        gsize digits = strspn(p, "0123456789");
        int value = digits == 4 ? atoi(p) : 0;
        if (value >= 1990 && value <= 2100 && only && only != value)
            return 0;
        only = value >= 1990 && value <= 2100 ? value : only;
        p += MAX(digits, 1);
    }
    return only;
}

void timeline_settle_years(TimelineBuild *build)
{
    Timeline *t = build->timeline;
    Day name = {0};
    bool named = document_date(build, &name.year, &name.month, &name.day);
    int spoken = spoken_year(build);
    spoken = spoken ? spoken : title_year(build);
    spoken = spoken ? spoken : only_year(build);
    const char *spoken_rule = "year that the text names";
    if (!spoken && (spoken = name_year(build)))
        spoken_rule = "year in the file's name";
    t->year = common_year(build);
    t->year_rule = "year of the document's other dates";
    if (!t->year && named) {
        t->year = name.year;
        t->year_rule = "year of the document's date";
    }
    for (guint i = 0; i < t->moments->len; i++) {
        TextMoment *m = build_moment(build, i);
        if (!m->has_date || m->year)
            continue;
        int linked = permalink_year(build, m), above = linked ? 0 : year_above(build, m->block);
        m->year = linked                  ? linked
                  : above                 ? above
                  : t->year               ? t->year
                  : build->settings->year ? build->settings->year
                                          : spoken;
        m->date_rule = linked                  ? "year of the permalink beside it"
                       : above                 ? "year of the heading above"
                       : t->year               ? t->year_rule
                       : build->settings->year ? "year given by the user"
                                               : spoken_rule;
        if (!m->year || !m->month)
            m->has_date = m->month && m->year;
        Civil civil = {.year = m->year, .month = m->month, .day = m->day};
        if (m->has_date && !civil_is_valid(&civil))
            m->has_date = false;
        moment_update(m);
    }
}

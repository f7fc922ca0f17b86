#include "outline_build.h"

#include <string.h>

static const CueGroup section_groups[] = {
    [SECTION_SUMMARY] = CUE_section_summary,       [SECTION_TIMELINE] = CUE_section_timeline,
    [SECTION_IMPACT] = CUE_section_impact,         [SECTION_DETECTION] = CUE_section_detection,
    [SECTION_RESOLUTION] = CUE_section_resolution, [SECTION_CAUSE] = CUE_section_cause,
    [SECTION_ACTIONS] = CUE_section_actions,       [SECTION_LESSONS] = CUE_section_lessons,
    [SECTION_OTHER] = CUE_section_other,
};

const char *section_name(SectionKind section)
{
    static const char *const names[] = {"-",          "summary", "timeline", "impact",  "detection",
                                        "resolution", "cause",   "actions",  "lessons", "other"};
    return names[section];
}

const BlockNote *outline_note(const Outline *outline, guint block)
{
    return &g_array_index(outline->notes, BlockNote, block);
}

static BlockNote *note_at(Outline *outline, guint block)
{
    return &g_array_index(outline->notes, BlockNote, block);
}

guint outline_first_hit(const Outline *outline, guint block, guint token)
{
    const GArray *hits = outline_note(outline, block)->hits;
    guint low = 0, high = hits->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(hits, CueHit, middle).from < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

guint outline_count(const Outline *outline, guint block, guint from, guint to, CueGroup group)
{
    const GArray *hits = outline_note(outline, block)->hits;
    guint n = 0;
    for (guint i = outline_first_hit(outline, block, from); i < hits->len && g_array_index(hits, CueHit, i).from < to;
         i++)
        n += g_array_index(hits, CueHit, i).group == group && g_array_index(hits, CueHit, i).to <= to;
    return n;
}

static bool is_month(const Cues *cues, const char *word)
{
    return cues_group_of(cues, word, CUE_month_1, CUE_month_12) >= 0;
}

/* "Sept. 18th", "approx. 40": a short word whose full stop a number follows. */
static bool is_short_form(const Cues *cues, const Token *before)
{
    static const char *const words[] = {"approx", "appx", "ca", "abt", "nr", "est", "max", "min", NULL};
    if (before->kind != TOKEN_WORD)
        return false;
    return g_strv_contains(words, before->word) || (strlen(before->word) <= 5 && is_month(cues, before->word));
}

/* "10:20 a.m. Pacific": the stop before a zone ends nothing. */
static bool is_before_zone(const Token *next)
{
    static const char *const zones[] = {"pacific", "eastern", "central", "mountain", "utc", "gmt",  "est", "edt",
                                        "cst",     "cdt",     "mst",     "mdt",      "pst", "pdt",  "et",  "pt",
                                        "ct",      "mt",      "cet",     "cest",     "bst", "ist",  "jst", "aest",
                                        "aedt",    "sgt",     "hkt",     "wat",      "eat", "sast", NULL};
    return next->kind == TOKEN_WORD && g_strv_contains(zones, next->word);
}

/* "it fell over. pagerduty went off at 9:22. i was in": who writes no capitals; a full stop behind a long word or a
 * clock ends a sentence all the same. */
static bool ends_lower(const GArray *tokens, guint i)
{
    static const char *const words[] = {"approx", "incl",  "excl", "resp", "misc", "temp", "avec", "prod",
                                        "info",   "techn", "zzgl", "inkl", "ggfs", "evtl", "usw",  NULL};
    const Token *token = &g_array_index(tokens, Token, i), *before = token - 1;
    if (i < 2 || token->spaced || token->value != '.')
        return false;
    bool clock =
        before->kind == TOKEN_NUMBER && before->digits == 2 && before[-1].kind == TOKEN_MARK && before[-1].value == ':';
    return clock || (before->kind == TOKEN_WORD && before->end - before->start >= 4 && !before->capital &&
                     !g_strv_contains(words, before->word));
}

static inline bool is_stop(const GArray *tokens, guint i)
{
    const Token *token = &g_array_index(tokens, Token, i);
    return token->kind == TOKEN_MARK && (token->value == '.' || token->value == '!' || token->value == '?');
}

/* Whether the stop at i is the end of a sentence. */
static bool ends_sentence(const Cues *cues, const GArray *tokens, guint i)
{
    const Token *token = &g_array_index(tokens, Token, i);
    if (i + 1 >= tokens->len)
        return true;
    const Token *next = &g_array_index(tokens, Token, i + 1);
    const Token *before = i ? &g_array_index(tokens, Token, i - 1) : token;
    if (next->kind == TOKEN_BREAK)
        return !(before->kind == TOKEN_WORD && is_short_form(cues, before));
    bool ordinal = before->kind == TOKEN_NUMBER && next->kind == TOKEN_WORD && token->value == '.' && !next->spaced;
    bool day = before->kind == TOKEN_NUMBER && next->kind == TOKEN_WORD && is_month(cues, next->word);
    bool brief = before->kind == TOKEN_WORD && before->end - before->start == 1 && before->capital;
    bool shortened = next->kind == TOKEN_NUMBER && token->value == '.' && is_short_form(cues, before);
    bool half = before->kind == TOKEN_WORD && !strcmp(before->word, "m") && is_before_zone(next);
    return next->spaced && !ordinal && !day && !brief && !shortened && !half &&
           (next->kind != TOKEN_WORD || next->capital || ends_lower(tokens, i));
}

void outline_sentence(const Outline *outline, guint block, guint token, guint *from, guint *to)
{
    const GArray *tokens = text_document_block(outline->document, block)->tokens;
    guint start = MIN(token, tokens->len), end = start;
    guint limit = 400; /* a text without full stops is cut, so that work stays linear */
    while (start > 0 && token - start < limit &&
           !(is_stop(tokens, start - 1) && ends_sentence(outline->cues, tokens, start - 1)))
        start--;
    while (end < tokens->len && end - token < limit &&
           !(is_stop(tokens, end) && ends_sentence(outline->cues, tokens, end)))
        end++;
    *from = start;
    *to = end;
}

/* Words of a heading without numbering, marks and times. */
static guint count_words(const GArray *tokens, guint from, guint to)
{
    guint n = 0;
    for (guint i = from; i < to; i++)
        n += g_array_index(tokens, Token, i).kind == TOKEN_WORD;
    return n;
}

/* "Root cause analysis of the ... outage" is an incident's title, "Impact of the outage" a section. */
static bool is_title_of(const GArray *hits, const GArray *tokens, const CueHit *hit, guint to)
{
    if (hit->group != CUE_section_cause || hit->to >= to)
        return false;
    const Token *next = &g_array_index(tokens, Token, hit->to);
    if (next->kind != TOKEN_WORD || (strcmp(next->word, "of") != 0 && strcmp(next->word, "for") != 0))
        return false;
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *other = &g_array_index(hits, CueHit, h);
        if (other->group == CUE_incident_title && other->from > hit->to)
            return true;
    }
    return false;
}

SectionKind section_of(const GArray *hits, const GArray *tokens, guint from, guint to, bool exact)
{
    guint end = to;
    for (guint i = from + 1; i < to; i++) /* "Timeline (UTC)" */
        if (g_array_index(tokens, Token, i).kind == TOKEN_MARK && g_array_index(tokens, Token, i).value == '(')
            to = i;
    guint words = count_words(tokens, from, to), best = 0;
    SectionKind found = SECTION_NONE;
    if (to - from > 60)
        return SECTION_NONE; /* no name of a section is that long */
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from < from || hit->to > to)
            continue;
        guint length = count_words(tokens, hit->from, hit->to);
        bool first = count_words(tokens, from, hit->from) == 0;
        guint rest = words - length;
        if (is_title_of(hits, tokens, hit, to))
            return SECTION_NONE;
        bool good =
            exact ? rest == 0
                  : rest == 0 || (first && rest <= 4 && length * 4 >= rest) || (rest <= 1 && length > 0 && words > 1);
        if (rest == 0 && hit->group == CUE_action_whole && length > best) {
            best = length; /* "Plan", but not "Recovery plan" */
            found = SECTION_ACTIONS;
        }
        for (SectionKind s = SECTION_SUMMARY; good && s <= SECTION_OTHER; s++)
            if (hit->group == section_groups[s] && length > best) {
                best = length;
                found = s;
            }
    }
    return !exact && outline_names_actions(hits, tokens, from, end, found) ? SECTION_ACTIONS : found;
}

static guint line_length(const GArray *tokens)
{
    guint i = 0;
    while (i < tokens->len && g_array_index(tokens, Token, i).kind != TOKEN_BREAK)
        i++;
    return i;
}

/* A paragraph or item that is a heading in all but markup: wholly bold, or a short line that names a section. */
static bool is_disguised(const Outline *outline, guint b, const BlockNote *note, SectionKind *section)
{
    const TextBlock *block = text_document_block(outline->document, b);
    guint n = line_length(block->tokens);
    if ((block->kind != TEXT_PARAGRAPH && block->kind != TEXT_ITEM) || n != block->tokens->len || n > 14 || !n)
        return false;
    const Token *last = &g_array_index(block->tokens, Token, n - 1);
    bool colon = last->kind == TOKEN_MARK && last->value == ':';
    bool bold = block->bold + 1 >= strlen(block->text);
    const Token *first = &g_array_index(block->tokens, Token, 0);
    if (first->kind != TOKEN_WORD && !(first->kind == TOKEN_MARK && first->value == '['))
        return false;
    *section = section_of(note->hits, block->tokens, 0, n, true);
    if (block->kind == TEXT_ITEM)
        return *section != SECTION_NONE && (bold || colon || (block->first && !outline_mere_item(outline, b)));
    return *section != SECTION_NONE;
}

static bool starts_with_number(const TextBlock *block)
{
    guint i = 0;
    const GArray *tokens = block->tokens;
    while (i < tokens->len && g_array_index(tokens, Token, i).kind == TOKEN_MARK)
        i++;
    return i + 2 < tokens->len && g_array_index(tokens, Token, i).kind == TOKEN_NUMBER &&
           g_array_index(tokens, Token, i + 1).kind == TOKEN_MARK &&
           strchr(":-./", (int)MIN(g_array_index(tokens, Token, i + 1).value, 126)) &&
           g_array_index(tokens, Token, i + 2).kind == TOKEN_NUMBER;
}

typedef struct {
    SectionKind section[7]; /* by heading level */
    bool firm[7];           /* by a heading's markup, not by a line that looks like one */
    int heading;
    int level;
} Path;

static void enter_heading(Path *path, int level, SectionKind own, int block, bool firm)
{
    SectionKind inherited = SECTION_NONE;
    bool actions = false;
    for (int l = 1; l < level; l++)
        if (path->section[l] != SECTION_NONE) {
            inherited = path->section[l];
            actions = inherited == SECTION_ACTIONS && path->firm[l];
        }
    /* "Process", "Detection", "Mitigation" below "Action items" stay among the actions */
    bool nested = (own == SECTION_OTHER && inherited != SECTION_NONE) ||
                  (actions && own != SECTION_TIMELINE && own != SECTION_LESSONS);
    path->section[level] = own != SECTION_NONE && !nested ? own : inherited;
    path->firm[level] = firm;
    for (int l = level + 1; l <= 6; l++)
        path->section[l] = SECTION_NONE;
    path->heading = block;
    path->level = level;
}

/* "7. Preventive measures" with items below it, then "8. Tracking": the eighth item is of no section of the seventh. */
static bool leaves_item(const Outline *outline, guint b, const Path *path)
{
    if (path->heading < 0 || (guint)path->heading + 1 >= b)
        return false;
    const TextBlock *block = text_document_block(outline->document, b);
    const TextBlock *head = text_document_block(outline->document, (guint)path->heading);
    const TextBlock *below = text_document_block(outline->document, (guint)path->heading + 1);
    return block->kind == TEXT_ITEM && block->first && head->kind == TEXT_ITEM && block->level <= head->level &&
           below->kind == TEXT_ITEM && below->level > head->level;
}

static void note_block(Outline *outline, guint b, Path *path)
{
    const TextBlock *block = text_document_block(outline->document, b);
    BlockNote *note = note_at(outline, b);
    SectionKind section = SECTION_NONE;
    bool heading = block->kind == TEXT_HEADING;
    if (heading && starts_with_number(block))
        section = SECTION_NONE;
    else if (heading)
        section = section_of(note->hits, block->tokens, 0, block->tokens->len, block->level <= 2 && path->heading < 0);
    else
        heading = is_disguised(outline, b, note, &section);
    bool opens = path->heading < 0 && b < 6; /* "Past incidents" above it all is no section of a report */
    bool several = heading && outline_count(outline, b, 0, block->tokens->len, CUE_several) > 0;
    if (heading && ((opens && several) || (section == SECTION_OTHER && (opens || several))))
        section = SECTION_NONE;
    if (heading) {
        int level = block->kind == TEXT_HEADING ? block->level : MIN(path->level ? path->level : 2, 6);
        bool timed = block->kind == TEXT_HEADING && starts_with_number(block);
        bool colon = section == SECTION_NONE && g_str_has_suffix(block->text, ":");
        if ((timed || colon) && path->level && path->section[path->level] != SECTION_NONE)
            path->heading = (int)b; /* "### 21:00", "# Improve monitoring:": an entry of the section above */
        else
            enter_heading(path, level, section, (int)b, block->kind == TEXT_HEADING);
    } else if (leaves_item(outline, b, path))
        path->section[path->level] = SECTION_NONE;
    note->is_heading = heading;
    note->is_section = heading && section != SECTION_NONE;
    note->heading = path->heading;
    note->level = path->level;
    note->section = block->kind == TEXT_KEY ? SECTION_SUMMARY : path->level ? path->section[path->level] : SECTION_NONE;
}

/* A paragraph whose last line is "Action items:" opens that section for the list below it. */
static void open_section_below(Outline *outline, guint b, Path *path)
{
    const TextBlock *block = text_document_block(outline->document, b);
    const GArray *tokens = block->tokens;
    guint n = tokens->len, start = n;
    if (block->kind != TEXT_PARAGRAPH || n < 3 || note_at(outline, b)->is_heading)
        return;
    const Token *last = &g_array_index(tokens, Token, n - 1);
    while (start > 0 && n - start < 8 && g_array_index(tokens, Token, start - 1).kind != TOKEN_BREAK)
        start--;
    if (last->kind != TOKEN_MARK || last->value != ':' || !start ||
        g_array_index(tokens, Token, start - 1).kind != TOKEN_BREAK)
        return;
    SectionKind section = section_of(note_at(outline, b)->hits, tokens, start, n, true);
    if (section != SECTION_NONE)
        enter_heading(path, MIN(path->level ? path->level : 2, 6), section, (int)b, false);
}

/* Two lines or more that begin with "From:", "To:", "Subject:" and the like. */
static bool is_mail_header(const TextBlock *block, const BlockNote *note)
{
    guint lines = 0;
    for (guint h = 0; h < note->hits->len && block->kind == TEXT_PARAGRAPH; h++) {
        const CueHit *hit = &g_array_index(note->hits, CueHit, h);
        if (hit->group != CUE_mail_header || hit->to >= block->tokens->len)
            continue;
        bool first = hit->from == 0 || g_array_index(block->tokens, Token, hit->from - 1).kind == TOKEN_BREAK;
        const Token *colon = &g_array_index(block->tokens, Token, hit->to);
        lines += first && colon->kind == TOKEN_MARK && colon->value == ':';
    }
    return lines >= 2;
}

/* "On Tue, 17 May 2022 at 9:32 Tom wrote:" */
static bool is_attribution(const TextBlock *block)
{
    guint n = block->tokens->len;
    const Token *last = n > 4 ? &g_array_index(block->tokens, Token, n - 2) : NULL;
    return last && last->kind == TOKEN_WORD && !strcmp(last->word, "wrote") && g_str_has_suffix(block->text, ":");
}

/* A thread of mails: two headers or more. */
static void mark_messages(Outline *outline)
{
    guint n = 0;
    for (guint pass = 0; pass < 2 && (!pass || n > 1); pass++)
        for (guint b = 0; b < outline->document->blocks->len; b++) {
            const TextBlock *block = text_document_block(outline->document, b);
            bool header = is_mail_header(block, note_at(outline, b)) || is_attribution(block);
            n += header && !pass;
            note_at(outline, b)->is_message = header && pass;
        }
}

static void note_clear(gpointer data)
{
    g_array_unref(((BlockNote *)data)->hits);
}

/* "6 May 2024": a month is no "may". */
static bool is_month_name(const Cues *cues, const GArray *tokens, const CueHit *hit)
{
    const Token *word = &g_array_index(tokens, Token, hit->from);
    if (hit->to - hit->from != 1 || word->kind != TOKEN_WORD || !word->capital || !is_month(cues, word->word))
        return false;
    bool before = hit->from > 0 && g_array_index(tokens, Token, hit->from - 1).kind == TOKEN_NUMBER;
    return before || (hit->to < tokens->len && g_array_index(tokens, Token, hit->to).kind == TOKEN_NUMBER);
}

/* Whether a longer phrase that only looks like trouble ("sat down", "issue tracker") holds the hit. */
static bool is_harmless(const GArray *hits, guint index)
{
    static const CueGroup groups[] = {CUE_problem,  CUE_start,    CUE_start_weak,
                                      CUE_downtime, CUE_incident, CUE_set_trouble};
    const CueHit *hit = &g_array_index(hits, CueHit, index);
    bool trouble = false;
    for (guint g = 0; g < G_N_ELEMENTS(groups); g++)
        trouble |= hit->group == groups[g];
    for (guint h = index > 24 ? index - 24 : 0; trouble && h < hits->len && h < index + 24; h++) {
        const CueHit *other = &g_array_index(hits, CueHit, h);
        if (other->group == CUE_harmless && other->from <= hit->from && other->to >= hit->to)
            return true;
    }
    return false;
}

static void drop_harmless(GArray *hits)
{
    g_autoptr(GArray) kept = g_array_sized_new(FALSE, FALSE, sizeof(CueHit), hits->len);
    for (guint h = 0; h < hits->len; h++)
        if (!is_harmless(hits, h))
            g_array_append_val(kept, g_array_index(hits, CueHit, h));
    g_array_set_size(hits, 0);
    g_array_append_vals(hits, kept->data, kept->len);
}

static void drop_months(const Cues *cues, const GArray *tokens, GArray *hits)
{
    guint kept = 0;
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->group != CUE_future || !is_month_name(cues, tokens, hit))
            g_array_index(hits, CueHit, kept++) = *hit;
    }
    g_array_set_size(hits, kept);
}

Outline *outline_read(const TextDocument *document, const Cues *cues)
{
    Outline *outline = g_new0(Outline, 1);
    outline->document = document;
    outline->cues = cues;
    outline->notes = g_array_new(FALSE, TRUE, sizeof(BlockNote));
    g_array_set_clear_func(outline->notes, note_clear);
    Path path = {.heading = -1};
    for (guint b = 0; b < document->blocks->len; b++) {
        const TextBlock *block = text_document_block(document, b);
        BlockNote note = {.heading = -1, .hits = g_array_new(FALSE, FALSE, sizeof(CueHit))};
        if (block->kind != TEXT_CODE)
            cues_scan(cues, block->tokens, 0, block->tokens->len, note.hits);
        drop_months(cues, block->tokens, note.hits);
        drop_harmless(note.hits);
        g_array_append_val(outline->notes, note);
        note_block(outline, b, &path);
        note_at(outline, b)->is_mail = b < 3 && is_mail_header(block, note_at(outline, b));
        open_section_below(outline, b, &path);
    }
    mark_messages(outline);
    return outline;
}

void outline_free(Outline *outline)
{
    if (!outline)
        return;
    g_array_unref(outline->notes);
    g_free(outline);
}

/* A label on one line, its value on the next: "### Start time", "2024-06-01 07:15 UTC" reads as "Start time: 2024-...".
 * Forms of trackers, and tables and lists of definitions whose markup was lost. */
#include "lines.h"

#include <string.h>

#define MAX_LABEL_WORDS 8
#define MAX_VALUE_WORDS 12
#define MAX_SECTION_WORDS 4 /* of a value below a label that may be a section: more of them are its text */

static const CueGroup labels[] = {
    CUE_label_start,    CUE_label_detected, CUE_label_acknowledged, CUE_label_mitigated, CUE_label_resolved,
    CUE_label_duration, CUE_label_window,   CUE_label_date,         CUE_label_severity,  CUE_label_services,
    CUE_label_users,    CUE_label_money,    CUE_label_detected_by,  CUE_label_subject};

/* Words of tokens [from, to); the marks at its ends are left out of the range. */
static guint trim(const TextBlock *block, guint *from, guint *to)
{
    guint words = 0;
    while (*from < *to && g_array_index(block->tokens, Token, *from).kind == TOKEN_MARK)
        ++*from;
    while (*to > *from && g_array_index(block->tokens, Token, *to - 1).kind == TOKEN_MARK)
        --*to;
    for (guint i = *from; i < *to; i++)
        words += g_array_index(block->tokens, Token, i).kind == TOKEN_WORD;
    return words;
}

typedef enum { LABEL_NONE, LABEL_OWN, LABEL_SECTION } LabelKind;

/* Whether the tokens are a label of the incident and nothing else; some are the name of a section as well. */
static LabelKind label_kind(const TextBlock *block, guint *from, guint *to, const Cues *cues)
{
    guint words = trim(block, from, to);
    if (!words || words > MAX_LABEL_WORDS || *to - *from > 2 * MAX_LABEL_WORDS)
        return LABEL_NONE;
    for (guint i = *from; i < *to; i++)
        if (g_array_index(block->tokens, Token, i).kind == TOKEN_NUMBER)
            return LABEL_NONE;
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(CueHit));
    cues_scan(cues, block->tokens, *from, *to, hits);
    for (guint i = 0; i < G_N_ELEMENTS(labels); i++)
        if (tokens_are_label(hits, block->tokens, *from, *to, labels[i]))
            return section_of(hits, block->tokens, *from, *to, true) == SECTION_NONE ? LABEL_OWN : LABEL_SECTION;
    return LABEL_NONE;
}

static bool is_text(const TextBlock *block)
{
    return block->kind == TEXT_PARAGRAPH || block->kind == TEXT_ITEM;
}

/* ---- from block to block ---- */

/* A single line of a few words that has no label of its own. */
static bool is_value(const TextBlock *block, guint most)
{
    guint words = 0;
    if (!is_text(block) || strchr(block->text, '\n') || block->tokens->len > 4 * MAX_VALUE_WORDS)
        return false;
    for (guint i = 0; i < block->tokens->len; i++) {
        const Token *token = &g_array_index(block->tokens, Token, i);
        const Token *after = i + 1 < block->tokens->len ? token + 1 : NULL;
        if (token->kind == TOKEN_MARK && token->value == ':' &&
            !(after && after->kind == TOKEN_NUMBER && !after->spaced))
            return false;
        words += token->kind == TOKEN_WORD;
    }
    return words <= most;
}

/* Whether the value is all that stands below the label. */
static bool is_alone(const GPtrArray *blocks, guint value, const Cues *cues)
{
    if (value + 1 >= blocks->len)
        return true;
    const TextBlock *next = blocks->pdata[value + 1];
    guint from = 0, to = next->tokens->len;
    return next->kind == TEXT_HEADING || label_kind(next, &from, &to, cues) != LABEL_NONE;
}

static void add_value(BlockBuilder *builder, const TextBlock *label, guint from, guint to, const TextBlock *value)
{
    TextBlock *block = block_begin(builder, value->kind, value->level);
    block->quoted = value->quoted;
    block->ordered = value->ordered;
    block->first = value->first;
    block->task = value->task;
    guint start = g_array_index(label->tokens, Token, from).start,
          end = g_array_index(label->tokens, Token, to - 1).end;
    block_append_part(builder, label, start, end);
    block_append(builder, ": ", 2, text_block_source(label, end - 1));
    block_append_part(builder, value, 0, (guint)strlen(value->text));
    block_append_done(builder);
}

static void join_blocks(TextDocument *document, const Cues *cues)
{
    g_autoptr(GPtrArray) old = document->blocks;
    document->blocks = g_ptr_array_new_with_free_func(text_block_free);
    BlockBuilder builder = {document, NULL, g_string_new(NULL)};
    for (guint i = 0; i < old->len; i++) {
        TextBlock *block = old->pdata[i];
        const TextBlock *value = i + 1 < old->len ? old->pdata[i + 1] : NULL;
        guint from = 0, to = block->tokens->len;
        bool head = block->kind == TEXT_HEADING || (is_text(block) && !strchr(block->text, '\n'));
        LabelKind label = head && value ? label_kind(block, &from, &to, cues) : LABEL_NONE;
        bool joined = label != LABEL_NONE &&
                      is_value(value, label == LABEL_OWN ? MAX_VALUE_WORDS : MAX_SECTION_WORDS) &&
                      is_alone(old, i + 1, cues);
        g_ptr_array_add(document->blocks, block);
        old->pdata[i] = NULL;
        if (joined)
            add_value(&builder, block, from, to, old->pdata[++i]);
    }
    g_string_free(builder.text, TRUE);
}

/* ---- from line to line ---- */

typedef struct {
    guint from, to;       /* tokens of a line, without its break */
    guint label, end;     /* of those, the label's */
    bool is_label, colon; /* colon: it ends in one */
} JoinLine;

static GArray *join_lines(const TextBlock *block, const Cues *cues)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(JoinLine));
    for (guint i = 0; i < block->tokens->len;) {
        JoinLine line = {.from = i};
        while (i < block->tokens->len && g_array_index(block->tokens, Token, i).kind != TOKEN_BREAK)
            i++;
        line.to = i++;
        line.label = line.from;
        line.end = line.to;
        if (line.to == line.from)
            continue;
        line.is_label = label_kind(block, &line.label, &line.end, cues) == LABEL_OWN;
        line.colon = line.to > line.from && g_array_index(block->tokens, Token, line.to - 1).value == ':';
        g_array_append_val(lines, line);
    }
    return lines;
}

/* A label with a colon, or two labels without one, each with a value below. */
static bool has_pairs(const GArray *lines)
{
    guint pairs = 0;
    for (guint i = 0; i + 1 < lines->len; i++) {
        const JoinLine *line = &g_array_index(lines, JoinLine, i);
        if (line->is_label && !g_array_index(lines, JoinLine, i + 1).is_label)
            pairs += line->colon ? 2 : 1;
    }
    return pairs >= 2;
}

static void add_joined(BlockBuilder *builder, const TextBlock *block, const GArray *lines)
{
    TextBlock *copy = block_begin(builder, block->kind, block->level);
    copy->quoted = block->quoted;
    copy->ordered = block->ordered;
    copy->first = block->first;
    copy->task = block->task;
    copy->bold = block->bold;
    for (guint i = 0; i < lines->len; i++) {
        const JoinLine *line = &g_array_index(lines, JoinLine, i);
        bool joined = line->is_label && i + 1 < lines->len && !g_array_index(lines, JoinLine, i + 1).is_label;
        guint start = g_array_index(block->tokens, Token, line->from).start;
        guint end = g_array_index(block->tokens, Token, (joined ? line->end : line->to) - 1).end;
        block_append_part(builder, block, start, end);
        if (i + 1 < lines->len)
            block_append(builder, joined ? ": " : "\n", joined ? 2 : 1, text_block_source(block, end - 1));
    }
    block_append_done(builder);
}

static void join_within(TextDocument *document, const Cues *cues)
{
    g_autoptr(GPtrArray) old = document->blocks;
    document->blocks = g_ptr_array_new_with_free_func(text_block_free);
    BlockBuilder builder = {document, NULL, g_string_new(NULL)};
    for (guint i = 0; i < old->len; i++) {
        TextBlock *block = old->pdata[i];
        g_autoptr(GArray) lines = is_text(block) && strchr(block->text, '\n') ? join_lines(block, cues) : NULL;
        if (lines && has_pairs(lines)) {
            add_joined(&builder, block, lines);
            continue;
        }
        g_ptr_array_add(document->blocks, block);
        old->pdata[i] = NULL;
    }
    g_string_free(builder.text, TRUE);
}

/* ---- the first row of a form ---- */

/* Whether the row's cell is a label, or one of those that tell of the report itself ("Owner"). */
static bool cell_is_label(const TextBlock *row, guint cell, const Cues *cues)
{
    TextCell c = g_array_index(row->cells, TextCell, cell);
    guint from = 0, to = row->tokens->len;
    while (from < to && g_array_index(row->tokens, Token, from).start < c.start)
        from++;
    while (to > from && g_array_index(row->tokens, Token, to - 1).end > c.end)
        to--;
    if (label_kind(row, &from, &to, cues) != LABEL_NONE)
        return true;
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(CueHit));
    if (from < to)
        cues_scan(cues, row->tokens, from, MIN(to, from + MAX_LABEL_WORDS), hits);
    return from < to && tokens_are_label(hits, row->tokens, from, to, CUE_label_ignore);
}

/* "| Severity | High |" above "| Owner | Kim |": Markdown has no table without heads, so a form's first row is one. */
static void free_heads(const TextDocument *document, const Cues *cues)
{
    for (guint b = 0; b + 1 < document->blocks->len; b++) {
        TextBlock *head = document->blocks->pdata[b];
        const TextBlock *next = document->blocks->pdata[b + 1];
        if (head->kind != TEXT_ROW || !head->head || head->cells->len != 2 || next->kind != TEXT_ROW ||
            next->table != head->table || next->cells->len != 2)
            continue;
        head->head = !cell_is_label(head, 0, cues) || cell_is_label(head, 1, cues) || !cell_is_label(next, 0, cues);
    }
}

void labels_join(TextDocument *document, const Cues *cues)
{
    free_heads(document, cues);
    join_within(document, cues);
    join_blocks(document, cues);
}

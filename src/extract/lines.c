/* Hand-broken text: lines that head what stands below them, within what Markdown takes for one paragraph, one item or
 * one underlined heading. Wrapped prose stays whole: its lines begin in small letters or behind an open sentence. */
#include "lines.h"

#include <string.h>

#define LEAST_WIDTH 60 /* bytes to which prose is wrapped */

typedef enum { LINE_TEXT, LINE_HEAD, LINE_SECTION, LINE_DAY } LineKind;

typedef struct {
    guint start, end; /* bytes */
    guint from, to;   /* tokens, without the break */
    LineKind kind;
} Line;

static const Token *token_of(const TextBlock *block, guint i)
{
    return &g_array_index(block->tokens, Token, i);
}

static GArray *lines_of(const TextBlock *block)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(Line));
    const GArray *tokens = block->tokens;
    guint token = 0;
    for (guint start = 0; block->text[start];) {
        guint end = start + (guint)strcspn(block->text + start, "\n");
        Line line = {start, end, token, token, LINE_TEXT};
        while (line.to < tokens->len && token_of(block, line.to)->end <= end)
            line.to++;
        token = line.to + (line.to < tokens->len && token_of(block, line.to)->kind == TOKEN_BREAK);
        g_array_append_val(lines, line);
        start = end + (block->text[end] == '\n');
    }
    return lines;
}

static const Line *line_at(const GArray *lines, guint i)
{
    return &g_array_index(lines, Line, i);
}

static char last_character(const TextBlock *block, const Line *line)
{
    guint end = line->end;
    while (end > line->start && strchr(" \t\"')]*_", block->text[end - 1]))
        end--;
    return end > line->start ? block->text[end - 1] : '\0';
}

static bool is_closed(const TextBlock *block, const Line *line)
{
    return line->end == line->start || strchr(".!?:;", last_character(block, line));
}

/* First word or number behind the marks that decorate the line ("== Summary ==", "[Timeline]"). */
static guint first_word(const TextBlock *block, const Line *line)
{
    guint i = line->from;
    while (i < line->to && token_of(block, i)->kind == TOKEN_MARK)
        i++;
    return i;
}

static bool opens_capital(const TextBlock *block, const Line *line)
{
    guint i = first_word(block, line);
    return i < line->to && (token_of(block, i)->capital || token_of(block, i)->kind == TOKEN_NUMBER);
}

static guint words_of(const TextBlock *block, const Line *line)
{
    guint n = 0;
    for (guint i = line->from; i < line->to; i++)
        n += token_of(block, i)->kind == TOKEN_WORD;
    return n;
}

/* The first word of the line below would have found room: the break was meant. */
static bool is_broken_by_hand(const TextBlock *block, const GArray *lines, guint i, guint width)
{
    const Line *line = line_at(lines, i), *next = i + 1 < lines->len ? line_at(lines, i + 1) : NULL;
    if (!next || next->from >= next->to)
        return true;
    guint word = (guint)strcspn(block->text + next->start, " \n");
    return line->end - line->start + 1 + word + 4 < width;
}

/* Whether the line is a section's name and nothing else. */
static bool names_section(const TextBlock *block, const Line *line, const Cues *cues)
{
    guint from = first_word(block, line);
    if (from >= line->to || line->to - from > 12 || token_of(block, from)->kind != TOKEN_WORD)
        return false;
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(CueHit));
    cues_scan(cues, block->tokens, from, line->to, hits);
    return section_of(hits, block->tokens, from, line->to, true) != SECTION_NONE;
}

static bool is_colon_line(const TextBlock *block, const Line *line)
{
    return last_character(block, line) == ':';
}

/* "Mon 6 May 2024", "3. Juni:": a day and nothing else. */
static bool is_day(const TextBlock *block, const Line *line, const Cues *cues)
{
    guint numbers = 0, months = 0;
    for (guint i = line->from; i < line->to; i++) {
        const Token *token = token_of(block, i);
        bool small = token->kind != TOKEN_WORD;
        bool month = !small && cues_group_of(cues, token->word, CUE_month_1, CUE_month_12) >= 0;
        numbers += token->kind == TOKEN_NUMBER;
        months += month;
        small |= month || (token->kind == TOKEN_WORD && (cues_has_word(cues, token->word, CUE_weekday) ||
                                                         cues_has_word(cues, token->word, CUE_joiner) ||
                                                         cues_has_word(cues, token->word, CUE_ordinal)));
        if (!small || line->to - line->from > 10)
            return false;
    }
    return (months == 1 && numbers >= 1 && numbers <= 2) || (!months && numbers == 3);
}

/* "2024-03-01 09:00 web server down", "Mar 3: no mail" */
static bool begins_with_day(const TextBlock *block, const Line *line, const Cues *cues)
{
    guint numbers = 0, months = 0, i = line->from;
    for (; i < line->to && i < line->from + 8 && numbers < 3 && !(months && numbers); i++) {
        const Token *token = token_of(block, i);
        bool mark = token->kind == TOKEN_MARK && token->value < 128 && strchr("-/.,*", (int)token->value);
        bool month = token->kind == TOKEN_WORD && cues_group_of(cues, token->word, CUE_month_1, CUE_month_12) >= 0;
        bool number = token->kind == TOKEN_NUMBER && (token->digits <= 2 || token->digits == 4);
        bool weekday = token->kind == TOKEN_WORD && cues_has_word(cues, token->word, CUE_weekday);
        numbers += number;
        months += month;
        if (!mark && !month && !number && !weekday)
            return false;
    }
    return (numbers == 3 || (months && numbers)) && i + 2 <= line->to;
}

/* A log: each line of the paragraph has its day. */
static bool is_log(const TextBlock *block, const GArray *lines, const Cues *cues)
{
    for (guint i = 0; i < lines->len; i++)
        if (!begins_with_day(block, line_at(lines, i), cues))
            return false;
    return lines->len >= 2;
}

static LineKind line_kind(const TextDocument *document, const TextBlock *block, const GArray *lines, guint i,
                          guint width, const Cues *cues)
{
    const Line *line = line_at(lines, i);
    guint words = words_of(block, line);
    if (i + 1 < lines->len && is_day(block, line, cues) && is_broken_by_hand(block, lines, i, width))
        return LINE_DAY;
    if (!words || words > 14)
        return LINE_TEXT;
    bool bold = lines_bold(document, block, line->start, line->end);
    if (!bold && (!opens_capital(block, line) || strchr(".!;,", last_character(block, line))))
        return LINE_TEXT;
    bool above = i == 0 || line_at(lines, i - 1)->kind != LINE_TEXT || is_closed(block, line_at(lines, i - 1)) ||
                 is_broken_by_hand(block, lines, i - 1, width);
    bool below = i + 1 >= lines->len || opens_capital(block, line_at(lines, i + 1));
    if (words <= 8 && above && (below || bold || is_colon_line(block, line)) && names_section(block, line, cues))
        return LINE_SECTION;
    return bold && above ? LINE_HEAD : LINE_TEXT;
}

/* ---- the pieces ---- */

/* The text and the addresses of [start, end) at the builder's open block. */
void block_append_part(BlockBuilder *builder, const TextBlock *from, guint start, guint end)
{
    guint low = 0, high = from->spans->len;
    while (high - low > 1) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(from->spans, TextSpan, middle).text <= start)
            low = middle;
        else
            high = middle;
    }
    guint shift = (guint)builder->text->len;
    for (guint at = start; at < end; low++) {
        guint stop = low + 1 < from->spans->len ? g_array_index(from->spans, TextSpan, low + 1).text : end;
        stop = MIN(stop, end);
        if (stop > at)
            block_append(builder, from->text + at, stop - at, text_block_source(from, at));
        at = MAX(at, stop);
    }
    for (guint l = 0; l < from->links->len && l < 64; l++) {
        const TextLink *link = &g_array_index(from->links, TextLink, l);
        TextLink copy = {link->text - start + shift, NULL};
        if (link->text < start || link->text >= end)
            continue;
        copy.url = g_strdup(link->url);
        g_array_append_val(builder->open->links, copy);
    }
}

void block_append_done(BlockBuilder *builder)
{
    guint before = builder->document->blocks->len;
    block_end(builder);
    if (builder->document->blocks->len > before)
        text_block_finish(builder->document, builder->document->blocks->pdata[before]);
}

static void add_piece(BlockBuilder *builder, const TextBlock *from, TextBlockKind kind, const Line *first,
                      const Line *last, bool bold)
{
    bool same = kind == from->kind;
    TextBlock *piece = block_begin(builder, kind, same ? from->level : 0);
    piece->quoted = from->quoted;
    piece->italic = from->italic;
    piece->ordered = same && from->ordered;
    piece->first = same && from->first;
    piece->task = same ? from->task : -1;
    block_append_part(builder, from, first->start, last->end);
    piece->bold = bold                        ? (guint)builder->text->len
                  : first->start < from->bold ? MIN(from->bold - first->start, (guint)builder->text->len)
                                              : 0;
    block_append_done(builder);
}

/* Every head a block of its own; what stands between stays together. An item ends at its first head below. */
static void add_pieces(BlockBuilder *builder, const TextBlock *block, const GArray *lines)
{
    TextBlockKind kind = block->kind;
    for (guint i = 0; i < lines->len;) {
        guint last = i;
        bool head = line_at(lines, i)->kind != LINE_TEXT;
        while (!head && last + 1 < lines->len && line_at(lines, last + 1)->kind == LINE_TEXT)
            last++;
        add_piece(builder, block, kind, line_at(lines, i), line_at(lines, last), head);
        kind = TEXT_PARAGRAPH;
        i = last + 1;
    }
}

/* "Date: 4 May", "**Author**: ..." */
static bool is_labelled(const TextBlock *block, const Line *line)
{
    guint words = 0;
    for (guint i = line->from; i < line->to && i < line->from + 6; i++) {
        const Token *token = token_of(block, i);
        if (token->kind == TOKEN_MARK && token->value == ':')
            return words > 0;
        words += token->kind == TOKEN_WORD;
    }
    return false;
}

/* Leading lines of a text that has no other title, above a section or a label: "Post-mortem", "Mail was down". How many
 * they are. */
static guint mark_title(const TextBlock *block, GArray *lines, guint width)
{
    guint n = 0;
    for (; n + 1 < lines->len && n < 3; n++) {
        const Line *line = line_at(lines, n);
        guint words = words_of(block, line);
        if (line->kind != LINE_TEXT || !words || words > 12 || !opens_capital(block, line) || is_closed(block, line) ||
            is_labelled(block, line) || !is_broken_by_hand(block, lines, n, width))
            break;
    }
    if (n == 0 || (line_at(lines, n)->kind == LINE_TEXT && !is_labelled(block, line_at(lines, n))))
        return 0;
    for (guint i = 0; i < n; i++)
        g_array_index(lines, Line, i).kind = LINE_HEAD;
    return n;
}

/* Every line an item. */
static void add_items(BlockBuilder *builder, const TextBlock *block, const GArray *lines)
{
    for (guint i = 0; i < lines->len; i++) {
        const Line *line = line_at(lines, i);
        TextBlock *item = block_begin(builder, TEXT_ITEM, 1);
        item->quoted = block->quoted;
        item->first = true;
        block_append_part(builder, block, line->start, line->end);
        item->bold = line->start < block->bold ? MIN(block->bold - line->start, (guint)builder->text->len) : 0;
        block_append_done(builder);
    }
}

static void split_block(BlockBuilder *builder, const TextBlock *block, bool opening, const Cues *cues, bool *kept)
{
    g_autoptr(GArray) lines = lines_of(block);
    guint heads = 0, sections = 0, days = 0, width = LEAST_WIDTH;
    *kept = block->kind != TEXT_PARAGRAPH || !is_log(block, lines, cues);
    if (!*kept) {
        add_items(builder, block, lines);
        return;
    }
    for (guint i = 0; i < lines->len; i++)
        width = MAX(width, line_at(lines, i)->end - line_at(lines, i)->start);
    for (guint i = 0; i < lines->len; i++) {
        LineKind kind = line_kind(builder->document, block, lines, i, width, cues);
        bool indented = block->kind == TEXT_ITEM && i > 0 && kind != LINE_TEXT;
        if (indented) { /* what is meant to be within the item stays there */
            guint source = text_block_source(block, line_at(lines, i)->start);
            indented = source > 0 && builder->document->source[source - 1] != '\n';
        }
        g_array_index(lines, Line, i).kind = indented ? LINE_TEXT : kind;
        heads += kind == LINE_HEAD && !indented;
        days += kind == LINE_DAY && !indented;
        sections += kind == LINE_SECTION && !indented;
    }
    if (opening && block->kind == TEXT_PARAGRAPH)
        heads += mark_title(block, lines, width);
    *kept = !sections && !heads && !(days && line_at(lines, 0)->kind == LINE_DAY);
    if (!*kept)
        add_pieces(builder, block, lines);
}

/* ---- underlined headings ---- */

/* A rule below a paragraph makes Markdown take all of its lines for a heading: the last is one if the rule has its
 * length. */
static void split_heading(BlockBuilder *builder, const TextBlock *block)
{
    g_autoptr(GArray) lines = lines_of(block);
    const Line *last = line_at(lines, lines->len - 1);
    const char *source = builder->document->source;
    gsize at = text_block_source(block, last->end - 1);
    at += strcspn(source + at, "\n");
    gsize rule = source[at] ? strspn(source + at + 1, "-=") : 0;
    guint length = last->end - last->start;
    bool title = !is_closed(block, last) && rule <= length + 12 && rule + 12 >= length;
    if (lines->len > 1 || !title)
        add_piece(builder, block, TEXT_PARAGRAPH, line_at(lines, 0), title ? last - 1 : last, false);
    if (title)
        add_piece(builder, block, TEXT_HEADING, last, last, false);
}

static bool is_setext(const TextDocument *document, const TextBlock *block)
{
    guint source = text_block_source(block, 0);
    return block->kind == TEXT_HEADING &&
           (strchr(block->text, '\n') ||
            (block->level == 2 && strlen(block->text) > 60 && g_str_has_suffix(block->text, ".") &&
             source < document->length && (!source || document->source[source - 1] == '\n')));
}

/* A day alone in its paragraph heads what stands below like a line in bold. */
static void mark_day(TextBlock *block, const Cues *cues)
{
    Line line = {0, (guint)strlen(block->text), 0, block->tokens->len, LINE_TEXT};
    if (block->kind == TEXT_PARAGRAPH && !block->bold && is_day(block, &line, cues))
        block->bold = line.end;
}

void text_document_split(TextDocument *document, const Cues *cues)
{
    code_mark(document);
    for (int pass = 0; pass < 2; pass++) { /* what a heading gives back are lines as well */
        g_autoptr(GPtrArray) old = document->blocks;
        document->blocks = g_ptr_array_new_with_free_func(text_block_free);
        BlockBuilder builder = {document, NULL, g_string_new(NULL)};
        bool opening = true;
        for (guint i = 0; i < old->len; i++) {
            TextBlock *block = old->pdata[i];
            bool kept = true;
            if (pass == 0 && is_setext(document, block)) {
                split_heading(&builder, block);
                kept = false;
            } else if (pass == 0 && strchr(block->text, '\n')) {
                kept = !columns_split(&builder, block) && !letters_split(&builder, block);
            } else if (pass == 1 && (block->kind == TEXT_PARAGRAPH || block->kind == TEXT_ITEM) &&
                       strchr(block->text, '\n')) {
                split_block(&builder, block, opening, cues, &kept);
            }
            if (pass == 1 && kept)
                mark_day(block, cues);
            opening = opening && block->kind == TEXT_KEY;
            if (!kept)
                continue;
            g_ptr_array_add(document->blocks, block);
            old->pdata[i] = NULL;
        }
        g_string_free(builder.text, TRUE);
    }
    labels_join(document, cues);
    headings_settle(document, cues);
    lines_unwrap(document, cues);
}

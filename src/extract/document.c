#include "nines/extract/document.h"

#include "builder.h"
#include <string.h>

static void link_clear(gpointer data)
{
    g_free(((TextLink *)data)->url);
}

void text_block_free(gpointer data)
{
    TextBlock *block = data;
    if (!block)
        return;
    g_free(block->text);
    g_array_unref(block->spans);
    g_array_unref(block->cells);
    g_array_unref(block->links);
    if (block->tokens)
        g_array_unref(block->tokens);
    g_free(block);
}

TextBlock *block_begin(BlockBuilder *builder, TextBlockKind kind, int level)
{
    block_end(builder);
    TextBlock *block = g_new0(TextBlock, 1);
    block->kind = kind;
    block->level = level;
    block->table = -1;
    block->task = -1;
    block->spans = g_array_sized_new(FALSE, FALSE, sizeof(TextSpan), 2);
    block->cells = g_array_sized_new(FALSE, FALSE, sizeof(TextCell), 1);
    block->links = g_array_sized_new(FALSE, FALSE, sizeof(TextLink), 1);
    g_array_set_clear_func(block->links, link_clear);
    builder->open = block;
    g_string_truncate(builder->text, 0);
    return block;
}

void block_append(BlockBuilder *builder, const char *bytes, gsize length, guint source)
{
    TextBlock *block = builder->open;
    if (!block || !length)
        return;
    TextSpan span = {(guint)builder->text->len, source};
    const TextSpan *last = block->spans->len ? &g_array_index(block->spans, TextSpan, block->spans->len - 1) : NULL;
    bool goes_on = last && (last->text == span.text || last->source + (span.text - last->text) == source);
    if (!goes_on)
        g_array_append_val(block->spans, span);
    g_string_append_len(builder->text, bytes, (gssize)length);
}

void block_link(BlockBuilder *builder, const char *url, gsize length)
{
    if (!builder->open)
        return;
    TextLink entry = {(guint)builder->text->len, g_strndup(url, length)};
    g_array_append_val(builder->open->links, entry);
}

void heading_path_enter(HeadingPath *path, int level)
{
    path->level = level;
}

void heading_path_details(HeadingPath *path, bool closing)
{
    if (!closing && path->details < G_N_ELEMENTS(path->outside))
        path->outside[path->details++] = path->level;
    else if (closing && path->details)
        path->level = path->outside[--path->details];
}

int heading_path_below(const HeadingPath *path)
{
    return CLAMP((path->details ? path->outside[path->details - 1] : path->level) + 1, 2, 6);
}

static bool is_blank(const char *text)
{
    for (; *text; text++)
        if (!g_ascii_isspace(*text))
            return false;
    return true;
}

void block_end(BlockBuilder *builder)
{
    TextBlock *block = builder->open;
    builder->open = NULL;
    if (!block)
        return;
    if (is_blank(builder->text->str) && !block->links->len && block->kind != TEXT_ROW) {
        text_block_free(block);
        return;
    }
    block->text = g_strndup(builder->text->str, builder->text->len);
    g_ptr_array_add(builder->document->blocks, block);
}

static void index_lines(TextDocument *document)
{
    guint start = 0;
    g_array_append_val(document->lines, start);
    for (const char *p = document->source; (p = memchr(p, '\n', document->length - (gsize)(p - document->source)));
         p++) {
        start = (guint)(p - document->source) + 1;
        g_array_append_val(document->lines, start);
    }
}

static guint line_of(const TextDocument *document, guint source)
{
    guint low = 0, high = document->lines->len;
    while (high - low > 1) {
        guint middle = (low + high) / 2;
        if (g_array_index(document->lines, guint, middle) <= source)
            low = middle;
        else
            high = middle;
    }
    return low;
}

guint text_document_line(const TextDocument *document, guint source, guint *end)
{
    guint line = line_of(document, source);
    *end =
        line + 1 < document->lines->len ? g_array_index(document->lines, guint, line + 1) - 1 : (guint)document->length;
    return g_array_index(document->lines, guint, line);
}

guint text_block_source(const TextBlock *block, guint offset)
{
    guint low = 0, high = block->spans->len;
    if (!high)
        return 0;
    while (high - low > 1) {
        guint middle = (low + high) / 2;
        if (g_array_index(block->spans, TextSpan, middle).text <= offset)
            low = middle;
        else
            high = middle;
    }
    TextSpan span = g_array_index(block->spans, TextSpan, low);
    return span.source + (offset > span.text ? offset - span.text : 0);
}

void text_block_finish(TextDocument *document, TextBlock *block)
{
    block->line = (int)line_of(document, text_block_source(block, 0)) + 1;
    tokens_read(document, block);
}

TextDocument *text_document_read(const char *name, const char *bytes, gsize length)
{
    TextDocument *document = g_new0(TextDocument, 1);
    document->name = g_strdup(name);
    document->lines = g_array_new(FALSE, FALSE, sizeof(guint));
    document->blocks = g_ptr_array_new_with_free_func(text_block_free);
    document->words = g_string_chunk_new(4096);
    document->source = source_repair(bytes, length, document);
    document->length = strlen(document->source);
    index_lines(document);
    guint body = text_front_matter_read(document);
    if (html_is_page(name, document->source + body, document->length - body))
        html_read(document, body, (guint)document->length, NULL);
    else
        markdown_read(document, body, (guint)document->length);
    pipe_tables_read(document);
    for (guint i = 0; i < document->blocks->len; i++)
        text_block_finish(document, document->blocks->pdata[i]);
    return document;
}

void text_document_free(TextDocument *document)
{
    if (!document)
        return;
    g_free(document->name);
    g_free(document->source);
    g_array_unref(document->lines);
    g_ptr_array_unref(document->blocks);
    g_string_chunk_free(document->words);
    g_free(document);
}

const TextBlock *text_document_block(const TextDocument *document, guint index)
{
    return document->blocks->pdata[index];
}

void text_document_place(const TextDocument *document, guint block, guint offset, int *line, int *column)
{
    guint source = MIN(text_block_source(document->blocks->pdata[block], offset), (guint)document->length);
    guint row = line_of(document, source);
    const char *start = document->source + g_array_index(document->lines, guint, row);
    *line = (int)row + 1;
    *column = (int)g_utf8_strlen(start, MIN(document->source + source - start, 100000)) + 1;
}

const char *text_block_kind_name(TextBlockKind kind)
{
    static const char *const names[] = {"heading", "paragraph", "item", "row", "key", "code"};
    return names[kind];
}

void text_document_explain(const TextDocument *document, GString *out)
{
    for (guint i = 0; i < document->blocks->len; i++) {
        const TextBlock *block = document->blocks->pdata[i];
        g_autofree char *flat = g_strdelimit(g_strdup(block->text), "\n", '/');
        g_string_append_printf(out, "%5d %-9s %d %s\n", block->line, text_block_kind_name(block->kind), block->level,
                               flat);
    }
}

bool text_block_is_title(const TextBlock *block)
{
    static const char *const keys[] = {"title",  "heading", "headline", "titel",      "titre",    "titulo",
                                       "título", "titolo",  "subject",  "page_title", "pagetitle"};
    for (guint i = 0; block->kind == TEXT_KEY && i < G_N_ELEMENTS(keys); i++) {
        size_t n = strlen(keys[i]);
        if (g_ascii_strncasecmp(block->text, keys[i], n) == 0 && !g_ascii_isalpha(block->text[n]))
            return true;
    }
    return false;
}

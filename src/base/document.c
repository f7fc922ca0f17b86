#include "nines/base/document.h"
#include <string.h>

static const char *const mark_names[] = {"line", "bar",   "hbar", "dot",       "whisker", "strip",
                                         "step", "gantt", "heat", "waterfall", "pareto",  "calendar"};

const char *mark_name(Mark mark)
{
    return mark_names[mark];
}

bool mark_find(const char *name, Mark *out)
{
    for (gsize i = 0; i < G_N_ELEMENTS(mark_names); i++)
        if (strcmp(mark_names[i], name) == 0) {
            *out = (Mark)i;
            return true;
        }
    return false;
}

Chart *chart_new(const char *name, Mark mark)
{
    Chart *chart = g_new0(Chart, 1);
    chart->name = g_strdup(name);
    chart->mark = mark;
    chart->table = table_new(name);
    return chart;
}

static void clear_encoding(Encoding *encoding)
{
    g_free(encoding->field);
    g_free(encoding->title);
}

void chart_free(Chart *chart)
{
    if (chart == NULL)
        return;
    Encoding *encodings[] = {&chart->x,      &chart->x2,    &chart->y,      &chart->low,   &chart->high,
                             &chart->series, &chart->value, &chart->target, &chart->label, &chart->dash};
    for (gsize i = 0; i < G_N_ELEMENTS(encodings); i++)
        clear_encoding(encodings[i]);
    g_free(chart->name);
    g_free(chart->title);
    g_free(chart->subtitle);
    g_free(chart->source);
    g_free(chart->empty);
    table_free(chart->table);
    g_free(chart);
}

static void sheet_column_free(gpointer data)
{
    SheetColumn *column = data;
    g_free(column->field);
    g_free(column->title);
    g_free(column->formula);
    g_free(column->first);
    g_free(column->group);
    g_free(column->note);
    g_free(column);
}

Sheet *sheet_new(const char *name)
{
    Sheet *sheet = g_new0(Sheet, 1);
    sheet->name = g_strdup(name);
    sheet->table = table_new(name);
    sheet->columns = g_ptr_array_new_with_free_func(sheet_column_free);
    sheet->charts = g_ptr_array_new();
    return sheet;
}

void sheet_free(Sheet *sheet)
{
    if (sheet == NULL)
        return;
    g_free(sheet->name);
    g_free(sheet->table_name);
    g_free(sheet->title);
    g_free(sheet->text);
    g_free(sheet->empty);
    table_free(sheet->table);
    g_ptr_array_unref(sheet->columns);
    g_ptr_array_unref(sheet->charts);
    g_free(sheet);
}

SheetColumn *sheet_add_column(Sheet *sheet, const char *field, const char *title)
{
    SheetColumn *column = g_new0(SheetColumn, 1);
    column->field = g_strdup(field);
    column->title = g_strdup(title);
    g_ptr_array_add(sheet->columns, column);
    return column;
}

Figure *figure_new(const char *name, const char *title)
{
    Figure *figure = g_new0(Figure, 1);
    figure->name = g_strdup(name);
    figure->title = g_strdup(title);
    return figure;
}

void figure_free(Figure *figure)
{
    if (figure == NULL)
        return;
    if (figure->value.type == CELL_TEXT)
        g_free(figure->value.text);
    g_free(figure->name);
    g_free(figure->title);
    g_free(figure->formula);
    g_free(figure->currency);
    g_free(figure->note);
    g_free(figure->beside);
    g_free(figure);
}

static void block_free(gpointer data)
{
    Block *block = data;
    g_free(block->text);
    g_ptr_array_unref(block->charts);
    g_ptr_array_unref(block->fields);
    g_free(block);
}

Page *page_new(const char *title)
{
    Page *page = g_new0(Page, 1);
    page->title = g_strdup(title);
    page->blocks = g_ptr_array_new_with_free_func(block_free);
    return page;
}

void page_free(Page *page)
{
    if (page == NULL)
        return;
    g_free(page->title);
    g_ptr_array_unref(page->blocks);
    g_free(page);
}

Block *page_add_block(Page *page, BlockKind kind)
{
    Block *block = g_new0(Block, 1);
    block->kind = kind;
    block->fields = g_ptr_array_new_with_free_func(g_free);
    block->charts = g_ptr_array_new();
    g_ptr_array_add(page->blocks, block);
    return block;
}

Document *document_new(const char *name)
{
    Document *document = g_new0(Document, 1);
    document->name = g_strdup(name);
    document->zone = zone_utc();
    document->figures = g_ptr_array_new_with_free_func((GDestroyNotify)figure_free);
    document->charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
    document->sheets = g_ptr_array_new_with_free_func((GDestroyNotify)sheet_free);
    document->pages = g_ptr_array_new_with_free_func((GDestroyNotify)page_free);
    return document;
}

void document_free(Document *document)
{
    if (document == NULL)
        return;
    char *texts[] = {document->name,   document->title,   document->subtitle, document->footer,
                     document->author, document->subject, document->keywords};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_ptr_array_unref(document->pages);
    g_ptr_array_unref(document->sheets);
    g_ptr_array_unref(document->charts);
    g_ptr_array_unref(document->figures);
    g_free(document);
}

const Figure *document_figure(const Document *document, const char *name)
{
    for (guint i = 0; i < document->figures->len; i++) {
        const Figure *figure = g_ptr_array_index(document->figures, i);
        if (strcmp(figure->name, name) == 0)
            return figure;
    }
    return NULL;
}

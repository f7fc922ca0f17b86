#include "summary_sheet.h"
#include "sheet_emit.h"
#include "term_width.h"
#include <string.h>

#define LABEL_WIDTH 38.0
#define VALUE_WIDTH 24.0
#define NOTE_WIDTH 90.0

typedef struct {
    const BookPlan *plan;
    Xlsx *book;
    XlsxSheet *sheet;
    guint row; /* next */
} Summary;

static void emit_line(Summary *s, const char *text, unsigned flags)
{
    if (text != NULL && text[0] != '\0')
        xlsx_text(s->sheet, s->row++, 0, text, xlsx_look(s->book, flags, NULL));
}

static void emit_heading(Summary *s, const char *a, const char *b, const char *c)
{
    XlsxLook look = xlsx_look(s->book, XLSX_HEADER, NULL), right = xlsx_look(s->book, XLSX_HEADER | XLSX_RIGHT, NULL);
    xlsx_text(s->sheet, s->row, 0, a, look);
    xlsx_text(s->sheet, s->row, 1, b, right);
    xlsx_text(s->sheet, s->row++, 2, c, xlsx_look(s->book, XLSX_HEADER | XLSX_INDENT, NULL));
}

static char *figure_format(const Figure *figure)
{
    if (unit_of_name(figure->name) == UNIT_MONEY)
        return money_number_format(figure->currency);
    return value_number_format(figure->name, &figure->value);
}

static void emit_figure_value(const Summary *s, const FigurePlan *plan, XlsxLook look)
{
    const Figure *figure = plan->figure;
    SheetValue value;
    sheet_value(&figure->value, figure->name, figure->currency, s->plan->document->zone, &value);
    const Formula *formula = s->plan->live ? plan->formula : NULL;
    if (formula != NULL && value.type == CELL_REAL)
        xlsx_formula_number(s->sheet, s->row, 1, formula->text, value.number, look);
    else if (formula != NULL)
        xlsx_formula_text(s->sheet, s->row, 1, formula->text, value.text != NULL ? value.text : "", look);
    else if (value.type == CELL_REAL)
        xlsx_number(s->sheet, s->row, 1, value.number, look);
    else
        xlsx_text(s->sheet, s->row, 1, value.text, look);
}

static void emit_figure(Summary *s, const FigurePlan *plan)
{
    g_autofree char *format = figure_format(plan->figure);
    XlsxLook label = xlsx_look(s->book, XLSX_WRAP | XLSX_RULED, NULL),
             quiet = xlsx_look(s->book, XLSX_QUIET | XLSX_WRAP | XLSX_INDENT | XLSX_RULED, NULL);
    XlsxLook look = xlsx_look(s->book, XLSX_STRONG | XLSX_RIGHT | XLSX_WRAP | XLSX_RULED, format);
    const char *title = plan->figure->title;
    xlsx_text(s->sheet, s->row, 0, title != NULL ? title : plan->figure->name, label);
    emit_figure_value(s, plan, look);
    xlsx_text(s->sheet, s->row, 2, plan->figure->note, quiet);
    xlsx_define_cell(s->sheet, plan->name, s->row, 1);
    s->row++;
}

static void emit_figures(Summary *s)
{
    guint first = s->row + 1;
    if (s->plan->figures->len == 0)
        return;
    emit_heading(s, "Figure", "Value", "What it is");
    for (guint i = 0; i < s->plan->figures->len; i++)
        emit_figure(s, g_ptr_array_index(s->plan->figures, i));
    sheet_emit_verdicts(s->sheet, (XlsxRange){first, 1, s->row - 1, 1});
    s->row++;
}

static void emit_link(Summary *s, const SummaryLink *link)
{
    g_auto(GStrv) parts = g_strsplit(link->sheet, "'", -1);
    g_autofree char *quoted = g_strjoinv("''", parts);
    g_autofree char *place = g_strdup_printf("internal:'%s'!A1", quoted);
    xlsx_link(s->sheet, s->row, 0, place, link->sheet, xlsx_look(s->book, XLSX_LINK | XLSX_RULED, NULL));
    xlsx_blank(s->sheet, s->row, 1, xlsx_look(s->book, XLSX_RULED, NULL));
    xlsx_text(s->sheet, s->row++, 2, link->title,
              xlsx_look(s->book, XLSX_QUIET | XLSX_WRAP | XLSX_INDENT | XLSX_RULED, NULL));
}

void summary_sheet_emit(const BookPlan *plan, Xlsx *book, XlsxSheet *sheet, const SummaryLink *links, guint n_links)
{
    const Document *document = plan->document;
    Summary s = {.plan = plan, .book = book, .sheet = sheet};
    xlsx_column_width(sheet, 0, LABEL_WIDTH);
    xlsx_column_width(sheet, 1, VALUE_WIDTH);
    xlsx_column_width(sheet, 2, NOTE_WIDTH);
    emit_line(&s, document->title != NULL ? document->title : document->name, XLSX_TITLE);
    emit_line(&s, document->subtitle, XLSX_QUIET);
    if (!plan->live)
        emit_line(&s, "So many rows that this file holds values without live formulas.", XLSX_STRONG);
    s.row++;
    emit_figures(&s);
    emit_heading(&s, "Sheet", "", "What it holds");
    for (guint i = 0; i < n_links; i++)
        emit_link(&s, &links[i]);
    s.row++;
    emit_line(&s, document->footer, XLSX_QUIET);
    sheet_emit_page(sheet, document, "Summary");
}

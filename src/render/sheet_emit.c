#include "sheet_emit.h"
#include "guard.h"
#include "native_chart.h"
#include "verdict.h"
#include <math.h>
#include <string.h>

#define CODES_LENGTH 90 /* of each part of a header; 255 bytes in all */
#define LINE_POINTS 15.0
#define PAGE_CHARACTERS 240.0 /* that one page shows in a readable size */
#define ROWS_ABOVE_CHARTS 60
#define PIXELS_PER_CHARACTER 7.0
#define PRINTED_BESIDE 110.0 /* characters: wider tables are printed without the charts beside them */

/* ---- verdicts ---- */

void sheet_emit_verdicts(XlsxSheet *sheet, XlsxRange range)
{
    static const XlsxTone tones[] = {
        [VERDICT_GOOD] = XLSX_GOOD, [VERDICT_BAD] = XLSX_BAD, [VERDICT_UNCLEAR] = XLSX_UNCLEAR};
    Verdict verdict;
    const char *word;
    for (guint i = 0; (word = verdict_word(i, &verdict)) != NULL; i++)
        if (verdict != VERDICT_ABSENT)
            xlsx_word_rule(sheet, range, word, tones[verdict]);
}

/* ---- looks ---- */

static unsigned side_of(const ColumnPlan *column)
{
    return column->right ? XLSX_RIGHT : XLSX_INDENT;
}

static unsigned style_flags(const ColumnPlan *column)
{
    static const unsigned by_style[] = {
        [STYLE_PLAIN] = 0,          [STYLE_VERDICT] = 0, [STYLE_BAR] = 0,  [STYLE_STRONG] = XLSX_STRONG,
        [STYLE_QUIET] = XLSX_QUIET, [STYLE_LINK] = 0,    [STYLE_HEAT] = 0, [STYLE_TREND] = XLSX_QUIET};
    return by_style[column->style] | side_of(column) | XLSX_RULED | (column->wrap ? XLSX_WRAP : 0);
}

/* The look of a column's cells; for money it changes with the row's currency. */
typedef struct {
    XlsxLook look, link;
    unsigned flags;
    char *currency; /* that look was made for */
} Looks;

static void looks_clear(gpointer data)
{
    g_free(((Looks *)data)->currency);
}

static GArray *looks_new(const SheetEmission *e)
{
    GArray *all = g_array_new(FALSE, TRUE, sizeof(Looks));
    g_array_set_clear_func(all, looks_clear);
    for (guint i = 0; i < e->plan->columns->len; i++) {
        const ColumnPlan *column = sheet_plan_column(e->plan, i);
        Looks looks = {.flags = style_flags(column) | (e->plan->wraps ? XLSX_TOP : 0)};
        looks.look = xlsx_look(e->book, looks.flags, column->number_format);
        looks.link = xlsx_look(e->book, looks.flags | XLSX_LINK, NULL);
        g_array_append_val(all, looks);
    }
    return all;
}

static XlsxLook money_look(const SheetEmission *e, Looks *looks, const char *currency)
{
    if (looks->currency == NULL || g_strcmp0(looks->currency, currency) != 0) {
        g_autofree char *format = money_number_format(currency);
        g_free(looks->currency);
        looks->currency = g_strdup(currency != NULL ? currency : "");
        looks->look = xlsx_look(e->book, looks->flags, format);
    }
    return looks->look;
}

/* ---- cells ---- */

/* "3;1;;7" as blocks of eight heights, a gap where a value is missing. */
static char *trend_blocks(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, ";", -1);
    double low = INFINITY, high = -INFINITY;
    for (char **part = parts; *part != NULL; part++)
        if (**part != '\0') {
            low = fmin(low, g_ascii_strtod(*part, NULL));
            high = fmax(high, g_ascii_strtod(*part, NULL));
        }
    GString *out = g_string_new(NULL);
    for (char **part = parts; *part != NULL; part++) {
        double share = high > low ? (g_ascii_strtod(*part, NULL) - low) / (high - low) : 0.5;
        if (**part == '\0')
            g_string_append_c(out, ' ');
        else
            g_string_append_unichar(out, 0x2581 + (gunichar)lround(7 * share));
    }
    return g_string_free(out, FALSE);
}

static void emit_value(const SheetEmission *e, guint row, guint at, const ColumnPlan *column, const SheetValue *value,
                       const Looks *looks)
{
    if (value->type == CELL_REAL)
        xlsx_number(e->sheet, row, at, value->number, looks->look);
    else if (value->type == CELL_TEXT && column->style == STYLE_LINK)
        xlsx_link(e->sheet, row, at, value->text, value->text, looks->link);
    else if (value->type == CELL_TEXT && column->style == STYLE_TREND) {
        g_autofree char *blocks = trend_blocks(value->text);
        xlsx_text(e->sheet, row, at, blocks, looks->look);
    } else if (value->type == CELL_TEXT)
        xlsx_text(e->sheet, row, at, value->text, looks->look);
    else
        xlsx_blank(e->sheet, row, at, looks->look);
}

static void emit_formula(const SheetEmission *e, guint row, guint at, const Formula *formula, const SheetValue *value,
                         XlsxLook look)
{
    g_autofree char *made = formula->uses_prev ? formula_at_row(formula, row) : NULL;
    const char *text = made != NULL ? made : formula->text;
    if (value->type == CELL_REAL)
        xlsx_formula_number(e->sheet, row, at, text, value->number, look);
    else
        xlsx_formula_text(e->sheet, row, at, text, value->text != NULL ? value->text : "", look);
}

static void emit_cell(const SheetEmission *e, guint table_row, guint at, Looks *looks)
{
    const ColumnPlan *column = sheet_plan_column(e->plan, at);
    const Table *table = e->plan->sheet->table;
    const char *currency = column->money ? row_currency(table, table_row) : NULL;
    const Formula *formula = e->live ? sheet_plan_formula(e->plan, column, table_row) : NULL;
    guint row = e->plan->header_row + 1 + table_row - e->first;
    SheetValue value;
    sheet_value(table_cell(table, table_row, column->table_column), column->field, currency, e->document->zone, &value);
    if (column->money)
        money_look(e, looks, currency);
    if (formula != NULL)
        emit_formula(e, row, at, formula, &value, looks->look);
    else
        emit_value(e, row, at, column, &value, looks);
}

static void emit_rows(const SheetEmission *e)
{
    g_autoptr(GArray) looks = looks_new(e);
    for (guint row = e->first; row < e->first + e->n; row++) {
        guint lines = sheet_plan_row_lines(e->plan, row);
        if (lines > 1)
            xlsx_row_height(e->sheet, e->plan->header_row + 1 + row - e->first, LINE_POINTS * lines);
        for (guint at = 0; at < e->plan->columns->len; at++)
            emit_cell(e, row, at, &g_array_index(looks, Looks, at));
    }
}

/* ---- the frame ---- */

static void emit_lines(const SheetEmission *e)
{
    XlsxLook title = xlsx_look(e->book, XLSX_TITLE, NULL), quiet = xlsx_look(e->book, XLSX_QUIET, NULL);
    for (guint i = 0; i < e->plan->lines->len; i++)
        xlsx_text(e->sheet, i, 0, g_ptr_array_index(e->plan->lines, i), i == 0 ? title : quiet);
    if (e->n < e->plan->n_rows) {
        g_autofree char *part = g_strdup_printf("Rows %u to %u of %u; the others stand on the sheets beside this one.",
                                                e->first + 1, e->first + e->n, e->plan->n_rows);
        xlsx_text(e->sheet, e->plan->lines->len, 0, part, quiet);
    }
}

static guint last_row(const SheetEmission *e)
{
    return e->plan->header_row + MAX(e->n, 1);
}

static void emit_table(const SheetEmission *e)
{
    guint n = e->plan->columns->len;
    g_autofree XlsxTableColumn *columns = g_new0(XlsxTableColumn, n);
    for (guint i = 0; i < n; i++) {
        const ColumnPlan *column = sheet_plan_column(e->plan, i);
        bool uniform = column->formula != NULL && !column->formula->uses_prev && column->first == NULL;
        columns[i] = (XlsxTableColumn){.header = column->header,
                                       .formula = uniform && e->n > 0 ? column->formula->text : NULL,
                                       .total = column->total,
                                       .look = side_of(column)};
    }
    bool totals = e->plan->totals && e->n > 0;
    XlsxTable table = {.name = e->plan->table_name,
                       .range = {e->plan->header_row, 0, last_row(e) + (totals ? 1 : 0), n - 1},
                       .columns = columns,
                       .totals = totals};
    xlsx_add_table(e->sheet, &table);
}

static void emit_headers(const SheetEmission *e)
{
    guint n = e->plan->columns->len;
    for (guint i = 0; i < n; i++) {
        const ColumnPlan *column = sheet_plan_column(e->plan, i);
        XlsxLook look = xlsx_look(e->book, XLSX_HEADER | side_of(column), NULL);
        xlsx_text(e->sheet, e->plan->header_row, i, column->header, look);
    }
    xlsx_autofilter(e->sheet, (XlsxRange){e->plan->header_row, 0, last_row(e), n - 1});
}

static void emit_total(const SheetEmission *e, guint row, guint at)
{
    const ColumnPlan *column = sheet_plan_column(e->plan, at);
    const char *currency = column->money ? row_currency(e->plan->sheet->table, 0) : NULL;
    g_autofree char *money = column->money ? money_number_format(currency) : NULL;
    XlsxLook look = xlsx_look(e->book, XLSX_TOTAL | side_of(column), column->money ? money : column->number_format);
    if (column->total) {
        g_autofree char *reference = sheet_plan_column_reference(e->plan, column);
        g_autofree char *formula = g_strdup_printf("=SUBTOTAL(109,%s)", reference);
        xlsx_formula_number(e->sheet, row, at, formula, column->sum, look);
        return;
    }
    if (at == 0)
        xlsx_text(e->sheet, row, at, "Total", xlsx_look(e->book, XLSX_TOTAL, NULL));
    else
        xlsx_blank(e->sheet, row, at, look);
}

static void emit_totals(const SheetEmission *e)
{
    if (!e->live || !e->plan->totals || e->n == 0)
        return;
    for (guint at = 0; at < e->plan->columns->len; at++)
        emit_total(e, last_row(e) + 1, at);
}

/* Neighbouring columns of a heat map share their shades. */
static void emit_heat(const SheetEmission *e)
{
    guint n = e->plan->columns->len;
    for (guint at = 0; at < n; at++) {
        guint first = at;
        while (at < n && sheet_plan_column(e->plan, at)->style == STYLE_HEAT)
            at++;
        if (at > first)
            xlsx_heat_rule(e->sheet, (XlsxRange){e->plan->header_row + 1, first, last_row(e), at - 1});
    }
}

static void emit_rules(const SheetEmission *e)
{
    for (guint at = 0; at < e->plan->columns->len; at++) {
        const ColumnPlan *column = sheet_plan_column(e->plan, at);
        XlsxRange range = {e->plan->header_row + 1, at, last_row(e), at};
        if (column->style == STYLE_VERDICT)
            sheet_emit_verdicts(e->sheet, range);
        if (column->style == STYLE_BAR)
            xlsx_bar_rule(e->sheet, range);
    }
    emit_heat(e);
}

static void emit_columns(const SheetEmission *e)
{
    for (guint at = 0; at < e->plan->columns->len; at++) {
        const ColumnPlan *column = sheet_plan_column(e->plan, at);
        xlsx_column_width(e->sheet, at, column->width);
        if (column->note != NULL && column->note[0] != '\0')
            xlsx_comment(e->sheet, e->plan->header_row, at, column->note);
    }
}

static XlsxPage page_of(const Document *document, guint repeat)
{
    return (XlsxPage){.letter = document->page_width_in > 8.4 && document->page_width_in < 8.6,
                      .repeat_from = repeat,
                      .repeat_to = repeat};
}

static void emit_codes(XlsxSheet *sheet, const Document *document, const char *title, XlsxPage *page)
{
    g_autofree char *left = guard_codes(document->title != NULL ? document->title : "", CODES_LENGTH);
    g_autofree char *right = guard_codes(title, CODES_LENGTH);
    g_autofree char *below = guard_codes(document->subtitle != NULL ? document->subtitle : "", CODES_LENGTH * 2);
    g_autofree char *header = g_strdup_printf("&L %s&R %s", left, right);
    g_autofree char *footer = g_strdup_printf("&L&8 %s&R&8 Page &P of &N", below);
    page->header = header;
    page->footer = footer;
    xlsx_page(sheet, page);
}

void sheet_emit_page(XlsxSheet *sheet, const Document *document, const char *title)
{
    XlsxPage page = page_of(document, 0);
    emit_codes(sheet, document, title, &page);
}

static void emit_page(const SheetEmission *e)
{
    XlsxPage page = page_of(e->document, e->plan->header_row);
    bool has_charts = e->plan->sheet->charts != NULL && e->plan->sheet->charts->len > 0;
    page.pages_wide = (guint)(e->plan->width / PAGE_CHARACTERS) + 1;
    page.repeat_columns = page.pages_wide > 1 ? e->plan->key_columns : 0;
    if (has_charts && e->plan->width > PRINTED_BESIDE && !sheet_emit_charts_below(e->plan))
        page.area = (XlsxRange){0, 0, last_row(e) + 1, e->plan->columns->len - 1};
    emit_codes(e->sheet, e->document, e->plan->sheet->name, &page);
}

bool sheet_emit_charts_below(const SheetPlan *plan)
{
    return plan->width > PRINTED_BESIDE && plan->n_rows <= ROWS_ABOVE_CHARTS;
}

void sheet_emit_chart_place(const SheetPlan *plan, guint index, guint *row, guint *column)
{
    const guint step = NATIVE_CHART_HEIGHT / 20 + 2;
    if (!sheet_emit_charts_below(plan)) {
        *row = plan->header_row + 1 + index * step; /* below the row that each printed page repeats */
        *column = plan->columns->len + 1;
        return;
    }
    double before = 0, room = NATIVE_CHART_WIDTH / PIXELS_PER_CHARACTER + 3;
    guint right = 0;
    while (right < plan->columns->len && before < room)
        before += sheet_plan_column(plan, right++)->width;
    *row = plan->header_row + MAX(plan->n_rows, 1) + 4 + index / 2 * step;
    *column = index % 2 == 0 ? 0 : right;
}

void sheet_emit(const SheetEmission *e)
{
    emit_columns(e);
    emit_lines(e);
    xlsx_row_height(e->sheet, e->plan->header_row, e->plan->header_height);
    if (e->live)
        emit_table(e);
    else
        emit_headers(e);
    emit_rows(e);
    emit_totals(e);
    emit_rules(e);
    xlsx_freeze(e->sheet, e->plan->header_row + 1, e->plan->columns->len > 4 ? e->plan->key_columns : 0);
    emit_page(e);
}

#include "nines/render/workbook.h"
#include "guard.h"
#include "native_chart.h"
#include "nines/base/file.h"
#include "sheet_emit.h"
#include "summary_sheet.h"
#include "xlsx.h"

/* A sheet of the plan and the sheets of the file that hold its rows. */
typedef struct {
    const SheetPlan *plan;
    XlsxSheet *sheet;
    guint first, n; /* rows of the table */
} Part;

typedef struct {
    const BookPlan *plan;
    const BookLimits *limits;
    Xlsx *book;
    XlsxSheet *summary;
    ChartData charts;
    GArray *parts; /* Part */
} Emission;

static XlsxSheet *add_sheet(Emission *e, const char *wish)
{
    g_autofree char *name = xlsx_sheet_name(e->book, wish);
    return xlsx_add_sheet(e->book, name);
}

static bool has_sheet_named(const BookPlan *plan, const char *name)
{
    for (guint i = 0; i < plan->sheets->len; i++)
        if (g_ascii_strcasecmp(book_plan_sheet(plan, i)->sheet->name, name) == 0)
            return true;
    return false;
}

static void add_parts(Emission *e, const SheetPlan *plan)
{
    guint room = e->limits->rows_per_sheet - plan->header_row - 4;
    guint first = 0;
    do {
        Part part = {.plan = plan, .sheet = add_sheet(e, plan->sheet->name), .first = first};
        part.n = MIN(plan->n_rows - first, room);
        g_array_append_val(e->parts, part);
        first += room;
    } while (first < plan->n_rows);
}

static void add_sheets(Emission *e)
{
    e->summary = add_sheet(e, has_sheet_named(e->plan, "Summary") ? "Figures" : "Summary");
    for (guint i = 0; i < e->plan->sheets->len; i++)
        add_parts(e, book_plan_sheet(e->plan, i));
    if (native_chart_needs_data(e->plan))
        e->charts.data = add_sheet(e, "Chart data");
}

static void emit_summary(Emission *e)
{
    g_autoptr(GArray) links = g_array_new(FALSE, TRUE, sizeof(SummaryLink));
    for (guint i = 0; i < e->parts->len; i++) {
        const Part *part = &g_array_index(e->parts, Part, i);
        SummaryLink link = {.sheet = xlsx_name_of(part->sheet), .title = g_ptr_array_index(part->plan->lines, 0)};
        g_array_append_val(links, link);
    }
    summary_sheet_emit(e->plan, e->book, e->summary, (const SummaryLink *)(void *)links->data, links->len);
}

static void emit_charts(Emission *e, const Part *part)
{
    const GPtrArray *charts = part->plan->sheet->charts;
    guint n = 0;
    for (guint i = 0; charts != NULL && part->first == 0 && i < charts->len; i++) {
        const Chart *chart = g_ptr_array_index(charts, i);
        guint row, column;
        if (!native_chart_has(chart))
            continue;
        sheet_emit_chart_place(part->plan, n++, &row, &column);
        native_chart_add(&e->charts, chart, part->plan, part->sheet, row, column);
    }
}

static void emit(Emission *e)
{
    add_sheets(e);
    emit_summary(e);
    for (guint i = 0; i < e->parts->len; i++) {
        const Part *part = &g_array_index(e->parts, Part, i);
        SheetEmission sheet = {.plan = part->plan,
                               .document = e->plan->document,
                               .book = e->book,
                               .sheet = part->sheet,
                               .live = e->plan->live,
                               .first = part->first,
                               .n = part->n};
        sheet_emit(&sheet);
        emit_charts(e, part);
    }
    if (e->charts.data != NULL)
        sheet_emit_page(e->charts.data, e->plan->document, "Chart data");
}

static XlsxProperties properties_of(const Document *document)
{
    return (XlsxProperties){.title = document->title,
                            .subject = document->subject != NULL ? document->subject : document->subtitle,
                            .author = document->author != NULL ? document->author : "nines",
                            .keywords = document->keywords,
                            .comments = document->footer,
                            .created = document->as_of};
}

bool book_write(const Document *document, const char *path, const BookLimits *limits, GError **error)
{
    g_autoptr(BookPlan) plan = book_plan_new(document, limits, error);
    if (plan == NULL)
        return false;
    g_autoptr(FileWriter) writer = file_writer_open(path, error);
    if (writer == NULL)
        return false;
    XlsxProperties properties = properties_of(document);
    g_autoptr(Xlsx) book = xlsx_new(writer->temporary, &properties, !plan->live, error);
    if (book == NULL)
        return false;
    g_autoptr(GArray) parts = g_array_new(FALSE, TRUE, sizeof(Part));
    Emission e = {.plan = plan, .limits = limits, .book = book, .parts = parts};
    e.charts = (ChartData){.book = book, .zone = document->zone};
    emit(&e);
    if (!xlsx_close(book, error)) {
        g_prefix_error(error, "%s: ", path);
        return false;
    }
    return file_writer_commit(writer, error);
}

bool workbook_write(const Document *document, const char *path, GError **error)
{
    return book_write(document, path, &book_limits, error);
}

#include "nines/render/pdf.h"

#include "nines/base/file.h"
#include "nines/render/chart.h"
#include "output.h"
#include <cairo-pdf.h>

static void set_metadata(cairo_surface_t *pdf, const Document *document)
{
    const struct {
        cairo_pdf_metadata_t key;
        const char *value;
    } entries[] = {
        {CAIRO_PDF_METADATA_TITLE, document->title ? document->title : document->name},
        {CAIRO_PDF_METADATA_AUTHOR, document->author},
        {CAIRO_PDF_METADATA_SUBJECT, document->subject ? document->subject : document->subtitle},
        {CAIRO_PDF_METADATA_KEYWORDS, document->keywords},
        {CAIRO_PDF_METADATA_CREATOR, "nines " NINES_VERSION},
    };
    for (guint i = 0; i < G_N_ELEMENTS(entries); i++)
        if (entries[i].value)
            cairo_pdf_surface_set_metadata(pdf, entries[i].key, entries[i].value);
    output_set_dates(pdf, document->as_of);
}

static void add_outline(cairo_surface_t *pdf, const Layout *layout)
{
    int parent = CAIRO_PDF_OUTLINE_ROOT;
    for (guint i = 0; i < layout->outline->len; i++) {
        const OutlineEntry *entry = g_ptr_array_index(layout->outline, i);
        char y[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(y, sizeof y, "%.1f", entry->y);
        g_autofree char *target = g_strdup_printf("page=%u pos=[0 %s]", entry->page + 1, y);
        int above = entry->level > 1 ? parent : CAIRO_PDF_OUTLINE_ROOT;
        int id = cairo_pdf_surface_add_outline(pdf, above, entry->title, target, CAIRO_PDF_OUTLINE_FLAG_OPEN);
        if (entry->level == 1)
            parent = id;
    }
}

static cairo_status_t paint_pages(cairo_surface_t *pdf, const Layout *layout, Renderer *renderer)
{
    cairo_t *cr = cairo_create(pdf);
    cairo_tag_begin(cr, "Document", NULL);
    for (guint i = 0; i < layout->pages->len; i++) {
        paint_scene(g_ptr_array_index(layout->pages, i), cr, renderer->engine, PAINT_TAGGED);
        cairo_show_page(cr);
    }
    cairo_tag_end(cr, "Document");
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    return status;
}

static cairo_status_t write_pages(const Document *document, const Layout *layout, Renderer *renderer, FILE *stream)
{
    const Scene *first = g_ptr_array_index(layout->pages, 0);
    cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(output_write, stream, first->width, first->height);
    set_metadata(pdf, document);
    cairo_status_t status = paint_pages(pdf, layout, renderer);
    add_outline(pdf, layout);
    cairo_surface_finish(pdf);
    status = status == CAIRO_STATUS_SUCCESS ? cairo_surface_status(pdf) : status;
    cairo_surface_destroy(pdf);
    return status;
}

bool document_write_pdf(Renderer *renderer, const Document *document, const char *path, GError **error)
{
    for (guint i = 0; i < document->charts->len; i++)
        if (!chart_check(g_ptr_array_index(document->charts, i), error))
            return false;
    g_autoptr(Layout) layout = document_layout(document, renderer->theme, text_engine_measure(renderer->engine));
    g_autoptr(FileWriter) out = file_writer_open(path, error);
    if (!out)
        return false;
    return output_check(write_pages(document, layout, renderer, out->stream), path, error) &&
           file_writer_commit(out, error);
}

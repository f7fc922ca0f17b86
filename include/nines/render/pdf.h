/* Pages: a Document's blocks flowed onto sheets of paper or slides, and the PDF of them.
 *
 * Invariant: nothing is clipped and nothing overlaps. Text that does not fit goes on on the next page; tables break
 * between rows and repeat their heads; what is left out (rows beyond max_rows, columns that do not fit) is said in a
 * line below. Every page of the document begins a new sheet.
 *
 *     g_autoptr(Layout) layout = document_layout(document, theme, measure);      // plain data, for tests
 *     document_write_pdf(renderer, document, "out/monthly.pdf", &error);
 */
#pragma once

#include "nines/base/document.h"
#include "nines/render/renderer.h"

typedef struct {
    char *title;
    guint page; /* from 0 */
    double y;   /* points from the top */
    int level;  /* 1 pages, 2 headings and charts */
} OutlineEntry;

typedef struct {
    GPtrArray *pages;   /* Scene* */
    GPtrArray *outline; /* OutlineEntry*, in reading order */
} Layout;

Layout *document_layout(const Document *document, const Theme *theme, const TextMeasure *measure);
void layout_free(Layout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Layout, layout_free)

/* Bookmarks, links, metadata, tagged text, embedded fonts; dated document->as_of. The same document gives the same
 * bytes. */
bool document_write_pdf(Renderer *renderer, const Document *document, const char *path, GError **error);

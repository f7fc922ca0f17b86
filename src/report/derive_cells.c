/* The elementary ledger: a cell ends wherever a window, planned work or unmeasured time begins or ends. The workbook's
 * live formulas build the same cells; two spare ones for each service take up what an edit adds. */
#include "derive_parts.h"
#include "nines/base/sort.h"
#include "save.h"

#define SPARE_CELLS 2

typedef enum { SPAN_WINDOW, SPAN_PLANNED, SPAN_UNMEASURED } SpanKind;

typedef struct {
    Instant from, to;
    double share_ratio; /* of a window */
    SpanKind kind;
} CellSpan;

typedef struct {
    double share_ratio;
    bool is_hit, is_planned, is_unmeasured; /* is_hit: some window lies over it */
} CellState;

static const char span_sql[] =
    "SELECT v.service_id, w.from_at, w.to_at, w.share_ratio, 0 FROM report_window w JOIN report_service v USING "
    "(service) UNION ALL SELECT service_id, from_at, to_at, 0.0, 1 FROM report_planned UNION ALL SELECT service_id, "
    "from_at, to_at, 0.0, 2 FROM report_unmeasured ORDER BY 1";

/* ---- one service ---- */

/* Where cells begin: the period's start and every end of a span within it; ascending, each once, the period's end last.
 */
static GArray *edges_of(const GArray *spans, const Period *period)
{
    g_autoptr(GArray) all = g_array_sized_new(FALSE, FALSE, sizeof(Instant), 2 * spans->len + 2);
    GArray *edges = g_array_new(FALSE, FALSE, sizeof(Instant));
    g_array_append_val(all, period->from);
    g_array_append_val(all, period->to);
    for (guint i = 0; i < spans->len; i++) {
        const CellSpan *span = &g_array_index(spans, CellSpan, i);
        if (span->from > period->from && span->from < period->to)
            g_array_append_val(all, span->from);
        if (span->to > period->from && span->to < period->to)
            g_array_append_val(all, span->to);
    }
    sort_int64((int64_t *)(gpointer)all->data, all->len);
    for (guint i = 0; i < all->len; i++)
        if (i == 0 || g_array_index(all, Instant, i) != g_array_index(all, Instant, i - 1))
            g_array_append_val(edges, g_array_index(all, Instant, i));
    return edges;
}

/* The first edge at or after the time. */
static guint edge_at(const GArray *edges, Instant at)
{
    guint low = 0, high = edges->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(edges, Instant, middle) < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void lay(CellState *cells, const CellSpan *span, guint first, guint after_last)
{
    for (guint i = first; i < after_last; i++) {
        cells[i].is_planned = cells[i].is_planned || span->kind == SPAN_PLANNED;
        cells[i].is_unmeasured = cells[i].is_unmeasured || span->kind == SPAN_UNMEASURED;
        if (span->kind == SPAN_WINDOW)
            cells[i].share_ratio = cells[i].is_hit ? MAX(cells[i].share_ratio, span->share_ratio) : span->share_ratio;
        cells[i].is_hit = cells[i].is_hit || span->kind == SPAN_WINDOW;
    }
}

static const char *class_of(const CellState *cell)
{
    return cell->is_planned                        ? "excluded"
           : cell->is_hit && cell->share_ratio > 0 ? "counted"
           : cell->is_unmeasured                   ? "unknown"
                                                   : "up";
}

typedef struct {
    const Period *period;
    Table *table;
    int64_t service_id;
    const char *service;
} CellWriter;

static void add_cell(const CellWriter *writer, Instant from, Instant to, const char *class, double share_ratio)
{
    derived_row(writer->table, "isttisrrii", writer->service_id, writer->service, from, to, to - from, class,
                share_ratio, (double)(to - from) * share_ratio, from - writer->period->to, to - writer->period->to);
}

static void add_service(const CellWriter *writer, const GArray *spans)
{
    g_autoptr(GArray) edges = edges_of(spans, writer->period);
    g_autofree CellState *cells = g_new0(CellState, edges->len);
    for (guint i = 0; i < spans->len; i++) {
        const CellSpan *span = &g_array_index(spans, CellSpan, i);
        lay(cells, span, edge_at(edges, span->from), edge_at(edges, MIN(span->to, writer->period->to)));
    }
    for (guint i = 0; i + 1 < edges->len; i++) {
        const char *class = class_of(&cells[i]);
        add_cell(writer, g_array_index(edges, Instant, i), g_array_index(edges, Instant, i + 1), class,
                 class[0] == 'c' ? cells[i].share_ratio : 0);
    }
    for (int i = 0; i < SPARE_CELLS; i++)
        add_cell(writer, writer->period->to, writer->period->to, "spare", 0);
}

/* ---- all services ---- */

/* The spans of the service; query stands on the first row that is not yet taken. */
static bool take_spans(Query *query, int64_t service_id, bool has_row, GArray *spans, GError **error)
{
    g_array_set_size(spans, 0);
    while (has_row && query_integer(query, 0) == service_id) {
        CellSpan span = {query_integer(query, 1), query_integer(query, 2), query_real(query, 3),
                         (SpanKind)query_integer(query, 4)};
        g_array_append_val(spans, span);
        has_row = query_step(query, error);
    }
    return has_row;
}

bool derive_cells(const DeriveContext *context, GError **error)
{
    g_autoptr(Table) table = derived_new("report_cell", "service_id service from_at to_at length_ms class share_ratio "
                                                        "counted_ms from_tick to_tick");
    g_autoptr(Query) services =
        store_query(context->store, "SELECT service_id, service FROM report_service ORDER BY service_id", error);
    g_autoptr(Query) query = services != NULL ? store_query(context->store, span_sql, error) : NULL;
    if (query == NULL)
        return false;
    g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(CellSpan));
    g_autoptr(GError) local = NULL;
    bool has_row = query_step(query, &local);
    while (local == NULL && query_step(services, &local)) {
        CellWriter writer = {&context->request->period, table, query_integer(services, 0), query_text(services, 1)};
        has_row = take_spans(query, writer.service_id, has_row, spans, &local);
        add_service(&writer, spans);
    }
    if (local != NULL)
        return g_propagate_error(error, g_steal_pointer(&local)), false;
    return derived_save(context->store, table, error);
}

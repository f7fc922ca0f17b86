#include "nines/render/chart.h"

#include "nines/base/file.h"
#include "output.h"
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

Renderer *renderer_new(const Theme *theme, Instant created)
{
    Renderer *renderer = g_new0(Renderer, 1);
    renderer->theme = theme;
    renderer->engine = text_engine_new(theme->font);
    renderer->created = created;
    return renderer;
}

void renderer_free(Renderer *renderer)
{
    if (!renderer)
        return;
    text_engine_free(renderer->engine);
    g_free(renderer);
}

cairo_status_t output_write(void *stream, const unsigned char *bytes, unsigned int length)
{
    return fwrite(bytes, 1, length, stream) == length ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

bool output_check(cairo_status_t status, const char *path, GError **error)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return true;
    error_at(error, ERROR_IO, path, 0, 0, "%s", cairo_status_to_string(status));
    return false;
}

void output_set_dates(cairo_surface_t *pdf, Instant created)
{
    char text[CIVIL_TEXT];
    instant_format(created - ((created % MS_PER_SECOND) + MS_PER_SECOND) % MS_PER_SECOND, text);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, text);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_MOD_DATE, text);
}

static cairo_status_t paint_on(cairo_surface_t *surface, const Scene *scene, Renderer *renderer, double scale)
{
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, scale, scale);
    paint_scene(scene, cr, renderer->engine, PAINT_PLAIN);
    cairo_show_page(cr);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    return status;
}

static cairo_status_t write_png(const Scene *scene, Renderer *renderer, FILE *stream, double scale)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(scene->width * scale),
                                                          (int)ceil(scene->height * scale));
    cairo_status_t status = paint_on(surface, scene, renderer, scale);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface, output_write, stream);
    cairo_surface_destroy(surface);
    return status;
}

static cairo_status_t write_vector(cairo_surface_t *surface, const Scene *scene, Renderer *renderer)
{
    cairo_status_t status = paint_on(surface, scene, renderer, 1);
    cairo_surface_finish(surface);
    status = status == CAIRO_STATUS_SUCCESS ? cairo_surface_status(surface) : status;
    cairo_surface_destroy(surface);
    return status;
}

static cairo_status_t write_pdf(const Chart *chart, const Scene *scene, Renderer *renderer, FILE *stream)
{
    cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(output_write, stream, scene->width, scene->height);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, chart->title ? chart->title : chart->name);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, "nines " NINES_VERSION);
    output_set_dates(pdf, renderer->created);
    return write_vector(pdf, scene, renderer);
}

static cairo_status_t append_bytes(void *text, const unsigned char *bytes, unsigned int length)
{
    g_string_append_len(text, (const char *)bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

/* Copies "surface" and the number behind it as "surface-1": cairo numbers surfaces over the life of the process. */
static const char *copy_surface_name(const char *from, FILE *stream)
{
    from += strlen("surface");
    fputs("surface-1", stream);
    return from + strspn(from, "0123456789");
}

static void write_title(const Chart *chart, FILE *stream)
{
    g_autofree char *title = g_markup_escape_text(chart->title ? chart->title : chart->name, -1);
    g_autofree char *about = g_markup_escape_text(chart->subtitle ? chart->subtitle : "", -1);
    fprintf(stream, "\n<title>%s</title>\n<desc>%s</desc>", title, about);
}

/* With a title and a description for readers that cannot see it: cairo draws text as outlines. */
static bool write_svg_text(const Chart *chart, const char *text, FILE *stream)
{
    const char *head = strstr(text, "<svg"), *body = head ? strchr(head, '>') : NULL;
    for (const char *at = text; *at;) {
        if (g_str_has_prefix(at, "surface") && at > text && (at[-1] == '"' || at[-1] == '#')) {
            at = copy_surface_name(at, stream);
            continue;
        }
        fputc(*at, stream);
        if (at++ == body)
            write_title(chart, stream);
    }
    return ferror(stream) == 0;
}

static cairo_status_t write_svg(const Chart *chart, const Scene *scene, Renderer *renderer, FILE *stream)
{
    g_autoptr(GString) text = g_string_new(NULL);
    cairo_surface_t *svg = cairo_svg_surface_create_for_stream(append_bytes, text, scene->width, scene->height);
    cairo_svg_surface_restrict_to_version(svg, CAIRO_SVG_VERSION_1_1);
    cairo_status_t status = write_vector(svg, scene, renderer);
    if (status == CAIRO_STATUS_SUCCESS && !write_svg_text(chart, text->str, stream))
        status = CAIRO_STATUS_WRITE_ERROR;
    return status;
}

static cairo_status_t write_as(const Chart *chart, const Scene *scene, Renderer *renderer, FILE *stream,
                               ChartFormat format)
{
    switch (format) {
    case CHART_PDF:
        return write_pdf(chart, scene, renderer, stream);
    case CHART_SVG:
        return write_svg(chart, scene, renderer, stream);
    case CHART_PNG_2X:
        return write_png(scene, renderer, stream, 2 * 96.0 / 72.0);
    case CHART_PNG_1X:
    default:
        return write_png(scene, renderer, stream, 96.0 / 72.0);
    }
}

bool chart_write(Renderer *renderer, const Chart *chart, const char *path, ChartFormat format, GError **error)
{
    if (!chart_check(chart, error))
        return false;
    const Theme *theme = renderer->theme;
    double width = 72 * (chart->width_in > 0 ? chart->width_in : theme->chart_width_in);
    double height = 72 * (chart->height_in > 0 ? chart->height_in : theme->chart_height_in);
    const TextMeasure *measure = text_engine_measure(renderer->engine);
    double natural = chart_natural_height(chart, theme, measure, width, &theme->paper_sizes);
    if (natural > 0) /* few rows need no high picture, many need one up to twice as high */
        height = fmin(natural, 2 * height);
    g_autoptr(Scene) scene = chart_layout(chart, theme, measure, width, height, &theme->paper_sizes);
    g_autoptr(FileWriter) out = file_writer_open(path, error);
    if (!out)
        return false;
    return output_check(write_as(chart, scene, renderer, out->stream, format), path, error) &&
           file_writer_commit(out, error);
}

const char *chart_format_suffix(ChartFormat format)
{
    static const char *const suffixes[] = {".png", "-2x.png", ".pdf", ".svg"};
    return suffixes[format];
}

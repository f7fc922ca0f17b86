#include "paint.h"

#include "text_draw.h"
#include <math.h>

static void set_color(cairo_t *cr, Color color)
{
    cairo_set_source_rgba(cr, color.r, color.g, color.b, color.a);
}

static void trace_points(const Scene *scene, cairo_t *cr, const Shape *shape)
{
    cairo_new_path(cr); /* text leaves its own current point behind */
    for (guint i = 0; i < shape->n_points; i++) {
        const Point *point = &g_array_index(scene->points, Point, shape->first_point + i);
        cairo_line_to(cr, point->x, point->y);
    }
}

static void fill_and_stroke(cairo_t *cr, const Shape *shape)
{
    if (shape->fill.a > 0) {
        set_color(cr, shape->fill);
        cairo_fill_preserve(cr);
    }
    if (shape->stroke.a > 0 && shape->width > 0) {
        set_color(cr, shape->stroke);
        cairo_set_line_width(cr, shape->width);
        cairo_set_dash(cr, (double[]){3, 2}, shape->dashed ? 2 : 0, 0);
        cairo_stroke_preserve(cr);
    }
    cairo_new_path(cr);
}

static void paint_box(const Scene *scene, cairo_t *cr, const Shape *shape)
{
    (void)scene;
    cairo_new_path(cr);
    cairo_rectangle(cr, shape->box.x, shape->box.y, shape->box.w, shape->box.h);
    fill_and_stroke(cr, shape);
}

static void paint_line(const Scene *scene, cairo_t *cr, const Shape *shape)
{
    trace_points(scene, cr, shape);
    fill_and_stroke(cr, shape);
}

static void paint_area(const Scene *scene, cairo_t *cr, const Shape *shape)
{
    trace_points(scene, cr, shape);
    cairo_close_path(cr);
    fill_and_stroke(cr, shape);
}

static void paint_circle(const Scene *scene, cairo_t *cr, const Shape *shape)
{
    (void)scene;
    double radius = shape->box.w / 2;
    cairo_new_path(cr);
    cairo_arc(cr, shape->box.x + radius, shape->box.y + radius, radius, 0, 2 * G_PI);
    fill_and_stroke(cr, shape);
}

static void paint_image(const Scene *scene, cairo_t *cr, const Shape *shape)
{
    (void)scene;
    cairo_surface_t *image = cairo_image_surface_create_from_png(shape->text);
    double width = cairo_image_surface_get_width(image), height = cairo_image_surface_get_height(image);
    if (cairo_surface_status(image) == CAIRO_STATUS_SUCCESS && width > 0 && height > 0) {
        double scale = fmin(shape->box.w / width, shape->box.h / height);
        cairo_save(cr);
        cairo_translate(cr, shape->box.x, shape->box.y);
        cairo_scale(cr, scale, scale);
        cairo_set_source_surface(cr, image, 0, 0);
        cairo_paint(cr);
        cairo_restore(cr);
    }
    cairo_surface_destroy(image);
}

typedef void (*PaintShape)(const Scene *scene, cairo_t *cr, const Shape *shape);
static const PaintShape painters[] = {
    [SHAPE_RECT] = paint_box,      [SHAPE_LINE] = paint_line,   [SHAPE_AREA] = paint_area,
    [SHAPE_CIRCLE] = paint_circle, [SHAPE_IMAGE] = paint_image,
};

/* Attributes are in cairo's grammar; an apostrophe or backslash in the target would end it early. */
static char *link_attributes(const char *target)
{
    if (*target == LINK_INSIDE)
        return g_strdup_printf("dest='%s'", target + 1);
    if (*target == LINK_TARGET)
        return g_strdup_printf("name='%s'", target + 1);
    GString *uri = g_string_new("uri='");
    for (const char *p = target; *p; p++) {
        if (*p == '\'' || *p == '\\')
            g_string_append_printf(uri, "%%%02X", (unsigned char)*p);
        else
            g_string_append_c(uri, *p);
    }
    g_string_append_c(uri, '\'');
    return g_string_free(uri, FALSE);
}

static void paint_text(const Shape *shape, cairo_t *cr, TextEngine *engine, PaintMode mode)
{
    bool is_link = mode == PAINT_TAGGED && shape->extra;
    const char *tag = is_link && *shape->extra == LINK_TARGET ? CAIRO_TAG_DEST : CAIRO_TAG_LINK;
    if (is_link) {
        g_autofree char *attributes = link_attributes(shape->extra);
        cairo_tag_begin(cr, tag, attributes);
    }
    set_color(cr, shape->fill);
    text_engine_draw(engine, cr, shape->text, shape->style, shape->box.x, shape->box.y);
    if (is_link)
        cairo_tag_end(cr, tag);
}

void paint_scene(const Scene *scene, cairo_t *cr, TextEngine *engine, PaintMode mode)
{
    g_autoptr(GPtrArray) open = g_ptr_array_new();
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    for (guint i = 0; i < scene->shapes->len; i++) {
        const Shape *shape = scene_shape(scene, i);
        if (shape->kind == SHAPE_TEXT) {
            paint_text(shape, cr, engine, mode);
        } else if (shape->kind == SHAPE_OPEN && mode == PAINT_TAGGED) {
            cairo_tag_begin(cr, shape->text, shape->extra);
            g_ptr_array_add(open, shape->text);
        } else if (shape->kind == SHAPE_CLOSE && mode == PAINT_TAGGED && open->len > 0) {
            cairo_tag_end(cr, g_ptr_array_steal_index(open, open->len - 1));
        } else if (shape->kind < G_N_ELEMENTS(painters) && painters[shape->kind]) {
            painters[shape->kind](scene, cr, shape);
        }
    }
}

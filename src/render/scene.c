#include "nines/render/scene.h"

#include <math.h>

static void shape_clear(gpointer data)
{
    Shape *shape = data;
    g_free(shape->text);
    g_free(shape->extra);
}

Scene *scene_new(double width, double height, Color paper)
{
    Scene *scene = g_new0(Scene, 1);
    scene->width = width;
    scene->height = height;
    scene->paper = paper;
    scene->shapes = g_array_new(FALSE, TRUE, sizeof(Shape));
    g_array_set_clear_func(scene->shapes, shape_clear);
    scene->points = g_array_new(FALSE, FALSE, sizeof(Point));
    scene->units = g_ptr_array_new_with_free_func(g_free);
    scene->ticks = g_ptr_array_new_with_free_func(g_free);
    return scene;
}

void scene_free(Scene *scene)
{
    if (!scene)
        return;
    g_array_unref(scene->shapes);
    g_array_unref(scene->points);
    g_ptr_array_unref(scene->units);
    g_ptr_array_unref(scene->ticks);
    g_free(scene);
}

static Shape *add(Scene *scene, ShapeKind kind, Role role, Rect box)
{
    Shape shape = {.kind = kind, .role = role, .box = box};
    g_array_append_val(scene->shapes, shape);
    return &g_array_index(scene->shapes, Shape, scene->shapes->len - 1);
}

const Shape *scene_shape(const Scene *scene, guint index)
{
    return &g_array_index(scene->shapes, Shape, index);
}

Shape *scene_rect(Scene *scene, Role role, Rect box, Color fill)
{
    Shape *shape = add(scene, SHAPE_RECT, role, box);
    shape->fill = fill;
    return shape;
}

Shape *scene_circle(Scene *scene, Role role, Point center, double radius, Color fill)
{
    Rect box = {center.x - radius, center.y - radius, 2 * radius, 2 * radius};
    Shape *shape = add(scene, SHAPE_CIRCLE, role, box);
    shape->fill = fill;
    return shape;
}

static Rect bounds(const Point *points, guint n)
{
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (guint i = 0; i < n; i++) {
        left = fmin(left, points[i].x);
        top = fmin(top, points[i].y);
        right = fmax(right, points[i].x);
        bottom = fmax(bottom, points[i].y);
    }
    return n == 0 ? (Rect){0, 0, 0, 0} : (Rect){left, top, right - left, bottom - top};
}

static Shape *add_path(Scene *scene, ShapeKind kind, Role role, const Point *points, guint n)
{
    Shape *shape = add(scene, kind, role, bounds(points, n));
    shape->first_point = scene->points->len;
    shape->n_points = n;
    g_array_append_vals(scene->points, points, n);
    return shape;
}

Shape *scene_polyline(Scene *scene, Role role, const Point *points, guint n, Color stroke, double width)
{
    Shape *shape = add_path(scene, SHAPE_LINE, role, points, n);
    shape->stroke = stroke;
    shape->width = width;
    return shape;
}

Shape *scene_line(Scene *scene, Role role, Point from, Point to, Color stroke, double width)
{
    return scene_polyline(scene, role, (Point[]){from, to}, 2, stroke, width);
}

Shape *scene_area(Scene *scene, Role role, const Point *points, guint n, Color fill)
{
    Shape *shape = add_path(scene, SHAPE_AREA, role, points, n);
    shape->fill = fill;
    return shape;
}

Shape *scene_text(Scene *scene, Role role, const char *text, TextStyle style, Color color, Rect box)
{
    Shape *shape = add(scene, SHAPE_TEXT, role, box);
    shape->text = g_strdup(text);
    shape->style = style;
    shape->fill = color;
    return shape;
}

void scene_open(Scene *scene, const char *tag, const char *attributes)
{
    Shape *shape = add(scene, SHAPE_OPEN, ROLE_DECORATION, (Rect){0, 0, 0, 0});
    shape->text = g_strdup(tag);
    shape->extra = g_strdup(attributes);
}

void scene_close(Scene *scene)
{
    add(scene, SHAPE_CLOSE, ROLE_DECORATION, (Rect){0, 0, 0, 0});
}

void scene_append(Scene *scene, const Scene *part, double x, double y)
{
    guint offset = scene->points->len;
    for (guint i = 0; i < part->points->len; i++) {
        Point point = g_array_index(part->points, Point, i);
        point = (Point){point.x + x, point.y + y};
        g_array_append_val(scene->points, point);
    }
    for (guint i = 0; i < part->shapes->len; i++) {
        Shape shape = *scene_shape(part, i);
        shape.text = g_strdup(shape.text);
        shape.extra = g_strdup(shape.extra);
        shape.first_point += offset;
        shape.box.x += x;
        shape.box.y += y;
        g_array_append_val(scene->shapes, shape);
    }
    for (guint i = 0; i < part->units->len; i++)
        g_ptr_array_add(scene->units, g_strdup(g_ptr_array_index(part->units, i)));
    scene->dropped_labels_n += part->dropped_labels_n;
}

bool rect_overlaps(Rect a, Rect b)
{
    static const double touch = 1e-6;
    return a.x + a.w > b.x + touch && b.x + b.w > a.x + touch && a.y + a.h > b.y + touch && b.y + b.h > a.y + touch;
}

bool rect_contains(Rect outer, Rect inner, double tolerance)
{
    return inner.x >= outer.x - tolerance && inner.y >= outer.y - tolerance &&
           inner.x + inner.w <= outer.x + outer.w + tolerance && inner.y + inner.h <= outer.y + outer.h + tolerance;
}

bool scene_is_free_of_text(const Scene *scene, Rect box, double gap)
{
    Rect wide = {box.x - gap, box.y, box.w + 2 * gap, box.h};
    for (guint i = 0; i < scene->shapes->len; i++) {
        const Shape *shape = scene_shape(scene, i);
        if (shape->kind == SHAPE_TEXT && rect_overlaps(wide, shape->box))
            return false;
    }
    return true;
}

static double linear_channel(double value)
{
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(Color color)
{
    return 0.2126 * linear_channel(color.r) + 0.7152 * linear_channel(color.g) + 0.0722 * linear_channel(color.b);
}

double color_contrast(Color a, Color b)
{
    double first = luminance(a) + 0.05, second = luminance(b) + 0.05;
    return first > second ? first / second : second / first;
}

Color color_over(Color color, Color ground)
{
    double a = color.a, rest = 1 - color.a;
    return (Color){color.r * a + ground.r * rest, color.g * a + ground.g * rest, color.b * a + ground.b * rest, 1};
}

Color color_readable(Color color, Color ground, double ratio)
{
    bool darken = luminance(ground) > 0.18;
    Color end = darken ? (Color){0, 0, 0, 1} : (Color){1, 1, 1, 1};
    Color tone = color_over(color, ground);
    for (int step = 1; step <= 20 && color_contrast(tone, ground) < ratio; step++) {
        end.a = 0.05 * step;
        tone = color_over(end, color);
    }
    return tone;
}

static const char *const role_names[] = {
    "decoration", "title", "subtitle", "source", "grid",  "axis",    "tick-x", "tick-y", "axis-title", "mark",   "band",
    "target",     "label", "legend",   "note",   "empty", "heading", "body",   "cell",   "header",     "footer",
};

const char *role_name(Role role)
{
    return (guint)role < G_N_ELEMENTS(role_names) ? role_names[role] : "unknown";
}

static const char *const kind_names[] = {"rect", "line", "area", "circle", "text", "image", "open", "close"};

/* Tenths of a point, without "-0.0". */
static double tenth(double value)
{
    double rounded = round(value * 10) / 10;
    return rounded == 0 ? 0 : rounded;
}

static void dump_shape(GString *out, const Shape *shape)
{
    if (shape->kind == SHAPE_OPEN || shape->kind == SHAPE_CLOSE)
        return;
    g_string_append_printf(out, "%s %s %.1f,%.1f %.1fx%.1f", role_name(shape->role), kind_names[shape->kind],
                           tenth(shape->box.x), tenth(shape->box.y), tenth(shape->box.w), tenth(shape->box.h));
    if (shape->kind == SHAPE_TEXT)
        g_string_append_printf(out, " %.1f%s \"%s\"", shape->style.size, shape->style.bold ? "b" : "", shape->text);
    g_string_append_c(out, '\n');
}

char *scene_dump(const Scene *scene)
{
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "scene %.1fx%.1f\n", scene->width, scene->height);
    for (guint i = 0; i < scene->units->len; i++)
        g_string_append_printf(out, "axis %s\n", (const char *)g_ptr_array_index(scene->units, i));
    for (guint i = 0; i < scene->shapes->len; i++)
        dump_shape(out, scene_shape(scene, i));
    return g_string_free(out, FALSE);
}

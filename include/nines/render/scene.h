/* A laid-out picture as plain data: shapes and lines of text with their boxes, in points from the top left corner.
 *
 * Invariant: whatever is drawn stands here first. Painters add nothing and decide nothing, so a test that reads a
 * Scene has seen the picture. Text is already wrapped and shortened: one SHAPE_TEXT is one line, its string is exactly
 * what is drawn (nothing hidden reaches a PDF).
 *
 *     Scene *scene = chart_layout(chart, theme, measure, &options);
 *     g_autofree char *dump = scene_dump(scene);     // golden text of tests
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    double x, y, w, h;
} Rect;

typedef struct {
    double x, y;
} Point;

typedef struct {
    double r, g, b; /* 0..1, sRGB */
    double a;       /* 1 opaque; 0: not drawn */
} Color;

typedef enum {
    SHAPE_RECT,
    SHAPE_LINE,   /* polyline through points */
    SHAPE_AREA,   /* filled polygon */
    SHAPE_CIRCLE, /* inscribed in box */
    SHAPE_TEXT,
    SHAPE_IMAGE, /* text: path of a PNG */
    SHAPE_OPEN,  /* begins a tagged element (text: its name); no box */
    SHAPE_CLOSE,
} ShapeKind;

/* What a shape is for; tests and the tagged PDF ask for it. */
typedef enum {
    ROLE_DECORATION,
    ROLE_TITLE,
    ROLE_SUBTITLE,
    ROLE_SOURCE,
    ROLE_GRID,
    ROLE_AXIS,
    ROLE_TICK_X,
    ROLE_TICK_Y,
    ROLE_AXIS_TITLE,
    ROLE_MARK,
    ROLE_BAND,
    ROLE_TARGET,
    ROLE_LABEL,
    ROLE_LEGEND,
    ROLE_NOTE,
    ROLE_EMPTY,
    ROLE_HEADING,
    ROLE_BODY,
    ROLE_CELL,
    ROLE_HEADER,
    ROLE_FOOTER,
} Role;

typedef struct {
    double size; /* points */
    bool bold;
} TextStyle;

/* What a text's extra begins with where it is no address: it leads to the text with the same name behind it, or is that
 * text. */
#define LINK_INSIDE '#'
#define LINK_TARGET '!'

typedef struct {
    ShapeKind kind;
    Role role;
    Rect box; /* of everything that is drawn, without half the line width */
    Color fill, stroke;
    double width; /* of the stroke */
    bool dashed;
    guint first_point, n_points; /* into Scene.points */
    char *text;                  /* owned */
    char *extra;                 /* SHAPE_OPEN: attributes; SHAPE_TEXT: address or LINK_...; owned, may be NULL */
    TextStyle style;
    Color ground; /* SHAPE_TEXT: what lies below, for the contrast test; paper when a == 0 */
} Shape;

typedef struct {
    double width, height;
    Color paper;
    GArray *shapes;         /* Shape */
    GArray *points;         /* Point */
    GPtrArray *units;       /* char*: "x: %", one for each axis that shows quantities */
    GPtrArray *ticks;       /* char*: "x Oct 2025", every tick and category label as shown; no two are equal */
    guint dropped_labels_n; /* labels that found no room */
} Scene;

Scene *scene_new(double width, double height, Color paper);
void scene_free(Scene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scene, scene_free)

Shape *scene_rect(Scene *scene, Role role, Rect box, Color fill);
Shape *scene_circle(Scene *scene, Role role, Point center, double radius, Color fill);
Shape *scene_line(Scene *scene, Role role, Point from, Point to, Color stroke, double width);
/* points are copied. */
Shape *scene_polyline(Scene *scene, Role role, const Point *points, guint n, Color stroke, double width);
Shape *scene_area(Scene *scene, Role role, const Point *points, guint n, Color fill);
/* box as measured; the text starts at its left edge. */
Shape *scene_text(Scene *scene, Role role, const char *text, TextStyle style, Color color, Rect box);
void scene_open(Scene *scene, const char *tag, const char *attributes);
void scene_close(Scene *scene);
const Shape *scene_shape(const Scene *scene, guint index);
/* All shapes of part, moved by (x, y). */
void scene_append(Scene *scene, const Scene *part, double x, double y);
/* Nothing written so far would be touched by text in box (texts keep gap points apart). */
bool scene_is_free_of_text(const Scene *scene, Rect box, double gap);

bool rect_overlaps(Rect a, Rect b);
bool rect_contains(Rect outer, Rect inner, double tolerance);
const char *role_name(Role role);
/* WCAG contrast ratio, 1..21. */
double color_contrast(Color a, Color b);
/* color over ground, and the nearest darker (or lighter) tone of it that reaches ratio on ground. */
Color color_over(Color color, Color ground);
Color color_readable(Color color, Color ground, double ratio);
/* One line per shape, coordinates to a tenth of a point; the form of layout goldens. */
char *scene_dump(const Scene *scene);

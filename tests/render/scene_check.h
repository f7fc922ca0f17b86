/* What holds for every picture: text inside, apart, legible; axes with units; no label twice. */
#pragma once

#include "nines/render/scene.h"

static void check_text(const Scene *scene, const Shape *shape, double least, const char *name)
{
    Rect page = {0, 0, scene->width, scene->height};
    Color ground = shape->ground.a > 0 ? shape->ground : scene->paper;
    if (!rect_contains(page, shape->box, 0.01))
        g_test_message("%s: \"%s\" leaves the picture", name, shape->text), g_test_fail();
    if (shape->style.size < least)
        g_test_message("%s: \"%s\" is set in %.1f pt", name, shape->text, shape->style.size), g_test_fail();
    if (color_contrast(shape->fill, ground) < 4.5)
        g_test_message("%s: \"%s\" has a contrast of %.2f", name, shape->text, color_contrast(shape->fill, ground)),
            g_test_fail();
    if (!*shape->text)
        g_test_message("%s: empty text", name), g_test_fail();
}

static void check_apart(const Scene *scene, const char *name)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new();
    for (guint i = 0; i < scene->shapes->len; i++)
        if (scene_shape(scene, i)->kind == SHAPE_TEXT)
            g_ptr_array_add(texts, (gpointer)scene_shape(scene, i));
    for (guint i = 0; i < texts->len; i++)
        for (guint k = i + 1; k < texts->len; k++) {
            const Shape *a = g_ptr_array_index(texts, i), *b = g_ptr_array_index(texts, k);
            if (rect_overlaps(a->box, b->box))
                g_test_message("%s: \"%s\" overlaps \"%s\"", name, a->text, b->text), g_test_fail();
        }
}

/* What is painted later hides what it covers. */
static void check_uncovered(const Scene *scene, const char *name)
{
    for (guint i = 0; i < scene->shapes->len; i++) {
        const Shape *text = scene_shape(scene, i);
        for (guint k = i + 1; text->kind == SHAPE_TEXT && k < scene->shapes->len; k++) {
            const Shape *cover = scene_shape(scene, k);
            bool is_solid = cover->kind == SHAPE_RECT || cover->kind == SHAPE_CIRCLE || cover->kind == SHAPE_AREA;
            if (is_solid && cover->fill.a > 0.2 && rect_overlaps(text->box, cover->box))
                g_test_message("%s: a %s shape covers \"%s\"", name, role_name(cover->role), text->text), g_test_fail();
        }
    }
}

static void check_shapes_inside(const Scene *scene, const char *name)
{
    Rect page = {0, 0, scene->width, scene->height};
    for (guint i = 0; i < scene->shapes->len; i++) {
        const Shape *shape = scene_shape(scene, i);
        if (shape->kind != SHAPE_OPEN && shape->kind != SHAPE_CLOSE && !rect_contains(page, shape->box, 4))
            g_test_message("%s: a %s shape leaves the picture at %.1f,%.1f %.1fx%.1f", name, role_name(shape->role),
                           shape->box.x, shape->box.y, shape->box.w, shape->box.h),
                g_test_fail();
    }
}

static void check_scene(const Scene *scene, double least, const char *name)
{
    for (guint i = 0; i < scene->shapes->len; i++)
        if (scene_shape(scene, i)->kind == SHAPE_TEXT)
            check_text(scene, scene_shape(scene, i), least, name);
    check_apart(scene, name);
    check_uncovered(scene, name);
    check_shapes_inside(scene, name);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < scene->ticks->len; i++)
        if (!g_hash_table_add(seen, g_ptr_array_index(scene->ticks, i)))
            g_test_message("%s: the label \"%s\" stands twice", name, (char *)g_ptr_array_index(scene->ticks, i)),
                g_test_fail();
}

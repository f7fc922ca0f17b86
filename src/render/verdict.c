#include "verdict.h"

#include <string.h>

static const struct {
    const char *word;
    Verdict verdict;
} words[] = {
    {"met", VERDICT_GOOD},
    {"pass", VERDICT_GOOD},
    {"passed", VERDICT_GOOD},
    {"better", VERDICT_GOOD},
    {"good", VERDICT_GOOD},
    {"yes", VERDICT_GOOD},
    {"improved", VERDICT_GOOD},
    {"within", VERDICT_GOOD},
    {"ok", VERDICT_GOOD},
    {"done", VERDICT_GOOD},
    {"complete", VERDICT_GOOD},
    {"on time", VERDICT_GOOD},
    {"in time", VERDICT_GOOD},
    {"breached", VERDICT_BAD},
    {"breached without credit", VERDICT_BAD},
    {"missed", VERDICT_BAD},
    {"failed", VERDICT_BAD},
    {"worse", VERDICT_BAD},
    {"worsened", VERDICT_BAD},
    {"overdue", VERDICT_BAD},
    {"bad", VERDICT_BAD},
    {"exceeded", VERDICT_BAD},
    {"late", VERDICT_BAD},
    {"incomplete", VERDICT_BAD},
    {"undecided", VERDICT_UNCLEAR},
    {"undecidable", VERDICT_UNCLEAR},
    {"unclear", VERDICT_UNCLEAR},
    {"not measurable", VERDICT_UNCLEAR},
    {"not judged", VERDICT_UNCLEAR},
    {"unknown", VERDICT_UNCLEAR},
    {"no difference", VERDICT_UNCLEAR},
    {"not distinguishable", VERDICT_UNCLEAR},
    {"no distinguishable change", VERDICT_UNCLEAR},
    {"too few to say", VERDICT_UNCLEAR},
    {"unchanged", VERDICT_UNCLEAR},
    {"at risk", VERDICT_UNCLEAR},
    {"open", VERDICT_UNCLEAR},
    {"no target", VERDICT_ABSENT},
};

Verdict verdict_of(const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strcasecmp(word, words[i].word) == 0)
            return words[i].verdict;
    return VERDICT_NONE;
}

const char *verdict_word(guint index, Verdict *verdict)
{
    if (index >= G_N_ELEMENTS(words))
        return NULL;
    *verdict = words[index].verdict;
    return words[index].word;
}

Color verdict_color(const Palette *palette, Verdict verdict)
{
    const Color colors[] = {[VERDICT_NONE] = palette->ink,
                            [VERDICT_GOOD] = palette->good,
                            [VERDICT_BAD] = palette->bad,
                            [VERDICT_UNCLEAR] = palette->unclear,
                            [VERDICT_ABSENT] = palette->quiet};
    return colors[verdict];
}

void verdict_sign(Scene *scene, const Palette *palette, Verdict verdict, Rect slot, double size)
{
    Color color = verdict_color(palette, verdict);
    double x = slot.x + slot.w / 2, y = slot.y + slot.h / 2, half = size / 2;
    if (verdict == VERDICT_GOOD)
        scene_circle(scene, ROLE_MARK, (Point){x, y}, half, color);
    if (verdict == VERDICT_BAD)
        scene_area(scene, ROLE_MARK, (Point[]){{x - half, y + half}, {x, y - half}, {x + half, y + half}}, 3, color);
    if (verdict != VERDICT_UNCLEAR)
        return;
    Shape *square =
        scene_rect(scene, ROLE_MARK, (Rect){x - half + 0.5, y - half + 0.5, size - 1, size - 1}, (Color){0, 0, 0, 0});
    square->stroke = color;
    square->width = 1;
}

/* Services by their names: those that the user's cue files list (group service_name), in the title, else in a sentence
 * of the report that tells of trouble. */
#include "roles.h"

#define NAMES_MAX 12

/* Where names were found, and each name once, as the cue file writes it. */
typedef struct {
    guint block, start, end; /* of the first */
    GPtrArray *names;        /* const char* */
} Found;

static void note_name(const RoleReader *r, guint block, const CueHit *hit, Found *found)
{
    const char *name = cues_phrase(r->cues, hit)->text;
    if (found->names->len >= NAMES_MAX || g_ptr_array_find_with_equal_func(found->names, name, g_str_equal, NULL))
        return;
    if (found->names->len == 0) {
        found->block = block;
        found->start = token_at(r, block, hit->from)->start;
        found->end = token_at(r, block, hit->to - 1)->end;
    }
    g_ptr_array_add(found->names, (gpointer)name);
}

/* Of two names at one place the longer counts: "stock sync", not "stock". */
static bool is_inside_longer(const GArray *hits, const CueHit *hit)
{
    for (guint i = 0; i < hits->len; i++) {
        const CueHit *other = &g_array_index(hits, CueHit, i);
        if (other->group == hit->group && other->from <= hit->from && other->to >= hit->to &&
            other->to - other->from > hit->to - hit->from)
            return true;
    }
    return false;
}

/* "Payments stayed up", "the failed job did not touch search" */
static bool is_cleared(const RoleReader *r, guint block, guint from, guint to)
{
    return hits_in(r, block, from, to, CUE_unaffected) || hits_in(r, block, from, to, CUE_negation);
}

static bool tells_trouble(const RoleReader *r, guint block, guint from, guint to)
{
    static const CueGroup trouble[] = {CUE_start, CUE_problem, CUE_outage, CUE_downtime, CUE_affected};
    for (guint i = 0; i < G_N_ELEMENTS(trouble); i++)
        if (hits_in(r, block, from, to, trouble[i]))
            return true;
    return false;
}

static void find_in_block(const RoleReader *r, guint block, bool whole, Found *found)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        guint from, to;
        if (hit->group != CUE_service_name || is_inside_longer(hits, hit))
            continue;
        outline_sentence(r->outline, block, hit->from, &from, &to);
        if (whole || (tells_trouble(r, block, from, to) && !is_cleared(r, block, from, to)))
            note_name(r, block, hit, found);
    }
}

static void find_in_title(const RoleReader *r, const Incident *incident, Found *found)
{
    int block = title_block(r, incident);
    if (block >= 0)
        find_in_block(r, (guint)block, true, found);
}

static void find_in_text(const RoleReader *r, const Scope *scope, Found *found)
{
    for (guint b = scope->first; b <= scope->last; b++) {
        SectionKind section = outline_note(r->outline, b)->section;
        bool place = section == SECTION_NONE || section == SECTION_SUMMARY || section == SECTION_IMPACT;
        if (place && in_scope(r, scope, b) && text_document_block(r->document, b)->kind != TEXT_CODE)
            find_in_block(r, b, false, found);
    }
}

static void set_names(RoleReader *r, const Found *found, const char *rule, double confidence, Incident *incident)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < found->names->len; i++)
        g_string_append_printf(text, "%s%s", i ? ", " : "", (const char *)found->names->pdata[i]);
    fact_set(r, incident, FACT_SERVICES, text->str, found->block, found->start, found->end, rule, confidence);
}

bool service_by_name(RoleReader *r, const Scope *scope, Incident *incident)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    Found found = {.names = names};
    find_in_title(r, incident, &found);
    bool title = names->len > 0;
    if (!title)
        find_in_text(r, scope, &found);
    if (names->len > 0)
        set_names(r, &found, title ? "name in the title" : "name in a sentence of trouble", title ? 0.9 : 0.75,
                  incident);
    return names->len > 0;
}

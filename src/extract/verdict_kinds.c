/* Kinds of documents that the title names. */
#include "verdict.h"

#include <string.h>

/* Whether the document's title has one of the group's words, and no incident stands under a heading of its own. */
static bool is_titled(const RoleReader *r, int group, CueGroup kind)
{
    bool other = false, own = false;
    guint seen = 0;
    for (guint b = 0; b < r->document->blocks->len; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        const BlockNote *note = outline_note(r->outline, b);
        bool key = text_block_is_title(block);
        if (!key && block->kind != TEXT_HEADING && (b > 0 || block->kind == TEXT_KEY))
            continue;
        own |= seen == 0 && note->group == group;
        if (seen++ == 0 || key)
            other |= block->tokens->len < 24 && hits_in(r, b, 0, block->tokens->len, kind) &&
                     !hits_in(r, b, 0, block->tokens->len, CUE_start_weak);
        else if (!own && note->group == group && !note->is_section &&
                 hits_in(r, b, 0, block->tokens->len, CUE_incident_title) &&
                 !hits_in(r, b, 0, block->tokens->len, CUE_release))
            return false; /* an incident under a heading of its own */
    }
    return other;
}

/* Whether the title names trouble of its own: "Retention policy deleted backups", not "How to write an incident
 * report". */
static bool names_trouble(const RoleReader *r, guint b)
{
    const GArray *hits = outline_note(r->outline, b)->hits;
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        bool trouble = hit->group == CUE_problem || hit->group == CUE_incident_title, generic = false;
        for (guint g = 0; trouble && g < hits->len && !generic; g++) {
            const CueHit *other = &g_array_index(hits, CueHit, g);
            generic = other->group == CUE_generic_title && other->from <= hit->from && other->to >= hit->to;
        }
        if (trouble && !generic)
            return true;
    }
    return false;
}

/* Whether the document's first title looks back: "API design post-mortem". */
static bool looks_back(const RoleReader *r)
{
    for (guint b = 0; b < r->document->blocks->len && b < 12; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        if (block->kind == TEXT_HEADING || text_block_is_title(block))
            return hits_in(r, b, 0, block->tokens->len, CUE_title_retro) || names_trouble(r, b);
    }
    return false;
}

bool is_titled_other(const RoleReader *r, int group)
{
    return is_titled(r, group, CUE_title_other) || (is_titled(r, group, CUE_title_topic) && !looks_back(r));
}

bool is_titled_gathering(const RoleReader *r, int group)
{
    return is_titled(r, group, CUE_title_gathering);
}

bool is_titled_venture(const RoleReader *r, const Signs *s, int group)
{
    guint seen = 0;
    for (guint b = 0; b < r->document->blocks->len; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        guint n = block->tokens->len;
        bool key = block->kind == TEXT_KEY;
        if (outline_note(r->outline, b)->group != group || !(key || block->kind == TEXT_HEADING || !seen))
            continue;
        seen += !key;
        bool back = n < 24 && hits_in(r, b, 0, n, CUE_title_retro);
        if (back && !names_trouble(r, b) &&
            (hits_in(r, b, 0, n, CUE_venture) || (s->venture && !s->dates && s->report < 3 && s->body_incident < 5)))
            return true;
        if (seen >= 2)
            break;
    }
    return false;
}

bool is_guide(const RoleReader *r)
{
    bool guide = false, example = false;
    for (guint b = 0, seen = 0; b < r->document->blocks->len && !(guide && example); b++) {
        const TextBlock *block = text_document_block(r->document, b);
        bool key = text_block_is_title(block);
        bool title = key || (block->kind == TEXT_HEADING && seen++ == 0);
        if (title && block->tokens->len < 24)
            guide |= hits_in(r, b, 0, block->tokens->len, CUE_title_guide) && !names_trouble(r, b);
        example |= !title && hits_in(r, b, 0, block->tokens->len, CUE_example);
        if (block->kind == TEXT_HEADING && !guide)
            return false;
    }
    return guide && example;
}

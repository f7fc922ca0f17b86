/* Who noticed: monitoring, a customer, or the organisation's own people. */
#include "roles.h"

#include <string.h>

typedef enum { BY_MONITORING, BY_CUSTOMER, BY_INTERNAL, BY_COUNT } By;

static const CueGroup groups[BY_COUNT] = {CUE_by_monitoring, CUE_by_customer, CUE_by_internal};
static const char *const names[BY_COUNT] = {"monitoring", "customer", "internal"};

typedef struct {
    double score[BY_COUNT];
    guint block, start, end;
} Tally;

static const Token *token_at(const RoleReader *r, guint block, guint i)
{
    return &g_array_index(text_document_block(r->document, block)->tokens, Token, i);
}

/* Words of the three kinds near the cue at token; nearer ones weigh more. */
static void tally_near(const RoleReader *r, guint block, guint from, guint to, guint cue, double weight, Tally *tally)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    for (guint h = outline_first_hit(r->outline, block, from); h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from >= to)
            break;
        if (hit->from < from || hit->to > to)
            continue;
        guint distance = hit->from > cue ? hit->from - cue : cue - hit->from;
        for (int by = 0; by < BY_COUNT; by++)
            if (hit->group == groups[by])
                tally->score[by] += weight * (distance <= 3 ? 2 : distance <= 8 ? 1.2 : 0.5);
    }
}

static bool from_label(const RoleReader *r, const Scope *scope, Tally *tally)
{
    for (guint b = scope->first; b <= scope->last; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        guint from, to;
        if (!in_scope(r, scope, b) || block->head)
            continue;
        for (guint i = 1; i < block->tokens->len && i < 120; i++) {
            const Token *before = token_at(r, b, i - 1);
            bool opens = (before->kind == TOKEN_MARK && before->value == ':') ||
                         (before->kind == TOKEN_BREAK && block->kind == TEXT_ROW);
            if (!opens || !label_of(r, b, i, &from, &to) || !label_is(r, b, from, to, CUE_label_detected_by))
                continue;
            guint end = MIN(block->tokens->len, i + 30);
            tally_near(r, b, i, end, i, 1.5, tally);
            tally->block = b;
            tally->start = token_at(r, b, i)->start;
            tally->end = token_at(r, b, end - 1)->end;
            return true;
        }
    }
    return false;
}

/* Cues of detection within [from, to) of a block, each with its surroundings. */
static void tally_cues(const RoleReader *r, guint block, guint from, guint to, double weight, Tally *tally)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    for (guint h = outline_first_hit(r->outline, block, from); h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from >= to || tally->score[0] + tally->score[1] + tally->score[2] > 50)
            break;
        if (hit->from < from || hit->group != CUE_detected)
            continue;
        guint start, end;
        outline_sentence(r->outline, block, hit->from, &start, &end);
        if (is_cancelled(r, block, start, hit, true))
            continue;
        start = MAX(start, hit->from > 14 ? hit->from - 14 : 0);
        end = MIN(end, hit->to + 12);
        if (!tally->end) {
            tally->block = block;
            tally->start = token_at(r, block, MAX(start, from))->start;
            tally->end = token_at(r, block, MIN(end, to) - 1)->end;
        }
        tally_near(r, block, MAX(start, from), MIN(end, to), hit->from, weight, tally);
    }
}

static void from_entry(const RoleReader *r, const Scope *scope, const Incident *incident, Tally *tally)
{
    const Fact *fact =
        incident->facts[FACT_DETECTED].known ? &incident->facts[FACT_DETECTED] : &incident->facts[FACT_START];
    for (guint i = 0; fact->known && i < scope->entries->len; i++) {
        const Entry *e = role_entry(r, g_array_index(scope->entries, guint, i));
        const TextMoment *m = entry_moment(r, e);
        if (m->block == fact->moment.block && m->start == fact->moment.start) {
            tally_cues(r, e->block, e->from, e->to, 1.2, tally);
            for (guint b = e->block + 1; b <= e->last_block; b++)
                tally_cues(r, b, 0, text_document_block(r->document, b)->tokens->len, 1, tally);
        }
    }
}

/* When the first entry does not say who: the next ones in which the trouble is noticed. */
static void from_later_entries(const RoleReader *r, const Scope *scope, Tally *tally)
{
    guint n = 0;
    for (guint i = 0; i < scope->entries->len && n < 3; i++) {
        const Entry *e = role_entry(r, g_array_index(scope->entries, guint, i));
        if (!e->timeline || e->score[ROLE_DETECTED] < 2.4 || e->to <= e->from)
            continue;
        tally_cues(r, e->block, e->from, e->to, 0.8, tally);
        n++;
    }
}

static double tally_sum(const Tally *tally)
{
    return tally->score[BY_MONITORING] + tally->score[BY_CUSTOMER] + tally->score[BY_INTERNAL];
}

static void from_sections(const RoleReader *r, const Scope *scope, Tally *tally)
{
    for (guint b = scope->first; b <= scope->last; b++) {
        SectionKind section = outline_note(r->outline, b)->section;
        const TextBlock *block = text_document_block(r->document, b);
        if (!in_scope(r, scope, b) || block->kind == TEXT_CODE || outline_note(r->outline, b)->is_heading)
            continue;
        if (section == SECTION_DETECTION)
            tally_cues(r, b, 0, block->tokens->len, 0.8, tally);
        else if (section == SECTION_SUMMARY || section == SECTION_NONE)
            tally_cues(r, b, 0, block->tokens->len, 0.4, tally);
    }
}

void reporter_select(RoleReader *r, const Scope *scope, Incident *incident)
{
    Tally tally = {0};
    bool label = from_label(r, scope, &tally);
    if (!label) {
        from_entry(r, scope, incident, &tally);
        if (!scope->shared)
            from_sections(r, scope, &tally);
        if (tally_sum(&tally) <= 0)
            from_later_entries(r, scope, &tally);
    }
    int best = 0, second = -1;
    for (int by = 1; by < BY_COUNT; by++)
        if (tally.score[by] > tally.score[best])
            best = by;
    for (int by = 0; by < BY_COUNT; by++)
        if (by != best && (second < 0 || tally.score[by] > tally.score[second]))
            second = by;
    if (tally.score[best] < 0.9 || (!label && tally.score[best] < tally.score[second] * 1.1))
        return;
    fact_set(r, incident, FACT_DETECTED_BY, names[best], tally.block, tally.start, tally.end,
             label ? "label" : "words beside the detection", label ? 0.9 : 0.7);
}

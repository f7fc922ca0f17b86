/* Who noticed: monitoring, a customer, or the organisation's own people. */
#include "who.h"

#include <string.h>

#define SURE 2.2              /* of a place where much else is told */
#define MOST_REJECTED 20      /* entries behind the detection that are read in vain */
#define NO_CUE G_MAXUINT      /* all words are meant */
#define FIRST (G_MAXUINT - 1) /* ... the first most: a label's value */

static const CueGroup nouns[BY_COUNT] = {CUE_by_monitoring, CUE_by_customer, CUE_by_internal};
static const CueGroup phrases[BY_COUNT] = {CUE_seen_by_monitoring, CUE_seen_by_customer, CUE_seen_by_internal};
static const char *const names[BY_COUNT] = {"monitoring", "customer", "internal"};

/* What one place says: the scores, and the first words that were read. */
typedef struct {
    double score[BY_COUNT];
    guint block, start, end;
} Tally;

/* "reported by a customer", but not "reported that customers ...". */
static bool joined(const RoleReader *r, guint block, guint from, guint to)
{
    for (guint i = from; i < to; i++)
        if (token_at(r, block, i)->kind == TOKEN_WORD &&
            cues_has_word(r->cues, token_at(r, block, i)->word, CUE_by_joint))
            return true;
    return false;
}

/* Where words stand: in prose; in an entry of the list, which is all about the time beside it; where all is about who
 * noticed. */
typedef enum { NEAR_PROSE, NEAR_ENTRY, NEAR_WHOLE } Nearness;

static double noun_weight(guint distance)
{
    return distance <= 3 ? 1.5 : distance <= 8 ? 0.9 : 0.3;
}

/* What a phrase says in the midst of prose may be of something else: "tickets could not be opened". Those that end in a
 * verb are read by the grammar. */
static bool is_loose(const RoleReader *r, guint block, guint to, const CueHit *hit)
{
    guint last = hit->to - 1;
    if (last > hit->from && word_in(r, block, last, CUE_first_person) && word_in(r, block, last - 1, CUE_set_tell))
        last--; /* "told us" */
    bool report = word_in(r, block, last, CUE_set_report);
    bool verb = word_in(r, block, last, CUE_set_tell) || word_in(r, block, last, CUE_set_notice) ||
                (hit->group == CUE_seen_by_monitoring && word_in(r, block, last, CUE_set_fire));
    Who who;
    if (who_is_mentioned(r, block, hit))
        return true;
    bool subject = who_at(r, block, hit->from, hit->to, &who); /* but "auto-detected" */
    return (verb && !report && last > hit->from && subject) ||
           ((report || word_in(r, block, last, CUE_set_people)) && fails_behind(r, block, hit->to, to));
}

/* What the words around the cue say: phrases that name who noticed weigh the same anywhere, the sentence's grammar
 * next, and where nearness says enough (near) nouns by their distance. Each kind counts once for its best words. */
static void tally_near(const RoleReader *r, guint block, guint from, guint to, guint cue, double weight, Nearness near,
                       Tally *tally)
{
    Telling best = {.prose = near == NEAR_PROSE};
    double sum[BY_COUNT] = {0};
    const GArray *hits = outline_note(r->outline, block)->hits;
    to = who_came_first(r, block, from, to);
    for (guint h = outline_first_hit(r->outline, block, from); h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from >= to)
            break;
        if (hit->to > to || is_cancelled(r, block, from, hit, true) || who_is_denied(r, block, to, hit))
            continue;
        bool object = cue < FIRST && hit->from > cue && !joined(r, block, cue, hit->from);
        guint distance = cue == NO_CUE     ? 0
                         : cue == FIRST    ? hit->from - from
                         : hit->from > cue ? hit->from - cue
                                           : cue - hit->from;
        for (int by = 0; by < BY_COUNT; by++) {
            bool noun = near != NEAR_PROSE && hit->group == nouns[by] && !object;
            bool phrase = hit->group == phrases[by] && !who_denies_itself(r, block, hit) &&
                          (near == NEAR_WHOLE || !who_is_occasion(r, block, from, to, hit)) &&
                          (near != NEAR_PROSE || !is_loose(r, block, to, hit));
            double here = phrase ? 2.5 : noun ? noun_weight(distance) : 0;
            telling_add(&best, (By)by, here, hit->from);
            sum[by] += here;
        }
    }
    who_noticed(r, block, from, to, &best);
    if (best.score[BY_MONITORING] >= 2 && best.score[BY_INTERNAL] >= 2)
        best.score[BY_INTERNAL] /= 2;                                   /* "an engineer noticed the alert" */
    if (best.score[BY_MONITORING] >= 2 && best.score[BY_CUSTOMER] >= 2) /* both are told: who is told first */
        best.score[best.first[BY_MONITORING] < best.first[BY_CUSTOMER] ? BY_CUSTOMER : BY_MONITORING] /= 2;
    for (int by = 0; by < BY_COUNT; by++)
        tally->score[by] += weight * (best.score[by] + 0.1 * CLAMP(sum[by] - best.score[by], 0, 3));
}

static void tally_place(const RoleReader *r, Tally *tally, guint block, guint from, guint to)
{
    if (tally->end || to <= from)
        return;
    tally->block = block;
    tally->start = token_at(r, block, from)->start;
    tally->end = token_at(r, block, to - 1)->end;
}

static bool settle(const Tally *tally, int *best)
{
    double second = 0;
    *best = 0;
    for (int by = 1; by < BY_COUNT; by++)
        if (tally->score[by] > tally->score[*best])
            *best = by;
    for (int by = 0; by < BY_COUNT; by++)
        if (by != *best)
            second = MAX(second, tally->score[by]);
    return tally->score[*best] >= 0.9 && tally->score[*best] >= second * 1.15;
}

/* ---- where it is told ---- */

static void from_label(const RoleReader *r, const Scope *scope, const Incident *incident, Tally *tally)
{
    (void)incident;
    for (guint b = scope->first; b <= scope->last; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        Label label;
        if (!in_scope(r, scope, b) || block->head)
            continue;
        for (guint i = 1; i < block->tokens->len && i < 200; i++) {
            const Token *before = token_at(r, b, i - 1);
            bool opens = (before->kind == TOKEN_MARK &&
                          (before->value == ':' || before->value == '-' || before->value == '?')) ||
                         (before->kind == TOKEN_BREAK && block->kind == TEXT_ROW);
            if (!opens || !label_of(r, b, i, &label) || !label_is(r, &label, CUE_label_detected_by))
                continue;
            guint end = i;
            while (end < block->tokens->len && end < i + 30 &&
                   (token_at(r, b, end)->kind != TOKEN_BREAK || block->kind == TEXT_KEY))
                end++;
            Tally here = {0};
            int best;
            tally_place(r, &here, b, i, end);
            tally_near(r, b, i, end, FIRST, 1.5, NEAR_WHOLE, &here);
            if (settle(&here, &best)) {
                *tally = here;
                return;
            }
        }
    }
}

/* Cues of detection within [from, to) of a block, each with its surroundings. */
static void tally_cues(const RoleReader *r, guint block, guint from, guint to, double weight, Nearness near,
                       Tally *tally)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    guint done = from;
    for (guint h = outline_first_hit(r->outline, block, from); h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from >= to || tally->score[0] + tally->score[1] + tally->score[2] > 50)
            break;
        bool phrase = false;
        for (int by = 0; by < BY_COUNT; by++)
            phrase |= hit->group == phrases[by];
        if (hit->from < done || (hit->group != CUE_detected && hit->group != CUE_set_notice && !phrase))
            continue;
        guint start, end;
        outline_sentence(r->outline, block, hit->from, &start, &end);
        if (is_cancelled(r, block, start, hit, true))
            continue;
        start = MAX(MAX(start, from), hit->from > 14 ? hit->from - 14 : 0);
        end = MIN(MIN(end, to), hit->to + 12);
        tally_place(r, tally, block, start, end);
        tally_near(r, block, start, end, hit->from, weight, near, tally);
        done = end; /* each stretch counts once */
    }
}

typedef enum { PLACE_DETECTION, PLACE_SUMMARY, PLACE_ELSEWHERE } Place;

static Place place_of(SectionKind section)
{
    switch (section) {
    case SECTION_DETECTION:
        return PLACE_DETECTION;
    case SECTION_SUMMARY:
    case SECTION_NONE:
        return PLACE_SUMMARY;
    default:
        return PLACE_ELSEWHERE;
    }
}

/* What is to come tells nothing: "we will add an alert". */
static guint before_intent(const RoleReader *r, guint block, guint from, guint to, bool strict)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    for (guint h = outline_first_hit(r->outline, block, from); h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from >= to)
            break;
        if (hit->group == CUE_intent || (strict && hit->group == CUE_future))
            return hit->from;
    }
    return to;
}

/* "StatusCake.", "A Grafana alert in the channel": few words below the heading "Detection", and no "not". */
static bool is_mere_name(const RoleReader *r, guint block, guint from, guint to)
{
    guint words = 0;
    for (guint i = from; i < to; i++)
        words += token_at(r, block, i)->kind == TOKEN_WORD;
    bool asked = to < tokens_of(r, block) && is_mark(r, block, to, "?");
    return words && words <= 12 && !asked && !hits_in(r, block, from, to, CUE_negation) &&
           !hits_in(r, block, from, to, CUE_built) && !hits_in(r, block, from, to, CUE_undetected);
}

/* Whether the sentence says who; a ticked box does whatever its words. */
static bool sentence_says(const RoleReader *r, guint block, guint from, guint to, Place place, bool ticked,
                          Tally *tally)
{
    Tally here = {0};
    int best;
    guint told = before_intent(r, block, from, to, place == PLACE_ELSEWHERE);
    if (who_is_asked(r, block, from, to))
        return false;
    tally_cues(r, block, from, told, 1, place == PLACE_DETECTION ? NEAR_WHOLE : NEAR_PROSE, &here);
    if (!settle(&here, &best)) {
        Telling telling = {.prose = place != PLACE_DETECTION};
        who_noticed(r, block, from, who_came_first(r, block, from, told), &telling);
        for (int by = 0; by < BY_COUNT; by++)
            here.score[by] = MAX(here.score[by], telling.score[by]);
        tally_place(r, &here, block, from, told);
    }
    if (ticked ||
        (place == PLACE_DETECTION && told == to && !settle(&here, &best) && is_mere_name(r, block, from, told)))
        tally_near(r, block, from, told, NO_CUE, 1.5, NEAR_WHOLE, &here);
    bool clear = settle(&here, &best) && (place != PLACE_ELSEWHERE || here.score[best] >= SURE);
    if (!clear || (place != PLACE_DETECTION && !who_tells_event(r, block, from, told, (By)best)))
        return false;
    *tally = here;
    return true;
}

/* The block's first sentence that says who. */
static bool first_sentence(const RoleReader *r, guint block, Place place, bool ticked, Tally *tally)
{
    guint n = tokens_of(r, block);
    for (guint from = 0, to; from < n; from = to + 1) {
        guint start;
        outline_sentence(r->outline, block, from, &start, &to);
        to = MIN(MAX(to, from + 1), n);
        if (sentence_says(r, block, from, to, place, ticked, tally))
            return true;
    }
    return false;
}

/* "Hugo reported that ...", "hugo42 reports: ...": a colleague by name. */
static void tally_name(const RoleReader *r, const Entry *e, Tally *tally)
{
    guint i = e->from, written = 0;
    while (i < e->to && token_at(r, e->block, i)->kind == TOKEN_MARK)
        i++;
    guint first = i;
    for (; i < e->to && written < 3 && who_is_name(r, e->block, i); i++)
        written++;
    if (!written && i < e->to && who_is_handle(r, e->block, i)) {
        i++;
        written++;
    }
    if (!written || i >= e->to || !cues_has_word(r->cues, token_at(r, e->block, i)->word, CUE_set_tell) ||
        cues_has_word(r->cues, token_at(r, e->block, i - 1)->word, CUE_set_trouble))
        return;
    tally_place(r, tally, e->block, first, i + 1);
    tally->score[BY_INTERNAL] += 1;
}

static void from_entry(const RoleReader *r, const Scope *scope, const Incident *incident, Tally *tally)
{
    const Fact *fact =
        incident->facts[FACT_DETECTED].known ? &incident->facts[FACT_DETECTED] : &incident->facts[FACT_START];
    for (guint i = 0; fact->known && i < scope->entries->len; i++) {
        const Entry *e = role_entry(r, g_array_index(scope->entries, guint, i));
        const TextMoment *m = entry_moment(r, e);
        if (m->block != fact->moment.block || m->start != fact->moment.start ||
            (e->to <= e->from && e->last_block == e->block))
            continue;
        if (e->label) { /* "Noticed: 06:45 by the caretaker" */
            guint end = m->to;
            while (end < tokens_of(r, e->block) && token_at(r, e->block, end)->kind != TOKEN_BREAK)
                end++;
            tally_place(r, tally, e->block, m->from, end);
            tally_near(r, e->block, m->to, end, NO_CUE, 1, NEAR_WHOLE, tally);
            return;
        }
        if (e->timeline)
            tally_cues(r, e->block, e->from, e->to, 1.2, NEAR_ENTRY, tally);
        else if (sentence_says(r, e->block, e->from, e->to, PLACE_SUMMARY, false, tally))
            return;
        for (guint b = e->block + 1; b <= e->last_block; b++)
            tally_cues(r, b, 0, tokens_of(r, b), 1, NEAR_ENTRY, tally);
        if (tally->score[0] + tally->score[1] + tally->score[2] >= 0.5)
            continue;
        tally_name(r, e, tally);
        if (m->signature)
            tally->score[BY_INTERNAL] += 1; /* a line of the team's chat */
        if (e->alert)
            tally->score[BY_MONITORING] += 2;
        tally_place(r, tally, e->block, e->from, e->to);
    }
}

/* When the first entry does not say who: the next ones in which the trouble is noticed. */
static void from_later_entries(const RoleReader *r, const Scope *scope, const Incident *incident, Tally *tally)
{
    guint n = 0;
    (void)incident;
    for (guint i = 0; i < scope->entries->len && n < 3; i++) {
        const Entry *e = role_entry(r, g_array_index(scope->entries, guint, i));
        if (!e->timeline || e->score[ROLE_DETECTED] < 2.4 || e->score[ROLE_RESOLVED] >= 2.4)
            continue; /* "the hoster informs us that it is over" */
        tally_cues(r, e->block, e->from, e->to, 0.8, NEAR_ENTRY, tally);
        n++;
    }
    tally->score[BY_INTERNAL] = 0; /* that the team saw it later says little about who saw it first */
}

/* What an entry tells that is later than the detection says little about who saw it first. */
static bool is_after_detection(const RoleReader *r, const Scope *scope, const Incident *incident, guint block)
{
    const Fact *detected = &incident->facts[FACT_DETECTED];
    for (guint i = 0; detected->known && i < scope->entries->len; i++) {
        const Entry *e = role_entry(r, g_array_index(scope->entries, guint, i));
        if (e->timeline && e->block <= block && e->last_block >= block)
            return moment_ms(entry_moment(r, e)) > moment_ms(&detected->moment);
    }
    return false;
}

static void from_section(const RoleReader *r, const Scope *scope, const Incident *incident, Tally *tally, Place place)
{
    bool detection = place == PLACE_DETECTION;
    guint rejected = 0;
    for (guint b = scope->first; b <= scope->last && !scope->shared; b++) {
        SectionKind section = outline_note(r->outline, b)->section;
        const TextBlock *block = text_document_block(r->document, b);
        if (!in_scope(r, scope, b) || block->kind == TEXT_CODE || block->kind == TEXT_KEY ||
            outline_note(r->outline, b)->is_heading || block->task == 0)
            continue; /* nor an empty box: "[ ] customer report" */
        if (place_of(section) != place || section == SECTION_ACTIONS || section == SECTION_OTHER)
            continue;
        int best;
        if (!first_sentence(r, b, place, detection && block->task == 1, tally))
            continue;
        settle(tally, &best);
        bool later = section == SECTION_TIMELINE || section == SECTION_CAUSE || section == SECTION_RESOLUTION;
        bool late = section == SECTION_TIMELINE && is_after_detection(r, scope, incident, b);
        if (!late && !(later && best == BY_INTERNAL))
            return;
        *tally = (Tally){0}; /* that the team saw it then, or found the cause, says little about who saw it first */
        if (late && ++rejected > MOST_REJECTED)
            return;
    }
}

static void from_detection(const RoleReader *r, const Scope *scope, const Incident *incident, Tally *tally)
{
    from_section(r, scope, incident, tally, PLACE_DETECTION);
}

static void from_summary(const RoleReader *r, const Scope *scope, const Incident *incident, Tally *tally)
{
    from_section(r, scope, incident, tally, PLACE_SUMMARY);
}

static void from_elsewhere(const RoleReader *r, const Scope *scope, const Incident *incident, Tally *tally)
{
    from_section(r, scope, incident, tally, PLACE_ELSEWHERE);
}

/* "monitoring", "alerts": any watch, not one of a name. */
static bool is_any_watch(const char *word)
{
    static const char *const stems[] = {"alert", "alarm", "monitor", "pager", "probe", "health", "synthetic", "uptime"};
    for (guint i = 0; i < G_N_ELEMENTS(stems); i++)
        if (g_str_has_prefix(word, stems[i]))
            return true;
    return false;
}

/* "Zabbix is not running": the watch that the title names is what failed, not who noticed. */
static bool is_own_failure(const RoleReader *r, const Incident *incident, const Tally *tally)
{
    const Fact *title = &incident->facts[FACT_TITLE];
    const GArray *hits = outline_note(r->outline, tally->block)->hits;
    bool named = false;
    for (guint h = 0; title->known && h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        const Token *token = token_at(r, tally->block, hit->from);
        if (token->start < tally->start || token->end > tally->end || hit->group != CUE_by_monitoring)
            continue;
        if (is_any_watch(token->word) || !strcasestr(title->text, token->word))
            return false;
        named = true;
    }
    return named;
}

/* The first place that says it clearly decides. */
void reporter_select(RoleReader *r, const Scope *scope, Incident *incident)
{
    static const struct {
        void (*read)(const RoleReader *, const Scope *, const Incident *, Tally *);
        const char *rule;
        double confidence;
    } places[] = {{from_label, "label", 0.9},
                  {from_detection, "words of the detection's section", 0.8},
                  {from_entry, "words beside the detection", 0.8},
                  {from_summary, "words of the summary", 0.65},
                  {from_later_entries, "words of the next entries", 0.6},
                  {from_elsewhere, "words of another section", 0.55}};
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        Tally tally = {0};
        int best;
        places[i].read(r, scope, incident, &tally);
        if (!settle(&tally, &best) || (best == BY_MONITORING && is_own_failure(r, incident, &tally)))
            continue;
        fact_set(r, incident, FACT_DETECTED_BY, names[best], tally.block, tally.start, tally.end, places[i].rule,
                 places[i].confidence);
        return;
    }
}

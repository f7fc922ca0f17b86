/* How likely a fact is right. Each reader says how strongly its rule speaks; here that becomes a probability, by what
 * readings of unseen documents were worth (docs/extraction.md, "Confidence"). In log-odds, so that evidence adds up.
 */
#include "groups.h"
#include "roles.h"

#include <math.h>
#include <stdlib.h>

#define SHARE_OF_READER 0.8 /* of the reader's figure, as log-odds */
#define AGREES 1.1          /* a length in the text is that from start to end */
#define BEFORE_START -0.7   /* an entry of the timeline before the start, up to three */
#define COMPUTED 0.3        /* a length from two times: somewhat likelier than that both are right by themselves */

/* What a rule was worth beyond the reader's figure, where forty of its values and more were seen. NULL: the field's
 * other rules. A field that is not listed was too rare.
 */
static const struct {
    FactKind fact;
    const char *rule;
    double log_odds;
} worth[] = {
    {FACT_TITLE, "heading", 0.7},
    {FACT_TITLE, "label", 0.2},
    {FACT_TITLE, NULL, -0.4},
    {FACT_START, "first time at which the trouble is seen", 1.2},
    {FACT_START, "cue words of the sentence", 0.5},
    {FACT_START, "day alone", 0.2},
    {FACT_START, "label", 0},
    {FACT_START, NULL, 0.5},
    {FACT_DETECTED, "cue words of the entry", 0.4},
    {FACT_DETECTED, NULL, -0.4},
    {FACT_ACKNOWLEDGED, "cue words of the entry", 0.4},
    {FACT_ACKNOWLEDGED, NULL, -0.6},
    {FACT_MITIGATED, NULL, -0.3},
    {FACT_RESOLVED, "cue words of the entry", 0.4},
    {FACT_RESOLVED, "label", -0.3},
    {FACT_RESOLVED, NULL, -0.2},
    {FACT_DURATION, NULL, 0.8},
    {FACT_DETECTED_BY, "words beside the detection", 1.0},
    {FACT_DETECTED_BY, NULL, 0.4},
    {FACT_ACTIONS_TOTAL, NULL, 0.6},
};

static double log_odds(double probability)
{
    double p = CLAMP(probability, 0.02, 0.98);
    return log(p / (1 - p));
}

static double probability(double sum)
{
    return 1 / (1 + exp(-sum));
}

static double worth_of(FactKind kind, const char *rule)
{
    for (guint i = 0; i < G_N_ELEMENTS(worth); i++)
        if (worth[i].fact == kind && (!worth[i].rule || g_str_equal(worth[i].rule, rule)))
            return worth[i].log_odds;
    return 0;
}

/* ---- evidence beside the words ---- */

static bool has_instant(const Fact *fact)
{
    return fact->known && fact->moment.has_clock;
}

/* Entries of the incident's timeline before a start that no label names, up to three. */
static guint entries_before(const RoleReader *r, const Scope *scope, const Fact *start)
{
    guint n = 0;
    if (!has_instant(start) || g_str_equal(start->rule, "label"))
        return 0;
    for (guint i = 0; i < scope->entries->len && n < 3; i++) {
        const Entry *e = role_entry(r, g_array_index(scope->entries, guint, i));
        const TextMoment *m = entry_moment(r, e);
        n += e->timeline && m->has_clock && m->has_date == start->moment.has_date &&
             moment_ms(m) < moment_ms(&start->moment);
    }
    return n;
}

/* Whether the text tells a length that is the distance of start and end. */
static bool length_agrees(const RoleReader *r, const Scope *scope, const Fact *start, const Fact *end)
{
    if (!has_instant(start) || !has_instant(end) || start->moment.has_date != end->moment.has_date)
        return false;
    int64_t ms = moment_ms(&end->moment) - moment_ms(&start->moment);
    const GArray *mentions = r->timeline->mentions;
    for (guint i = first_mention(mentions, scope->first); ms > 0 && i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        if (m->block > scope->last)
            return false;
        if (m->kind == MENTION_DURATION && llabs(m->ms - ms) <= MAX(MS_PER_MINUTE, ms / 50))
            return true;
    }
    return false;
}

/* ---- the sum ---- */

void confidence_weigh(const RoleReader *r, const Scope *scope, Incident *incident)
{
    const Fact *start = &incident->facts[FACT_START], *end = incident_end(incident);
    double agreed = length_agrees(r, scope, start, end) ? AGREES : 0;
    for (int i = 0; i < FACT_COUNT; i++) {
        Fact *fact = &incident->facts[i];
        bool spans = i == FACT_START || i == FACT_MITIGATED || i == FACT_RESOLVED || i == FACT_DURATION;
        if (fact->known)
            fact->confidence = probability(SHARE_OF_READER * log_odds(fact->confidence) +
                                           worth_of((FactKind)i, fact->rule) + (spans ? agreed : 0) +
                                           (fact == start ? BEFORE_START * entries_before(r, scope, start) : 0));
    }
    Fact *length = &incident->facts[FACT_DURATION];
    if (length->known && !incident->duration_stated)
        length->confidence = probability(COMPUTED + log_odds(start->confidence * end->confidence) + agreed);
}

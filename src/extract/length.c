/* How long it lasted: what the document states, and what its times give. */
#include "amounts.h"
#include "groups.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_allowance(const RoleReader *r, const Mention *m)
{
    static const char *const words[] = {
        "per",    "every", "each", "timeout",   "timeouts",   "sla",    "slo",    "limit",   "interval",
        "window", "ago",   "old",  "retention", "cooldown",   "delay",  "allows", "allowed", "cache",
        "ttl",    "age",   "aged", "another",   "individual", "within", NULL};
    const GArray *tokens = text_document_block(r->document, m->block)->tokens;
    for (guint i = m->from > 4 ? m->from - 4 : 0; i < m->to + 3 && i < tokens->len; i++) {
        const Token *t = token_at(r, m->block, i);
        if (t->kind == TOKEN_MARK && (t->value == '.' || t->value == ';') && i >= m->to)
            break;
        if (t->kind == TOKEN_WORD && g_strv_contains(words, t->word))
            return true;
    }
    return false;
}

/* "(outages) lasting", "(outages) of" */
static bool opens_span(const RoleReader *r, guint block, guint i)
{
    static const char *const words[] = {"lasting", "of", NULL};
    const Token *t = token_at(r, block, i);
    return t->kind == TOKEN_WORD && g_strv_contains(words, t->word);
}

/* "I watched the logs for five minutes", "outages lasting up to a minute": somebody's patience, each of many. */
static bool is_of_another(const RoleReader *r, const Mention *m)
{
    static const char *const watch[] = {"monitored", "monitoring", "watched", "watching", "observed", "observing",
                                        "waited",    "waiting",    "wait",    "slept",    NULL};
    static const char *const many[] = {"outages", "interruptions", "disruptions", "drops", "spikes",
                                       "dips",    "episodes",      "flaps",       NULL};
    bool total = false;
    for (guint i = m->from; i > 0 && m->from - i < 9 && !amount_ends_clause(r, m->block, i - 1); i--) {
        const Token *t = token_at(r, m->block, i - 1);
        if (t->kind != TOKEN_WORD)
            continue;
        total |= !strcmp(t->word, "total");
        if (g_strv_contains(watch, t->word) || (!total && g_strv_contains(many, t->word) && opens_span(r, m->block, i)))
            return true;
    }
    return false;
}

/* "in less than an hour": at most that. */
static bool is_bound(const RoleReader *r, const Mention *m)
{
    static const char *const words[] = {"under", "than", "innerhalb", "binnen", "entro", NULL};
    const Token *t = m->from ? token_at(r, m->block, m->from - 1) : NULL;
    return t && t->kind == TOKEN_WORD && g_strv_contains(words, t->word);
}

/* "For (about) 25 minutes ... requests failed", "failed for 25 minutes". */
static bool is_behind_for(const RoleReader *r, const Mention *m)
{
    static const char *const words[] = {"for", "pendant", "durant", "durante", "por", "per", "gedurende", NULL};
    guint from, to;
    outline_sentence(r->outline, m->block, m->from, &from, &to);
    for (guint back = 1; back <= 2 && back <= m->from; back++) {
        const Token *t = token_at(r, m->block, m->from - back);
        guint at = m->from - back;
        bool opens = at <= from + 3 || (at && amount_ends_clause(r, m->block, at - 1));
        if (t->kind == TOKEN_WORD && g_strv_contains(words, t->word))
            return (opens && hits_in(r, m->block, m->to, MIN(m->to + 24, to), CUE_problem)) ||
                   hits_in(r, m->block, m->from > from + 12 ? m->from - 12 : from, m->from, CUE_problem);
    }
    return false;
}

/* "took 50 minutes to detect": its own clause speaks of noticing. */
static bool tells_noticing(const RoleReader *r, const Mention *m)
{
    guint from = m->from, to = m->to, n = text_document_block(r->document, m->block)->tokens->len;
    while (from > 0 && m->from - from < 9 && !amount_ends_clause(r, m->block, from - 1) &&
           !amount_is_and(r, m->block, from - 1))
        from--;
    while (to < n && to - m->to < 9 && !amount_ends_clause(r, m->block, to) && !amount_is_and(r, m->block, to))
        to++;
    return hits_in(r, m->block, from, to, CUE_detected) || hits_in(r, m->block, from, to, CUE_acknowledged) ||
           hits_in(r, m->block, from, to, CUE_label_time_to_detect);
}

static bool is_of(const RoleReader *r, guint block, guint i)
{
    static const char *const words[] = {"of", "de", "di", "von", "van", "in", "during", "when", NULL};
    return i < tokens_of(r, block) && token_at(r, block, i)->kind == TOKEN_WORD &&
           g_strv_contains(words, token_at(r, block, i)->word);
}

static double duration_score(const RoleReader *r, const Mention *m)
{
    guint from, to;
    const TextBlock *block = text_document_block(r->document, m->block);
    bool heading = block->kind == TEXT_HEADING;
    if (m->rate || is_allowance(r, m))
        return 0;
    if (amount_labelled(r, m, CUE_label_duration))
        return 6;
    if (is_of_another(r, m))
        return 0;
    if (amount_labelled(r, m, CUE_label_time_to_detect) || amount_labelled(r, m, CUE_label_time_to_repair))
        return 0;
    outline_sentence(r->outline, m->block, m->from, &from, &to);
    guint near_from = m->from > from + 9 ? m->from - 9 : from, near_to = MIN(m->to + 9, to);
    if (hits_in(r, m->block, from, to, CUE_unrelated))
        return 0;
    bool length = hits_in(r, m->block, near_from, m->from + 1, CUE_quantity_of_time) || is_behind_for(r, m);
    if (!length) /* "a 45 minute outage", "20 minutes of downtime": what stands behind it belongs to it */
        near_to = MIN(near_to, is_of(r, m->block, m->to) ? m->to + 4 : m->to + 2);
    bool down = hits_in(r, m->block, near_from, near_to, CUE_downtime);
    bool noticing = tells_noticing(r, m);
    double score = (down ? 1.6 : 0) + (length ? 1.2 : 0) - (noticing ? 1.5 : 0) + (heading && down ? 0.5 : 0) -
                   (is_bound(r, m) ? 1.2 : 0);
    if (score <= 0 || (!down && !length))
        return 0;
    return score + amount_place(r, m->block);
}

/* "Duration: 02:15:00": a length written as a clock, no end of a range; minutes, or 0. */
static double clock_length(const RoleReader *r, const Mention *m)
{
    const GArray *tokens = text_document_block(r->document, m->block)->tokens;
    const Token *after = m->to < tokens->len ? token_at(r, m->block, m->to) : NULL;
    bool alone = !after || after->kind == TOKEN_BREAK || (after->kind == TOKEN_MARK && after->value == '(');
    if (m->kind != MENTION_CLOCK || m->second < 0 || m->form != CLOCK_COLON || m->meridiem != MERIDIEM_NONE ||
        m->zone || !alone || !amount_labelled(r, m, CUE_label_duration))
        return 0;
    return m->hour * 60 + m->minute + m->second / 60.0;
}

/* "Duration (minutes): 95": the unit stands in the label. */
static double bare_length(const RoleReader *r, guint block, guint i)
{
    static const struct {
        CueGroup unit;
        double minutes;
    } units[] = {{CUE_unit_minute, 1}, {CUE_unit_hour, 60}, {CUE_unit_second, 1 / 60.0}};
    Label label;
    guint next = i;
    double value;
    if (token_at(r, block, i)->kind != TOKEN_NUMBER || !label_of(r, block, i, &label) || label.block != block ||
        label.to >= i || i - label.to > 3 || !label_is(r, &label, CUE_label_duration))
        return 0;
    for (guint t = label.from; t < label.to; t++)
        for (guint u = 0; u < G_N_ELEMENTS(units); u++)
            if (token_at(r, block, t)->kind == TOKEN_WORD &&
                cues_has_word(r->cues, token_at(r, block, t)->word, units[u].unit) &&
                number_read(r->cues, text_document_block(r->document, block)->tokens, &next, &value))
                return value * units[u].minutes;
    return 0;
}

static void set_length(RoleReader *r, Incident *incident, double minutes, guint block, guint start, guint end)
{
    g_autofree char *text = g_strdup_printf("%.10g", minutes);
    fact_set(r, incident, FACT_DURATION, text, block, start, end, "label", 0.9)->number = minutes;
    incident->duration_stated = true;
}

/* Lengths that are no durations by their own form, only by their label. */
static bool labelled_length(RoleReader *r, const Scope *scope, Incident *incident)
{
    for (guint i = 0; i < r->timeline->mentions->len; i++) {
        const Mention *m = &g_array_index(r->timeline->mentions, Mention, i);
        double minutes = in_scope(r, scope, m->block) ? clock_length(r, m) : 0;
        if (minutes > 0) {
            set_length(r, incident, minutes, m->block, m->start, m->end);
            return true;
        }
    }
    for (guint b = scope->first; b <= scope->last; b++) {
        guint n = MIN(text_document_block(r->document, b)->tokens->len, 64);
        for (guint i = 1; in_scope(r, scope, b) && i < n; i++) {
            double minutes = bare_length(r, b, i);
            if (minutes > 0) {
                set_length(r, incident, minutes, b, token_at(r, b, i)->start, token_at(r, b, i)->end);
                return true;
            }
        }
    }
    return false;
}

/* "Power failure, 45 minutes": the only length of a line that is an incident by itself. */
static bool is_only_length(const RoleReader *r, const Scope *scope, guint index)
{
    const GArray *mentions = r->timeline->mentions;
    if (!scope->line)
        return false;
    for (guint i = index; i > 0 && g_array_index(mentions, Mention, i - 1).block >= scope->first; i--)
        if (g_array_index(mentions, Mention, i - 1).kind == MENTION_DURATION)
            return false;
    for (guint i = index + 1; i < mentions->len && g_array_index(mentions, Mention, i).block <= scope->last; i++)
        if (g_array_index(mentions, Mention, i).kind == MENTION_DURATION)
            return false;
    return true;
}

/* The length that the text states best; *score tells how well: 6 and more by a label. */
static const Mention *best_length(const RoleReader *r, const Scope *scope, double *score)
{
    const Mention *best = NULL;
    *score = 1.9;
    for (guint i = 0; i < r->timeline->mentions->len; i++) {
        const Mention *m = &g_array_index(r->timeline->mentions, Mention, i);
        if (m->kind != MENTION_DURATION || !in_scope(r, scope, m->block))
            continue;
        bool beside = false; /* "2019-11-30: 10 minutes" */
        if (scope->day_only && scope->entries->len) {
            const TextMoment *day = entry_moment(r, role_entry(r, g_array_index(scope->entries, guint, 0)));
            if (m->to + 1 != day->from && !(day->lead && m->from > day->to))
                continue;
            beside = day->lead && m->from <= day->to + 2;
        }
        double here = beside || is_only_length(r, scope, i) ? 4 : duration_score(r, m);
        if (scope->day_only && here > 0)
            here += 2;
        if (here > *score) {
            *score = here;
            best = m;
        }
    }
    return best;
}

const Mention *length_stated(const RoleReader *r, const Scope *scope)
{
    double score;
    return best_length(r, scope, &score);
}

void duration_select(RoleReader *r, const Scope *scope, Incident *incident)
{
    double score;
    const Mention *best = best_length(r, scope, &score);
    if (score < 6 && !scope->shared && labelled_length(r, scope, incident))
        return;
    if (!best)
        return;
    double minutes = (double)best->ms / (double)MS_PER_MINUTE;
    g_autofree char *text = g_strdup_printf("%.10g", minutes);
    Fact *fact = fact_set(r, incident, FACT_DURATION, text, best->block, best->start, best->end,
                          score >= 6 ? "label" : "words of the sentence",
                          score >= 6          ? 0.9
                          : best->approximate ? 0.7
                                              : 0.8);
    fact->number = minutes;
    incident->duration_stated = true;
}

/* ---- what is stated against what the times give ---- */

static bool is_bridge(const RoleReader *r, guint block, guint i)
{
    static const char *const words[] = {"for",  "of",   "a",       "the",    "period",  "total",     "just",  "well",
                                        "over", "than", "lasted",  "was",    "um",      "lang",      "seit",  "de",
                                        "per",  "por",  "pendant", "durant", "durante", "gedurende", "circa", NULL};
    const Token *t = token_at(r, block, i);
    return t->kind != TOKEN_WORD || g_strv_contains(words, t->word) || cues_has_word(r->cues, t->word, CUE_about);
}

/* Whether a clock time stands in the sentence: "at 14:10 it was down for six minutes" is a step of the story. */
static bool is_step_of_story(const RoleReader *r, const Mention *m)
{
    guint from, to;
    outline_sentence(r->outline, m->block, m->from, &from, &to);
    for (guint i = first_mention(r->timeline->mentions, m->block); i < r->timeline->mentions->len; i++) {
        const Mention *other = &g_array_index(r->timeline->mentions, Mention, i);
        if (other->block != m->block)
            break;
        if (other->kind == MENTION_CLOCK && other->from >= from && other->to <= to)
            return true;
    }
    return false;
}

/* "was unreachable for nine days", "a total downtime of 20 hours", where the report sums up: the state and its length
 * stand side by side. */
static bool is_firm(const RoleReader *r, const Mention *m)
{
    const GArray *hits = outline_note(r->outline, m->block)->hits;
    guint first = m->from;
    while (first > 0 && m->from - first < 7 && is_bridge(r, m->block, first - 1))
        first--;
    bool state = false;
    for (guint h = outline_first_hit(r->outline, m->block, first > 4 ? first - 4 : 0); h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from >= m->from)
            break;
        state |= hit->group == CUE_downtime && hit->to >= first && hit->to <= m->from &&
                 !hits_in(r, m->block, hit->from, hit->to, CUE_quantity_of_time);
    }
    return state && amount_place(r, m->block) >= 1 && !is_step_of_story(r, m);
}

/* "about 15 minutes (10:00 - 10:15)": told twice in one breath. */
static bool has_own_range(const RoleReader *r, const Mention *m)
{
    for (guint i = 0; i + 1 < r->timeline->moments->len; i++) {
        const TextMoment *a = timeline_moment(r->timeline, i);
        if (a->block != m->block || a->range_end < 0)
            continue;
        int64_t ms = moment_ms(timeline_moment(r->timeline, (guint)a->range_end)) - moment_ms(a);
        if (llabs(ms - m->ms) <= MAX(MS_PER_MINUTE, m->ms / 10))
            return true;
    }
    return false;
}

#define FAR 0.25 /* of the length: more is no rounding */

/* Whether the stated length counts, where the times that were chosen give another by far. */
static bool outweighs(const RoleReader *r, const Scope *scope, const Incident *incident, double minutes)
{
    double score;
    const Fact *stated = &incident->facts[FACT_DURATION];
    const Mention *told = best_length(r, scope, &score);
    if (!stated->known || scope->shared || fabs(stated->number - minutes) <= FAR * MAX(stated->number, minutes))
        return false;
    bool label = g_str_equal(stated->rule, "label");
    bool named =
        g_str_equal(incident->facts[FACT_START].rule, "label") && g_str_equal(incident_end(incident)->rule, "label");
    return (told && label && has_own_range(r, told)) || (!named && (label || (told && is_firm(r, told))));
}

/* "offline for 13 minutes from 9:50 CEST", with a list in UTC that goes from 9:50 to 10:03: the clocks agree with the
 * length that is stated, so one of the zones is a slip. */
static bool is_slip_of_zone(const Fact *start, const Fact *end, const Fact *stated)
{
    double clocks = (double)(end->moment.local_ms - start->moment.local_ms) / (double)MS_PER_MINUTE;
    return stated->known && start->moment.zone && end->moment.zone && start->moment.zone != end->moment.zone &&
           fabs(stated->number - clocks) <= 1;
}

/* An end that is only inferred makes a length worse than one that is stated. */
#define GUESSED 0.7
#define LEAST_MINUTES 2 /* of two clock times: what is nearer together is one moment told twice, or rounded away */

/* From the times when both are known; the stated one is then only compared. */
void duration_finish(RoleReader *r, const Scope *scope, Incident *incident)
{
    duration_select(r, scope, incident);
    const Fact *start = &incident->facts[FACT_START];
    const Fact *end = incident_end(incident);
    if (!start->known || !end->known || !start->moment.has_clock || !end->moment.has_clock ||
        start->moment.has_date != end->moment.has_date)
        return;
    int64_t ms = moment_ms(&end->moment) - moment_ms(&start->moment);
    if (ms < 0)
        return;
    double minutes = (double)ms / (double)MS_PER_MINUTE;
    Fact *stated = &incident->facts[FACT_DURATION];
    if (!stated->known && minutes < LEAST_MINUTES)
        return;
    if (stated->known && stated->confidence >= 0.9 && MIN(start->confidence, end->confidence) < GUESSED)
        return;
    if (is_slip_of_zone(start, end, stated))
        return;
    g_autofree char *lost = NULL;
    double apart = stated->known ? fabs(stated->number - minutes) : 0;
    if (apart > 0.25 * minutes)
        finding_add(r, "duration", end->moment.block, end->moment.start, end->moment.end, -1, 0, 0,
                    "line %d states %s minutes, the times give %.10g", stated->line, stated->text, minutes);
    if (outweighs(r, scope, incident, minutes)) {
        g_autofree char *times = g_strdup_printf("%.10g min from start to end", minutes);
        fact_lose(stated, times);
        return;
    }
    if (apart > MAX(1, 0.02 * minutes))
        lost = g_strdup_printf("line %d: %s min stated", stated->line, stated->text);
    g_autofree char *text = g_strdup_printf("%.10g", minutes);
    Fact *fact = fact_set(r, incident, FACT_DURATION, text, end->moment.block, end->moment.start, end->moment.end,
                          "from start to resolved", MIN(start->confidence, end->confidence));
    fact->number = minutes;
    incident->duration_stated = false;
    if (lost)
        fact_lose(fact, lost);
}

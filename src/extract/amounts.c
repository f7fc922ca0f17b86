/* Durations, people, orders and money. */
#include "roles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double place_weight(const RoleReader *r, guint block)
{
    switch (outline_note(r->outline, block)->section) {
    case SECTION_IMPACT:
        return 1.5;
    case SECTION_SUMMARY:
    case SECTION_NONE:
        return 1;
    case SECTION_ACTIONS:
    case SECTION_OTHER:
        return -3;
    case SECTION_LESSONS:
        return -1.5;
    case SECTION_CAUSE:
        return -0.5;
    default:
        return 0.3;
    }
}

static bool labelled(const RoleReader *r, const Mention *m, CueGroup group)
{
    Label label;
    return label_of(r, m->block, m->from, &label) && label_is(r, &label, group);
}

static bool ends_clause(const RoleReader *r, guint block, guint i)
{
    const Token *t = token_at(r, block, i);
    bool stop = t->kind == TOKEN_MARK && t->value == '.' &&
                (i + 1 >= text_document_block(r->document, block)->tokens->len || token_at(r, block, i + 1)->spaced);
    return stop || (t->kind == TOKEN_MARK && t->value < 128 && strchr(",;()=:", (int)t->value));
}

/* Whether the group stands near the mention, within its own clause. */
static bool hits_beside(const RoleReader *r, const Mention *m, guint before, guint after, CueGroup group)
{
    guint from = m->from, to = m->to, n = text_document_block(r->document, m->block)->tokens->len;
    while (from > 0 && m->from - from < before && !ends_clause(r, m->block, from - 1))
        from--;
    while (to < n && to - m->to < after && !ends_clause(r, m->block, to))
        to++;
    return hits_in(r, m->block, from, to, group);
}

/* ---- durations ---- */

static bool is_allowance(const RoleReader *r, const Mention *m)
{
    static const char *const words[] = {"per",   "every",    "each",    "timeout", "timeouts", "sla",       "slo",
                                        "limit", "interval", "window",  "ago",     "old",      "retention", "cooldown",
                                        "delay", "allows",   "allowed", "cache",   "ttl",      NULL};
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

/* "For (about) 25 minutes ... requests failed". */
static bool is_behind_for(const RoleReader *r, const Mention *m)
{
    static const char *const words[] = {"for", "pendant", "durant", "durante", "por", "per", "gedurende", NULL};
    for (guint back = 1; back <= 2 && back <= m->from; back++) {
        const Token *t = token_at(r, m->block, m->from - back);
        if (t->kind == TOKEN_WORD && g_strv_contains(words, t->word))
            return hits_in(r, m->block, m->to, MIN(m->to + 24, text_document_block(r->document, m->block)->tokens->len),
                           CUE_problem) ||
                   hits_in(r, m->block, m->from > 12 ? m->from - 12 : 0, m->from, CUE_problem);
    }
    return false;
}

static bool is_and(const RoleReader *r, guint block, guint i)
{
    const Token *t = token_at(r, block, i);
    return t->kind == TOKEN_WORD && cues_has_word(r->cues, t->word, CUE_range_and);
}

/* "took 50 minutes to detect": its own clause speaks of noticing. */
static bool tells_noticing(const RoleReader *r, const Mention *m)
{
    guint from = m->from, to = m->to, n = text_document_block(r->document, m->block)->tokens->len;
    while (from > 0 && m->from - from < 9 && !ends_clause(r, m->block, from - 1) && !is_and(r, m->block, from - 1))
        from--;
    while (to < n && to - m->to < 9 && !ends_clause(r, m->block, to) && !is_and(r, m->block, to))
        to++;
    return hits_in(r, m->block, from, to, CUE_detected) || hits_in(r, m->block, from, to, CUE_acknowledged) ||
           hits_in(r, m->block, from, to, CUE_label_time_to_detect);
}

static double duration_score(const RoleReader *r, const Mention *m)
{
    guint from, to;
    const TextBlock *block = text_document_block(r->document, m->block);
    bool heading = block->kind == TEXT_HEADING;
    if (m->rate || is_allowance(r, m))
        return 0;
    if (labelled(r, m, CUE_label_duration))
        return 6;
    if (labelled(r, m, CUE_label_time_to_detect) || labelled(r, m, CUE_label_time_to_repair))
        return 0;
    outline_sentence(r->outline, m->block, m->from, &from, &to);
    guint near_from = m->from > from + 9 ? m->from - 9 : from, near_to = MIN(m->to + 9, to);
    if (hits_in(r, m->block, from, to, CUE_unrelated))
        return 0;
    bool down = hits_in(r, m->block, near_from, near_to, CUE_downtime);
    bool length = hits_in(r, m->block, near_from, m->from + 1, CUE_quantity_of_time) || is_behind_for(r, m);
    bool noticing = tells_noticing(r, m);
    double score = (down ? 1.6 : 0) + (length ? 1.2 : 0) - (noticing ? 1.5 : 0) + (heading && down ? 0.5 : 0);
    if (score <= 0 || (!down && !length))
        return 0;
    return score + place_weight(r, m->block);
}

/* "Duration: 02:15:00": a length written as a clock, no end of a range; minutes, or 0. */
static double clock_length(const RoleReader *r, const Mention *m)
{
    const GArray *tokens = text_document_block(r->document, m->block)->tokens;
    const Token *after = m->to < tokens->len ? token_at(r, m->block, m->to) : NULL;
    bool alone = !after || after->kind == TOKEN_BREAK || (after->kind == TOKEN_MARK && after->value == '(');
    if (m->kind != MENTION_CLOCK || m->second < 0 || m->form != CLOCK_COLON || m->meridiem != MERIDIEM_NONE ||
        m->zone || !alone || !labelled(r, m, CUE_label_duration))
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

static void duration_select(RoleReader *r, const Scope *scope, Incident *incident)
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

/* From the times when both are known; the stated one is then only compared. */
void duration_finish(RoleReader *r, const Scope *scope, Incident *incident)
{
    duration_select(r, scope, incident);
    const Fact *start = &incident->facts[FACT_START];
    const Fact *end =
        incident->facts[FACT_RESOLVED].known ? &incident->facts[FACT_RESOLVED] : &incident->facts[FACT_MITIGATED];
    if (!start->known || !end->known || !start->moment.has_clock || !end->moment.has_clock ||
        start->moment.has_date != end->moment.has_date)
        return;
    int64_t ms = moment_ms(&end->moment) - moment_ms(&start->moment);
    if (ms < 0)
        return;
    double minutes = (double)ms / (double)MS_PER_MINUTE;
    Fact *stated = &incident->facts[FACT_DURATION];
    if (stated->known && stated->confidence >= 0.9 && MIN(start->confidence, end->confidence) < GUESSED)
        return;
    if (is_slip_of_zone(start, end, stated))
        return;
    g_autofree char *lost = NULL;
    if (stated->known && fabs(stated->number - minutes) > MAX(1, 0.02 * minutes)) {
        lost = g_strdup_printf("line %d: %s min stated", stated->line, stated->text);
        if (fabs(stated->number - minutes) > 0.25 * minutes)
            finding_add(r, "duration", end->moment.block, end->moment.start, end->moment.end, -1, 0, 0,
                        "line %d states %s minutes, the times give %.10g", stated->line, stated->text, minutes);
    }
    g_autofree char *text = g_strdup_printf("%.10g", minutes);
    Fact *fact = fact_set(r, incident, FACT_DURATION, text, end->moment.block, end->moment.start, end->moment.end,
                          "from start to resolved", MIN(start->confidence, end->confidence));
    fact->number = minutes;
    incident->duration_stated = false;
    if (lost)
        fact_lose(fact, lost);
}

/* ---- counts ---- */

static bool is_people(const Mention *m)
{
    return m->count == COUNT_PEOPLE || m->count == COUNT_ACCOUNTS;
}

static double count_score(const RoleReader *r, const Mention *m)
{
    guint from, to;
    if (m->rate)
        return 0;
    outline_sentence(r->outline, m->block, m->from, &from, &to);
    guint near_from = m->from > from + 12 ? m->from - 12 : from, near_to = MIN(m->to + 10, to);
    bool label = labelled(r, m, CUE_label_users);
    bool affected = hits_in(r, m->block, near_from, near_to, CUE_affected) ||
                    hits_in(r, m->block, near_from, near_to, CUE_problem) ||
                    (!is_people(m) && hits_in(r, m->block, near_from, near_to, CUE_loss));
    bool spared = hits_beside(r, m, 5, 5, CUE_unaffected);
    double score = (label ? 4 : 0) + (affected ? 1.6 : 0) - (spared ? 3 : 0) + place_weight(r, m->block);
    if (m->count == COUNT_ACCOUNTS)
        score -= 0.3;
    if (token_at(r, m->block, m->from)->kind == TOKEN_WORD)
        score -= 0.5; /* "two patients could be booked at once" */
    return affected || label || outline_note(r->outline, m->block)->section == SECTION_IMPACT ? score : 0;
}

static void set_count(RoleReader *r, Incident *incident, FactKind kind, const Mention *m, double score)
{
    g_autofree char *text = g_strdup_printf("%.15g", m->amount);
    fact_set(r, incident, kind, text, m->block, m->start, m->end, score > 4 ? "label" : "count in the sentence",
             m->approximate ? 0.7 : 0.8)
        ->number = m->amount;
}

static void counts_select(RoleReader *r, const Scope *scope, Incident *incident)
{
    const Mention *people = NULL, *orders = NULL;
    double best_people = 1.4, best_orders = 1.4;
    for (guint i = 0; i < r->timeline->mentions->len; i++) {
        const Mention *m = &g_array_index(r->timeline->mentions, Mention, i);
        if (m->kind != MENTION_COUNT || !in_scope(r, scope, m->block))
            continue;
        double score = count_score(r, m);
        if (is_people(m) && score > best_people) {
            people = m;
            best_people = score;
        } else if (!is_people(m) && score > best_orders && m->amount >= 1) {
            orders = m;
            best_orders = score;
        }
    }
    if (people)
        set_count(r, incident, FACT_USERS, people, best_people);
    if (orders)
        set_count(r, incident, FACT_ORDERS, orders, best_orders);
}

static bool is_about(const RoleReader *r, guint block, guint i)
{
    const Token *t = token_at(r, block, i);
    return (t->kind == TOKEN_WORD && cues_has_word(r->cues, t->word, CUE_about)) ||
           (t->kind == TOKEN_MARK && (t->value == '~' || t->value == '.'));
}

/* "Users affected: 305", "drivers who could not work: 2,898": a bare number behind a label that names people. */
static void labelled_count(RoleReader *r, const Scope *scope, Incident *incident)
{
    for (guint b = scope->first; b <= scope->last; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        SectionKind section = outline_note(r->outline, b)->section;
        if (!in_scope(r, scope, b) || block->kind == TEXT_HEADING || section == SECTION_ACTIONS ||
            section == SECTION_OTHER || section == SECTION_LESSONS)
            continue;
        for (guint i = 1; i < block->tokens->len; i++) {
            const Token *before = token_at(r, b, i - 1);
            bool colon = before->kind == TOKEN_MARK && (before->value == ':' || before->value == '~');
            bool cell = before->kind == TOKEN_BREAK && block->kind == TEXT_ROW;
            bool clock = colon && i > 1 && !before->spaced && token_at(r, b, i - 2)->kind == TOKEN_NUMBER;
            guint next = i;
            while (next + 1 < block->tokens->len && next < i + 2 && is_about(r, b, next))
                next++; /* "approximately 12 thousand" */
            if ((!colon && !cell) || clock || token_at(r, b, next)->kind != TOKEN_NUMBER)
                continue;
            double value;
            Label words;
            bool label = label_of(r, b, i, &words) && label_is(r, &words, CUE_label_users);
            guint start, end;
            outline_sentence(r->outline, b, i, &start, &end);
            bool told = colon && section == SECTION_IMPACT && hits_in(r, b, start, i, CUE_noun_people) &&
                        hits_in(r, b, start, i, CUE_affected);
            if ((!label && !told) || !number_read(r->cues, block->tokens, &next, &value))
                continue;
            const Token *after = next < block->tokens->len ? token_at(r, b, next) : NULL;
            if (after && after->kind == TOKEN_MARK &&
                (after->value == '%' || after->value == ':' || after->value == '/' ||
                 (after->value == '-' && !after->spaced)))
                continue;
            g_autofree char *text = g_strdup_printf("%.15g", value);
            fact_set(r, incident, FACT_USERS, text, b, token_at(r, b, i)->start, token_at(r, b, next - 1)->end,
                     "number behind a label", 0.9)
                ->number = value;
            return;
        }
    }
}

/* ---- money ---- */

/* "30 % of $500": the whole of which the loss is a part. */
static bool is_whole(const RoleReader *r, const Mention *m)
{
    for (guint back = 1; back <= 3 && back < m->from; back++) {
        const Token *token = token_at(r, m->block, m->from - back);
        if (token->kind == TOKEN_MARK)
            return token->value == '%' && back > 1;
    }
    return false;
}

/* "Total | EUR 3,630": the row of a table that sums the others up. */
static bool is_sum_row(const RoleReader *r, guint block)
{
    static const char *const words[] = {"total",         "totaal",      "totale", "totaux",    "gesamt",
                                        "summe",         "gesamtsumme", "suma",   "insgesamt", "soma",
                                        "gesamtschaden", "sum",         NULL};
    const TextBlock *row = text_document_block(r->document, block);
    return row->kind == TEXT_ROW && !row->head && row->tokens->len && token_at(r, block, 0)->kind == TOKEN_WORD &&
           g_strv_contains(words, token_at(r, block, 0)->word);
}

static double money_score(const RoleReader *r, const Mention *m)
{
    guint from, to;
    outline_sentence(r->outline, m->block, m->from, &from, &to);
    guint near_from = m->from > from + 14 ? m->from - 14 : from, near_to = MIN(m->to + 12, to);
    bool label = labelled(r, m, CUE_label_money), sum = is_sum_row(r, m->block);
    bool loss = hits_in(r, m->block, near_from, near_to, CUE_loss) || label || sum;
    bool spared = hits_beside(r, m, 5, 4, CUE_unaffected);
    const GArray *tokens = text_document_block(r->document, m->block)->tokens;
    const Token *after = m->to < tokens->len ? token_at(r, m->block, m->to) : NULL;
    bool rate = after && ((after->kind == TOKEN_WORD && strcmp(after->word, "per") == 0) ||
                          (after->kind == TOKEN_MARK && after->value == '/'));
    bool untrue = hits_in(r, m->block, near_from, near_to, CUE_no_loss);
    if (!loss || spared || untrue || rate || m->amount <= 0 || is_whole(r, m))
        return 0;
    return 2 + place_weight(r, m->block) + (label || sum ? 1 : 0);
}

/* "No funds were lost": a sum in the text is something else. */
static bool lost_nothing(const RoleReader *r, const Scope *scope)
{
    for (guint b = scope->first; b <= scope->last; b++)
        if (in_scope(r, scope, b) &&
            hits_in(r, b, 0, text_document_block(r->document, b)->tokens->len, CUE_lost_nothing))
            return true;
    return false;
}

static void money_select(RoleReader *r, const Scope *scope, Incident *incident)
{
    const Mention *best = NULL;
    double score = 1;
    for (guint i = 0; i < r->timeline->mentions->len; i++) {
        const Mention *m = &g_array_index(r->timeline->mentions, Mention, i);
        if (m->kind != MENTION_MONEY || !in_scope(r, scope, m->block))
            continue;
        double here = money_score(r, m);
        if (here > score ||
            (best && here == score && here > 1 && m->amount > best->amount && best->block == m->block)) {
            best = m;
            score = here;
        }
    }
    if (!best || (!labelled(r, best, CUE_label_money) && lost_nothing(r, scope)))
        return;
    g_autofree char *text = g_strdup_printf("%.15g%s%s", best->amount, *best->currency ? " " : "", best->currency);
    Fact *fact = fact_set(r, incident, FACT_MONEY, text, best->block, best->start, best->end,
                          "sum in a sentence of loss", best->approximate ? 0.7 : 0.8);
    fact->number = best->amount;
    g_strlcpy(fact->currency, best->currency, sizeof fact->currency);
}

void amounts_select(RoleReader *r, const Scope *scope, Incident *incident)
{
    counts_select(r, scope, incident);
    if (!scope->shared)
        labelled_count(r, scope, incident);
    money_select(r, scope, incident);
}

/* People, orders and money. */
#include "amounts.h"

#include <stdlib.h>
#include <string.h>

double amount_place(const RoleReader *r, guint block)
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

bool amount_labelled(const RoleReader *r, const Mention *m, CueGroup group)
{
    Label label;
    return label_of(r, m->block, m->from, &label) && label_is(r, &label, group);
}

bool amount_ends_clause(const RoleReader *r, guint block, guint i)
{
    const Token *t = token_at(r, block, i);
    bool stop = t->kind == TOKEN_MARK && t->value == '.' &&
                (i + 1 >= text_document_block(r->document, block)->tokens->len || token_at(r, block, i + 1)->spaced);
    return stop || (t->kind == TOKEN_MARK && t->value < 128 && strchr(",;()=:", (int)t->value));
}

/* Whether the group stands near the mention, within its own clause. */
bool amount_beside(const RoleReader *r, const Mention *m, guint before, guint after, CueGroup group)
{
    guint from = m->from, to = m->to, n = text_document_block(r->document, m->block)->tokens->len;
    while (from > 0 && m->from - from < before && !amount_ends_clause(r, m->block, from - 1))
        from--;
    while (to < n && to - m->to < after && !amount_ends_clause(r, m->block, to))
        to++;
    return hits_in(r, m->block, from, to, group);
}

bool amount_is_and(const RoleReader *r, guint block, guint i)
{
    const Token *t = token_at(r, block, i);
    return t->kind == TOKEN_WORD && cues_has_word(r->cues, t->word, CUE_range_and);
}

/* ---- counts ---- */

static bool is_people(const Mention *m)
{
    return m->count == COUNT_PEOPLE || m->count == COUNT_ACCOUNTS;
}

/* "About 1,200 users": all that the sentence on the impact begins with, or below "Who was affected". */
static bool is_bare_impact(const RoleReader *r, const Mention *m, guint from)
{
    static const char *const small[] = {"all",  "the", "some", "total", "of",      "in",    "overall",
                                        "and",  "an",  "a",    "also",  "alle",    "die",   "unos",
                                        "unas", "los", "las",  "les",   "environ", "circa", "ca",
                                        "i",    "gli", "de",   "os",    "as",      "cerca", NULL};
    const BlockNote *note = outline_note(r->outline, m->block);
    if (note->section != SECTION_IMPACT)
        return false;
    if (note->heading >= 0) { /* "Who was affected" */
        Label label = {(guint)note->heading, 0, tokens_of(r, (guint)note->heading)};
        while (label.from < label.to && token_at(r, label.block, label.from)->kind != TOKEN_WORD)
            label.from++;
        if (label_is(r, &label, CUE_label_users))
            return true;
    }
    for (guint i = m->from; i > from; i--) {
        const Token *token = token_at(r, m->block, i - 1);
        if (token->kind == TOKEN_BREAK || is_mark(r, m->block, i - 1, ":-"))
            break;
        if (token->kind == TOKEN_WORD && !cues_has_word(r->cues, token->word, CUE_about) &&
            !g_strv_contains(small, token->word))
            return false;
    }
    return true;
}

/* "Of 5,000 users 300 could not sign in": the whole, not who was affected. */
static bool is_of_all(const RoleReader *r, const Mention *m)
{
    const Token *before = m->from ? token_at(r, m->block, m->from - 1) : NULL;
    return before && before->kind == TOKEN_WORD && !strcmp(before->word, "of") && m->to < tokens_of(r, m->block) &&
           token_at(r, m->block, m->to)->kind == TOKEN_NUMBER;
}

static double count_score(const RoleReader *r, const Mention *m)
{
    guint from, to;
    if (m->rate || is_of_all(r, m))
        return 0;
    outline_sentence(r->outline, m->block, m->from, &from, &to);
    guint near_from = m->from > from + 12 ? m->from - 12 : from, near_to = MIN(m->to + 10, to);
    bool label = amount_labelled(r, m, CUE_label_users);
    bool affected = hits_in(r, m->block, near_from, near_to, CUE_affected) ||
                    hits_in(r, m->block, near_from, near_to, CUE_problem) ||
                    (!is_people(m) && hits_in(r, m->block, near_from, near_to, CUE_loss));
    bool spared = amount_beside(r, m, 5, 5, CUE_unaffected);
    double score = (label ? 4 : 0) + (affected ? 1.6 : 0) - (spared ? 3 : 0) + amount_place(r, m->block);
    if (m->count == COUNT_ACCOUNTS)
        score -= 0.3;
    if (token_at(r, m->block, m->from)->kind == TOKEN_WORD)
        score -= 0.5; /* "two patients could be booked at once" */
    return affected || label || is_bare_impact(r, m, from) ? score : 0;
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

/* "$80 per month", "80 $ a year" */
static bool is_per(const RoleReader *r, guint block, guint i)
{
    static const char *const per[] = {"per", "each", "every", "monthly", "yearly", "annually", "pro", "par", NULL};
    static const CueGroup units[] = {CUE_unit_second, CUE_unit_minute, CUE_unit_hour, CUE_unit_day, CUE_unit_week};
    const Token *token = token_at(r, block, i), *next = i + 1 < tokens_of(r, block) ? token_at(r, block, i + 1) : NULL;
    if (token->kind != TOKEN_WORD)
        return false;
    bool article = !strcmp(token->word, "a") || !strcmp(token->word, "an");
    bool unit = next && next->kind == TOKEN_WORD &&
                (cues_has_word_of(r->cues, next->word, units, G_N_ELEMENTS(units)) || !strcmp(next->word, "month") ||
                 !strcmp(next->word, "year") || !strcmp(next->word, "user"));
    return g_strv_contains(per, token->word) || (article && unit);
}

static double money_score(const RoleReader *r, const Mention *m)
{
    guint from, to;
    outline_sentence(r->outline, m->block, m->from, &from, &to);
    guint near_from = m->from > from + 14 ? m->from - 14 : from, near_to = MIN(m->to + 12, to);
    bool label = amount_labelled(r, m, CUE_label_money), sum = is_sum_row(r, m->block);
    bool loss = hits_in(r, m->block, near_from, near_to, CUE_loss) || label || sum;
    bool spared = amount_beside(r, m, 5, 4, CUE_unaffected);
    const GArray *tokens = text_document_block(r->document, m->block)->tokens;
    const Token *after = m->to < tokens->len ? token_at(r, m->block, m->to) : NULL;
    bool rate = after && (is_per(r, m->block, m->to) || (after->kind == TOKEN_MARK && after->value == '/'));
    bool untrue = hits_in(r, m->block, near_from, near_to, CUE_no_loss);
    if (!loss || spared || untrue || rate || m->amount <= 0 || is_whole(r, m))
        return 0;
    return 2 + amount_place(r, m->block) + (label || sum ? 1 : 0);
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
    if (!best || (!amount_labelled(r, best, CUE_label_money) && lost_nothing(r, scope)))
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

/* Words that name somebody who did not notice: "our monitoring failed to see it", "customers were told". */
#include "who.h"

#include <string.h>

/* "the alert was missed", but not "Zabbix was silent and Pingdom alerted us": another watch behind it did. */
bool who_missed_it(const RoleReader *r, guint block, guint from, guint to)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    guint end = 0;
    for (guint h = outline_first_hit(r->outline, block, from); h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from >= to)
            break;
        if (hit->group == CUE_undetected)
            end = MAX(end, hit->to);
    }
    Telling behind = {0};
    if (end && end < to)
        who_noticed(r, block, end, to, &behind);
    return end && behind.score[BY_MONITORING] <= 0;
}

static const CueGroup nouns[BY_COUNT] = {CUE_by_monitoring, CUE_by_customer, CUE_by_internal};

/* Behind ", hosted on the same machine," where that follows at i; else i. */
static guint behind_apposition(const RoleReader *r, guint block, guint i, guint to)
{
    bool opens = i < to && token_at(r, block, i)->kind == TOKEN_MARK && token_at(r, block, i)->value == ',';
    for (guint at = i + 1; opens && at < to && at < i + 12; at++)
        if (token_at(r, block, at)->kind == TOKEN_MARK && token_at(r, block, at)->value == ',')
            return at + 1;
    return i;
}

/* "customers (were) informed", "users asked for a refund" */
static bool was_only_told(const RoleReader *r, guint block, guint verb, guint to)
{
    bool passive = false;
    for (; verb < to && word_in(r, block, verb, CUE_passive); verb++)
        passive = true;
    return verb < to && token_at(r, block, verb)->kind == TOKEN_WORD &&
           ((passive && word_in(r, block, verb, CUE_set_inform)) || is_told(r, block, verb, to) ||
            asks_for(r, block, verb, to));
}

/* Whether a phrase of the group holds the hit. */
static bool within(const RoleReader *r, guint block, const CueHit *hit, CueGroup group)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    guint from = hit->from > 8 ? hit->from - 8 : 0;
    for (guint h = outline_first_hit(r->outline, block, from); h < hits->len; h++) {
        const CueHit *other = &g_array_index(hits, CueHit, h);
        if (other->from > hit->from)
            break;
        if (other->group == group && other->to >= hit->to)
            return true;
    }
    return false;
}

/* "our monitoring failed to see it", "all probes were green" */
bool who_is_denied(const RoleReader *r, guint block, guint to, const CueHit *hit)
{
    bool joined_with = hit->to < to && token_at(r, block, hit->to)->kind == TOKEN_WORD &&
                       !strcmp(token_at(r, block, hit->to)->word, "with");
    if ((hit->group == CUE_seen_by_customer || hit->group == CUE_by_customer) && joined_with)
        return true; /* "we opened a support ticket with the data centre" */
    bool people = hit->group == CUE_by_customer || hit->group == CUE_seen_by_customer;
    guint behind = hit->group == CUE_by_customer ? hit->to : hit->from + 1;
    if (people && behind < to && word_in(r, block, behind - 1, CUE_set_people) && who_is_system(r, block, behind))
        return true; /* "the guest kernel reports" */
    if (hit->group == CUE_by_customer && was_only_told(r, block, hit->to, to))
        return true;
    if (hit->group != CUE_by_monitoring && hit->group != CUE_seen_by_monitoring)
        return false;
    if (within(r, block, hit, CUE_undetected))
        return true; /* "alerts for it are muted" */
    guint near = hit->from > 4 ? hit->from - 4 : 0;
    if (hits_in(r, block, near, hit->from, CUE_built) || hits_in(r, block, hit->to, MIN(hit->to + 3, to), CUE_built))
        return true; /* "we have added an alert" */
    guint verb = behind_apposition(r, block, hit->to, to), end = verb;
    while (end < to && end < verb + 4 && token_at(r, block, end)->kind != TOKEN_MARK)
        end++;
    return hits_in(r, block, verb, end, CUE_negation) || hits_in(r, block, verb, end, CUE_set_good);
}

/* "alerts did not fire", "customers were told", "users who reported it": the phrase's own words take it back. */
bool who_denies_itself(const RoleReader *r, guint block, const CueHit *hit)
{
    const char *first = token_at(r, block, hit->from)->word, *last = token_at(r, block, hit->to - 1)->word;
    bool subject = false, passive = false, relative = false;
    bool told = last && cues_has_word(r->cues, last, CUE_set_tell) && !g_str_has_suffix(last, "ing");
    for (int by = BY_CUSTOMER; by < BY_COUNT; by++)
        subject |= first && cues_has_word(r->cues, first, nouns[by]);
    for (guint i = hit->from + 1; i + 1 < hit->to; i++) {
        const char *word = token_at(r, block, i)->kind == TOKEN_WORD ? token_at(r, block, i)->word : "";
        passive |= cues_has_word(r->cues, word, CUE_passive);
        relative |=
            !strcmp(word, "who") || !strcmp(word, "can") || !strcmp(word, "may") || (told && !strcmp(word, "with"));
    }
    if (told && first && cues_has_word(r->cues, first, CUE_first_person))
        return true; /* "we reported it to the provider" */
    guint end = tokens_of(r, block);
    bool sight = last && cues_has_word(r->cues, last, CUE_set_notice);
    if (subject && sight && sees_nothing(r, block, hit->to - 1, end))
        return true; /* "users noticed nothing" */
    if (sight && (sees_better(r, block, hit->to - 1, end) ||
                  (hit->group == CUE_seen_by_internal && sees_reports(r, block, hit->to - 1, end))))
        return true; /* "we see an improvement", "the team saw the report" */
    if (subject && told && (is_told(r, block, hit->to - 1, end) || asks_for(r, block, hit->to - 1, end)))
        return true;
    return relative || (subject && passive && told) || hits_in(r, block, hit->from + 1, hit->to, CUE_negation);
}

/* "Power cable pulled during routine maintenance": an occasion says who noticed only where somebody noticed. */
bool who_is_occasion(const RoleReader *r, guint block, guint from, guint to, const CueHit *hit)
{
    static const char *const words[] = {"during", "while", "when", NULL};
    const Token *first = token_at(r, block, hit->from);
    if (hit->group != CUE_seen_by_internal || first->kind != TOKEN_WORD || !g_strv_contains(words, first->word))
        return false;
    static const CueGroup told[] = {CUE_detected, CUE_detected_weak, CUE_set_notice, CUE_set_tell, CUE_set_learn};
    for (guint g = 0; g < G_N_ELEMENTS(told); g++)
        if (hits_in(r, block, from, to, told[g]))
            return false;
    return true;
}

bool who_is_mentioned(const RoleReader *r, guint block, const CueHit *hit)
{
    static const CueGroup told[] = {CUE_set_notice, CUE_set_tell,    CUE_set_learn,
                                    CUE_set_fire,   CUE_set_alerted, CUE_detected};
    static const char *const ends[] = {"for", "about", NULL};
    const Token *last = token_at(r, block, hit->to - 1);
    bool ahead = last->kind == TOKEN_WORD && g_strv_contains(ends, last->word);
    if (hit->group != CUE_seen_by_monitoring || (!ahead && !word_in(r, block, hit->from, CUE_by_joint)))
        return false;
    guint from = hit->from > 8 ? hit->from - 8 : 0, to = ahead ? MIN(hit->to + 8, tokens_of(r, block)) : hit->to;
    for (guint g = 0; g < G_N_ELEMENTS(told); g++)
        if (hits_in(r, block, from, hit->from, told[g]) || hits_in(r, block, hit->to, to, told[g]))
            return false;
    return true;
}

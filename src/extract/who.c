/* Who noticed, as a sentence tells it: "a customer reported", "was spotted by our monitoring", "complaints from users".
 * A small grammar of sets: who, a verb of seeing or telling, and the words that join them. */
#include "who.h"

#include <string.h>

#define SURE 2.5
#define LIKELY 1.6
#define REACH 10 /* tokens between who and verb */

bool ends_clause(const RoleReader *r, guint block, guint i, bool comma)
{
    const Token *token = token_at(r, block, i);
    return token->kind == TOKEN_MARK && token->value < 128 && token->value &&
           strchr(comma ? ".;:!?," : ".;:!?", (int)token->value) &&
           (token->value != '.' || i + 1 >= text_document_block(r->document, block)->tokens->len ||
            token_at(r, block, i + 1)->spaced);
}

static bool is_verb(const RoleReader *r, guint block, guint i)
{
    return word_in(r, block, i, CUE_set_notice) || word_in(r, block, i, CUE_set_tell) ||
           word_in(r, block, i, CUE_set_fire) || word_in(r, block, i, CUE_set_alerted);
}

/* The end of a line that another with a label follows: "... of a partner / Reported to: the regulator". */
static bool ends_line(const RoleReader *r, guint block, guint i)
{
    const GArray *tokens = text_document_block(r->document, block)->tokens;
    if (token_at(r, block, i)->kind != TOKEN_BREAK)
        return false;
    for (guint next = i + 1; next < tokens->len && next < i + 6; next++) {
        const Token *token = token_at(r, block, next);
        if (token->kind == TOKEN_MARK)
            return token->value == ':';
    }
    return false;
}

static bool is_nominative(const Token *token)
{
    static const char *const words[] = {"we", "i", "wir", "ich", "je", "io", "eu", "yo", NULL};
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* "posted on Reddit", "asked in our community forum" */
static bool channel_behind(const RoleReader *r, guint block, guint verb, guint to)
{
    bool place = false;
    for (guint i = verb + 1, near = 0; i < to && i < verb + 8 && !ends_clause(r, block, i, true); i++, near++) {
        if (word_in(r, block, i, CUE_by_place)) {
            place = true;
            near = 0;
        } else if (place && near <= 3 && word_in(r, block, i, CUE_set_channel)) {
            return true;
        }
    }
    return false;
}

static bool is_that(const Token *token)
{
    static const char *const words[] = {"that", "which", "who", "dass", "dat", NULL};
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* "by", "from", "through" behind the verb and somebody behind that. */
static bool agent_behind(const RoleReader *r, guint block, guint verb, guint to, Who *who)
{
    guint joint = verb + 1;
    while (joint < to && joint < verb + REACH && !word_in(r, block, joint, CUE_by_joint)) {
        if (ends_clause(r, block, joint, true) || is_that(token_at(r, block, joint)) ||
            word_in(r, block, joint, CUE_passive))
            return false; /* "showed that the load came from one tenant", "the report was read by a customer" */
        joint++;
    }
    for (guint i = joint + 1; joint < verb + REACH && i < to && i < joint + 6; i++) {
        if (ends_clause(r, block, i, true))
            return false;
        if (who_at(r, block, i, to, who))
            return !is_nominative(token_at(r, block, i)); /* "learnt from this that we need" */
    }
    return false;
}

/* "team member" rather than "member". */
static void widen(const RoleReader *r, guint block, guint from, Who *who)
{
    Who wider;
    for (guint back = 1; back <= 3 && who->from >= from + back; back++)
        if (who_at(r, block, who->from - back, who->to, &wider) && wider.to == who->to) {
            *who = wider;
            return;
        }
}

/* "were reporting", "estaban avisando": active for all the "were". */
static bool is_gerund(const Token *token)
{
    return g_str_has_suffix(token->word, "ing") || g_str_has_suffix(token->word, "ndo");
}

static bool is_relative(const Token *token)
{
    static const char *const words[] = {"who", "that", "which", "whose", "can", "may", "should", "must", NULL};
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* "nos avisó", "told us": who was told. */
static bool is_object(const Token *token)
{
    static const char *const words[] = {"us", "me", "nos", "uns", "mir", "ons", "ci", "mi", NULL};
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* "It was Marta from QA who saw it" */
static bool is_cleft(const RoleReader *r, guint block, guint from)
{
    static const char *const words[] = {"it", "es", "fue", "foi", "c'est", "het", NULL};
    while (from < tokens_of(r, block) && token_at(r, block, from)->kind == TOKEN_MARK)
        from++;
    const Token *token = from < tokens_of(r, block) ? token_at(r, block, from) : NULL;
    return token && token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* "no other customer", "neither team" */
static bool is_nobody(const RoleReader *r, guint block, guint from, guint who)
{
    static const char *const words[] = {"no",    "neither", "kein",   "keine", "ningún",
                                        "aucun", "nessun",  "nenhum", "geen",  NULL};
    for (guint i = who; i > from && who - i < 3; i--)
        if (token_at(r, block, i - 1)->kind == TOKEN_WORD && g_strv_contains(words, token_at(r, block, i - 1)->word))
            return true;
    return false;
}

static bool is_article(const Token *token)
{
    static const char *const words[] = {"the", "a", "an", "one", "our", NULL};
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* "I came home, tried to watch a film, and found ...", "a guest could not pay and rang us": the sentence begins with
 * who does all of it. */
static bool shared_subject(const RoleReader *r, guint block, guint from, guint verb, Who *who)
{
    guint i = from;
    bool notice = word_in(r, block, verb, CUE_set_notice);
    if (verb < from + 3 || !word_in(r, block, verb - 1, CUE_range_and) ||
        !(notice || word_in(r, block, verb, CUE_set_tell)))
        return false;
    while (i < verb && token_at(r, block, i)->kind != TOKEN_WORD)
        i++;
    if (i < verb && is_article(token_at(r, block, i)))
        i++;
    if (i >= verb || !who_at(r, block, i, verb, who) || is_verb(r, block, who->to))
        return false;
    bool trouble = hits_in(r, block, who->to, verb, CUE_negation) || hits_in(r, block, who->to, verb, CUE_start);
    return who->by == BY_INTERNAL ? notice || trouble : who->by == BY_CUSTOMER && !notice;
}

/* The nearest somebody before the verb, in its clause; *joint: "by a customer" stands before it, *passive: "customers
 * were told". */
static bool subject_before(const RoleReader *r, guint block, guint from, guint verb, Who *who, bool *joint,
                           bool *passive)
{
    Who found;
    *joint = *passive = false;
    bool known = false;
    for (guint i = verb; i > from && verb - i <= REACH; i--) {
        if (ends_clause(r, block, i - 1, true) || ends_line(r, block, i - 1))
            break;
        if (known && who->from == i && word_in(r, block, i - 1, CUE_by_joint))
            *joint = true;
        if (is_object(token_at(r, block, i - 1)))
            continue;
        if (!known && who_at(r, block, i - 1, verb, &found)) {
            known = true;
            widen(r, block, from, &found);
            *who = found;
            if (is_nobody(r, block, from, found.from))
                return false;
            for (guint w = found.to; w < verb; w++)
                if (is_relative(token_at(r, block, w)) && verb - w <= 3 && !is_cleft(r, block, from))
                    return false; /* "users who reported it were refunded", but "a user who tests it noticed" */
            guint near = MAX(found.to, verb > 3 ? verb - 3 : 0); /* "who was testing it noticed" is active */
            for (guint w = near; w < verb && !is_gerund(token_at(r, block, verb)); w++)
                *passive |= word_in(r, block, w, CUE_passive);
        } else if (known && word_in(r, block, i - 1, CUE_by_joint) && who->from - (i - 1) <= 3) {
            *joint = true;
        }
        if (!known && is_verb(r, block, i - 1) && i < verb)
            break; /* the subject of another verb */
    }
    return known || shared_subject(r, block, from, verb, who);
}

/* "bemerkt hat es der Empfang", "nos avisó un cliente", "belden de eerste hotels": languages where the subject may
 * stand behind the verb. */
static bool subject_behind(const RoleReader *r, guint block, guint verb, guint to, Who *who)
{
    static const char *const datives[] = {"a", "al", "aos", "ao", "ai", "agli", "aux", "an", "aan", "den", "dem", NULL};
    if (!word_in(r, block, verb, CUE_set_invert))
        return false;
    for (guint i = verb + 1; i < to && i <= verb + 5 && !ends_clause(r, block, i, true); i++) {
        const Token *token = token_at(r, block, i);
        if ((token->kind == TOKEN_WORD && g_strv_contains(datives, token->word)) || token->kind == TOKEN_NUMBER)
            return false;
        if (who_at(r, block, i, to, who) && !word_in(r, block, i, CUE_first_person))
            return who->by != BY_MONITORING;
    }
    return false;
}

/* The subject tells or notices by itself: "users complained", "the team spotted". */
static void score_subject(const RoleReader *r, guint block, const Who *who, guint verb, guint to, Telling *telling)
{
    bool notice = word_in(r, block, verb, CUE_set_notice), tell = word_in(r, block, verb, CUE_set_tell);
    bool first = word_in(r, block, who->to - 1, CUE_first_person);
    bool plain = is_plain_sight(r, block, verb);
    double near = verb - who->to <= 3 ? SURE : LIKELY;
    if ((who->by != BY_MONITORING && is_told(r, block, verb, to)) || asks_for(r, block, verb, to) ||
        tells_outside(r, block, who, verb, to) || is_no_telling(r, block, who, verb, to) ||
        (notice && sees_nothing(r, block, verb, to)))
        return;
    if (telling->prose && (is_noun(r, block, who, verb) || is_display(r, block, verb) ||
                           is_infinitive(r, block, verb) || (notice && sees_diagnosis(r, block, verb, to)) ||
                           (who->by != BY_MONITORING && tells_recovery(r, block, verb, to)) ||
                           (who->by != BY_MONITORING && tell && !tells_trouble(r, block, verb, to))))
        return;
    if (notice && sees_reports(r, block, verb, to) && !sees_watch(r, block, verb, to)) {
        if (who->by == BY_INTERNAL) /* "support saw a wave of tickets", but "the team saw the report": of whom? */
            telling_add(telling, BY_CUSTOMER, sees_many(r, block, verb, to) ? LIKELY : 0, verb);
        return;
    }
    if (who->by == BY_MONITORING)
        telling_add(telling, BY_MONITORING, near, verb);
    else if (who->by == BY_CUSTOMER && (notice || tell) && !plain)
        telling_add(telling, BY_CUSTOMER, near, verb);
    else if (who->by == BY_INTERNAL && notice && sees_watch(r, block, verb, to))
        telling_add(telling, BY_MONITORING, near, verb);
    else if (who->by == BY_INTERNAL && notice && !first && !plain && !sees_cause(r, block, verb, to))
        telling_add(telling, BY_INTERNAL, near, verb);
    else if (who->by == BY_INTERNAL && notice && sees_anything(r, block, verb, to))
        telling_add(telling, BY_INTERNAL, near, verb);
    else if (who->by == BY_INTERNAL && tell && !first)
        telling_add(telling, BY_INTERNAL, LIKELY, verb);
}

static void score_verb(const RoleReader *r, guint block, guint from, guint verb, guint to, Telling *telling)
{
    Who who;
    bool joint, passive;
    CueHit hit = {.group = CUE_set_notice, .from = verb, .to = verb + 1};
    if (is_cancelled(r, block, from, &hit, true) || is_other_verb(r, block, verb, to) ||
        hits_in(r, block, verb + 1, MIN(verb + 2, to), CUE_undetected))
        return; /* "went unnoticed by most users" */
    if (agent_behind(r, block, verb, to, &who)) {
        bool cause = telling->prose && (is_cause(r, block, from, verb) || is_doing(r, block, &who, verb));
        if (!cause && !(word_in(r, block, verb, CUE_set_report) && fails_behind(r, block, who.to, to)))
            telling_add(telling, who.by, SURE, verb);
        return;
    }
    if (word_in(r, block, verb, CUE_set_notice) && verb > from && word_in(r, block, verb - 1, CUE_passive) &&
        sees_board(r, block, verb, to)) {
        telling_add(telling, BY_MONITORING, SURE, verb);
        return;
    }
    if (telling->prose && is_of_provider(r, block, from, verb))
        return;
    bool channel = word_in(r, block, verb, CUE_set_tell) && channel_behind(r, block, verb, to);
    if (!subject_before(r, block, from, verb, &who, &joint, &passive)) {
        if (channel)
            telling_add(telling, BY_CUSTOMER, LIKELY, verb);
        if (subject_behind(r, block, verb, to, &who))
            telling_add(telling, who.by, SURE, verb);
        return;
    }
    if (who.by == BY_MONITORING &&
        (hits_in(r, block, who.to, verb, CUE_negation) || hits_in(r, block, verb + 1, MIN(verb + 3, to), CUE_negation)))
        return; /* "the monitoring noticed nothing" */
    if (telling->prose && who.by == BY_MONITORING && is_machine(r, block, &who, verb))
        return;
    if (joint)
        telling_add(telling, who.by, SURE, verb); /* "von einem Kunden gemeldet" */
    else if (!passive)
        score_subject(r, block, &who, verb, to, telling);
    else if (who.by == BY_MONITORING && verb - who.to <= 8) /* "an alert was raised" */
        telling_add(telling, BY_MONITORING, SURE, verb);
    else if (who.by == BY_INTERNAL && word_in(r, block, verb, CUE_set_alerted)) /* "the engineer was paged" */
        telling_add(telling, BY_MONITORING, LIKELY, verb);
}

/* "an email from the nightly check brought it to our attention" */
static bool brought_by(const RoleReader *r, guint block, guint from, guint attention, Who *who)
{
    static const char *const verbs[] = {"brought", "drew", "called", "brings", "draws", NULL};
    bool joint, passive;
    if (strcmp(token_at(r, block, attention)->word, "attention") != 0)
        return false;
    for (guint i = attention; i > from && attention - i < 7; i--)
        if (token_at(r, block, i - 1)->kind == TOKEN_WORD && g_strv_contains(verbs, token_at(r, block, i - 1)->word))
            return subject_before(r, block, from, i - 1, who, &joint, &passive) && !passive;
    return false;
}

/* "came to our attention through a customer": only what brought it counts. */
static void score_learned(const RoleReader *r, guint block, guint from, guint verb, guint to, Telling *telling)
{
    Who who;
    CueHit hit = {.group = CUE_set_learn, .from = verb, .to = verb + 1};
    if (is_cancelled(r, block, from, &hit, true) || (telling->prose && is_cause(r, block, from, verb)))
        return;
    if (agent_behind(r, block, verb, to, &who) || brought_by(r, block, from, verb, &who))
        telling_add(telling, who.by, SURE, verb);
}

/* "complaints of users", "appels d'utilisateurs": joined by the words of a genitive. */
static bool genitive_behind(const RoleReader *r, guint block, guint noun, guint to, Who *who)
{
    static const char *const words[] = {"of",  "de",  "des", "du", "di",  "dei", "del", "degli", "delle",
                                        "dos", "das", "do",  "da", "van", "von", "der", NULL};
    for (guint i = noun + 1; i < to && i < noun + 4; i++) {
        const Token *token = token_at(r, block, i);
        if (token->kind != TOKEN_WORD)
            return false;
        bool elided = strchr(token->word, '\'') != NULL;
        if (i == noun + 1 && !elided && !g_strv_contains(words, token->word))
            return false;
        if ((i > noun + 1 || elided) && who_at(r, block, i, to, who))
            return true;
    }
    return false;
}

static bool is_possessive(const RoleReader *r, guint block, guint i)
{
    const Token *token = token_at(r, block, i);
    if (token->kind != TOKEN_WORD || !g_str_has_suffix(token->word, "'s"))
        return false;
    g_autofree char *stem = g_strndup(token->word, strlen(token->word) - 2);
    return cues_has_word(r->cues, stem, CUE_set_people) || cues_has_word(r->cues, stem, CUE_by_customer);
}

/* "complaints from users", "ticket of a customer", "call from a colleague". */
static void score_report(const RoleReader *r, guint block, guint from, guint noun, guint to, Telling *telling)
{
    Who who;
    CueHit hit = {.group = CUE_set_report, .from = noun, .to = noun + 1};
    if (noun > from && is_possessive(r, block, noun - 1))
        telling_add(telling, BY_CUSTOMER, SURE, noun); /* "a parent's call" */
    if (is_cancelled(r, block, from, &hit, true) ||
        (!genitive_behind(r, block, noun, to, &who) && !agent_behind(r, block, noun, MIN(to, noun + 7), &who)))
        return;
    if (who.by != BY_MONITORING && !fails_behind(r, block, who.to, to))
        telling_add(telling, who.by, SURE, noun);
}

/* "Hugo noticed that the queue stood": a colleague by name. */
static void score_name(const RoleReader *r, guint block, guint from, guint verb, guint to, Telling *telling)
{
    Who who;
    if (verb <= from || !word_in(r, block, verb, CUE_set_notice) || !sees_something(r, block, verb, to))
        return;
    const Token *name = token_at(r, block, verb - 1);
    if (hits_in(r, block, verb - 1, verb, CUE_negation))
        return; /* "Nobody noticed" */
    const char *text = text_document_block(r->document, block)->text;
    bool acronym = name->end - name->start < 3;
    for (guint c = name->start + 1; c < name->end && !acronym; c++)
        acronym = g_ascii_isupper(text[c]);
    bool phrase = cues_has_word(r->cues, name->word, CUE_stopword) || cues_has_word(r->cues, name->word, CUE_ordinal) ||
                  hits_in(r, block, verb - 1, verb + 1, CUE_label_detected) >
                      hits_in(r, block, verb, verb + 1, CUE_label_detected);
    if (name->kind == TOKEN_WORD && name->capital && !acronym && !phrase && !who_at(r, block, verb - 1, verb, &who) &&
        !cues_has_word(r->cues, name->word, CUE_set_system) && !cues_has_word(r->cues, name->word, CUE_set_trouble))
        telling_add(telling, BY_INTERNAL, LIKELY, verb);
}

void who_noticed(const RoleReader *r, guint block, guint from, guint to, Telling *telling)
{
    who_came_at_last(r, block, from, to, telling);
    for (guint i = from; i < to; i++) {
        if (is_verb(r, block, i)) {
            score_verb(r, block, from, i, to, telling);
            score_name(r, block, from, i, to, telling);
        } else if (word_in(r, block, i, CUE_set_learn)) {
            score_learned(r, block, from, i, to, telling);
        }
        if (word_in(r, block, i, CUE_set_report))
            score_report(r, block, from, i, to, telling);
    }
}

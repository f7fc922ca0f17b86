/* Who noticed first: "a customer rang before the alert fired", "not noticed until a customer rang", "the first sign was
 * a call from a user". */
#include "who.h"

#include <string.h>

#define SURE 2.5

static bool is_one_of(const RoleReader *r, guint block, guint i, const char *const *words)
{
    const Token *token = token_at(r, block, i);
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* The first somebody that begins in tokens [i, end), in the same clause. */
static bool who_within(const RoleReader *r, guint block, guint i, guint end, Who *who)
{
    static const char *const objects[] = {"us", "me", "uns", "mir", "nos", "ons", "ci", NULL};
    for (; i < end && !is_mark(r, block, i, ".;:!?"); i++)
        if (who_at(r, block, i, end, who) && !is_one_of(r, block, i, objects))
            return true;
    return false;
}

guint who_came_first(const RoleReader *r, guint block, guint from, guint to)
{
    static const char *const words[] = {"before", "bevor", "antes", "avant", "prima", "voordat", NULL};
    Who who;
    for (guint i = from + 2; i < to; i++)
        if (is_one_of(r, block, i, words) && who_within(r, block, i + 1, MIN(i + 5, to), &who))
            return hits_in(r, block, from, i, CUE_negation) ? to : i; /* "not seen before a user rang" */
    return to;
}

/* "was not noticed until", "nobody saw it before" */
static bool is_until(const RoleReader *r, guint block, guint i)
{
    static const char *const words[] = {"until", "till", "before", "bis",   "bevor", "hasta",   "antes", "avant",
                                        "até",   "fino", "finché", "prima", "tot",   "voordat", NULL};
    return is_one_of(r, block, i, words);
}

static void from_until(const RoleReader *r, guint block, guint from, guint verb, guint to, Telling *telling)
{
    Who who;
    guint near = verb > from + 5 ? verb - 5 : from;
    bool unseen = word_in(r, block, verb, CUE_set_notice) && hits_in(r, block, near, verb, CUE_negation);
    bool never =
        token_at(r, block, verb)->kind == TOKEN_WORD &&
        (!strcmp(token_at(r, block, verb)->word, "unnoticed") || !strcmp(token_at(r, block, verb)->word, "undetected"));
    for (guint i = verb + 1; (unseen || never) && i < to && i < verb + 6; i++)
        if (is_until(r, block, i) && who_within(r, block, i + 1, MIN(i + 10, to), &who)) {
            telling_add(telling, who.by, SURE, who.from);
            return;
        }
}

/* "the first sign of trouble was an angry message from a guest" */
static void from_first_sign(const RoleReader *r, guint block, guint sign, guint to, Telling *telling)
{
    static const char *const signs[] = {"sign",    "signs",  "hint", "clue", "indication", "inkling",
                                        "warning", "notice", "we",   "i",    NULL};
    static const char *const outside[] = {"tweet",      "tweets", "ticket", "tickets", "complaint",
                                          "complaints", "call",   "calls",  "toot",    NULL};
    Who who, last = {0};
    guint n = 0;
    if (sign + 2 >= to || !is_one_of(r, block, sign + 1, signs))
        return;
    for (guint i = sign + 2; i < to && i < sign + 18 && !is_mark(r, block, i, ".;!?"); i++)
        if (who_at(r, block, i, to, &who) && !word_in(r, block, i, CUE_first_person) && n++ < 1)
            last = who;
    if (n)
        telling_add(telling, last.by, SURE, last.from);
    for (guint i = sign + 2; !n && i < to && i < sign + 12; i++)
        if (is_one_of(r, block, i, outside)) {
            telling_add(telling, BY_CUSTOMER, SURE, i);
            return;
        }
}

/* "our guests were the first to notice" */
static void from_first_to(const RoleReader *r, guint block, guint from, guint first, guint to, Telling *telling)
{
    static const char *const verbs[] = {"notice", "see",      "spot",    "report",  "tell",  "complain",
                                        "find",   "discover", "realise", "realize", "raise", NULL};
    Who who;
    bool told = first + 2 < to && is_one_of(r, block, first + 2, verbs) &&
                !strcmp(token_at(r, block, first + 1)->word ? token_at(r, block, first + 1)->word : "", "to");
    for (guint i = first; told && i > from && first - i < 10; i--)
        if (who_at(r, block, i - 1, first, &who)) {
            telling_add(telling, who.by, SURE, who.from);
            return;
        }
}

void who_came_at_last(const RoleReader *r, guint block, guint from, guint to, Telling *telling)
{
    for (guint i = from; i < to; i++) {
        const Token *token = token_at(r, block, i);
        if (token->kind != TOKEN_WORD)
            continue;
        if (!strcmp(token->word, "first")) {
            from_first_sign(r, block, i, to, telling);
            from_first_to(r, block, from, i, to, telling);
        } else
            from_until(r, block, from, i, to, telling);
    }
}

/* "a prévenu", "had told", "nos avisó", "avisaron": a verb that is active whatever stands behind it. */
static bool tells_itself(const RoleReader *r, guint block, guint verb)
{
    static const char *const active[] = {"a",   "ont",   "avait",  "avaient", "hat",    "haben", "hatte", "hatten",
                                         "ha",  "hanno", "aveva",  "heeft",   "hebben", "had",   "has",   "have",
                                         "han", "había", "habían", "tem",     "têm",    "tinha", "us",    "me",
                                         "uns", "nos",   "ons",    "ci",      "mi",     "mir",   NULL};
    static const char *const passive[] = {"been", "été", "sido", "stato", "stati", "state", "stata", NULL};
    static const char *const finite[] = {"ó", "ou", "aron", "aram", "te", "ten", NULL};
    const char *word = token_at(r, block, verb)->word;
    for (guint f = 0; finite[f]; f++)
        if (g_str_has_suffix(word, finite[f]))
            return true;
    for (guint i = verb; i > 0 && verb - i < 3; i--) {
        if (is_one_of(r, block, i - 1, passive))
            return false;
        if (is_one_of(r, block, i - 1, active))
            return true;
    }
    return false;
}

bool is_told(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const agents[] = {"by", "per", NULL}, *const that[] = {"that", NULL};
    static const char *const objects[] = {"us", "me",   "our",   "my", "the",     "that",
                                          "it", "this", "about", "of", "support", NULL};
    if (!word_in(r, block, verb, CUE_set_inform) || tells_itself(r, block, verb))
        return false;
    for (guint i = verb + 1; i < to && i < verb + 5 && !is_one_of(r, block, i, agents); i++)
        if (is_one_of(r, block, i, that) || word_in(r, block, i, CUE_set_staff))
            return false; /* "notified on Slack that", "alerted a developer" */
    return verb + 1 >= to || !(is_one_of(r, block, verb + 1, objects) || word_in(r, block, verb + 1, CUE_set_staff) ||
                               token_at(r, block, verb + 1)->capital);
}

void telling_add(Telling *telling, By by, double score, guint token)
{
    if (score <= telling->score[by])
        return;
    telling->score[by] = score;
    telling->first[by] = token;
}

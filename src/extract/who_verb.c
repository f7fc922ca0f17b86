/* Verbs that tell or see, but of something else than the first sight of the trouble. */
#include "who.h"

#include <string.h>

static bool is_one_of(const RoleReader *r, guint block, guint i, const char *const *words)
{
    return i < tokens_of(r, block) && token_at(r, block, i)->kind == TOKEN_WORD &&
           g_strv_contains(words, token_at(r, block, i)->word);
}

/* "customer support", "client services": people of ours in spite of the first word. */
static bool is_of_house(const RoleReader *r, guint block, guint i)
{
    static const char *const words[] = {"support", "service", "services",  "team", "care",
                                        "success", "desk",    "relations", NULL};
    return is_one_of(r, block, i, words);
}

bool tells_outside(const RoleReader *r, guint block, const Who *who, guint verb, guint to)
{
    static const char *const outside[] = {"public",       "press",      "everyone", "everybody",
                                          "stakeholders", "management", NULL};
    if (!word_in(r, block, verb, CUE_set_tell) || word_in(r, block, verb, CUE_set_notice))
        return false;
    for (guint i = verb + 1; i < to && i < verb + 5 && !ends_clause(r, block, i, true); i++) {
        if (word_in(r, block, i, CUE_by_joint) || word_in(r, block, i, CUE_by_place) ||
            word_in(r, block, i, CUE_first_person))
            return false;
        bool people = word_in(r, block, i, CUE_set_people) && !is_of_house(r, block, i + 1);
        bool actor = word_in(r, block, i, CUE_set_actor) && who->by == BY_INTERNAL;
        if (people && who->by == BY_CUSTOMER && !is_of_house(r, block, who->to - 1))
            return false; /* "a pupil told his teacher", but "customer support told the users" */
        if (people || actor || is_one_of(r, block, i, outside))
            return true;
    }
    return false;
}

bool is_of_provider(const RoleReader *r, guint block, guint from, guint verb)
{
    static const char *const auxiliaries[] = {"has", "have", "had",   "a",    "ont", "ha",
                                              "han", "hat",  "heeft", "also", NULL};
    guint i = verb;
    while (i > from && verb - i < 2 &&
           (word_in(r, block, i - 1, CUE_passive) || word_in(r, block, i - 1, CUE_set_be) ||
            is_one_of(r, block, i - 1, auxiliaries)))
        i--;
    Who who;
    if (i <= from || !hits_in(r, block, i - 1, i, CUE_set_actor))
        return false;
    for (guint w = i; w > from && i - w < 3; w--)
        if (who_at(r, block, w - 1, i, &who) && who.by == BY_MONITORING && who.to + 1 >= i)
            return false; /* "a Nagios check" */
    return !(i > from + 1 && (word_in(r, block, i - 2, CUE_by_place) || word_in(r, block, i - 2, CUE_by_joint)));
}

/* "a tool called TRS" */
static bool names_it(const RoleReader *r, guint block, const Who *who, guint verb)
{
    static const char *const called[] = {"called", "named", NULL};
    static const char *const objects[] = {"us",    "me",  "in", "the",     "our",  "at",      "to",
                                          "about", "and", "on", "because", "with", "support", NULL};
    return is_one_of(r, block, verb, called) && verb > who->to && !is_one_of(r, block, verb + 1, objects);
}

/* "raised the limit", but not "raised an alert" */
static bool lifts_it(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const verbs[] = {"raised", "raises", "raising", "raise", NULL};
    static const char *const lifted[] = {
        "limit",  "limits",    "number",     "quota", "size", "timeout", "timeouts", "capacity", "memory", "price",
        "prices", "threshold", "thresholds", "count", "load", "rate",    "amount",   "replicas", "cap",    NULL};
    for (guint i = verb + 1; is_one_of(r, block, verb, verbs) && i < to && i < verb + 5; i++)
        if (is_one_of(r, block, i, lifted))
            return true;
    return false;
}

/* "users reported by the old system" are what was reported */
static bool is_reported(const RoleReader *r, guint block, guint verb)
{
    static const char *const by[] = {"by", NULL}, *const articles[] = {"the", "a", "an", "our", NULL};
    return is_one_of(r, block, verb + 1, by) && is_one_of(r, block, verb + 2, articles);
}

/* "asked us to raise a limit" */
static bool asks_to(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const verbs[] = {"asked", "asks", "asking", NULL}, *const joints[] = {"to", NULL};
    for (guint i = verb + 1; is_one_of(r, block, verb, verbs) && i < to && i < verb + 4; i++)
        if (is_one_of(r, block, i, joints))
            return true;
    return false;
}

bool is_no_telling(const RoleReader *r, guint block, const Who *who, guint verb, guint to)
{
    return names_it(r, block, who, verb) || lifts_it(r, block, verb, to) || is_reported(r, block, verb) ||
           asks_to(r, block, verb, to);
}

/* "identified 19 events from 4 users" */
static bool is_source(const RoleReader *r, guint block, guint verb)
{
    static const char *const verbs[] = {"identified", "uncovered", "revealed", NULL}, *const from[] = {"from", NULL};
    guint i = verb + 1;
    while (i < verb + 10 && i < tokens_of(r, block) && !word_in(r, block, i, CUE_by_joint))
        i++;
    return is_one_of(r, block, verb, verbs) && is_one_of(r, block, i, from);
}

bool is_cause(const RoleReader *r, guint block, guint from, guint verb)
{
    static const char *const verbs[] = {"triggered", "came", "picked", NULL}, *const words[] = {"word", "hint", "news",
                                                                                                "investigation", NULL};
    for (guint i = verb; i > from && verb - i < 8; i--)
        if (word_in(r, block, i - 1, CUE_set_report) || is_one_of(r, block, i - 1, words))
            return false;
    return is_one_of(r, block, verb, verbs) || is_source(r, block, verb);
}

bool is_doing(const RoleReader *r, guint block, const Who *who, guint verb)
{
    static const char *const told[] = {"opened", "raised", "submitted", "posted", "sent", "logged", NULL};
    return who->by != BY_MONITORING && word_in(r, block, verb, CUE_set_fire) &&
           !word_in(r, block, verb, CUE_set_tell) && !word_in(r, block, verb, CUE_set_notice) &&
           !word_in(r, block, verb, CUE_set_alerted) && !is_one_of(r, block, verb, told);
}

bool is_machine(const RoleReader *r, guint block, const Who *who, guint verb)
{
    static const char *const machines[] = {"automated", "automatically", "cron",     "job",       "jobs",
                                           "antivirus", "waf",           "liveness", "readiness", "bot",
                                           "bots",      "scanner",       "scanners", "ci",        NULL};
    static const char *const verbs[] = {"alerted",    "notified", "mailed", "emailed",  "reported", "flagged", "warned",
                                        "complained", "paged",    "told",   "messaged", "posted",   NULL};
    return is_one_of(r, block, who->to - 1, machines) && !word_in(r, block, verb, CUE_set_notice) &&
           !is_one_of(r, block, verb, verbs);
}

bool is_noun(const RoleReader *r, guint block, const Who *who, guint verb)
{
    static const char *const verbs[] = {"raised", "opened", "filed", "submitted", "logged", NULL};
    static const char *const began[] = {"to", "also", "then", "and", "first", NULL};
    bool counted = is_one_of(r, block, verb, verbs) && verb + 1 < tokens_of(r, block) &&
                   token_at(r, block, verb + 1)->kind == TOKEN_NUMBER;
    static const char *const things[] = {"writes", "signals", "points", NULL}; /* "the guest loses writes" */
    bool far = verb > who->to + 1; /* "users were kept from sending emails" */
    return counted || (verb > who->to && is_one_of(r, block, verb, things) && !is_one_of(r, block, verb - 1, began)) ||
           (verb > who->to && word_in(r, block, verb, CUE_set_watch)) ||
           (far && word_in(r, block, verb, CUE_set_report) && !is_one_of(r, block, verb - 1, began));
}

bool is_display(const RoleReader *r, guint block, guint verb)
{
    static const char *const verbs[] = {"shows",     "showed",     "indicated", "indicates", "recorded",
                                        "logged",    "confirmed",  "zeigte",    "zeigten",   "zeigt",
                                        "mostraba",  "mostraban",  "mostró",    "muestra",   "mostrava",
                                        "mostravam", "mostravano", "mostrou",   "montrait",  "montraient",
                                        "liet",      "lieten",     "toonde",    "toonden",   NULL};
    static const char *const objects[] = {"an", "a", "us", "alert", "alerts", NULL};
    return is_one_of(r, block, verb, verbs) && !is_one_of(r, block, verb + 1, objects);
}

bool is_infinitive(const RoleReader *r, guint block, guint verb)
{
    static const char *const to[] = {"to", NULL};
    static const char *const governors[] = {"first", "able",  "only",    "happened", "managed", "come", "came",
                                            "key",   "quick", "allowed", "enabled",  "helped",  "led",  NULL};
    if (verb < 2 || !is_one_of(r, block, verb - 1, to))
        return false;
    for (guint i = verb - 1; i > 0 && verb - i < 4; i--) /* "allowed us to notice" */
        if (is_one_of(r, block, i - 1, governors) || word_in(r, block, i - 1, CUE_set_begin))
            return false;
    return true;
}

/* "stellte ... fest", "stelde ... vast" */
static bool is_split_verb(const RoleReader *r, guint block, guint verb)
{
    static const char *const verbs[] = {"stellte", "stellten", "stelde", "stelden", "stelt", NULL};
    return is_one_of(r, block, verb, verbs);
}

bool is_other_verb(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const parts[] = {"fest", "vast", NULL};
    for (guint i = verb + 1; i < to && i < verb + 14; i++)
        if (is_one_of(r, block, i, parts))
            return false;
    return is_split_verb(r, block, verb);
}

/* "found that a setting ...": what nobody knew of before */
static bool is_of_unknown(const RoleReader *r, guint block, guint i)
{
    static const char *const words[] = {"a",     "an",  "one", "two", "three", "some", "several", "ein", "eine",
                                        "einen", "een", "un",  "una", "une",   "um",   "uma",     "uno", NULL};
    return is_one_of(r, block, i, words);
}

/* "the certificate", "el cable": what explains trouble rather than shows it */
static bool is_of_cause(const RoleReader *r, guint block, guint i)
{
    static const char *const words[] = {
        "certificate",   "zertifikat",    "certificado",  "certificat",     "certificato",  "certificaat",
        "licence",       "license",       "lizenz",       "licencia",       "licença",      "licenza",
        "licentie",      "cable",         "kabel",        "câble",          "cavo",         "cabo",
        "setting",       "einstellung",   "rule",         "regel",          "regla",        "règle",
        "regola",        "regra",         "password",     "passwort",       "config",       "configuration",
        "konfiguration", "configuración", "configuração", "configurazione", "configuratie", NULL};
    return is_one_of(r, block, i, words);
}

bool sees_diagnosis(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const verbs[] = {"found",     "finds",     "finding",    "discovered",
                                        "discovers", "uncovered", "identified", NULL};
    static const char *const that[] = {"that", "dass", "daß", "que", "che", "dat", NULL};
    static const char *const had[] = {"had",   "había",  "habían", "avait",   "avaient",
                                      "tinha", "tinham", "aveva",  "avevano", NULL};
    if (!is_one_of(r, block, verb, verbs) && !is_plain_sight(r, block, verb) && !is_split_verb(r, block, verb))
        return false;
    guint clause = verb + 1;
    while (clause < to && clause < verb + 5 && !is_one_of(r, block, clause, that))
        clause++;
    bool explains = is_one_of(r, block, clause, that);
    if (explains &&
        (is_of_unknown(r, block, clause + 1) || is_of_cause(r, block, clause + 1) || is_of_cause(r, block, clause + 2)))
        return true;
    for (guint i = verb + 1; i < to && i < verb + 12 && !ends_clause(r, block, i, i > clause); i++)
        if (is_one_of(r, block, i, had)) /* but "had failed", "había caído" */
            return !hits_in(r, block, i + 1, MIN(i + 4, to), CUE_start) &&
                   !hits_in(r, block, i + 1, MIN(i + 4, to), CUE_problem) &&
                   !hits_in(r, block, i + 1, MIN(i + 4, to), CUE_set_break);
    return false;
}

bool tells_trouble(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const that[] = {"that", NULL};
    static const CueGroup troubles[] = {CUE_problem,    CUE_set_trouble, CUE_start,
                                        CUE_start_weak, CUE_negation,    CUE_downtime};
    guint i = verb + 1;
    while (i < to && i < verb + 4 && !is_one_of(r, block, i, that))
        i++;
    if (!is_one_of(r, block, i, that) || i >= MIN(verb + 4, to))
        return true;
    for (guint g = 0; g < G_N_ELEMENTS(troubles); g++)
        if (hits_in(r, block, i, MIN(i + 14, to), troubles[g]))
            return true;
    return false;
}

bool tells_recovery(const RoleReader *r, guint block, guint verb, guint to)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    to = MIN(to, verb + 12);
    for (guint h = outline_first_hit(r->outline, block, verb + 1); h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from >= to)
            break;
        if (hit->group == CUE_resolved && !is_cancelled(r, block, verb + 1, hit, true))
            return true;
    }
    return sees_better(r, block, verb, to);
}

bool fails_behind(const RoleReader *r, guint block, guint noun, guint to)
{
    static const char *const failed[] = {"lost",    "delayed", "missing",  "failed",      "stuck",
                                         "dropped", "bounced", "rejected", "disappeared", NULL};
    static const char *const told[] = {"that", "about", "saying", "because", "of", "where", "who", NULL};
    for (guint i = noun; i < to && i < noun + 6 && !ends_clause(r, block, i, true); i++) {
        if (is_one_of(r, block, i, told))
            return false;
        if (is_one_of(r, block, i, failed) || hits_in(r, block, i, i + 1, CUE_negation))
            return true;
    }
    return false;
}

#include "judge_private.h"
#include <inttypes.h>
#include <string.h>

/* Which services and which tenants an obligation is judged for: each alone, the worst of them, or all in one pool. */

static bool is_listed(const GPtrArray *services, const char *service)
{
    for (guint i = 0; i < services->len; i++)
        if (g_ascii_strcasecmp(g_ptr_array_index(services, i), service) == 0)
            return true;
    return false;
}

static void add_name(GPtrArray *services, const char *service)
{
    if (service != NULL && !is_listed(services, service))
        g_ptr_array_add(services, (gpointer)(uintptr_t)service);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
}

/* The names as the records write them, so that they can be looked up; "*" is every service that has a record. */
static GPtrArray *services_of(const Judging *judging, const Obligation *obligation)
{
    GPtrArray *services = g_ptr_array_new();
    bool all = is_listed(obligation->services, "*");
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, judging->index->services);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        if (all || is_listed(obligation->services, name))
            g_ptr_array_add(services, name);
    for (guint i = 0; i < judging->facts->undated->len; i++) {
        const char *service = g_array_index(judging->facts->undated, JudgeUndated, i).service;
        if (service != NULL && (all || is_listed(obligation->services, service)))
            add_name(services, service);
    }
    for (guint i = 0; !all && i < obligation->services->len; i++)
        add_name(services, g_ptr_array_index(obligation->services, i));
    g_ptr_array_sort(services, compare_names);
    return services;
}

static void add_value(GPtrArray *values, const char *tag, const char *key)
{
    gsize length = strlen(key);
    if (g_ascii_strncasecmp(tag, key, length) == 0 && (tag[length] == '=' || tag[length] == ':'))
        add_name(values, tag + length + 1);
}

static GPtrArray *values_of(const Judging *judging, const Per *per)
{
    GPtrArray *values = g_ptr_array_new();
    for (guint i = 0; i < per->values->len; i++)
        add_name(values, g_ptr_array_index(per->values, i));
    for (guint i = 0; per->key != NULL && per->values->len == 0 && i < judging->facts->outages->len; i++) {
        const char *const *tags = g_array_index(judging->facts->outages, JudgeOutage, i).tags;
        for (guint k = 0; tags != NULL && tags[k] != NULL; k++)
            add_value(values, tags[k], per->key);
    }
    g_ptr_array_sort(values, compare_names);
    return values;
}

typedef struct {
    const Judging *judging;
    const Terms *terms;
    const Obligation *obligation;
    const ContractPeriod *period;
    const GPtrArray *values; /* const char*: tenants */
    GPtrArray *out;
} Expanding;

/* The obligation for some services and one tenant, or for all. */
typedef struct {
    const GPtrArray *services;
    const char *service, *value; /* NULL: all of them */
} Part;

static Measure *measure_of(const Expanding *expanding, const Part *part)
{
    const Obligation *obligation = expanding->obligation;
    Measure *measure = measure_new(expanding->terms, obligation, expanding->judging->index, CASE_NOMINAL);
    measure->as_of = expanding->judging->as_of;
    measure->only_value = part->value;
    for (guint i = 0; i < part->services->len; i++)
        if (part->service == NULL || part->service == g_ptr_array_index(part->services, i))
            g_ptr_array_add(measure->services, g_ptr_array_index(part->services, i));
    measure->parts_n = measure->services->len;
    if (obligation->per.take != PER_POOLED)
        return measure;
    g_ptr_array_extend(measure->values, (GPtrArray *)(uintptr_t)expanding->values, NULL, NULL);
    measure->parts_n = measure->values->len + (obligation->per.total > measure->values->len ? 1 : 0);
    return measure;
}

static ObligationJudgement *judge_over(const Expanding *expanding, const Part *part, const ContractPeriod *period)
{
    g_autoptr(Measure) measure = measure_of(expanding, part);
    ObligationJudgement *judgement = judge_measure(measure, period);
    const char *name = expanding->obligation->name;
    judgement->name = part->service != NULL && part->value != NULL
                          ? g_strdup_printf("%s: %s, %s", name, part->service, part->value)
                      : part->service != NULL || part->value != NULL
                          ? g_strdup_printf("%s: %s", name, part->service != NULL ? part->service : part->value)
                          : g_strdup(name);
    return judgement;
}

/* ---- earning a credit back ---- */

static const char *const EARN_NAMES[] = {
    [EARN_NONE] = NULL, [EARN_OPEN] = "open", [EARN_LOST] = "lost", [EARN_EARNED] = "earned back"};

const char *earn_state_name(EarnState state)
{
    return EARN_NAMES[state];
}

/* How many of the periods after this one were met, in a row, and what that makes of the credit. */
static EarnBack look_on(const Expanding *expanding, const Part *part, int needed)
{
    const Terms *terms = expanding->terms;
    EarnBack back = {.state = EARN_OPEN};
    while (back.met_n < needed) {
        ContractPeriod later = schedule_step(&terms->schedule, terms->zone, expanding->period, back.met_n + 1);
        if (later.to > expanding->judging->as_of)
            return back;
        ObligationJudgement *next = judge_over(expanding, part, &later);
        bool met = next->verdict == VERDICT_MET;
        obligation_judgement_free(next);
        if (!met) {
            back.state = EARN_LOST;
            return back;
        }
        back.met_n++;
    }
    back.state = EARN_EARNED;
    return back;
}

static void judge_earn_back(const Expanding *expanding, const Part *part, ObligationJudgement *judgement)
{
    int needed = expanding->obligation->credit.earn_back;
    int64_t minor = judgement->credit.minor;
    if (needed == 0 || minor == 0 || judgement->verdict != VERDICT_BREACHED)
        return;
    judgement->earn_back = look_on(expanding, part, needed);
    judgement->earn_back.credit_minor = minor;
    const EarnBack *back = &judgement->earn_back;
    if (back->state == EARN_EARNED) {
        judgement->credit.minor = 0;
        judgement->credit.ratio_ppb = judgement->credit.ratio_ppb == NOT_GIVEN ? NOT_GIVEN : 0;
    }
    const char *what = back->state == EARN_EARNED ? "the credit is earned back"
                       : back->state == EARN_LOST ? "the credit stays"
                                                  : "the credit may still be earned back";
    g_ptr_array_add(judgement->credit.derivation,
                    g_strdup_printf("%d of %d periods met in a row afterwards: %s", back->met_n, needed, what));
}

/* ---- expanding ---- */

#define NAMES_MAX 8

/* A service that no record names was never down, which may be a misspelling. */
static void note_unknown_services(const Expanding *expanding, ObligationJudgement *judgement)
{
    const GPtrArray *known = expanding->judging->facts->services, *named = expanding->obligation->services;
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < known->len && i < NAMES_MAX; i++)
        g_string_append_printf(list, "%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index(known, i));
    for (guint i = 0; i < named->len && known->len > 0; i++) {
        const char *name = g_ptr_array_index(named, i);
        if (strcmp(name, "*") != 0 && !is_listed(known, name))
            g_ptr_array_add(judgement->notes, g_strdup_printf("no record names the service \"%s\"; known: %s%s", name,
                                                              list->str, known->len > NAMES_MAX ? ", ..." : ""));
    }
}

static ObligationJudgement *judge_whole_part(const Expanding *expanding, const Part *part)
{
    ObligationJudgement *judgement = judge_over(expanding, part, expanding->period);
    judge_earn_back(expanding, part, judgement);
    note_unknown_services(expanding, judgement);
    return judgement;
}

/* The same target for all, so the graver verdict is that of the lower availability. */
static bool is_worse(const ObligationJudgement *a, const ObligationJudgement *b)
{
    int order = verdict_rank(a->verdict) - verdict_rank(b->verdict);
    if (order != 0 || a->base_ms <= 0 || b->base_ms <= 0)
        return order > 0;
    return (Wide)a->counted_ppm_ms * b->base_ms > (Wide)b->counted_ppm_ms * a->base_ms;
}

/* Of one value at least. */
static void judge_worst(const Expanding *expanding, Part part)
{
    part.value = g_ptr_array_index(expanding->values, 0);
    ObligationJudgement *worst = judge_whole_part(expanding, &part);
    for (guint i = 1; i < expanding->values->len; i++) {
        part.value = g_ptr_array_index(expanding->values, i);
        ObligationJudgement *one = judge_whole_part(expanding, &part);
        bool is_worst = is_worse(one, worst);
        obligation_judgement_free(is_worst ? worst : one);
        worst = is_worst ? one : worst;
    }
    g_ptr_array_add(worst->notes,
                    g_strdup_printf("the worst of %u by %s", expanding->values->len, expanding->obligation->per.key));
    g_ptr_array_add(expanding->out, worst);
}

static void judge_pooled(const Expanding *expanding, const Part *part)
{
    const Per *per = &expanding->obligation->per;
    ObligationJudgement *judgement = judge_whole_part(expanding, part);
    g_ptr_array_add(judgement->notes,
                    g_strdup_printf("pooled over %" PRId64 " by %s%s", MAX(per->total, (int64_t)expanding->values->len),
                                    per->key,
                                    per->total == 0 && per->values->len == 0 ? ": those that records name" : ""));
    g_ptr_array_add(expanding->out, judgement);
}

static void judge_values(const Expanding *expanding, const GPtrArray *services, const char *service)
{
    Part part = {.services = services, .service = service};
    PerKind take = expanding->obligation->per.take;
    if (take == PER_POOLED && (expanding->values->len > 0 || expanding->obligation->per.total > 0))
        judge_pooled(expanding, &part);
    else if (expanding->values->len == 0)
        g_ptr_array_add(expanding->out, judge_whole_part(expanding, &part));
    else if (take == PER_WORST)
        judge_worst(expanding, part);
    for (guint i = 0; take == PER_EACH && i < expanding->values->len; i++) {
        part.value = g_ptr_array_index(expanding->values, i);
        g_ptr_array_add(expanding->out, judge_whole_part(expanding, &part));
    }
}

void judge_obligations(const Judging *judging, const Terms *terms, const ContractPeriod *period, GPtrArray *out)
{
    for (guint i = 0; i < terms->obligations->len; i++) {
        const Obligation *obligation = g_ptr_array_index(terms->obligations, i);
        g_autoptr(GPtrArray) services = services_of(judging, obligation);
        g_autoptr(GPtrArray) values = values_of(judging, &obligation->per);
        Expanding expanding = {.judging = judging,
                               .terms = terms,
                               .obligation = obligation,
                               .period = period,
                               .values = values,
                               .out = out};
        if (obligation->combine != COMBINE_EACH) {
            judge_values(&expanding, services, NULL);
            continue;
        }
        for (guint k = 0; k < services->len; k++)
            judge_values(&expanding, services, g_ptr_array_index(services, k));
    }
}

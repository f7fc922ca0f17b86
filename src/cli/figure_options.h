/* The options that metrics and report share: database, period, zone, filters, contracts. Private to cli. */
#pragma once

#include "nines/cli/command.h"
#include "nines/contract/contract.h"
#include "nines/report/figures.h"

#define SEED_FALLBACK "20260101" /* RANDOM_SEED */

#define FIGURE_OPTIONS                                                                                                 \
    {"db", 0, OPTION_PATH, "FILE", "the database", "nines.db"},                                                        \
        {"period", 'p', OPTION_TEXT, "P", "2022-05, 2022-Q2, 2022, 2022-01..2022-06 or all", NULL},                    \
        {"timezone", 0, OPTION_TEXT, "ZONE", "zone of the period's days", "UTC"},                                      \
        {"service", 0, OPTION_TEXT, "NAME", "this service only", NULL},                                                \
        {"outage",                                                                                                     \
         0,                                                                                                            \
         OPTION_TEXT,                                                                                                  \
         "RULE",                                                                                                       \
         "what counts against availability: recorded, all, or severities such as major,critical",                      \
         "recorded"},                                                                                                  \
        {"definitions", 0, OPTION_TEXT, "NAME", "rules of the durations", "default"},                                  \
        {"contract", 0, OPTION_PATH, "FILE", "contract that gives targets; several with commas", NULL},                \
        {"rates", 0, OPTION_PATH, "FILE", "rates from which business impact is computed", NULL},                       \
        {"seed", 0, OPTION_TEXT, "N", "of all random draws; printed beside what rests on them", SEED_FALLBACK},        \
    {                                                                                                                  \
        "as-of", 0, OPTION_TEXT, "TIME", "the time at which open incidents are cut", "now"                             \
    }

typedef struct {
    Store *store; /* NULL when the caller's own */
    FigureRequest request;
    char **severities;
    GPtrArray *contracts; /* Contract* */
    ImpactRates *rates;
} FigureOptions;

/* The text of an option, NULL when it is not given. */
typedef const char *(*OptionText)(gconstpointer data, const char *name);

/* --seed: a whole number up to 2^53, which JSON carries exactly. */
bool seed_read(const Invocation *invocation, uint64_t *seed, GError **error);
FigureOptions *figure_options_read(const Invocation *invocation, StoreMode mode, GError **error);
/* From texts that stand elsewhere (an issued report), for a store that the caller keeps. */
FigureOptions *figure_options_make(OptionText text, gconstpointer data, Store *store, Instant as_of, GError **error);
/* What the options choose beside period, zone, contract and as-of: "NAME=VALUE", one a line. Caller frees. */
char *figure_options_text(const Invocation *invocation);
void figure_options_free(FigureOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FigureOptions, figure_options_free)

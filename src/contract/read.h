/* How a contract file is read: tables of keys, each with the function that types its value.
 *
 * Invariant: a mapping is read in the order of its table, not of the file, so the zone and the currency are known when
 * dates and amounts come; every failure has set *reader->error at the node that is wrong.
 */
#pragma once

#include "nines/base/yaml.h"
#include "nines/contract/contract.h"

typedef struct {
    const YamlDocument *document;
    char *directory;       /* of the contract, for the files that it names */
    GString *path;         /* "availability[1].credits", for messages */
    const YamlNode *below; /* a version's missing keys are taken from here; NULL */
    Terms *terms;          /* being read: zone, currency, calendars */
    GError **error;
} Reader;

typedef bool (*ReadValue)(Reader *reader, const YamlNode *node, void *out);

typedef struct {
    const char *key;
    ReadValue read;
    size_t offset; /* of out in the struct */
    bool required;
} Field;

/* node is a mapping whose keys all stand in fields (ends with a NULL key); each that is given is read. */
bool read_mapping(Reader *reader, const YamlNode *node, const char *where, const Field *fields, void *out);
/* A mapping that says one thing in one of several ways has one key. */
bool read_one_key(Reader *reader, const YamlNode *node);
/* Calls read for every item of a sequence, or once for anything else. */
bool read_each(Reader *reader, const YamlNode *node, const char *where, ReadValue read, void *out);
/* Sets the error at node, with the path. Always false. */
bool read_fails(Reader *reader, const YamlNode *node, const char *format, ...) G_GNUC_PRINTF(3, 4);

bool read_word(Reader *reader, const YamlNode *node, const char *const *words, int *out); /* index into words */
bool read_integer(Reader *reader, const YamlNode *node, int64_t min, int64_t max, int64_t *out);
bool read_zone(Reader *reader, const YamlNode *node, void *out);     /* const Zone* */
bool read_text(Reader *reader, const YamlNode *node, void *out);     /* char* */
bool read_texts(Reader *reader, const YamlNode *node, void *out);    /* GPtrArray*: one scalar or a list */
bool read_flag(Reader *reader, const YamlNode *node, void *out);     /* bool */
bool read_count(Reader *reader, const YamlNode *node, void *out);    /* int, 1.. */
bool read_total(Reader *reader, const YamlNode *node, void *out);    /* int64_t, 1.. */
bool read_duration(Reader *reader, const YamlNode *node, void *out); /* int64_t milliseconds */
bool read_ratio(Reader *reader, const YamlNode *node, void *out);    /* int64_t parts per 1e9 */
bool read_percent(Reader *reader, const YamlNode *node, void *out); /* int64_t parts per 1e9; the number is a percent */
bool read_money(Reader *reader, const YamlNode *node, void *out);   /* int64_t minor */
bool read_award_percent(Reader *reader, const YamlNode *node, void *out); /* Award */
bool read_award_amount(Reader *reader, const YamlNode *node, void *out);  /* Award */
bool read_award_days(Reader *reader, const YamlNode *node, void *out);    /* Award */
bool read_cap(Reader *reader, const YamlNode *node, void *out);           /* Award */
bool read_schedule(Reader *reader, const YamlNode *node, void *out);      /* Schedule */
bool read_calendars(Reader *reader, const YamlNode *node, void *out);     /* GPtrArray* of WorkCalendar* */
bool read_calendar_name(Reader *reader, const YamlNode *node, void *out); /* char*, of a calendar that exists */
bool read_fee(Reader *reader, const YamlNode *node, void *out);           /* Fee */
bool read_credit(Reader *reader, const YamlNode *node, void *out);        /* CreditTerms */
bool read_credit_tiers(Reader *reader, const YamlNode *node, void *out);  /* CreditTerms */
bool read_availability(Reader *reader, const YamlNode *node, void *out);  /* GPtrArray* of Obligation* */
bool read_responses(Reader *reader, const YamlNode *node, void *out);     /* GPtrArray* of ResponseTerms* */
bool read_chronic(Reader *reader, const YamlNode *node, void *out);       /* GPtrArray* of Chronic* */
bool read_exclusions(Reader *reader, const YamlNode *node, void *out);    /* GPtrArray* of Clause* */
bool read_unit(Reader *reader, const YamlNode *node, void *out);          /* CountUnit */
bool read_degraded(Reader *reader, const YamlNode *node, void *out);      /* Obligation */
bool read_start(Reader *reader, const YamlNode *node, void *out);         /* StartKind */
/* A day or time in the contract's zone; end: of a day or month alone, the instant after it. */
bool read_instant(Reader *reader, const YamlNode *node, bool end, Instant *out);
/* A duration with its unit; false without an error set when the text is none. */
bool duration_text(const char *text, int64_t *ms);
/* The number scaled by 10^places, exact; false for anything else. */
bool decimal_parse(const char *text, int places, int64_t *out);
Place place_of(const YamlNode *node);
/* The text of a file that the contract names, relative to it. Caller frees both. */
bool read_named_file(Reader *reader, const YamlNode *node, char **path, char **text, gsize *length);
Obligation *obligation_new(void);
Clause *clause_new(ClauseKind kind);
ResponseTerms *response_new(void);
/* Windows of a .ics or .csv file, or of a list of {from, to, announced, label}, added to the clause. */
bool read_windows(Reader *reader, const YamlNode *node, void *out);
Terms *terms_new(void);
void terms_finish(Terms *terms);          /* once, when zone and calendars are read */
const char *comma_hint(const char *text); /* "; decimals are written with a point", or "" */
/* "5bd", "3 business days"; false for anything else. */
bool business_days_text(const char *text, int *days);
void terms_free(gpointer terms);
/* Objectives written for OpenSLO, Sloth, Pyrra or slo-generator, read as targets. False when root is none of these;
 * *fine is false when it is one and wrong. */
bool read_slo(Reader *reader, const YamlNode *root, Contract *contract, bool *fine);

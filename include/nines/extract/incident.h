/* What a document says about an incident: facts, each with the words that it came from. The last stage of extraction.
 *
 * Invariant: a fact that is not known has no value; a known one has a place, a rule and a confidence in (0, 1].
 *
 *     g_autoptr(Extraction) x = extract_document("docs/retro.md", bytes, length, &settings);
 *     const Incident *incident = extraction_incident(x, 0);
 *     if (incident->facts[FACT_RESOLVED].known)
 *         puts(incident->facts[FACT_RESOLVED].text);    // "2022-01-05T21:23+01:00"
 */
#pragma once

#include "nines/extract/lexicon.h"
#include "nines/extract/timeline.h"

typedef enum { ROLE_START, ROLE_DETECTED, ROLE_ACKNOWLEDGED, ROLE_MITIGATED, ROLE_RESOLVED, ROLE_COUNT } Role;

typedef enum {
    FACT_TITLE,
    FACT_START, /* the five times stand in the order of Role */
    FACT_DETECTED,
    FACT_ACKNOWLEDGED,
    FACT_MITIGATED,
    FACT_RESOLVED,
    FACT_DURATION, /* number: minutes */
    FACT_SEVERITY,
    FACT_SERVICES, /* text: names joined by ", " */
    FACT_USERS,
    FACT_ORDERS,
    FACT_MONEY,
    FACT_DETECTED_BY,
    FACT_ACTIONS_TOTAL,
    FACT_ACTIONS_DONE,
    FACT_COUNT
} FactKind;

typedef enum { FACT_TYPE_TEXT, FACT_TYPE_TIME, FACT_TYPE_NUMBER, FACT_TYPE_MONEY, FACT_TYPE_LIST } FactType;

typedef struct {
    bool known;
    char *text;        /* the value as text, for every type */
    double number;     /* numbers and money */
    char currency[8];  /* money; empty: not said */
    TextMoment moment; /* times, unless corrected by a person */
    int line, column;
    char *words;
    char *rule;
    double confidence; /* how likely it is right */
    GPtrArray *lost;   /* char*: "line 87: 2018-06-25T10:19", or NULL */
    bool corrected;    /* a person's value from a review file; not known: the person took it away */
    char *found;       /* what was read before the correction, or NULL */
} Fact;

typedef struct {
    Fact facts[FACT_COUNT];
    bool date_only;
    bool duration_stated; /* the duration was read, not computed from the times */
    guint first_block, last_block;
} Incident;

/* A doubt or contradiction, with its places. */
typedef struct {
    char *rule;
    char *message;
    int line, column;
    char *words;
    int other_line, other_column; /* 0: one place only */
    char *other_words;
} ExtractFinding;

typedef struct {
    char *id; /* the file's name without its ending */
    char *file;
    char *digest;         /* SHA-256 of the bytes */
    GPtrArray *incidents; /* Incident* */
    GPtrArray *findings;  /* ExtractFinding* */
    int year;             /* of the document's dates; 0: unknown */
    int zone_line;        /* where the document's zone is known from; 0: nowhere */
    char *zone_words;     /* or NULL */
    char *reason;         /* why there is no incident, or NULL */
    GString *explanation; /* the four stages in words, when settings ask for it; else NULL */
} Extraction;

typedef struct {
    TimelineSettings timeline;
    bool explain;
    Lexicon *lexicon;           /* NULL: the shipped one */
    const GPtrArray *cue_files; /* const char*: the user's own cue words (YAML), or NULL */
} ExtractSettings;

/* Cue files that cannot be read are the only failure. */
Extraction *extract_document(const char *path, const char *bytes, gsize length, const ExtractSettings *settings,
                             GError **error);
void extraction_free(Extraction *extraction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Extraction, extraction_free)
const Incident *extraction_incident(const Extraction *extraction, guint index);
Incident *incident_new(void);
void incident_free(Incident *incident);
/* Where the trouble ended: resolved, else mitigated; known or not. */
const Fact *incident_end(const Incident *incident);
const char *fact_name(FactKind fact); /* the key in JSON and in review files */
FactType fact_type(FactKind fact);
void fact_clear(Fact *fact);

/* Profiles: how one tool's export becomes incident records, as data.
 *
 * Invariant: a Profile is read once from a small YAML file (docs/profiles.md describes it) and never changes. Which
 * profile fits is decided from the shape of the file alone, by required fields and literal keys, never by its name.
 *
 *     g_autoptr(GPtrArray) profiles = profiles_load(&error);
 *     const Profile *profile = profile_recognise(profiles, &shape, &error);
 */
#pragma once

#include "nines/base/yaml.h"
#include "nines/store/facts.h"

/* What a field of the source may become. */
typedef enum {
    TARGET_STARTED, /* the moments, in order of Moment */
    TARGET_RESOLVED = TARGET_STARTED + MOMENT_RESOLVED,
    TARGET_CLOSED = TARGET_STARTED + MOMENT_CLOSED,
    TARGET_FROM, /* of a maintenance window */
    TARGET_TO,
    TARGET_ANNOUNCED,
    TARGET_WITHIN_FROM, /* a span in which an outage of a stated length lies */
    TARGET_WITHIN_TO,
    TARGET_UPDATED, /* when the source changed the record last */
    TARGET_TIME,    /* of an event in a grouped log */
    TARGET_TIMES,
    TARGET_ID = TARGET_TIMES,
    TARGET_TITLE,
    TARGET_SERVICE,
    TARGET_SEVERITY,
    TARGET_STATUS,
    TARGET_TEAM,
    TARGET_CAUSE,
    TARGET_DETECTED_BY,
    TARGET_REGION,
    TARGET_TAG,
    TARGET_KIND,
    TARGET_OUTAGE,
    TARGET_WITHIN,
    TARGET_DURATION,
    TARGET_SHARE,
    TARGET_CHANGE_CAUSED,
    TARGET_REOPENED,
    TARGET_USERS,
    TARGET_ACCOUNTS,
    TARGET_ORDERS,
    TARGET_REQUESTS,
    TARGET_MONEY,
    TARGET_CURRENCY,
    TARGET_STAFF_TIME,
    TARGET_WINDOWS,
    TARGET_N
} Target;

const char *target_name(Target target); /* "started_at", "service" */
bool target_find(const char *name, Target *target);
/* Whether "together" joins its parts to one text, as of times and words; of lists each part counts by itself. */
bool target_joins(Target target);

/* Which of several values (events of a group, elements of a list) counts. */
typedef enum {
    PICK_FIRST, /* in the order of the source; of a grouped log, in the order of time */
    PICK_LAST,
    PICK_EARLIEST, /* by the time itself */
    PICK_LATEST,
    PICK_RUN,     /* first event of the trailing run that meets the condition; nothing when the last event does not */
    PICK_RETURNS, /* how often an event that meets the condition is followed by one that does not */
    PICK_REPEATS, /* how many events meet the condition after the first that does */
} Pick;

typedef struct {
    char *path;        /* column or path */
    GPtrArray *values; /* char*, compared without case */
} Condition;

typedef struct {
    char *path;       /* column name, or path inside the record (or inside each element) */
    char *each;       /* list whose elements are tried; NULL: the record itself */
    GPtrArray *where; /* Condition*: all must hold, of the element or of the record */
    Pick pick;
    GPtrArray *prefixes;             /* char*: only texts that begin with one of these, without it ("severity::") */
    char *between_from, *between_to; /* what stands between these two inside a longer text, every time; or NULL */
    bool otherwise;                  /* of joined parts: only where the one before says nothing */
    GPtrArray *flags;                /* char*: patterns of headings; a column that says 1 or true gives its heading */
    GPtrArray *except;               /* char*: patterns of headings that are none of those */
    bool is_length;                  /* a length after another moment, not a time */
    Target after;                    /* that moment, whose field comes first in the profile; TARGET_N: 1970 */
    int64_t unit_ms;                 /* of a bare number; 0: the file does not say, and such a number is left out */
} FieldSource;

typedef struct {
    Target target;
    GPtrArray *sources; /* FieldSource*, in order of preference */
    bool together;      /* all sources count, not the first that has something: joined, or each by itself in a list */
} FieldRule;

/* A list inside a tree record: timeline, actions, windows, impact. */
typedef enum { LIST_TIMELINE, LIST_ACTIONS, LIST_WINDOWS, LIST_IMPACT, LIST_N } ListKind;

typedef struct {
    char *each;
    GHashTable *parts; /* part name -> GPtrArray of char* paths */
} ListRule;

typedef struct {
    GPtrArray *when; /* Condition*: all must hold */
    bool has_kind;
    IncidentKind kind;
    int outage;   /* -1: leave */
    char *reject; /* why such a record is none, or NULL */
} KindRule;

/* A log of states: an incident is a run of rows that are down, up to the first that is up. */
typedef struct {
    char *state;     /* column or path */
    GPtrArray *down; /* char*, compared without case */
    GPtrArray *up;   /* what is neither leaves the run as it is */
} RunRule;

typedef struct {
    char *name, *title;
    char *origin;     /* namespace of its ids: the name unless stated */
    char *file;       /* where it was read, for messages */
    bool tree;        /* JSON, YAML, front matter; else delimited text */
    bool maintenance; /* its records are maintenance windows */
    bool guess;       /* its paths are patterns, for files that no other profile knows (see guess.h) */
    bool by_values;   /* guessed without a heading that says so: the start is the column whose first value is a time */
    bool nested;      /* rows are read as trees: cells that hold structures, conditions, lengths */
    GPtrArray *records;      /* char*: where the records are, none: found by the reader */
    char *expand;            /* list or mapping inside each record whose elements are the incidents, or NULL */
    char *root;              /* path inside each record that holds the facts, when it is there; or NULL */
    char *group;             /* column that names the incident of an event row (of runs: what is up or down), or NULL */
    RunRule *runs;           /* or NULL */
    char *timezone;          /* of times that state none, or NULL */
    GArray *needs;           /* Target: fields that must be found */
    GPtrArray *expand_where; /* Condition*, of "each" and "key" */
    GPtrArray *where;        /* Condition*: records that do not meet them are passed over */
    char *group_too;         /* a second column that names the incident together with group, or NULL */
    GPtrArray *keys;         /* char*: literal columns or paths that must be there */
    GPtrArray *envelope;     /* char*: paths that must be there in the enclosing object */
    bool only;               /* no unknown columns */
    GPtrArray *lacks;        /* char*: columns or paths that must not be there */
    GPtrArray *nulls;        /* char*: spellings of nothing besides the usual ones */
    GPtrArray *fields;       /* FieldRule* */
    ListRule *lists[LIST_N];
    GPtrArray *rules;   /* KindRule* */
    GHashTable *values; /* "severity:p1" -> char*, other words for the same */
} Profile;

void profile_free(Profile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Profile, profile_free)
/* One profile from YAML text. */
Profile *profile_read(const char *file, const char *text, gssize length, GError **error);
/* The shipped profiles and those below ./profiles, which win over shipped ones of the same name; array of Profile. */
GPtrArray *profiles_load(GError **error);
/* By name; a wrong one fails with the likely meant name. */
const Profile *profile_find(const GPtrArray *profiles, const char *name, GError **error);
const FieldRule *profile_field(const Profile *profile, Target target);
/* The word that stands for value in this field, else value itself. */
const char *profile_value(const Profile *profile, Target target, const char *value);

/* What is known of a file before it is mapped. */
typedef struct {
    const char *file;
    const char *const *columns; /* of delimited text, NULL-terminated; NULL for trees */
    const char *const *samples; /* the first thing that each column says, "" for nothing; NULL for trees */
    const YamlNode *record;     /* first record of a tree; NULL for delimited text */
    const YamlNode *envelope;   /* of a tree, or NULL */
    bool is_listed;             /* the record is one of several, not the whole document */
} Shape;

/* The one profile that fits best. Fails when none fits (naming the nearest and what it misses) and on a tie. */
const Profile *profile_recognise(const GPtrArray *profiles, const Shape *shape, GError **error);
/* The failure for a shape in which nothing is a start: names what it has. */
void profile_refuse(const Shape *shape, GError **error);
/* Whether this profile fits; else *missing (free it) names what the file lacks. */
bool profile_fits(const Profile *profile, const Shape *shape, char **missing);
/* Whether the shape has any of the times that the profile reads: without, every record would be rejected. */
bool profile_has_time(const Profile *profile, const Shape *shape);
/* What stands at this path of a tree's enclosing object, or of the object that is the one record; NULL: nothing. */
const YamlNode *shape_records(const Shape *shape, const char *path);
/* Index of the column, compared by text_key; -1 when absent. */
int shape_column(const Shape *shape, const char *name);

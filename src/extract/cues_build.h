/* What cues.c reads and cues_scan.c looks up. Private. */
#pragma once

#include "nines/extract/cues.h"
#include <string.h>

#define GAP_WORDS 3       /* "..." */
#define CLAUSE_WORDS 12   /* "...." */
#define PREFIX_KEY 3      /* bytes of a "prefix*" by which it is found; shorter prefixes are refused */
#define LONGEST_ENDING 24 /* bytes of "*ausfall" in a set of words */
#define SHORTEST_ENDING 4

/* What a token is: by itself, without an elided article ("l'alerte"), by its ending ("Netzausfall"). */
typedef enum { SETS_OWN, SETS_ELIDED, SETS_ENDING, SETS_COUNT } SetsOf;

typedef enum { PART_WORD, PART_PREFIX, PART_GAP, PART_NUMBER, PART_SET } PartKind;

typedef struct {
    PartKind kind;
    const char *word;
    gsize length;
    gint64 value; /* words of a gap; of a number that is spelt out in the phrase ("reached 0"); -1: any ("<n>") */
    CueGroup set; /* "<trouble>": any single word of the group set_trouble */
} Part;

typedef struct {
    CueGroup group;
    guint written; /* index in the phrases */
    guint n;
    Part parts[];
} Phrase;

struct Cues {
    gint references;
    const Cues *foreign; /* while English is added to another language: that language, else NULL */
    GStringChunk *text;
    GArray *phrases;              /* CuePhrase, as written */
    GHashTable *by_word;          /* first word -> GPtrArray of Phrase */
    GHashTable *by_prefix;        /* first bytes of a first word with a star -> GPtrArray of Phrase */
    GHashTable *words;            /* word -> bits of its groups (single-word phrases) */
    GHashTable *endings;          /* "ausfall" of "*ausfall" -> bits of its groups, sets of words only */
    GPtrArray *by_number;         /* phrases that begin with a number */
    GPtrArray *by_set[CUE_COUNT]; /* phrases that begin with a set of words, or NULL */
};

typedef struct {
    guint64 bits[(CUE_COUNT + 63) / 64];
} GroupSet;

static inline bool set_has(const GroupSet *set, CueGroup group)
{
    return set && (set->bits[group / 64] >> (group % 64) & 1);
}

/* cues_scan.c: the word behind "l'", "d'", "qu'", "dell'" and the like, or NULL */
const char *behind_elision(const char *word);
void find_sets(const Cues *cues, const char *word, const GroupSet *sets[SETS_COUNT]);

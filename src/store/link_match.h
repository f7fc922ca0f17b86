/* How alike two records are: pure comparison of titles, services and times. */
#pragma once

#include "nines/base/civil.h"
#include <glib.h>
#include <stdbool.h>

/* What a record is compared by. Texts are owned. */
typedef struct {
    int64_t id, origin_id;
    char *origin, *external_id, *title, *place; /* place: file:line */
    bool is_document;
    Instant from, to;         /* to INSTANT_NONE: open or not stated */
    int precision;            /* Precision */
    GPtrArray *services;      /* char*, as text_key() writes them */
    GPtrArray *service_words; /* char*: the parts of their names */
    GPtrArray *words;         /* char*: of the title, without those that every title has */
    GPtrArray *numbers;       /* char*: words of the title with a digit */
} LinkRecord;

void link_record_free(gpointer record);
LinkRecord *link_record_new(void);
void link_record_add_service(LinkRecord *record, const char *name);
/* Fills words and numbers from title and services. */
void link_record_prepare(LinkRecord *record);

typedef enum { LIKENESS_NONE, LIKENESS_PROPOSED, LIKENESS_CERTAIN } LikenessGrade;

typedef struct {
    LikenessGrade grade;
    double score;   /* the higher, the likelier; compares candidates of one record */
    char *evidence; /* in words; owned by the caller */
} Likeness;

/* Whether the two may be the same by their times alone: they overlap, or begin within a quarter of an hour. */
bool link_times_meet(const LinkRecord *a, const LinkRecord *b);
Likeness link_compare(const LinkRecord *a, const LinkRecord *b);

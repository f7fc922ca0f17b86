/* Mentions: every date, clock time, duration, zone, count, sum and permalink that a block's words speak of, each with
 * its place and nothing decided yet. The second stage of extraction.
 *
 * Invariant: mentions are in reading order and do not overlap; start and end are bytes of the block's text.
 *
 *     g_autoptr(GArray) mentions = g_array_new(FALSE, FALSE, sizeof(Mention));
 *     mentions_scan(document, 3, cues, mentions);    // "down from 8:45 pm WAT": MENTION_CLOCK 20:45, WAT
 */
#pragma once

#include "nines/base/civil.h"
#include "nines/base/zone.h"
#include "nines/extract/cues.h"
#include "nines/extract/document.h"

typedef enum {
    MENTION_DATE,
    MENTION_CLOCK,
    MENTION_DURATION,
    MENTION_RELATIVE, /* "10 minutes later": ms is signed */
    MENTION_ZONE,     /* a zone that stands alone: "all times in UTC" */
    MENTION_COUNT,
    MENTION_MONEY,
    MENTION_PERMALINK, /* a chat address that holds a Unix time */
} MentionKind;

typedef enum { MERIDIEM_NONE, MERIDIEM_AM, MERIDIEM_PM } Meridiem;
typedef enum { CLOCK_COLON, CLOCK_DOT, CLOCK_BARE /* 0730 */, CLOCK_HOUR /* "2pm", "12h30", "8 Uhr" */ } ClockForm;
typedef enum { DAY_NONE, DAY_TODAY, DAY_YESTERDAY, DAY_NEXT } RelativeDay;
typedef enum { COUNT_PEOPLE, COUNT_ACCOUNTS, COUNT_ORDERS, COUNT_REQUESTS } CountKind;

typedef struct {
    MentionKind kind;
    guint block;
    guint start, end; /* bytes of the block's text */
    guint from, to;   /* tokens: [from, to) */
    bool approximate; /* "about", "~", "4-5 hours" */

    /* date: 0 is unsaid. open: first and second number may be day and month in either order; month holds the first. */
    int year, month, day;
    bool open, short_year;
    RelativeDay relative_day;

    /* clock */
    int hour, minute, second; /* second -1: unsaid */
    Meridiem meridiem;
    ClockForm form;
    bool padded; /* "01:00", not "1:00" */

    /* zone of a clock, or alone. ambiguous: the abbreviation names several zones; other is the second of them. */
    const Zone *zone, *other;

    int64_t ms;    /* duration, signed relative time, permalink's instant */
    bool anchored; /* relative: words follow that say to what ("after the deployment") */

    double amount; /* count, money */
    CountKind count;
    bool rate;        /* "per second": not a count of the incident */
    char currency[8]; /* empty: a sum without one */
} Mention;

void mentions_scan(const TextDocument *document, guint block, const Cues *cues, GArray *mentions);
/* A number such as "1,416,975", "3.7M", "10k+" at tokens[*index]; moves *index behind it. False when there is none. */
bool number_read(const Cues *cues, const GArray *tokens, guint *index, double *value);
const char *mention_kind_name(MentionKind kind);
/* "clock 20:45 WAT" and the like, for --explain. */
void mention_explain(const Mention *mention, GString *out);

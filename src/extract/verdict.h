/* What a stretch of a text is counted for, to tell whether it is about an incident. Private to the verdict. */
#pragma once

#include "roles.h"

typedef struct {
    guint title_incident, body_incident, problem, maintenance, release, runbook, template, words, early_incident,
        early_problem, roles, exercise, title_exercise, title_runbook, title_template, dates;
    guint title_problem; /* titles with a word of trouble */
    guint empty_sections, sections, timeline, placeholders, clocks, midnight;
    guint placed; /* clock times whose day stands near them, not somewhere in the document */
    guint manual, instruction, title_placeholder;
    guint new_year;                   /* clock times at which a year begins, to the second */
    guint ranges;                     /* from when to when something was wrong */
    guint announced, told, told_once; /* phrases of what is to come, and of what has been: noticed, mitigated, over */
    guint gone_wrong, planned_key, no_incidents, headings, downtime, future, titles;
    guint harm, denied;           /* "customers could not pay"; "no customer impact", "drill" */
    guint report;                 /* sections that a report on an incident has: cause, resolution, lessons, ... */
    guint past, prescribing, own; /* words of what has been, of what should be done, "we" */
    guint blanks;                 /* labels without a value, rows of dots */
    guint venture;                /* "jam", "sprint", where the text begins */
    guint blocks, named, title_maintenance, title_change, title_version; /* the title is the name of a version */
    guint items, notes; /* items of lists; those that open like a change log's */
    guint labels;       /* bits: kinds of facts that a label names (start, end, service, cause) */
    guint references;   /* dated lines that lead to another document */
} Signs;

void signs_read(const RoleReader *r, int group, Signs *s);

/* verdict_kinds.c: by its title a guide, a policy, a changelog: a kind that tells what is or should be. */
bool is_titled_other(const RoleReader *r, int group);
/* Minutes, a newsletter: an incident is one of the things it tells of. */
bool is_titled_gathering(const RoleReader *r, int group);
/* A look back on a game, a sprint, a project. */
bool is_titled_venture(const RoleReader *r, const Signs *s, int group);
/* A guide whose incident is its example. */
bool is_guide(const RoleReader *r);

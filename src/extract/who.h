/* Who noticed: the grammar of one sentence. Private to who*.c and reporter.c. */
#pragma once

#include "roles.h"

typedef enum { BY_MONITORING, BY_CUSTOMER, BY_INTERNAL, BY_COUNT } By;
/* What words say of who noticed, and the first token that says so. */
typedef struct {
    double score[BY_COUNT];
    guint first[BY_COUNT];
    bool prose; /* neither an entry nor the section on detection: what is found may be the cause */
} Telling;
void telling_add(Telling *telling, By by, double score, guint token); /* the highest counts */
/* who.c: raises the telling to what tokens [from, to) say, in words of seeing or telling; 1.6 or 2.5. */
void who_noticed(const RoleReader *r, guint block, guint from, guint to, Telling *telling);
/* Somebody who may have noticed: tokens [from, to). */
typedef struct {
    By by;
    guint from, to;
} Who;
/* who_somebody.c: the longest name of somebody that begins at token i. */
bool who_at(const RoleReader *r, guint block, guint i, guint to, Who *who);
/* A capital letter, but no acronym of three letters or more: that is an organisation. */
bool who_is_name(const RoleReader *r, guint block, guint i);
/* A word that no list knows, at the start of an entry: somebody's handle. */
bool who_is_handle(const RoleReader *r, guint block, guint i);
/* Whether the token is a thing of people: "guest kernel", "user account". */
bool who_is_system(const RoleReader *r, guint block, guint i);
/* who_denied.c: "our monitoring failed to see it"; "alerts did not fire"; "pulled out during maintenance" */
bool who_is_denied(const RoleReader *r, guint block, guint to, const CueHit *hit);
bool who_denies_itself(const RoleReader *r, guint block, const CueHit *hit);
/* "the load from the probes", "health checks for the database", where nobody was told of anything */
bool who_is_mentioned(const RoleReader *r, guint block, const CueHit *hit);
bool who_is_occasion(const RoleReader *r, guint block, guint from, guint to, const CueHit *hit);
bool who_missed_it(const RoleReader *r, guint block, guint from, guint to);
/* who_event.c: whether a sentence of prose tells of the trouble and of who noticed it first, not of plans, thanks,
 * habits, other times and other matters */
bool who_tells_event(const RoleReader *r, guint block, guint from, guint to, By by);
/* "Did an alert fire?", but for "yes" behind it; "Describe how it was noticed" */
bool who_is_asked(const RoleReader *r, guint block, guint from, guint to);
/* who_first.c: "a customer rang before the alert": where begins what came later; else to. */
guint who_came_first(const RoleReader *r, guint block, guint from, guint to);
/* "not noticed until a customer rang", "the first sign was a call from a user" */
void who_came_at_last(const RoleReader *r, guint block, guint from, guint to, Telling *telling);
/* "customers informed", without "us" behind it: they were told. */
bool is_told(const RoleReader *r, guint block, guint verb, guint to);
/* "asked for a refund": no report. */
bool asks_for(const RoleReader *r, guint block, guint verb, guint to);
/* who_verb.c: "informed the users", "contacted the provider": told to somebody who does not run the service */
bool tells_outside(const RoleReader *r, guint block, const Who *who, guint verb, guint to);
/* "a tool called TRS", "raised the limit", "asked us to ..." */
bool is_no_telling(const RoleReader *r, guint block, const Who *who, guint verb, guint to);
/* "an automated job was triggered", "the cron job raised the load": no watch, where the verb is none of noticing */
bool is_machine(const RoleReader *r, guint block, const Who *who, guint verb);
/* "was triggered by a user", "the load came from one tenant" */
bool is_cause(const RoleReader *r, guint block, guint from, guint verb);
/* "the monitoring stopped to send alerts", "customers raised 40 tickets": things, or a count of them */
bool is_noun(const RoleReader *r, guint block, const Who *who, guint verb);
/* "exceptions raised from the workers": a verb of machines and no watch behind it */
bool is_doing(const RoleReader *r, guint block, const Who *who, guint verb);
/* "stellte den Server um": a verb in two parts, and not that of noticing */
bool is_other_verb(const RoleReader *r, guint block, guint verb, guint to);
/* "the provider reported": neither ours nor a customer */
bool is_of_provider(const RoleReader *r, guint block, guint from, guint verb);
/* "the graphs showed": what a watch shows when it is asked */
bool is_display(const RoleReader *r, guint block, guint verb);
/* "probes to detect this", but not "began to report" */
bool is_infinitive(const RoleReader *r, guint block, guint verb);
/* "found that a setting was wrong", "discovered that it had been revoked": the cause */
bool sees_diagnosis(const RoleReader *r, guint block, guint verb, guint to);
/* "told us that they like the page" tells no trouble; without a clause nobody knows */
bool tells_trouble(const RoleReader *r, guint block, guint verb, guint to);
/* "reported that all was well again" */
bool tells_recovery(const RoleReader *r, guint block, guint verb, guint to);
/* "support tickets could not be opened": what is told of failed itself */
bool fails_behind(const RoleReader *r, guint block, guint noun, guint to);
/* who_sees.c: what stands behind a verb of seeing: a watch; the trouble; a report of somebody else; many of them;
 * nothing */
bool sees_watch(const RoleReader *r, guint block, guint verb, guint to);
/* "was noticed on our dashboards", "was seen in Grafana" */
bool sees_board(const RoleReader *r, guint block, guint verb, guint to);
bool sees_cause(const RoleReader *r, guint block, guint verb, guint to);
bool sees_anything(const RoleReader *r, guint block, guint verb, guint to);
/* the same for somebody whom only a name tells */
bool sees_something(const RoleReader *r, guint block, guint verb, guint to);
bool sees_reports(const RoleReader *r, guint block, guint verb, guint to);
bool sees_many(const RoleReader *r, guint block, guint verb, guint to);
bool sees_better(const RoleReader *r, guint block, guint verb, guint to);
bool sees_nothing(const RoleReader *r, guint block, guint verb, guint to);
/* "saw", "found": a verb that tells of noticing only with what was seen. */
bool is_plain_sight(const RoleReader *r, guint block, guint verb);
/* A mark that ends a clause; comma: a comma does. */
bool ends_clause(const RoleReader *r, guint block, guint i, bool comma);

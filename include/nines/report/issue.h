/* Issued figures: what a written report showed, kept, so that a later change of the facts can be told as a restatement.
 *
 * Invariant: the same report of the same facts is one issue however often it is written. Only reports whose period was
 * over are compared: figures of a running period change without being wrong.
 *
 *     issue_figures(store, document->figures, &error);     // after derive_tables: the table report_issued
 *     issue_restate(store, &terms, &error);                // the table report_restatement
 *     issue_record(store, &terms, &error);                 // once the files are written
 *
 * All of them run inside the caller's transaction.
 */
#pragma once

#include "nines/base/table.h"
#include "nines/report/figures.h"

/* What makes two issues comparable. Texts are borrowed. */
typedef struct {
    const char *report;     /* name of the definition: "monthly" */
    const char *definition; /* as it was asked for: a name or a path */
    const char *contracts;  /* paths parted by commas; "" without */
    const char *options;    /* "service=checkout", one a line, of what else chooses; "" without */
    const FigureRequest *request;
} IssueTerms;

/* figures: Figure*, the definition's own. */
bool issue_figures(Store *store, const GPtrArray *figures, GError **error);
bool issue_restate(Store *store, const IssueTerms *terms, GError **error);
bool issue_record(Store *store, const IssueTerms *terms, GError **error);

/* Each figure of the issue whose value differs from report_issued: figure, subject, title, issued, now, difference,
 * currency, issued_text, now_text, difference_text, records (ids of the records that changed since, parted by commas;
 * NULL when none did). Only changes at or after since (INSTANT_NONE: all) are named as records. */
Table *issue_compare(Store *store, int64_t issue_id, Instant since, GError **error);

/* Every statement that replaced another one or came new to a period that had been issued, at or after since, in order
 * of time: at, origin, id, title, what ('changed', 'added', 'linked', 'parted', 'moved'), source, before_source, before
 * and after (facts as JSON, or NULL). */
Table *issue_changes(Store *store, Instant since, GError **error);
/* The fields in which two facts differ: field, before, after as text. Either may be NULL. */
Table *issue_fields(Store *store, const char *before, const char *after, GError **error);

/* Ingest: one file of records into the store, all or nothing.
 *
 * Invariant: an error leaves the database as it was. A record that cannot stand is a reject, not an error:
 * read = inserted + updated + unchanged + rejected, in the report as in the database.
 *
 *     g_autoptr(IngestReport) report = ingest_report_new();
 *     if (!ingest_file(store, &options, "incidents.json", report, &error)) ...
 */
#pragma once

#include "nines/store/fact_writer.h"

typedef struct {
    const char *profile;                                /* NULL: recognised from the file's shape */
    const char *timezone;                               /* of times that state none; NULL: the profile's, else UTC */
    const char *origin;                                 /* namespace of the ids; NULL: the profile's name */
    const char *encoding;                               /* for files that are no UTF-8; NULL: Windows-1252 */
    Instant as_of;                                      /* kept as the instant of ingestion */
    guint explain_n;                                    /* records to describe in the report; 0: none */
    bool dry_run;                                       /* everything but the commit */
    void (*progress)(int64_t rows, gpointer user_data); /* every few thousand rows; may be NULL */
    gpointer user_data;
} IngestOptions;

typedef struct {
    int64_t row, line, column; /* column 0: the whole record */
    char *field, *reason;
} IngestReject;

#define INGEST_REJECTS_MAX 1000u

typedef struct {
    char *path, *format, *profile, *origin, *encoding, *dialect;
    SourceCounts counts;
    bool grouped;         /* several rows make one incident: counts.rows_n differs from read_n */
    bool known;           /* the same file stood in the store already */
    GPtrArray *rejects;   /* IngestReject*, the first INGEST_REJECTS_MAX */
    GPtrArray *explained; /* char*: how the file is read, then its first records as they would be kept */
    GPtrArray *notes;     /* char*: assumptions and warnings about the whole file */
} IngestReport;

IngestReport *ingest_report_new(void);
void ingest_report_free(IngestReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestReport, ingest_report_free)

bool ingest_file(Store *store, const IngestOptions *options, const char *path, IngestReport *report, GError **error);

/* How a file is known: by nothing, by values that are times, by the names of its fields, by a profile. */
typedef enum { KNOWN_NOT, KNOWN_BY_VALUES, KNOWN_BY_NAMES, KNOWN_BY_PROFILE } Known;

typedef struct {
    Known known;
    char *origin; /* namespace of its ids, equal for files of equal fields; NULL when it is not known */
} IngestLook;

/* What a file is by its shape, from its beginning. Caller frees look->origin. */
void ingest_look(const IngestOptions *options, const char *path, IngestLook *look);
/* Whether a profile knows the file by its shape (or is asked for and fits). False for what cannot be read. */
bool ingest_recognises(const IngestOptions *options, const char *path);

/* Whether a file in a directory is to be taken besides those whose endings the readers know. */
typedef bool (*PathTest)(const char *path);

/* The files that the arguments mean: globs expanded, directories walked (files that begin with a point, and endings
 * that neither a reader nor also knows, left out), sorted within each argument; NAME.review.yaml is left out always.
 * also may be NULL. Fails for an argument that means no file. */
GPtrArray *ingest_paths(const char *const *arguments, guint n, PathTest also, GError **error);
